// What is searched for: spoken, written and shown parts, mixed with weights. Takes the model's outputs, not the
// model.
#pragma once

#include "core/base/embedding.h"
#include "core/model/engine.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::search {

inline constexpr std::size_t kLongestQuery = 20'000;  // bytes; several pages of speech

// Refuses what no model should be asked to encode: empty or longer than kLongestQuery. Call it before encoding.
base::Status checkQueryText(std::string_view text);

enum class PartKind { Text, Speech, Image };

struct Clause {
    std::string text;
    base::Embedding vector;
};

// One part of a query. All vectors of all parts of a query share one space.
struct QueryPart {
    PartKind kind = PartKind::Text;
    std::string label;  // the text, the transcript or the picture's file name
    double weight = 1;  // negative: what the pictures shall not look like
    base::Embedding vector;  // what is searched with
    std::optional<base::Embedding> words;  // the two channels of a spoken part, and the words of a written one
    std::optional<base::Embedding> sound;
    std::vector<Clause> clauses;  // of a text that was split; empty when it was not
    double trust = 1;  // 0..1: how certain it is that the person meant this; below 1 for speech alone
};

// How far a transcript can be trusted: its tokens' mean probability, times the probability that there was speech.
[[nodiscard]] double trustIn(const model::Transcript& transcript);

[[nodiscard]] QueryPart textPart(const model::TextQuery& query, std::string text, double weight = 1);
[[nodiscard]] QueryPart imagePart(base::Embedding picture, std::string label, double weight = 1);
// `balance`: 0 words alone, 1 sound alone, 0.5 the model's own fusion.
[[nodiscard]] base::Result<QueryPart> speechPart(const model::SpeechQuery& query, double balance = 0.5,
                                                 double weight = 1);

// The weighted sum of the parts' vectors, normalised.
// Errors: InvalidArgument (no part, a weight that is no number, no positive weight, parts that cancel each other
// out), VersionMismatch (different spaces).
[[nodiscard]] base::Result<base::Embedding> combine(std::span<const QueryPart> parts);

// The highest trust among the parts that say what is wanted; 1 when there is none.
[[nodiscard]] double trustIn(std::span<const QueryPart> parts);

}  // namespace saysee::search
