// Every story of the window, told by keys alone: Tab, arrows, Space, Enter and shortcuts, each sent to whatever has
// the focus. What a hand without a mouse cannot reach fails here.
#include "core/audio/decode.h"
#include "core/session/sample_library.h"
#include "support/sample_pairs.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "ui/controllers/search_controller.h"
#include "ui/item_models/result_model.h"
#include "ui/panels/history/history_panel.h"
#include "ui/panels/label/label_panel.h"
#include "ui/panels/library/library_panel.h"
#include "ui/panels/photo/photo_panel.h"
#include "ui/panels/search/result_area.h"
#include "ui/panels/search/search_panel.h"
#include "ui/panels/tune/tune_panel.h"
#include "ui/settings/preferences.h"
#include "ui/widgets/photo_grid.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace saysee;
using test::OffscreenWindow;

namespace {

constexpr int kPatience = 300'000;  // milliseconds: a busy machine is no failure
constexpr int kTunePatience = 600'000;
constexpr int kMostTabs = 120;  // through all that a panel offers

QString nameOf(QWidget* widget)
{
    if (!widget->accessibleName().isEmpty())
        return widget->accessibleName();
    for (const auto* label : widget->window()->findChildren<QLabel*>())
        if (label->buddy() == widget)
            return label->text().remove(QLatin1Char('&'));
    const QAccessibleInterface* known = QAccessible::queryAccessibleInterface(widget);
    return known == nullptr ? QString() : known->text(QAccessible::Name).remove(QLatin1Char('&'));
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWidget* focus = QApplication::focusWidget();
    QVERIFY2(focus != nullptr, "nothing has the focus");
    QTest::keyClick(focus, key, modifiers);
}

void type(const QString& text)
{
    for (const QChar letter : text)  // the focus may move meanwhile
        QTest::keyClicks(QApplication::focusWidget(), letter);
}

// Tab until this has the focus.
void tabTo(const QString& name)
{
    QStringList visited;
    for (int i = 0; i < kMostTabs; ++i) {
        visited << nameOf(QApplication::focusWidget());
        if (visited.last() == name)
            return;
        press(Qt::Key_Tab);
    }
    visited.removeDuplicates();
    QFAIL(qPrintable(
        QStringLiteral("Tab never comes to '%1', only to: %2").arg(name, visited.join(QStringLiteral("; ")))));
}

test::FakeMicrophoneScript speaking()
{
    test::FakeMicrophoneScript script;
    script.sound =
        audio::decodeFile(test::sourceDirectory() / "resources/sample/queries/query-01.flac").value().samples;
    script.sound.resize(script.sound.size() + audio::kSampleRate * 60);  // then silence
    script.realTime = true;
    return script;
}

}  // namespace

