// The gradient that is made piece by piece, block by block, is the whole batch's.
#include "core/training/tuning/batch_step.h"

#include "core/training/optimiser/adam.h"

#include <ATen/ATen.h>
#include <QTest>
#include <numeric>

using namespace saysee;
using namespace saysee::training;

namespace {

constexpr std::int64_t kTexts = 37;  // three pieces, the last one not full
constexpr std::int64_t kEnd = 49;

model::ClipConfig config()
{
    model::ClipConfig config;
    config.text = {.width = 32, .layers = 3, .heads = 4, .feedForward = 64};
    config.vocabulary = 50;
    config.context = 20;
    config.endToken = kEnd;
    config.embedding = 16;
    return config;
}

// Texts of three to nine tokens, sounds of two to five frames; every fourth description is about the same picture.
FeatureSet features()
{
    auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t {5});
    FeatureSet made;
    made.frames = at::arange(kTexts, at::kLong).remainder(4) + 2;
    made.states = at::empty({made.frames.sum().item<std::int64_t>(), 8}).normal_(0, 1, generator).to(at::kHalf);
    made.tokens = at::zeros({kTexts, 9}, at::kLong);
    for (std::int64_t text = 0; text < kTexts; ++text) {
        const std::int64_t length = 3 + text % 7;
        for (std::int64_t i = 0; i + 1 < length; ++i)
            made.tokens[text][i] = i == 0 ? 1 : 2 + (text * 11 + i * 7) % 40;
        made.tokens[text][length - 1] = kEnd;
    }
    made.confidence = at::linspace(0.2, 1, kTexts);
    made.pictures = model::unitLength(at::empty({kTexts, 16}).normal_(0, 1, generator));
    made.pictureOf = at::arange(kTexts, at::kLong);
    made.pictureOf.slice(0, 0, kTexts, 4).fill_(0);
    return made;
}

double largestDifference(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

}  // namespace

class TestBatchStep : public QObject {
    Q_OBJECT

    model::TensorMap m_tensors;
    std::optional<model::ClipText> m_text;

    [[nodiscard]] static model::Head makeHead()
    {
        model::HeadSpec spec;
        spec.channel = {.recogniserWidth = 8, .width = 32, .dimension = 16, .attentionHeads = 4, .feedForward = 32};
        return model::Head::random(spec, 2).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        model::Weights weights = model::Weights::random(m_tensors, 1);
        m_text = model::ClipText::create(config(), weights).value();
        for (auto& [name, tensor] : m_tensors)  // large enough for attention to matter
            if (tensor.dim() == 2)
                tensor.mul_(5);
    }

    void textsTogether_areAsTextsAlone()
    {
        const FeatureSet set = features();
        const at::Tensor prompts = makeHead().prompts() * 20;
        const at::Tensor together = m_text->encodeWithPrompts(set.tokens, prompts);
        for (std::int64_t text = 0; text < kTexts; ++text) {
            const at::Tensor alone = m_text->encodeWithPrompts(set.tokens.narrow(0, text, 1), prompts);
            QVERIFY(largestDifference(together.narrow(0, text, 1), alone) < 1e-5);
        }
    }

    void pieces_makeTheWholeGradient()
    {
        const FeatureReader reader(features());
        std::vector<std::int64_t> rows(kTexts);
        std::iota(rows.begin(), rows.end(), std::int64_t {0});
        const HeadLossWeights weights {.sound = 0.25};

        const model::Head whole = makeHead();
        requireGradients(whole.tensors());
        const FeatureBatch batch = reader.batch(rows, at::kCPU);
        const HeadPass pass = runHead(whole, *m_text, batch);
        const HeadLoss loss = headLoss(pass.fused, pass.words, pass.sound, batch.pictures, batch.group, weights);
        loss.total.backward();

        const model::Head pieced = makeHead();
        requireGradients(pieced.tensors());
        BatchStep step(pieced, *m_text, reader, rows, weights, {}, at::kCPU);
        int pieces = 1;
        while (step.advance())
            ++pieces;
        QVERIFY2(pieces > 20, qPrintable(QString::number(pieces)));
        QVERIFY(std::abs(step.loss() - loss.total.item<double>()) < 1e-5);
        for (const auto& [name, tensor] : whole.tensors()) {
            const double scale = tensor.grad().defined() ? tensor.grad().abs().max().item<double>() : 0;
            const auto& other = pieced.tensors().at(name).grad();
            QCOMPARE(other.defined(), tensor.grad().defined());
            if (scale > 0)
                QVERIFY2(largestDifference(tensor.grad(), other) < 1e-4 * scale, name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestBatchStep)
#include "tst_batch_step.moc"
