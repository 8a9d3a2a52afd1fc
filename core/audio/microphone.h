// Microphones through PortAudio.
#pragma once

#include "core/audio/audio_input.h"

namespace saysee::audio {

// PortAudio's callback only writes to a wait-free ring of 2 s; everything else happens on the thread that reads.
//
// PortAudio finds devices when it starts and never again. So devices() restarts it, and open() does when the device
// is not among those known or refuses: a microphone plugged in meanwhile is found then. A device that vanishes while
// recording mostly sends no error, it just falls silent: the recorder's watchdog notices.
// One thread at a time, one Microphone a process, and it must outlive its stream.
class Microphone : public AudioInput {
public:
    Microphone();
    ~Microphone() override;
    Microphone(const Microphone&) = delete;
    Microphone& operator=(const Microphone&) = delete;

    base::Result<std::vector<InputDevice>> devices() override;
    base::Result<std::unique_ptr<InputStream>> open(const DeviceName& device,
                                                    std::optional<std::size_t> channel) override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// How many channels to open a device of `available` ones with, in the order in which to try: some drivers refuse to
// open a stereo device with one. A channel that is chosen comes with at least one more, as a single one would be a
// mix of all in many drivers.
[[nodiscard]] std::vector<int> channelCountsToTry(int available, std::optional<std::size_t> channel);

}  // namespace saysee::audio
