#include "core/base/files.h"

#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace saysee::base {

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
            return fail(ErrorCode::Corrupt,
                        path.string() + " is larger than such a file can be (" + std::to_string(limit) + " bytes).");
    }
    if (file.bad())
        return fail(ErrorCode::Io, "Reading " + path.string() + " failed.");
    return content;
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view content)
{
    SAYSEE_ASSIGN(AtomicFile file, AtomicFile::create(path));
    SAYSEE_TRY(file.write(content.data(), content.size()));
    return file.publish(FileUse::Document);
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

std::string jsonText(const nlohmann::json& value, int indent)
{
    return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace saysee::base
