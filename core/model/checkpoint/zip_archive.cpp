#include "core/model/checkpoint/zip_archive.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kDirectoryHeader = 0x02014b50;
constexpr std::uint32_t kDirectoryEnd = 0x06054b50;
constexpr std::uint32_t kDirectoryEnd64 = 0x06064b50;
constexpr std::uint32_t kLocator64 = 0x07064b50;
constexpr std::uint64_t kMaxEntries = 1'000'000;
constexpr std::uint32_t kInExtra = 0xffffffff;  // the real value stands in the zip64 extra field

// A little-endian value at `offset`; empty past the end.
template <class T>
std::optional<T> valueAt(Bytes bytes, std::uint64_t offset)
{
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
        return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t entries = 0;
};

// The end record stands in the last 64 KiB, before a comment.
std::optional<std::uint64_t> findEnd(Bytes bytes)
{
    constexpr std::uint64_t recordSize = 22;
    if (bytes.size() < recordSize)
        return std::nullopt;
    const std::uint64_t last = bytes.size() - recordSize;
    const std::uint64_t first = last > 0xffff ? last - 0xffff : 0;
    for (std::uint64_t offset = last + 1; offset-- > first;) {
        if (valueAt<std::uint32_t>(bytes, offset) == kDirectoryEnd)
            return offset;
    }
    return std::nullopt;
}

std::optional<Directory> findDirectory(Bytes bytes)
{
    const auto end = findEnd(bytes);
    if (!end)
        return std::nullopt;
    Directory directory;
    directory.entries = *valueAt<std::uint16_t>(bytes, *end + 10);
    directory.offset = *valueAt<std::uint32_t>(bytes, *end + 16);
    constexpr std::uint64_t locatorSize = 20;
    if (*end < locatorSize || valueAt<std::uint32_t>(bytes, *end - locatorSize) != kLocator64)
        return directory;
    const std::uint64_t end64 = *valueAt<std::uint64_t>(bytes, *end - locatorSize + 8);
    const auto entries = valueAt<std::uint64_t>(bytes, end64 < bytes.size() ? end64 + 32 : bytes.size());
    const auto offset = valueAt<std::uint64_t>(bytes, end64 < bytes.size() ? end64 + 48 : bytes.size());
    if (valueAt<std::uint32_t>(bytes, end64) != kDirectoryEnd64 || !entries || !offset)
        return std::nullopt;
    return Directory {*offset, *entries};
}

struct Listed {
    std::string name;
    std::uint16_t method = 0;
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t localOffset = 0;
    std::uint64_t next = 0;  // offset of the directory's next entry
};

// Zip64 extra field (id 1): eight bytes for each value that did not fit its four.
bool readExtra(Bytes extra, Listed& entry)
{
    for (std::uint64_t at = 0; at + 4 <= extra.size();) {
        const std::uint16_t id = *valueAt<std::uint16_t>(extra, at);
        const std::uint16_t length = *valueAt<std::uint16_t>(extra, at + 2);
        if (length > extra.size() - at - 4)
            return false;
        if (id == 1) {
            std::uint64_t from = at + 4;
            for (std::uint64_t* const value : {&entry.size, &entry.packedSize, &entry.localOffset}) {
                if (*value != kInExtra)
                    continue;
                if (from + 8 > at + 4 + length)
                    return false;
                *value = *valueAt<std::uint64_t>(extra, from);
                from += 8;
            }
        }
        at += 4U + length;
    }
    return true;
}

std::optional<Listed> readListed(Bytes bytes, std::uint64_t offset)
{
    constexpr std::uint64_t fixedSize = 46;
    if (valueAt<std::uint32_t>(bytes, offset) != kDirectoryHeader || bytes.size() - offset < fixedSize)
        return std::nullopt;
    Listed entry;
    entry.method = *valueAt<std::uint16_t>(bytes, offset + 10);
    entry.packedSize = *valueAt<std::uint32_t>(bytes, offset + 20);
    entry.size = *valueAt<std::uint32_t>(bytes, offset + 24);
    const std::uint64_t nameSize = *valueAt<std::uint16_t>(bytes, offset + 28);
    const std::uint64_t extraSize = *valueAt<std::uint16_t>(bytes, offset + 30);
    const std::uint64_t commentSize = *valueAt<std::uint16_t>(bytes, offset + 32);
    entry.localOffset = *valueAt<std::uint32_t>(bytes, offset + 42);
    entry.next = offset + fixedSize + nameSize + extraSize + commentSize;
    if (entry.next > bytes.size())
        return std::nullopt;
    entry.name.assign(reinterpret_cast<const char*>(bytes.data() + offset + fixedSize), nameSize);
    if (!readExtra(bytes.subspan(offset + fixedSize + nameSize, extraSize), entry))
        return std::nullopt;
    return entry;
}

std::optional<ZipEntry> locate(Bytes bytes, const Listed& listed)
{
    constexpr std::uint64_t fixedSize = 30;
    if (listed.localOffset > bytes.size() || bytes.size() - listed.localOffset < fixedSize
        || valueAt<std::uint32_t>(bytes, listed.localOffset) != kLocalHeader)
        return std::nullopt;
    ZipEntry entry;
    entry.offset = listed.localOffset + fixedSize + *valueAt<std::uint16_t>(bytes, listed.localOffset + 26)
        + *valueAt<std::uint16_t>(bytes, listed.localOffset + 28);
    entry.size = listed.size;
    entry.stored = listed.method == 0;
    if (entry.offset > bytes.size() || listed.packedSize > bytes.size() - entry.offset
        || (entry.stored && listed.packedSize != listed.size))
        return std::nullopt;
    return entry;
}

}  // namespace

base::Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path)
{
    ZipArchive archive;
    archive.m_path = path;
    SAYSEE_ASSIGN(base::MappedFile mapped, base::MappedFile::open(path));
    archive.m_file = std::make_shared<base::MappedFile>(std::move(mapped));
    const Bytes bytes = archive.m_file->bytes();
    if (valueAt<std::uint32_t>(bytes, 0) != kLocalHeader)
        return fail(ErrorCode::UnsupportedFormat,
                    path.string() + " is not a checkpoint of a known format (safetensors or PyTorch's zip format).");
    const auto damaged = [&](const char* why) {
        return fail(ErrorCode::Corrupt, path.string() + " is damaged: " + why + ".");
    };
    const auto directory = findDirectory(bytes);
    if (!directory)
        return damaged("its archive directory is missing; it may be cut off");
    if (directory->entries > kMaxEntries)
        return damaged("its archive directory claims too many entries");
    std::uint64_t offset = directory->offset;
    for (std::uint64_t i = 0; i < directory->entries; ++i) {
        const auto listed = readListed(bytes, offset);
        if (!listed)
            return damaged("its archive directory cannot be read");
        const auto entry = locate(bytes, *listed);
        if (!entry)
            return damaged("an archive entry reaches past the end");
        archive.m_entries[listed->name] = *entry;
        offset = listed->next;
    }
    return archive;
}

base::Result<std::string_view> ZipArchive::read(const std::string& name) const
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return fail(ErrorCode::Corrupt, m_path.string() + " has no archive entry \"" + name + "\".");
    if (!found->second.stored)
        return fail(ErrorCode::Corrupt,
                    m_path.string() + " holds \"" + name + "\" compressed, which PyTorch never does.");
    return std::string_view(reinterpret_cast<const char*>(m_file->bytes().data()) + found->second.offset,
                            found->second.size);
}

}  // namespace saysee::model
