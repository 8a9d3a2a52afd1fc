// What a tune learns from, of the pairs that a library has.
#include "core/audio/wav_writer.h"
#include "core/library/indexer.h"
#include "core/library/library.h"
#include "core/session/tuning.h"
#include "support/need.h"
#include "support/tiny_jpeg.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace saysee;
using library::Pair;
using library::PairOrigin;
using library::PairVerdict;
using test::need;

class TstTuneData : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<library::Library> m_library;
    std::vector<base::PhotoId> m_photos;

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    // One pair; each recording is another one.
    void add(std::size_t photo, const char* heard, std::optional<std::string> corrected, PairOrigin origin,
             PairVerdict verdict = PairVerdict::Accepted, float level = 0)
    {
        Pair pair;
        pair.photo = m_photos[photo];
        if (level > 0) {
            need(audio::writeClip(at("clip.wav"), std::vector<float>(1600, level)));
            pair.recording = need(m_library->pairs().addRecording(at("clip.wav")));
        }
        pair.heard = heard;
        pair.corrected = std::move(corrected);
        pair.origin = origin;
        pair.verdict = verdict;
        need(m_library->pairs().add(pair));
    }

    session::TuneData collect(training::TuneScope scope,
                              session::UncheckedPairs unchecked = session::UncheckedPairs::LeaveOut)
    {
        model::EngineInfo model;
        model.imageSpace = {"cafe"};
        model.dimension = 2;
        session::TuneOptions options;
        options.settings.scope = scope;
        options.unchecked = unchecked;
        return need(session::collectTuneData(*m_library, model, options));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = need(library::Library::open(at("library"), library::Library::Mode::ReadWrite));
        std::filesystem::create_directories(at("photos"));
        for (const char* name : {"a.jpg", "b.jpg"})
            std::ofstream(at("photos") / name, std::ios::binary) << test::tinyJpeg(name);
        need(m_library->folders().add(at("photos")));
        float next = 0;
        const library::IndexTarget target {
            {"cafe"}, 2, {}, [&next](std::span<const image::PixelTensor> pixels) {
                std::vector<base::Embedding> vectors;
                for (std::size_t i = 0; i < pixels.size(); ++i, next += 1)
                    vectors.push_back(*base::Embedding::normalised({1, next}, {"cafe"}));
                return vectors;
            }};
        const auto indexer = need(library::Indexer::start(*m_library, target));
        need(indexer->scan());
        need(runToEnd(*indexer, {}));
        m_photos = {*need(m_library->photos().at(at("photos/a.jpg"))),
                    *need(m_library->photos().at(at("photos/b.jpg")))};
    }
    void cleanup()
    {
        m_library.reset();
        m_folder.reset();
    }

    void noPairs_sayWhatIsMissing()
    {
        const auto data = collect(training::TuneScope::Voice);
        QVERIFY(data.pairs.empty());
        QVERIFY2(data.missing.find("there are 0") != std::string::npos, data.missing.c_str());
    }

    // Words that nobody checked are the recogniser's guess; those that came with an imported recording are its text.
    void aVoice_learnsCorrectedAndImportedWords()
    {
        add(0, "a beech", std::nullopt, PairOrigin::Labelled, PairVerdict::Accepted, 0.1F);
        add(0, "a beech", "a beach", PairOrigin::Labelled, PairVerdict::Accepted, 0.2F);
        add(1, "a wuffel in the snow", std::nullopt, PairOrigin::Imported, PairVerdict::Accepted, 0.3F);
        add(1, "a caption", std::nullopt, PairOrigin::Labelled);
        const auto data = collect(training::TuneScope::Voice);
        QCOMPARE(data.pairs.size(), std::size_t(3));
        QCOMPARE(data.pairs[0].text, std::string());
        QCOMPARE(data.pairs[1].text, std::string("a beach"));
        QCOMPARE(data.pairs[2].text, std::string("a wuffel in the snow"));
        QCOMPARE(data.written, std::size_t(1));
    }

    // Sound is learned as it is heard; corrected words are a description of their own.
    void prompts_learnFromSoundAndFromWords()
    {
        add(0, "a beech", "a beach", PairOrigin::Labelled, PairVerdict::Accepted, 0.1F);
        add(1, "", "a caption", PairOrigin::Labelled);
        const auto data = collect(training::TuneScope::Prompts);
        QCOMPARE(data.pairs.size(), std::size_t(3));
        QVERIFY(!data.pairs[0].recording.empty() && data.pairs[0].text.empty());
        QVERIFY(data.pairs[1].recording.empty());
        QCOMPARE(data.pairs[1].text, std::string("a beach"));
        QCOMPARE(data.pairs[2].text, std::string("a caption"));
        QCOMPARE(data.photos, std::size_t(2));
    }

    void uncheckedPairs_countWhereTheyAreAskedFor()
    {
        add(0, "a beach", std::nullopt, PairOrigin::Imported, PairVerdict::Unchecked, 0.1F);
        add(0, "a pier", std::nullopt, PairOrigin::Imported, PairVerdict::Rejected, 0.2F);
        QCOMPARE(collect(training::TuneScope::Voice).unchecked, std::size_t(1));
        QVERIFY(collect(training::TuneScope::Voice).pairs.empty());
        QCOMPARE(collect(training::TuneScope::Voice, session::UncheckedPairs::Include).pairs.size(), std::size_t(1));
    }

    void oneRecordingOfTwoPhotos_isLeftOut()
    {
        for (const std::size_t photo : {0U, 1U})
            add(photo, "a beach", std::nullopt, PairOrigin::Labelled, PairVerdict::Accepted, 0.1F);
        const auto data = collect(training::TuneScope::Voice);
        QVERIFY(data.pairs.empty());
        QCOMPARE(data.problems.size(), std::size_t(2));
    }

    void whatTheResultDependsOn_isInTheHash()
    {
        add(0, "a beech", "a beach", PairOrigin::Labelled, PairVerdict::Accepted, 0.1F);
        const std::string before = collect(training::TuneScope::Voice).hash();
        QCOMPARE(collect(training::TuneScope::Voice).hash(), before);
        QVERIFY(collect(training::TuneScope::Prompts).hash() != before);
        add(1, "a pier", std::nullopt, PairOrigin::Labelled, PairVerdict::Accepted, 0.2F);
        QVERIFY(collect(training::TuneScope::Voice).hash() != before);
    }
};

QTEST_GUILESS_MAIN(TstTuneData)
#include "tst_tune_data.moc"
