// The port to sound hardware: what the recorder needs of a microphone. See microphone.h for the real one.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saysee::audio {

// What stays the same when devices come and go, unlike an index. Empty: the system's default device.
struct DeviceName {
    std::string hostApi;  // "ALSA", "JACK Audio Connection Kit", ...
    std::string name;

    [[nodiscard]] bool isDefault() const { return hostApi.empty() && name.empty(); }
    friend bool operator==(const DeviceName&, const DeviceName&) = default;
};

struct InputDevice {
    DeviceName name;
    int channels = 0;  // at most
    double nativeRate = 0;  // Hz
    bool isDefault = false;
};

struct StreamFormat {
    int sampleRate = 0;  // Hz
    int channels = 0;  // interleaved
};

// An open, running stream of samples. One thread at a time; the destructor stops it and may take a moment.
class InputStream {
public:
    virtual ~InputStream() = default;
    [[nodiscard]] virtual StreamFormat format() const = 0;
    // Takes what has arrived, whole frames, never waits; returns the number of floats written, 0 when nothing is
    // there.
    virtual std::size_t read(std::span<float> interleaved) = 0;
    // Frames that were lost since opening because nobody read them in time or the hardware said so.
    [[nodiscard]] virtual std::uint64_t droppedFrames() const = 0;
    // When the first sample reached this program; empty until then.
    [[nodiscard]] virtual std::optional<std::chrono::steady_clock::time_point> firstSampleAt() const = 0;
};

class AudioInput {
public:
    virtual ~AudioInput() = default;
    // Looks again for devices that can record; an empty list is a result ("no microphone"), not an error.
    // Busy while a stream is open: looking again would close it.
    virtual base::Result<std::vector<InputDevice>> devices() = 0;
    // Opens at the device's own rate and starts. With a channel, counted from 0, the stream has that one and is not
    // mixed down, where the device has it and lets itself be opened so. The stream must not outlive this object.
    // Errors: AudioUnusable (no microphone, or the named one is not there), Device (it refused), Busy (one is open).
    virtual base::Result<std::unique_ptr<InputStream>> open(const DeviceName& device,
                                                            std::optional<std::size_t> channel) = 0;
};

}  // namespace saysee::audio
