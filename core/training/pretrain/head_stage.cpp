#include "core/training/pretrain/head_stage.h"

#include "core/training/features/feature_maker.h"
#include "core/training/objective/head_objective.h"
#include "core/training/pretrain/shard_reader.h"
#include "core/training/pretrain/speech_variation.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace saysee::training {
namespace {

constexpr std::size_t kPart = 500;  // utterances in one file of features
constexpr std::int64_t kScoredAtOnce = 100;
constexpr std::int64_t kNeighbours = 2;  // pictures that belong together, see head_stage.h

// How much of a split is taken, see HeadSettings.
struct Extent {
    std::int64_t utterances = 0;
    std::int64_t variations = 1;
    std::int64_t mannerVariations = 1;
};

// One split's features, made a part at a time.
class SplitFeatures {
public:
    SplitFeatures(const PretrainSettings& settings, const PretrainFolders& folders, std::string split, Extent extent,
                  std::string networks)
        : m_settings(settings), m_folders(folders), m_split(std::move(split)), m_extent(extent),
          m_networks(std::move(networks))
    {
    }

    base::Result<FeatureSet> make(model::EngineParts& parts, const base::TaskContext& task)
    {
        SAYSEE_ASSIGN(const auto reader, ShardReader::open(m_folders.data / m_split));
        chooseRows(reader);
        SAYSEE_TRY(makeFolder());
        std::vector<FeatureSet> done;
        for (std::size_t first = 0; first < m_rows.size(); first += kPart) {
            const auto end = std::min(first + kPart, m_rows.size());
            const auto file = m_folders.work / "features" / (m_split + "-" + std::to_string(first) + ".safetensors");
            const auto key = m_networks + " " + std::to_string(end);
            auto part = loadFeatures(file, key);
            if (!part) {
                SAYSEE_ASSIGN(part, makePart(parts, reader, first, end, task));
                SAYSEE_TRY(saveFeatures(file, *part, key));
            }
            done.push_back(std::move(*part));
        }
        return join(done);
    }

private:
    struct Row {
        const shard::Utterance* utterance;
        std::int64_t variation;
    };

    // Those with a manner come first, as they are few and come in pairs. Then sorted by picture, so that neighbours
    // stay together; a variation of all after the other.
    void chooseRows(const ShardReader& reader)
    {
        std::vector<const shard::Utterance*> chosen;
        for (const auto& utterance : reader.utterances()) {
            if (utterance.scene >= 0 && utterance.samples > 0)
                chosen.push_back(&utterance);
        }
        const auto hasManner = [](auto* row) { return row->condition != shard::kNoManner; };
        std::stable_partition(chosen.begin(), chosen.end(), hasManner);
        if (m_extent.utterances > 0 && chosen.size() > static_cast<std::size_t>(m_extent.utterances))
            chosen.resize(static_cast<std::size_t>(m_extent.utterances));
        std::stable_sort(chosen.begin(), chosen.end(), [](auto* a, auto* b) { return a->scene < b->scene; });
        for (std::int64_t variation = 0; variation < std::max(m_extent.variations, m_extent.mannerVariations);
             ++variation) {
            for (const auto* utterance : chosen) {
                if (variation < (hasManner(utterance) ? m_extent.mannerVariations : m_extent.variations))
                    m_rows.push_back({utterance, variation});
            }
        }
    }

    base::Status makeFolder() const
    {
        std::error_code error;
        std::filesystem::create_directories(m_folders.work / "features", error);
        if (error)
            return base::fail(base::ErrorCode::Io, "Cannot write to " + m_folders.work.string() + ".",
                              error.message());
        return {};
    }

