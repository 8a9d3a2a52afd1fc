#include "core/model/checkpoint/openai_names.h"

#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

using Renaming = std::pair<std::string_view, std::string_view>;

// Within a block, by the part that follows its number.
constexpr std::array<Renaming, 13> kWhisperParts = {{{"attn.query.", "self_attn.q_proj."},
                                                     {"attn.key.", "self_attn.k_proj."},
                                                     {"attn.value.", "self_attn.v_proj."},
                                                     {"attn.out.", "self_attn.out_proj."},
                                                     {"attn_ln.", "self_attn_layer_norm."},
                                                     {"cross_attn.query.", "encoder_attn.q_proj."},
                                                     {"cross_attn.key.", "encoder_attn.k_proj."},
                                                     {"cross_attn.value.", "encoder_attn.v_proj."},
                                                     {"cross_attn.out.", "encoder_attn.out_proj."},
                                                     {"cross_attn_ln.", "encoder_attn_layer_norm."},
                                                     {"mlp.0.", "fc1."},
                                                     {"mlp.2.", "fc2."},
                                                     {"mlp_ln.", "final_layer_norm."}}};
constexpr std::array<Renaming, 8> kWhisperStarts = {
    {{"encoder.blocks.", "model.encoder.layers."},
     {"decoder.blocks.", "model.decoder.layers."},
     {"encoder.positional_embedding", "model.encoder.embed_positions.weight"},
     {"decoder.positional_embedding", "model.decoder.embed_positions.weight"},
     {"decoder.token_embedding.", "model.decoder.embed_tokens."},
     {"encoder.ln_post.", "model.encoder.layer_norm."},
     {"decoder.ln.", "model.decoder.layer_norm."},
     {"encoder.conv", "model.encoder.conv"}}};

constexpr std::array<Renaming, 5> kClipParts = {{{"attn.out_proj.", "self_attn.out_proj."},
                                                 {"ln_1.", "layer_norm1."},
                                                 {"ln_2.", "layer_norm2."},
                                                 {"mlp.c_fc.", "mlp.fc1."},
                                                 {"mlp.c_proj.", "mlp.fc2."}}};
constexpr std::array<Renaming, 10> kClipStarts = {
    {{"visual.transformer.resblocks.", "vision_model.encoder.layers."},
     {"transformer.resblocks.", "text_model.encoder.layers."},
     {"visual.class_embedding", "vision_model.embeddings.class_embedding"},
     {"visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"},
     {"visual.conv1.", "vision_model.embeddings.patch_embedding."},
     {"visual.ln_pre.", "vision_model.pre_layrnorm."},
     {"visual.ln_post.", "vision_model.post_layernorm."},
     {"positional_embedding", "text_model.embeddings.position_embedding.weight"},
     {"token_embedding.", "text_model.embeddings.token_embedding."},
     {"ln_final.", "text_model.final_layer_norm."}}};

// Replaces the first start that fits; behind "layers.N.", the first part that fits.
template <std::size_t Starts, std::size_t Parts>
std::string rename(const std::string& name, const std::array<Renaming, Starts>& starts,
                   const std::array<Renaming, Parts>& parts)
{
    for (const auto& [from, to] : starts) {
        if (!name.starts_with(from))
            continue;
        std::string rest = name.substr(from.size());
        const std::size_t dot = to.ends_with("layers.") ? rest.find('.') : std::string::npos;
        if (dot == std::string::npos)
            return std::string(to) + rest;
        const std::string number = rest.substr(0, dot + 1);
        rest = rest.substr(dot + 1);
        for (const auto& [part, replacement] : parts) {
            if (rest.starts_with(part))
                return std::string(to) + number + std::string(replacement) + rest.substr(part.size());
        }
        return std::string(to) + number + rest;
    }
    return name;
}

// OpenAI packs query, key and value into one: [3 D, D] or [3 D].
void splitPacked(const std::string& name, const at::Tensor& packed, TensorMap& into)
{
    const std::size_t end = name.find("attn.in_proj_");
    const std::string block = clipName(name.substr(0, end));
    const std::string kind = name.substr(end + std::string_view("attn.in_proj_").size());
    const std::int64_t width = packed.size(0) / 3;
    std::int64_t start = 0;
    for (const char* const part : {"q_proj.", "k_proj.", "v_proj."}) {
        into[block + "self_attn." + part + kind] = packed.narrow(0, start, width);
        start += width;
    }
}

std::int64_t countBlocks(const TensorMap& tensors, const std::string& prefix)
{
    std::int64_t count = 0;
    while (tensors.contains(prefix + std::to_string(count) + ".ln_1.weight"))
        ++count;
    return count;
}

}  // namespace

std::string whisperName(const std::string& openAiName) { return rename(openAiName, kWhisperStarts, kWhisperParts); }

std::string clipName(const std::string& openAiName) { return rename(openAiName, kClipStarts, kClipParts); }

TensorMap whisperFromOpenAi(const TensorMap& tensors)
{
    TensorMap renamed;
    for (const auto& [name, tensor] : tensors)
        renamed[whisperName(name)] = tensor;
    return renamed;
}

