#include "core/audio/codec/byte_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace saysee::audio {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

class FileReader : public ByteReader {
public:
    FileReader(std::unique_ptr<std::FILE, CloseFile> file, std::int64_t size) : m_file(std::move(file)), m_size(size)
    {
    }
    std::size_t read(std::span<std::byte> target) override
    {
        const std::size_t count = std::fread(target.data(), 1, target.size(), m_file.get());
        m_position += static_cast<std::int64_t>(count);
        return count;
    }
    bool seek(std::int64_t offset) override
    {
        if (offset < 0 || offset > m_size || ::fseeko(m_file.get(), offset, SEEK_SET) != 0)
            return false;
        m_position = offset;
        return true;
    }
    [[nodiscard]] std::int64_t position() const override { return m_position; }
    [[nodiscard]] std::int64_t size() const override { return m_size; }

private:
    std::unique_ptr<std::FILE, CloseFile> m_file;
    std::int64_t m_size;
    std::int64_t m_position = 0;
};

class MemoryReader : public ByteReader {
public:
    explicit MemoryReader(std::span<const std::byte> bytes) : m_bytes(bytes) { }
    std::size_t read(std::span<std::byte> target) override
    {
        const std::size_t count = std::min(target.size(), m_bytes.size() - m_position);
        std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(m_position), count, target.begin());
        m_position += count;
        return count;
    }
    bool seek(std::int64_t offset) override
    {
        if (offset < 0 || offset > size())
            return false;
        m_position = static_cast<std::size_t>(offset);
        return true;
    }
    [[nodiscard]] std::int64_t position() const override { return static_cast<std::int64_t>(m_position); }
    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(m_bytes.size()); }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

}  // namespace

bool ByteReader::seekFrom(int whence, std::int64_t offset)
{
    const std::int64_t origin = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position() : size();
    return offset <= size() - origin && offset >= -origin && seek(origin + offset);
}

base::Result<std::unique_ptr<ByteReader>> openFileReader(const std::filesystem::path& path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return base::fail(base::ErrorCode::NotFound, "There is no file " + path.string() + ".");
    if (std::filesystem::is_directory(status))
        return base::fail(base::ErrorCode::Io, path.string() + " is a folder, not a sound file.");
    if (!std::filesystem::is_regular_file(status))
        return base::fail(base::ErrorCode::Io, path.string() + " is not an ordinary file.");
    std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
    const auto size = std::filesystem::file_size(path, error);
    if (!file || error)
        return base::fail(base::ErrorCode::Io, "Cannot read " + path.string() + ": " + std::strerror(errno) + ".");
    return std::make_unique<FileReader>(std::move(file), static_cast<std::int64_t>(size));
}

std::unique_ptr<ByteReader> openMemoryReader(std::span<const std::byte> bytes)
{
    return std::make_unique<MemoryReader>(bytes);
}

}  // namespace saysee::audio
