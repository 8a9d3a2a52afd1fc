#include "core/training/objective/contrastive.h"

#include <ATen/ATen.h>
#include <QTest>
#include <cmath>

using namespace saysee::training;

class TstContrastive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matchingPairs_costNearlyNothing_andSwappedOnesMuch()
    {
        const at::Tensor a = at::eye(4);
        const at::Tensor group = at::arange(4);
        QVERIFY(contrastiveLoss(a, a, group, 0.07).item<double>() < 1e-4);
        QVERIFY(contrastiveLoss(a, a.flip(0), group, 0.07).item<double>() > 10);
    }

    void sharedPicture_isNoNegative()
    {
        // Two captions of one picture and one of another: without masking the twins would cost log 2.
        const at::Tensor rows = at::eye(2).index_select(0, at::tensor({0, 0, 1}));
        QVERIFY(contrastiveLoss(rows, rows, at::tensor({7, 7, 8}), 0.01).item<double>() < 1e-6);
        const double unmasked = contrastiveLoss(rows, rows, at::tensor({7, 6, 8}), 0.01).item<double>();
        QVERIFY(std::abs(unmasked - 2.0 / 3.0 * std::log(2.0)) < 1e-6);
    }

    void everythingOnePicture_isZeroAndFinite()
    {
        const at::Tensor rows = at::randn({3, 5});
        QCOMPARE(contrastiveLoss(rows, rows, at::zeros({3}, at::kLong), 0.07).item<double>(), 0.0);
    }

    void trainedScale_getsAGradient()
    {
        const at::Tensor scale = at::full({1}, 2.0).requires_grad_(true);
        const at::Tensor rows = at::eye(3);
        contrastiveLoss(rows, rows, at::arange(3), scale).backward();
        QVERIFY(scale.grad().item<double>() < 0);
    }
};

QTEST_GUILESS_MAIN(TstContrastive)
#include "tst_contrastive.moc"
