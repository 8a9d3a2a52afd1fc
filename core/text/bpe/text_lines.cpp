#include "core/text/bpe/text_lines.h"

#include "core/base/files.h"

#ifdef SAYSEE_HAS_ZLIB
#include <zlib.h>
#endif

namespace saysee::text {

namespace {

#ifdef SAYSEE_HAS_ZLIB

constexpr std::size_t kLimit = 64U << 20U;  // bytes unpacked

base::Result<std::string> unpack(const std::filesystem::path& path, std::string& packed)
{
    z_stream stream {};
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK)  // + 16: a gzip header
        return base::fail(base::ErrorCode::OutOfMemory, "There is not enough memory to read " + path.string() + ".");
    std::string text;
    std::string block(1U << 16U, '\0');
    int status = Z_OK;
    while (status == Z_OK && text.size() <= kLimit) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(block, 0, block.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END)
        return base::fail(base::ErrorCode::Corrupt, path.string() + " is a damaged or too large gzip file.");
    return text;
}

#else

base::Result<std::string> unpack(const std::filesystem::path& path, const std::string&)
{
    return base::fail(base::ErrorCode::UnsupportedFormat,
                      "This build was made without zlib: unpack " + path.string() + " and use the unpacked file.");
}

#endif

}  // namespace

base::Result<std::string> readTextOrGzip(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(std::string text, base::readFile(path));
    return text.starts_with("\x1F\x8B") ? unpack(path, text) : base::Result<std::string>(std::move(text));
}

std::optional<std::string_view> TextLines::next()
{
    if (m_rest.empty())
        return std::nullopt;
    const std::size_t end = m_rest.find('\n');
    std::string_view line = m_rest.substr(0, end);
    m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    ++m_number;
    return line;
}

}  // namespace saysee::text
