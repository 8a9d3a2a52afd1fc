// The file that a take is streamed to: named as unfinished until it is closed properly.
#pragma once

#include "core/audio/wav_writer.h"

namespace saysee::audio {

class TakeFile {
public:
    // Creates `directory` when it is absent.
    static base::Result<TakeFile> create(const std::filesystem::path& directory);

    base::Status write(std::span<const float> samples) { return m_writer.write(samples); }
    // Closes the file and gives it its lasting name, which is returned; no call may follow.
    base::Result<std::filesystem::path> finish();
    // Closes and deletes it; no call may follow.
    void discard();

private:
    TakeFile(std::filesystem::path path, WavWriter writer);

    std::filesystem::path m_path;
    WavWriter m_writer;
};

}  // namespace saysee::audio
