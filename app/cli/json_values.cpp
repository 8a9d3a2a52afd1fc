#include "app/cli/json_values.h"

namespace saysee::cli {

using nlohmann::json;

json toJson(const model::Transcript& transcript)
{
    json hypotheses = json::array();
    for (const auto& h : transcript.hypotheses) {
        hypotheses.push_back(
            {{"text", h.text}, {"tokens", h.tokens}, {"average_log_prob", h.averageLogProb}, {"score", h.score}});
    }
    json segments = json::array();
    for (const auto& s : transcript.segments)
        segments.push_back({{"start", s.startSeconds}, {"end", s.endSeconds}, {"text", s.text}});
    return {{"text", transcript.text()},
            {"hypotheses", std::move(hypotheses)},
            {"segments", std::move(segments)},
            {"language", transcript.language},
            {"confidence", transcript.confidence()},
            {"no_speech", transcript.noSpeech},
            {"no_speech_probability", transcript.noSpeechProbability},
            {"compression_ratio", transcript.compressionRatio},
            {"temperature", transcript.temperature},
            {"full_window", transcript.fullWindow}};
}

json toJson(const base::Embedding& embedding)
{
    return {{"space", embedding.space().value},
            {"dimension", embedding.dimension()},
            {"vector", std::vector<float>(embedding.values().begin(), embedding.values().end())}};
}

json toJson(const std::vector<model::StageTiming>& timings)
{
    json object = json::object();
    for (const auto& timing : timings)
        object[timing.stage] = timing.milliseconds;
    return object;
}

json toJson(const model::TextQuery& query)
{
    json object = toJson(query.vector);
    object["token_ids"] = query.tokens;
    object["clauses"] = query.clauses;
    object["timings_ms"] = toJson(query.timings);
    return object;
}

json toJson(const model::SpeechQuery& query)
{
    json object = toJson(query.fused);
    object["transcript"] = toJson(query.transcript);
    object["words"] = query.words ? toJson(*query.words) : json();
    object["sound"] = query.sound ? toJson(*query.sound) : json();
    object["sound_weight"] = query.soundWeight;
    object["timings_ms"] = toJson(query.timings);
    return object;
}

}  // namespace saysee::cli
