// The file that a take is streamed to: named as unfinished until somebody has kept what it holds.
#pragma once

#include "core/audio/wav_writer.h"

namespace saysee::audio {

class TakeFile {
public:
    // Creates `directory` when it is absent.
    static base::Result<TakeFile> create(const std::filesystem::path& directory);

    base::Status write(std::span<const float> samples) { return m_writer.write(samples); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    // Closes the file; no call but path() may follow.
    base::Status finish();
    // Closes and deletes it; no call may follow.
    void discard();

private:
    TakeFile(std::filesystem::path path, WavWriter writer);

    std::filesystem::path m_path;
    WavWriter m_writer;
};

}  // namespace saysee::audio
