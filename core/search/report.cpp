// Answers in words and as JSON.
#include "core/search/searcher.h"

#include <cmath>
#include <cstdio>

namespace saysee::search {

namespace {

std::string counted(std::size_t count, const char* one, const char* many)
{
    return std::to_string(count) + (count == 1 ? one : many);
}

std::string twoDecimals(float value)
{
    char text[16] = {};
    std::snprintf(text, sizeof(text), "%.2f", static_cast<double>(value));
    return text;
}

nlohmann::json optional(const std::optional<float>& value)
{
    return value ? nlohmann::json(std::round(static_cast<double>(*value) * 1e6) / 1e6) : nlohmann::json();
}

nlohmann::json toJson(const SearchHit& hit)
{
    nlohmann::json json = {{"rank", hit.rank},
                           {"id", hit.photo.value},
                           {"path", hit.path.string()},
                           {"taken", hit.taken.empty() ? nlohmann::json() : nlohmann::json(hit.taken)},
                           {"score", optional(hit.score)},
                           {"band", bandName(hit.band)},
                           {"words", optional(hit.words)},
                           {"sound", optional(hit.sound)},
                           {"clause", hit.clause.empty() ? nlohmann::json() : nlohmann::json(hit.clause)},
                           {"matched", nullptr}};
    if (hit.written)
        json["matched"] = {{"field", fieldName(hit.written->field)}, {"text", hit.written->text}};
    return json;
}

}  // namespace

std::string summary(const SearchAnswer& answer)
{
    std::string text;
    if (answer.coverage.total == 0)
        return "The library is empty; add a folder of photos first.";
    if (answer.nothingMatches())
        text = "Nothing matches.";
    else if (answer.best == 0)
        text = counted(answer.maybe, " photo may match.", " photos may match.");
    else {
        text = counted(answer.best, " photo matches well", " photos match well");
        text += answer.maybe == 0 ? "." : ", " + counted(answer.maybe, " may match.", " may match.");
    }
    if (!answer.heardWell)
        text += " The words were hard to hear; say them again, or type them.";
    if (answer.coverage.searched < answer.coverage.total)
        text += " " + std::to_string(answer.coverage.searched * 100 / answer.coverage.total)
            + " % of the library is searched so far.";
    return text;
}

std::string explanation(const SearchHit& hit)
{
    std::string text;
    const auto add = [&text](const std::string& reason) { text += (text.empty() ? "" : "; ") + reason; };
    if (hit.written)
        add("the " + std::string(fieldName(hit.written->field)) + " says \"" + hit.written->text + "\"");
    if (!hit.clause.empty())
        add("looks most like \"" + hit.clause + "\"");
    if (hit.words)
        add("words " + twoDecimals(*hit.words));
    if (hit.sound)
        add("sound " + twoDecimals(*hit.sound));
    if (!hit.words && !hit.sound && hit.score)
        add("picture " + twoDecimals(*hit.score));
    return text;
}

nlohmann::json toJson(const SearchAnswer& answer)
{
    nlohmann::json hits = nlohmann::json::array();
    for (const SearchHit& hit : answer.hits)
        hits.push_back(toJson(hit));
    return {{"hits", std::move(hits)},
            {"bands", {{"best", answer.best}, {"maybe", answer.maybe}, {"rest", answer.rest}}},
            {"nothing_matches", answer.nothingMatches()},
            {"heard_well", answer.heardWell},
            {"searched_text", answer.searchedText},
            {"coverage", {{"searched", answer.coverage.searched}, {"total", answer.coverage.total}}},
            {"background",
             {{"centre", answer.background.centre},
              {"spread", answer.background.spread},
              {"wide_spread", answer.background.wideSpread},
              {"photos", answer.background.photos}}},
            {"summary", summary(answer)}};
}

}  // namespace saysee::search
