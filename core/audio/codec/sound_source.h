// An opened sound file that gives interleaved samples block by block, whichever library reads it.
#pragma once

#include "core/audio/codec/byte_reader.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace saysee::audio {

class SoundSource {
public:
    virtual ~SoundSource() = default;
    [[nodiscard]] virtual int sampleRate() const = 0;
    [[nodiscard]] virtual int channels() const = 0;
    // What the header says; it may be wrong.
    [[nodiscard]] virtual std::optional<std::uint64_t> declaredFrames() const = 0;
    // Fills whole frames into `interleaved` (a multiple of channels()); returns the number of frames, 0 at the end or
    // where the file is damaged.
    virtual std::size_t read(std::span<float> interleaved) = 0;
};

// Both return null with a reason when they cannot read the bytes, and look at `stop` while they search through them.
// `bytes` must outlive the source.
struct OpenedSource {
    std::unique_ptr<SoundSource> source;
    bool damaged = false;  // the kind is known, the content is broken
    std::string reason;  // the library's words
};
OpenedSource openWithSndfile(ByteReader& bytes, const std::stop_token& stop);
OpenedSource openWithLibav(ByteReader& bytes, const std::stop_token& stop);

// Suffixes, lower case without dot, in no order.
std::vector<std::string> sndfileExtensions();
std::vector<std::string> libavExtensions();

}  // namespace saysee::audio
