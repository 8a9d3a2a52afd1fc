// Mixing the channels of a spoken query: arithmetic on finished vectors, without a network.
#include "core/model/engine.h"

namespace saysee::model {

namespace {

base::Result<base::Embedding> mix(const base::Embedding& a, const base::Embedding& b, double share)
{
    if (a.space() != b.space() || a.dimension() != b.dimension())
        return base::fail(base::ErrorCode::VersionMismatch, "The channels of this query belong to different models.");
    std::vector<float> values(a.dimension());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>((1.0 - share) * a.values()[i] + share * b.values()[i]);
    return base::Embedding::normalised(std::move(values), a.space());
}

}  // namespace

base::Result<base::Embedding> balanced(const SpeechQuery& query, double balance)
{
    if (!(balance >= 0.0 && balance <= 1.0))
        return base::fail(base::ErrorCode::InvalidArgument, "The balance between words and sound goes from 0 to 1.");
    // Where a channel is silent, the fusion is the other one already.
    if (balance < 0.5 && query.words)
        return mix(query.words->vector, query.fused, 2.0 * balance);
    if (balance > 0.5 && query.sound)
        return mix(query.fused, *query.sound, 2.0 * balance - 1.0);
    return query.fused;
}

}  // namespace saysee::model
