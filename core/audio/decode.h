// Sound files of any common kind to clips.
//
// libsndfile reads first (WAV, AIFF, FLAC, Ogg Vorbis and Opus, MP3 and more); libavformat and libavcodec read what
// it refuses (AAC, M4A, WebM, the sound of a video). Channels are averaged, rates converted by libsoxr.
#pragma once

#include "core/audio/clip.h"
#include "core/base/result.h"
#include "core/base/task.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::audio {

// A file beyond one of these is refused, before it is read where its header tells, else while it is read. Memory
// stays below twice the clip that `maxDuration` allows (64 kB a second, so 230 MB for the default hour), whatever a
// header says.
struct DecodeLimits {
    std::chrono::seconds maxDuration {3600};  // our choice: longer files are not descriptions of photos
    int maxChannels = 8;  // 7.1 surround
    int minSampleRate = 4'000;  // Hz; below the telephone there are no words
    int maxSampleRate = 384'000;  // Hz; the highest rate of common recording hardware
};

// Threading: any thread; each call is independent. Progress counts source frames of the phase "Reading sound".
// Errors, each naming the file: NotFound, Io, UnsupportedFormat (no sound file, too many channels), Corrupt (damaged;
// samples that are no numbers), AudioUnusable (no samples at all, too long), Cancelled.
// A file that breaks off early yields what could be read of it, as long as that is anything.
base::Result<Clip> decodeFile(const std::filesystem::path& path, const DecodeLimits& limits = {},
                              const base::TaskContext& task = {});

// The same for a file that is in memory (standard input, dropped data). `name` stands in for the path in messages.
base::Result<Clip> decodeMemory(std::span<const std::byte> bytes, std::string_view name,
                                const DecodeLimits& limits = {}, const base::TaskContext& task = {});

// Suffixes for file dialogs, lower case without dot, sorted: what the installed libraries say that they read.
std::vector<std::string> supportedExtensions();

}  // namespace saysee::audio
