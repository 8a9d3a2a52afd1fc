// How a tune is trained, as options of a command.
#pragma once

#include "core/training/tune_trainer.h"

#include <CLI/App.hpp>

namespace saysee::cli {

// `settings` must outlive the parsing.
void addTuneOptions(CLI::App& command, training::TuneSettings& settings);

}  // namespace saysee::cli
