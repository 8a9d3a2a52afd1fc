#include "core/training/pretrain/image_text_stage.h"

#include "core/model/clip/clip.h"
#include "core/model/fusion/fusion.h"
#include "core/text/clip_tokenizer.h"
#include "core/training/objective/contrastive.h"
#include "core/training/objective/recall.h"
#include "core/training/pretrain/shard_reader.h"
#include "core/training/pretrain/write_network.h"

#include <cmath>
#include <random>
#include <unordered_map>

namespace saysee::training {
namespace {

constexpr const char* kScale = "logit_scale";  // as in Hugging Face's CLIP: log of 1 / temperature
constexpr const char* kAttributes = "attributes";  // of training alone, never in the pack
constexpr double kFirstScale = 2.6592;  // ln(1 / 0.07)
constexpr double kLargestScale = 4.6052;  // ln 100, CLIP's limit
constexpr std::int64_t kEvaluated = 1000;  // scenes of the validation split
constexpr std::int64_t kEvaluationBatch = 100;

// Captions as token rows of one length.
struct Captions {
    at::Tensor tokens;  // [N, L] int64, zero padded
    at::Tensor texts;  // [N] int64: equal where the texts are equal
    std::vector<std::int64_t> firstOfScene;  // scenes + 1
};

base::Result<Captions> tokenise(const ShardReader& reader, const text::ClipTokenizer& tokenizer, std::int64_t context)
{
    std::vector<std::vector<int>> rows;
    std::unordered_map<std::string, std::int64_t> known;
    std::vector<std::int64_t> texts;
    Captions captions;
    for (const auto& scene : reader.scenes()) {
        captions.firstOfScene.push_back(static_cast<std::int64_t>(rows.size()));
        for (const auto& caption : scene.captions) {
            SAYSEE_ASSIGN(auto ids, tokenizer.encode(caption));
            if (static_cast<std::int64_t>(ids.size()) > context)
                return base::fail(base::ErrorCode::InvalidArgument,
                                  "A caption is longer than the text tower's context: \"" + caption + "\".");
            rows.push_back(std::move(ids));
            texts.push_back(known.try_emplace(caption, static_cast<std::int64_t>(known.size())).first->second);
        }
    }
    captions.firstOfScene.push_back(static_cast<std::int64_t>(rows.size()));
    captions.tokens = at::zeros({static_cast<std::int64_t>(rows.size()), context}, at::kLong);
    auto* target = captions.tokens.data_ptr<std::int64_t>();
    for (const auto& row : rows) {
        std::copy(row.begin(), row.end(), target);
        target += context;
    }
    captions.texts = at::tensor(texts, at::kLong);
    return captions;
}

at::Tensor attributesOf(const ShardReader& reader)
{
    std::vector<std::int64_t> values;
    for (const auto& scene : reader.scenes())
        values.insert(values.end(), scene.attributes.begin(), scene.attributes.end());
    return at::tensor(values, at::kLong).reshape({static_cast<std::int64_t>(reader.scenes().size()), -1});
}

struct Split {
    ShardReader reader;
    Captions captions;
    at::Tensor attributes;  // [scenes, A]
};

base::Result<Split> openSplit(const std::filesystem::path& folder, const text::ClipTokenizer& tokenizer,
                              const model::ClipConfig& config)
{
    SAYSEE_ASSIGN(auto reader, ShardReader::open(folder));
    if (reader.header().pictureSide != config.imageSize)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The pictures in " + folder.string() + " do not have the image tower's size.");
    SAYSEE_ASSIGN(auto captions, tokenise(reader, tokenizer, config.context));
    auto attributes = attributesOf(reader);
    return Split {std::move(reader), std::move(captions), std::move(attributes)};
}

class ImageTextStage final : public Stage {
public:
    ImageTextStage(const ImageTextSettings& settings, model::ClipConfig config, Split train, Split validation,
                   std::filesystem::path folder, at::Device device)
        : m_settings(settings), m_config(std::move(config)), m_train(std::move(train)),
          m_validation(std::move(validation)), m_folder(std::move(folder)), m_device(device)
    {
    }

    base::Status initialise()
    {
        auto weights = model::Weights::random(m_parameters, m_settings.run.seed);
        SAYSEE_TRY(model::ClipText::create(m_config, weights));
        SAYSEE_TRY(model::ClipVision::create(m_config, weights));
        if (m_settings.attributeWeight > 0) {
            std::int64_t classes = 0;
            for (const int size : m_train.reader.header().attributeSizes)
                classes += size;
            weights.take(kAttributes, {classes, m_config.embedding});
        }
        scaleToInputs(m_parameters);
        m_parameters[kScale] = at::full({}, kFirstScale);
        for (auto& [name, tensor] : m_parameters)
            tensor = tensor.to(m_device);
        return {};
    }

