// The gradient that a dictation gives the voice block by block is the whole graph's, and a shortlist changes nothing
// but what is left out.
#include "core/training/voice/dictation.h"

#include "core/training/optimiser/adam.h"
#include "core/training/pretrain/speech_targets.h"

#include <ATen/ATen.h>
#include <QTest>
#include <numeric>

using namespace saysee;
using namespace saysee::training;

namespace {

constexpr int kWidth = 16;
constexpr int kVocabulary = 60;
constexpr double kStillness = 0.03;  // as documented for what a dictation makes small

double largestDifference(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

}  // namespace

class TestDictation : public QObject {
    Q_OBJECT

    std::optional<model::WhisperDecoder> m_decoder;
    std::optional<model::Head> m_head;
    Dictation m_dictation;

    [[nodiscard]] model::TensorMap gradients(const Shortlist* shortlist, int* pieces = nullptr) const
    {
        DictationPass pass(*m_decoder, m_head->voice(), shortlist, m_dictation);
        int count = 2;
        while (pass.forward())
            ++count;
        while (pass.backward())
            ++count;
        if (pieces != nullptr)
            *pieces = count;
        return takeGradients();
    }

    [[nodiscard]] model::TensorMap takeGradients() const
    {
        model::TensorMap taken;
        for (const auto& [name, tensor] : voiceParameters(*m_head)) {
            taken[name] = tensor.grad().clone();
            tensor.mutable_grad().reset();
        }
        return taken;
    }

    [[nodiscard]] Shortlist listOf(std::vector<std::int64_t> tokens) const
    {
        return shortlistOf(*m_decoder, {at::tensor(tokens, at::kLong)});
    }

private Q_SLOTS:
    void initTestCase()
    {
        model::WhisperConfig config;
        config.width = kWidth;
        config.textLayers = 3;
        config.textHeads = 2;
        config.textContext = 12;
        config.vocabulary = kVocabulary;
        model::TensorMap tensors;
        model::Weights weights = model::Weights::random(tensors, 3);
        m_decoder.emplace(config, weights);
        model::HeadSpec spec;
        spec.channel = {
            .recogniserWidth = kWidth, .width = 8, .dimension = 8, .attentionHeads = 2, .feedForward = 16};
        auto head = model::Head::random(spec, 1);
        QVERIFY2(head.has_value(), head ? "" : head.error().message.c_str());
        m_head = head->withVoice(4, 1.0, 7);
        // From its start a voice moves nothing, which would leave most gradients zero.
        m_head->tensors().at("voice.up.weight").normal_(0, 0.3, at::make_generator<at::CPUGeneratorImpl>(11));
        requireGradients(voiceParameters(*m_head));
        at::manual_seed(5);
        m_dictation = {at::randn({9, kWidth}).to(at::kHalf), at::tensor({1, 2, 30, 41, 7}, at::kLong).unsqueeze(0),
                       at::tensor({kIgnored, 30L, 41L, 7L, 59L}, at::kLong).unsqueeze(0)};
    }

    void blockByBlock_isTheWholeGraphsGradient()
    {
        const at::Tensor plain = m_dictation.states.to(at::kFloat).unsqueeze(0);
        const at::Tensor adapted = m_head->voice()->adapt(plain);
        const at::Tensor logits = m_decoder->forward(m_dictation.input, adapted).squeeze(0);
        const at::Tensor loss =
            at::cross_entropy_loss(logits, m_dictation.target.flatten(), {}, at::Reduction::Sum, kIgnored);
        const at::Tensor moved = at::sqrt((adapted - plain).square().sum(2) + 1e-12).mean();
        (loss + moved * (kStillness * 4)).backward();
        const model::TensorMap whole = takeGradients();

        int pieces = 0;
        const model::TensorMap piecewise = gradients(nullptr, &pieces);
        QCOMPARE(pieces, 2 * 3 + 3);  // blocks forward and back, the words, their gradient, the voice
        for (const auto& [name, gradient] : whole) {
            QVERIFY2(gradient.abs().max().item<double>() > 1e-4, name.c_str());
            QVERIFY2(largestDifference(gradient, piecewise.at(name)) < 1e-5, name.c_str());
        }
        const DictationLoss counted = dictationLoss(*m_decoder, m_head->voice(), m_dictation);
        QVERIFY(std::abs(counted.total - loss.item<double>()) < 1e-4);
        QCOMPARE(counted.tokens, 4);
    }

    void shortlistOfEverything_changesNothing()
    {
        std::vector<std::int64_t> all(kVocabulary);
        std::iota(all.begin(), all.end(), 0);
        all.push_back(kIgnored);  // as targets have it
        const Shortlist everything = listOf(all);
        QCOMPARE(everything.tokens.size(0), kVocabulary);
        const model::TensorMap whole = gradients(nullptr);
        for (const auto& [name, gradient] : gradients(&everything))
            QVERIFY2(largestDifference(gradient, whole.at(name)) < 1e-5, name.c_str());
    }

    void likelyTokens_holdWhatIsWritten()
    {
        const at::Tensor likely = likelyTokens(*m_decoder, m_dictation);
        for (const std::int64_t token : {30, 41, 7, 59})
            QVERIFY2(likely.eq(token).any().item<bool>(), std::to_string(token).c_str());
        const Shortlist shortlist = shortlistOf(*m_decoder, {likely});
        QVERIFY(shortlist.tokens.min().item<std::int64_t>() >= 0);
        DictationPass pass(*m_decoder, nullptr, &shortlist, m_dictation);
        while (pass.forward()) { }
        QCOMPARE(pass.loss().tokens, 4);
        QVERIFY(pass.loss().total <= dictationLoss(*m_decoder, nullptr, m_dictation).total);
    }

    void tokenThatIsNotListed_isNotAskedFor()
    {
        const Shortlist some = listOf({30, 41, 7});
        DictationPass pass(*m_decoder, nullptr, &some, m_dictation);
        while (pass.forward()) { }
        QCOMPARE(pass.loss().tokens, 3);
    }
};

QTEST_GUILESS_MAIN(TestDictation)
#include "tst_dictation.moc"
