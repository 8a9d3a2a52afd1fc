#include "core/base/half.h"
#include "core/index/rows/dot.h"

#include <QTest>
#include <random>
#include <vector>

using namespace saysee;

class TstDot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fastKernel_equalsPortable_data()
    {
        QTest::addColumn<int>("dimension");
        for (const int dimension : {1, 7, 31, 32, 33, 96, 512, 513, 768})
            QTest::addRow("%d", dimension) << dimension;
    }

    void fastKernel_equalsPortable()
    {
        QFETCH(int, dimension);
        const auto width = static_cast<std::size_t>(dimension);
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        std::vector<float> query(width);
        for (float& value : query)
            value = normal(random);
        std::vector<std::uint16_t> rows(5 * width);
        for (auto& half : rows)
            half = base::toHalf(normal(random) * 0.05F);
        std::vector<float> fast(5);
        std::vector<float> portable(5);
        index::dotRows(query, rows.data(), fast);
        index::dotRowsPortable(query, rows.data(), portable);
        for (std::size_t i = 0; i < fast.size(); ++i)
            QVERIFY2(std::abs(fast[i] - portable[i]) < 1e-4F,
                     qPrintable(QStringLiteral("row %1: %2 and %3").arg(i).arg(fast[i]).arg(portable[i])));
    }

    void score_doesNotDependOnTheRowsAround()
    {
        std::mt19937 random(2);
        std::normal_distribution<float> normal;
        std::vector<float> query(100);
        for (float& value : query)
            value = normal(random);
        std::vector<std::uint16_t> rows(9 * query.size());
        for (auto& half : rows)
            half = base::toHalf(normal(random));
        std::vector<float> together(9);
        index::dotRows(query, rows.data(), together);
        for (std::size_t i = 0; i < together.size(); ++i) {
            float alone = 0;
            index::dotRows(query, rows.data() + i * query.size(), {&alone, 1});
            QCOMPARE(alone, together[i]);
        }
    }
};

QTEST_GUILESS_MAIN(TstDot)
#include "tst_dot.moc"
