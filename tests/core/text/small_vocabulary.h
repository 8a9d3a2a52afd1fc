// A vocabulary of a few merges, written in each of the file formats.
#pragma once

#include "core/base/files.h"
#include "core/text/bpe/vocabulary.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace saysee::test {

using Merges = std::vector<std::pair<std::string, std::string>>;

// Byte tokens (twice for CLIP: plain and at a word's end), merges, then `specials`, with ids in this order.
inline nlohmann::json smallVocabulary(const Merges& merges, const std::vector<std::string>& specials, bool wordEnds)
{
    nlohmann::json ids = nlohmann::json::object();
    int next = 0;
    for (const bool atEnd : {false, true})
        for (const unsigned char byte : text::printableByteOrder())
            if (!atEnd || wordEnds)
                ids[text::printableBytes()[byte] + (atEnd ? "</w>" : "")] = next++;
    for (const auto& [left, right] : merges)
        ids[left + right] = next++;
    for (const std::string& special : specials)
        ids[special] = next++;
    return ids;
}

inline std::string mergeLines(const Merges& merges)
{
    std::string text = "#version: 0.2\n";
    for (const auto& [left, right] : merges)
        text += left + " " + right + "\n";
    return text;
}

inline void writeHuggingFace(const std::filesystem::path& folder, const Merges& merges,
                             const std::vector<std::string>& specials, bool wordEnds)
{
    std::filesystem::create_directories(folder);
    (void)base::writeFileAtomically(folder / "vocab.json", smallVocabulary(merges, specials, wordEnds).dump());
    (void)base::writeFileAtomically(folder / "merges.txt", mergeLines(merges));
}

// Everything in one file, special tokens among the added ones, as the tokenizers library writes it.
inline void writeTokenizerJson(const std::filesystem::path& file, const Merges& merges,
                               const std::vector<std::string>& specials, bool wordEnds, bool mergesAsPairs)
{
    nlohmann::json ids = smallVocabulary(merges, {}, wordEnds);
    nlohmann::json added = nlohmann::json::array();
    int next = static_cast<int>(ids.size());
    for (const std::string& special : specials)
        added.push_back({{"id", next++}, {"content", special}, {"special", true}});
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [left, right] : merges)
        list.push_back(mergesAsPairs ? nlohmann::json {left, right} : nlohmann::json(left + " " + right));
    const nlohmann::json whole = {{"added_tokens", added},
                                  {"model", {{"type", "BPE"}, {"vocab", ids}, {"merges", list}}}};
    std::filesystem::create_directories(file.parent_path());
    (void)base::writeFileAtomically(file, whole.dump());
}

}  // namespace saysee::test
