#include "core/model/checkpoint/safetensors.h"

#include "core/base/files.h"
#include "core/model/checkpoint/tensor_data.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

namespace {

constexpr std::uint64_t kMaxHeader = 100'000'000;  // bytes; the reference implementation's own limit

struct TypeName {
    std::string_view name;
    at::ScalarType type;
};
constexpr std::array<TypeName, 10> kTypes = {{{"F64", at::kDouble},
                                              {"F32", at::kFloat},
                                              {"F16", at::kHalf},
                                              {"BF16", at::kBFloat16},
                                              {"I64", at::kLong},
                                              {"I32", at::kInt},
                                              {"I16", at::kShort},
                                              {"I8", at::kChar},
                                              {"U8", at::kByte},
                                              {"BOOL", at::kBool}}};

struct Entry {
    std::string name;
    at::ScalarType type = at::kFloat;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;  // from the start of the data
    std::uint64_t end = 0;
};

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

base::Result<Entry> parseEntry(const std::string& name, const json& value, const std::filesystem::path& path)
{
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() || !value.contains("shape")
        || !value.contains("data_offsets"))
        return corrupt(path, "the header's entry \"" + name + "\" is incomplete");
    const auto& typeName = value["dtype"].get_ref<const std::string&>();
    const auto* const type = std::find_if(kTypes.begin(), kTypes.end(),
                                          [&](const TypeName& candidate) { return candidate.name == typeName; });
    if (type == kTypes.end())
        return fail(ErrorCode::UnsupportedFormat,
                    path.string() + " holds \"" + name + "\" in the data type \"" + typeName.substr(0, 20)
                        + "\", which is not read.");
    Entry entry;
    entry.name = name;
    entry.type = type->type;
    SAYSEE_ASSIGN(entry.shape, shapeOf(value["shape"], name, path));
    const json& offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned()
        || !offsets[1].is_number_unsigned())
        return corrupt(path, "\"" + name + "\" has no data offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const auto count = elementCount(entry.shape);
    if (!count || entry.end < entry.begin || entry.end - entry.begin != *count * c10::elementSize(entry.type))
        return corrupt(path, "the size of \"" + name + "\" does not match its shape");
    return entry;
}

// The format demands that tensors fill the data without holes or overlaps.
base::Status checkLayout(std::vector<Entry>& entries, std::uint64_t dataSize, const std::filesystem::path& path)
{
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::uint64_t position = 0;
    for (const Entry& entry : entries) {
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

base::Result<json> parseHeader(std::span<const std::byte> bytes, const std::filesystem::path& path)
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

base::Result<Safetensors> readSafetensors(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const std::shared_ptr<MappedFile> file, MappedFile::open(path));
    SAYSEE_ASSIGN(const json header, parseHeader(file->bytes(), path));
    Safetensors result;
    std::vector<Entry> entries;
    for (const auto& [name, value] : header.items()) {
        if (name == "__metadata__") {
            SAYSEE_ASSIGN(result.metadata, parseMetadata(value, path));
            continue;
        }
        SAYSEE_ASSIGN(Entry entry, parseEntry(name, value, path));
        entries.push_back(std::move(entry));
    }
    std::uint64_t length = 0;
    std::memcpy(&length, file->data(), sizeof length);
    const std::uint64_t dataStart = sizeof length + length;
    SAYSEE_TRY(checkLayout(entries, file->bytes().size() - dataStart, path));
    for (const Entry& entry : entries)
        result.tensors[entry.name] = tensorOver(file, dataStart + entry.begin, entry.shape, entry.type);
    return result;
}

namespace {

// A temporary file beside the target, removed unless it was moved into place.
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path target)
        : m_target(std::move(target)), m_temporary(m_target.string() + ".XXXXXX"),
          m_file(::mkstemp(m_temporary.data()))
    {
    }
    ~AtomicFile()
    {
        if (m_file >= 0) {
            ::close(m_file);
            ::unlink(m_temporary.c_str());
        }
    }
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    [[nodiscard]] bool write(const void* data, std::size_t size)
    {
        const char* next = static_cast<const char*>(data);
        while (m_file >= 0 && size > 0) {
            const ssize_t count = ::write(m_file, next, size);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return false;
            next += count;
            size -= static_cast<std::size_t>(count);
        }
        return m_file >= 0;
    }

    [[nodiscard]] bool commit()
    {
        const bool ready = m_file >= 0 && ::fsync(m_file) == 0 && ::fchmod(m_file, 0644) == 0
            && ::rename(m_temporary.c_str(), m_target.c_str()) == 0;
        if (ready) {
            ::close(m_file);
            m_file = -1;
        }
        return ready;
    }

private:
    std::filesystem::path m_target;
    std::string m_temporary;
    int m_file;
};

std::string_view typeName(at::ScalarType type)
{
    for (const TypeName& candidate : kTypes) {
        if (candidate.type == type)
            return candidate.name;
    }
    return {};
}

}  // namespace

base::Status writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                              const std::map<std::string, std::string>& metadata)
{
    json header = json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t position = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::string_view type = typeName(tensor.scalar_type());
        if (type.empty())
            return fail(ErrorCode::Internal, "The tensor \"" + name + "\" has a data type that cannot be written.");
        const std::uint64_t end = position + tensor.nbytes();
        header[name] = {{"dtype", type}, {"shape", tensor.sizes().vec()}, {"data_offsets", {position, end}}};
        position = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');  // aligns the data; the format allows trailing spaces
    const std::uint64_t length = text.size();

    AtomicFile file(path);
    bool written = file.write(&length, sizeof length) && file.write(text.data(), text.size());
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.detach().cpu().contiguous();
        written = written && file.write(values.data_ptr(), values.nbytes());
    }
    if (!written || !file.commit())
        return fail(ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(errno) + ".");
    return {};
}

}  // namespace saysee::model
