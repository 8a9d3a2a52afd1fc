// A person's voice: the pace and the adapter.
#include "core/model/head/head.h"
#include "core/model/whisper/voice.h"

#include <ATen/ATen.h>
#include <QTest>
#include <cmath>
#include <numbers>

using namespace saysee;
using namespace saysee::model;

namespace {

constexpr int kRate = 16'000;

std::vector<float> tone(double hertz, std::size_t samples)
{
    std::vector<float> values(samples);
    for (std::size_t i = 0; i < samples; ++i)
        values[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate));
    return values;
}

// By least squares against the tone that it should be, away from both ends: what is left of it, 0..1.
double unlike(const std::vector<float>& values, double hertz)
{
    const auto count = static_cast<std::int64_t>(values.size());
    const at::Tensor heard =
        at::tensor(at::ArrayRef<float>(values), at::kDouble).narrow(0, count / 10, count * 8 / 10);
    const at::Tensor angle = at::arange(heard.size(0), at::kDouble) * (2 * std::numbers::pi * hertz / kRate);
    const at::Tensor basis = at::stack({angle.sin(), angle.cos()}, 1);  // [N, 2]
    const at::Tensor fitted =
        at::matmul(basis, at::matmul(basis.t(), heard) * (2.0 / static_cast<double>(heard.size(0))));
    return ((heard - fitted).square().sum() / heard.square().sum()).item<double>();
}

Head smallHead()
{
    HeadSpec spec;
    spec.channel = {.recogniserWidth = 12, .width = 16, .dimension = 8, .attentionHeads = 4, .feedForward = 16};
    return Head::random(spec, 5).value();
}

}  // namespace

class TestVoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playedFaster_pitchAndLengthFollow()
    {
        for (const double pace : {0.62, 0.91, 1.1, 1.61}) {
            const auto played = playFaster(tone(440, 20'000), pace);
            QCOMPARE(played.size(), static_cast<std::size_t>(std::llround(20'000 / pace)));
            QVERIFY2(unlike(played, 440 * pace) < 0.01, qPrintable(QString::number(pace)));
        }
    }

    void playedFaster_nothingFoldsBack()
    {
        // 7 kHz played 1.5 times as fast lies above what 16 kHz can hold.
        const auto played = playFaster(tone(7'000, 16'000), 1.5);
        double energy = 0;
        for (std::size_t i = played.size() / 10; i < played.size() * 9 / 10; ++i)
            energy += played[i] * played[i];
        QVERIFY2(energy < 1e-3, qPrintable(QString::number(energy)));
    }

    void playedFaster_anyLength()
    {
        QVERIFY(playFaster({}, 1.3).empty());
        QCOMPARE(playFaster(tone(440, 1), 1.3).size(), 1U);
        const std::size_t long_ = 61 * kRate;
        const auto size = playFaster(tone(440, long_), 1.1).size();
        QVERIFY(std::abs(static_cast<double>(size) - static_cast<double>(long_) / 1.1) < 2);
    }

    void freshVoice_changesNothing()
    {
        const Head head = smallHead();
        QVERIFY(head.voice() == nullptr);
        const Head other = head.withVoice(4, 1.21, 1);
        QVERIFY(other.voice() != nullptr);
        QCOMPARE(static_cast<float>(other.voice()->pace()), 1.21F);
        const at::Tensor states = at::randn({2, 5, 12});
        QVERIFY(at::equal(other.voice()->adapt(states), states));
        QVERIFY(other.voice()->adapt(states.to(at::kHalf)).scalar_type() == at::kHalf);
    }

    void adapter_learns()
    {
        const Head head = smallHead().withVoice(4, 1, 1);
        at::Tensor up = head.tensors().at("voice.up.weight");
        up.requires_grad_(true);
        const at::Tensor states = at::randn({3, 12});
        head.voice()->adapt(states).square().sum().backward();
        QVERIFY(up.grad().abs().sum().item<double>() > 0);
    }

    void speaker_isToldFromOthers()
    {
        at::manual_seed(7);
        const auto recording = [](double mean) { return at::randn({40, 12}) + mean * at::linspace(-1, 1, 12); };
        std::vector<at::Tensor> own;
        for (int i = 0; i < 20; ++i)
            own.push_back(recording(1));
        const Speaker speaker = speakerOf(own);
        const Head head = smallHead().withVoice(4, 1, 1);
        QVERIFY(!head.voice()->soundsLike(own.front()));  // of nobody yet
        head.tensors().at("voice.speaker").copy_(speaker.statistics);
        head.tensors().at("voice.reach").copy_(speaker.reach);
        int known = 0, strangers = 0;
        for (int i = 0; i < 20; ++i) {
            known += head.voice()->soundsLike(recording(1)) ? 1 : 0;
            strangers += head.voice()->soundsLike(recording(-1)) ? 1 : 0;
        }
        QVERIFY2(known >= 14, qPrintable(QString::number(known)));
        QCOMPARE(strangers, 0);
        QVERIFY(!head.voice()->soundsLike(at::empty({0, 12})));
        QCOMPARE(speakerOf({recording(1), recording(1)}).reach.item<float>(), 0.0F);
    }

    void pace_isNeverAbsurd()
    {
        const Head head = smallHead().withVoice(4, 40, 1);
        QCOMPARE(head.voice()->pace(), kFastestPace);
    }

    void newVoice_replacesTheOld()
    {
        const Head head = smallHead().withVoice(4, 1.1, 1).withVoice(6, 0.9, 2);
        QCOMPARE(head.spec().voiceRank, 6);
        QVERIFY(Head::fromTensors(head.tensors(), head.spec(), "test").has_value());
    }
};

QTEST_GUILESS_MAIN(TestVoice)
#include "tst_voice.moc"
