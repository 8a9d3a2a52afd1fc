// Whisper's networks with random weights: every way of computing the same thing gives the same thing.
#include "core/model/whisper/aten_stepper.h"
#include "core/model/whisper/decoder.h"
#include "core/model/whisper/encoder.h"
#include "core/model/whisper/half_decoder.h"

#include <QTest>

using namespace saysee;
using model::TensorMap;
using model::Weights;

namespace {

constexpr int kFrames = 24;

model::WhisperConfig smallConfig()
{
    model::WhisperConfig config;
    config.melBands = 8;
    config.audioContext = 40;
    config.width = 48;
    config.audioHeads = 4;
    config.audioLayers = 2;
    config.textContext = 64;
    config.textHeads = 4;
    config.textLayers = 2;
    config.vocabulary = 101;
    return config;
}

at::Tensor logitsTensor(std::span<const float> logits, std::size_t row = 0)
{
    constexpr std::size_t kVocabulary = 101;
    return at::tensor(at::ArrayRef<float>(logits.data() + row * kVocabulary, kVocabulary));
}

double difference(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

}  // namespace

class TestWhisper : public QObject {
    Q_OBJECT

private:
    model::WhisperConfig m_config = smallConfig();
    TensorMap m_tensors;
    std::unique_ptr<model::WhisperEncoder> m_encoder;
    std::unique_ptr<model::WhisperDecoder> m_decoder;
    std::unique_ptr<model::HalfDecoder> m_half;
    at::Tensor m_states;  // [1, T, D]

private Q_SLOTS:
    void initTestCase()
    {
        Weights made = Weights::random(m_tensors, 3);
        m_encoder = std::make_unique<model::WhisperEncoder>(m_config, made);
        m_decoder = std::make_unique<model::WhisperDecoder>(m_config, made);
        for (auto& [name, tensor] : m_tensors)  // larger than at the start of training, and exact in half precision
            tensor.copy_((tensor.dim() > 1 ? tensor * 8.0 : tensor).to(at::kHalf));
        Weights half(m_tensors, "test", at::kHalf);
        Weights full(m_tensors, "test");
        m_half = std::make_unique<model::HalfDecoder>(m_config, half, full);
        QVERIFY(half.status() && full.status());
        at::manual_seed(5);
        m_states = m_encoder->forward(at::randn({1, m_config.melBands, 2 * kFrames}));
    }

    void anyContextUpToTheModelsOwn()
    {
        for (const int positions : {1, 7, m_config.audioContext}) {
            const at::Tensor states = m_encoder->forward(at::randn({1, m_config.melBands, 2 * positions}));
            QCOMPARE(states.size(1), std::int64_t {positions});
            QVERIFY(at::isfinite(states).all().item<bool>());
        }
    }

    void aPaddedBatchIsEachRowAlone()
    {
        const at::Tensor mel = at::randn({2, m_config.melBands, 2 * kFrames});
        at::Tensor padding = at::zeros({2, kFrames}, at::kBool);
        constexpr int kShort = 15;
        padding[1].narrow(0, kShort, kFrames - kShort).fill_(true);
        const at::Tensor states = m_encoder->forward(mel, padding);
        QVERIFY(difference(states[0], m_encoder->forward(mel.narrow(0, 0, 1))[0]) < 1e-5);

        const at::Tensor tokens = at::randint(0, m_config.vocabulary, {2, 6}, at::kLong);
        const at::Tensor together = m_decoder->forward(tokens, states, padding);
        const at::Tensor alone =
            m_decoder->forward(tokens.narrow(0, 1, 1), states.narrow(0, 1, 1).narrow(1, 0, kShort));
        QVERIFY(difference(together[1], alone[0]) < 1e-4);
    }

    void laterTokensDoNotChangeEarlierLogits()
    {
        const at::Tensor tokens = at::randint(0, m_config.vocabulary, {1, 9}, at::kLong);
        const at::Tensor whole = m_decoder->forward(tokens, m_states);
        const at::Tensor begin = m_decoder->forward(tokens.narrow(1, 0, 4), m_states);
        QVERIFY(difference(whole.narrow(1, 0, 4), begin) < 1e-5);
    }

    void gradientsReachEveryTensor()
    {
        TensorMap tensors;
        for (const auto& [name, tensor] : m_tensors)
            tensors[name] = tensor.clone().requires_grad_(true);
        Weights weights(tensors, "test");
        const model::WhisperEncoder encoder(m_config, weights);
        const model::WhisperDecoder decoder(m_config, weights);
        const at::Tensor states = encoder.forward(at::randn({2, m_config.melBands, 2 * m_config.audioContext}));
        const at::Tensor tokens = at::randint(0, m_config.vocabulary, {2, m_config.textContext}, at::kLong);
        decoder.forward(tokens, states).square().mean().backward();
        for (const auto& [name, tensor] : tensors)
            QVERIFY2(tensor.grad().defined() && tensor.grad().abs().sum().item<double>() > 0.0, name.c_str());
    }

