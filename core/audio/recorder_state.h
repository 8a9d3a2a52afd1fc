// The recorder's state machine as a pure table: which event is allowed when, and what comes next.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace saysee::audio {

enum class RecorderState : std::uint8_t {
    Idle,  // the microphone is closed
    Arming,  // it is being opened, to keep the last moments only
    Armed,  // it is open; only the pre-roll is kept, in memory
    Opening,  // it is being opened for a take
    Recording,
    Draining,  // the key was released; the tail is still taken in
    Failed  // the last take or opening failed; what was taken in before is kept
};

enum class RecorderEvent : std::uint8_t {
    Arm,  // the window has the focus and pre-roll is wanted
    Disarm,
    Start,  // key pressed
    Stop,  // key released, or the longest take reached
    Cancel,  // the take is thrown away
    Opened,  // the microphone delivers
    TailDone,  // the tail is complete, the microphone is closed
    TailDoneArmed,  // the tail is complete, the microphone stays open
    Lost  // opening failed, or the device vanished, or the disk is full
};

// What becomes of the microphone when a take is over.
enum class AfterTake : std::uint8_t { Close, StayArmed };

// The next state; empty when the event means nothing in this state (a second Start, a late Stop): it is ignored then.
[[nodiscard]] std::optional<RecorderState> nextState(RecorderState state, RecorderEvent event, AfterTake after);

[[nodiscard]] std::string_view stateName(RecorderState state);

}  // namespace saysee::audio
