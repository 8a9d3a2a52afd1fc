// Hold to talk, or tap to start and tap again to stop: what a press and a release of the same key mean.
#pragma once

#include <chrono>

namespace saysee::ui {

enum class TalkAction { None, Start, Stop };
enum class Ear { Closed, Listening };

// Pure: the caller supplies the clock and leaves out repeats of a key that is held.
class TalkKey {
public:
    using Clock = std::chrono::steady_clock;
    // Shorter presses are taps. Our choice: nobody says anything useful in less.
    static constexpr std::chrono::milliseconds kTap {350};

    TalkAction press(Clock::time_point now, Ear ear)
    {
        m_holding = ear == Ear::Closed;
        m_pressedAt = now;
        return m_holding ? TalkAction::Start : TalkAction::Stop;
    }
    TalkAction release(Clock::time_point now, Ear ear)
    {
        const bool held = m_holding && now - m_pressedAt >= kTap;
        m_holding = false;
        return held && ear == Ear::Listening ? TalkAction::Stop : TalkAction::None;
    }
    [[nodiscard]] bool isHeld() const { return m_holding; }

private:
    Clock::time_point m_pressedAt;
    bool m_holding = false;
};

}  // namespace saysee::ui
