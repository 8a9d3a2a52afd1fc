// Byte-pair encoding (Sennrich et al. 2016) over bytes: the merge that was learned first is done first.
#pragma once

#include "core/text/bpe/vocabulary.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace saysee::text {

class BytePairEncoder {
public:
    // `wordEnd` is what the vocabulary appends to a word's last token: "</w>" in CLIP, nothing in Whisper.
    // Error (Corrupt): a byte without a token, a merge of or into a token that the vocabulary lacks.
    static base::Result<BytePairEncoder> build(const Vocabulary& vocabulary, std::string_view wordEnd);

    // Appends the ids of one word, which is not empty. Time grows with n log n.
    void encode(std::string_view word, std::vector<int>& ids) const;

private:
    struct Merge {
        int rank = 0;
        int result = 0;
    };
    [[nodiscard]] const Merge* find(int left, int right) const;

    std::array<int, 256> m_byteIds {};
    std::array<int, 256> m_lastByteIds {};
    std::unordered_map<std::uint64_t, Merge> m_merges;  // key: left id in the upper half, right id in the lower
};

}  // namespace saysee::text