    void steppingEqualsTheWholeSequence_data()
    {
        QTest::addColumn<bool>("half");
        QTest::newRow("operators") << false;
        QTest::newRow("half-precision kernels") << true;
    }

    // Forks into two sequences, swaps them, and lets one die: each must equal its own whole sequence.
    void steppingEqualsTheWholeSequence()
    {
        QFETCH(bool, half);
        const at::NoGradGuard noGradients;
        const auto stepper = makeStepper(half);
        const double tolerance = half ? 2e-3 : 1e-5;  // the kernels keep the sound's keys in half precision
        const auto whole = [&](std::vector<std::int64_t> tokens) {
            return m_decoder->forward(at::tensor(tokens).unsqueeze(0), m_states)[0][-1];
        };
        for (int round = 0; round < 2; ++round) {  // the second after a reset
            stepper->reset();
            const std::vector<int> start {1, 2};
            QVERIFY(difference(logitsTensor(stepper->append(start)), whole({1, 2})) < tolerance);
            const std::vector<int> more {3};
            QVERIFY(difference(logitsTensor(stepper->append(more)), whole({1, 2, 3})) < tolerance);
            auto logits = step(*stepper, {0, 0}, {4, 5});
            QVERIFY(difference(logitsTensor(logits, 1), whole({1, 2, 3, 5})) < tolerance);
            logits = step(*stepper, {1, 0}, {6, 7});
            QVERIFY(difference(logitsTensor(logits, 0), whole({1, 2, 3, 5, 6})) < tolerance);
            QVERIFY(difference(logitsTensor(logits, 1), whole({1, 2, 3, 4, 7})) < tolerance);
            logits = step(*stepper, {1, 1, 1}, {8, 9, 10});
            QVERIFY(difference(logitsTensor(logits, 2), whole({1, 2, 3, 4, 7, 10})) < tolerance);
        }
    }

    void manyTokensAtOnceEqualOneByOne()
    {
        const at::NoGradGuard noGradients;
        const auto stepper = makeStepper(true);
        std::vector<int> tokens;  // enough for the general product, and for the places of more than one growth
        for (int i = 0; i < m_config.textContext; ++i)
            tokens.push_back(i % m_config.vocabulary);
        const at::Tensor together = logitsTensor(stepper->append(tokens));
        stepper->reset();
        at::Tensor last;
        for (const int token : tokens)
            last = logitsTensor(stepper->append({&token, 1}));
        QVERIFY(difference(last, together) < 1e-4);
    }

    void placesOfDeadSequencesAreUsedAgain()
    {
        const at::NoGradGuard noGradients;
        const auto stepper = makeStepper(true);
        const std::vector<int> start {1};
        (void)stepper->append(start);
        std::vector<std::int64_t> path {1};
        std::span<const float> logits = step(*stepper, {0, 0, 0, 0, 0}, {2, 3, 4, 5, 6});
        path.push_back(4);
        for (int i = 0; i < 40; ++i) {  // all descend from the third: four of five die at once
            logits = step(*stepper, {2, 2, 2, 2, 2}, {10 + i, 11 + i, 12 + i, 13 + i, 14 + i});
            path.push_back(12 + i);
        }
        const at::Tensor whole = m_decoder->forward(at::tensor(path).unsqueeze(0), m_states)[0][-1];
        QVERIFY(difference(logitsTensor(logits, 2), whole) < 2e-3);
    }

    void weightsTooLargeForHalfPrecisionAreRefused()
    {
        TensorMap tensors = m_tensors;
        at::Tensor& matrix = tensors.at("model.decoder.layers.0.fc1.weight");
        matrix = matrix.clone();
        matrix.fill_(70'000.0);
        Weights half(tensors, "huge.safetensors", at::kHalf);
        Weights full(tensors, "huge.safetensors");
        const model::HalfDecoder decoder(m_config, half, full);
        QVERIFY(!half.status());
        QVERIFY(half.status().error().message.find("fc1") != std::string::npos);
    }

private:
    std::unique_ptr<model::TokenStepper> makeStepper(bool half) const
    {
        if (half)
            return m_half->listen(m_states[0].detach());
        return std::make_unique<model::AtenStepper>(*m_decoder, m_states);
    }

    static std::span<const float> step(model::TokenStepper& stepper, const std::vector<int>& parents,
                                       const std::vector<int>& tokens)
    {
        return stepper.step(parents, tokens);
    }
};

QTEST_GUILESS_MAIN(TestWhisper)
#include "tst_whisper.moc"
