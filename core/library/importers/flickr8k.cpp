// Flickr8k with the Flickr8k Audio Caption Corpus (Harwath and Glass, 2015): captions in Flickr8k.token.txt (or
// captions.txt, a CSV), pictures in Images/ or Flicker8k_Dataset/, speech in flickr_audio/ with wav2capt.txt and
// wav2spk.txt, splits as lists of pictures.
#include "core/library/importers/format.h"

#include <array>
#include <charconv>
#include <map>
#include <set>

namespace saysee::library {

using base::Result;
using base::Status;

namespace {

// Caption number `k` of a picture.
using CaptionKey = std::pair<std::string, int>;

struct SplitList {
    const char* file;
    const char* split;
};
constexpr std::array<SplitList, 3> kSplits = {{{"Flickr_8k.trainImages.txt", "train"},
                                               {"Flickr_8k.devImages.txt", "validation"},
                                               {"Flickr_8k.testImages.txt", "test"}}};

std::string firstExisting(const std::filesystem::path& root, std::initializer_list<const char*> names)
{
    std::error_code error;
    for (const char* name : names)
        if (std::filesystem::exists(root / name, error))
            return name;
    return *names.begin();
}

std::optional<int> numberIn(std::string_view text)
{
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// "name.jpg#2" to its parts; empty for the few that have no number there.
std::optional<CaptionKey> captionKey(std::string_view text)
{
    const std::size_t hash = text.rfind('#');
    const auto number = hash == std::string_view::npos ? std::nullopt : numberIn(text.substr(hash + 1));
    return number ? std::optional(CaptionKey(text.substr(0, hash), *number)) : std::nullopt;
}

std::vector<std::string> words(std::string_view line)
{
    std::vector<std::string> parts;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        if (end > 0)
            parts.emplace_back(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end + 1));
    }
    return parts;
}

// Collects rows in the order in which they are first named.
class Reader {
public:
    explicit Reader(const std::filesystem::path& root)
    {
        m_manifest.root = root;
        m_images = firstExisting(root, {"Images", "Flicker8k_Dataset", "Flickr8k_Dataset"}) + "/";
    }

    Result<Manifest> read()
    {
        const auto& root = m_manifest.root;
        std::error_code error;
        if (std::filesystem::exists(root / "Flickr8k.token.txt", error))
            SAYSEE_TRY(readTokens());
        else if (std::filesystem::exists(root / "captions.txt", error))
            SAYSEE_TRY(readCaptionTable());
        else if (!std::filesystem::exists(root / "flickr_audio/wav2capt.txt", error))
            return base::fail(base::ErrorCode::NotFound, "There are no Flickr8k captions in " + root.string() + ".");
        if (std::filesystem::exists(root / "flickr_audio/wav2capt.txt", error))
            SAYSEE_TRY(readSpeech());
        SAYSEE_TRY(readSplits());
        return std::move(m_manifest);
    }

private:
    ExchangeRow& row(const CaptionKey& key)
    {
        const auto [place, added] = m_places.emplace(key, m_manifest.rows.size());
        if (added)
            m_manifest.rows.emplace_back().image = m_images + key.first;
        return m_manifest.rows[place->second];
    }

    Status readTokens()
    {
        SAYSEE_ASSIGN(const std::string text, readManifest(m_manifest.root / "Flickr8k.token.txt"));
        for (const std::string_view line : linesOf(text)) {
            const std::size_t tab = line.find('\t');
            const auto key = captionKey(line.substr(0, tab));
            if (key && tab != std::string_view::npos)
                row(*key).text = line.substr(tab + 1);
            else if (!line.empty())
                m_manifest.problems.push_back("Flickr8k.token.txt: \"" + std::string(line) + "\" is not understood.");
        }
        return {};
    }

    // Kaggle's variant: a header, then name.jpg,caption; the caption is the rest of the line.
    Status readCaptionTable()
    {
        SAYSEE_ASSIGN(const std::string text, readManifest(m_manifest.root / "captions.txt"));
        std::map<std::string, int> next;
        for (const std::string_view line : linesOf(text)) {
            const std::size_t comma = line.find(',');
            if (comma == std::string_view::npos || line.starts_with("image,"))
                continue;
            const std::string name(line.substr(0, comma));
            std::string_view caption = line.substr(comma + 1);
            if (caption.size() >= 2 && caption.starts_with('"') && caption.ends_with('"'))
                caption = caption.substr(1, caption.size() - 2);
            row({name, next[name]++}).text = caption;
        }
        return {};
    }

