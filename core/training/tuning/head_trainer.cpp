#include "core/training/tuning/head_trainer.h"

#include "core/training/pretrain/stage.h"
#include "core/training/tuning/batch_step.h"
#include "core/training/tuning/pair_features.h"
#include "core/training/tuning/phased_trainer.h"
#include "core/training/tuning/ranks.h"

#include <algorithm>
#include <cmath>

namespace saysee::training {
namespace {

constexpr double kPromptsAlone = 20;  // times the learning rate, by measurement
constexpr double kLargestScale = 100;  // 1 / temperature: CLIP's limit
constexpr const char* kLogScale = "log_scale";

class HeadTrainer final : public PhasedTrainer {
public:
    HeadTrainer(model::EngineParts& parts, TuneRequest request, Sides sides, TuneState state, model::Head untuned,
                model::Head start)
        : PhasedTrainer(parts, std::move(request), std::move(sides), std::move(state), std::move(untuned),
                        std::move(start)),
          m_logScale(at::full({1}, -std::log(m_request.settings.temperature),
                              at::TensorOptions(at::kFloat).device(m_parts.device)))
    {
        m_state.total = static_cast<std::int64_t>(m_request.pairs.size() + m_request.probe.size());
    }

    base::Status open()
    {
        const TuneSettings& settings = m_request.settings;
        const auto batch = static_cast<std::size_t>(settings.batch);
        const double alone = settings.scope == TuneScope::Prompts ? kPromptsAlone : 1.0;
        return beginTraining(trained(), (m_sides.fit.size() + batch - 1) / batch, settings.learningRate * alone);
    }

private:
    [[nodiscard]] model::TensorMap trained() const
    {
        model::TensorMap tensors = {{"prompts", m_head.prompts()}};
        if (m_request.settings.scope == TuneScope::PromptsAndChannel)
            tensors = m_head.tensors();
        if (m_request.settings.temperatureRule == Temperature::Learned)
            tensors[kLogScale] = m_logScale;
        return tensors;
    }

    base::Result<bool> prepare() override
    {
        SAYSEE_ASSIGN(FeatureSet one, featuresOf(pair(m_state.done), m_request, m_parts));
        m_features.push_back(std::move(one));
        if (++m_state.done < m_state.total)
            return true;
        FeatureSet features = join(m_features);
        m_features.clear();
        std::vector<std::int64_t> photos;
        for (std::int64_t row = 0; row < features.size(); ++row)
            photos.push_back(pair(row).photo);
        sharePictures(features, photos);
        m_reader.emplace(std::move(features));
        m_candidates = candidatesOf(m_request, m_parts.info.dimension).to(m_parts.device);
        if (!m_request.gallery.empty())
            m_gallery = at::tensor(at::ArrayRef<float>(m_request.gallery)).reshape({-1, m_parts.info.dimension});
        return false;
    }

    void beginRanks(std::vector<std::int64_t> rows) override
    {
        m_measure.emplace(*m_reader, std::move(rows), m_candidates, m_request.settings.temperature, m_parts.device);
    }
    base::Result<bool> rank(const model::Head& head) override { return m_measure->advance(head, *m_parts.text); }
    [[nodiscard]] const std::vector<int>& ranks() const override { return m_measure->ranks(); }

    base::Result<std::optional<LearnedSums>> learn() override
    {
        if (!m_batch)
            m_batch.emplace(m_head, *m_parts.text, *m_reader, rowsOf(stepNumber()), weights(), negatives(),
                            m_parts.device);
        if (m_batch->advance())
            return std::nullopt;
        const Standing seen =
            standingAmong(m_candidates, m_batch->queries(), m_batch->pictures(), m_request.settings.temperature);
        const LearnedSums sums {m_batch->loss(), 1, std::count(seen.ranks.begin(), seen.ranks.end(), 1),
                                static_cast<std::int64_t>(seen.ranks.size())};
        m_batch.reset();
        return sums;
    }

    base::Result<std::optional<StopScore>> measure() override
    {
        if (!m_stopping)
            m_stopping.emplace(*m_reader, m_sides.stop, m_candidates, m_request.settings.temperature, m_parts.device);
        if (m_stopping->advance(m_head, *m_parts.text))
            return std::nullopt;
        const StopScore score {recallAt(m_stopping->ranks(), 1), m_stopping->meanLogLikelihood()};
        m_stopping.reset();
        return score;
    }

    [[nodiscard]] std::vector<std::int64_t> rowsOf(std::int64_t step) const
    {
        const auto epoch = step / static_cast<std::int64_t>(batches());
        const auto order =
            shuffledRows(static_cast<std::int64_t>(m_sides.fit.size()), m_request.settings.seed, epoch);
        const auto size = static_cast<std::size_t>(m_request.settings.batch);
        const auto first = static_cast<std::size_t>(step % static_cast<std::int64_t>(batches())) * size;
        std::vector<std::int64_t> rows;
        for (std::size_t i = first; i < std::min(first + size, order.size()); ++i)
            rows.push_back(m_sides.fit[static_cast<std::size_t>(order[i])]);
        return rows;
    }

    // A draw that depends on the seed and the step alone, so that a resumed run makes the same.
    [[nodiscard]] GalleryNegatives negatives() const
    {
        const TuneSettings& settings = m_request.settings;
        if (!m_gallery.defined() || settings.negatives == 0)
            return {};
        const auto order = shuffledRows(m_gallery.size(0), settings.seed + 1, stepNumber());
        const auto count = std::min<std::int64_t>(settings.negatives, m_gallery.size(0));
        const at::Tensor rows = at::tensor(at::ArrayRef<std::int64_t>(order.data(), static_cast<std::size_t>(count)));
        return {m_gallery.index_select(0, rows).to(m_parts.device), settings.galleryWeight};
    }

    [[nodiscard]] HeadLossWeights weights() const
    {
        const TuneSettings& settings = m_request.settings;
        HeadLossWeights weights {
            settings.outerWeight, settings.innerWeight, settings.soundWeight, settings.temperature, {}};
        if (settings.temperatureRule == Temperature::Learned)
            weights.scale = m_logScale.exp().clamp_max(kLargestScale);
        return weights;
    }

    at::Tensor m_logScale;  // [1], -log temperature
    std::vector<FeatureSet> m_features;
    std::optional<FeatureReader> m_reader;
    at::Tensor m_gallery;  // [G, E]
    at::Tensor m_candidates;  // [M + G, E]: every picture that a query may find, on the device
    std::optional<RankMeasure> m_measure;
    std::optional<RankMeasure> m_stopping;  // the pairs that say when to stop
    std::optional<BatchStep> m_batch;
};

}  // namespace

base::Result<std::unique_ptr<TuneTrainer>> makeHeadTrainer(model::EngineParts& parts, TuneRequest request,
                                                           Sides sides, TuneState state, model::Head untuned,
                                                           model::Head start)
{
    auto trainer = std::make_unique<HeadTrainer>(parts, std::move(request), std::move(sides), std::move(state),
                                                 std::move(untuned), std::move(start));
    SAYSEE_TRY(trainer->open());
    return trainer;
}

}  // namespace saysee::training
