// The library, history, jobs, settings and welcome panels, as a person uses them, without a display.
#include "core/audio/decode.h"
#include "tests/support/shared_data.h"
#include "tests/support/tiny_jpeg.h"
#include "tests/ui/offscreen_window.h"
#include "ui/bridge/clip_player.h"
#include "ui/item_models/history_model.h"
#include "ui/item_models/job_list.h"
#include "ui/panels/history/history_panel.h"
#include "ui/panels/jobs/jobs_panel.h"
#include "ui/panels/library/library_panel.h"
#include "ui/panels/pairs/pairs_panel.h"
#include "ui/panels/settings/microphone_section.h"
#include "ui/panels/settings/privacy_section.h"
#include "ui/panels/settings/shortcuts_section.h"
#include "ui/settings/preferences.h"
#include "ui/widgets/notice.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDateTime>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QTreeView>
#include <QWheelEvent>
#include <array>
#include <fstream>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace saysee;
using test::OffscreenWindow;

namespace {

constexpr int kLongWait = 60'000;  // ms: the model is loaded on a machine that may be busy

template <class T>
T* shown(OffscreenWindow& offscreen, const QString& panel)
{
    offscreen.window().show();
    offscreen.window().activateWindow();
    [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(&offscreen.window());
    offscreen.window().showPanel(panel);
    return offscreen.window().findChild<T*>();
}

QPushButton* button(QWidget* on, const QString& text)
{
    for (auto* candidate : on->findChildren<QPushButton*>())
        if (candidate->text() == text)
            return candidate;
    return nullptr;
}

void press(QWidget* on, const QString& text)
{
    QPushButton* found = button(on, text);
    QVERIFY2(found != nullptr, qPrintable(QStringLiteral("no button ") + text));
    QVERIFY2(found->isEnabled(), qPrintable(text + QStringLiteral(" is disabled")));
    found->setFocus();
    QTest::keyClick(found, Qt::Key_Space);
}

// The question that is asked.
QMessageBox* question() { return qobject_cast<QMessageBox*>(QApplication::activeModalWidget()); }

void answer(const QString& text)
{
    QTRY_VERIFY2(question() != nullptr, "nothing is asked");
    press(question(), text);
    QTRY_VERIFY(question() == nullptr);
}

QString statusOf(OffscreenWindow& offscreen)
{
    const auto* line = offscreen.window().findChild<QLabel*>(QStringLiteral("status"));
    return line->isVisible() ? line->text() : QString();
}

QString texts(QWidget* on)
{
    QStringList all;
    for (const auto* label : on->findChildren<QLabel*>())
        if (label->isVisibleTo(on))
            all << label->text();
    return all.join(QLatin1Char('\n'));
}

// Root without the power to read and write what permissions forbid, for this thread and those that it starts.
class BoundByPermissions {
public:
    BoundByPermissions()
    {
        const bool got = syscall(SYS_capget, &m_header, m_before.data()) == 0;
        auto without = m_before;
        without[0].effective &= ~((1U << CAP_DAC_OVERRIDE) | (1U << CAP_DAC_READ_SEARCH));
        m_changed = got && syscall(SYS_capset, &m_header, without.data()) == 0;
    }
    ~BoundByPermissions()
    {
        if (m_changed)
            syscall(SYS_capset, &m_header, m_before.data());
    }
    BoundByPermissions(const BoundByPermissions&) = delete;
    BoundByPermissions& operator=(const BoundByPermissions&) = delete;

private:
    __user_cap_header_struct m_header = {_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> m_before = {};
    bool m_changed = false;
};

}  // namespace

class TstPanels : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    void write(const std::string& name, const std::string& content) const
    {
        std::filesystem::create_directories(at(name).parent_path());
        std::ofstream(at(name), std::ios::binary) << content;
    }
    std::filesystem::path library() const { return at("library"); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anEmptyLibrary_beginsWithAWelcome_andIsFilledInTwoClicks()
    {
        OffscreenWindow offscreen({}, library());
        offscreen.window().show();
        QTRY_COMPARE_WITH_TIMEOUT(offscreen.window().currentPanel(), QStringLiteral("welcome"), kLongWait);
        press(&offscreen.window(), QStringLiteral("Try it with sample pictures"));
        QCOMPARE(offscreen.window().currentPanel(), QStringLiteral("search"));
        auto& folders = offscreen.window().findChild<ui::LibraryPanel*>()->controller().folders();
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 1, kLongWait);
    }

    void folders_areIndexed_andWhatIsBrokenIsNamedAndTriedAgain()
    {
        for (int i = 0; i < 3; ++i)
            write("photos/" + std::to_string(i) + ".jpg", test::tinyJpeg(std::to_string(i)));
        write("photos/broken.jpg", "this is no picture");
        OffscreenWindow offscreen({}, library());
        auto* panel = shown<ui::LibraryPanel>(offscreen, QStringLiteral("library"));
        ui::LibraryController& controller = panel->controller();
        const QAbstractItemModelTester folderTester(&controller.folders(),
                                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester problemTester(&controller.problems(),
                                                     QAbstractItemModelTester::FailureReportingMode::QtTest);
        Q_EMIT offscreen.context().bus.addFolders({at("photos")});
        QTRY_COMPARE_WITH_TIMEOUT(controller.problems().rowCount(), 1, kLongWait);
        QTRY_VERIFY_WITH_TIMEOUT(texts(panel).contains(QLatin1String("all searchable")), kLongWait);
        const auto* folder = controller.folders().at(controller.folders().index(0, 0));
        QCOMPARE(folder->photos, std::uint64_t(3));
        QVERIFY(texts(panel).contains(QLatin1String("1 file could not be read")));

        write("photos/broken.jpg", test::tinyJpeg("repaired"));
        press(panel, QStringLiteral("Try again"));
        QTRY_COMPARE_WITH_TIMEOUT(controller.problems().rowCount(), 0, kLongWait);
        QTRY_COMPARE_WITH_TIMEOUT(controller.folders().at(controller.folders().index(0, 0))->photos, std::uint64_t(4),
                                  kLongWait);

        auto* list = panel->findChild<QTreeView*>();
        list->setFocus();
        list->selectionModel()->select(controller.folders().index(0, 0),
                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        press(panel, QStringLiteral("Remove from library"));
        answer(QStringLiteral("Cancel"));
        QVERIFY(button(panel, QStringLiteral("Remove from library"))->isEnabled());
        QCOMPARE(controller.folders().rowCount(), 1);
        press(panel, QStringLiteral("Remove from library"));
        answer(QStringLiteral("Remove"));
        QTRY_COMPARE_WITH_TIMEOUT(controller.folders().rowCount(), 0, kLongWait);
        QVERIFY2(std::filesystem::exists(at("photos/0.jpg")), "a file of the person is gone");
    }

    void aFolderAddedFromElsewhere_isAnsweredWhereThePersonLooks()
    {
        write("photos/deep/0.jpg", test::tinyJpeg("0"));
        OffscreenWindow offscreen({}, library());
        QVERIFY(offscreen.show());
        offscreen.window().showPanel(QStringLiteral("search"));
        Q_EMIT offscreen.context().bus.addFolders({at("photos")});
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(offscreen),
                                  QStringLiteral("1 folder added; the photos are being indexed, see Jobs."),
                                  kLongWait);
        QCOMPARE(offscreen.window().currentPanel(), QStringLiteral("search"));
        Q_EMIT offscreen.context().bus.addFolders({at("photos/deep")});  // lies in the other one
        QTRY_COMPARE_WITH_TIMEOUT(offscreen.window().currentPanel(), QStringLiteral("library"), kLongWait);
        const auto* notice = offscreen.window().findChild<ui::LibraryPanel*>()->findChild<ui::Notice*>();
        QVERIFY2(notice->sentence().contains(QLatin1String("deep")), qPrintable(notice->sentence()));
    }

    void aFolderWithoutPictures_isSaidToHaveNone()
    {
        write("texts/notes.txt", "no picture");
        OffscreenWindow offscreen({}, library());
        auto* panel = shown<ui::LibraryPanel>(offscreen, QStringLiteral("library"));
        Q_EMIT offscreen.context().bus.addFolders({at("texts"), at("gone")});
        auto& folders = panel->controller().folders();
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 1, kLongWait);
        QTRY_COMPARE_WITH_TIMEOUT(folders.index(0, ui::FolderModel::StateColumn).data().toString(),
                                  QStringLiteral("No pictures in it"), kLongWait);
        QTRY_VERIFY_WITH_TIMEOUT(texts(panel).contains(QLatin1String("gone")), kLongWait);
    }

    void aMissingPack_isSaid_andTheRestWorks()
    {
        gui::Options options;
        options.library = library();
        options.pack = "no-such-pack";
        options.microphone = std::make_unique<test::FakeAudioInput>();
        gui::Composition composition(*qApp, std::move(options));
        composition.window().show();
        composition.window().showPanel(QStringLiteral("library"));
        auto* panel = composition.window().findChild<ui::LibraryPanel*>();
        auto* notice = panel->findChild<ui::Notice*>();
        QTRY_VERIFY_WITH_TIMEOUT(notice->sentence().contains(QLatin1String("no-such-pack")), kLongWait);
        Q_EMIT composition.context().bus.addFolders({at("")});
        QTRY_COMPARE_WITH_TIMEOUT(panel->controller().folders().rowCount(), 1, kLongWait);
    }

    void aLibraryThatCannotBeWritten_isReadAllTheSame()
    {
        write("photos/a.jpg", test::tinyJpeg("a"));
        {
            const auto opened = library::Library::open(library(), library::Library::Mode::ReadWrite);
            QVERIFY((*opened)->folders().add(at("photos")).has_value());
        }
        namespace fs = std::filesystem;
        for (const auto& entry : fs::directory_iterator(library()))
            fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
        fs::permissions(library(), fs::perms(0555));
        {
            const BoundByPermissions self;
            OffscreenWindow offscreen({}, library());
            auto* panel = shown<ui::LibraryPanel>(offscreen, QStringLiteral("library"));
            QTRY_COMPARE_WITH_TIMEOUT(panel->controller().folders().rowCount(), 1, kLongWait);
            Q_EMIT offscreen.context().bus.addFolders({at("")});
            auto* notice = panel->findChild<ui::Notice*>();
            QTRY_VERIFY_WITH_TIMEOUT(!notice->sentence().isEmpty(), kLongWait);
            QVERIFY2(notice->sentence().contains(QString::fromStdString(library().string())),
                     qPrintable(notice->sentence()));
        }
        fs::permissions(library(), fs::perms(0755));
    }

    void aDataFolderThatCannotBeMade_isNamed()
    {
        write("blocked", "a file where a folder is needed");
        OffscreenWindow offscreen({}, at("blocked/library"));
        auto* panel = shown<ui::LibraryPanel>(offscreen, QStringLiteral("library"));
        auto* notice = panel->findChild<ui::Notice*>();
        QTRY_VERIFY_WITH_TIMEOUT(notice->sentence().contains(QLatin1String("blocked")), kLongWait);
        QCOMPARE(offscreen.window().currentPanel(), QStringLiteral("library"));
    }

    void history_keepsWhatWasAsked_replaysForgetsAndBringsBack()
    {
        OffscreenWindow offscreen({}, library());
        auto* panel = shown<ui::HistoryPanel>(offscreen, QStringLiteral("history"));
        auto* list = panel->findChild<QTreeView*>();
        auto* model = qobject_cast<ui::HistoryModel*>(list->model());
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto clip = test::sourceDirectory() / "resources/sample/queries/query-01.flac";
        ui::PastQuery spoken;
        spoken.words = QStringLiteral("a red kite");
        spoken.clip = clip;
        spoken.picture = test::sourceDirectory() / "resources/sample/photos/2021/PB_0021.jpg";
        spoken.filter = {QStringLiteral("snow"),    QStringLiteral("2021"),  QStringLiteral("2022-06"),
                         QStringLiteral("/photos"), QStringLiteral("beach"), 3};
        spoken.best = 2;
        spoken.number = 1;
        Q_EMIT offscreen.context().bus.searched(spoken);
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 1, kLongWait);
        QVERIFY2(std::filesystem::exists(clip), "a file of the person was moved away");
        Q_EMIT offscreen.context().bus.searched({QStringLiteral("typed"), {}, {}, {}, 0, 0, 2});
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 2, kLongWait);
        QCOMPARE(model->index(0, ui::HistoryModel::FoundColumn).data().toString(), QStringLiteral("Nothing matched"));

