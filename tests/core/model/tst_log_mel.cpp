// The log-mel spectrogram where the golden values do not reach: bad clips, long clips, pieces of clips.
#include "core/model/whisper/log_mel.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <numbers>

using namespace saysee;
using model::ClipEnd;
using model::LogMel;

namespace {

std::vector<float> tone(double hertz, std::size_t samples)
{
    std::vector<float> clip(samples);
    for (std::size_t i = 0; i < samples; ++i)
        clip[i] =
            static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / 16'000.0));
    return clip;
}

bool finite(const at::Tensor& tensor) { return at::isfinite(tensor).all().item<bool>(); }

}  // namespace

class TestLogMel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filtersCoverTheBandsInOrder()
    {
        for (const int bands : {80, 128}) {
            const std::vector<float> filters = model::melFilters(bands);
            QCOMPARE(filters.size(), static_cast<std::size_t>(bands) * 201);
            double lastCentre = -1.0;
            for (std::size_t band = 0; band < static_cast<std::size_t>(bands); ++band) {
                double weight = 0;
                double moment = 0;
                for (std::size_t bin = 0; bin < 201; ++bin) {
                    const auto value = static_cast<double>(filters[band * 201 + bin]);
                    QVERIFY(value >= 0.0);
                    weight += value;
                    moment += value * static_cast<double>(bin);
                }
                QVERIFY2(weight > 0.0, "an empty filter hears nothing");
                QVERIFY(moment / weight >= lastCentre);  // equal where a bin holds two narrow filters
                lastCentre = moment / weight;
            }
        }
    }

    void aToneIsLoudestInItsBand()
    {
        const at::Tensor mel = LogMel(80).window(tone(1000.0, 16'000));
        // 1 kHz is mel 15; 80 bands up to mel 45.2 lie 0.559 mel apart: the centre of band 26.
        QCOMPARE(mel.select(1, 50).argmax().item<std::int64_t>(), std::int64_t {26});
    }

    void nothingIsSilence()
    {
        const LogMel logMel(80);
        const at::Tensor empty = logMel.window({}, 40);
        QCOMPARE(empty.size(1), std::int64_t {40});
        QVERIFY(at::equal(empty, logMel.window(std::vector<float>(1600, 0.0F), 40)));
        QVERIFY(at::allclose(empty, at::full_like(empty, -1.5)));  // (log10 1e-10 + 4) / 4
        QCOMPARE(logMel.peak({}), -10.0F);
    }

    void oneSampleIsAClip()
    {
        for (const ClipEnd end : {ClipEnd::Silence, ClipEnd::Mirror}) {
            const at::Tensor power = LogMel(80).power(std::vector<float> {0.5F}, 0, 10, end);
            QVERIFY(finite(power));
            QVERIFY(power.select(1, 0).max().item<float>() > -10.0F);
        }
    }

    void samplesThatAreNoNumbersAreSilence()
    {
        std::vector<float> clip = tone(440.0, 16'000);
        const at::Tensor clean = LogMel(80).window(clip);
        clip[8'000] = std::numeric_limits<float>::quiet_NaN();
        clip[9'000] = std::numeric_limits<float>::infinity();
        clip[9'500] = 1e38F;
        const at::Tensor damaged = LogMel(80).window(clip);
        QVERIFY(finite(damaged));
        QVERIFY(at::equal(damaged.narrow(1, 70, 20), clean.narrow(1, 70, 20)));
        QVERIFY(finite(LogMel(80).window(std::vector<float>(4'000, std::numeric_limits<float>::quiet_NaN()), 50)));
    }

    void windowsOfALongClipAreItsPieces()
    {
        const LogMel logMel(80);
        std::vector<float> clip = tone(300.0, 10 * 60 * 16'000);
        for (std::size_t i = 0; i < clip.size(); ++i)
            clip[i] *= static_cast<float>(i) / static_cast<float>(clip.size());  // loudest at the end
        const float peak = logMel.peak(clip);
        const at::Tensor piece = logMel.power(clip, 12'345, 100);
        const at::Tensor around = logMel.power(clip, 12'300, 200);
        QVERIFY(at::allclose(piece, around.narrow(1, 45, 100), 1e-4, 1e-5));
        QVERIFY(peak > piece.max().item<float>());
        const at::Tensor last = logMel.power(clip, 60'000 - 100, 200);
        QCOMPARE(last.max().item<float>(), peak);
        QCOMPARE(last.select(1, 199).max().item<float>(), -10.0F);
        QVERIFY(LogMel::normalise(piece, peak).min().item<float>() >= (peak - 8.0F + 4.0F) / 4.0F - 1e-6F);
    }
};

QTEST_GUILESS_MAIN(TestLogMel)
#include "tst_log_mel.moc"
