// Microphones through PortAudio.
#pragma once

#include "core/audio/audio_input.h"

namespace saysee::audio {

// PortAudio's callback only writes to a wait-free ring of 2 s; everything else happens on the thread that reads.
//
// PortAudio finds devices when it starts and never again, so each devices() and each open() of a closed input
// restarts it: a microphone plugged in meanwhile is found then, not before. A device that vanishes while recording
// sends no error, it just falls silent: the recorder's watchdog notices. One thread at a time, one Microphone a
// process. On Linux its backends write complaints to standard error while looking for devices; they mean nothing.
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
