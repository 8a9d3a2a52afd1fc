#include "core/audio/codec/resampler.h"

#include "core/audio/clip.h"

#include <array>
#include <soxr.h>

namespace saysee::audio {

namespace {

constexpr int kMinRate = 4'000;
constexpr int kMaxRate = 400'000;

struct DeleteSoxr {
    void operator()(soxr_t converter) const { soxr_delete(converter); }
};

}  // namespace

struct Resampler::State {
    std::unique_ptr<std::remove_pointer_t<soxr_t>, DeleteSoxr> converter;

    // `input` null ends the stream.
    base::Status process(const float* input, std::size_t count, std::vector<float>& output)
    {
        std::array<float, 4096> block;
        std::size_t done = 0;
        std::size_t made = 0;
        do {
            std::size_t used = 0;
            const soxr_error_t error = soxr_process(converter.get(), input != nullptr ? input + done : nullptr,
                                                    count - done, &used, block.data(), block.size(), &made);
            if (error != nullptr)
                return base::fail(base::ErrorCode::Internal, "Converting the sample rate failed.", error);
            done += used;
            output.insert(output.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
        } while (done < count || made == block.size());
        return {};
    }
};

Resampler::Resampler(std::unique_ptr<State> state) : m_state(std::move(state)) { }
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

base::Result<Resampler> Resampler::create(int rate)
{
    if (rate < kMinRate || rate > kMaxRate)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "Sound of " + std::to_string(rate) + " samples a second cannot be converted.");
    if (rate == kSampleRate)
        return Resampler(nullptr);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    soxr_error_t error = nullptr;
    soxr_t converter = soxr_create(rate, kSampleRate, 1, &error, &io, &quality, &runtime);
    if (error != nullptr || converter == nullptr)
        return base::fail(base::ErrorCode::OutOfMemory, "The sample rate converter could not be made.",
                          error != nullptr ? error : "");
    auto state = std::make_unique<State>();
    state->converter.reset(converter);
    return Resampler(std::move(state));
}

base::Status Resampler::add(std::span<const float> samples, std::vector<float>& output)
{
    if (samples.empty())  // soxr takes a null pointer for the end of the stream
        return {};
    if (m_state)
        return m_state->process(samples.data(), samples.size(), output);
    output.insert(output.end(), samples.begin(), samples.end());
    return {};
}

base::Status Resampler::finish(std::vector<float>& output)
{
    return m_state ? m_state->process(nullptr, 0, output) : base::Status();
}

}  // namespace saysee::audio
