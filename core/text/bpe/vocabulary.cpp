#include "core/text/bpe/vocabulary.h"

#include "core/base/files.h"
#include "core/text/bpe/text_lines.h"
#include "core/text/unicode/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace saysee::text {

namespace {

using base::ErrorCode;
using Json = nlohmann::json;

constexpr int kMaxIds = 1 << 20;  // four times the largest vocabulary known
constexpr std::size_t kMaxTokenBytes = 256;  // GPT-2's longest token has 128
constexpr std::string_view kWordEnd = "</w>";

tl::unexpected<base::Error> corrupt(const std::filesystem::path& path, const std::string& why)
{
    return base::fail(ErrorCode::Corrupt, path.string() + " is not a usable vocabulary: " + why);
}

tl::unexpected<base::Error> missing(const std::filesystem::path& path)
{
    return base::fail(ErrorCode::ModelMissing, "The tokenizer file " + path.string() + " is missing.");
}

// The readers' door to files: an absent one is a missing part of a model.
base::Result<std::string> readText(const std::filesystem::path& path)
{
    auto text = readTextOrGzip(path);
    if (!text && text.error().code == ErrorCode::NotFound)
        return missing(path);
    return text;
}

base::Result<Json> readObject(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const std::string text, readText(path));
    SAYSEE_ASSIGN(Json json, base::parseJson(text, path.string()));
    if (!json.is_object())
        return corrupt(path, "it is not a JSON object.");
    return json;
}

base::Result<int> readId(const std::filesystem::path& path, const Json& value)
{
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() >= kMaxIds)
        return corrupt(path, "an id is not a number from 0 to " + std::to_string(kMaxIds - 1) + ".");
    return value.get<int>();
}

base::Result<std::unordered_map<std::string, int>> readIds(const std::filesystem::path& path, const Json& object)
{
    std::unordered_map<std::string, int> ids;
    ids.reserve(object.size());
    for (const auto& [token, value] : object.items()) {
        SAYSEE_ASSIGN(const int id, readId(path, value));
        ids.emplace(token, id);
    }
    return ids;
}

// "left right"; the merge itself may not hold a space.
std::optional<std::pair<std::string, std::string>> splitMerge(std::string_view line)
{
    const std::size_t space = line.find(' ');
    if (space == 0 || space == std::string_view::npos || space + 1 == line.size()
        || line.find(' ', space + 1) != std::string_view::npos)
        return std::nullopt;
    return std::pair {std::string(line.substr(0, space)), std::string(line.substr(space + 1))};
}

base::Status readMergeLines(const std::filesystem::path& path, std::string_view text, std::size_t limit,
                            Vocabulary& vocabulary)
{
    TextLines lines(text);
    while (vocabulary.merges.size() < limit) {
        const auto line = lines.next();
        if (!line)
            break;
        if (line->empty() || (lines.number() == 1 && line->find("#version") != std::string_view::npos))
            continue;
        auto merge = splitMerge(*line);
        if (!merge)
            return corrupt(path, "line " + std::to_string(lines.number()) + " is not two tokens.");
        vocabulary.merges.push_back(std::move(*merge));
    }
    return {};
}

// Folders differ in where they list special tokens; here they are always among the added ones.
void gatherSpecials(Vocabulary& vocabulary)
{
    std::erase_if(vocabulary.ids, [&](const auto& token) {
        const bool special = token.first.size() > 4 && token.first.starts_with("<|") && token.first.ends_with("|>");
        if (special)
            vocabulary.added.insert(token);
        return special;
    });
}

base::Status readAddedTokens(const std::filesystem::path& path, const Json& tokens, Vocabulary& vocabulary)
{
    for (const Json& token : tokens) {
        if (!token.is_object() || !token.contains("content") || !token["content"].is_string()
            || !token.contains("id"))
            return corrupt(path, "an added token has no content or id.");
        SAYSEE_ASSIGN(const int id, readId(path, token["id"]));
        vocabulary.added.emplace(token["content"].get<std::string>(), id);
    }
    return {};
}

