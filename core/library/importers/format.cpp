#include "core/library/importers/format.h"

#include <map>
#include <set>

namespace saysee::library {

std::span<const PairFormat> allPairFormats()
{
    static const PairFormat formats[] = {kJsonLinesFormat, kCsvFormat,        kHuggingFaceFormat,
                                         kFlickr8kFormat,  kSpokenCocoFormat, kLocalizedNarrativesFormat,
                                         kWebDatasetFormat};
    return formats;
}

std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        const bool special = static_cast<unsigned char>(c) <= ' ' || c == '\x7f'
            || std::string_view("/\\:*?\"'<>|#=+@%&;$`,").find(c) != std::string_view::npos;
        plain += special ? '_' : c;
    }
    if (plain.starts_with('.') || plain.starts_with('-'))
        plain.front() = '_';
    constexpr std::size_t kLongest = 150;  // bytes; file systems allow 255, and formats add to it
    if (plain.size() > kLongest)
        plain.erase(0, plain.size() - kLongest);
    return plain;
}

namespace {

// Names that are unique per content.
class Namer {
public:
    explicit Namer(std::string folder) : m_folder(std::move(folder)) { }

    std::string name(const std::string& path, const std::string& sha256)
    {
        const std::string key = sha256.empty() ? path : sha256;
        if (const auto known = m_byContent.find(key); known != m_byContent.end())
            return known->second;
        std::string name = plainName(path.substr(path.rfind('/') + 1));
        const std::string prefix = sha256.substr(0, 12);
        if (!prefix.empty() && !name.starts_with(prefix))
            name = prefix + "-" + name;
        std::string unique = m_folder + name;
        for (int number = 2; !m_taken.insert(unique).second; ++number)
            unique = m_folder + std::to_string(number) + "-" + name;
        m_byContent.emplace(key, unique);
        return unique;
    }

private:
    std::string m_folder;
    std::map<std::string, std::string> m_byContent;
    std::set<std::string> m_taken;
};

}  // namespace

void nameMedia(std::vector<ExchangeRow>& rows, std::string (*folderOf)(const ExchangeRow&), std::string_view images,
               std::string_view sounds)
{
    std::map<std::string, Namer> namers;
    const auto rename = [&](std::string& path, const std::string& sha256, const std::string& folder) {
        if (!path.empty())
            path = namers.try_emplace(folder, folder).first->second.name(path, sha256);
    };
    for (ExchangeRow& row : rows) {
        const std::string folder = folderOf(row);
        rename(row.image, row.imageSha256, folder + std::string(images));
        rename(row.audio, row.audioSha256, folder + std::string(sounds));
    }
}

void nameMediaPlainly(std::vector<ExchangeRow>& rows)
{
    nameMedia(
        rows, [](const ExchangeRow&) { return std::string(); }, "images/", "audio/");
}

base::Result<std::filesystem::path> manifestFile(const std::filesystem::path& chosen, std::string_view name)
{
    std::error_code error;
    const auto file = std::filesystem::is_directory(chosen, error) ? chosen / name : chosen;
    if (!std::filesystem::is_regular_file(file, error))
        return base::fail(base::ErrorCode::NotFound, "There is no file " + file.string() + ".");
    return file;
}

}  // namespace saysee::library