TensorMap clipFromOpenAi(const TensorMap& tensors)
{
    TensorMap renamed;
    for (const auto& [name, tensor] : tensors) {
        if (name.find("attn.in_proj_") != std::string::npos && tensor.dim() >= 1 && tensor.size(0) % 3 == 0)
            splitPacked(name, tensor, renamed);
        else if (name == "text_projection" && tensor.dim() == 2)
            renamed["text_projection.weight"] = tensor.t();
        else if (name == "visual.proj" && tensor.dim() == 2)
            renamed["visual_projection.weight"] = tensor.t();
        else
            renamed[clipName(name)] = tensor;
    }
    return renamed;
}

base::Result<nlohmann::json> whisperConfigFromDims(const std::map<std::string, std::int64_t>& dims,
                                                   const std::string& origin)
{
    constexpr std::array<Renaming, 10> keys = {{{"n_mels", "num_mel_bins"},
                                                {"n_audio_ctx", "max_source_positions"},
                                                {"n_audio_state", "d_model"},
                                                {"n_audio_head", "encoder_attention_heads"},
                                                {"n_audio_layer", "encoder_layers"},
                                                {"n_vocab", "vocab_size"},
                                                {"n_text_ctx", "max_target_positions"},
                                                {"n_text_state", "d_model"},
                                                {"n_text_head", "decoder_attention_heads"},
                                                {"n_text_layer", "decoder_layers"}}};
    nlohmann::json config = {{"model_type", "whisper"}};
    for (const auto& [from, to] : keys) {
        const auto found = dims.find(std::string(from));
        if (found == dims.end())
            return fail(ErrorCode::Corrupt,
                        origin + " lacks the dimension \"" + std::string(from)
                            + "\": it is not a Whisper checkpoint, or is damaged.");
        constexpr std::int64_t kMost = 1'000'000'000;  // no dimension comes near; what is made of them fits
        if (found->second < 0 || found->second > kMost)
            return fail(ErrorCode::Corrupt,
                        origin + " is damaged: its dimension \"" + std::string(from) + "\" is "
                            + std::to_string(found->second) + ".");
        config[std::string(to)] = found->second;
    }
    if (dims.at("n_audio_state") != dims.at("n_text_state"))
        return fail(ErrorCode::Corrupt, origin + " has an encoder and a decoder of different widths.");
    config["encoder_ffn_dim"] = 4 * dims.at("n_audio_state");
    config["decoder_ffn_dim"] = 4 * dims.at("n_text_state");
    return config;
}

base::Result<nlohmann::json> clipConfigFromShapes(const TensorMap& openAiTensors, const std::string& origin)
{
    constexpr std::array<std::pair<const char*, std::int64_t>, 8> needed = {
        {{"ln_final.weight", 1},
         {"token_embedding.weight", 2},
         {"positional_embedding", 2},
         {"text_projection", 2},
         {"transformer.resblocks.0.mlp.c_fc.weight", 2},
         {"visual.conv1.weight", 4},
         {"visual.positional_embedding", 2},
         {"visual.transformer.resblocks.0.mlp.c_fc.weight", 2}}};
    for (const auto& [name, dimensions] : needed) {
        const auto found = openAiTensors.find(name);
        if (found == openAiTensors.end() || found->second.dim() != dimensions)
            return fail(ErrorCode::UnsupportedFormat,
                        origin + " has no \"" + name + "\": it is not a CLIP model with two Transformers.");
    }
    const auto size = [&](const char* name, std::int64_t dimension) {
        return openAiTensors.at(name).size(dimension);
    };
    constexpr std::int64_t headWidth = 64;
    const std::int64_t textWidth = size("ln_final.weight", 0);
    const std::int64_t visionWidth = size("visual.conv1.weight", 0);
    const std::int64_t patch = size("visual.conv1.weight", 2);
    const double patches = static_cast<double>(size("visual.positional_embedding", 0) - 1);
    const std::int64_t grid = std::llround(std::sqrt(std::max(0.0, patches)));
    nlohmann::json config = {{"model_type", "clip"}, {"projection_dim", size("text_projection", 1)}};
    config["text_config"] = {{"hidden_size", textWidth},
                             {"intermediate_size", size("transformer.resblocks.0.mlp.c_fc.weight", 0)},
                             {"num_attention_heads", textWidth / headWidth},
                             {"num_hidden_layers", countBlocks(openAiTensors, "transformer.resblocks.")},
                             {"vocab_size", size("token_embedding.weight", 0)},
                             {"max_position_embeddings", size("positional_embedding", 0)}};
    config["vision_config"] = {{"hidden_size", visionWidth},
                               {"intermediate_size", size("visual.transformer.resblocks.0.mlp.c_fc.weight", 0)},
                               {"num_attention_heads", visionWidth / headWidth},
                               {"num_hidden_layers", countBlocks(openAiTensors, "visual.transformer.resblocks.")},
                               {"image_size", grid * patch},
                               {"patch_size", patch}};
    return config;
}

}  // namespace saysee::model
