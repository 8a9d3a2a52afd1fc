// Clips to sound files: streamed while recording, or whole.
#pragma once

#include "core/audio/clip.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace saysee::audio {

enum class SampleFormat : std::uint8_t {
    Pcm16,  // 2 bytes a sample; louder than full scale is limited, not wrapped
    Float32  // 4 bytes, exact
};

// A mono 16 kHz WAV that is a valid file after every write(): a process killed between two calls loses nothing that
// was written. So whoever writes every 100 ms or more often loses at most that. (Flushed to the kernel, not to the
// disk: a power cut may cost more.) One thread at a time.
//
// While it is open the file is locked (flock), so that a take in progress can be told from one that was left behind.
class WavWriter {
public:
    // Errors: InvalidArgument when the file exists already, Io.
    static base::Result<WavWriter> create(const std::filesystem::path& path,
                                          SampleFormat format = SampleFormat::Pcm16);
    WavWriter(WavWriter&&) noexcept;
    WavWriter& operator=(WavWriter&&) noexcept;
    ~WavWriter();  // closes

    // Io when the disk is full or gone; what was written before stays readable.
    base::Status write(std::span<const float> samples);
    // Flushes to the disk and closes; no call may follow.
    base::Status close();

private:
    struct State;
    explicit WavWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// Writes the whole clip beside the target and renames, so the path holds the old or the new file. The suffix chooses
// the kind: .wav (16-bit PCM) or .flac (16 bit, lossless, about half the size). Errors: InvalidArgument, Io.
base::Status writeClip(const std::filesystem::path& path, std::span<const float> samples);

}  // namespace saysee::audio
