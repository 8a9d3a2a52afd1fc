// A run from pairs to a version on the pack that ships: what it was begun with stays, and searches keep their
// version.
#include "core/audio/decode.h"
#include "core/session/run_report.h"
#include "core/session/sample_library.h"
#include "core/session/tuning.h"
#include "core/session/version_comparison.h"
#include "core/session/version_files.h"
#include "support/need.h"
#include "support/sample_pairs.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <sstream>

using namespace saysee;
using session::TuneRun;
using test::need;
namespace fs = std::filesystem;

class TstTuneRun : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<session::Workspace> m_workspace;
    std::optional<base::VersionId> m_version;

    [[nodiscard]] fs::path libraryPath() const { return fs::path(m_home.path().toStdString()) / "library"; }
    [[nodiscard]] library::Library& library() const { return m_workspace->library(); }

    [[nodiscard]] static session::TuneOptions options()
    {
        session::TuneOptions options;
        options.settings.scope = training::TuneScope::Voice;
        options.settings.epochs = 2;
        options.promotion = session::Promotion::Never;
        options.name = "two epochs";
        return options;
    }

    void until(TuneRun& run, session::RunPhase phase) const
    {
        while (run.status().phase != phase)
            need(run.step());
    }

    // The photos that a spoken question finds first.
    [[nodiscard]] std::vector<std::int64_t> answer() const
    {
        session::QueryInput input;
        const auto file = test::sourceDirectory() / "resources/sample/queries/query-05.flac";
        input.clips.push_back({need(audio::decodeFile(file)), 1});
        std::vector<std::int64_t> photos;
        for (const auto& hit : need(m_workspace->search(input)).answer.hits)
            photos.push_back(hit.photo.value);
        return photos;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
            qputenv(variable, m_home.path().toUtf8());
        session::WorkspaceConfig config;
        config.library = libraryPath();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        m_workspace = need(session::Workspace::open(config));
        need(session::installSample(*m_workspace));
        test::addSpokenPairs(libraryPath());
    }

    void pausedWhileChecking_nothingIsLeftBehind()
    {
        {
            const auto run = need(TuneRun::start(*m_workspace, options()));
            need(run->step());
            need(run->pause());
            QCOMPARE(run->status().phase, session::RunPhase::Checking);
        }
        QVERIFY(!session::readRun(libraryPath()).exists);
    }

    // Its pairs are removed and the model is switched while it rests; it goes on as if nothing had happened.
    void aRestingRun_keepsItsRecordingsAndWishes()
    {
        auto named = need(library().pairs().list()).front();
        named.speaker = "M\xfcller";  // Latin-1, as an older import may have left it
        named.corrected = "gr\xfcn";
        need(library().pairs().update(named));
        {
            const auto run = need(TuneRun::start(*m_workspace, options()));
            until(*run, session::RunPhase::Training);
            need(run->pause());
        }
        QVERIFY(session::readRun(libraryPath()).exists);
        for (const auto& pair : need(library().pairs().list()))
            need(library().pairs().remove(pair.id));
        auto run = need(TuneRun::resume(*m_workspace));
        until(*run, session::RunPhase::Done);
        QVERIFY(run->finished().has_value());
        QVERIFY2(!run->finished()->promote, "it was begun to be kept only");
        m_version = need(session::keepTune(library(), *run->finished()));
        run.reset();
        QVERIFY(!session::readRun(libraryPath()).exists);
        QVERIFY2(!fs::exists(libraryPath() / "tuning/recordings"), "recordings are left behind");
    }

    void aForgottenRun_leavesRoomForAnother()
    {
        test::addSpokenPairs(libraryPath());
        {
            const auto run = need(TuneRun::start(*m_workspace, options()));
            until(*run, session::RunPhase::Probe);
        }
        const auto second = TuneRun::start(*m_workspace, options());
        QVERIFY(!second && second.error().code == base::ErrorCode::Busy);
        QVERIFY2(second.error().message.find("--discard") != std::string::npos, second.error().message.c_str());
        need(session::discardRun(libraryPath()));
        QVERIFY(TuneRun::start(*m_workspace, options()).has_value());
    }

    void aComparison_leavesTheVersionThatIsInUse()
    {
        QVERIFY(m_version.has_value());
        for (int i = 0; i < 3; ++i) {
            library::PastQuery query;
            query.text = "query";
            query.recording = need(library().pairs().addRecording(test::sourceDirectory() / "resources/sample/queries"
                                                                  / ("query-0" + std::to_string(i + 1) + ".flac")));
            need(library().history().add(query));
        }
        const auto untuned = answer();
        need(library().versions().use(*m_version));
        const auto tuned = answer();
        const auto comparison = need(session::VersionComparison::start(*m_workspace, *m_version));
        need(comparison->step());
        QCOMPARE(answer(), tuned);
        // Somebody switches while it goes on.
        need(library().versions().useNone(need(m_workspace->engine())->info().untunedSpace));
        while (need(comparison->step())) { }
        QCOMPARE(comparison->compared().size(), 3U);
        QCOMPARE(answer(), untuned);
        need(library().versions().use(*m_version));
        QCOMPARE(answer(), tuned);
    }

    void aVersionThatSaysNonsense_isRefused()
    {
        const auto version = need(library().versions().get(*m_version));
        model::Engine* engine = need(m_workspace->engine());
        const auto foreign = need(session::readVersion(*engine, version.file));
        QVERIFY(foreign.metrics.at("imported").get<bool>());
        std::ostringstream content;
        content << std::ifstream(version.file, std::ios::binary).rdbuf();
        const fs::path file = fs::path(m_home.path().toStdString()) / "odd.safetensors";
        const auto write = [&](const std::string& from, std::string to) {
            std::string bytes = content.str();
            const auto place = bytes.find(from);
            to.resize(from.size(), ' ');  // the file's offsets stay
            if (place != std::string::npos)
                bytes.replace(place, from.size(), to);
            std::ofstream(file, std::ios::binary) << bytes;
            return place != std::string::npos;
        };
        for (const auto& [from, to] : {std::pair(R"(\"scope\":\"voice\")", R"(\"scope\":3)"),
                                       {R"(\"passed\":)", R"(\"passes\":)"},
                                       {R"(\"gate\":{)", R"(\"goat\":{)"},
                                       {R"(\"recall_5\":{)", R"(\"recall_4\":{)"},
                                       {R"(\"trained\":)", R"(\"trailed\":)"}}) {
            QVERIFY2(write(from, to), from);
            const auto read = session::readVersion(*engine, file);
            QVERIFY2(!read && read.error().code == base::ErrorCode::Corrupt, to);
        }
        QVERIFY(write("\"__metadata__\"", "\"__metadata__\""));
        QVERIFY(session::readVersion(*engine, file).has_value());
    }
};

QTEST_GUILESS_MAIN(TstTuneRun)
#include "tst_tune_run.moc"
