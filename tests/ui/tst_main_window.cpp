#include "tests/ui/offscreen_window.h"

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
        OffscreenWindow offscreen;
        offscreen.window().show();
        for (const ui::Panel& panel : ui::allPanels()) {
            offscreen.window().showPanel(panel.id);
            QCOMPARE(offscreen.window().currentPanel(), panel.id);
        }
    }

    void unknownPanel_changesNothing()
    {
        OffscreenWindow offscreen;
        const QString before = offscreen.window().currentPanel();
        offscreen.window().showPanel(QStringLiteral("no such panel"));
        QCOMPARE(offscreen.window().currentPanel(), before);
    }

    void everyPanel_hasANameAnIconAndItsOwnId()
    {
        QStringList ids;
        for (const ui::Panel& panel : ui::allPanels()) {
            QVERIFY2(!panel.title.isEmpty(), qPrintable(panel.id));
            QVERIFY2(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(panel.icon)), qPrintable(panel.icon));
            QVERIFY2(!ids.contains(panel.id), qPrintable(panel.id));
            ids.append(panel.id);
        }
    }

    void startsAndStops_inTheMiddleOfWork()
    {
        for (int i = 0; i < 5; ++i) {
            OffscreenWindow offscreen;
            offscreen.window().show();
            offscreen.context().voice.start(&offscreen.window(), [](const auto&) {});
            QTest::qWait(i * 7);
        }
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
