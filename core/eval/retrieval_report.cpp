// Reports of retrieval as JSON and as Markdown tables.
#include "core/eval/retrieval.h"

#include <cstdio>

namespace saysee::eval {

namespace {

using nlohmann::json;

json toJson(const RetrievalMetrics& metrics)
{
    return {{"queries", metrics.queries},
            {"candidates", metrics.candidates},
            {"recall_1", toJson(metrics.recall1)},
            {"recall_5", toJson(metrics.recall5)},
            {"recall_10", toJson(metrics.recall10)},
            {"reciprocal_rank", toJson(metrics.reciprocalRank)},
            {"ndcg_10", toJson(metrics.ndcg10)},
            {"median_position", metrics.medianPosition}};
}

json toJson(const ConditionReport& report)
{
    json rows = json::array();
    for (const RetrievalRow& row : report.rows)
        rows.push_back(
            {{"query", row.query}, {"to_picture", toJson(row.toPicture)}, {"from_picture", toJson(row.fromPicture)}});
    json made = {{"condition", report.condition}, {"rows", std::move(rows)}};
    if (report.utterances > 0) {
        made["utterances"] = report.utterances;
        made["word_error_rate"] = report.words.rate();
        made["query_median_ms"] = report.queryMedianMs;
        made["both_minus_words_recall_1"] = toJson(report.bothMinusWords);
    }
    return made;
}

std::string format(const char* pattern, double value)
{
    char text[32] = {};
    std::snprintf(text, sizeof(text), pattern, value);
    return text;
}

std::string percent(const Interval& interval)
{
    return format("%.1f", 100 * interval.value) + " (" + format("%.1f", 100 * interval.low) + ".."
        + format("%.1f", 100 * interval.high) + ")";
}

std::string cells(const RetrievalMetrics& metrics)
{
    return percent(metrics.recall1) + " | " + format("%.1f", 100 * metrics.recall5.value) + " | "
        + percent(metrics.recall10) + " | " + format("%.3f", metrics.reciprocalRank.value) + " | "
        + format("%.3f", metrics.ndcg10.value);
}

std::string table(const ConditionReport& report)
{
    std::string text = "### " + report.condition + "\n\n";
    if (report.utterances > 0)
        text += std::to_string(report.utterances) + " utterances, word error rate "
            + format("%.1f", 100 * report.words.rate()) + " %, " + format("%.0f", report.queryMedianMs)
            + " ms a query (median). Both minus words, R@1: " + percent(report.bothMinusWords) + " points.\n\n";
    text += "| query | direction | R@1 | R@5 | R@10 | MRR | nDCG@10 |\n|---|---|---|---|---|---|---|\n";
    for (const RetrievalRow& row : report.rows) {
        text += "| " + row.query + " | to picture | " + cells(row.toPicture) + " |\n";
        text += "| " + row.query + " | from picture | " + cells(row.fromPicture) + " |\n";
    }
    return text + "\n";
}

}  // namespace

json toJson(const RetrievalReport& report)
{
    json conditions = json::array();
    for (const ConditionReport& condition : report.conditions)
        conditions.push_back(toJson(condition));
    json bad = json::array();
    for (const BadClipsReport& clips : report.bad)
        bad.push_back({{"kind", clips.kind},
                       {"clips", clips.clips},
                       {"refused", clips.refused},
                       {"nothing", clips.nothing},
                       {"maybe", clips.maybe},
                       {"best", clips.best}});
    json made = {{"dataset", report.dataset},           {"pack", report.pack},         {"pictures", report.pictures},
                 {"conditions", std::move(conditions)}, {"bad_clips", std::move(bad)}, {"tone", nullptr}};
    if (report.tone.clips > 0)
        made["tone"] = {{"clips", report.tone.clips},
                        {"words", toJson(report.tone.words)},
                        {"sound", toJson(report.tone.sound)},
                        {"both", toJson(report.tone.both)}};
    return made;
}

std::string toMarkdown(const RetrievalReport& report)
{
    std::string text = "## " + report.pack + " on " + report.dataset + "\n\n" + std::to_string(report.pictures)
        + " pictures. Shares in percent, with 95 % bootstrap intervals over pictures.\n\n";
    for (const ConditionReport& condition : report.conditions)
        text += table(condition);
    if (report.tone.clips > 0)
        text += "### Tone\n\nThe manner decides which of two pictures is meant; " + std::to_string(report.tone.clips)
            + " clips, chance is 50.\n\n| words alone | sound alone | both |\n|---|---|---|\n| "
            + percent(report.tone.words) + " | " + percent(report.tone.sound) + " | " + percent(report.tone.both)
            + " |\n\n";
    if (!report.bad.empty()) {
        text += "### Clips that describe no picture\n\n| clip | number | refused | nothing matches | maybe | best |\n"
                "|---|---|---|---|---|---|\n";
        for (const BadClipsReport& clips : report.bad)
            text += "| " + clips.kind + " | " + std::to_string(clips.clips) + " | " + std::to_string(clips.refused)
                + " | " + std::to_string(clips.nothing) + " | " + std::to_string(clips.maybe) + " | "
                + std::to_string(clips.best) + " |\n";
        text += "\n";
    }
    return text;
}

}  // namespace saysee::eval