    base::Result<FeatureSet> makePart(model::EngineParts& parts, const ShardReader& reader, std::size_t first,
                                      std::size_t end, const base::TaskContext& task) const
    {
        const SpeechVariation variation(m_settings.recogniser, reader);
        FeatureMaker maker(parts);
        std::vector<std::int64_t> scenes;
        for (std::size_t i = first; i < end; ++i) {
            if (task.stopRequested())
                return base::cancelled();
            task.progress({"Features of " + m_split, i, m_rows.size()});
            const auto& utterance = *m_rows[i].utterance;
            if (scenes.empty() || scenes.back() != utterance.scene) {
                scenes.push_back(utterance.scene);
                maker.addPictures(pixels(reader, utterance.scene));
            }
            std::mt19937_64 random(stepSeed(
                m_settings.head.run.seed + static_cast<std::uint64_t>(m_rows[i].variation), utterance.offset));
            const audio::Clip clip {
                variation.vary(utterance, static_cast<std::size_t>(30 * shard::kSampleRate), random)};
            SAYSEE_TRY(maker.addSpeech(clip, static_cast<std::int64_t>(scenes.size()) - 1, task));
        }
        return maker.take();
    }

    at::Tensor pixels(const ShardReader& reader, std::int64_t scene) const
    {
        const auto shape = [](const std::array<double, 3>& values) {
            return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1});
        };
        const std::array<std::int64_t, 1> row = {scene};
        const at::Tensor picture = reader.pictures(row).to(at::kFloat) / 255.0;
        return (picture - shape(m_settings.imageText.mean)) / shape(m_settings.imageText.deviation);
    }

    const PretrainSettings& m_settings;
    const PretrainFolders& m_folders;
    std::string m_split;
    Extent m_extent;
    std::string m_networks;
    std::vector<Row> m_rows;
};

class HeadStage final : public Stage {
public:
    HeadStage(const HeadSettings& settings, model::ClipText text, model::Head head, FeatureSet train,
              FeatureSet validation, std::filesystem::path file, at::Device device)
        : m_settings(settings), m_text(std::move(text)), m_head(std::move(head)), m_train(std::move(train)),
          m_validation(std::move(validation)), m_file(std::move(file)), m_device(device)
    {
        groupRows();
    }

    [[nodiscard]] std::string name() const override { return "head"; }
    [[nodiscard]] const model::TensorMap& parameters() const override { return m_head.tensors(); }

    // The gate looks at vectors of length 1, whose components are small: its weights have a long way to go.
    [[nodiscard]] std::map<std::string, double> rateFactors() const override
    {
        return {{"gate.weight", m_settings.gateRate},
                {"gate.bias", m_settings.gateRate},
                {"gate.trust", m_settings.gateRate}};
    }

    base::Result<StepLoss> loss(std::int64_t step) override
    {
        const FeatureBatch batch = m_train.batch(batchOf(step), m_device);
        const HeadPass pass = runHead(m_head, m_text, batch);
        const HeadLoss loss = headLoss(
            pass.fused, pass.words, pass.sound, batch.pictures, batch.group,
            {m_settings.outerWeight, m_settings.innerWeight, m_settings.soundWeight, m_settings.temperature});
        return StepLoss {loss.total, {{"outer", loss.outer.item<double>()}, {"inner", loss.inner.item<double>()}}};
    }

    base::Result<Evaluation> evaluate() override
    {
        const HeadScores scores = scoreHead(m_head, m_text, m_validation, kScoredAtOnce, m_device);
        return Evaluation {scores.fused,
                           {{"fused_r1", scores.fused},
                            {"fused_r10", scores.fusedAt10},
                            {"words_r1", scores.words},
                            {"sound_r1", scores.sound},
                            {"sound_share", scores.soundShare}}};
    }

    base::Status write() override { return m_head.save(m_file, at::kHalf); }

private:
    // Blocks of descriptions of neighbouring pictures.
    void groupRows()
    {
        const at::Tensor pictures = m_train.features().pictureOf;
        const auto* picture = pictures.data_ptr<std::int64_t>();
        for (std::int64_t row = 0; row < m_train.features().size(); ++row) {
            if (m_blocks.empty() || picture[row] / kNeighbours != picture[m_blocks.back().front()] / kNeighbours)
                m_blocks.emplace_back();
            m_blocks.back().push_back(row);
        }
    }

