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

// x * sigmoid(1.702 x) by way of SiLU, which ATen computes in one pass each way.
at::Tensor quickGelu(const at::Tensor& x)
{
    constexpr double slope = 1.702;
    return at::silu(x * slope) * (1 / slope);
}

// query [B, H, Q, d], scaled; key, value [B, H, T, d]; mask added to the scores, or undefined. Returns [B, Q, D].
at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask)
{
    at::Tensor scores = at::matmul(query, key.transpose(2, 3));  // [B, H, Q, T]
    if (mask.defined())
        scores = scores + mask;
    return at::matmul(at::softmax(scores, -1), value).transpose(1, 2).flatten(2);
}

double queryScale(const ClipTowerConfig& tower)
{
    return 1.0 / std::sqrt(static_cast<double>(tower.width / tower.heads));
}

// The second half of a block.
at::Tensor perceptron(const ClipBlock& block, const ClipTowerConfig& tower, const at::Tensor& attended)
{
    const at::Tensor hidden = block.expand(block.perceptronNorm(attended));
    const at::Tensor active = tower.activation == Activation::Gelu ? at::gelu(hidden) : quickGelu(hidden);
    return attended + block.contract(active);
}

// x [B, T, D]; every row sees every other. Computes the first `asking` rows of each sequence: [B, asking, D].
at::Tensor pictureBlock(const ClipBlock& block, const ClipTowerConfig& tower, const at::Tensor& x,
                        std::int64_t asking)
{
    const at::Tensor normed = block.attentionNorm(x);  // [B, T, D]
    const at::Tensor query = splitHeads(block.query(normed.narrow(1, 0, asking)), tower.heads) * queryScale(tower);
    const at::Tensor mixed =
        attend(query, splitHeads(block.key(normed), tower.heads), splitHeads(block.value(normed), tower.heads), {});
    return perceptron(block, tower, x.narrow(1, 0, asking) + block.output(mixed));
}

// Rows [S + B T, D] of a TextRows, by heads.
class RowHeads {
public:
    RowHeads(const TextRows& texts, std::int64_t heads)
        : m_shared(texts.shared), m_texts(texts.ends.size(0)), m_heads(heads)
    {
    }
    [[nodiscard]] at::Tensor shared(const at::Tensor& rows) const  // [1, H, S, d]
    {
        return splitHeads(rows.narrow(0, 0, m_shared).unsqueeze(0), m_heads);
    }
    [[nodiscard]] at::Tensor own(const at::Tensor& rows) const  // [B, H, T, d]
    {
        const at::Tensor others = rows.narrow(0, m_shared, rows.size(0) - m_shared);
        return splitHeads(others.view({m_texts, -1, rows.size(1)}), m_heads);
    }
    [[nodiscard]] at::Tensor all(const at::Tensor& rows) const  // [B, H, S + T, d]
    {
        return at::cat({shared(rows).expand({m_texts, -1, -1, -1}), own(rows)}, 2);
    }

private:
    std::int64_t m_shared;
    std::int64_t m_texts;
    std::int64_t m_heads;
};

// All rows: [S + B T, D].
at::Tensor textBlock(const ClipBlock& block, const ClipTowerConfig& tower, const TextRows& texts)
{
    const RowHeads heads(texts, tower.heads);
    const std::int64_t width = tower.width;
    const std::int64_t shared = texts.shared;
    const at::Tensor normed = block.attentionNorm(texts.rows);
    const at::Tensor query = block.query(normed) * queryScale(tower);
    const at::Tensor key = block.key(normed);
    const at::Tensor value = block.value(normed);
    const at::Tensor lead = attend(heads.shared(query), heads.shared(key), heads.shared(value),
                                   texts.mask.narrow(0, 0, shared).narrow(1, 0, shared));  // [1, S, D]
    const at::Tensor rest = attend(heads.own(query), heads.all(key), heads.all(value),
                                   texts.mask.narrow(0, shared, texts.mask.size(0) - shared));  // [B, T, D]
    const at::Tensor mixed = at::cat({lead.view({-1, width}), rest.reshape({-1, width})});
    return perceptron(block, tower, texts.rows + block.output(mixed));
}

// Only the end tokens' rows: [B, D]. The last block needs no other.
at::Tensor lastTextBlock(const ClipBlock& block, const ClipTowerConfig& tower, const TextRows& texts)
{
    const RowHeads heads(texts, tower.heads);
    const std::int64_t count = texts.ends.size(0);
    const std::int64_t own = texts.mask.size(0) - texts.shared;  // T
    const at::Tensor rows = texts.ends + at::arange(count, texts.ends.options()) * own + texts.shared;  // [B]
    const at::Tensor normed = block.attentionNorm(texts.rows);
    const at::Tensor asking = block.query(normed.index_select(0, rows)) * queryScale(tower);  // [B, D]
    const at::Tensor mask = texts.mask.index_select(0, texts.ends + texts.shared).view({count, 1, 1, -1});
    const at::Tensor mixed = attend(splitHeads(asking.unsqueeze(1), tower.heads), heads.all(block.key(normed)),
                                    heads.all(block.value(normed)), mask);  // [B, 1, D]
    return perceptron(block, tower, texts.rows.index_select(0, rows) + block.output(mixed.squeeze(1)));
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
    TextRows texts = begin(tokens, prompts);
    for (std::size_t index = 0; index < m_blocks.size(); ++index)
        texts.rows = block(index, texts);
    return texts.rows;
}

TextRows ClipText::begin(const at::Tensor& tokens, const at::Tensor& prompts) const
{
    const at::TensorOptions options = m_positions.options();
    const at::Tensor ids = tokens.to(options.device());
    TextRows texts;
    // The first end token of each row, counted from behind the start token.
    texts.ends = (at::argmax((ids == m_config.endToken).to(at::kInt), 1) - 1).clamp_min(0);  // [B]
    const std::int64_t own = texts.ends.max().item<std::int64_t>() + 1;  // T
    const std::int64_t width = m_config.text.width;
    const auto embedded = [&](const at::Tensor& wanted) {
        return at::embedding(m_tokens, wanted).to(options.dtype());
    };
    at::Tensor lead = embedded(ids.narrow(0, 0, 1).narrow(1, 0, 1)).view({1, width});
    if (prompts.defined())
        lead = at::cat({lead, prompts.to(options)});  // [S, D]
    texts.shared = lead.size(0);
    const at::Tensor others =
        embedded(ids.narrow(1, 1, own)) + m_positions.narrow(0, texts.shared, own);  // [B, T, D]
    texts.rows = at::cat({lead + m_positions.narrow(0, 0, texts.shared), others.view({-1, width})});
    texts.mask = causalMask(texts.shared + own, options);
    return texts;
}

at::Tensor ClipText::block(std::size_t index, const TextRows& texts) const
{
    if (index + 1 < m_blocks.size())
        return textBlock(m_blocks[index], m_config.text, texts);
    const at::Tensor end = lastTextBlock(m_blocks[index], m_config.text, texts);  // [B, D]
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
        x = pictureBlock(m_blocks[layer], m_config.vision, x, x.size(1));
    // Only the class token's row of the last block is used.
    const at::Tensor seen = pictureBlock(m_blocks.back(), m_config.vision, x, 1).squeeze(1);  // [B, D]
    return m_projection(m_postNorm(seen)).to(at::kFloat);  // [B, E]
}

}  // namespace saysee::model
