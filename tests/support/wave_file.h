// The least that tests need of a sound file, without the audio module: 16-bit mono PCM.
#pragma once

#include <filesystem>
#include <vector>

namespace saysee::test {

// The samples as floats; empty when the file is no such WAV.
std::vector<float> readPcm16(const std::filesystem::path& path);

}  // namespace saysee::test
