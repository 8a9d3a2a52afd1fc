// Runs the golden checks.
#include "golden/golden_checks.h"
#include "support/shared_data.h"

#include <QTest>

using namespace saysee;

class TestGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const test::GoldenCheck& check : test::allGoldenChecks())
            QTest::newRow(check.name.c_str()) << index++;
    }
    void values()
    {
        QFETCH(int, index);
        const test::GoldenCheck check = test::allGoldenChecks().at(static_cast<std::size_t>(index));
        SAYSEE_NEEDS(check.needs);
        const std::string problem = check.run(test::testDevice());
        QVERIFY2(problem.empty(), problem.c_str());
    }
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
