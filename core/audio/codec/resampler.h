// Any rate to 16 kHz, mono, as a stream.
#pragma once

#include "core/base/result.h"

#include <memory>
#include <span>
#include <vector>

namespace saysee::audio {

// libsoxr at its "high quality" setting; 16 kHz passes through untouched. The output as a whole has the duration of
// the input, without delay, once finish() was called. One thread at a time.
class Resampler {
public:
    // `rate` in Hz, 4,000..400,000. Error: InvalidArgument, OutOfMemory.
    static base::Result<Resampler> create(int rate);
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;
    ~Resampler();

    // Appends what is ready to `output`.
    base::Status add(std::span<const float> samples, std::vector<float>& output);
    // Appends the rest; no call may follow.
    base::Status finish(std::vector<float>& output);

private:
    struct State;
    explicit Resampler(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;  // null: pass through
};

}  // namespace saysee::audio
