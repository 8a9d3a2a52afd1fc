// Tuning over the small golden networks with made-up descriptions.
#include "core/training/tune_trainer.h"

#include "core/model/head/head.h"
#include "support/shared_data.h"
#include "support/tune_curve.h"

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace saysee;
using namespace saysee::training;

namespace {

constexpr int kDimension = 64;

std::filesystem::path golden(const char* name) { return test::sharedDirectory() / "golden" / name; }

// A second of a tone that belongs to the pair.
base::Result<audio::Clip> toneOf(const TunePair& pair)
{
    audio::Clip clip;
    for (int i = 0; i < audio::kSampleRate; ++i)
        clip.samples.push_back(0.3F * static_cast<float>(std::sin(0.02 * static_cast<double>(pair.id * i))));
    return clip;
}

std::vector<float> randomPicture(std::int64_t seed)
{
    auto generator = at::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(seed));
    const at::Tensor values = model::unitLength(at::empty({1, kDimension}).normal_(0, 1, generator));
    return {values.data_ptr<float>(), values.data_ptr<float>() + kDimension};
}

class Bench {
public:
    Bench()
    {
        model::HeadSpec spec;
        spec.channel = {.recogniserWidth = 64, .width = 128, .dimension = kDimension, .feedForward = 64};
        const auto head = path() / "base.safetensors";
        const bool saved = model::Head::random(spec, 3).value().save(head).has_value();
        model::EngineSpec engineSpec;
        engineSpec.recogniser = golden("whisper-nano-hf");
        engineSpec.imageText = golden("clip-nano-hf");
        engineSpec.head = head;
        engineSpec.device = test::testDevice();
        engineSpec.threads = 1;
        if (saved)
            engine = std::move(model::Engine::load(engineSpec).value());
    }

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

    [[nodiscard]] TuneRequest request(const char* run, int pairs = 30) const
    {
        TuneRequest request;
        request.settings.scope = TuneScope::PromptsAndChannel;
        request.settings.epochs = 4;
        request.settings.batch = 10;
        request.settings.patience = 100;
        for (int i = 1; i <= pairs; ++i)
            request.pairs.push_back({.id = i,
                                     .photo = i,
                                     .photoGroup = i,
                                     .speaker = {},
                                     .recording = "tone " + std::to_string(i),
                                     .text = "thing number " + std::to_string(i),
                                     .picture = randomPicture(i)});
        request.work = path() / run;
        request.features = path() / "features";
        request.readClip = toneOf;
        return request;
    }

    std::unique_ptr<model::Engine> engine;

private:
    QTemporaryDir m_folder;
};

// Runs to the end, or pauses after `steps` steps.
std::string run(const Bench& bench, const TuneRequest& request, int steps = 1'000'000)
{
    const auto trainer = TuneTrainer::create(*bench.engine, request);
    if (!trainer)
        return trainer.error().message;
    for (int i = 0; i < steps; ++i) {
        const auto more = (*trainer)->step();
        if (!more)
            return more.error().message + " " + more.error().detail;
        if (!*more)
            return test::curveText((*trainer)->state());
    }
    return (*trainer)->pause() ? "paused" : "not paused";
}

}  // namespace

class TestHeadTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        SAYSEE_NEEDS(golden("clip-nano-hf"));
        m_bench = std::make_unique<Bench>();
        QVERIFY(m_bench->engine != nullptr);
    }

    void wholeHead_learnsItsPairs()
    {
        auto request = m_bench->request("learns");
        request.settings.epochs = 120;
        request.settings.learningRate = 5e-3;
        const auto trainer = TuneTrainer::create(*m_bench->engine, request);
        QVERIFY2(trainer.has_value(), trainer ? "" : trainer.error().message.c_str());
        QVERIFY(!(*trainer)->outcome());
        for (auto more = (*trainer)->step(); more.value(); more = (*trainer)->step())
            ;
        const auto& curve = (*trainer)->state().curve;
        QCOMPARE(curve.size(), 121U);
        QVERIFY2(curve.back().loss < 0.5 * curve[1].loss, test::curveText((*trainer)->state()).c_str());
        QVERIFY2(curve.back().trainedScore > 0.8, test::curveText((*trainer)->state()).c_str());
        const auto& outcome = (*trainer)->outcome();
        QVERIFY(outcome && model::Head::load(outcome->head));
        QCOMPARE(outcome->heldOutBefore.size(), outcome->heldOutAfter.size());
        // Random pictures cannot be generalised to: nothing may be promoted.
        QVERIFY2(!outcome->verdict.promote, outcome->verdict.reason.c_str());
    }

    void pausedRun_continuesBitIdentically()
    {
        const std::string whole = run(*m_bench, m_bench->request("whole"));
        const auto request = m_bench->request("parts");
        std::string last;
        int pauses = 0;
        for (const int steps : {45, 60, 51, 77, 1'000'000}) {
            last = run(*m_bench, request, steps);
            pauses += last == "paused" ? 1 : 0;
        }
        QVERIFY2(pauses > 1, last.c_str());
        QCOMPARE(QString::fromStdString(last), QString::fromStdString(whole));
    }

    void cachedFeatures_needNoAudio()
    {
        QVERIFY(run(*m_bench, m_bench->request("first"), 31) == "paused");
        auto request = m_bench->request("second");
        request.readClip = [](const TunePair&) -> base::Result<audio::Clip> {
            return base::fail(base::ErrorCode::NotFound, "The recording is gone.");
        };
        QVERIFY(run(*m_bench, request, 31) == "paused");
    }

    void otherPairs_areAnotherRun()
    {
        QVERIFY(run(*m_bench, m_bench->request("same"), 60) == "paused");
        const auto other = TuneTrainer::create(*m_bench->engine, m_bench->request("same", 31));
        QVERIFY(!other && other.error().code == base::ErrorCode::VersionMismatch);
    }

    void stop_keepsTheBestSoFar()
    {
        const auto trainer = TuneTrainer::create(*m_bench->engine, m_bench->request("stopped")).value();
        for (int i = 0; i < 60; ++i)
            QVERIFY(trainer->step().value());
        trainer->stop();
        for (auto more = trainer->step(); more.value(); more = trainer->step())
            ;
        QVERIFY(trainer->outcome().has_value());
        QVERIFY(trainer->state().curve.size() < 5);
    }

    void tooLittle_isSaidPlainly()
    {
        QVERIFY(!TuneTrainer::create(*m_bench->engine, m_bench->request("none", 0)));
        QVERIFY(!TuneTrainer::create(*m_bench->engine, m_bench->request("one", 1)));
        auto onePhoto = m_bench->request("one photo", 20);
        for (auto& pair : onePhoto.pairs)
            pair.photoGroup = 1;
        QVERIFY(!TuneTrainer::create(*m_bench->engine, onePhoto));
        auto otherSpace = m_bench->request("other space");
        otherSpace.pairs[3].picture.pop_back();
        QVERIFY(!TuneTrainer::create(*m_bench->engine, otherSpace));
        auto nothing = m_bench->request("nothing said");
        nothing.pairs[3].recording.clear();
        nothing.pairs[3].text.clear();
        QVERIFY(!TuneTrainer::create(*m_bench->engine, nothing));
    }

private:
    std::unique_ptr<Bench> m_bench;
};

QTEST_GUILESS_MAIN(TestHeadTrainer)
#include "tst_head_trainer.moc"
