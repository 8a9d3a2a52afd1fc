// What tuning does for people who are known through and through: 60 pairs each, judged on utterances that the tune
// never saw. The people come from the recipe of the picturebook pack (models/picturebook/recipe/data/scenarios.h).
#pragma once

#include "core/base/task.h"
#include "core/model/engine.h"
#include "core/training/tune_trainer.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace saysee::session {

// What the person makes of the text that was heard, in the label panel.
enum class Corrections {
    Said,  // what was said, in names of the person's own
    Meant,  // what was meant, in everybody's words
    None  // it stays as heard
};

struct ScenarioOptions {
    std::filesystem::path dataset;  // folder of a test set with people.jsonl
    std::filesystem::path work;  // cached features and pictures; may be deleted
    training::TuneSettings settings;
    std::size_t probe = 200;  // general spoken searches, from the clean utterances of the test set
    std::string only;  // one scenario; empty: all
    int seeds = 0;  // the first so many people of each; 0: all
    Corrections corrections = Corrections::Said;
    bool shuffled = true;  // tunes each person's pairs with their photos exchanged, too: the gate must refuse that
};

// For each scenario: recall at 1 and 10 on the held-back utterances before and after (after: with the version if the
// gate let it pass, else as before; and the tune's own, whatever the gate said), the same for the probe, how many of
// the people's tunes passed the gate, and how many on exchanged photos; and what the untuned model finds for the same
// words written as they were meant, which is as much as any hearing can reach. Intervals are bootstrapped over people
// and pictures together. Threading: the engine's. Errors: those of reading, of the engine and of TuneTrainer;
// Cancelled.
base::Result<nlohmann::json> evaluateScenarios(model::Engine& engine, const ScenarioOptions& options,
                                               const base::TaskContext& task = {});

[[nodiscard]] std::string scenariosToMarkdown(const nlohmann::json& report);

}  // namespace saysee::session
