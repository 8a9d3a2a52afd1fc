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
    base::Result<std::unique_ptr<InputStream>> open(const DeviceName& device) override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace saysee::audio
