#include "core/audio/codec/sound_source.h"

#include <algorithm>
#include <array>
#include <mutex>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
}

namespace saysee::audio {

namespace {

constexpr int kIoBuffer = 32 * 1024;

// Only containers that hold sound themselves: playlists (hls, concat and others) would open further files or
// addresses.
constexpr const char* kContainers =
    "aac,ac3,aiff,amr,ape,asf,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,"
    "mj2,mp3,mpeg,mpegts,ogg,tta,wav,w64,wv";

// What FFmpeg's callbacks reach.
struct Channel {
    ByteReader* bytes;
    std::stop_token stop;
};

int readBytes(void* user, std::uint8_t* target, int count)
{
    Channel& channel = *static_cast<Channel*>(user);
    if (channel.stop.stop_requested())
        return AVERROR_EXIT;
    const std::span<std::uint8_t> span(target, static_cast<std::size_t>(count));
    const std::size_t got = channel.bytes->read(std::as_writable_bytes(span));
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

std::int64_t seekTo(void* user, std::int64_t offset, int whence)
{
    ByteReader& bytes = *static_cast<Channel*>(user)->bytes;
    if ((whence & AVSEEK_SIZE) != 0)
        return bytes.size();
    return bytes.seekFrom(whence & ~AVSEEK_FORCE, offset) ? bytes.position() : AVERROR(EINVAL);
}

int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EACCES); }

std::string words(int error)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text {};
    av_strerror(error, text.data(), text.size());
    return text.data();
}

struct FreeIo {
    void operator()(AVIOContext* io) const
    {
        av_freep(&io->buffer);  // FFmpeg may have replaced the one it was given
        avio_context_free(&io);
    }
};
struct CloseInput {
    void operator()(AVFormatContext* input) const { avformat_close_input(&input); }
};
struct FreeCodec {
    void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FreeConverter {
    void operator()(SwrContext* converter) const { swr_free(&converter); }
};
struct FreePacket {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};

class LibavSource : public SoundSource {
public:
    LibavSource(ByteReader& bytes, std::stop_token stop)
        : m_channel {&bytes, std::move(stop)}, m_packet(av_packet_alloc()), m_frame(av_frame_alloc())
    {
    }
    ~LibavSource() override { av_channel_layout_uninit(&m_layout); }
    LibavSource(const LibavSource&) = delete;
    LibavSource& operator=(const LibavSource&) = delete;

    // 0 or FFmpeg's error.
    int open();
    [[nodiscard]] bool kindKnown() const { return m_input != nullptr; }
    [[nodiscard]] int sampleRate() const override { return m_sampleRate; }
    [[nodiscard]] int channels() const override { return m_layout.nb_channels; }
    [[nodiscard]] std::optional<std::uint64_t> declaredFrames() const override { return std::nullopt; }
    std::size_t read(std::span<float> interleaved) override;

private:
    bool decodeMore();
    bool convertFrame();
    bool prepareConverter();

