#include "core/model/checkpoint/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/model/checkpoint/safetensors_header.h"
#include "core/model/checkpoint/tensor_data.h"

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>
#include <string_view>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

namespace {

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

// `name` is one that the header's reader accepted.
at::ScalarType typeOf(std::string_view name)
{
    return std::find_if(kTypes.begin(), kTypes.end(),
                        [&](const TypeName& candidate) { return candidate.name == name; })
        ->type;
}

}  // namespace

base::Result<Safetensors> readSafetensors(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(base::MappedFile mapped, base::MappedFile::open(path));
    const auto file = std::make_shared<base::MappedFile>(std::move(mapped));
    SAYSEE_ASSIGN(SafetensorsHeader header, parseSafetensorsHeader(file->bytes(), path));
    Safetensors result;
    result.metadata = std::move(header.metadata);
    for (const SafetensorsEntry& entry : header.entries)
        result.tensors[entry.name] =
            tensorOver(file, header.dataStart + entry.begin, entry.shape, typeOf(entry.type));
    return result;
}

namespace {

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

    SAYSEE_ASSIGN(base::AtomicFile file, base::AtomicFile::create(path));
    SAYSEE_TRY(file.write(&length, sizeof length));
    SAYSEE_TRY(file.write(text.data(), text.size()));
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.detach().cpu().contiguous();
        SAYSEE_TRY(file.write(values.data_ptr(), values.nbytes()));
    }
    return file.publish(base::FileUse::Document);
}

}  // namespace saysee::model
