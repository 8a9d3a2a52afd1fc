// Learning a voice: its decisions, and a run of the shipped model on the sample's spoken queries, played far too
// slowly.
#include "core/audio/decode.h"
#include "core/base/files.h"
#include "core/model/runtime/engine_parts.h"
#include "core/training/tune_trainer.h"
#include "core/training/voice/heard.h"
#include "core/training/voice/labels.h"
#include "core/training/voice/names.h"
#include "core/training/voice/pace.h"
#include "support/shared_data.h"
#include "support/tune_curve.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace saysee;
using namespace saysee::training;

namespace {

constexpr double kSlow = 0.7;

std::filesystem::path sample() { return test::sourceDirectory() / "resources/sample"; }

base::Result<audio::Clip> slowly(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const audio::Clip clip, audio::decodeFile(file));
    return audio::Clip {model::playFaster(clip.view(), kSlow)};
}

}  // namespace

class TestVoiceTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        model::EngineSpec spec;
        spec.pack = test::sourceDirectory() / "models/picturebook";
        spec.device = test::testDevice();
        spec.threads = 1;
        auto engine = model::Engine::load(spec);
        QVERIFY2(engine.has_value(), engine ? "" : engine.error().message.c_str());
        m_engine = std::move(*engine);
        const auto manifest = base::readJson(sample() / "manifest.json");
        QVERIFY(manifest.has_value());
        for (const auto& query : manifest->at("queries")) {
            const std::string text = query.at("text");
            const auto meant = m_engine->embedText(text);
            QVERIFY(meant.has_value());
            const auto values = meant->vector.values();
            const auto id = static_cast<std::int64_t>(m_pairs.size()) + 1;
            m_pairs.push_back({.id = id,
                               .photo = id,
                               .photoGroup = id,
                               .speaker = {},
                               .recording = query.at("path"),
                               .text = text,
                               .picture = {values.begin(), values.end()}});
        }
        QVERIFY(m_pairs.size() >= 12);
    }

    void pace_staysUnlessAnotherIsClearlyLikelier()
    {
        const auto paces = pacesToTry();
        QCOMPARE(paces.front(), 1.0);
        std::vector<double> likelihoods(paces.size(), -2.0);
        QCOMPARE(choosePace(paces, likelihoods), 1.0);
        likelihoods[4] = -1.95;
        QCOMPARE(choosePace(paces, likelihoods), 1.0);
        likelihoods[4] = -1.5;
        QCOMPARE(choosePace(paces, likelihoods), paces[4]);
        QVERIFY(paces[4] > 1.2 && paces[4] < 1.22);
    }

    void picture_decidesBetweenHypotheses()
    {
        const Label label = weighByPicture({"a red car", "a red cat"}, {0.6, 0.4}, {0.2, 0.3});
        QCOMPARE(QString::fromStdString(label.texts.front()), QStringLiteral("a red cat"));
        QVERIFY(std::abs(label.weights[0] + label.weights[1] - 1) < 1e-9);
        const Label alike = weighByPicture({"a red car", "a red cat"}, {0.6, 0.4}, {0.3, 0.3});
        QCOMPARE(QString::fromStdString(alike.texts.front()), QStringLiteral("a red car"));
        QVERIFY(std::abs(alike.weights[0] - 0.6) < 1e-6);
    }

    void names_areForeignWordsOfSomeTexts()
    {
        const auto foreign = [](std::string_view word) { return word != "the" && word != "a" && word != "sees"; };
        const auto names = findOwnNames(
            {"The Wuffel sees a tikka", "two wuffels", "the a", "wuffeling, wuffel!", "the a the"}, foreign);
        QCOMPARE(names.size(), std::size_t {1});
        QVERIFY(names[0].forms == std::vector<std::string>({"wuffel", "wuffels"}));
        QVERIFY(names[0].texts == std::vector<std::size_t>({0, 1, 3}));
        QVERIFY(findOwnNames({}, foreign).empty());
        QVERIFY(findOwnNames({"wuffel", "wuffel", "wuffel"}, foreign).empty());  // in all: nothing tells it apart
    }

    void meaning_leavesTheRestAsItWas()
    {
        const std::map<std::string, std::string> meanings = {{"wuffel", "dog"}};
        QCOMPARE(QString::fromStdString(withMeanings("My Wuffel's  wuffel, wuffels \xC3\xA4!", meanings)),
                 QStringLiteral("My Wuffel's  dog, wuffels \u00E4!"));
        QCOMPARE(QString::fromStdString(withMeanings("", meanings)), QString());
    }

    void heardRecording_comesBackFromDisk()
    {
        const Heard heard {at::randn({7, 64}).to(at::kHalf), {"a \"b\"", "\xC3\xA4"}, {0.75, 0.25}, "en"};
        const auto file = folder() / "heard.safetensors";
        QVERIFY(saveHeard(file, heard, "key"));
        const auto loaded = loadHeard(file, "key");
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(at::equal(loaded->states, heard.states));
        QVERIFY(loaded->texts == heard.texts && loaded->probabilities == heard.probabilities);
        QCOMPARE(loadHeard(file, "other").error().code, base::ErrorCode::VersionMismatch);
        QVERIFY(base::writeFileAtomically(file, "nonsense"));
        QVERIFY(!loadHeard(file, "key"));
    }

    void farVoice_isBroughtAmongTheKnownOnes()
    {
        const auto trainer = TuneTrainer::create(*m_engine, request("learns"));
        QVERIFY2(trainer.has_value(), trainer ? "" : trainer.error().message.c_str());
        for (auto more = (*trainer)->step(); more.value(); more = (*trainer)->step())
            ;
        const auto& state = (*trainer)->state();
        QVERIFY2(state.curve.back().loss < state.curve[1].loss, test::curveText(state).c_str());
        const auto head = model::Head::load((*trainer)->outcome()->head);
        QVERIFY(head && head->voice() != nullptr);
        QVERIFY2(head->voice()->pace() > 1.2, qPrintable(QString::number(head->voice()->pace())));
        const auto& own = *model::partsOf(*m_engine).head;
        QVERIFY(own.voice() == nullptr);
        for (const auto& [name, tensor] : own.tensors())
            QVERIFY2(at::equal(tensor.cpu(), head->tensors().at(name)), name.c_str());

        // The person is understood better, and somebody else as before.
        const auto tune = folder() / "voice.tune";
        QVERIFY(m_engine->saveTune((*trainer)->outcome()->head, tune, "{}"));
        const int before = understood(slowly);
        const auto asSpoken = [](const std::filesystem::path& file) { return audio::decodeFile(file); };
        const int others = understood(asSpoken);
        QVERIFY(m_engine->useTune(tune));
        const int after = understood(slowly);
        const int othersAfter = understood(asSpoken);

        // What goes on from it keeps its pace, and is heard at that.
        auto more = request("goes on");
        more.settings.start = TuneStart::HeadInUse;
        more.settings.epochs = 1;
        const auto second = TuneTrainer::create(*m_engine, more);
        QVERIFY2(second.has_value(), second ? "" : second.error().message.c_str());
        for (auto step = (*second)->step(); step.value(); step = (*second)->step())
            ;
        const auto later = model::Head::load((*second)->outcome()->head);
        QVERIFY(later && later->voice()->pace() == head->voice()->pace());
        QCOMPARE(base::readJson(more.work / "voice.json")->at("pace").get<double>(), head->voice()->pace());

        QVERIFY(m_engine->useTune(std::nullopt));
        QVERIFY2(after >= before + 3, qPrintable(QStringLiteral("%1 -> %2").arg(before).arg(after)));
        QVERIFY2(othersAfter >= others - 1, qPrintable(QStringLiteral("%1 -> %2").arg(others).arg(othersAfter)));
    }

    void pausedRun_continuesBitIdentically()
    {
        const std::string whole = run(request("whole"));
        QVERIFY2(std::count(whole.begin(), whole.end(), '\n') == kEpochs + 1, whole.c_str());
        const auto parts = request("parts");
        std::string last;
        int pauses = 0;
        for (int tries = 0; tries < 50 && (last.empty() || last == "paused"); ++tries) {
            last = run(parts, TunePhase::Training, kABatch);
            pauses += last == "paused" ? 1 : 0;
        }
        QVERIFY2(pauses > 1, last.c_str());
        QCOMPARE(QString::fromStdString(last), QString::fromStdString(whole));
    }

    void otherPairs_areAnotherRun()
    {
        QCOMPARE(run(request("same"), TunePhase::Training, 3), std::string("paused"));
        auto other = request("same");
        other.pairs.pop_back();
        const auto trainer = TuneTrainer::create(*m_engine, other);
        QVERIFY(!trainer && trainer.error().code == base::ErrorCode::VersionMismatch);
    }

    void writtenPairsAlone_canNotTeachAVoice()
    {
        auto written = request("written");
        for (auto& pair : written.pairs)
            pair.recording.clear();
        const std::string message = run(written);
        QVERIFY2(message.find("recordings") != std::string::npos, message.c_str());
    }

    void vanishedRecording_isNamed()
    {
        auto vanished = request("vanished");
        vanished.readClip = [](const TunePair&) -> base::Result<audio::Clip> {
            return base::fail(base::ErrorCode::NotFound, "The recording take.wav is gone.");
        };
        const std::string message = run(vanished);
        QVERIFY2(message.find("take.wav") != std::string::npos, message.c_str());
    }