    Channel m_channel;
    std::unique_ptr<AVIOContext, FreeIo> m_io;
    std::unique_ptr<AVFormatContext, CloseInput> m_input;
    std::unique_ptr<AVCodecContext, FreeCodec> m_codec;
    std::unique_ptr<SwrContext, FreeConverter> m_converter;
    std::unique_ptr<AVPacket, FreePacket> m_packet;
    std::unique_ptr<AVFrame, FreeFrame> m_frame;
    int m_stream = -1;
    int m_sampleRate = 0;  // of the first frame; later ones are converted to it
    AVChannelLayout m_layout {};
    int m_frameRate = 0;  // what the converter expects
    int m_frameChannels = 0;
    int m_frameFormat = AV_SAMPLE_FMT_NONE;
    std::vector<float> m_ready;  // decoded, not yet handed out
    std::size_t m_readyFrom = 0;
    bool m_drained = false;
};

int LibavSource::open()
{
    auto* buffer = static_cast<unsigned char*>(av_malloc(kIoBuffer));
    AVFormatContext* input = avformat_alloc_context();
    if (buffer == nullptr || input == nullptr || !m_packet || !m_frame)
        return AVERROR(ENOMEM);
    m_io.reset(avio_alloc_context(buffer, kIoBuffer, 0, &m_channel, &readBytes, nullptr, &seekTo));
    input->pb = m_io.get();
    input->io_open = &refuseToOpen;
    input->format_whitelist = av_strdup(kContainers);
    if (const int error = avformat_open_input(&input, nullptr, nullptr, nullptr); error < 0)
        return error;  // `input` was freed
    m_input.reset(input);
    if (const int error = avformat_find_stream_info(input, nullptr); error < 0)
        return error;
    const AVCodec* decoder = nullptr;
    m_stream = av_find_best_stream(input, AVMEDIA_TYPE_AUDIO, -1, -1, &decoder, 0);
    if (m_stream < 0)
        return m_stream;
    for (unsigned i = 0; i < input->nb_streams; ++i)
        input->streams[i]->discard = static_cast<int>(i) == m_stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    m_codec.reset(avcodec_alloc_context3(decoder));
    if (!m_codec)
        return AVERROR(ENOMEM);
    if (const int error = avcodec_parameters_to_context(m_codec.get(), input->streams[m_stream]->codecpar); error < 0)
        return error;
    m_codec->pkt_timebase = input->streams[m_stream]->time_base;  // needed to drop the encoder's delay
    if (const int error = avcodec_open2(m_codec.get(), decoder, nullptr); error < 0)
        return error;
    // The first frame, not the header, tells rate and channels for certain.
    while (m_sampleRate == 0)
        if (!decodeMore())
            return AVERROR_INVALIDDATA;
    return 0;
}

bool LibavSource::prepareConverter()
{
    if (m_sampleRate == 0) {
        m_sampleRate = m_frame->sample_rate;
        if (m_frame->ch_layout.nb_channels < 1 || av_channel_layout_copy(&m_layout, &m_frame->ch_layout) < 0)
            return false;
    }
    if (m_converter && m_frameRate == m_frame->sample_rate && m_frameChannels == m_frame->ch_layout.nb_channels
        && m_frameFormat == m_frame->format)
        return true;
    SwrContext* converter = nullptr;
    const int error =
        swr_alloc_set_opts2(&converter, &m_layout, AV_SAMPLE_FMT_FLT, m_sampleRate, &m_frame->ch_layout,
                            static_cast<AVSampleFormat>(m_frame->format), m_frame->sample_rate, 0, nullptr);
    m_converter.reset(converter);
    m_frameRate = m_frame->sample_rate;
    m_frameChannels = m_frame->ch_layout.nb_channels;
    m_frameFormat = m_frame->format;
    return error >= 0 && swr_init(converter) >= 0;
}

bool LibavSource::convertFrame()
{
    if (m_frame->nb_samples <= 0)
        return true;
    if (m_frame->sample_rate <= 0 || !prepareConverter())
        return false;
    const int room = swr_get_out_samples(m_converter.get(), m_frame->nb_samples);
    if (room < 0)
        return false;
    const auto width = static_cast<std::size_t>(channels());
    m_ready.resize(static_cast<std::size_t>(room) * width);
    m_readyFrom = 0;
    auto* target = static_cast<std::uint8_t*>(static_cast<void*>(m_ready.data()));
    const int made = swr_convert(m_converter.get(), &target, room,
                                 const_cast<const std::uint8_t**>(m_frame->extended_data), m_frame->nb_samples);
    m_ready.resize(static_cast<std::size_t>(std::max(made, 0)) * width);
    return made >= 0;
}

// Decodes one more frame; false at the end. Damaged packets are passed over.
bool LibavSource::decodeMore()
{
    while (!m_channel.stop.stop_requested()) {
        const int received = avcodec_receive_frame(m_codec.get(), m_frame.get());
        if (received >= 0)
            return convertFrame();
        if (received != AVERROR(EAGAIN) || m_drained)
            return false;
        const int got = av_read_frame(m_input.get(), m_packet.get());
        if (got < 0) {
            m_drained = true;
            avcodec_send_packet(m_codec.get(), nullptr);
            continue;
        }
        if (m_packet->stream_index == m_stream)
            avcodec_send_packet(m_codec.get(), m_packet.get());
        av_packet_unref(m_packet.get());
    }
    return false;
}

std::size_t LibavSource::read(std::span<float> interleaved)
{
    std::size_t filled = 0;
    while (filled < interleaved.size()) {
        if (m_readyFrom == m_ready.size() && !decodeMore())
            break;
        const std::size_t count = std::min(interleaved.size() - filled, m_ready.size() - m_readyFrom);
        std::copy_n(m_ready.begin() + static_cast<std::ptrdiff_t>(m_readyFrom), count,
                    interleaved.begin() + static_cast<std::ptrdiff_t>(filled));
        m_readyFrom += count;
        filled += count;
    }
    return filled / static_cast<std::size_t>(channels());
}

void silenceFfmpeg()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_level(AV_LOG_QUIET); });
}

}  // namespace

OpenedSource openWithLibav(ByteReader& bytes, const std::stop_token& stop)
{
    silenceFfmpeg();
    bytes.seek(0);
    auto source = std::make_unique<LibavSource>(bytes, stop);
    const int error = source->open();
    if (error == 0)
        return {std::move(source), false, {}};
    const bool damaged =
        source->kindKnown() && error != AVERROR_STREAM_NOT_FOUND && error != AVERROR_DECODER_NOT_FOUND;
    return {nullptr, damaged, words(error)};
}

std::vector<std::string> libavExtensions()
{
    struct Kind {
        const char* container;
        AVCodecID codec;
        std::vector<std::string> suffixes;
    };
    const std::vector<Kind> kinds {
        {"mp3", AV_CODEC_ID_MP3, {"mp3", "mp2"}},
        {"aac", AV_CODEC_ID_AAC, {"aac"}},
        {"mov", AV_CODEC_ID_AAC, {"m4a", "m4b", "mp4", "mov"}},
        {"mov", AV_CODEC_ID_AMR_NB, {"3gp", "amr"}},
        {"matroska", AV_CODEC_ID_OPUS, {"webm", "mka", "mkv"}},
        {"asf", AV_CODEC_ID_WMAV2, {"wma"}},
    };
    std::vector<std::string> extensions;
    for (const Kind& kind : kinds)
        if (av_find_input_format(kind.container) != nullptr && avcodec_find_decoder(kind.codec) != nullptr)
            extensions.insert(extensions.end(), kind.suffixes.begin(), kind.suffixes.end());
    return extensions;
}

}  // namespace saysee::audio
