#include "core/search/query.h"

#include <algorithm>
#include <cmath>

namespace saysee::search {

base::Status checkQueryText(std::string_view text)
{
    using base::ErrorCode;
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos)
        return base::fail(ErrorCode::InvalidArgument, "The query is empty; say or type what the picture shows.");
    if (text.size() > kLongestQuery)
        return base::fail(ErrorCode::InvalidArgument,
                          "The query is " + std::to_string(text.size()) + " bytes long; at most "
                              + std::to_string(kLongestQuery) + " can be searched for.");
    return {};
}

QueryPart textPart(const model::TextQuery& query, std::string text, double weight)
{
    QueryPart part {PartKind::Text, std::move(text), weight, query.vector, query.vector, std::nullopt, {}};
    if (query.clauses.size() > 1 && query.clauses.size() == query.clauseVectors.size())
        for (std::size_t i = 0; i < query.clauses.size(); ++i)
            part.clauses.push_back({query.clauses[i], query.clauseVectors[i]});
    return part;
}

QueryPart imagePart(base::Embedding picture, std::string label, double weight)
{
    return {PartKind::Image, std::move(label), weight, std::move(picture), std::nullopt, std::nullopt, {}};
}

base::Result<QueryPart> speechPart(const model::SpeechQuery& query, double balance, double weight)
{
    SAYSEE_ASSIGN(base::Embedding vector, model::balanced(query, balance));
    QueryPart part {
        PartKind::Speech, query.transcript.text(), weight, std::move(vector), std::nullopt, query.sound, {}};
    part.trust = trustIn(query.transcript);
    if (query.words) {
        QueryPart words = textPart(*query.words, {});
        part.words = std::move(words.words);
        part.clauses = std::move(words.clauses);
    }
    return part;
}

double trustIn(const model::Transcript& transcript)
{
    return transcript.confidence() * (1 - std::clamp(transcript.noSpeechProbability, 0.0, 1.0));
}

double trustIn(std::span<const QueryPart> parts)
{
    double highest = 0;
    bool wanted = false;
    for (const QueryPart& part : parts)
        if (part.weight > 0) {
            highest = std::max(highest, part.trust);
            wanted = true;
        }
    return wanted ? highest : 1;
}

base::Result<base::Embedding> combine(std::span<const QueryPart> parts)
{
    using base::ErrorCode;
    if (parts.empty())
        return base::fail(ErrorCode::InvalidArgument, "There is nothing to search for.");
    std::vector<float> sum(parts.front().vector.dimension(), 0.0F);
    bool wanted = false;
    for (const QueryPart& part : parts) {
        if (!std::isfinite(part.weight))
            return base::fail(ErrorCode::InvalidArgument, "The weight of \"" + part.label + "\" is not a number.");
        if (part.vector.space() != parts.front().vector.space() || part.vector.dimension() != sum.size())
            return base::fail(ErrorCode::VersionMismatch, "The parts of the query were made by different models.");
        wanted = wanted || part.weight > 0;
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += static_cast<float>(part.weight) * part.vector.values()[i];
    }
    if (!wanted)
        return base::fail(ErrorCode::InvalidArgument, "The query only says what the pictures shall not show.");
    double squares = 0;
    for (const float value : sum)
        squares += static_cast<double>(value) * static_cast<double>(value);
    constexpr double kNothingLeft = 1e-3;  // of the length of one part
    if (!(squares > kNothingLeft * kNothingLeft))
        return base::fail(ErrorCode::InvalidArgument, "The parts of the query cancel each other out.");
    return base::Embedding::normalised(std::move(sum), parts.front().vector.space());
}

}  // namespace saysee::search