base::Result<Vocabulary> readTokenizerJson(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const Json json, readObject(path));
    const auto model = json.find("model");
    if (model == json.end() || !model->is_object() || !model->contains("vocab") || !(*model)["vocab"].is_object()
        || !model->contains("merges") || !(*model)["merges"].is_array())
        return corrupt(path, "it holds no byte-pair model.");
    Vocabulary vocabulary;
    SAYSEE_ASSIGN(vocabulary.ids, readIds(path, (*model)["vocab"]));
    for (const Json& merge : (*model)["merges"]) {
        // Newer files write pairs, older ones a line as in merges.txt.
        const bool isPair = merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string();
        auto pair = isPair      ? std::optional(std::pair(merge[0].get<std::string>(), merge[1].get<std::string>()))
            : merge.is_string() ? splitMerge(merge.get_ref<const std::string&>())
                                : std::nullopt;
        if (!pair)
            return corrupt(path, "a merge is not two tokens.");
        vocabulary.merges.push_back(std::move(*pair));
    }
    if (const auto added = json.find("added_tokens"); added != json.end() && added->is_array())
        SAYSEE_TRY(readAddedTokens(path, *added, vocabulary));
    gatherSpecials(vocabulary);
    return vocabulary;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char digit : text) {
        const std::size_t value = kDigits.find(digit);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>((bits >> count) & 0xFFU));
        }
    }
    return bytes;
}

std::string printableOf(std::string_view bytes)
{
    std::string printable;
    for (const char byte : bytes)
        printable += printableBytes()[static_cast<unsigned char>(byte)];
    return printable;
}

using Ranks = std::unordered_map<std::string_view, int>;

// The two parts that the ranks below `rank` make of a token; nothing when they make more.
std::optional<std::pair<std::string_view, std::string_view>> partsOf(std::string_view token, int rank,
                                                                     const Ranks& ranks)
{
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < token.size(); ++i)
        parts.push_back(token.substr(i, 1));
    while (parts.size() > 2) {
        int best = rank;
        std::size_t at = 0;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            const std::string_view joined(parts[i].data(), parts[i].size() + parts[i + 1].size());
            const auto found = ranks.find(joined);
            if (found != ranks.end() && found->second < best) {
                best = found->second;
                at = i;
            }
        }
        if (best == rank)
            return std::nullopt;
        parts[at] = std::string_view(parts[at].data(), parts[at].size() + parts[at + 1].size());
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
    return std::pair(parts[0], parts[1]);
}

// Token bytes in order of rank.
base::Result<std::vector<std::string>> readRanks(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const std::string text, readText(path));
    std::vector<std::string> tokens;
    TextLines lines(text);
    while (const auto line = lines.next()) {
        if (line->empty())
            continue;
        const std::size_t space = line->find(' ');
        const std::string_view number =
            space == std::string_view::npos ? std::string_view() : line->substr(space + 1);
        std::size_t rank = 0;
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), rank);
        auto token = fromBase64(line->substr(0, space));
        if (number.empty() || parsed.ec != std::errc() || parsed.ptr != number.data() + number.size() || !token
            || token->size() > kMaxTokenBytes)
            return corrupt(path, "line " + std::to_string(lines.number()) + " is not a base64 token and its rank.");
        if (rank != tokens.size() || rank >= kMaxIds)
            return corrupt(path, "line " + std::to_string(lines.number()) + " is out of order.");
        tokens.push_back(std::move(*token));
    }
    return tokens;
}

}  // namespace

int Vocabulary::size() const
{
    int highest = -1;
    for (const auto& [token, id] : ids)
        highest = std::max(highest, id);
    for (const auto& [token, id] : added)
        highest = std::max(highest, id);
    return highest + 1;
}

const std::array<unsigned char, 256>& printableByteOrder()
{
    static const std::array<unsigned char, 256> order = [] {
        std::array<unsigned char, 256> bytes {};
        for (unsigned byte = 0; byte < 256; ++byte)
            bytes[byte] = static_cast<unsigned char>(byte);
        std::stable_partition(bytes.begin(), bytes.end(), [](unsigned char byte) {
            return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte != 0xAD);
        });
        return bytes;
    }();
    return order;
}

const std::array<std::string, 256>& printableBytes()
{
    static const std::array<std::string, 256> alphabet = [] {
        constexpr std::size_t kPrintable = 188;  // bytes that stand for themselves; the rest follow from U+0100 on
        std::array<std::string, 256> characters;
        for (std::size_t i = 0; i < 256; ++i) {
            const unsigned char byte = printableByteOrder()[i];
            appendUtf8(characters[byte], i < kPrintable ? byte : static_cast<char32_t>(0x100 + i - kPrintable));
        }
        return characters;
    }();
    return alphabet;
}

