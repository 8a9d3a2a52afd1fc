#include "core/session/tune_scenarios.h"

#include "core/audio/decode.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/eval/retrieval_metrics.h"
#include "core/image/decode.h"
#include "core/image/preprocess.h"
#include "core/session/engine_api.h"
#include "core/session/engine_library.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <sstream>

namespace saysee::session {

using base::ErrorCode;
using base::fail;
using nlohmann::json;
using training::TunePair;

namespace {

namespace fs = std::filesystem;

struct Utterance {
    std::size_t picture = 0;
    std::string path;  // relative to the data set
    std::string speaker;
    std::string text;  // what was said
    std::string meant;  // in everybody's words
};

struct Person {
    std::string scenario;
    int seed = 0;
    std::vector<std::string> photos;  // the person's own, relative to the data set
    std::vector<float> gallery;  // vectors of the data set's pictures and the person's photos, one after another
    std::vector<Utterance> pairs;
    std::vector<Utterance> tests;
};

base::Result<std::vector<json>> readLines(const fs::path& file)
{
    SAYSEE_ASSIGN(const std::string content, base::readFile(file));
    std::istringstream lines(content);
    std::vector<json> rows;
    for (std::string line; std::getline(lines, line);) {
        SAYSEE_ASSIGN(json row, base::parseJson(line, file.string()));
        rows.push_back(std::move(row));
    }
    return rows;
}

Utterance utteranceOf(const json& row)
{
    const std::string text = row.at("text");
    return {row.at("picture"), row.at("path"), row.at("speaker"), text, row.value("meant", text)};
}

base::Result<std::vector<Person>> readPeople(const ScenarioOptions& options)
{
    SAYSEE_ASSIGN(const auto rows, readLines(options.dataset / "people.jsonl"));
    std::vector<Person> people;
    for (const json& row : rows) {
        const std::string scenario = row.at("scenario");
        const int seed = row.at("seed");
        if ((!options.only.empty() && scenario != options.only) || (options.seeds > 0 && seed > options.seeds))
            continue;
        auto person = std::find_if(people.begin(), people.end(), [&](const Person& known) {
            return known.scenario == scenario && known.seed == seed;
        });
        if (person == people.end())
            person = people.insert(people.end(), {scenario, seed, {}, {}, {}, {}});
        if (row.at("role") == "photo")
            person->photos.push_back(row.at("path"));
        else
            (row.at("role") == "pair" ? person->pairs : person->tests).push_back(utteranceOf(row));
    }
    return people;
}

// Evenly chosen clean utterances of the test set.
base::Result<std::vector<Utterance>> readProbe(const ScenarioOptions& options)
{
    SAYSEE_ASSIGN(const auto rows, readLines(options.dataset / "speech.jsonl"));
    std::vector<Utterance> clean;
    for (const json& row : rows)
        if (row.at("condition") == "clean")
            clean.push_back(utteranceOf(row));
    std::vector<Utterance> probe;
    for (std::size_t i = 0; i < std::min(options.probe, clean.size()); ++i)
        probe.push_back(clean[i * clean.size() / options.probe]);
    return probe;
}

// Vectors of pictures, one after another; kept under a name for the next run of the same model.
base::Result<std::vector<float>> embedPictures(model::Engine& engine, const ScenarioOptions& options,
                                               const std::vector<std::string>& paths, const std::string& name,
                                               const base::TaskContext& task)
{
    const fs::path cache = options.work / (name + '-' + engine.info().imageSpace.value + ".json");
    if (const auto known = base::readJson(cache))
        return known->get<std::vector<float>>();
    const auto& spec = engine.info().preprocess;
    std::vector<float> vectors;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Encoding pictures", i, paths.size()});
        SAYSEE_ASSIGN(
            const auto decoded,
            image::decodeFile(options.dataset / paths[i], {.shorterSide = image::encoderShorterSide(spec.size)}));
        SAYSEE_ASSIGN(const auto pixels, image::preprocess(decoded, spec));
        SAYSEE_ASSIGN(const auto made, engine.embedImages({&pixels, 1}));
        vectors.insert(vectors.end(), made.front().values().begin(), made.front().values().end());
    }
    SAYSEE_TRY(base::writeFileAtomically(cache, base::jsonText(json(vectors))));
    return vectors;
}

base::Status fillGalleries(std::vector<Person>& people, model::Engine& engine, const ScenarioOptions& options,
                           const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const auto rows, readLines(options.dataset / "pictures.jsonl"));
    std::vector<std::string> paths;
    for (const json& row : rows)
        paths.push_back(row.at("path"));
    SAYSEE_ASSIGN(const auto pictures, embedPictures(engine, options, paths, "pictures", task));
    for (Person& person : people) {
        person.gallery = pictures;
        if (person.photos.empty())
            continue;
        const std::string name = person.scenario + '-' + std::to_string(person.seed);
        SAYSEE_ASSIGN(const auto own, embedPictures(engine, options, person.photos, name, task));
        person.gallery.insert(person.gallery.end(), own.begin(), own.end());
    }
    return {};
}

