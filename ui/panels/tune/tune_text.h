// What a run does, and what a version's figures say, in words.
#pragma once

#include "core/library/versions.h"
#include "core/session/tuning.h"

#include <QString>
#include <chrono>
#include <optional>

namespace saysee::ui {

// What can be tuned: its name, and in a sentence what is learned and from what.
[[nodiscard]] QString scopeTitle(training::TuneScope scope);
[[nodiscard]] QString scopeText(training::TuneScope scope);

// What it has learned; "Held-out pairs found first: 32 % (20 to 44) before, 51 % (38 to 63) after; ..." with
// intervals, the general searches beside them, and whether it has learned its own pairs by heart. Empty for a version
// without figures.
[[nodiscard]] QString versionText(const library::Version& version);

// The run that a version comes from, as it was when it ended: its scope and its curve. No curve for a version without
// figures.
[[nodiscard]] session::TuneStatus pastRun(const library::Version& version);

// What a run is doing: "Training, 12 of 96, less than a minute left".
[[nodiscard]] QString progressText(const session::TuneStatus& status, std::optional<std::chrono::seconds> left);

// A version in a row of a table. Empty where it does not say.
[[nodiscard]] QString learnedText(const library::Version& version);
[[nodiscard]] QString pairsText(const library::Version& version);
[[nodiscard]] QString foundText(const library::Version& version);  // "17 → 33 %": held-out pairs, among the first ten
[[nodiscard]] QString stateText(const library::Version& version);

// Why the gate let it pass or not: Version::reason in the person's language.
[[nodiscard]] QString reasonText(const library::Version& version);

// Epochs that its run was to take; those of a usual run where it does not say.
[[nodiscard]] int epochsOf(const library::Version& version);

// Whether a version knows its own pairs by heart, from how far the curve of trained pairs lies above that of held-out
// ones (see TunePoint): from a fifth on.
[[nodiscard]] bool overFits(double gap);
[[nodiscard]] QString overFittingText(training::TuneScope scope, double gap);

}  // namespace saysee::ui
