// Byte-level BPE. Bytes are spelled with printable characters as GPT-2's vocabulary does: printable Latin-1 stands
// for itself, byte number n of the others for the character U+0100 + n.
#include "models/picturebook/recipe/scene/vocabulary.h"

#include "core/base/files.h"
#include "models/picturebook/recipe/scene/caption.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace saysee::picturebook {
namespace {

const std::string kSpace = "\u0120";  // how a space is spelled
const std::string kWordEnd = "</w>";  // CLIP's mark of a word's last symbol

bool printable(int byte) { return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174; }

std::string utf8(int codePoint)
{
    if (codePoint < 0x80)
        return {static_cast<char>(codePoint)};
    return {static_cast<char>(0xC0 | (codePoint >> 6)), static_cast<char>(0x80 | (codePoint & 0x3F))};
}

// The spelling of the 256 bytes in the order of their ids: printable ones first.
std::vector<std::string> byteSymbols()
{
    std::vector<std::string> symbols;
    for (int byte = 0; byte < 256; ++byte)
        if (printable(byte))
            symbols.push_back(utf8(byte));
    int others = 0;
    for (int byte = 0; byte < 256; ++byte)
        if (!printable(byte))
            symbols.push_back(utf8(0x100 + others++));
    return symbols;
}

using Symbols = std::vector<std::string>;

Symbols spell(const std::string& word, const std::string& prefix, const std::string& suffix)
{
    Symbols symbols;
    if (!prefix.empty())
        symbols.push_back(prefix);
    for (const char letter : word)
        symbols.emplace_back(1, letter);
    symbols.back() += suffix;
    return symbols;
}

void joinAll(const Merge& merge, Symbols& symbols)
{
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
        if (symbols[i] == merge.left && symbols[i + 1] == merge.right) {
            symbols[i] += symbols[i + 1];
            symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
}

// The vocabulary of bytes and merges: symbol to id.
base::Status writeVocabulary(const std::filesystem::path& folder, const Symbols& symbols,
                             const std::vector<Merge>& merges)
{
    nlohmann::json ids = nlohmann::json::object();
    int next = 0;
    for (const std::string& symbol : symbols)
        ids[symbol] = next++;
    std::string list = "#version: 0.2\n";
    for (const Merge& merge : merges)
        list += merge.left + ' ' + merge.right + '\n';
    SAYSEE_TRY(base::writeFileAtomically(folder / "vocab.json", ids.dump(0) + '\n'));
    return base::writeFileAtomically(folder / "merges.txt", list);
}

void appendMerged(const std::vector<Merge>& merges, Symbols& symbols)
{
    std::set<std::string> known(symbols.begin(), symbols.end());
    for (const Merge& merge : merges)
        if (known.insert(merge.left + merge.right).second)
            symbols.push_back(merge.left + merge.right);
}

base::Status makeFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return base::fail(base::ErrorCode::Io, "The folder " + folder.string() + " can not be made.",
                          error.message());
    return {};
}

}  // namespace

WordCounts countWords(int scenes, std::uint64_t seed)
{
    WordCounts counts;
    Random random(itemSeed("words", seed, 0));
    for (const Scene& scene : sampleSplit(Split::Train, scenes, seed)) {
        std::istringstream words(caption(scene, Mood::Spoken, random));
        for (std::string word; words >> word;)
            ++counts[word];
    }
    return counts;
}

std::vector<Merge> trainMerges(const WordCounts& words, const std::string& prefix, const std::string& suffix)
{
    std::vector<std::pair<Symbols, std::int64_t>> spelled;
    for (const auto& [word, count] : words)
        spelled.emplace_back(spell(word, prefix, suffix), count);
    std::vector<Merge> merges;
    for (;;) {
        std::map<std::pair<std::string, std::string>, std::int64_t> pairs;
        for (const auto& [symbols, count] : spelled)
            for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
                pairs[{symbols[i], symbols[i + 1]}] += count;
        if (pairs.empty())
            return merges;
        const auto best = std::max_element(pairs.begin(), pairs.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        merges.push_back({best->first.first, best->first.second});
        for (auto& entry : spelled)
            joinAll(merges.back(), entry.first);
    }
}

base::Status writeClipVocabulary(const std::filesystem::path& folder, const WordCounts& words)
{
    SAYSEE_TRY(makeFolder(folder));
    const std::vector<Merge> merges = trainMerges(words, "", kWordEnd);
    Symbols symbols = byteSymbols();
    for (std::size_t i = 0; i < 256; ++i)
        symbols.push_back(symbols[i] + kWordEnd);
    appendMerged(merges, symbols);
    symbols.insert(symbols.end(), {"<|startoftext|>", "<|endoftext|>"});
    SAYSEE_TRY(writeVocabulary(folder, symbols, merges));
    const nlohmann::json config = {{"tokenizer_class", "CLIPTokenizer"}, {"bos_token", "<|startoftext|>"},
                                   {"eos_token", "<|endoftext|>"},       {"unk_token", "<|endoftext|>"},
                                   {"pad_token", "<|endoftext|>"},       {"model_max_length", 32}};
    return base::writeFileAtomically(folder / "tokenizer_config.json", config.dump(2) + '\n');
}

base::Status writeWhisperVocabulary(const std::filesystem::path& folder, const WordCounts& words)
{
    SAYSEE_TRY(makeFolder(folder));
    const std::vector<Merge> merges = trainMerges(words, kSpace, "");
    Symbols symbols = byteSymbols();
    appendMerged(merges, symbols);
    SAYSEE_TRY(writeVocabulary(folder, symbols, merges));
    nlohmann::json added = nlohmann::json::object();
    auto next = symbols.size();
    for (const char* token : {"<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>", "<|transcribe|>",
                              "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"})
        added[token] = next++;
    return base::writeFileAtomically(folder / "added_tokens.json", added.dump(0) + '\n');
}

}  // namespace saysee::picturebook