        QSignalSpy again(&offscreen.context().bus, &ui::WindowBus::askAgain);
        list->setFocus();
        list->selectionModel()->select(model->index(1, 0),
                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        press(panel, QStringLiteral("Ask again"));
        QCOMPARE(again.count(), 1);
        const auto askedAgain = qvariant_cast<ui::PastQuery>(again.front().front());
        QVERIFY(std::filesystem::exists(askedAgain.clip));
        QCOMPARE(askedAgain.picture.string(), spoken.picture.string());
        QVERIFY(askedAgain.filter == spoken.filter);
        press(panel, QStringLiteral("Keep"));
        QCOMPARE(model->index(1, ui::HistoryModel::KeepColumn).data().toString(), QStringLiteral("Kept"));

        list->selectAll();
        press(panel, QStringLiteral("Delete"));
        QCOMPARE(model->rowCount(), 0);
        press(panel, QStringLiteral("Bring back"));
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 2, kLongWait);
        list->selectAll();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(model->rowCount(), 0);
    }

    void deletedHistory_isGoneAfterTheProgramEnded()
    {
        const auto clip = test::sourceDirectory() / "resources/sample/queries/query-01.flac";
        {
            OffscreenWindow offscreen({}, library());
            auto* panel = shown<ui::HistoryPanel>(offscreen, QStringLiteral("history"));
            auto* list = panel->findChild<QTreeView*>();
            Q_EMIT offscreen.context().bus.searched({QStringLiteral("a secret"), {}, clip, {}, 1, 0, 1});
            QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, kLongWait);
            list->selectAll();
            list->setFocus();
            QTest::keyClick(list, Qt::Key_Delete);
            QCOMPARE(list->model()->rowCount(), 0);
        }
        const auto opened = library::Library::open(library(), library::Library::Mode::ReadOnly);
        QCOMPARE((*opened)->history().list().value().size(), std::size_t(0));
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(library() / "recordings"))
            files += entry.is_regular_file() ? 1 : 0;
        QCOMPARE(files, std::size_t(0));
    }

    void whoWantsNoHistory_getsNone()
    {
        OffscreenWindow offscreen({}, library());
        auto* panel = shown<ui::HistoryPanel>(offscreen, QStringLiteral("history"));
        ui::Preferences(offscreen.context().settings).setKeepQueries(ui::KeepQueries::Not);
        Q_EMIT offscreen.context().bus.searched({QStringLiteral("a secret"), {}, {}, {}, 1, 0, 1});
        ui::Preferences(offscreen.context().settings).setKeepQueries(ui::KeepQueries::Month);
        Q_EMIT offscreen.context().bus.searched({QStringLiteral("no secret"), {}, {}, {}, 1, 0, 2});
        auto* model = panel->findChild<QTreeView*>()->model();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 1, kLongWait);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("no secret"));
    }

    void oldQueries_areForgottenAtTheStart()
    {
        {
            auto opened = library::Library::open(library(), library::Library::Mode::ReadWrite).value();
            library::PastQuery query;
            query.text = "yesterday";
            query.askedAt = QDateTime::currentSecsSinceEpoch() - 24 * 60 * 60;
            QVERIFY(opened->history().add(query));
            query.text = "long ago";
            query.askedAt -= 40 * 24 * 60 * 60;  // the default is a month
            QVERIFY(opened->history().add(query));
        }
        OffscreenWindow offscreen({}, library(), "no such pack");
        QVERIFY(offscreen.show());
        const auto opened = library::Library::open(library(), library::Library::Mode::ReadOnly).value();
        QTRY_COMPARE_WITH_TIMEOUT(opened->history().list().value().size(), std::size_t(1), kLongWait);
        QCOMPARE(opened->history().list().value().front().text, std::string("yesterday"));
    }

    void aShorterMemory_isAskedAbout_andTheWheelChoosesNothing()
    {
        OffscreenWindow offscreen({}, library(), "no such pack");
        auto* section = shown<ui::PrivacySection>(offscreen, QStringLiteral("settings"));
        const ui::Preferences preferences(offscreen.context().settings);
        auto* box = section->findChild<QComboBox*>();
        box->setFocus();
        const auto month = box->currentIndex();
        QWheelEvent wheel(QPointF(5, 5), box->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(box, &wheel);
        QCOMPARE(box->currentIndex(), month);
        QVERIFY(box->focusPolicy() == Qt::StrongFocus);

        QTest::keyClick(box, Qt::Key_Home);
        answer(QStringLiteral("Cancel"));
        QCOMPARE(box->currentIndex(), month);
        QVERIFY(preferences.keepQueries() == ui::KeepQueries::Month);
        QTest::keyClick(box, Qt::Key_Home);
        answer(QStringLiteral("Delete"));
        QVERIFY(preferences.keepQueries() == ui::KeepQueries::Not);
        QTest::keyClick(box, Qt::Key_End);  // nothing is lost
        QVERIFY(question() == nullptr);
        QVERIFY(preferences.keepQueries() == ui::KeepQueries::Always);
        ui::Preferences(offscreen.context().settings).setKeepQueries(ui::KeepQueries::Month);
    }

    void aKeyWithAnotherUse_isRefused_data()
    {
        QTest::addColumn<QString>("keys");
        for (const char* keys : {"Ctrl+Q", "Ctrl+L", "Ctrl+Z", "Ctrl+V", "Space", "A", "Shift+A", "Return", "Ctrl+2"})
            QTest::newRow(keys) << QString::fromLatin1(keys);
    }
    void aKeyWithAnotherUse_isRefused()
    {
        QFETCH(QString, keys);
        OffscreenWindow offscreen({}, library(), "no such pack");
        auto* section = shown<ui::ShortcutsSection>(offscreen, QStringLiteral("settings"));
        auto* field = section->findChild<QKeySequenceEdit*>();  // of the search panel
        const QKeySequence before = field->keySequence();
        field->setKeySequence(QKeySequence(keys));
        Q_EMIT field->editingFinished();
        QCOMPARE(field->keySequence(), before);
        QVERIFY(!statusOf(offscreen).isEmpty());
        field->setKeySequence(QKeySequence(QStringLiteral("F7")));
        Q_EMIT field->editingFinished();
        QCOMPARE(ui::Preferences(offscreen.context().settings).shortcut(QStringLiteral("search"), {}),
                 QKeySequence(QStringLiteral("F7")));
        ui::Preferences(offscreen.context().settings).setShortcut(QStringLiteral("search"), before);
    }

    void pairs_areFoundCorrectedJudgedDeletedAndHandedOn()
    {
        using library::PairVerdict;
        write("photos/a.jpg", test::tinyJpeg("a"));
        {
            auto opened = library::Library::open(library(), library::Library::Mode::ReadWrite).value();
            library::Pair pair;
            pair.photoPath = "2020/kite.jpg";
            pair.heard = "a red kid";
            pair.recording = opened->pairs()
                                 .addRecording(test::sourceDirectory() / "resources/sample/queries/query-01.flac")
                                 .value();
            pair.verdict = PairVerdict::Accepted;
            QVERIFY(opened->pairs().add(pair));
            pair.recording.reset();
            pair.heard = "a dog";
            QVERIFY(opened->pairs().add(pair));
        }
        const auto stored = [&] {
            return library::Library::open(library(), library::Library::Mode::ReadOnly)
                .value()
                ->pairs()
                .list()
                .value();
        };
        OffscreenWindow offscreen({}, library(), "no such pack");
        auto* panel = shown<ui::PairsPanel>(offscreen, QStringLiteral("pairs"));
        ui::PairModel& model = panel->controller().model();
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto* list = panel->findChild<QTreeView*>();
        auto* filter = panel->findChildren<QLineEdit*>().front();
        auto* words = panel->findChildren<QLineEdit*>().back();
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, kLongWait);
        QCOMPARE(model.index(0, ui::PairModel::WordsColumn).data().toString(), QStringLiteral("a dog"));
        filter->setText(QStringLiteral("RED"));
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, kLongWait);
        QCOMPARE(model.index(0, ui::PairModel::PhotoColumn).data().toString(), QStringLiteral("kite.jpg"));

        list->setFocus();
        list->selectAll();
        QVERIFY(button(panel, QStringLiteral("Play"))->isEnabled());
        QCOMPARE(words->text(), QStringLiteral("a red kid"));
        words->setText(QStringLiteral("a red kite"));
        Q_EMIT words->editingFinished();
        press(panel, QStringLiteral("Set aside"));
        QTRY_VERIFY_WITH_TIMEOUT(stored().front().verdict == PairVerdict::Rejected, kLongWait);
        QCOMPARE(stored().front().text(), std::string("a red kite"));
        QCOMPARE(stored().front().heard, std::string("a red kid"));
        press(panel, QStringLiteral("Accept"));
        QTRY_VERIFY_WITH_TIMEOUT(stored().front().verdict == PairVerdict::Accepted, kLongWait);

        panel->controller().exportTo(at("handed on"));
        QTRY_VERIFY_WITH_TIMEOUT(statusOf(offscreen).contains(QLatin1String("2 pairs written")), kLongWait);
        QVERIFY(!std::filesystem::is_empty(at("handed on")));

        press(panel, QStringLiteral("Delete"));
        QCOMPARE(model.rowCount(), 0);
        press(panel, QStringLiteral("Bring back"));
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, kLongWait);
        list->selectAll();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(stored().size(), std::size_t(2));  // for as long as it can be undone
    }

    void jobs_canBePausedAndStopped_andEndQuietly()
    {
        OffscreenWindow offscreen({}, library());
        QWidget* page = shown<ui::JobsPanel>(offscreen, QStringLiteral("jobs"));
        ui::JobList& jobs = offscreen.context().jobs;
        const QAbstractItemModelTester tester(&jobs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(jobs.isEmpty(), kLongWait);  // the first look at the disk
        bool paused = false;
        ui::JobList::JobId id = 0;
        ui::Job job;
        job.title = QStringLiteral("Tuning");
        job.pause = [&](bool wanted) { jobs.update(id, QStringLiteral("step 3"), 0.5, paused = wanted); };
        job.cancel = [&] { jobs.remove(id); };
        id = jobs.add(job);
        press(page, QStringLiteral("Pause"));
        QVERIFY(paused);
        press(page, QStringLiteral("Go on"));
        QVERIFY(!paused);
        press(page, QStringLiteral("Stop"));
        QVERIFY(jobs.isEmpty());
        QTRY_VERIFY(texts(page).contains(QLatin1String("Nothing is going on")));
    }

    void theMicrophoneTest_endsInWords_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QString>("expected");
        QTest::newRow("speech") << QByteArray("speech")
                                << QStringLiteral("hears you clearly|still speaking|first word was cut");
        QTest::newRow("silence") << QByteArray("silence") << QStringLiteral("No speech");
        QTest::newRow("no device") << QByteArray("none") << QStringLiteral("unplugged");
    }
    void theMicrophoneTest_endsInWords()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QString, expected);
        test::FakeMicrophoneScript script;
        script.realTime = true;
        script.sound.assign(16'000, 0.0F);
        if (kind == "speech") {
            auto clip = audio::decodeFile(test::sourceDirectory() / "resources/sample/queries/query-01.flac");
            script.sound = clip->samples;
            script.sound.insert(script.sound.begin(), 4000, 0.0F);
            script.sound.insert(script.sound.end(), 32'000, 0.0F);
        } else if (kind == "none") {
            script.openError = base::Error {base::ErrorCode::AudioUnusable, "The microphone is unplugged.", {}};
        }
        OffscreenWindow offscreen(script, library());
        offscreen.window().show();
        offscreen.window().showPanel(QStringLiteral("settings"));
        auto* section = offscreen.window().findChild<ui::MicrophoneSection*>();
        press(section, QStringLiteral("Test the microphone"));
        QTRY_VERIFY_WITH_TIMEOUT(section->verdict().contains(QRegularExpression(expected)), kLongWait);
        std::error_code error;
        if (std::filesystem::exists(offscreen.context().takes, error))
            QVERIFY2(std::filesystem::is_empty(offscreen.context().takes, error), "a test recording was left behind");
    }

    void readingASound_endsBeforeTheBridge()
    {
        {
            ui::Bridge bridge;
            ui::ClipPlayer player(bridge);
            player.play(test::sourceDirectory() / "resources/sample/queries/query-01.flac");
        }
        QCOMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);  // nobody waits for that one in time
    }

    void theChosenMicrophone_isUsedAndRemembered()
    {
        test::FakeMicrophoneScript script;
        script.devices = {{{"ALSA", "Built-in"}, 2, 48000, true}, {{"ALSA", "Headset"}, 1, 16000, false}};
        OffscreenWindow offscreen(script, library());
        offscreen.window().show();
        offscreen.window().showPanel(QStringLiteral("settings"));
        auto* section = offscreen.window().findChild<ui::MicrophoneSection*>();
        auto* device = section->findChild<QComboBox*>();
        QTRY_COMPARE(device->count(), 3);
        device->setFocus();
        QTest::keyClick(device, Qt::Key_End);
        QTRY_VERIFY(
            (ui::Preferences(offscreen.context().settings).microphone() == audio::DeviceName {"ALSA", "Headset"}));
        offscreen.context().voice.start(section, [](const auto&) {});
        QTRY_VERIFY((offscreen.microphone().lastOpened() == audio::DeviceName {"ALSA", "Headset"}));
        offscreen.context().voice.cancel();
    }
};

QTEST_MAIN(TstPanels)
#include "tst_panels.moc"