// Ranks before and after, of the tests of one person.
struct PersonResult {
    std::vector<int> before, after;
    std::vector<int> understood;  // by what was meant, written
    std::vector<int> probeBefore, probeAfter;
    std::vector<std::size_t> pictures;
    training::GateVerdict verdict;
    int bestEpoch = 0;
};

class Laboratory {
public:
    Laboratory(model::Engine& engine, const EngineApi& api, const ScenarioOptions& options,
               std::vector<Utterance> probe)
        : m_engine(engine), m_api(api), m_options(options), m_probe(std::move(probe))
    {
    }

    // Runs the trainer as the program does; the tests ride along in its probe, where nothing is learned from them.
    base::Result<PersonResult> tune(const Person& person, bool exchanged, const base::TaskContext& task)
    {
        const auto request = requestFor(person, exchanged);
        std::error_code error;
        fs::remove_all(request.work, error);
        SAYSEE_ASSIGN(const auto trainer, m_api.tune(m_engine, request));
        for (bool more = true; more;) {
            if (task.stopRequested())
                return base::cancelled();
            SAYSEE_ASSIGN(more, trainer->step());
        }
        SAYSEE_ASSIGN(auto understood, ranksOfMeant(person));
        PersonResult result = resultOf(person, *trainer);
        result.understood = std::move(understood);
        return result;
    }

private:
    // What the untuned model finds for the written words: more than that no hearing can bring.
    base::Result<std::vector<int>> ranksOfMeant(const Person& person)
    {
        const auto dimension = static_cast<std::size_t>(m_engine.info().dimension);
        std::vector<int> ranks;
        for (const Utterance& test : person.tests) {
            SAYSEE_ASSIGN(const auto query, m_engine.embedText(test.meant));
            const auto score = [&](std::size_t picture) {
                return std::inner_product(query.vector.values().begin(), query.vector.values().end(),
                                          person.gallery.begin() + static_cast<std::ptrdiff_t>(picture * dimension),
                                          0.0F);
            };
            const float right = score(test.picture);
            int rank = 1;
            for (std::size_t picture = 0; picture < person.gallery.size() / dimension; ++picture)
                rank += picture != test.picture && score(picture) >= right ? 1 : 0;
            ranks.push_back(rank);
        }
        return ranks;
    }

    [[nodiscard]] std::string corrected(const Utterance& utterance) const
    {
        switch (m_options.corrections) {
        case Corrections::Said:
            return utterance.text;
        case Corrections::Meant:
            return utterance.meant;
        case Corrections::None:
            break;
        }
        return {};
    }

    // `text`: as corrected by the person; empty: as it is heard.
    [[nodiscard]] TunePair pairOf(const Person& person, const Utterance& utterance, std::string text,
                                  std::size_t picture, std::int64_t id) const
    {
        const auto dimension = static_cast<std::size_t>(m_engine.info().dimension);
        const auto first = person.gallery.begin() + static_cast<std::ptrdiff_t>(picture * dimension);
        const auto photo = static_cast<std::int64_t>(picture);
        return {id,
                photo,
                photo,
                {},
                utterance.path,
                std::move(text),
                {first, first + static_cast<std::ptrdiff_t>(dimension)}};
    }

