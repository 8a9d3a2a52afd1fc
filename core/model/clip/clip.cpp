#include "core/model/clip/clip.h"

#include <cmath>
#include <limits>

namespace saysee::model {

namespace {

ClipBlock takeBlock(Weights& weights, const std::string& name, const ClipTowerConfig& tower)
{
    const std::int64_t width = tower.width;
    ClipBlock block;
    block.attentionNorm = takeLayerNorm(weights, name + ".layer_norm1", width, tower.epsilon);
    block.query = takeLinear(weights, name + ".self_attn.q_proj", width, width);
    block.key = takeLinear(weights, name + ".self_attn.k_proj", width, width);
    block.value = takeLinear(weights, name + ".self_attn.v_proj", width, width);
    block.output = takeLinear(weights, name + ".self_attn.out_proj", width, width);
    block.perceptronNorm = takeLayerNorm(weights, name + ".layer_norm2", width, tower.epsilon);
    block.expand = takeLinear(weights, name + ".mlp.fc1", width, tower.feedForward);
    block.contract = takeLinear(weights, name + ".mlp.fc2", tower.feedForward, width);
    return block;
}

std::vector<ClipBlock> takeBlocks(Weights& weights, const std::string& name, const ClipTowerConfig& tower)
{
    std::vector<ClipBlock> blocks;
    for (std::int64_t layer = 0; layer < tower.layers && weights.status(); ++layer)
        blocks.push_back(takeBlock(weights, name + ".encoder.layers." + std::to_string(layer), tower));
    return blocks;
}

at::Tensor splitHeads(const at::Tensor& x, std::int64_t heads)
{
    return x.view({x.size(0), x.size(1), heads, -1}).transpose(1, 2);  // [B, H, T, D / H]
}

at::Tensor activate(const at::Tensor& x, Activation activation)
{
    return activation == Activation::Gelu ? at::gelu(x) : at::sigmoid(x * 1.702) * x;
}

at::Tensor takeRows(const at::Tensor& x, const at::Tensor& rows)
{
    const at::Tensor index = rows.view({-1, 1, 1}).expand({x.size(0), 1, x.size(2)});
    return at::gather(x, 1, index);  // [B, 1, D]
}

// x [B, T, D]; mask [T, T] or [B, 1, 1, T], added to the scores, or undefined. With `rows` [B], computes only that
// row of each sequence: [B, 1, D]. The last block of a tower needs no other.
at::Tensor forward(const ClipBlock& block, const ClipTowerConfig& tower, const at::Tensor& x, const at::Tensor& mask,
                   const at::Tensor& rows = {})
{
    const at::Tensor normed = block.attentionNorm(x);  // [B, T, D]
    const at::Tensor residual = rows.defined() ? takeRows(x, rows) : x;  // [B, Q, D]
    const at::Tensor asking = rows.defined() ? takeRows(normed, rows) : normed;  // [B, Q, D]
    const double scale = 1.0 / std::sqrt(static_cast<double>(tower.width / tower.heads));
    const at::Tensor query = splitHeads(block.query(asking), tower.heads) * scale;
    const at::Tensor key = splitHeads(block.key(normed), tower.heads);
    const at::Tensor value = splitHeads(block.value(normed), tower.heads);
    at::Tensor scores = at::matmul(query, key.transpose(2, 3));  // [B, H, Q, T]
    if (mask.defined())
        scores = scores + mask;
    const at::Tensor mixed = at::matmul(at::softmax(scores, -1), value).transpose(1, 2).flatten(2);  // [B, Q, D]
    const at::Tensor attended = residual + block.output(mixed);
    const at::Tensor hidden = activate(block.expand(block.perceptronNorm(attended)), tower.activation);
    return attended + block.contract(hidden);
}

at::Tensor causalMask(std::int64_t length, const at::TensorOptions& options)
{
    return at::full({length, length}, -std::numeric_limits<double>::infinity(), options).triu(1);  // [T, T]
}

}  // namespace

base::Result<ClipText> ClipText::create(const ClipConfig& config, Weights& weights)
{
    ClipText tower;
    tower.m_config = config;
    const std::int64_t width = config.text.width;
    const std::string embeddings = "text_model.embeddings.";
    tower.m_tokens = weights.takeAsStored(embeddings + "token_embedding.weight", {config.vocabulary, width});
    tower.m_positions = weights.take(embeddings + "position_embedding.weight", {config.context, width});
    tower.m_blocks = takeBlocks(weights, "text_model", config.text);
    tower.m_finalNorm = takeLayerNorm(weights, "text_model.final_layer_norm", width, config.text.epsilon);
    tower.m_projection = takeLinear(weights, "text_projection", width, config.embedding, Bias::None);
    SAYSEE_TRY(weights.status());
    return tower;
}

at::Tensor ClipText::encode(const at::Tensor& tokens) const { return encodeWithPrompts(tokens, {}); }

at::Tensor ClipText::encodeWithPrompts(const at::Tensor& tokens, const at::Tensor& prompts) const
{
    const at::TensorOptions options = m_positions.options();
    const at::Tensor ids = tokens.to(options.device());
    at::Tensor ends = at::argmax((ids == m_config.endToken).to(at::kInt), 1);  // [B], the first end token of each row
    const std::int64_t length = ends.max().item<std::int64_t>() + 1;
    at::Tensor x = at::embedding(m_tokens, ids.narrow(1, 0, length)).to(options.dtype());  // [B, L, D]
    if (prompts.defined()) {
        const at::Tensor shared = prompts.to(options).unsqueeze(0).expand({x.size(0), -1, -1});  // [B, P, D]
        x = at::cat({x.narrow(1, 0, 1), shared, x.narrow(1, 1, length - 1)}, 1);  // [B, 1 + P + L - 1, D]
        ends = ends + prompts.size(0);
    }
    x = x + m_positions.narrow(0, 0, x.size(1));
    const at::Tensor mask = causalMask(x.size(1), options);
    for (std::size_t layer = 0; layer + 1 < m_blocks.size(); ++layer)
        x = forward(m_blocks[layer], m_config.text, x, mask);
    const at::Tensor endMask = mask.index_select(0, ends).view({x.size(0), 1, 1, x.size(1)});
    const at::Tensor end = forward(m_blocks.back(), m_config.text, x, endMask, ends).squeeze(1);  // [B, D]
    return m_projection(m_finalNorm(end)).to(at::kFloat);  // [B, E]
}

base::Result<ClipVision> ClipVision::create(const ClipConfig& config, Weights& weights)
{
    ClipVision tower;
    tower.m_config = config;
    const std::int64_t width = config.vision.width;
    const std::int64_t patch = config.patchSize;
    const std::int64_t grid = config.imageSize / patch;
    const std::string embeddings = "vision_model.embeddings.";
    tower.m_class = weights.take(embeddings + "class_embedding", {width});
    const at::Tensor patches = weights.take(embeddings + "patch_embedding.weight", {width, 3, patch, patch});
    tower.m_positions = weights.take(embeddings + "position_embedding.weight", {grid * grid + 1, width});
    // The name is misspelt in the published files.
    tower.m_preNorm = takeLayerNorm(weights, "vision_model.pre_layrnorm", width, config.vision.epsilon);
    tower.m_blocks = takeBlocks(weights, "vision_model", config.vision);
    tower.m_postNorm = takeLayerNorm(weights, "vision_model.post_layernorm", width, config.vision.epsilon);
    tower.m_projection = takeLinear(weights, "visual_projection", width, config.embedding, Bias::None);
    SAYSEE_TRY(weights.status());
    tower.m_patches.weight = patches.reshape({width, 3 * patch * patch});
    return tower;
}

at::Tensor ClipVision::encode(const at::Tensor& pixels) const
{
    const std::int64_t batch = pixels.size(0);
    const std::int64_t patch = m_config.patchSize;
    const std::int64_t grid = m_config.imageSize / patch;
    const std::int64_t used = grid * patch;  // a rest narrower than a patch is not seen, as in the reference
    // A convolution whose stride is its size is a product over cut-out patches.
    const at::Tensor cut = pixels.to(m_positions.options())
                               .narrow(2, 0, used)
                               .narrow(3, 0, used)
                               .reshape({batch, 3, grid, patch, grid, patch})
                               .permute({0, 2, 4, 1, 3, 5})
                               .reshape({batch, grid * grid, 3 * patch * patch});
    const at::Tensor start = m_class.view({1, 1, -1}).expand({batch, 1, -1});
    at::Tensor x = at::cat({start, m_patches(cut)}, 1) + m_positions;  // [B, 1 + g * g, D]
    x = m_preNorm(x);
    for (std::size_t layer = 0; layer + 1 < m_blocks.size(); ++layer)
        x = forward(m_blocks[layer], m_config.vision, x, {});
    const at::Tensor first = at::zeros({batch}, x.options().dtype(at::kLong));
    const at::Tensor seen = forward(m_blocks.back(), m_config.vision, x, {}, first).squeeze(1);  // [B, D]
    return m_projection(m_postNorm(seen)).to(at::kFloat);  // [B, E]
}

}  // namespace saysee::model
