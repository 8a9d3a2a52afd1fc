// What a run does, and what a version's figures say, in words.
#pragma once

#include "core/library/versions.h"
#include "core/session/tuning.h"

#include <QString>

namespace saysee::ui {

// "Held-out pairs found first: 32 % (20 to 44) before, 51 % (38 to 63) after; ..." with intervals, the general
// searches beside them, and whether it has learned its own pairs by heart. Empty for a version without figures.
[[nodiscard]] QString versionText(const library::Version& version);

// What a run is doing: session::phaseText in the person's language.
[[nodiscard]] QString phaseName(session::RunPhase phase);

// From how far recall on trained pairs lies above that on held-out ones: "green" below a fifth, else a warning.
[[nodiscard]] QString overFittingText(double gap);

}  // namespace saysee::ui
