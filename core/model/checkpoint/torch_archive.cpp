#include "core/model/checkpoint/torch_archive.h"

#include "core/model/checkpoint/element_count.h"
#include "core/model/checkpoint/pickle.h"
#include "core/model/checkpoint/tensor_data.h"
#include "core/model/checkpoint/zip_archive.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using Kind = PickleValue::Kind;

namespace {

constexpr int kMaxDepth = 64;  // of modules within modules
constexpr std::size_t kLongestPath = 1024;  // bytes of a tensor's name, modules included
constexpr std::size_t kMaxVisits = 1'000'000;  // values shared by many parents are met once for each

constexpr std::array<std::pair<std::string_view, at::ScalarType>, 10> kStorages = {
    {{"torch.DoubleStorage", at::kDouble},
     {"torch.FloatStorage", at::kFloat},
     {"torch.HalfStorage", at::kHalf},
     {"torch.BFloat16Storage", at::kBFloat16},
     {"torch.LongStorage", at::kLong},
     {"torch.IntStorage", at::kInt},
     {"torch.ShortStorage", at::kShort},
     {"torch.CharStorage", at::kChar},
     {"torch.ByteStorage", at::kByte},
     {"torch.BoolStorage", at::kBool}}};

class Walker {
public:
    Walker(const Pickle& pickle, const ZipArchive& archive, std::string folder)
        : m_pickle(pickle), m_archive(archive), m_folder(std::move(folder))
    {
    }

    base::Result<TorchArchive> walk()
    {
        SAYSEE_TRY(visit(m_pickle.root, "", 0));
        return std::move(m_result);
    }

private:
    [[nodiscard]] tl::unexpected<base::Error> damaged(const std::string& why) const
    {
        return fail(ErrorCode::Corrupt, m_archive.path().string() + " is damaged: " + why + ".");
    }

    base::Status visit(PickleRef ref, const std::string& path, int depth);
    base::Status visitDict(const PickleValue& dict, const std::string& path, int depth);
    base::Result<at::Tensor> tensor(const PickleValue& value, const std::string& path) const;
    [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(PickleRef ref) const;

    const Pickle& m_pickle;
    const ZipArchive& m_archive;
    std::string m_folder;
    TorchArchive m_result;
    std::size_t m_visits = 0;
};

base::Status Walker::visit(PickleRef ref, const std::string& path, int depth)
{
    if (depth > kMaxDepth || ++m_visits > kMaxVisits || path.size() > kLongestPath)
        return damaged("its values are nested without end");
    const PickleValue& value = m_pickle.at(ref);
    if (value.kind == Kind::Dict)
        return visitDict(value, path, depth);
    if (value.kind == Kind::Object)
        return value.items.empty() ? base::Status() : visit(value.items[0], path, depth + 1);
    if (value.kind == Kind::Integer)
        m_result.integers[path] = value.integer;
    if (value.kind == Kind::Tensor) {
        SAYSEE_ASSIGN(m_result.tensors[path], tensor(value, path));
    }
    return {};
}

base::Status Walker::visitDict(const PickleValue& dict, const std::string& path, int depth)
{
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const PickleValue& key = m_pickle.at(dict.items[i]);
        if (key.kind == Kind::Text)
            SAYSEE_TRY(visit(dict.items[i + 1], path.empty() ? key.text : path + "." + key.text, depth + 1));
    }
    return {};
}

std::optional<std::vector<std::int64_t>> Walker::integers(PickleRef ref) const
{
    std::vector<std::int64_t> values;
    for (const PickleRef item : m_pickle.at(ref).items) {
        const PickleValue& value = m_pickle.at(item);
        if (value.kind != Kind::Integer || value.integer < 0)
            return std::nullopt;
        values.push_back(value.integer);
    }
    return values;
}

// The number of values that a strided tensor needs from the start of its storage; empty on overflow.
std::optional<std::uint64_t> extent(std::uint64_t offset, const std::vector<std::int64_t>& sizes,
                                    const std::vector<std::int64_t>& strides)
{
    std::uint64_t last = offset;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        std::uint64_t span = 0;
        if (sizes[i] == 0)
            return offset;
        if (__builtin_mul_overflow(static_cast<std::uint64_t>(sizes[i] - 1), static_cast<std::uint64_t>(strides[i]),
                                   &span)
            || __builtin_add_overflow(last, span, &last))
            return std::nullopt;
    }
    return last + 1;
}

base::Result<at::Tensor> Walker::tensor(const PickleValue& value, const std::string& path) const
{
    const PickleValue& storage = m_pickle.at(value.items[0]);
    const std::int64_t offset = m_pickle.at(value.items[1]).integer;
    const auto sizes = integers(value.items[2]);
    const auto strides = integers(value.items[3]);
    const auto* const type = std::find_if(kStorages.begin(), kStorages.end(),
                                          [&](const auto& candidate) { return candidate.first == storage.type; });
    if (type == kStorages.end() || offset < 0 || !sizes || !strides || sizes->size() != strides->size()
        || sizes->size() > 16)
        return damaged("\"" + path + "\" is no tensor");
    const std::string entryName = m_folder + "/data/" + storage.text;
    SAYSEE_ASSIGN(const std::string_view bytes, m_archive.read(entryName));
    const std::uint64_t held = bytes.size() / c10::elementSize(type->second);
    const auto needed = extent(static_cast<std::uint64_t>(offset), *sizes, *strides);
    // A stride of 0 would let a few bytes claim any size.
    const auto count = elementCount(*sizes);
    if (storage.integer < 0 || static_cast<std::uint64_t>(storage.integer) > held || !needed || *needed > held
        || !count || *count > held)
        return damaged("\"" + path + "\" reaches past its data");
    const std::int64_t whole = static_cast<std::int64_t>(held);
    const std::uint64_t start = m_archive.entries().at(entryName).offset;
    return tensorOver(m_archive.file(), start, std::span(&whole, 1), type->second)
        .as_strided(*sizes, *strides, offset);
}

}  // namespace

base::Result<TorchArchive> readTorchArchive(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const ZipArchive archive, ZipArchive::open(path));
    constexpr std::string_view mainEntry = "/data.pkl";
    const auto found = std::find_if(archive.entries().begin(), archive.entries().end(),
                                    [&](const auto& entry) { return entry.first.ends_with(mainEntry); });
    if (found == archive.entries().end())
        return fail(ErrorCode::UnsupportedFormat, path.string() + " is a zip file, but not one that PyTorch wrote.");
    const std::string folder = found->first.substr(0, found->first.size() - mainEntry.size());
    if (archive.entries().contains(folder + "/byteorder")) {
        SAYSEE_ASSIGN(const std::string_view order, archive.read(folder + "/byteorder"));
        if (order != "little")
            return fail(ErrorCode::UnsupportedFormat, path.string() + " was written on a big-endian machine.");
    }
    SAYSEE_ASSIGN(const std::string_view bytes, archive.read(found->first));
    SAYSEE_ASSIGN(const Pickle pickle, parsePickle(bytes, path.string()));
    return Walker(pickle, archive, folder).walk();
}

}  // namespace saysee::model