    [[nodiscard]] std::string name() const override { return "image-text"; }
    [[nodiscard]] const model::TensorMap& parameters() const override { return m_parameters; }

    base::Result<StepLoss> loss(std::int64_t step) override
    {
        std::mt19937_64 random(stepSeed(m_settings.run.seed, step));
        const auto scenes = batchOf(step);
        const at::Tensor captions = chooseCaptions(scenes, random);
        const at::Tensor rows = at::tensor(scenes, at::kLong);
        const at::Tensor pixels = normalise(vary(m_train.reader.pictures(scenes).to(m_device), random));
        SAYSEE_ASSIGN(const auto features,
                      encode(pixels, m_train.captions.tokens.index_select(0, captions), m_settings.run.bfloat16));

        const at::Tensor scale = m_parameters.at(kScale).clamp_max(kLargestScale).exp();
        const at::Tensor contrast =
            contrastiveLoss(model::unitLength(features.pictures), model::unitLength(features.texts),
                            m_train.captions.texts.index_select(0, captions).to(m_device), scale);
        StepLoss result {contrast, {{"contrast", contrast.item<double>()}}};
        if (m_settings.attributeWeight > 0) {
            const at::Tensor targets = m_train.attributes.index_select(0, rows).to(m_device);
            const at::Tensor byPicture = attributeLoss(features.pictures, targets);
            const at::Tensor byText = attributeLoss(features.texts, targets);
            result.total = contrast + m_settings.attributeWeight * (byPicture + byText);
            result.parts.emplace_back("attributes_picture", byPicture.item<double>());
            result.parts.emplace_back("attributes_text", byText.item<double>());
        }
        result.parts.emplace_back("scale", scale.item<double>());
        return result;
    }

    base::Result<Evaluation> evaluate() override
    {
        const at::NoGradGuard noGrad;
        const auto count = std::min(kEvaluated, m_validation.reader.header().scenes);
        std::vector<at::Tensor> pictures;
        std::vector<at::Tensor> texts;
        for (std::int64_t first = 0; first < count; first += kEvaluationBatch) {
            std::vector<std::int64_t> scenes;
            std::vector<std::int64_t> captions;
            for (std::int64_t row = first; row < std::min(count, first + kEvaluationBatch); ++row) {
                scenes.push_back(row);
                captions.push_back(m_validation.captions.firstOfScene[static_cast<std::size_t>(row)]);
            }
            const at::Tensor pixels =
                normalise(m_validation.reader.pictures(scenes).to(m_device).to(at::kFloat) / 255.0);
            const at::Tensor tokens = m_validation.captions.tokens.index_select(0, at::tensor(captions, at::kLong));
            SAYSEE_ASSIGN(const auto features, encode(pixels, tokens, false));
            pictures.push_back(model::unitLength(features.pictures));
            texts.push_back(model::unitLength(features.texts));
        }
        return score(at::cat(pictures), at::cat(texts));
    }

    base::Status write() override
    {
        auto config = m_settings.network;
        config["model_type"] = "clip";
        auto stored = m_parameters;
        stored.erase(kAttributes);
        return writeNetwork(m_folder, config, stored);
    }

private:
    struct Features {
        at::Tensor pictures;  // [B, E]
        at::Tensor texts;  // [B, E]
    };

    [[nodiscard]] std::vector<std::int64_t> batchOf(std::int64_t step)
    {
        const auto scenes = static_cast<std::int64_t>(m_train.reader.scenes().size());
        const auto batch = std::min(m_settings.run.batch, scenes);
        const auto batches = scenes / batch;
        if (m_epoch != step / batches) {
            m_epoch = step / batches;
            m_order = shuffledRows(scenes, m_settings.run.seed, m_epoch);
        }
        const auto first = m_order.begin() + (step % batches) * batch;
        return {first, first + batch};
    }

    at::Tensor chooseCaptions(const std::vector<std::int64_t>& scenes, std::mt19937_64& random) const
    {
        std::vector<std::int64_t> chosen;
        for (const auto scene : scenes) {
            const auto first = m_train.captions.firstOfScene[static_cast<std::size_t>(scene)];
            const auto end = m_train.captions.firstOfScene[static_cast<std::size_t>(scene) + 1];
            chosen.push_back(first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end - first)));
        }
        return at::tensor(chosen, at::kLong);
    }