    [[nodiscard]] training::TuneRequest requestFor(const Person& person, bool exchanged) const
    {
        training::TuneRequest request;
        request.settings = m_options.settings;
        request.settings.seed = static_cast<std::uint64_t>(person.seed);
        const std::size_t count = person.pairs.size();
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t from = exchanged ? (i + count / 2) % count : i;
            request.pairs.push_back(pairOf(person, person.pairs[i], corrected(person.pairs[i]),
                                           person.pairs[from].picture, static_cast<std::int64_t>(i) + 1));
        }
        for (const auto* side : {&m_probe, &person.tests})
            for (const Utterance& utterance : *side)
                request.probe.push_back(pairOf(person, utterance, {}, utterance.picture,
                                               -1 - static_cast<std::int64_t>(request.probe.size())));
        request.gallery = person.gallery;
        request.work = m_options.work / "run";
        request.features = m_options.work / "features";
        request.readClip = [this](const TunePair& pair) {
            return audio::decodeFile(m_options.dataset / pair.recording);
        };
        return request;
    }

    [[nodiscard]] PersonResult resultOf(const Person& person, const training::TuneTrainer& trainer) const
    {
        const auto& outcome = *trainer.outcome();
        const auto middle = static_cast<std::ptrdiff_t>(m_probe.size());
        PersonResult result;
        const auto divide = [&](const std::vector<int>& ranks, std::vector<int>& probe, std::vector<int>& tests) {
            probe.assign(ranks.begin(), ranks.begin() + middle);
            tests.assign(ranks.begin() + middle, ranks.end());
        };
        divide(outcome.probeBefore, result.probeBefore, result.before);
        divide(outcome.probeAfter, result.probeAfter, result.after);
        for (const Utterance& test : person.tests)
            result.pictures.push_back(test.picture);
        result.verdict = training::decidePromotion({outcome.heldOutBefore, outcome.heldOutAfter},
                                                   {result.probeBefore, result.probeAfter}, m_options.settings.gate);
        result.bestEpoch = trainer.state().bestEpoch;
        return result;
    }

    model::Engine& m_engine;
    const EngineApi& m_api;
    const ScenarioOptions& m_options;
    std::vector<Utterance> m_probe;
};

// Shares of queries among the best `top`, of all people together.
class Tally {
public:
    void add(const std::vector<int>& ranks, const std::vector<std::size_t>& pictures, std::size_t person)
    {
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            m_ranks.push_back(ranks[i]);
            m_groups.push_back(person * 1'000'000 + (pictures.empty() ? i : pictures[i]));
        }
    }
    [[nodiscard]] json recall(int top) const
    {
        std::vector<double> found;
        for (const int rank : m_ranks)
            found.push_back(rank <= top ? 1.0 : 0.0);
        return toJson(eval::bootstrapMean(found, m_groups));
    }
    // Of recall at 1, paired.
    [[nodiscard]] json gainOver(const Tally& before) const
    {
        std::vector<double> gain;
        for (std::size_t i = 0; i < m_ranks.size(); ++i)
            gain.push_back((m_ranks[i] == 1 ? 1.0 : 0.0) - (before.m_ranks[i] == 1 ? 1.0 : 0.0));
        return toJson(eval::bootstrapMean(gain, m_groups));
    }

private:
    std::vector<int> m_ranks;
    std::vector<std::size_t> m_groups;
};

json summary(const std::vector<PersonResult>& results)
{
    Tally before, tuned, used, understood, probeBefore, probeTuned, probeUsed;
    std::size_t passed = 0;
    json people = json::array();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const PersonResult& result = results[i];
        const bool pass = result.verdict.promote;
        passed += pass ? 1 : 0;
        before.add(result.before, result.pictures, i);
        understood.add(result.understood, result.pictures, i);
        tuned.add(result.after, result.pictures, i);
        used.add(pass ? result.after : result.before, result.pictures, i);
        probeBefore.add(result.probeBefore, {}, i);
        probeTuned.add(result.probeAfter, {}, i);
        probeUsed.add(pass ? result.probeAfter : result.probeBefore, {}, i);
        people.push_back({{"passed", pass},
                          {"reason", result.verdict.reason},
                          {"best_epoch", result.bestEpoch},
                          {"held_out_gain", result.verdict.heldOutGain},
                          {"probe_gain", result.verdict.probeGain}});
    }
    return {{"people", std::move(people)},
            {"passed", passed},
            {"before", {{"recall_1", before.recall(1)}, {"recall_10", before.recall(10)}}},
            {"understood", {{"recall_1", understood.recall(1)}, {"recall_10", understood.recall(10)}}},
            {"tuned", {{"recall_1", tuned.recall(1)}, {"recall_10", tuned.recall(10)}}},
            {"used", {{"recall_1", used.recall(1)}, {"recall_10", used.recall(10)}}},
            {"tuned_gain", tuned.gainOver(before)},
            {"used_gain", used.gainOver(before)},
            {"probe_before", {{"recall_1", probeBefore.recall(1)}}},
            {"probe_tuned_gain", probeTuned.gainOver(probeBefore)},
            {"probe_used_gain", probeUsed.gainOver(probeBefore)}};
}

