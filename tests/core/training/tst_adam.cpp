#include "core/training/optimiser/adam.h"

#include <QTest>
#include <cmath>

using namespace saysee;
using namespace saysee::training;

namespace {

model::TensorMap parameters()
{
    return {{"matrix", at::arange(6, at::kFloat).reshape({2, 3}).requires_grad_(true)},
            {"bias", at::ones({3}).requires_grad_(true)},
            {"unused", at::ones({2}).requires_grad_(true)}};
}

double trainOnce(Adam& adam, double learningRate, double clip = 0)
{
    const auto& p = adam.parameters();
    (at::matmul(at::ones({1, 2}), p.at("matrix")) + p.at("bias")).square().sum().backward();
    return adam.step(learningRate, clip);
}

}  // namespace

class TstAdam : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstStep_movesByTheLearningRateAgainstTheGradient()
    {
        Adam adam(parameters(), {});
        trainOnce(adam, 0.1);
        QVERIFY(at::allclose(adam.parameters().at("bias"), at::full({3}, 0.9)));
        QVERIFY(at::equal(adam.parameters().at("unused"), at::ones({2})));
        QVERIFY(!adam.parameters().at("bias").grad().defined());
    }

    void decoupledDecay_shrinksMatricesOnly()
    {
        Adam adam(parameters(), {.weightDecay = 0.5, .decay = AdamOptions::Decay::Decoupled});
        trainOnce(adam, 0.1);
        QCOMPARE(adam.parameters().at("bias")[0].item<float>(), 0.9F);
        QCOMPARE(adam.parameters().at("matrix")[1][2].item<float>(), 5.0F * 0.95F - 0.1F);
    }

    void gradientThatIsNotFinite_changesNothing()
    {
        Adam adam(parameters(), {});
        (adam.parameters().at("bias") * std::numeric_limits<float>::infinity()).sum().backward();
        QVERIFY(!std::isfinite(adam.step(0.1, 1.0)));
        QVERIFY(at::equal(adam.parameters().at("bias"), at::ones({3})));
    }

    void restoredState_continuesBitIdentically()
    {
        Adam whole(parameters(), {});
        for (int step = 0; step < 6; ++step)
            trainOnce(whole, 0.01, 1.0);

        Adam first(parameters(), {});
        for (int step = 0; step < 3; ++step)
            trainOnce(first, 0.01, 1.0);
        model::TensorMap copies;
        for (const auto& [name, value] : first.parameters())
            copies[name] = value.detach().clone().requires_grad_(true);
        Adam second(copies, {});
        QVERIFY(second.restore(first.state()).has_value());
        for (int step = 0; step < 3; ++step)
            trainOnce(second, 0.01, 1.0);
        for (const auto& [name, value] : whole.parameters())
            QVERIFY2(at::equal(value, second.parameters().at(name)), name.c_str());
    }

    void stateOfAnotherNetwork_isRefused()
    {
        Adam adam(parameters(), {});
        auto state = adam.state();
        state.erase("first.bias");
        QVERIFY(!adam.restore(state).has_value());
        QVERIFY(!adam.restore({}).has_value());
    }
};

QTEST_GUILESS_MAIN(TstAdam)
#include "tst_adam.moc"
