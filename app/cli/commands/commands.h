// The table of commands: each adds its options to the parser and says what runs when it is chosen.
#pragma once

#include "app/cli/context.h"

#include <CLI/App.hpp>
#include <functional>

namespace saysee::cli {

// Called by a command when it was chosen: `run` is executed after parsing.
using Choose = std::function<void(std::function<CommandResult()> run)>;

void addBench(CLI::App& app, Context& context, const Choose& choose);
void addCompletion(CLI::App& app, Context& context, const Choose& choose);
void addDoctor(CLI::App& app, Context& context, const Choose& choose);
void addEmbed(CLI::App& app, Context& context, const Choose& choose);
void addEval(CLI::App& app, Context& context, const Choose& choose);
void addIndex(CLI::App& app, Context& context, const Choose& choose);
void addModel(CLI::App& app, Context& context, const Choose& choose);
void addPair(CLI::App& app, Context& context, const Choose& choose);
void addSample(CLI::App& app, Context& context, const Choose& choose);
void addSearch(CLI::App& app, Context& context, const Choose& choose);
void addTrain(CLI::App& app, Context& context, const Choose& choose);
void addTranscribe(CLI::App& app, Context& context, const Choose& choose);
void addVersion(CLI::App& app, Context& context, const Choose& choose);
void addVoice(CLI::App& app, Context& context, const Choose& choose);

}  // namespace saysee::cli