std::string bytesOfPrintable(std::string_view printable)
{
    static const std::unordered_map<std::string_view, char> back = [] {
        std::unordered_map<std::string_view, char> bytes;
        for (std::size_t byte = 0; byte < 256; ++byte)
            bytes.emplace(printableBytes()[byte], static_cast<char>(byte));
        return bytes;
    }();
    std::string bytes;
    while (!printable.empty()) {
        std::size_t length = 1;
        while (length < printable.size() && !startsCharacter(printable[length]))
            ++length;
        const std::string_view character = printable.substr(0, length);
        const auto found = back.find(character);
        if (found != back.end())
            bytes.push_back(found->second);
        else
            bytes += character;
        printable.remove_prefix(length);
    }
    return bytes;
}

base::Result<Vocabulary> readHuggingFace(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return readTokenizerJson(path);
    const bool hasVocab = std::filesystem::exists(path / "vocab.json", error);
    const bool hasMerges = std::filesystem::exists(path / "merges.txt", error);
    if (!(hasVocab && hasMerges) && std::filesystem::exists(path / "tokenizer.json", error))
        return readTokenizerJson(path / "tokenizer.json");
    if (!hasVocab && !hasMerges)
        return base::fail(ErrorCode::ModelMissing,
                          "There is no vocabulary in " + path.string()
                              + ": put vocab.json and merges.txt, or tokenizer.json, or the original release's "
                                "vocabulary file beside the network.");

    Vocabulary vocabulary;
    SAYSEE_ASSIGN(const Json ids, readObject(path / "vocab.json"));
    SAYSEE_ASSIGN(vocabulary.ids, readIds(path / "vocab.json", ids));
    SAYSEE_ASSIGN(const std::string merges, readText(path / "merges.txt"));
    SAYSEE_TRY(readMergeLines(path / "merges.txt", merges, kMaxIds, vocabulary));
    if (std::filesystem::exists(path / "added_tokens.json", error)) {
        SAYSEE_ASSIGN(const Json added, readObject(path / "added_tokens.json"));
        SAYSEE_ASSIGN(vocabulary.added, readIds(path / "added_tokens.json", added));
    }
    gatherSpecials(vocabulary);
    return vocabulary;
}

base::Result<Vocabulary> readClipMergeList(const std::filesystem::path& path, int size)
{
    constexpr int kWithoutMerges = 2 * 256 + 2;
    if (size != 0 && size < kWithoutMerges)
        return corrupt(path, "a vocabulary of " + std::to_string(size) + " has no room for the bytes.");
    SAYSEE_ASSIGN(const std::string text, readText(path));
    Vocabulary vocabulary;
    const auto wanted = static_cast<std::size_t>(size == 0 ? kMaxIds : size - kWithoutMerges);
    SAYSEE_TRY(readMergeLines(path, text, wanted, vocabulary));
    if (size != 0 && vocabulary.merges.size() < wanted)
        return corrupt(path,
                       "it holds " + std::to_string(vocabulary.merges.size()) + " merges, a vocabulary of "
                           + std::to_string(size) + " needs " + std::to_string(wanted) + ".");
    int id = 0;
    for (const std::string_view wordEnd : {std::string_view(), kWordEnd})
        for (const unsigned char byte : printableByteOrder())
            vocabulary.ids.insert_or_assign(printableBytes()[byte] + std::string(wordEnd), id++);
    for (const auto& [left, right] : vocabulary.merges)
        vocabulary.ids.insert_or_assign(left + right, id++);
    vocabulary.added = {{"<|startoftext|>", id}, {"<|endoftext|>", id + 1}};
    return vocabulary;
}

base::Result<Vocabulary> readTiktoken(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const std::vector<std::string> tokens, readRanks(path));
    Ranks ranks;
    ranks.reserve(tokens.size());
    Vocabulary vocabulary;
    int rank = 0;
    for (const std::string& token : tokens) {
        if (const auto parts = token.size() > 1 ? partsOf(token, rank, ranks) : std::nullopt)
            vocabulary.merges.emplace_back(printableOf(parts->first), printableOf(parts->second));
        ranks.emplace(token, rank);
        vocabulary.ids.emplace(printableOf(token), rank);
        ++rank;
    }
    return vocabulary;
}

}  // namespace saysee::text
