// What training needs of spoken descriptions and their pictures that training does not change: computed once, kept on
// disk.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace saysee::training {

// N descriptions of M pictures.
struct FeatureSet {
    at::Tensor states;  // [F, H] half: the recogniser's states of all descriptions, back to back
    at::Tensor frames;  // [N] int64: how many of them each description has
    at::Tensor tokens;  // [N, L] int64: what was heard as the text tower takes it, zero padded
    at::Tensor confidence;  // [N] float, 0..1: how far the words can be trusted; 0: there are none
    at::Tensor pictures;  // [M, E] float, length 1
    at::Tensor pictureOf;  // [N] int64, 0..M - 1

    [[nodiscard]] std::int64_t size() const { return pictureOf.size(0); }
};

// `key` says what the features were made of and with; a file with another key is not read.
// Errors: Io; NotFound, Corrupt, VersionMismatch (another key).
[[nodiscard]] base::Status saveFeatures(const std::filesystem::path& file, const FeatureSet& features,
                                        const std::string& key);
base::Result<FeatureSet> loadFeatures(const std::filesystem::path& file, const std::string& key);

// Parts of one set: their pictures are counted on.
[[nodiscard]] FeatureSet join(std::span<const FeatureSet> parts);

// Descriptions of the same photo get the same picture. photos: one a description.
void sharePictures(FeatureSet& features, std::span<const std::int64_t> photos);

// Some of the descriptions, as the networks take them.
struct FeatureBatch {
    at::Tensor states;  // [B, T, H] float, zero padded
    at::Tensor padding;  // [B, T] bool, true where padded
    at::Tensor tokens;  // [B, L] int64
    at::Tensor confidence;  // [B] float
    at::Tensor pictures;  // [B, E]
    at::Tensor group;  // [B] int64: equal where the picture is the same
};

class FeatureReader {
public:
    explicit FeatureReader(FeatureSet features);

    [[nodiscard]] FeatureBatch batch(std::span<const std::int64_t> rows, at::Device device) const;
    [[nodiscard]] const FeatureSet& features() const { return m_features; }

private:
    FeatureSet m_features;
    std::vector<std::int64_t> m_firstFrame;
};

}  // namespace saysee::training
