// Which kernels OpenBLAS should take, whatever it takes a processor for.
#include "core/base/blas_kernels.h"

#include <QTest>

using namespace saysee;

class TestBlasKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unknownProcessors_getWhatTheyCan_data()
    {
        QTest::addColumn<QByteArray>("inUse");
        QTest::addColumn<bool>("avx2");
        QTest::addColumn<bool>("avx512");
        QTest::addColumn<QByteArray>("better");
        const auto row = [](const char* name, const char* inUse, bool avx2, bool avx512, const char* better) {
            QTest::newRow(name) << QByteArray(inUse) << avx2 << avx512 << QByteArray(better);
        };
        row("a server that is too young", "Prescott", true, true, "SkylakeX");
        row("a laptop that is too young", "Prescott", true, false, "Haswell");
        row("an AMD that is too young", "Generic", true, true, "SkylakeX");
        row("really old", "Prescott", false, false, "");
        row("known", "SkylakeX", true, true, "");
        row("known, its kernels chosen by OpenBLAS", "Zen", true, true, "");
        row("a name of the future", "Zen9", true, true, "");
        row("no OpenBLAS", "", true, true, "");
    }
    void unknownProcessors_getWhatTheyCan()
    {
        QFETCH(QByteArray, inUse);
        QFETCH(bool, avx2);
        QFETCH(bool, avx512);
        QFETCH(QByteArray, better);
        const auto chosen = base::fittingBlasKernels(inUse.toStdString(), {avx2, avx512});
        QCOMPARE(QByteArray::fromStdString(std::string(chosen)), better);
    }

    void whatIsChosen_needsNothingBetter()
    {
        for (const char* const chosen : {"SkylakeX", "Haswell"})
            QVERIFY(base::fittingBlasKernels(chosen, {true, true}).empty());
    }

    void withoutOpenBlas_nothingHappens()
    {
        QVERIFY(base::blasKernels().empty());  // this test links none
        char* arguments[] = {nullptr};
        base::beginWithFittingBlasKernels(arguments);
    }
};

QTEST_GUILESS_MAIN(TestBlasKernels)
#include "tst_blas_kernels.moc"
