// What a run does, and what a version's figures say, in words.
#pragma once

#include "core/library/versions.h"
#include "core/session/tuning.h"

#include <QString>

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

// What a run is doing: session::phaseText in the person's language.
[[nodiscard]] QString phaseName(session::RunPhase phase);

// Whether a version knows its own pairs by heart, from how far the curve of trained pairs lies above that of held-out
// ones (see TunePoint): from a fifth on.
[[nodiscard]] bool overFits(double gap);
[[nodiscard]] QString overFittingText(training::TuneScope scope, double gap);

}  // namespace saysee::ui
