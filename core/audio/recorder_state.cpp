#include "core/audio/recorder_state.h"

#include <array>

namespace saysee::audio {

namespace {

struct Row {
    RecorderState from;
    RecorderEvent event;
    RecorderState to;
};

using S = RecorderState;
using E = RecorderEvent;

constexpr std::array kTable {
    Row {S::Idle, E::Arm, S::Arming},
    Row {S::Idle, E::Start, S::Opening},
    Row {S::Arming, E::Disarm, S::Idle},
    Row {S::Arming, E::Start, S::Opening},
    Row {S::Arming, E::Opened, S::Armed},
    Row {S::Arming, E::Lost, S::Failed},
    Row {S::Armed, E::Disarm, S::Idle},
    Row {S::Armed, E::Start, S::Recording},
    Row {S::Armed, E::Lost, S::Failed},
    Row {S::Opening, E::Stop, S::Idle},  // released before anything could be heard: no take
    Row {S::Opening, E::Cancel, S::Idle},
    Row {S::Opening, E::Opened, S::Recording},
    Row {S::Opening, E::Lost, S::Failed},
    Row {S::Recording, E::Stop, S::Draining},
    Row {S::Recording, E::Cancel, S::Idle},
    Row {S::Recording, E::Lost, S::Failed},
    Row {S::Draining, E::TailDone, S::Idle},
    Row {S::Draining, E::Cancel, S::Idle},
    Row {S::Draining, E::Lost, S::Failed},
    Row {S::Failed, E::Arm, S::Arming},
    Row {S::Failed, E::Disarm, S::Idle},
    Row {S::Failed, E::Start, S::Opening},
};

// Where an armed recorder goes instead of Idle: the microphone is open, or still being opened.
S armedInstead(S from) { return from == S::Opening ? S::Arming : S::Armed; }

}  // namespace

std::optional<RecorderState> nextState(RecorderState state, RecorderEvent event, AfterTake after)
{
    for (const Row& row : kTable) {
        if (row.from != state || row.event != event)
            continue;
        const bool takeIsOver = row.to == S::Idle && event != E::Disarm;
        return takeIsOver && after == AfterTake::StayArmed ? armedInstead(state) : row.to;
    }
    return std::nullopt;
}

std::string_view stateName(RecorderState state)
{
    switch (state) {
    case S::Idle:
        return "idle";
    case S::Arming:
        return "arming";
    case S::Armed:
        return "armed";
    case S::Opening:
        return "opening";
    case S::Recording:
        return "recording";
    case S::Draining:
        return "draining";
    case S::Failed:
        return "failed";
    }
    return "unknown";
}

}  // namespace saysee::audio
