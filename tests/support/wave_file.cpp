#include "support/wave_file.h"

#include "core/base/files.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

namespace saysee::test {

std::vector<float> readPcm16(const std::filesystem::path& path)
{
    constexpr std::size_t kFirstChunk = 12;  // behind "RIFF", a size and "WAVE"
    constexpr std::size_t kChunkHeader = 8;
    const std::string file = base::readFile(path).value_or(std::string());
    for (std::size_t at = kFirstChunk; at + kChunkHeader <= file.size();) {
        std::uint32_t size = 0;
        std::memcpy(&size, file.data() + at + 4, sizeof size);
        const std::size_t begin = at + kChunkHeader;
        if (file.compare(at, 4, "data") == 0) {
            std::vector<float> samples(std::min<std::size_t>(size, file.size() - begin) / 2);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                std::int16_t sample = 0;
                std::memcpy(&sample, file.data() + begin + 2 * i, sizeof sample);
                samples[i] = static_cast<float>(sample) / 32768.0F;
            }
            return samples;
        }
        at = begin + size + size % 2;
    }
    return {};
}

}  // namespace saysee::test