    Status readSpeech()
    {
        std::error_code error;
        const auto folder = m_manifest.root / "flickr_audio";
        std::map<std::string, std::string> speakers;
        if (std::filesystem::exists(folder / "wav2spk.txt", error)) {
            SAYSEE_ASSIGN(const std::string text, readManifest(folder / "wav2spk.txt"));
            for (const std::string_view line : linesOf(text))
                if (const auto parts = words(line); parts.size() == 2)
                    speakers[parts[0]] = parts[1];
        }
        SAYSEE_ASSIGN(const std::string text, readManifest(folder / "wav2capt.txt"));
        for (const std::string_view line : linesOf(text)) {
            const auto parts = words(line);
            const auto number = parts.size() == 3 && parts[2].starts_with('#')
                ? numberIn(std::string_view(parts[2]).substr(1))
                : std::nullopt;
            if (!number) {
                if (!line.empty())
                    m_manifest.problems.push_back("wav2capt.txt: \"" + std::string(line) + "\" is not understood.");
                continue;
            }
            ExchangeRow& spoken = row({parts[1], *number});
            spoken.audio = "flickr_audio/wavs/" + parts[0];
            spoken.speaker = speakers[parts[0]];
        }
        return {};
    }

    Status readSplits()
    {
        std::error_code error;
        std::map<std::string, const char*> splits;
        for (const SplitList& list : kSplits) {
            if (!std::filesystem::exists(m_manifest.root / list.file, error))
                continue;
            SAYSEE_ASSIGN(const std::string text, readManifest(m_manifest.root / list.file));
            for (const std::string_view line : linesOf(text))
                splits[m_images + std::string(line)] = list.split;
        }
        for (ExchangeRow& row : m_manifest.rows)
            if (const auto split = splits.find(row.image); split != splits.end())
                row.split = split->second;
        return {};
    }

    Manifest m_manifest;
    std::string m_images;
    std::map<CaptionKey, std::size_t> m_places;
};

Result<Manifest> read(const std::filesystem::path& chosen) { return Reader(chosen).read(); }

void nameAsFlickr8k(std::vector<ExchangeRow>& rows)
{
    nameMedia(
        rows, [](const ExchangeRow&) { return std::string(); }, "Images/", "flickr_audio/wavs/");
    std::map<std::string, int> next;
    for (ExchangeRow& row : rows) {
        const int number = next[row.image]++;
        if (row.audio.empty())
            continue;
        const std::filesystem::path image(row.image);
        row.audio = "flickr_audio/wavs/" + image.stem().string() + "_" + std::to_string(number)
            + std::filesystem::path(row.audio).extension().string();
    }
}

// Captions take one line.
std::string oneLine(std::string text)
{
    for (char& c : text)
        c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    return text;
}

Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    std::string captions;
    std::string speech;
    std::string speakers;
    std::map<std::string, std::string> splits;
    std::map<std::string, int> next;
    for (const ExchangeRow& row : rows) {
        const std::string image = std::filesystem::path(row.image).filename().string();
        const int number = next[image]++;
        captions += image + "#" + std::to_string(number) + "\t" + oneLine(row.text) + "\n";
        if (number == 0 && !row.split.empty())
            splits[row.split] += image + "\n";
        if (row.audio.empty())
            continue;
        const std::string sound = std::filesystem::path(row.audio).filename().string();
        speech += sound + " " + image + " #" + std::to_string(number) + "\n";
        if (!row.speaker.empty())
            speakers += sound + " " + plainName(row.speaker) + "\n";
    }
    SAYSEE_TRY(writeManifest(folder / "Flickr8k.token.txt", captions));
    SAYSEE_TRY(writeManifest(folder / "flickr_audio/wav2capt.txt", speech));
    SAYSEE_TRY(writeManifest(folder / "flickr_audio/wav2spk.txt", speakers));
    for (const SplitList& list : kSplits)
        SAYSEE_TRY(writeManifest(folder / list.file, splits[list.split]));
    return {};
}

}  // namespace

const PairFormat kFlickr8kFormat = {"flickr8k", "Flickr8k and Flickr8k Audio: captions, wav2capt.txt, split lists",
                                    read, nameAsFlickr8k, write};

}  // namespace saysee::library
