#include "core/text/bpe/byte_pair_encoder.h"

#include <queue>
#include <tuple>

namespace saysee::text {

namespace {

std::uint64_t key(int left, int right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) | static_cast<std::uint32_t>(right);
}

tl::unexpected<base::Error> lacking(std::string_view what, const std::string& token)
{
    return base::fail(base::ErrorCode::Corrupt,
                      "the vocabulary has no token for " + std::string(what) + " \"" + token + "\".");
}

// A token of the word being encoded; merged ones leave the chain.
struct Link {
    int id;
    int previous;
    int next;  // -1: the last
};

struct Candidate {
    int rank;
    int position;  // of the left token
    int left;
    int right;
    int result;

    // Lowest rank first, then leftmost.
    friend bool operator<(const Candidate& a, const Candidate& b)
    {
        return std::tie(b.rank, b.position) < std::tie(a.rank, a.position);
    }
};

}  // namespace

base::Result<BytePairEncoder> BytePairEncoder::build(const Vocabulary& vocabulary, std::string_view wordEnd)
{
    BytePairEncoder encoder;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const std::string& printable = printableBytes()[byte];
        const auto plain = vocabulary.ids.find(printable);
        const auto last = vocabulary.ids.find(printable + std::string(wordEnd));
        if (plain == vocabulary.ids.end() || last == vocabulary.ids.end())
            return lacking("the byte", printable);
        encoder.m_byteIds[byte] = plain->second;
        encoder.m_lastByteIds[byte] = last->second;
    }
    encoder.m_merges.reserve(vocabulary.merges.size());
    int rank = 0;
    for (const auto& [left, right] : vocabulary.merges) {
        const auto leftId = vocabulary.ids.find(left);
        const auto rightId = vocabulary.ids.find(right);
        const auto result = vocabulary.ids.find(left + right);
        if (leftId == vocabulary.ids.end() || rightId == vocabulary.ids.end() || result == vocabulary.ids.end())
            return lacking("the merge", left + " " + right);
        encoder.m_merges.try_emplace(key(leftId->second, rightId->second), Merge {rank++, result->second});
    }
    return encoder;
}

const BytePairEncoder::Merge* BytePairEncoder::find(int left, int right) const
{
    const auto found = m_merges.find(key(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

void BytePairEncoder::encode(std::string_view word, std::vector<int>& ids) const
{
    const int length = static_cast<int>(word.size());
    std::vector<Link> chain;
    chain.reserve(word.size());
    for (int i = 0; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(word[static_cast<std::size_t>(i)]);
        const bool last = i + 1 == length;
        chain.push_back({last ? m_lastByteIds[byte] : m_byteIds[byte], i - 1, last ? -1 : i + 1});
    }
    const auto link = [&](int i) -> Link& { return chain[static_cast<std::size_t>(i)]; };

    std::priority_queue<Candidate> candidates;
    const auto offer = [&](int position) {
        if (position < 0 || link(position).next < 0)
            return;
        const int left = link(position).id;
        const int right = link(link(position).next).id;
        if (const Merge* merge = find(left, right))
            candidates.push({merge->rank, position, left, right, merge->result});
    };
    for (int i = 0; i + 1 < length; ++i)
        offer(i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Link& left = link(best.position);
        if (left.id != best.left || left.next < 0 || link(left.next).id != best.right)
            continue;  // one of the two was merged away meanwhile
        Link& right = link(left.next);
        left.id = best.result;
        left.next = right.next;
        right.id = -1;
        if (left.next >= 0)
            link(left.next).previous = best.position;
        offer(left.previous);
        offer(best.position);
    }
    for (int i = length > 0 ? 0 : -1; i >= 0; i = link(i).next)
        ids.push_back(link(i).id);
}

}  // namespace saysee::text
