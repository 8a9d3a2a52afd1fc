#include "core/base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace saysee::base {

namespace {

tl::unexpected<Error> failedWrite(const std::filesystem::path& path)
{
    const int reason = errno;
    return fail(ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(reason) + ".");
}

bool writeAll(int file, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t count = ::write(file, content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fsync(file) == 0;
}

}  // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(ErrorCode::NotFound, "There is no file " + path.string() + ".");
    if (std::filesystem::is_directory(path, error))
        return fail(ErrorCode::Io, path.string() + " is a folder, not a file.");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::Io, "Cannot read " + path.string() + ": " + std::strerror(errno) + ".");
    std::string content;
    std::string block(1U << 16U, '\0');
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
        content.append(block, 0, static_cast<std::size_t>(file.gcount()));
        if (content.size() > limit)
            return fail(ErrorCode::Corrupt, path.string() + " is larger than such a file can be ("
                                                + std::to_string(limit) + " bytes).");
    }
    return content;
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view content)
{
    std::string temporary = path.string() + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0)
        return failedWrite(path);
    const bool written = writeAll(file, content);
    const int reason = errno;
    ::close(file);
    errno = reason;
    if (!written || ::chmod(temporary.c_str(), 0644) != 0 || ::rename(temporary.c_str(), path.c_str()) != 0) {
        auto failure = failedWrite(path);
        ::unlink(temporary.c_str());
        return failure;
    }
    return {};
}

Result<nlohmann::json> readJson(const std::filesystem::path& path, std::uint64_t limit)
{
    SAYSEE_ASSIGN(const std::string text, readFile(path, limit));
    return parseJson(text, path.string());
}

Result<nlohmann::json> parseJson(std::string_view text, std::string_view name, int maxDepth)
{
    bool tooDeep = false;
    const auto guard = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        if (depth > maxDepth) {
            tooDeep = true;
            throw std::runtime_error("nested too deeply");
        }
        return true;
    };
    try {
        return nlohmann::json::parse(text, guard);
    } catch (const nlohmann::json::exception& problem) {
        return fail(ErrorCode::Corrupt, std::string(name) + " is not valid JSON.", problem.what());
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Corrupt, std::string(name) + (tooDeep ? " is nested too deeply." : " cannot be read."),
                    problem.what());
    }
}

}  // namespace saysee::base