std::string percent(const json& interval)
{
    char text[64] = {};
    std::snprintf(text, sizeof text, "%.1f (%.1f..%.1f)", 100 * interval.at("value").get<double>(),
                  100 * interval.at("low").get<double>(), 100 * interval.at("high").get<double>());
    return text;
}

base::Result<json> evaluate(model::Engine& engine, const ScenarioOptions& options, const base::TaskContext& task)
{
    std::error_code error;
    fs::create_directories(options.work, error);
    SAYSEE_ASSIGN(const EngineApi* api, engineApi());
    SAYSEE_ASSIGN(auto people, readPeople(options));
    SAYSEE_ASSIGN(auto probe, readProbe(options));
    if (people.empty())
        return fail(ErrorCode::NotFound, "There are no such people in " + options.dataset.string() + ".");
    SAYSEE_TRY(fillGalleries(people, engine, options, task));
    Laboratory laboratory(engine, *api, options, std::move(probe));
    std::map<std::string, std::vector<PersonResult>> results, exchanged;
    std::size_t done = 0;
    for (const Person& person : people) {
        task.progress({"Tuning for " + person.scenario, done++, people.size()});
        SAYSEE_ASSIGN(auto result, laboratory.tune(person, false, task));
        results[person.scenario].push_back(std::move(result));
        if (options.shuffled) {
            SAYSEE_ASSIGN(auto wrong, laboratory.tune(person, true, task));
            exchanged[person.scenario].push_back(std::move(wrong));
        }
    }
    json report = {{"pack", engine.info().packName}, {"scenarios", json::object()}};
    for (const auto& [scenario, list] : results) {
        report["scenarios"][scenario] = summary(list);
        if (options.shuffled)
            report["scenarios"][scenario]["exchanged"] = summary(exchanged[scenario]);
    }
    return report;
}

}  // namespace

base::Result<json> evaluateScenarios(model::Engine& engine, const ScenarioOptions& options,
                                     const base::TaskContext& task)
{
    try {
        return evaluate(engine, options, task);
    } catch (const json::exception& damaged) {
        return fail(ErrorCode::Corrupt, "The data set in " + options.dataset.string() + " is damaged; make it anew.",
                    damaged.what());
    }
}

std::string scenariosToMarkdown(const json& report)
{
    std::string text = "| scenario | words as meant | before | tuned | gain | probe before | probe gain | tunes in "
                       "use | gain in use "
                       "| on exchanged photos in use |\n|---|---|---|---|---|---|---|---|---|---|\n";
    for (const auto& [name, row] : report.at("scenarios").items()) {
        const std::string people = std::to_string(row.at("people").size());
        const std::string wrong =
            row.contains("exchanged") ? row.at("exchanged").at("passed").dump() + " of " + people : "-";
        const auto recall = [&](const char* when) { return percent(row.at(when).at("recall_1")); };
        text += "| " + name + " | " + recall("understood") + " | " + recall("before") + " | " + recall("tuned")
            + " | " + percent(row.at("tuned_gain")) + " | " + recall("probe_before") + " | "
            + percent(row.at("probe_tuned_gain")) + " | " + row.at("passed").dump() + " of " + people + " | "
            + percent(row.at("used_gain")) + " | " + wrong + " |\n";
    }
    return text;
}

}  // namespace saysee::session