class TstKeyboard : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    std::unique_ptr<OffscreenWindow> m_offscreen;

    [[nodiscard]] std::filesystem::path libraryPath() const { return m_home.path() / "library"; }
    [[nodiscard]] ui::MainWindow& window() const { return m_offscreen->window(); }
    template <class T>
    [[nodiscard]] T& panel() const
    {
        return *window().findChild<T*>();
    }

    void show(Qt::Key number, const char* id) const
    {
        press(number, Qt::ControlModifier);
        QCOMPARE(window().currentPanel(), QString::fromLatin1(id));
    }

    static void pressButton(const QString& name)
    {
        tabTo(name);
        press(Qt::Key_Space);
    }
    // To the dialog that comes up.
    void answer(const QString& text) const
    {
        QTRY_VERIFY(qobject_cast<QDialog*>(QApplication::activeWindow()) != nullptr);
        QTest::keySequence(QApplication::focusWidget(), QKeySequence::SelectAll);
        type(text);
        press(Qt::Key_Return);
        QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
        window().activateWindow();  // a window manager does that
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    // To the question that comes up.
    void confirm(const QString& button) const
    {
        QTRY_VERIFY(qobject_cast<QDialog*>(QApplication::activeWindow()) != nullptr);
        tabTo(button);
        press(Qt::Key_Space);
        QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        session::WorkspaceConfig config;
        config.library = libraryPath();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        const auto workspace = session::Workspace::open(config).value();
        const auto installed = session::installSample(*workspace);
        QVERIFY2(installed, installed ? "" : installed.error().message.c_str());
    }

    void init()
    {
        m_offscreen = std::make_unique<OffscreenWindow>(speaking(), libraryPath());
        QVERIFY(m_offscreen->show());
    }
    void cleanup() { m_offscreen.reset(); }

    void speaking_opening_stepping_thisIsTheOne()
    {
        auto& search = panel<ui::SearchPanel>();
        QSignalSpy searched(&m_offscreen->context().bus, &ui::WindowBus::searched);
        press(Qt::Key_Space);  // a tap
        QTRY_VERIFY_WITH_TIMEOUT(m_offscreen->context().voice.recorder().seconds() > 5, kPatience);
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, kPatience);

        tabTo(QStringLiteral("Photos found"));
        press(Qt::Key_Home);
        press(Qt::Key_Return);
        QCOMPARE(window().currentPanel(), QStringLiteral("photo"));
        auto& photo = panel<ui::PhotoPanel>();
        press(Qt::Key_Right);
        QCOMPARE(photo.row().current, std::size_t(1));
        press(Qt::Key_Left);
        QSignalSpy changed(&m_offscreen->context().bus, &ui::WindowBus::libraryChanged);
        tabTo(QStringLiteral("This is the one"));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, kPatience);
        QCOMPARE(nameOf(QApplication::focusWidget()), QStringLiteral("Undo: this is not the one"));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, kPatience);
        press(Qt::Key_Escape);
        QCOMPARE(window().currentPanel(), QStringLiteral("search"));
        QVERIFY(search.isVisible());
    }

    void goingBack_leadsToWhereOneWas()
    {
        QSignalSpy searched(&m_offscreen->context().bus, &ui::WindowBus::searched);
        type(QStringLiteral("a dog"));
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, kPatience);
        auto& results = panel<ui::SearchPanel>().results();
        results.model().setWeakMatches(ui::WeakMatches::Shown);
        tabTo(QStringLiteral("Photos found"));
        press(Qt::Key_Home);
        press(Qt::Key_Return);
        auto& photo = panel<ui::PhotoPanel>();
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        const base::PhotoId third = photo.row().photos[2].photo;
        QTRY_VERIFY_WITH_TIMEOUT(photo.similar().rowCount() > 0, kPatience);
        tabTo(QStringLiteral("Similar photos"));
        if (qobject_cast<QLabel*>(QApplication::focusWidget()) != nullptr)
            press(Qt::Key_Tab);  // from the heading to the photos
        QVERIFY(qobject_cast<ui::PhotoGrid*>(QApplication::focusWidget()) != nullptr);
        press(Qt::Key_Home);
        press(Qt::Key_Return);
        QVERIFY(photo.row().photos[photo.row().current].photo != third);
        press(Qt::Key_Escape);  // to the photo that it is similar to
        QCOMPARE(window().currentPanel(), QStringLiteral("photo"));
        QCOMPARE(photo.row().photos[photo.row().current].photo, third);
        press(Qt::Key_Escape);
        QCOMPARE(window().currentPanel(), QStringLiteral("search"));
        QCOMPARE(nameOf(QApplication::focusWidget()), QStringLiteral("Photos found"));
        QCOMPARE(results.grid().currentIndex(), results.model().indexOf(third));
    }

    void typing_filtering_historyAsksAgain()
    {
        QSignalSpy searched(&m_offscreen->context().bus, &ui::WindowBus::searched);
        type(QStringLiteral("a dog"));  // typing begins anywhere
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, kPatience);

        auto& search = panel<ui::SearchPanel>();
        QSignalSpy answered(&search.controller(), &ui::SearchController::answered);
        press(Qt::Key_L, Qt::ControlModifier);
        QTRY_COMPARE(nameOf(QApplication::focusWidget()), QStringLiteral("Without"));
        type(QStringLiteral("snow"));
        press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!answered.isEmpty(), kPatience);
        QCOMPARE(search.controller().filter().without, QStringLiteral("snow"));

        show(Qt::Key_3, "history");
        auto* list = panel<ui::HistoryPanel>().findChild<QTreeView*>();
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, kPatience);
        tabTo(QStringLiteral("Past queries"));
        press(Qt::Key_Home);
        press(Qt::Key_Return);
        QCOMPARE(window().currentPanel(), QStringLiteral("search"));
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 2, kPatience);
    }

    void addingAFolder_andRemovingIt()
    {
        const auto folder = m_home.path() / "holiday";
        std::filesystem::create_directories(folder);
        show(Qt::Key_2, "library");
        auto& folders = panel<ui::LibraryPanel>().controller().folders();
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 1, kPatience);
        tabTo(QStringLiteral("Add folder…"));
        press(Qt::Key_Space);
        answer(QString::fromStdString(folder.string()));
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 2, kPatience);

        tabTo(QStringLiteral("Folders of the library"));
        press(Qt::Key_Home);
        const auto* first = folders.at(folders.index(0, 0));
        press(first->path.filename() == "holiday" ? Qt::Key_Home : Qt::Key_End);
        tabTo(QStringLiteral("Remove from library"));
        press(Qt::Key_Space);
        confirm(QStringLiteral("Remove"));
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 1, kPatience);
    }

    void labelling()
    {
        show(Qt::Key_4, "label");
        auto& controller = panel<ui::LabelPanel>().controller();
        using State = ui::LabelController::State;
        QTRY_VERIFY_WITH_TIMEOUT(controller.state() == State::Ready, kPatience);
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_offscreen->context().voice.recorder().seconds() > 3, kPatience);
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(controller.state() == State::Review, kPatience);
        press(Qt::Key_Space);  // accepts
        QTRY_VERIFY_WITH_TIMEOUT(controller.counts().accepted == 1, kPatience);
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(controller.counts().accepted == 0, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(controller.state() == State::Review, kPatience);  // of the same take
    }

    void tuning_watchingItEnd_usingAVersion_goingBack()
    {
        test::addSamplePairs(libraryPath());
        show(Qt::Key_5, "tune");
        auto& tune = panel<ui::TunePanel>().controller();
        using State = ui::TuneController::State;
        QTRY_VERIFY_WITH_TIMEOUT(tune.outlook().data.written >= 40, kPatience);
        tabTo(QStringLiteral("What is tuned"));
        press(Qt::Key_Down);
        QCOMPARE(qobject_cast<QComboBox*>(QApplication::focusWidget())->currentIndex(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(tune.outlook().data.pairs.size() >= 40, kPatience);
        pressButton(QStringLiteral("Start"));
        QTRY_VERIFY_WITH_TIMEOUT(tune.status().training.curve.size() > 1, kTunePatience);
        pressButton(QStringLiteral("Pause"));
        QTRY_VERIFY_WITH_TIMEOUT(tune.state() == State::Idle && tune.outlook().unfinished, kTunePatience);
        pressButton(QStringLiteral("Resume"));
        QTRY_VERIFY_WITH_TIMEOUT(tune.status().phase == session::RunPhase::Training, kTunePatience);
        pressButton(QStringLiteral("Stop and keep the best"));
        QTRY_COMPARE_WITH_TIMEOUT(tune.versions().size(), std::size_t(1), kTunePatience);
        QTRY_VERIFY_WITH_TIMEOUT(tune.state() == State::Idle, kPatience);

        tabTo(QStringLiteral("Versions"));
        press(Qt::Key_Home);
        pressButton(QStringLiteral("Use"));
        QTRY_VERIFY_WITH_TIMEOUT(tune.versions().front().inUse, kPatience);
        pressButton(QStringLiteral("Use the untuned model"));
        QTRY_VERIFY_WITH_TIMEOUT(!tune.versions().front().inUse, kPatience);
    }

    void versions_areRenamedExportedRemovedAndImported()
    {
        show(Qt::Key_5, "tune");
        auto& tune = panel<ui::TunePanel>().controller();
        QTRY_COMPARE_WITH_TIMEOUT(tune.versions().size(), std::size_t(1), kPatience);
        const auto file = m_home.path() / "mine.safetensors";
        const QString path = QString::fromStdString(file.string());
        pressButton(QStringLiteral("Rename…"));
        answer(QStringLiteral("mine"));
        QTRY_COMPARE_WITH_TIMEOUT(tune.versions().front().name, std::string("mine"), kPatience);
        pressButton(QStringLiteral("Export…"));
        answer(path);
        QTRY_VERIFY_WITH_TIMEOUT(tune.message().contains(path), kPatience);
        QVERIFY(std::filesystem::exists(file));
        pressButton(QStringLiteral("Remove"));
        confirm(QStringLiteral("Remove"));
        QTRY_VERIFY_WITH_TIMEOUT(tune.versions().empty(), kPatience);
        pressButton(QStringLiteral("Import…"));
        answer(path);
        QTRY_COMPARE_WITH_TIMEOUT(tune.versions().size(), std::size_t(1), kPatience);
    }

    void settings()
    {
        show(Qt::Key_Comma, "settings");
        tabTo(QStringLiteral("Theme"));
        press(Qt::Key_Down);
        QCOMPARE(m_offscreen->context().theme.choice(), ui::ThemeChoice::Light);
        press(Qt::Key_Up);
        tabTo(QStringLiteral("Keep past queries and their sound"));
        press(Qt::Key_Home);
        confirm(QStringLiteral("Delete"));
        QCOMPARE(ui::Preferences(m_offscreen->context().settings).keepQueries(), ui::KeepQueries::Not);
        tabTo(QStringLiteral("Keep the moment before the key press, while this window has the focus"));
        press(Qt::Key_Space);
        QCOMPARE(ui::Preferences(m_offscreen->context().settings).preRoll(), ui::PreRoll::Off);
        tabTo(QStringLiteral("Show Jobs"));
        press(Qt::Key_9, Qt::ControlModifier);
        press(Qt::Key_Tab);  // and no other key belongs to it
        QTRY_COMPARE(ui::Preferences(m_offscreen->context().settings).shortcut(QStringLiteral("jobs"), {}),
                     QKeySequence(QStringLiteral("Ctrl+9")));
        tabTo(QStringLiteral("Ask the desktop for a key that works in every program"));  // no field that takes keys
        show(Qt::Key_9, "jobs");
        show(Qt::Key_1, "search");
    }

    // Tab leads around and comes back, on every panel: no widget keeps the focus.
    void tab_isNeverTrapped()
    {
        for (const ui::Panel& each : ui::allPanels()) {
            window().showPanel(each.id);
            press(Qt::Key_Tab);
            QWidget* first = QApplication::focusWidget();
            bool back = false;
            for (int i = 0; i < kMostTabs && !back; ++i) {
                QWidget* before = QApplication::focusWidget();
                press(Qt::Key_Tab);
                QVERIFY2(
                    QApplication::focusWidget() != before || i == 0,
                    qPrintable(each.id + QStringLiteral(": ") + nameOf(before) + QStringLiteral(" keeps the focus")));
                back = QApplication::focusWidget() == first;
            }
            QVERIFY2(back, qPrintable(each.id + QStringLiteral(": Tab never comes back to ") + nameOf(first)));
        }
    }
};

QTEST_MAIN(TstKeyboard)
#include "tst_keyboard.moc"
