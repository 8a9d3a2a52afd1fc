// Tuning from the window, offscreen: the data check, a run beside searches, the versions.
#include "core/session/sample_library.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "tests/ui/sample_pairs.h"
#include "ui/panels/tune/tune_panel.h"
#include "ui/panels/tune/tune_text.h"

#include <QPushButton>
#include <QTest>
#include <fstream>

using namespace saysee;
using ui::TuneController;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int kPatience = 300'000;  // milliseconds; the machine may be busy

}  // namespace

class TestTunePanel : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    std::unique_ptr<test::OffscreenWindow> m_offscreen;
    ui::TunePanel* m_panel = nullptr;

    [[nodiscard]] fs::path libraryPath() const { return m_home.path() / "library"; }
    [[nodiscard]] TuneController& controller() const { return m_panel->controller(); }

    void keepScreenshot(const char* name) const
    {
        const QDir folder(qEnvironmentVariable("SAYSEE_BINARY_DIR", QDir::tempPath())
                          + QStringLiteral("/screenshots"));
        folder.mkpath(QStringLiteral("."));
        m_offscreen->window().grab().save(folder.filePath(QString::fromUtf8(name)));
    }

    void open()
    {
        m_offscreen = std::make_unique<test::OffscreenWindow>(test::FakeMicrophoneScript {}, libraryPath());
        m_offscreen->window().resize(1024, 760);
        m_offscreen->window().show();
        m_offscreen->window().showPanel(QStringLiteral("tune"));
        m_panel = m_offscreen->window().findChild<ui::TunePanel*>();
        QVERIFY(m_panel != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return !controller().outlook().model.value.empty(); }, kPatience));
    }

    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        for (auto* each : m_panel->findChildren<QPushButton*>())
            if (each->text() == text)
                return each;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        session::WorkspaceConfig config;
        config.library = libraryPath();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        auto workspace = session::Workspace::open(config).value();
        const auto installed = session::installSample(*workspace);
        QVERIFY2(installed.has_value(), installed ? "" : installed.error().message.c_str());
    }

    void withoutPairs_nothingCanBegin_andItIsSaidWhy()
    {
        open();
        QVERIFY(!controller().outlook().data.missing.empty());
        QVERIFY(!button(QStringLiteral("Start"))->isEnabled());
        keepScreenshot("tune-empty.png");
    }

    void aRun_givesAVersion_whileSearchesGoOn()
    {
        test::addSamplePairs(libraryPath());
        open();
        QVERIFY(controller().outlook().data.missing.empty());
        QVERIFY(controller().outlook().estimate.trainingSeconds > 0);
        QTest::mouseClick(button(QStringLiteral("Start")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return controller().status().training.curve.size() > 1; }, kPatience));
        keepScreenshot("tune-running.png");

        bool answered = false;
        m_offscreen->context().session.ask<session::QueryAnswer>(
            [](session::Workspace& workspace, const base::TaskContext& task) {
                session::QueryInput input;
                input.texts.push_back({"a dog in the snow", 1});
                return workspace.search(input, task);
            },
            m_offscreen->context().bridge.to<session::QueryAnswer>(
                m_panel, [&](const base::Result<session::QueryAnswer>& answer) { answered = answer.has_value(); }));
        QVERIFY(QTest::qWaitFor([&] { return answered; }, kPatience));

        // Pause leaves a run that can be resumed; stop keeps the best.
        controller().pause();
        QVERIFY(QTest::qWaitFor([&] { return controller().outlook().unfinished; }, kPatience));
        QVERIFY(controller().state() == TuneController::State::Idle);
        QCOMPARE(button(QStringLiteral("Resume"))->isEnabled(), true);
        controller().resume();
        QVERIFY(
            QTest::qWaitFor([&] { return controller().status().phase == session::RunPhase::Training; }, kPatience));
        controller().stop();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        QVERIFY(!controller().message().isEmpty());
        keepScreenshot("tune-done.png");
    }

    void pastVoiceQueries_areAskedAgain()
    {
        const json manifest = test::sampleManifest();
        {
            auto library = library::Library::open(libraryPath(), library::Library::Mode::ReadWrite).value();
            for (std::size_t i = 0; i < 3; ++i) {
                const json& spoken = manifest["queries"][i];
                library::PastQuery query;
                query.text = "query";
                query.recording = library->pairs()
                                      .addRecording(test::sourceDirectory() / "resources/sample"
                                                    / spoken["path"].get<std::string>())
                                      .value();
                if (i == 0)
                    query.chosen =
                        library->photos().at(libraryPath() / "sample" / spoken["photo"].get<std::string>()).value();
                QVERIFY(library->history().add(query));
            }
        }
        open();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        QTest::mouseClick(button(QStringLiteral("Compare")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return controller().compared().size() == 3; }, kPatience));
        for (const auto& query : controller().compared())
            QCOMPARE(query.before.size(), 3U);
        QVERIFY(controller().compared().back().rankBefore > 0);  // the oldest one, whose photo was opened
        QTest::qWait(300);
        keepScreenshot("tune-compared.png");
    }

    void changes_areJudgedByTheOpenedPhoto()
    {
        using session::Change;
        QCOMPARE(session::changeOf(3, 1, false), Change::Better);
        QCOMPARE(session::changeOf(0, 7, false), Change::Better);
        QCOMPARE(session::changeOf(2, 0, true), Change::Worse);
        QCOMPARE(session::changeOf(2, 2, false), Change::Same);
        QCOMPARE(session::changeOf(0, 0, true), Change::Same);
        QCOMPARE(session::changeOf(0, 0, false), Change::Other);
    }

    void versions_areUsedRenamedMovedAndRemoved()
    {
        open();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        const auto id = controller().versions().front().id;
        const auto version = [&]() -> const library::Version& { return controller().versions().front(); };
        QVERIFY(ui::versionText(version()).contains(QLatin1Char('%')));
        controller().use(id);
        QVERIFY(QTest::qWaitFor([&] { return version().inUse; }, kPatience));
        controller().useNone();
        QVERIFY(QTest::qWaitFor([&] { return !version().inUse; }, kPatience));
        controller().rename(id, QStringLiteral("mine"));
        QVERIFY(QTest::qWaitFor([&] { return version().name == "mine"; }, kPatience));
        const fs::path file = m_home.path() / "mine.safetensors";
        controller().exportTo(id, file);
        QVERIFY(QTest::qWaitFor([&] { return fs::exists(file); }, kPatience));
        controller().remove(id);
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().empty(); }, kPatience));
        controller().importFrom(file);
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        std::ofstream(file) << "no version";
        controller().importFrom(file);
        QVERIFY(QTest::qWaitFor([&] { return !controller().message().isEmpty(); }, kPatience));
    }
};

QTEST_MAIN(TestTunePanel)
#include "tst_tune_panel.moc"