    // Moves, brightens and darkens each picture a little: uint8 -> float, 0..1.
    at::Tensor vary(const at::Tensor& pictures, std::mt19937_64& random) const
    {
        std::uniform_real_distribution<double> jitter(-m_settings.jitter, m_settings.jitter);
        std::uniform_int_distribution<std::int64_t> offset(0, 2 * m_settings.shift);
        const auto side = pictures.size(2);
        const at::Tensor wide =
            at::replication_pad2d(pictures.to(at::kFloat) / 255.0,
                                  {m_settings.shift, m_settings.shift, m_settings.shift, m_settings.shift});
        std::vector<at::Tensor> varied;
        for (std::int64_t row = 0; row < pictures.size(0); ++row) {
            const at::Tensor moved = wide[row].narrow(1, offset(random), side).narrow(2, offset(random), side);
            varied.push_back((moved - 0.5) * (1 + jitter(random)) + (0.5 + jitter(random)));
        }
        return at::stack(varied).clamp(0, 1);
    }

    at::Tensor normalise(const at::Tensor& pixels) const
    {
        const auto shape = [&](const std::array<double, 3>& values) {
            return at::tensor(at::ArrayRef<double>(values), pixels.options()).reshape({1, 3, 1, 1});
        };
        return (pixels - shape(m_settings.mean)) / shape(m_settings.deviation);
    }

    base::Result<Features> encode(const at::Tensor& pixels, const at::Tensor& tokens, bool bfloat16) const
    {
        const auto tensors = inPrecision(m_parameters, bfloat16);
        const auto type = bfloat16 ? at::kBFloat16 : at::kFloat;
        model::Weights weights(tensors, "the network in training", at::TensorOptions(m_device).dtype(type));
        SAYSEE_ASSIGN(const auto text, model::ClipText::create(m_config, weights));
        SAYSEE_ASSIGN(const auto vision, model::ClipVision::create(m_config, weights));
        return Features {vision.encode(pixels), text.encode(tokens.to(m_device))};
    }

    at::Tensor attributeLoss(const at::Tensor& features, const at::Tensor& targets) const
    {
        const at::Tensor logits = at::linear(features, m_parameters.at(kAttributes));  // [B, classes]
        at::Tensor total = at::zeros({}, logits.options());
        std::int64_t first = 0;
        std::int64_t attribute = 0;
        for (const int size : m_train.reader.header().attributeSizes) {
            const at::Tensor target = targets.select(1, attribute++);
            if (target.ge(0).any().item<bool>())
                total = total
                    + at::cross_entropy_loss(logits.narrow(1, first, size), target, {}, at::Reduction::Mean, -1);
            first += size;
        }
        return total / static_cast<double>(attribute);
    }

    static Evaluation score(const at::Tensor& pictures, const at::Tensor& texts)
    {
        const at::Tensor own = at::arange(pictures.size(0), pictures.options().dtype(at::kLong));
        const double toPicture = recallAt(texts, pictures, own, 1);
        const double toText = recallAt(pictures, texts, own, 1);
        return {0.5 * (toPicture + toText),
                {{"text_to_picture_r1", toPicture},
                 {"text_to_picture_r10", recallAt(texts, pictures, own, 10)},
                 {"picture_to_text_r1", toText},
                 {"picture_to_text_r10", recallAt(pictures, texts, own, 10)}}};
    }

    ImageTextSettings m_settings;
    model::ClipConfig m_config;
    Split m_train;
    Split m_validation;
    std::filesystem::path m_folder;
    at::Device m_device;
    model::TensorMap m_parameters;
    std::int64_t m_epoch = -1;
    std::vector<std::int64_t> m_order;
};

}  // namespace

base::Result<std::unique_ptr<Stage>> makeImageTextStage(const ImageTextSettings& settings,
                                                        const PretrainFolders& folders, at::Device device)
{
    const auto folder = folders.pack / "image-text";
    SAYSEE_ASSIGN(const auto tokenizer, text::ClipTokenizer::load(folder));
    auto complete = settings;
    complete.network["text_config"]["vocab_size"] = tokenizer.vocabularySize();
    complete.network["text_config"]["bos_token_id"] = tokenizer.startOfText();
    complete.network["text_config"]["eos_token_id"] = tokenizer.endOfText();
    SAYSEE_ASSIGN(auto config, model::clipConfig(complete.network, "the recipe's image-text network"));
    SAYSEE_ASSIGN(auto train, openSplit(folders.data / "train", tokenizer, config));
    SAYSEE_ASSIGN(auto validation, openSplit(folders.data / "validation", tokenizer, config));
    auto stage = std::make_unique<ImageTextStage>(complete, std::move(config), std::move(train),
                                                  std::move(validation), folder, device);
    SAYSEE_TRY(stage->initialise());
    return stage;
}

}  // namespace saysee::training
