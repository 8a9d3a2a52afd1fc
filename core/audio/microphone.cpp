#include "core/audio/microphone.h"

#include "core/audio/capture/quiet_stderr.h"
#include "core/audio/capture/spsc_ring.h"

#include <algorithm>
#include <alsa/asoundlib.h>
#include <atomic>
#include <cmath>
#include <portaudio.h>

namespace saysee::audio {

namespace {

using base::ErrorCode;

constexpr double kRingSeconds = 2.0;  // how long the reading thread may be held up before anything is lost
constexpr double kMinLatency = 0.02;  // seconds; below this the sound servers of Linux begin to drop blocks
constexpr std::int64_t kNever = 0;

tl::unexpected<base::Error> deviceError(const std::string& what, PaError error)
{
    std::string detail = Pa_GetErrorText(error);
    if (const PaHostErrorInfo* host = Pa_GetLastHostErrorInfo(); error == paUnanticipatedHostError && host != nullptr)
        detail += std::string(": ") + host->errorText;
    return base::fail(ErrorCode::Device, what, detail);
}

// PortAudio asserts that ALSA's configuration has one of these names: without, it would end the whole program.
bool alsaIsConfigured()
{
    snd_config_t* found = nullptr;
    return snd_config_update() >= 0 && snd_config != nullptr
        && (snd_config_search(snd_config, "pcm.default", &found) == 0
            || snd_config_search(snd_config, "pcm.dmix", &found) == 0);
}

class PortAudioStream : public InputStream {
public:
    PortAudioStream(StreamFormat format, std::shared_ptr<std::atomic<bool>> inUse)
        : m_format(format), m_ring(static_cast<std::size_t>(kRingSeconds * format.sampleRate * format.channels)),
          m_inUse(std::move(inUse))
    {
        m_inUse->store(true);
    }
    ~PortAudioStream() override
    {
        if (m_stream != nullptr) {
            Pa_StopStream(m_stream);
            Pa_CloseStream(m_stream);
        }
        m_inUse->store(false);
    }
    PortAudioStream(const PortAudioStream&) = delete;
    PortAudioStream& operator=(const PortAudioStream&) = delete;

    PaError start(PaDeviceIndex index, double latency)
    {
        PaStreamParameters parameters {};
        parameters.device = index;
        parameters.channelCount = m_format.channels;
        parameters.sampleFormat = paFloat32;
        parameters.suggestedLatency = latency;
        const PaError opened = Pa_OpenStream(&m_stream, &parameters, nullptr, m_format.sampleRate,
                                             paFramesPerBufferUnspecified, paNoFlag, &onSound, this);
        return opened == paNoError ? Pa_StartStream(m_stream) : opened;
    }

    [[nodiscard]] StreamFormat format() const override { return m_format; }
    std::size_t read(std::span<float> interleaved) override
    {
        const std::size_t whole =
            interleaved.size() - interleaved.size() % static_cast<std::size_t>(m_format.channels);
        return m_ring.read(interleaved.first(whole));
    }
    [[nodiscard]] std::uint64_t droppedFrames() const override { return m_dropped.load(); }
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> firstSampleAt() const override
    {
        const std::int64_t at = m_firstSampleAt.load();
        if (at == kNever)
            return std::nullopt;
        return std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(at));
    }

private:
    // Runs on PortAudio's thread: no waiting, no memory, no other call of PortAudio.
    static int onSound(const void* input, void*, unsigned long frames, const PaStreamCallbackTimeInfo*,
                       PaStreamCallbackFlags flags, void* user) noexcept
    {
        auto& self = *static_cast<PortAudioStream*>(user);
        const auto width = static_cast<std::size_t>(self.m_format.channels);
        if (self.m_firstSampleAt.load(std::memory_order_relaxed) == kNever)
            self.m_firstSampleAt.store(std::chrono::steady_clock::now().time_since_epoch().count());
        const bool kept =
            input != nullptr && self.m_ring.write(std::span(static_cast<const float*>(input), frames * width));
        // How much the hardware lost before this block is not told; one block is the best guess.
        if (!kept || (flags & paInputOverflow) != 0)
            self.m_dropped.fetch_add(frames, std::memory_order_relaxed);
        return paContinue;
    }

