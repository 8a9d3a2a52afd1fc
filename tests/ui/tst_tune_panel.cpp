// Tuning from the window, offscreen: the data check, a run beside searches, the versions.
#include "core/session/sample_library.h"
#include "support/sample_pairs.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "ui/panels/tune/comparison_view.h"
#include "ui/panels/tune/curve_view.h"
#include "ui/panels/tune/tune_panel.h"
#include "ui/panels/tune/tune_text.h"

#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QTest>
#include <QTreeView>
#include <algorithm>
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

    // To the question that is asked.
    static void answer(const QString& text)
    {
        QMessageBox* asked = nullptr;
        QTRY_VERIFY((asked = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) != nullptr);
        for (auto* each : asked->findChildren<QPushButton*>())
            if (each->text() == text)
                return each->click();
        QFAIL(qPrintable(text + QStringLiteral(" is no answer")));
    }

    // By the box, as a person does; waits for what it changes.
    void choose(training::TuneScope scope) const
    {
        auto* box = m_panel->findChild<QComboBox*>();
        box->setCurrentIndex(box->findData(int(scope)));
        QVERIFY(QTest::qWaitFor([&] { return controller().outlook().scope == scope; }, kPatience));
    }

    // Whether a label that can be seen says this.
    [[nodiscard]] bool isShown(const QString& part) const
    {
        const auto labels = m_panel->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }

    [[nodiscard]] QString curveInWords() const
    {
        return m_panel->findChild<ui::CurveView*>()->accessibleDescription();
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

    // What is not known yet is not made up.
    void beforeItHasLooked_nothingIsPromised()
    {
        m_offscreen = std::make_unique<test::OffscreenWindow>(test::FakeMicrophoneScript {}, libraryPath());
        ui::TunePanel panel(m_offscreen->context());
        QVERIFY(!panel.controller().hasLooked());
        for (const auto* each : panel.findChildren<QPushButton*>())
            if (each->text() == QStringLiteral("Start") || each->text() == QStringLiteral("Use the untuned model"))
                QVERIFY2(!each->isEnabled(), qPrintable(each->text()));
        for (const auto* label : panel.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("Takes about")), qPrintable(label->text()));
    }

    void aVoice_comesFirst_andNeedsRecordings()
    {
        test::addSamplePairs(libraryPath());
        open();
        const auto* box = m_panel->findChild<QComboBox*>();
        QCOMPARE(box->currentIndex(), 0);
        QCOMPARE(box->currentText(), QStringLiteral("Your voice and your words"));
        const auto& data = controller().outlook().data;
        QCOMPARE(data.written, std::size_t(40));
        QVERIFY2(data.pairs.empty() && data.missing.find("with a recording; there are 0") != std::string::npos,
                 data.missing.c_str());
        QVERIFY(!button(QStringLiteral("Start"))->isEnabled());
        const QString voice = box->accessibleDescription();
        keepScreenshot("tune-voice-missing.png");

        choose(training::TuneScope::PromptsAndChannel);
        QCOMPARE(controller().outlook().data.written, std::size_t(0));
        QVERIFY(button(QStringLiteral("Start"))->isEnabled());
        QVERIFY(box->accessibleDescription() != voice);
        choose(training::TuneScope::Voice);
        QVERIFY(!button(QStringLiteral("Start"))->isEnabled());
    }

    void aRun_givesAVersion_whileSearchesGoOn()
    {
        open();
        choose(training::TuneScope::PromptsAndChannel);
        QVERIFY(controller().outlook().data.missing.empty());
        QVERIFY(controller().outlook().estimate.trainingSeconds > 0);
        QTest::mouseClick(button(QStringLiteral("Start")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return controller().status().training.curve.size() > 1; }, kPatience));
        QVERIFY2(curveInWords().contains(QStringLiteral("found first")), qPrintable(curveInWords()));
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
        open();  // the window of another day
        QVERIFY(controller().outlook().unfinished);
        QCOMPARE(m_panel->findChild<QComboBox*>()->currentText(), QStringLiteral("Prompts and sound channel"));
        controller().resume();
        QVERIFY(
            QTest::qWaitFor([&] { return controller().status().phase == session::RunPhase::Training; }, kPatience));
        controller().stop();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        QVERIFY(isShown(ui::reasonText(controller().versions().front())));
        // It is compared at once; there is nothing yet to compare it with, and that is said.
        QVERIFY(QTest::qWaitFor([&] { return controller().comparedVersion() && !controller().isComparing(); },
                                kPatience));
        QVERIFY(isShown(QStringLiteral("no past voice queries")));
        keepScreenshot("tune-done.png");
    }

    void anUnfinishedRun_canBeForgotten()
    {
        open();
        choose(training::TuneScope::PromptsAndChannel);
        QVERIFY(!button(QStringLiteral("Forget the unfinished run"))->isVisible());
        controller().start();
        QVERIFY(
            QTest::qWaitFor([&] { return controller().status().phase == session::RunPhase::Training; }, kPatience));
        controller().pause();
        QVERIFY(QTest::qWaitFor([&] { return controller().outlook().unfinished; }, kPatience));
        QTest::mouseClick(button(QStringLiteral("Forget the unfinished run")), Qt::LeftButton);
        answer(QStringLiteral("Forget"));
        QVERIFY(QTest::qWaitFor([&] { return !controller().outlook().unfinished; }, kPatience));
        QVERIFY(button(QStringLiteral("Start"))->isEnabled());
        QCOMPARE(controller().versions().size(), 1U);
    }

    void progress_saysHowLongItStillTakes()
    {
        session::TuneStatus status;
        status.phase = session::RunPhase::Training;
        QCOMPARE(ui::progressText(status, {}), QStringLiteral("Training"));
        status.done = 12;
        status.total = 96;
        QCOMPARE(ui::progressText(status, {}), QStringLiteral("Training, 12 of 96"));
        QCOMPARE(ui::progressText(status, std::chrono::seconds(20)),
                 QStringLiteral("Training, 12 of 96, less than a minute left"));
        QCOMPARE(ui::progressText(status, std::chrono::seconds(150)),
                 QStringLiteral("Training, 12 of 96, 2 minutes left"));
    }

    // Whatever a stranger's file made of them.
    void figuresOfAnotherShape_areLeftOut()
    {
        library::Version version;
        for (const char* metrics : {"null", "7", "{\"gate\": true, \"trained\": \"many\", \"best_epoch\": []}",
                                    "{\"held_out\": {\"before\": 3}}"}) {
            version.metrics = json::parse(metrics);
            version.settings = json::parse("{\"scope\": 3, \"epochs\": \"x\"}");
            version.reason = "as it was said";
            QCOMPARE(ui::stateText(version), QStringLiteral("Not better"));
            QCOMPARE(ui::reasonText(version), QStringLiteral("as it was said"));
            QVERIFY((ui::learnedText(version) + ui::pairsText(version) + ui::foundText(version)).isEmpty());
            QCOMPARE(ui::epochsOf(version), training::TuneSettings {}.epochs);
            QVERIFY(ui::versionText(version).isEmpty());
        }
    }

    // The gate's sentence, word for word, in the language of the window.
    void reasons_areThoseOfTheGate()
    {
        using training::GateVerdict;
        const std::vector<int> none, far(30, 40), first(30, 1);
        const auto both = [](const std::vector<int>& before, const std::vector<int>& after, bool spoilt) {
            const std::vector<int> probe(20, 1), lost(20, 40);
            const GateVerdict verdict = training::decidePromotion({before, after}, {probe, spoilt ? lost : probe});
            library::Version version;
            version.metrics = {{"best_epoch", 1},
                               {"gate",
                                {{"finding", training::findingName(verdict.finding)},
                                 {"better", verdict.better},
                                 {"worse", verdict.worse},
                                 {"general_loss", -verdict.probeGain}}}};
            QCOMPARE(ui::reasonText(version), QString::fromStdString(verdict.reason));
        };
        both(none, none, false);
        both(first, far, false);
        both({40, 1, 1, 1}, {1, 1, 1, 1}, false);
        both(far, first, true);
        both(far, first, false);
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
        QTest::mouseClick(button(QStringLiteral("Remove")), Qt::LeftButton);
        answer(QStringLiteral("Cancel"));
        QCOMPARE(controller().versions().size(), 1U);
        QTest::mouseClick(button(QStringLiteral("Remove")), Qt::LeftButton);
        answer(QStringLiteral("Remove"));
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().empty(); }, kPatience));
        controller().importFrom(file);
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        std::ofstream(file) << "no version";
        const QString before = controller().message();
        controller().importFrom(file);
        QVERIFY(QTest::qWaitFor([&] { return controller().message() != before; }, kPatience));
        QVERIFY2(controller().message().contains(QStringLiteral("mine.safetensors")),
                 qPrintable(controller().message()));
        QCOMPARE(controller().versions().size(), 1U);
    }

    // Runs and comparisons report several times a second.
    void whatIsShown_staysWhenTheRestIsRefreshed()
    {
        open();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 1; }, kPatience));
        const QPersistentModelIndex row = m_panel->findChild<QTreeView*>()->model()->index(0, 0);
        Q_EMIT controller().changed();
        QVERIFY2(row.isValid(), "the list was made anew");

        ui::ComparisonView view(m_offscreen->context().photos);
        library::Version version;
        version.id = base::VersionId {7};
        std::vector<session::ComparedQuery> queries(1);
        queries[0].text = "first";
        view.setQueries(version, queries, true);
        const QPointer<QWidget> page = view.widget();
        queries.emplace_back().text = "second";
        view.setQueries(version, queries, false);
        QVERIFY2(!page.isNull() && page == view.widget(), "the page was made anew");
        const auto saying = [&](const QString& part) {
            const auto labels = view.findChildren<QLabel*>();
            return std::count_if(labels.begin(), labels.end(),
                                 [&](const QLabel* label) { return label->text().contains(part); });
        };
        QCOMPARE(saying(QStringLiteral("first")), 1);
        QCOMPARE(saying(QStringLiteral("second")), 1);
        QCOMPARE(saying(QStringLiteral("Asking")), 0);
        version.id = base::VersionId {8};
        view.setQueries(version, {}, true);
        QTRY_COMPARE(saying(QStringLiteral("first")), 0);
    }

    void aVoice_isLearnedComparedAndSwitched()
    {
        test::addSpokenPairs(libraryPath());
        open();
        QCOMPARE(controller().scope(), training::TuneScope::Voice);
        const auto& outlook = controller().outlook();
        QVERIFY2(outlook.data.missing.empty(), outlook.data.missing.c_str());
        QCOMPARE(outlook.data.pairs.size(), std::size_t(12));
        for (const auto& pair : outlook.data.pairs)
            QVERIFY2(!pair.recording.empty() && !pair.text.empty(), "what was corrected is not learned as said");
        QVERIFY(outlook.estimate.trainingSeconds > 0 && outlook.estimate.featureSeconds > 0);
        QTest::mouseClick(button(QStringLiteral("Start")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return controller().status().training.curve.size() > 1; }, kPatience));
        QVERIFY2(curveInWords().contains(QStringLiteral("heard right")), qPrintable(curveInWords()));
        keepScreenshot("tune-voice-running.png");
        controller().stop();
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().size() == 2; }, kPatience));
        const library::Version version = controller().versions().back();
        QVERIFY2(ui::versionText(version).contains(QStringLiteral("Your voice and your words")),
                 qPrintable(ui::versionText(version)));
        QVERIFY2(ui::versionText(version).contains(QStringLiteral("recordings")),
                 qPrintable(ui::versionText(version)));
        // It is compared with the past queries without being asked for.
        QVERIFY(QTest::qWaitFor([&] { return controller().compared().size() == 3; }, kPatience));
        controller().use(version.id);
        QVERIFY(QTest::qWaitFor([&] { return controller().versions().back().inUse; }, kPatience));
        QVERIFY(QTest::qWaitFor([&] { return !controller().outlook().unfinished; }, kPatience));
        QCOMPARE(m_panel->findChild<QTreeView*>()->currentIndex().row(), 1);
        keepScreenshot("tune-voice-done.png");
    }
};

QTEST_MAIN(TestTunePanel)
#include "tst_tune_panel.moc"
