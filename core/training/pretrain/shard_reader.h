// Reads one split of a data set on disk (shard.h). The binary files are mapped, the descriptions held in memory.
#pragma once

#include "core/base/mapped_file.h"
#include "core/training/pretrain/shard.h"

#include <ATen/core/Tensor.h>
#include <filesystem>
#include <span>

namespace saysee::training {

// Threading: immutable, any thread.
class ShardReader {
public:
    // Every row is checked against the files' sizes. Errors: NotFound (no such split, or not complete), Io, Corrupt,
    // VersionMismatch.
    static base::Result<ShardReader> open(const std::filesystem::path& split);

    [[nodiscard]] const shard::SetHeader& header() const { return m_header; }
    [[nodiscard]] const std::vector<shard::Scene>& scenes() const { return m_scenes; }
    [[nodiscard]] const std::vector<shard::Utterance>& utterances() const { return m_utterances; }
    [[nodiscard]] const std::vector<shard::Noise>& noises() const { return m_noises; }

    [[nodiscard]] at::Tensor pictures(std::span<const std::int64_t> rows) const;  // [N, 3, side, side] uint8, a copy
    [[nodiscard]] std::span<const std::int16_t> samples(const shard::Utterance& utterance) const;
    [[nodiscard]] std::span<const std::int16_t> samples(const shard::Noise& noise) const;

private:
    base::Status mapFiles(const std::filesystem::path& split);
    base::Status checkRows(const std::filesystem::path& split) const;

    shard::SetHeader m_header;
    std::vector<shard::Scene> m_scenes;
    std::vector<shard::Utterance> m_utterances;
    std::vector<shard::Noise> m_noises;
    base::MappedFile m_pictures;
    base::MappedFile m_speech;
    base::MappedFile m_noise;
};

}  // namespace saysee::training
