#include "tests/ui/offscreen_window.h"

#include "ui/theme/icons.h"

#include <QAccessible>
#include <QLabel>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace saysee;
using test::OffscreenWindow;

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
                || widget->parentWidget() == nullptr || widget->metaObject()->className() == QByteArray("QWidget")
                // a combo box's list is read out under the box's name
                || widget->parentWidget()->metaObject()->className() == QByteArray("QComboBoxPrivateContainer");
            QVERIFY2(container || (known != nullptr && !known->text(QAccessible::Name).isEmpty()),
                     qPrintable(QStringLiteral("%1 '%2' in %3")
                                    .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                         QLatin1String(widget->parentWidget()->metaObject()->className()))));
        }
    }

    void startsAndStops_inTheMiddleOfWork()
    {
        for (int i = 0; i < 100; ++i) {
            OffscreenWindow offscreen({}, {}, "no such pack");  // the model is another test's matter
            offscreen.window().show();
            offscreen.context().voice.start(&offscreen.window(), [](const auto&) {});
            QTest::qWait(i * 7 % 60);
        }
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
