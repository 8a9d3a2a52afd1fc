#include "core/text/word_error_rate.h"

#include <algorithm>
#include <vector>

namespace saysee::text {

double WordErrors::rate() const
{
    if (referenceWords == 0)
        return total() == 0 ? 0.0 : 1.0;
    return static_cast<double>(total()) / static_cast<double>(referenceWords);
}

WordErrors& WordErrors::operator+=(const WordErrors& other)
{
    substitutions += other.substitutions;
    deletions += other.deletions;
    insertions += other.insertions;
    referenceWords += other.referenceWords;
    return *this;
}

WordErrors wordErrors(std::span<const std::string> reference, std::span<const std::string> heard)
{
    // One row of the alignment table at a time; every cell carries its counts, so no way back is stored.
    std::vector<WordErrors> row(heard.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j].insertions = static_cast<std::int64_t>(j);
    for (const std::string& word : reference) {
        WordErrors diagonal = row[0];
        ++row[0].deletions;
        for (std::size_t j = 1; j < row.size(); ++j) {
            WordErrors best = diagonal;
            diagonal = row[j];
            if (word != heard[j - 1]) {
                ++best.substitutions;
                WordErrors deleted = row[j];
                ++deleted.deletions;
                WordErrors inserted = row[j - 1];
                ++inserted.insertions;
                if (deleted.total() < best.total())
                    best = deleted;
                if (inserted.total() < best.total())
                    best = inserted;
            }
            row[j] = best;
        }
    }
    WordErrors result = row.back();
    result.referenceWords = static_cast<std::int64_t>(reference.size());
    return result;
}

}  // namespace saysee::text
