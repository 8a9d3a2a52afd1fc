#include "core/library/importers/manifest.h"

#include "core/base/files.h"

#include <algorithm>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

Result<std::filesystem::path> safeJoin(const std::filesystem::path& root, std::string_view relative)
{
    const std::filesystem::path path {std::string(relative)};
    const bool climbs = std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
    if (relative.empty() || path.is_absolute() || climbs || relative.find('\0') != std::string_view::npos
        || relative.find('\\') != std::string_view::npos)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(relative) + "\" leads out of the folder; it is not read");
    std::error_code error;
    const auto base = std::filesystem::weakly_canonical(root, error);
    const auto target = std::filesystem::weakly_canonical(root / path, error);
    const auto inside = target.lexically_relative(base);
    if (error || inside.empty() || *inside.begin() == "..")
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(relative) + "\" is a link out of the folder; it is not read");
    return root / path;
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

Result<std::string> readManifest(const std::filesystem::path& path)
{
    constexpr std::uint64_t kLargest = 4ULL << 30U;
    return base::readFile(path, kLargest);
}

Status writeManifest(const std::filesystem::path& path, std::string_view content)
{
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    return base::writeFileAtomically(path, content);
}

void readJsonLines(std::string_view text, const std::string& name, Manifest& manifest)
{
    std::size_t number = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            continue;
        const auto object = base::parseJson(line, name);
        auto row =
            object ? rowFromJson(*object) : Result<ExchangeRow>(fail(ErrorCode::Corrupt, "it is no valid JSON"));
        if (row)
            manifest.rows.push_back(std::move(*row));
        else
            manifest.problems.push_back(name + ", line " + std::to_string(number) + ": " + row.error().message + ".");
    }
}

}  // namespace saysee::library
