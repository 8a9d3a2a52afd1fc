// The window stays alive while it indexes and trains at once. SAYSEE_PHOTOS says how many photos are indexed
// meanwhile: a few in an ordinary run, 10,000 in the slow one.
#include "core/session/sample_library.h"
#include "support/sanitizer.h"
#include "support/shared_data.h"
#include "support/tiny_jpeg.h"
#include "tests/ui/loop_probe.h"
#include "tests/ui/offscreen_window.h"
#include "support/sample_pairs.h"
#include "ui/panels/library/library_panel.h"
#include "ui/panels/search/query_bar.h"
#include "ui/panels/search/search_panel.h"
#include "ui/panels/tune/tune_panel.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>
#include <fstream>

using namespace saysee;
using test::OffscreenWindow;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 1'500'000;  // milliseconds; the machine may be busy
constexpr double kLongestBlock = 50;  // milliseconds
constexpr int kInFolder = 500;

}  // namespace

class TstResponsiveness : public QObject {
    Q_OBJECT

    test::OwnHome m_home;

    [[nodiscard]] fs::path libraryPath() const { return m_home.path() / "library"; }
    [[nodiscard]] fs::path photos() const { return m_home.path() / "photos"; }

    void writePhotos(int count) const
    {
        for (int i = 0; i < count; ++i) {
            const fs::path folder = photos() / std::to_string(i / kInFolder);
            if (i % kInFolder == 0)
                fs::create_directories(folder);
            std::ofstream(folder / (std::to_string(i) + ".jpg"), std::ios::binary)
                << test::tinyJpeg(std::to_string(i));
        }
    }

    // The sample, and enough pairs to learn from.
    void makeLibrary() const
    {
        session::WorkspaceConfig config;
        config.library = libraryPath();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        const auto workspace = session::Workspace::open(config).value();
        QVERIFY(session::installSample(*workspace));
        test::addSamplePairs(libraryPath());
    }

    // What a person does meanwhile: looks at every panel, types, waits.
    static void useTheWindow(OffscreenWindow& offscreen, int turn)
    {
        const std::vector<ui::Panel> panels = ui::allPanels();
        offscreen.window().showPanel(panels[static_cast<std::size_t>(turn) % panels.size()].id);
        QTest::qWait(100);
        auto* search = offscreen.window().findChild<ui::SearchPanel*>();
        offscreen.window().showPanel(QStringLiteral("search"));
        search->query().words().setText(QStringLiteral("a boat on a lake %1").arg(turn));
        QTest::keyClick(&search->query().words(), Qt::Key_Return);
        QTest::qWait(400);
    }

private Q_SLOTS:
    void initTestCase()
    {
        bool given = false;
        const int count = qEnvironmentVariableIntValue("SAYSEE_PHOTOS", &given);
        writePhotos(given ? count : 400);
        makeLibrary();
    }

    void indexingAndTraining_leaveTheWindowAlone()
    {
        auto& probe = static_cast<test::ProbedApplication&>(*qApp);
        OffscreenWindow offscreen({}, libraryPath());
        probe.startProbe();
        QVERIFY(offscreen.show());
        auto& library = offscreen.window().findChild<ui::LibraryPanel*>()->controller();
        auto& tune = offscreen.window().findChild<ui::TunePanel*>()->controller();
        offscreen.window().showPanel(QStringLiteral("tune"));
        QTRY_VERIFY_WITH_TIMEOUT(!tune.outlook().model.value.empty(), kPatience);
        tune.choose(training::TuneScope::Prompts);
        QTRY_VERIFY_WITH_TIMEOUT(tune.outlook().scope == training::TuneScope::Prompts, kPatience);
        QVERIFY2(tune.outlook().data.missing.empty(), tune.outlook().data.missing.c_str());

        QElapsedTimer clock;
        clock.start();
        Q_EMIT offscreen.context().bus.addFolders({photos()});
        tune.start();
        std::uint64_t indexed = 0;
        bool hasTrained = false;
        bool hasIndexed = false;
        for (int turn = 0; clock.elapsed() < kPatience; ++turn) {
            const double before = probe.gaps().blocked;
            useTheWindow(offscreen, turn);
            if (probe.gaps().blocked > before)
                qInfo("turn %d: %.1f ms blocked", turn, probe.gaps().blocked);
            const bool training = tune.state() != ui::TuneController::State::Idle;
            const bool indexing = library.indexing().state != session::IndexingState::Idle;
            hasTrained = hasTrained || !tune.status().training.curve.empty();
            hasIndexed = hasIndexed || indexing;
            indexed = std::max(indexed, library.indexing().progress.done);
            if (!training && !indexing && hasTrained && hasIndexed)
                break;
        }
        const test::LoopGaps gaps = probe.stopProbe();
        qInfo("%llu photos indexed and a tune made in %lld s", static_cast<unsigned long long>(indexed),
              clock.elapsed() / 1000);
        QVERIFY(hasTrained && hasIndexed);
        if (test::kSanitized)
            QSKIP("a sanitizer takes its time");
        QVERIFY2(gaps.blocked < kLongestBlock, qPrintable(QString::number(gaps.blocked)));
    }
};

int main(int argc, char** argv)
{
    test::ProbedApplication application(argc, argv);
    TstResponsiveness test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_responsiveness.moc"
