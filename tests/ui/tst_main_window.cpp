// The window as a whole: its panels, the names of what is in them, starts and stops.
#include "app/gui/desktop_link.h"
#include "tests/ui/offscreen_window.h"
#include "ui/panels/library/library_panel.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QLabel>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace saysee;
using test::OffscreenWindow;

namespace {

constexpr int kPatience = 120'000;  // milliseconds: a busy machine is no failure
QDBusConnection noBus() { return QDBusConnection(QStringLiteral("no such connection")); }

constexpr int kLongestWait = 250;  // milliseconds: the model takes about that to load

}  // namespace

class TstMainWindow : public QObject {
    Q_OBJECT

    test::OwnHome m_home;

private Q_SLOTS:
    void everyPanel_opensByItsName()
    {
        OffscreenWindow offscreen({}, {}, "no such pack");  // the model is another test's matter
        offscreen.window().show();
        for (const ui::Panel& panel : ui::allPanels()) {
            offscreen.window().showPanel(panel.id);
            QCOMPARE(offscreen.window().currentPanel(), panel.id);
        }
    }

    void unknownPanel_changesNothing()
    {
        OffscreenWindow offscreen({}, {}, "no such pack");  // the model is another test's matter
        const QString before = offscreen.window().currentPanel();
        offscreen.window().showPanel(QStringLiteral("no such panel"));
        QCOMPARE(offscreen.window().currentPanel(), before);
    }

    void everyPanel_hasANameAnIconAndItsOwnId()
    {
        QStringList ids;
        for (const ui::Panel& panel : ui::allPanels()) {
            QVERIFY2(!panel.title.isEmpty(), qPrintable(panel.id));
            QVERIFY2(!ui::themedIcon(panel.icon).isNull(), qPrintable(panel.icon));
            QVERIFY2(!ids.contains(panel.id), qPrintable(panel.id));
            ids.append(panel.id);
        }
    }

    void everyInteractiveWidget_hasANameForScreenReaders()
    {
        OffscreenWindow offscreen({}, {}, "no such pack");  // the model is another test's matter
        offscreen.window().show();
        offscreen.window().makeRemainingPanels();
        for (const QWidget* widget : offscreen.window().findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr)
                continue;
            const QAccessibleInterface* known = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            const bool container = qobject_cast<const QStackedWidget*>(widget) != nullptr
                || qobject_cast<const QLabel*>(widget) != nullptr  // its text can be selected, nothing else
                || widget->parentWidget() == nullptr
                || widget->metaObject()->className() == QByteArray("QWidget")
                // a combo box's list is read out under the box's name
                || widget->parentWidget()->metaObject()->className() == QByteArray("QComboBoxPrivateContainer");
            QVERIFY2(container || (known != nullptr && !known->text(QAccessible::Name).isEmpty()),
                     qPrintable(QStringLiteral("%1 '%2' in %3")
                                    .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                         QLatin1String(widget->parentWidget()->metaObject()->className()))));
        }
    }

    // A name of its own would hide what it says.
    void labels_areReadAsTheyAreWritten()
    {
        OffscreenWindow offscreen({}, {}, "no such pack");
        offscreen.window().makeRemainingPanels();
        for (const QLabel* label : offscreen.window().findChildren<QLabel*>())
            QVERIFY2(!label->property("role").isValid() || label->accessibleName().isEmpty(),
                     qPrintable(label->accessibleName()));
    }

    // As `saysee-gui FOLDER` does: nobody who could serve it is there yet.
    void aFolderGivenAtTheStart_isAdded()
    {
        const auto folder = m_home.path() / "given";
        std::filesystem::create_directories(folder);
        OffscreenWindow offscreen({}, m_home.path() / "given-library", "no such pack");
        gui::DesktopLink link(offscreen, noBus());
        link.handle({session::WindowRequest::Kind::Open, {folder}});
        QVERIFY(offscreen.show());
        auto& folders = offscreen.window().findChild<ui::LibraryPanel*>()->controller().folders();
        QTRY_COMPARE_WITH_TIMEOUT(folders.rowCount(), 1, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(offscreen.window().currentPanel(), QStringLiteral("search"), kPatience);
    }

    void whoIsHeardFromOutside_seesIt()
    {
        test::FakeMicrophoneScript script;
        script.realTime = true;
        OffscreenWindow offscreen(script, m_home.path() / "heard-library", "no such pack");
        gui::DesktopLink link(offscreen, noBus());
        QSignalSpy toggled(&offscreen.context().bus, &ui::WindowBus::toggleVoice);
        link.handle({session::WindowRequest::Kind::ToggleVoice});
        QCOMPARE(toggled.size(), 0);  // the chosen microphone is not read yet
        QVERIFY(offscreen.show());
        QTRY_COMPARE(toggled.size(), 1);
        auto* sign = offscreen.window().findChild<QToolButton*>(QStringLiteral("recording"));
        QTRY_VERIFY_WITH_TIMEOUT(sign->isVisible(), kPatience);
        sign->click();
        QTRY_VERIFY_WITH_TIMEOUT(!sign->isVisible() && !offscreen.context().voice.isTaking(), kPatience);

        offscreen.window().showMinimized();
        link.handle({session::WindowRequest::Kind::ToggleVoice});
        QVERIFY(!offscreen.window().isMinimized() && offscreen.window().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(sign->isVisible(), kPatience);
        QVERIFY(!offscreen.context().voice.start(&link, [](const auto&) {}));
        const auto* status = offscreen.window().findChild<QLabel*>(QStringLiteral("status"));
        QVERIFY2(status->isVisible() && status->text().contains(QLatin1String("busy")), qPrintable(status->text()));
    }

    // While it records, searches, looks for photos, indexes them and loads the model. At the end nothing is lost.
    void startsAndStops_atRandomMoments()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("random moments from seed %u", seed);
        QRandomGenerator random(seed);
        const auto library = m_home.path() / "library";
        test::FakeMicrophoneScript microphone;
        microphone.realTime = true;
        for (int i = 0; i < 100; ++i) {
            OffscreenWindow offscreen(microphone, library);
            offscreen.window().show();
            if (i == 0) {
                offscreen.window().makeRemainingPanels();
                Q_EMIT offscreen.context().bus.addSampleLibrary();
            }
            QTest::qWait(random.bounded(kLongestWait));
            switch (random.bounded(3)) {
            case 0:
                offscreen.context().voice.start(&offscreen.window(), [](const auto&) {});
                break;
            case 1:
                Q_EMIT offscreen.context().bus.searchText(QStringLiteral("a dog in the snow"));
                break;
            default:
                offscreen.window().showPanel(QStringLiteral("tune"));
            }
            QTest::qWait(random.bounded(kLongestWait));
        }
        OffscreenWindow offscreen({}, library);
        offscreen.window().makeRemainingPanels();
        auto& controller = offscreen.window().findChild<ui::LibraryPanel*>()->controller();
        QSignalSpy figures(&controller, &ui::LibraryController::figuresChanged);
        offscreen.window().show();
        QTRY_VERIFY_WITH_TIMEOUT(!figures.isEmpty()
                                     && figures.last().front().toString().contains(QLatin1String("all searchable")),
                                 kPatience);
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
