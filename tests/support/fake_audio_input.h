// A microphone made of given samples, for tests of whatever records.
#pragma once

#include "core/audio/audio_input.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace saysee::test {

// What the fake does; may be changed between openings.
struct FakeMicrophoneScript {
    audio::StreamFormat format {16000, 1};
    std::vector<float> sound;  // interleaved, repeated for ever; empty: an endless count 0, 1, 2 ... / 2^20
    std::size_t framesPerRead = 160;  // as much as each read() delivers
    bool mixesDown = false;  // to one channel where none is chosen, as ALSA's default device does
    bool realTime = false;  // deliver no faster than a real device would
    std::optional<std::size_t> vanishesAfter;  // frames; then nothing comes any more
    std::uint64_t dropped = 0;  // what droppedFrames() says
    std::optional<base::Error> openError;
    std::vector<audio::InputDevice> devices {{{"Fake", "microphone"}, 1, 16000, true}};
};

class FakeAudioInput : public audio::AudioInput {
public:
    explicit FakeAudioInput(FakeMicrophoneScript script = {}) : m_script(std::move(script)) { }
    void setScript(FakeMicrophoneScript script)
    {
        const std::scoped_lock lock(m_mutex);
        m_script = std::move(script);
    }
    [[nodiscard]] int timesOpened() const { return m_opened.load(); }
    [[nodiscard]] int openNow() const { return m_openNow.load(); }
    [[nodiscard]] audio::DeviceName lastOpened() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_lastOpened;
    }

    base::Result<std::vector<audio::InputDevice>> devices() override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_openNow > 0)
            return base::fail(base::ErrorCode::Busy, "The fake microphone is in use.");
        return m_script.devices;
    }
    base::Result<std::unique_ptr<audio::InputStream>> open(const audio::DeviceName& device,
                                                           std::optional<std::size_t> channel) override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_script.openError)
            return tl::unexpected(*m_script.openError);
        m_lastOpened = device;
        ++m_opened;
        return std::make_unique<Stream>(m_script.mixesDown && !channel ? mixedDown(m_script) : m_script, m_openNow);
    }

private:
    using Clock = std::chrono::steady_clock;

    static FakeMicrophoneScript mixedDown(FakeMicrophoneScript script)
    {
        const auto width = static_cast<std::size_t>(std::exchange(script.format.channels, 1));
        std::vector<float> mono(script.sound.size() / width);
        for (std::size_t i = 0; i < mono.size(); ++i)
            for (std::size_t channel = 0; channel < width; ++channel)
                mono[i] += script.sound[i * width + channel] / static_cast<float>(width);
        script.sound = std::move(mono);
        return script;
    }

    class Stream : public audio::InputStream {
    public:
        Stream(FakeMicrophoneScript script, std::atomic<int>& openNow)
            : m_script(std::move(script)), m_openNow(openNow)
        {
            ++m_openNow;
        }
        ~Stream() override { --m_openNow; }
        [[nodiscard]] audio::StreamFormat format() const override { return m_script.format; }
        std::size_t read(std::span<float> interleaved) override
        {
            const auto width = static_cast<std::size_t>(m_script.format.channels);
            if (std::exchange(m_pause, !m_pause) && !m_script.realTime)
                return 0;  // the reader gets one block at a time, as from a device
            std::size_t frames = std::min(m_script.framesPerRead, interleaved.size() / width);
            if (m_script.realTime) {
                const std::chrono::duration<double> passed = Clock::now() - m_openedAt;
                frames =
                    std::min(frames, static_cast<std::size_t>(passed.count() * m_script.format.sampleRate) - m_given);
            }
            if (m_script.vanishesAfter)
                frames = std::min(frames, *m_script.vanishesAfter - m_given);
            for (std::size_t i = 0; i < frames * width; ++i)
                interleaved[i] = sampleAt(m_given * width + i);
            if (frames > 0 && !m_firstSampleAt)
                m_firstSampleAt = Clock::now();
            m_given += frames;
            return frames * width;
        }
        [[nodiscard]] std::uint64_t droppedFrames() const override { return m_script.dropped; }
        [[nodiscard]] std::optional<Clock::time_point> firstSampleAt() const override { return m_firstSampleAt; }

    private:
        [[nodiscard]] float sampleAt(std::size_t i) const
        {
            if (m_script.sound.empty())
                return static_cast<float>(i % (1U << 20U)) / static_cast<float>(1U << 20U);
            return m_script.sound[i % m_script.sound.size()];
        }

        FakeMicrophoneScript m_script;
        std::atomic<int>& m_openNow;
        Clock::time_point m_openedAt = Clock::now();
        std::optional<Clock::time_point> m_firstSampleAt;
        std::size_t m_given = 0;  // frames
        bool m_pause = false;
    };

    mutable std::mutex m_mutex;
    FakeMicrophoneScript m_script;
    audio::DeviceName m_lastOpened;
    std::atomic<int> m_opened {0};
    std::atomic<int> m_openNow {0};
};

}  // namespace saysee::test
