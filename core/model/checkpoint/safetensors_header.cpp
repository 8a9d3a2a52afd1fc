#include "core/model/checkpoint/safetensors_header.h"

#include "core/base/files.h"
#include "core/model/checkpoint/element_count.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

constexpr std::uint64_t kMaxHeader = 100'000'000;  // bytes; the reference implementation's own limit

struct TypeSize {
    std::string_view name;
    std::uint64_t bytes;
};
constexpr std::array<TypeSize, 10> kTypes = {{{"F64", 8},
                                              {"F32", 4},
                                              {"F16", 2},
                                              {"BF16", 2},
                                              {"I64", 8},
                                              {"I32", 4},
                                              {"I16", 2},
                                              {"I8", 1},
                                              {"U8", 1},
                                              {"BOOL", 1}}};

auto corrupt(const std::filesystem::path& path, const std::string& why)
{
    return fail(ErrorCode::Corrupt, path.string() + " is not a valid safetensors file: " + why + ".");
}

base::Result<std::vector<std::int64_t>> shapeOf(const json& value, const std::string& name,
                                                const std::filesystem::path& path)
{
    if (!value.is_array() || value.size() > 16)
        return corrupt(path, "\"" + name + "\" has no shape");
    std::vector<std::int64_t> shape;
    for (const json& size : value) {
        if (!size.is_number_unsigned() || size.get<std::uint64_t>() > (1ULL << 60U))
            return corrupt(path, "\"" + name + "\" has an impossible shape");
        shape.push_back(size.get<std::int64_t>());
    }
    return shape;
}

base::Result<SafetensorsEntry> parseEntry(const std::string& name, const json& value,
                                          const std::filesystem::path& path)
{
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() || !value.contains("shape")
        || !value.contains("data_offsets"))
        return corrupt(path, "the header's entry \"" + name + "\" is incomplete");
    const auto& typeName = value["dtype"].get_ref<const std::string&>();
    const auto* const type = std::find_if(kTypes.begin(), kTypes.end(),
                                          [&](const TypeSize& candidate) { return candidate.name == typeName; });
    if (type == kTypes.end())
        return fail(ErrorCode::UnsupportedFormat,
                    path.string() + " holds \"" + name + "\" in the data type \"" + typeName.substr(0, 20)
                        + "\", which is not read.");
    SafetensorsEntry entry;
    entry.name = name;
    entry.type = type->name;
    SAYSEE_ASSIGN(entry.shape, shapeOf(value["shape"], name, path));
    const json& offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned()
        || !offsets[1].is_number_unsigned())
        return corrupt(path, "\"" + name + "\" has no data offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const auto count = elementCount(entry.shape);
    if (!count || entry.end < entry.begin || entry.end - entry.begin != *count * type->bytes)
        return corrupt(path, "the size of \"" + name + "\" does not match its shape");
    return entry;
}

// The format demands that tensors fill the data without holes or overlaps.
base::Status checkLayout(std::vector<SafetensorsEntry>& entries, std::uint64_t dataSize,
                         const std::filesystem::path& path)
{
    std::sort(entries.begin(), entries.end(), [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t position = 0;
    for (const SafetensorsEntry& entry : entries) {
        if (entry.begin < position)
            return corrupt(path, "\"" + entry.name + "\" overlaps another tensor");
        if (entry.begin > position)
            return corrupt(path, "there is a hole before \"" + entry.name + "\"");
        if (entry.end > dataSize)
            return corrupt(path, "\"" + entry.name + "\" reaches past the end of the file; it may be cut off");
        position = entry.end;
    }
    if (position != dataSize)
        return corrupt(path, "it is longer than its tensors");
    return {};
}

base::Result<json> parseJsonHeader(std::span<const std::byte> bytes, const std::filesystem::path& path)
{
    std::uint64_t length = 0;
    if (bytes.size() < sizeof length)
        return corrupt(path, "it is cut off");
    std::memcpy(&length, bytes.data(), sizeof length);
    if (length > kMaxHeader)
        return corrupt(path, "its header claims " + std::to_string(length) + " bytes");
    if (length > bytes.size() - sizeof length)
        return corrupt(path, "its header is cut off");
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + sizeof length, length);
    SAYSEE_ASSIGN(json header, base::parseJson(text, path.string(), 4));
    if (!header.is_object())
        return corrupt(path, "its header is not an object");
    return header;
}

base::Result<std::map<std::string, std::string>> parseMetadata(const json& value, const std::filesystem::path& path)
{
    std::map<std::string, std::string> metadata;
    if (!value.is_object())
        return corrupt(path, "its metadata is not an object");
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string())
            return corrupt(path, "its metadata \"" + key + "\" is not text");
        metadata[key] = text.get<std::string>();
    }
    return metadata;
}

}  // namespace

base::Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> bytes,
                                                       const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const json header, parseJsonHeader(bytes, path));
    SafetensorsHeader result;
    for (const auto& [name, value] : header.items()) {
        if (name == "__metadata__") {
            SAYSEE_ASSIGN(result.metadata, parseMetadata(value, path));
            continue;
        }
        SAYSEE_ASSIGN(SafetensorsEntry entry, parseEntry(name, value, path));
        result.entries.push_back(std::move(entry));
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    result.dataStart = sizeof length + length;
    SAYSEE_TRY(checkLayout(result.entries, bytes.size() - result.dataStart, path));
    return result;
}

}  // namespace saysee::model