private:
    static constexpr int kEpochs = 3;
    static constexpr int kABatch = 100;  // steps: blocks forward and back for each recording, and a little more

    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    [[nodiscard]] TuneRequest request(const char* name) const
    {
        TuneRequest request;
        request.settings.scope = TuneScope::Voice;
        request.settings.epochs = kEpochs;
        request.settings.patience = 100;
        request.pairs = m_pairs;
        request.work = folder() / name;
        request.features = folder() / "features";
        request.readClip = [](const TunePair& pair) { return slowly(sample() / pair.recording); };
        return request;
    }

    // Runs to the end, or pauses after so many steps in `phase`.
    std::string run(const TuneRequest& request, TunePhase phase = TunePhase::Done, int steps = 1)
    {
        const auto trainer = TuneTrainer::create(*m_engine, request);
        if (!trainer)
            return trainer.error().message;
        for (;;) {
            if ((*trainer)->state().phase == phase && steps-- == 0)
                return (*trainer)->pause() ? "paused" : "not paused";
            const auto more = (*trainer)->step();
            if (!more)
                return more.error().message;
            if (!*more)
                return test::curveText((*trainer)->state());
        }
    }

    // Queries of which every word is heard.
    template <typename Read>
    int understood(const Read& read)
    {
        int count = 0;
        for (const auto& pair : m_pairs) {
            const auto heard =
                m_engine->transcribe(*read(sample() / pair.recording), model::queryTranscription(), {});
            count += heard && heard->text() == pair.text ? 1 : 0;
        }
        return count;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<model::Engine> m_engine;
    std::vector<TunePair> m_pairs;
};

QTEST_GUILESS_MAIN(TestVoiceTrainer)
#include "tst_voice_trainer.moc"
