#include "core/model/checkpoint/config_values.h"
#include "core/model/clip/clip.h"

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

// Limits far above any published model keep a damaged file from asking for absurd memory.
constexpr std::int64_t kMaxWidth = 16'384;
constexpr std::int64_t kMaxLayers = 256;
constexpr std::int64_t kMaxVocabulary = 4'000'000;

base::Result<ClipTowerConfig> towerConfig(ConfigValues& values, const ClipTowerConfig& absent,
                                          const std::string& origin)
{
    ClipTowerConfig tower;
    tower.width = values.integer("hidden_size", absent.width, 1, kMaxWidth);
    tower.layers = values.integer("num_hidden_layers", absent.layers, 1, kMaxLayers);
    tower.heads = values.integer("num_attention_heads", absent.heads, 1, kMaxWidth);
    tower.feedForward = values.integer("intermediate_size", absent.feedForward, 1, 4 * kMaxWidth);
    tower.epsilon = values.number("layer_norm_eps", absent.epsilon);
    const std::string activation = values.text("hidden_act", "quick_gelu");
    SAYSEE_TRY(values.status());
    if (activation != "quick_gelu" && activation != "gelu")
        return fail(ErrorCode::UnsupportedFormat,
                    origin + " uses the activation \"" + activation + "\", which is not supported.");
    tower.activation = activation == "gelu" ? Activation::Gelu : Activation::QuickGelu;
    if (tower.width % tower.heads != 0)
        return fail(ErrorCode::Corrupt,
                    "The configuration of " + origin + " is damaged: its width of " + std::to_string(tower.width)
                        + " does not divide into " + std::to_string(tower.heads) + " heads.");
    return tower;
}

ClipConfig vitB32()
{
    ClipConfig config;
    config.text = {.width = 512, .layers = 12, .heads = 8, .feedForward = 2048};
    config.vision = {.width = 768, .layers = 12, .heads = 12, .feedForward = 3072};
    return config;
}

}  // namespace

base::Result<ClipConfig> clipConfig(const nlohmann::json& json, const std::string& origin)
{
    const ClipConfig absent = vitB32();  // the architecture's defaults
    ClipConfig config;
    ConfigValues top(json, origin);
    config.embedding = top.integer("projection_dim", absent.embedding, 1, kMaxWidth);
    const nlohmann::json textJson = top.object("text_config");
    const nlohmann::json visionJson = top.object("vision_config");
    SAYSEE_TRY(top.status());

    ConfigValues text(textJson, origin);
    config.vocabulary = text.integer("vocab_size", absent.vocabulary, 3, kMaxVocabulary);
    config.context = text.integer("max_position_embeddings", absent.context, 3, kMaxWidth);
    config.endToken = text.integer("eos_token_id", config.vocabulary - 1, 0, config.vocabulary - 1);
    if (config.endToken == 2)  // in old files: "the highest id of the row", which the end token is
        config.endToken = config.vocabulary - 1;
    SAYSEE_ASSIGN(config.text, towerConfig(text, absent.text, origin));

    ConfigValues vision(visionJson, origin);
    config.imageSize = vision.integer("image_size", absent.imageSize, 1, 4096);
    config.patchSize = vision.integer("patch_size", absent.patchSize, 1, config.imageSize);
    SAYSEE_ASSIGN(config.vision, towerConfig(vision, absent.vision, origin));
    return config;
}

base::Result<ClipConfig> clipShape(const std::string& name)
{
    ClipConfig config = vitB32();
    if (name == "vit-b-32")
        return config;
    config.patchSize = 16;
    if (name == "vit-b-16")
        return config;
    if (name != "vit-l-14")
        return fail(ErrorCode::InvalidArgument,
                    "There is no CLIP shape \"" + name + "\"; known are vit-b-32, vit-b-16 and vit-l-14.");
    config.patchSize = 14;
    config.embedding = 768;
    config.text = {.width = 768, .layers = 12, .heads = 12, .feedForward = 3072};
    config.vision = {.width = 1024, .layers = 24, .heads = 16, .feedForward = 4096};
    return config;
}

}  // namespace saysee::model
