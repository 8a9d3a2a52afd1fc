#include "core/audio/decode.h"

#include "core/audio/codec/resampler.h"
#include "core/audio/codec/sound_source.h"
#include "core/base/log.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace saysee::audio {

namespace {

using base::ErrorCode;

constexpr std::size_t kBlockFrames = 8192;
constexpr float kLoudest = 100.0F;  // 40 dB above full scale: such samples are no sound but misread bytes

std::string durationLimit(const DecodeLimits& limits)
{
    return "longer than " + base::describeDuration(limits.maxDuration) + ", the most that is read.";
}

base::Status checkFormat(const SoundSource& source, const std::string& name, const DecodeLimits& limits)
{
    if (source.channels() < 1 || source.channels() > limits.maxChannels)
        return base::fail(ErrorCode::UnsupportedFormat,
                          name + " has " + std::to_string(source.channels()) + " channels; at most "
                              + std::to_string(limits.maxChannels) + " are read.");
    if (source.sampleRate() < limits.minSampleRate || source.sampleRate() > limits.maxSampleRate)
        return base::fail(ErrorCode::UnsupportedFormat,
                          name + " has " + std::to_string(source.sampleRate()) + " samples a second; "
                              + std::to_string(limits.minSampleRate) + " to " + std::to_string(limits.maxSampleRate)
                              + " are read.");
    const auto frames = source.declaredFrames();
    const auto seconds = static_cast<std::uint64_t>(limits.maxDuration.count());
    if (frames && *frames > seconds * static_cast<std::uint64_t>(source.sampleRate()))
        return base::fail(ErrorCode::AudioUnusable, name + " is " + durationLimit(limits));
    return {};
}

// Averages the channels; false when a sample is no number or far outside the scale.
bool mixDown(std::span<const float> interleaved, std::size_t channels, std::vector<float>& mono)
{
    mono.resize(interleaved.size() / channels);
    const float share = 1.0F / static_cast<float>(channels);
    bool sound = true;
    for (std::size_t i = 0; i < mono.size(); ++i) {
        float sum = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            const float sample = interleaved[i * channels + c];
            sound = sound && std::abs(sample) <= kLoudest;  // false for NaN
            sum += sample;
        }
        mono[i] = sum * share;
    }
    return sound;
}

base::Result<Clip> readClip(SoundSource& source, const std::string& name, const DecodeLimits& limits,
                            const base::TaskContext& task)
{
    SAYSEE_TRY(checkFormat(source, name, limits));
    SAYSEE_ASSIGN(Resampler resampler, Resampler::create(source.sampleRate()));
    const auto channels = static_cast<std::size_t>(source.channels());
    const std::size_t most = static_cast<std::size_t>(limits.maxDuration.count()) * kSampleRate;
    std::vector<float> interleaved(kBlockFrames * channels);
    std::vector<float> mono;
    Clip clip;
    std::uint64_t framesRead = 0;
    for (;;) {
        if (task.stopRequested())
            return base::cancelled();
        const std::size_t frames = source.read(interleaved);
        if (frames == 0)
            break;
        if (!mixDown(std::span(interleaved).first(frames * channels), channels, mono))
            return base::fail(ErrorCode::Corrupt, name + " is damaged: it holds samples that are no sound.");
        SAYSEE_TRY(resampler.add(mono, clip.samples));
        if (clip.samples.size() > most)
            return base::fail(ErrorCode::AudioUnusable, name + " is " + durationLimit(limits));
        framesRead += frames;
        task.progress({"Reading sound", framesRead, source.declaredFrames().value_or(0)});
    }
    if (task.stopRequested())
        return base::cancelled();
    SAYSEE_TRY(resampler.finish(clip.samples));
    if (clip.samples.empty())
        return base::fail(ErrorCode::AudioUnusable, name + " holds no sound.");
    if (framesRead < source.declaredFrames().value_or(0))
        base::log(base::LogLevel::Info, "A sound file ends before its declared length.");
    return clip;
}

// MPEG audio goes to FFmpeg alone: libsndfile hands it to a library that writes complaints to standard error, and up
// to 1.2.0 misjudges the length of files without a Xing header.
bool beginsLikeMpegAudio(ByteReader& bytes)
{
    std::array<std::byte, 3> head {};
    bytes.seek(0);
    if (bytes.read(head) < head.size())
        return false;
    const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(head[i]); };
    const bool tag = at(0) == 'I' && at(1) == 'D' && at(2) == '3';
    const bool frame = at(0) == 0xFFU && (at(1) & 0xE0U) == 0xE0U;
    return tag || frame;
}

base::Result<Clip> decode(ByteReader& bytes, const std::string& name, const DecodeLimits& limits,
                          const base::TaskContext& task)
{
    if (bytes.size() == 0)
        return base::fail(ErrorCode::Corrupt, name + " is empty (0 bytes).");
    std::string reasons;
    bool damaged = false;
    for (const auto& [library, open] :
         {std::pair("libsndfile", &openWithSndfile), std::pair("FFmpeg", &openWithLibav)}) {
        if (open == &openWithSndfile && beginsLikeMpegAudio(bytes))
            continue;
        OpenedSource opened = open(bytes, task.stop);
        if (task.stopRequested())
            return base::cancelled();
        if (opened.source)
            return readClip(*opened.source, name, limits, task);
        damaged = damaged || opened.damaged;
        reasons += std::string(library) + ": " + opened.reason + " ";
    }
    if (damaged)
        return base::fail(ErrorCode::Corrupt, name + " is damaged and cannot be read as sound.", reasons);
    return base::fail(ErrorCode::UnsupportedFormat, name + " is not a sound file of a kind that can be read.",
                      reasons);
}

}  // namespace

base::Result<Clip> decodeFile(const std::filesystem::path& path, const DecodeLimits& limits,
                              const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const auto bytes, openFileReader(path));
    return decode(*bytes, path.string(), limits, task);
}

base::Result<Clip> decodeMemory(std::span<const std::byte> bytes, std::string_view name, const DecodeLimits& limits,
                                const base::TaskContext& task)
{
    return decode(*openMemoryReader(bytes), std::string(name), limits, task);
}

std::vector<std::string> supportedExtensions()
{
    std::vector<std::string> extensions = sndfileExtensions();
    for (std::string& extension : libavExtensions())
        extensions.push_back(std::move(extension));
    std::sort(extensions.begin(), extensions.end());
    extensions.erase(std::unique(extensions.begin(), extensions.end()), extensions.end());
    return extensions;
}

}  // namespace saysee::audio
