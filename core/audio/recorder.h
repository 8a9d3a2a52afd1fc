// Records takes: from key press to key release, with the moment before and after, straight to a file.
#pragma once

#include "core/audio/audio_input.h"
#include "core/audio/clip.h"
#include "core/audio/level_meter.h"
#include "core/audio/recorder_state.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace saysee::audio {

struct RecorderOptions {
    std::filesystem::path directory;  // where takes are written; created when absent
    std::chrono::milliseconds preRoll {300};  // kept from before the key press, while armed
    std::chrono::milliseconds tail {250};  // kept after the release: people let go while still speaking
    std::chrono::seconds maxDuration {300};  // a take stops by itself here
    std::chrono::milliseconds openPatience {5000};  // Bluetooth headsets need seconds to change to their microphone
    std::chrono::milliseconds watchdog {1000};  // no samples for so long: the device is gone
};

// A finished take. Its file is the listener's from now on: move it, delete it, or adoptTake() it. Until then it
// counts as unfinished, so that a crash before the take is kept does not lose it.
struct Take {
    Clip clip;
    std::filesystem::path file;  // 16-bit WAV with the same samples
    std::uint64_t droppedFrames = 0;  // lost on the way; the clip has a gap where this is not 0
    std::optional<base::Error> error;  // set when the take ended by a failure; the clip holds what came before
};

// Called on the recorder's own thread; must return quickly, must not throw and must not destroy the recorder.
// Every start() that is not ignored or cancelled ends in one of `finished` and `failed`, unless it was stopped before
// the microphone delivered anything.
struct RecorderListener {
    std::function<void(RecorderState)> stateChanged;
    std::function<void(Take)> finished;
    std::function<void(base::Error)>
        failed;  // nothing was recorded: no microphone, it went away while armed, no disk
};

// Owns one thread, which opens the microphone, reads it, converts to 16 kHz mono and writes. Commands return at once
// and take effect there; those that make no sense in the state of that moment are ignored (recorder_state.h).
// Threading: every member from any thread. `input` must outlive the recorder and is used by its thread alone.
// Destroying it in the middle of a take leaves the take's file behind as unfinished.
class Recorder {
public:
    Recorder(AudioInput& input, RecorderOptions options, RecorderListener listener = {});
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // Which device the next opening uses; an armed recorder reopens.
    void setDevice(DeviceName device);
    // Which channel is listened to, counted from 0; empty, or one that the device does not have: the average of all.
    // An armed recorder reopens.
    void setChannel(std::optional<int> channel);
    // Opens the microphone and keeps the last moments, so that the next take begins before its key press.
    void arm();
    void disarm();
    void start();
    void stop();
    void cancel();  // throws the take away, file included
    // Calls `done`, on the recorder's thread, with the state after every command given before this one.
    void afterwards(std::function<void(RecorderState)> done);
    // Looks for devices on the recorder's thread and answers there; Busy while a take is running.
    void listDevices(std::function<void(base::Result<std::vector<InputDevice>>)> answer);

    [[nodiscard]] RecorderState state() const;
    // Of the last moments; silence while the microphone is closed.
    [[nodiscard]] Level level() const;
    // Copies the samples of the running take from `from` on, to recognise words before the take ends.
    [[nodiscard]] std::vector<float> samplesSince(std::size_t from) const;
    [[nodiscard]] double seconds() const;  // of the running take
    // From start() to the first sample that reached this program, of the latest take; 0 when it was armed.
    [[nodiscard]] std::optional<std::chrono::duration<double>> startLatency() const;

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

// Takes in `directory` that nobody has kept, oldest first: a process was killed or crashed, or the take could not be
// stored. Those being recorded right now and empty ones are not among them. They are ordinary WAV files: decodeFile
// reads them. A directory that does not exist holds none.
base::Result<std::vector<std::filesystem::path>> findUnfinishedTakes(const std::filesystem::path& directory);

// Gives a take the name of one that is kept, so that it is not found again. Returns the new path.
base::Result<std::filesystem::path> adoptTake(const std::filesystem::path& unfinished);

}  // namespace saysee::audio
