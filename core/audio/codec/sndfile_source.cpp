#include "core/audio/codec/sound_source.h"

#include <sndfile.h>

namespace saysee::audio {

namespace {

// What libsndfile's callbacks reach.
struct Channel {
    ByteReader* bytes;
    std::stop_token stop;
};

Channel& channelOf(void* user) { return *static_cast<Channel*>(user); }

sf_count_t fileLength(void* user) { return channelOf(user).bytes->size(); }

sf_count_t seekTo(sf_count_t offset, int whence, void* user)
{
    ByteReader& bytes = *channelOf(user).bytes;
    return bytes.seekFrom(whence, offset) ? bytes.position() : -1;
}

sf_count_t readBytes(void* target, sf_count_t count, void* user)
{
    Channel& channel = channelOf(user);
    if (count <= 0 || channel.stop.stop_requested())  // opening an MP3 may scan the whole file
        return 0;
    const std::span<std::byte> span(static_cast<std::byte*>(target), static_cast<std::size_t>(count));
    return static_cast<sf_count_t>(channel.bytes->read(span));
}

sf_count_t writeNothing(const void*, sf_count_t, void*) { return 0; }

sf_count_t position(void* user) { return channelOf(user).bytes->position(); }

struct CloseSound {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

class SndfileSource : public SoundSource {
public:
    SndfileSource(ByteReader& bytes, std::stop_token stop) : m_channel {&bytes, std::move(stop)}
    {
        SF_VIRTUAL_IO io {&fileLength, &seekTo, &readBytes, &writeNothing, &position};
        m_file.reset(sf_open_virtual(&io, SFM_READ, &m_info, &m_channel));
    }
    [[nodiscard]] bool isOpen() const { return m_file != nullptr; }
    [[nodiscard]] int sampleRate() const override { return m_info.samplerate; }
    [[nodiscard]] int channels() const override { return m_info.channels; }
    [[nodiscard]] std::optional<std::uint64_t> declaredFrames() const override
    {
        if (m_info.frames <= 0 || m_info.frames == SF_COUNT_MAX)
            return std::nullopt;
        return static_cast<std::uint64_t>(m_info.frames);
    }
    std::size_t read(std::span<float> interleaved) override
    {
        const auto frames = static_cast<sf_count_t>(interleaved.size()) / m_info.channels;
        const sf_count_t got = sf_readf_float(m_file.get(), interleaved.data(), frames);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    }

private:
    Channel m_channel;
    SF_INFO m_info {};
    std::unique_ptr<SNDFILE, CloseSound> m_file;
};

// libsndfile names one suffix for each container; these are the others in use.
std::vector<std::string> aliasesOf(int majorFormat)
{
    switch (majorFormat) {
    case SF_FORMAT_AIFF:
        return {"aif"};
    case SF_FORMAT_OGG:
        return {"ogg", "opus"};
    case SF_FORMAT_MPEG:
        return {"mp3", "mp2"};
    default:
        return {};
    }
}

}  // namespace

OpenedSource openWithSndfile(ByteReader& bytes, const std::stop_token& stop)
{
    bytes.seek(0);
    auto source = std::make_unique<SndfileSource>(bytes, stop);
    if (source->isOpen())
        return {std::move(source), false, {}};
    const int code = sf_error(nullptr);
    const bool damaged = code != SF_ERR_UNRECOGNISED_FORMAT && code != SF_ERR_UNSUPPORTED_ENCODING;
    return {nullptr, damaged, sf_strerror(nullptr)};
}

std::vector<std::string> sndfileExtensions()
{
    std::vector<std::string> extensions;
    int count = 0;
    sf_command(nullptr, SFC_GET_FORMAT_MAJOR_COUNT, &count, sizeof(count));
    for (int i = 0; i < count; ++i) {
        SF_FORMAT_INFO info {};
        info.format = i;
        if (sf_command(nullptr, SFC_GET_FORMAT_MAJOR, &info, sizeof(info)) != 0 || info.extension == nullptr)
            continue;
        // Nothing in a raw file says what it holds; MPEG is FFmpeg's, see decode.cpp.
        if (info.format == SF_FORMAT_RAW || info.format == SF_FORMAT_MPEG)
            continue;
        extensions.emplace_back(info.extension);
        for (std::string& alias : aliasesOf(info.format))
            extensions.push_back(std::move(alias));
    }
    return extensions;
}

}  // namespace saysee::audio
