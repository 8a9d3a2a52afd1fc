// The product of few rows against LibTorch's own, for sizes that fill registers and sizes that do not.
#include "core/model/kernels/few_rows.h"
#include "core/model/tensors/tensor_map.h"

#include <QTest>
#include <c10/core/GradMode.h>

using namespace saysee;

class TestLinear : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithLibTorch_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        for (const int rows : {1, 2, 3, 7, 12, 32, 33}) {
            for (const int in : {1, 8, 16, 129, 512}) {
                for (const int out : {1, 3, 4, 2050})
                    QTest::addRow("%d x %d -> %d", rows, in, out) << rows << in << out;
            }
        }
    }
    void agreesWithLibTorch()
    {
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(int, out);
        at::manual_seed(rows * 1000 + in);
        const model::Linear linear {at::randn({out, in}), at::randn({out})};
        const at::Tensor x = at::randn({rows, in});
        const at::Tensor expected = at::linear(x, linear.weight, linear.bias);
        QVERIFY(at::allclose(linear(x), expected, 1e-4, 1e-4));
        const model::Linear plain {linear.weight, {}};
        QVERIFY(at::allclose(plain(x.unsqueeze(0)), at::linear(x, linear.weight).unsqueeze(0), 1e-4, 1e-4));
    }

    void everyKernelAgrees_data()
    {
        QTest::addColumn<model::FewRowsKernel>("kernel");
        QTest::newRow("AVX2") << model::FewRowsKernel::Avx2;
        QTest::newRow("AVX-512") << model::FewRowsKernel::Avx512;
    }
    void everyKernelAgrees()
    {
        QFETCH(model::FewRowsKernel, kernel);
        if (kernel > model::bestFewRowsKernel())
            QSKIP("This processor lacks the instructions.");
        at::manual_seed(1);
        for (std::int64_t rows = 1; rows <= 13; ++rows) {
            const at::Tensor x = at::randn({rows, 48});
            const at::Tensor weight = at::randn({11, 48});
            const at::Tensor bias = at::randn({11});
            at::Tensor y = at::empty({rows, 11});
            model::fewRowsProduct(kernel, x.data_ptr<float>(), rows, 48, weight.data_ptr<float>(),
                                  bias.data_ptr<float>(), 11, y.data_ptr<float>());
            QVERIFY2(at::allclose(y, at::linear(x, weight, bias), 1e-4, 1e-4), qPrintable(QString::number(rows)));
        }
    }

    void viewsAreUnderstood()
    {
        const at::Tensor weight = at::randn({16, 32});
        const model::Linear transposed {weight.t(), {}};
        const at::Tensor x = at::randn({2, 16});
        QVERIFY(at::allclose(transposed(x), at::matmul(x, weight), 1e-4, 1e-4));
        const model::Linear straight {weight, {}};
        const at::Tensor columns = at::randn({32, 2}).t();
        QVERIFY(at::allclose(straight(columns), at::linear(columns, weight), 1e-4, 1e-4));
        QCOMPARE(straight(at::empty({0, 32})).size(0), 0);
    }

    void gradientsFlow()
    {
        at::Tensor x = at::randn({2, 16}).set_requires_grad(true);
        const model::Linear linear {at::randn({4, 16}), at::zeros({4})};
        QVERIFY(linear(x).requires_grad());
        const c10::NoGradGuard none;
        QVERIFY(!linear(x).requires_grad());
    }
};

QTEST_GUILESS_MAIN(TestLinear)
#include "tst_linear.moc"
