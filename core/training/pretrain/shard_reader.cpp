#include "core/training/pretrain/shard_reader.h"

#include "core/base/files.h"

#include <ATen/ATen.h>
#include <cstring>
#include <fstream>

namespace saysee::training {

using base::ErrorCode;

namespace {

template <class Row>
base::Result<std::vector<Row>> readLines(const std::filesystem::path& path)
{
    std::vector<Row> rows;
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        SAYSEE_ASSIGN(const nlohmann::json json, base::parseJson(line, path.string()));
        try {
            rows.push_back(json.get<Row>());
        } catch (const nlohmann::json::exception& error) {
            return base::fail(ErrorCode::Corrupt,
                              path.string() + " lacks a field in line " + std::to_string(rows.size() + 1) + ".",
                              error.what());
        }
    }
    return rows;
}

base::Result<shard::SetHeader> readHeader(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::readJson(path));
    shard::SetHeader header;
    try {
        header = json.get<shard::SetHeader>();
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, path.string() + " lacks a field.", error.what());
    }
    if (header.format != shard::kFormat)
        return base::fail(ErrorCode::VersionMismatch,
                          path.string() + " is of another format; make the training data again.");
    if (header.pictureSide < 1 || header.pictureSide > 4096)
        return base::fail(ErrorCode::Corrupt, path.string() + " gives no usable picture size.");
    return header;
}

std::size_t pictureBytes(const shard::SetHeader& header)
{
    return 3 * static_cast<std::size_t>(header.pictureSide) * static_cast<std::size_t>(header.pictureSide);
}

bool lies(std::int64_t offset, std::int64_t samples, std::size_t bytes)
{
    const auto room = static_cast<std::int64_t>(bytes / sizeof(std::int16_t));
    return offset >= 0 && samples >= 0 && offset <= room && samples <= room - offset;
}

std::span<const std::int16_t> view(const base::MappedFile& file, std::int64_t offset, std::int64_t samples)
{
    const auto* first = reinterpret_cast<const std::int16_t*>(file.bytes().data());
    return {first + offset, static_cast<std::size_t>(samples)};
}

}  // namespace

base::Result<ShardReader> ShardReader::open(const std::filesystem::path& split)
{
    ShardReader reader;
    SAYSEE_ASSIGN(reader.m_header, readHeader(split / shard::kHeaderFile));
    SAYSEE_ASSIGN(reader.m_scenes, readLines<shard::Scene>(split / shard::kScenesFile));
    SAYSEE_ASSIGN(reader.m_utterances, readLines<shard::Utterance>(split / shard::kSpeechFile));
    SAYSEE_ASSIGN(reader.m_noises, readLines<shard::Noise>(split / shard::kNoiseFile));
    SAYSEE_TRY(reader.mapFiles(split));
    SAYSEE_TRY(reader.checkRows(split));
    return reader;
}

base::Status ShardReader::mapFiles(const std::filesystem::path& split)
{
    if (!m_scenes.empty()) {
        SAYSEE_ASSIGN(m_pictures, base::MappedFile::open(split / shard::kPicturesFile));
    }
    if (!m_utterances.empty()) {
        SAYSEE_ASSIGN(m_speech, base::MappedFile::open(split / shard::kSpeechSamplesFile));
    }
    if (!m_noises.empty()) {
        SAYSEE_ASSIGN(m_noise, base::MappedFile::open(split / shard::kNoiseSamplesFile));
    }
    return {};
}

base::Status ShardReader::checkRows(const std::filesystem::path& split) const
{
    const auto damaged = [&](const std::string& what) {
        return base::fail(ErrorCode::Corrupt,
                          "The training data in " + split.string() + " are damaged: " + what + ".");
    };
    const auto scenes = static_cast<std::int64_t>(m_scenes.size());
    if (scenes != m_header.scenes || static_cast<std::int64_t>(m_utterances.size()) != m_header.utterances)
        return damaged("set.json counts other rows than there are");
    if (m_pictures.bytes().size() < m_scenes.size() * pictureBytes(m_header))
        return damaged("pictures are missing");
    for (const auto& scene : m_scenes) {
        if (scene.captions.empty() || scene.attributes.size() != m_header.attributeSizes.size())
            return damaged("scene " + std::to_string(scene.id) + " lacks captions or attributes");
        for (std::size_t i = 0; i < scene.attributes.size(); ++i) {
            if (scene.attributes[i] < -1 || scene.attributes[i] >= m_header.attributeSizes[i])
                return damaged("scene " + std::to_string(scene.id) + " has an attribute out of range");
        }
    }
    for (const auto& utterance : m_utterances) {
        if (utterance.scene < -1 || utterance.scene >= scenes
            || !lies(utterance.offset, utterance.samples, m_speech.bytes().size()))
            return damaged("an utterance points outside");
    }
    for (const auto& noise : m_noises) {
        if (!lies(noise.offset, noise.samples, m_noise.bytes().size()))
            return damaged("a noise points outside");
    }
    return {};
}

at::Tensor ShardReader::pictures(std::span<const std::int64_t> rows) const
{
    const std::size_t size = pictureBytes(m_header);
    const at::Tensor result =
        at::empty({static_cast<std::int64_t>(rows.size()), 3, m_header.pictureSide, m_header.pictureSide}, at::kByte);
    auto* target = result.data_ptr<std::uint8_t>();
    for (const std::int64_t row : rows) {
        std::memcpy(target, m_pictures.bytes().data() + static_cast<std::size_t>(row) * size, size);
        target += size;
    }
    return result;
}

std::span<const std::int16_t> ShardReader::samples(const shard::Utterance& utterance) const
{
    return view(m_speech, utterance.offset, utterance.samples);
}

std::span<const std::int16_t> ShardReader::samples(const shard::Noise& noise) const
{
    return view(m_noise, noise.offset, noise.samples);
}

}  // namespace saysee::training
