#include "core/audio/wav_writer.h"

#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sndfile.h>
#include <sys/file.h>
#include <unistd.h>

namespace saysee::audio {

namespace {

using base::ErrorCode;

struct CloseSound {
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SoundFile = std::unique_ptr<SNDFILE, CloseSound>;

tl::unexpected<base::Error> failedWrite(const std::filesystem::path& path, const std::string& reason)
{
    return base::fail(ErrorCode::Io, "Cannot write " + path.string() + ": " + reason + ".");
}

SF_INFO monoInfo(int format)
{
    SF_INFO info {};
    info.samplerate = kSampleRate;
    info.channels = 1;
    info.format = format;
    return info;
}

bool writeAll(SNDFILE* file, std::span<const float> samples)
{
    const auto count = static_cast<sf_count_t>(samples.size());
    return sf_writef_float(file, samples.data(), count) == count;
}

}  // namespace

struct WavWriter::State {
    std::filesystem::path path;
    int descriptor = -1;
    SoundFile file;

    ~State()
    {
        file.reset();
        if (descriptor >= 0)
            ::close(descriptor);
    }
};

WavWriter::WavWriter(std::unique_ptr<State> state) : m_state(std::move(state)) { }
WavWriter::WavWriter(WavWriter&&) noexcept = default;
WavWriter& WavWriter::operator=(WavWriter&&) noexcept = default;
WavWriter::~WavWriter() = default;

base::Result<WavWriter> WavWriter::create(const std::filesystem::path& path, SampleFormat format)
{
    auto state = std::make_unique<State>();
    state->path = path;
    state->descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (state->descriptor < 0 && errno == EEXIST)
        return base::fail(ErrorCode::InvalidArgument, path.string() + " exists already.");
    if (state->descriptor < 0 || ::flock(state->descriptor, LOCK_EX | LOCK_NB) != 0)
        return failedWrite(path, std::strerror(errno));
    SF_INFO info = monoInfo(SF_FORMAT_WAV | (format == SampleFormat::Pcm16 ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT));
    state->file.reset(sf_open_fd(state->descriptor, SFM_WRITE, &info, SF_FALSE));
    if (!state->file)
        return failedWrite(path, sf_strerror(nullptr));
    sf_command(state->file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    // libsndfile hands every write to the kernel at once; with this it corrects the header's lengths each time, too.
    sf_command(state->file.get(), SFC_SET_UPDATE_HEADER_AUTO, nullptr, SF_TRUE);
    sf_command(state->file.get(), SFC_UPDATE_HEADER_NOW, nullptr, 0);
    return WavWriter(std::move(state));
}

base::Status WavWriter::write(std::span<const float> samples)
{
    if (!writeAll(m_state->file.get(), samples))
        return failedWrite(m_state->path, sf_strerror(m_state->file.get()));
    return {};
}

base::Status WavWriter::close()
{
    SNDFILE* file = m_state->file.release();
    const bool closed = sf_close(file) == 0;
    const bool flushed = ::fsync(m_state->descriptor) == 0;
    const int reason = errno;
    const auto path = m_state->path;
    m_state.reset();
    if (!closed || !flushed)
        return failedWrite(path, std::strerror(reason));
    return {};
}

base::Status writeClip(const std::filesystem::path& path, std::span<const float> samples)
{
    const std::string suffix = path.extension().string();
    if (suffix != ".wav" && suffix != ".flac")
        return base::fail(ErrorCode::InvalidArgument,
                          "Sound is written as .wav or .flac, not as " + path.string() + ".");
    SF_INFO info = monoInfo((suffix == ".wav" ? SF_FORMAT_WAV : SF_FORMAT_FLAC) | SF_FORMAT_PCM_16);
    SAYSEE_ASSIGN(base::AtomicFile output, base::AtomicFile::create(path));
    SoundFile file(sf_open_fd(output.descriptor(), SFM_WRITE, &info, SF_FALSE));
    const bool written = file != nullptr && sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE) == SF_TRUE
        && writeAll(file.get(), samples);
    if (sf_close(file.release()) != 0 || !written)
        return failedWrite(path, std::strerror(errno));
    return output.publish(base::FileUse::Document);
}

}  // namespace saysee::audio
