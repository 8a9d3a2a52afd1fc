#include "core/training/features/feature_set.h"

#include "core/model/checkpoint/safetensors.h"

#include <algorithm>
#include <map>

namespace saysee::training {

using base::ErrorCode;

namespace {

constexpr const char* kKey = "saysee.features";

base::Status check(const FeatureSet& features, const std::filesystem::path& file)
{
    const auto count = features.pictureOf.dim() == 1 ? features.pictureOf.size(0) : -1;
    const bool shapes = features.states.dim() == 2 && features.tokens.dim() == 2 && features.pictures.dim() == 2
        && features.frames.sizes() == at::IntArrayRef {count} && features.tokens.size(0) == count
        && features.confidence.sizes() == at::IntArrayRef {count};
    const bool values = shapes
        && (count == 0
            || (features.pictureOf.ge(0).all().item<bool>()
                && features.pictureOf.lt(features.pictures.size(0)).all().item<bool>()
                && features.frames.ge(0).all().item<bool>()
                && features.frames.sum().item<std::int64_t>() == features.states.size(0)));
    if (!values)
        return base::fail(ErrorCode::Corrupt, file.string() + " is damaged; remove it and it will be made again.");
    return {};
}

// Rows of zero-padded token ids of different widths, made equally wide.
at::Tensor widen(const at::Tensor& tokens, std::int64_t width)
{
    return at::constant_pad_nd(tokens, {0, width - tokens.size(1)});
}

}  // namespace

base::Status saveFeatures(const std::filesystem::path& file, const FeatureSet& features, const std::string& key)
{
    return model::writeSafetensors(file,
                                   {{"states", features.states},
                                    {"frames", features.frames},
                                    {"tokens", features.tokens},
                                    {"confidence", features.confidence},
                                    {"pictures", features.pictures},
                                    {"picture_of", features.pictureOf}},
                                   {{kKey, key}});
}

base::Result<FeatureSet> loadFeatures(const std::filesystem::path& file, const std::string& key)
{
    SAYSEE_ASSIGN(const model::Safetensors stored, model::readSafetensors(file));
    const auto found = stored.metadata.find(kKey);
    if (found == stored.metadata.end() || found->second != key)
        return base::fail(ErrorCode::VersionMismatch, file.string() + " was made for other networks or data.");
    const auto tensor = [&](const char* name) {
        const auto entry = stored.tensors.find(name);
        return entry == stored.tensors.end() ? at::Tensor(at::empty({0})) : entry->second;
    };
    FeatureSet features {tensor("states"),     tensor("frames"),   tensor("tokens"),
                         tensor("confidence"), tensor("pictures"), tensor("picture_of")};
    SAYSEE_TRY(check(features, file));
    return features;
}

FeatureSet join(std::span<const FeatureSet> parts)
{
    std::int64_t width = 1;
    for (const FeatureSet& part : parts)
        width = std::max(width, part.tokens.size(1));
    std::vector<at::Tensor> states, frames, tokens, confidence, pictures, pictureOf;
    std::int64_t counted = 0;
    for (const FeatureSet& part : parts) {
        states.push_back(part.states);
        frames.push_back(part.frames);
        tokens.push_back(widen(part.tokens, width));
        confidence.push_back(part.confidence);
        pictures.push_back(part.pictures);
        pictureOf.push_back(part.pictureOf + counted);
        counted += part.pictures.size(0);
    }
    return {at::cat(states),     at::cat(frames),   at::cat(tokens),
            at::cat(confidence), at::cat(pictures), at::cat(pictureOf)};
}

void sharePictures(FeatureSet& features, std::span<const std::int64_t> photos)
{
    std::map<std::int64_t, std::int64_t> pictureOf;
    const at::Tensor own = features.pictureOf.clone();  // [N]
    for (std::int64_t row = 0; row < features.size(); ++row)
        features.pictureOf[row] =
            pictureOf.try_emplace(photos[static_cast<std::size_t>(row)], own[row].item<std::int64_t>()).first->second;
}

FeatureReader::FeatureReader(FeatureSet features) : m_features(std::move(features))
{
    std::int64_t next = 0;
    const auto* frames = m_features.frames.data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < m_features.size(); ++row) {
        m_firstFrame.push_back(next);
        next += frames[row];
    }
}

FeatureBatch FeatureReader::batch(std::span<const std::int64_t> rows, at::Device device) const
{
    const auto* frames = m_features.frames.data_ptr<std::int64_t>();
    std::int64_t longest = 1;
    for (const std::int64_t row : rows)
        longest = std::max(longest, frames[row]);
    const auto count = static_cast<std::int64_t>(rows.size());
    const at::Tensor states = at::zeros({count, longest, m_features.states.size(1)});
    const at::Tensor padding = at::ones({count, longest}, at::kBool);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t row = rows[static_cast<std::size_t>(i)];
        states[i]
            .narrow(0, 0, frames[row])
            .copy_(m_features.states.narrow(0, m_firstFrame[static_cast<std::size_t>(row)], frames[row]));
        padding[i].narrow(0, 0, frames[row]).fill_(false);
    }
    const at::Tensor index =
        at::tensor(at::ArrayRef<std::int64_t>(rows.data(), rows.size()), at::TensorOptions(at::kLong));
    const at::Tensor group = m_features.pictureOf.index_select(0, index);
    return {states.to(device),
            padding.to(device),
            m_features.tokens.index_select(0, index).to(device),
            m_features.confidence.index_select(0, index).to(device),
            m_features.pictures.index_select(0, group).to(device),
            group.to(device)};
}

}  // namespace saysee::training