    StreamFormat m_format;
    SpscRing<float> m_ring;
    std::atomic<std::uint64_t> m_dropped {0};
    std::atomic<std::int64_t> m_firstSampleAt {kNever};
    std::shared_ptr<std::atomic<bool>> m_inUse;
    PaStream* m_stream = nullptr;
};

InputDevice describeDevice(PaDeviceIndex index)
{
    const PaDeviceInfo& info = *Pa_GetDeviceInfo(index);
    const PaHostApiInfo* api = Pa_GetHostApiInfo(info.hostApi);
    return {{api != nullptr ? api->name : "", info.name},
            info.maxInputChannels,
            info.defaultSampleRate,
            index == Pa_GetDefaultInputDevice()};
}

std::optional<PaDeviceIndex> findDevice(const DeviceName& wanted)
{
    if (wanted.isDefault()) {
        const PaDeviceIndex index = Pa_GetDefaultInputDevice();
        return index == paNoDevice ? std::nullopt : std::optional(index);
    }
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index)
        if (const InputDevice device = describeDevice(index); device.channels > 0 && device.name == wanted)
            return index;
    return std::nullopt;
}

}  // namespace

struct Microphone::State {
    bool started = false;  // PortAudio is initialised
    std::shared_ptr<std::atomic<bool>> inUse = std::make_shared<std::atomic<bool>>(false);

    ~State() { finish(); }

    void finish()
    {
        const QuietStderr quiet;
        if (started)
            Pa_Terminate();
        started = false;
    }
    // Looks for devices anew.
    base::Status restart()
    {
        finish();
        const QuietStderr quiet;
        if (!alsaIsConfigured())
            return base::fail(ErrorCode::Device,
                              "The sound system could not be started: ALSA names no default device on this machine.");
        if (const PaError error = Pa_Initialize(); error != paNoError)
            return deviceError("The sound system could not be started.", error);
        started = true;
        return {};
    }
    base::Result<std::unique_ptr<InputStream>> tryOpen(const DeviceName& wanted, std::optional<std::size_t> channel);
};

std::vector<int> channelCountsToTry(int available, std::optional<std::size_t> channel)
{
    std::vector<int> counts;
    const auto add = [&](int count) {
        if (count >= 1 && count <= available && std::find(counts.begin(), counts.end(), count) == counts.end())
            counts.push_back(count);
    };
    if (channel && *channel < static_cast<std::size_t>(std::max(0, available))) {
        add(std::max(2, static_cast<int>(*channel) + 1));
        add(available);
    }
    add(1);
    add(2);
    return counts;
}

base::Result<std::unique_ptr<InputStream>> Microphone::State::tryOpen(const DeviceName& wanted,
                                                                      std::optional<std::size_t> channel)
{
    const auto index = findDevice(wanted);
    if (!index)
        return wanted.isDefault()
            ? base::fail(ErrorCode::AudioUnusable, "No microphone was found: connect one and try again.")
            : base::fail(ErrorCode::AudioUnusable,
                         "The microphone \"" + wanted.name + "\" is not connected: connect it or choose another.");
    const InputDevice device = describeDevice(*index);
    const double latency = std::max(kMinLatency, Pa_GetDeviceInfo(*index)->defaultLowInputLatency);
    PaError error = paInvalidDevice;
    for (const int channels : channelCountsToTry(device.channels, channel)) {
        const StreamFormat format {static_cast<int>(std::lround(device.nativeRate)), channels};
        auto stream = std::make_unique<PortAudioStream>(format, inUse);
        const QuietStderr quiet;
        error = stream->start(*index, latency);
        if (error == paNoError)
            return stream;
    }
    return deviceError("The microphone \"" + device.name.name
                           + "\" could not be opened: another program may be using it, or access is not allowed.",
                       error);
}

Microphone::Microphone() : m_state(std::make_unique<State>()) { }

Microphone::~Microphone() = default;

base::Result<std::vector<InputDevice>> Microphone::devices()
{
    if (m_state->inUse->load())
        return base::fail(ErrorCode::Busy, "The microphone is in use: look for devices when the recording is done.");
    SAYSEE_TRY(m_state->restart());
    std::vector<InputDevice> found;
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index)
        if (InputDevice device = describeDevice(index); device.channels > 0)
            found.push_back(std::move(device));
    return found;
}

base::Result<std::unique_ptr<InputStream>> Microphone::open(const DeviceName& device,
                                                            std::optional<std::size_t> channel)
{
    if (m_state->inUse->load())
        return base::fail(ErrorCode::Busy, "The microphone is in use already.");
    // What was found last time is mostly still there, and looking again costs up to a tenth of a second of speech.
    if (m_state->started)
        if (auto stream = m_state->tryOpen(device, channel))
            return stream;
    SAYSEE_TRY(m_state->restart());
    return m_state->tryOpen(device, channel);
}

}  // namespace saysee::audio