    std::vector<std::int64_t> batchOf(std::int64_t step)
    {
        const auto size = static_cast<std::size_t>(std::min(m_settings.run.batch, m_train.features().size()));
        const auto batches = static_cast<std::int64_t>(static_cast<std::size_t>(m_train.features().size()) / size);
        if (m_epoch != step / batches) {
            m_epoch = step / batches;
            m_order.clear();
            for (const auto block :
                 shuffledRows(static_cast<std::int64_t>(m_blocks.size()), m_settings.run.seed, m_epoch)) {
                const auto& rows = m_blocks[static_cast<std::size_t>(block)];
                m_order.insert(m_order.end(), rows.begin(), rows.end());
            }
        }
        const auto first = m_order.begin() + (step % batches) * static_cast<std::int64_t>(size);
        return {first, first + static_cast<std::int64_t>(size)};
    }

    HeadSettings m_settings;
    model::ClipText m_text;
    model::Head m_head;
    FeatureReader m_train;
    FeatureReader m_validation;
    std::filesystem::path m_file;
    at::Device m_device;
    std::vector<std::vector<std::int64_t>> m_blocks;
    std::int64_t m_epoch = -1;
    std::vector<std::int64_t> m_order;
};

base::Status check(const HeadSettings& settings)
{
    if (settings.variations < 1 || settings.mannerVariations < 1)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The recipe's head.variations and head.mannerVariations must be at least 1.");
    if (settings.soundShare < 0 || settings.soundShare >= 0.5)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The recipe's head.soundShare must be from 0 to less than 0.5.");
    return {};
}

base::Result<model::Head> freshHead(const HeadSettings& settings, const model::EngineParts& parts)
{
    model::HeadSpec spec;
    spec.channel = {parts.recogniser->config().width, static_cast<int>(parts.text->config().text.width),
                    parts.info.dimension, settings.attentionHeads, settings.feedForward};
    spec.prompts = settings.prompts;
    SAYSEE_ASSIGN(spec.fusion, model::fusionNamed(settings.fusion));
    SAYSEE_ASSIGN(const auto head, model::Head::random(spec, settings.run.seed));
    if (spec.fusion == model::FusionKind::Gated)  // a gate of weight 0 is open by half
        head.tensors().at("gate.trust").fill_(std::atanh(2 * settings.soundShare));
    return model::Head::fromTensors(head.tensors(), spec, "the new head", at::TensorOptions(parts.device));
}

}  // namespace

base::Result<std::unique_ptr<Stage>> makeHeadStage(const PretrainSettings& settings, const PretrainFolders& folders,
                                                   const std::string& device, const base::TaskContext& task)
{
    SAYSEE_TRY(check(settings.head));
    model::EngineSpec spec;
    spec.recogniser = folders.pack / "recogniser";
    spec.imageText = folders.pack / "image-text";
    spec.device = device;
    spec.threads = at::get_num_threads();
    SAYSEE_ASSIGN(auto parts, model::loadParts(spec, task));
    SAYSEE_ASSIGN(auto train,
                  SplitFeatures(settings, folders, "train",
                                {settings.head.utterances, settings.head.variations, settings.head.mannerVariations},
                                parts.networks.value)
                      .make(parts, task));
    SAYSEE_ASSIGN(
        auto validation,
        SplitFeatures(settings, folders, "validation", {settings.head.validationUtterances}, parts.networks.value)
            .make(parts, task));
    SAYSEE_ASSIGN(auto head, freshHead(settings.head, parts));
    return std::make_unique<HeadStage>(settings.head, std::move(*parts.text), std::move(head), std::move(train),
                                       std::move(validation), folders.pack / "head.safetensors", parts.device);
}

}  // namespace saysee::training
