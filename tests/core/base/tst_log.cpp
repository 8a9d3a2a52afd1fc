#include "core/base/log.h"

#include <QTest>

using namespace saysee::base;

class TstLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levels_haveNames_andWarningsAreUsual()
    {
        QCOMPARE(logLevelNamed("debug"), LogLevel::Debug);
        QCOMPARE(logLevelNamed("info"), LogLevel::Info);
        QCOMPARE(logLevelNamed("warning"), LogLevel::Warning);
        QCOMPARE(logLevelNamed("error"), LogLevel::Error);
        for (const char* other : {"", "DEBUG", "all", "1"})
            QCOMPARE(logLevelNamed(other), LogLevel::Warning);
    }
};

QTEST_GUILESS_MAIN(TstLog)
#include "tst_log.moc"
