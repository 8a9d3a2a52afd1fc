// Measures a model on a data set: what `saysee eval retrieval` runs and prints.
#pragma once

#include "core/base/task.h"
#include "core/eval/dataset.h"
#include "core/eval/retrieval_metrics.h"
#include "core/model/engine.h"
#include "core/text/word_error_rate.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace saysee::eval {

struct RetrievalOptions {
    std::size_t mostUtterances = 0;  // of each condition, evenly chosen; 0: all
    std::size_t mostPictures = 0;  // the first so many; 0: all
    model::TranscribeOptions transcribe = model::queryTranscription();
    BootstrapOptions bootstrap;
};

// One kind of query, measured both ways.
struct RetrievalRow {
    std::string query;  // "true captions", "words alone", "sound alone", "both", "even mix"
    RetrievalMetrics toPicture;
    RetrievalMetrics fromPicture;
};

// All utterances of one condition.
struct ConditionReport {
    std::string condition;
    std::size_t utterances = 0;
    text::WordErrors words;  // normalised English
    std::vector<RetrievalRow> rows;
    Interval bothMinusWords;  // of recall at 1, paired
    double queryMedianMs = 0;  // clip in memory to query vector
};

struct ToneReport {
    std::size_t clips = 0;
    Interval words, sound, both;  // share of clips whose meant picture scores higher; equal scores count a half
};

// What a search over the pictures would show for clips that describe none of them.
struct BadClipsReport {
    std::string kind;
    std::size_t clips = 0;
    std::size_t refused = 0;  // no speech
    std::size_t nothing = 0;  // nothing matches
    std::size_t maybe = 0;  // weak matches only
    std::size_t best = 0;  // a confident wrong answer
};

struct RetrievalReport {
    std::string dataset;
    std::string pack;
    std::size_t pictures = 0;
    std::vector<ConditionReport> conditions;  // in order of appearance; "captions" when nobody speaks
    ToneReport tone;
    std::vector<BadClipsReport> bad;
};

// Progress phases: "Encoding pictures", "Encoding captions", "Listening". Errors: those of reading and encoding, each
// naming its file; Cancelled. Threading: the engine's thread.
base::Result<RetrievalReport> evaluateRetrieval(model::Engine& engine, const Dataset& dataset,
                                                const RetrievalOptions& options = {},
                                                const base::TaskContext& task = {});

[[nodiscard]] nlohmann::json toJson(const RetrievalReport& report);
// Tables for a model card; shares as percent with their intervals.
[[nodiscard]] std::string toMarkdown(const RetrievalReport& report);

}  // namespace saysee::eval
