// The half-precision product against sums in double, for every kernel that this processor has and for odd shapes.
#include "core/base/half.h"
#include "core/model/kernels/half_product.h"

#include <QTest>
#include <cmath>
#include <random>
#include <vector>

using namespace saysee;
using model::InstructionSet;

namespace {

struct Problem {
    int rows;
    int columns;
    int count;
};

std::vector<float> randomFloats(std::size_t count, std::mt19937& random)
{
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    for (float& value : values)
        value = normal(random);
    return values;
}

// The largest difference from the exact sums, relative to the sum of magnitudes. The rows of x and y lie apart, and
// what is between them must not be touched.
double worstError(InstructionSet set, const Problem& problem)
{
    constexpr int kGap = 3;
    constexpr float kUntouched = 12345.0F;
    std::mt19937 random(7);
    const std::int64_t xStride = problem.columns + kGap;
    const std::int64_t yStride = problem.rows + kGap;
    std::vector<std::uint16_t> weights;
    for (const float value : randomFloats(static_cast<std::size_t>(problem.rows * problem.columns), random))
        weights.push_back(base::toHalf(value));
    const auto x = randomFloats(static_cast<std::size_t>(problem.count * xStride), random);
    std::vector<float> y(static_cast<std::size_t>(problem.count * yStride), kUntouched);
    model::halfProductWith(set, {weights.data(), problem.rows, problem.columns}, {x.data(), xStride, problem.count},
                           y.data(), yStride);

    double worst = 0;
    for (std::int64_t i = 0; i < problem.count; ++i) {
        for (std::int64_t row = 0; row < problem.rows; ++row) {
            double sum = 0;
            double magnitude = 1e-30;
            for (std::int64_t column = 0; column < problem.columns; ++column) {
                const double term = static_cast<double>(base::fromHalf(
                                        weights[static_cast<std::size_t>(row * problem.columns + column)]))
                    * static_cast<double>(x[static_cast<std::size_t>(i * xStride + column)]);
                sum += term;
                magnitude += std::abs(term);
            }
            const double difference = std::abs(y[static_cast<std::size_t>(i * yStride + row)] - sum);
            worst = std::max(worst, difference / magnitude);
        }
        for (std::int64_t gap = problem.rows; gap < yStride; ++gap)
            if (y[static_cast<std::size_t>(i * yStride + gap)] != kUntouched)
                return 1.0;
    }
    return worst;
}

}  // namespace

class TestHalfProduct : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithExactSums_data()
    {
        QTest::addColumn<int>("set");
        for (int set = 0; set <= static_cast<int>(model::bestInstructionSet()); ++set)
            QTest::newRow(model::instructionSetName(static_cast<InstructionSet>(set)).data()) << set;
    }

    void agreesWithExactSums()
    {
        QFETCH(int, set);
        for (const int rows : {1, 2, 3, 4, 5, 7, 64, 131})
            for (const int columns : {1, 7, 8, 15, 16, 17, 31, 64, 384, 1500})
                for (const int count : {1, 2, 3, 4, 5, 6, 11}) {
                    const double error = worstError(static_cast<InstructionSet>(set), {rows, columns, count});
                    QVERIFY2(
                        error < 1e-6,
                        qPrintable(
                            QStringLiteral("%1 x %2, %3 rows: %4").arg(rows).arg(columns).arg(count).arg(error)));
                }
    }

    void nothingToDoIsDone()
    {
        float y = 1.0F;
        model::halfProduct({nullptr, 0, 16}, {nullptr, 16, 1}, &y, 1);
        model::halfProduct({nullptr, 4, 0}, {nullptr, 0, 0}, &y, 4);
        QCOMPARE(y, 1.0F);
    }
};

QTEST_GUILESS_MAIN(TestHalfProduct)
#include "tst_half_product.moc"
