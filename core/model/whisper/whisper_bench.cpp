#include "core/model/whisper_bench.h"

#include "core/model/devices.h"
#include "core/model/runtime/measure.h"
#include "core/model/runtime/torch_guard.h"
#include "core/model/runtime/wait_for.h"
#include "core/model/whisper/aten_stepper.h"
#include "core/model/whisper/decoding_rules.h"
#include "core/model/whisper/encoder.h"
#include "core/model/whisper/half_decoder.h"
#include "core/model/whisper/log_mel.h"

#include <array>
#include <memory>

namespace saysee::model {

namespace {

constexpr std::size_t kThreeSeconds = 48'000;  // samples
constexpr int kStepsPerRun = 8;  // tokens: one is too short to time
constexpr std::array<int, 5> kFiveBeams {0, 1, 2, 3, 4};

// Loud enough everywhere that no frame is silence.
std::vector<float> noise(std::size_t samples)
{
    const at::Tensor values = at::rand({static_cast<std::int64_t>(samples)}) - 0.5;
    return {values.data_ptr<float>(), values.data_ptr<float>() + samples};
}

class Bench {
public:
    Bench(const WhisperConfig& config, const WhisperBenchOptions& options, const DeviceChoice& device,
          const base::TaskContext& task)
        : m_config(config), m_options(options), m_task(task), m_place(device.name),
          m_type(m_place.is_cpu() ? at::kFloat : at::kHalf)
    {
        m_bench.device = device.name;
        m_bench.deviceNote = device.note;
    }

    base::Result<WhisperBench> run()
    {
        SAYSEE_TRY(measureEncoder());
        SAYSEE_TRY(measureDecoder());
        m_bench.peakMegabytes = peakMegabytes();
        SAYSEE_TRY(measureLoading());
        SAYSEE_TRY(measurePlain());
        return m_bench;
    }

private:
    base::Status measureEncoder()
    {
        TensorMap made;
        Weights weights = Weights::random(made, 1, at::TensorOptions(m_type).device(m_place));
        const WhisperEncoder encoder(m_config, weights);
        m_bench.weightsMegabytes += megabytes(made);
        const LogMel logMel(m_config.melBands);
        const std::vector<float> window = noise(kWindowSamples);
        const std::span<const float> clip = std::span(window).first(kThreeSeconds);
        const at::Tensor mel = logMel.window(window).unsqueeze(0);
        const auto encode = [&](const at::Tensor& spectrogram) {
            (void)encoder.forward(spectrogram.to(m_place, m_type)).cpu();
        };
        SAYSEE_TRY(time(m_bench.logMelMs, [&] { (void)logMel.window(window); }));
        SAYSEE_TRY(time(m_bench.encoderFullMs, [&] { encode(mel); }));
        const int context = contextFor(m_config, kThreeSeconds, AudioContext::Shortened);
        return time(m_bench.encoderThreeSecondsMs,
                    [&] { encode(logMel.window(clip, 2 * std::int64_t {context}).unsqueeze(0)); });
    }

    base::Status measureDecoder()
    {
        TensorMap made;
        TensorMap madeHalf;
        const at::Tensor states = at::randn({m_config.audioContext, m_config.width}).to(m_place, m_type);
        Weights weights = Weights::random(made, 2, at::TensorOptions(m_type).device(m_place));
        if (!m_place.is_cpu()) {
            const WhisperDecoder decoder(m_config, weights);
            m_bench.weightsMegabytes += megabytes(made);
            return measureSteps([&] { return std::make_unique<AtenStepper>(decoder, states.unsqueeze(0)); });
        }
        Weights half = Weights::random(madeHalf, 3, at::kHalf);
        const HalfDecoder decoder(m_config, half, weights);
        m_bench.weightsMegabytes += megabytes(made) + megabytes(madeHalf);
        return measureSteps([&] { return decoder.listen(states); });
    }

    base::Status measureSteps(const std::function<std::unique_ptr<TokenStepper>()>& listen)
    {
        std::unique_ptr<TokenStepper> stepper;
        SAYSEE_TRY(time(m_bench.listenMs, [&] {
            stepper = listen();
            waitFor(m_place);
        }));
        SAYSEE_TRY(timeSteps(m_bench.tokenMs, *stepper, 1));
        return timeSteps(m_bench.beamStepMs, *stepper, 5);
    }

    base::Status measureLoading()
    {
        TensorMap made;
        Weights random = Weights::random(made, 1, at::kHalf);
        (void)WhisperEncoder(m_config, random);
        (void)WhisperDecoder(m_config, random);
        SAYSEE_ASSIGN(const LoadTime load,
                      timeLoading(made, m_options.runs, m_task, [&](const TensorMap& read) { return make(read); }));
        m_bench.loadMs = load.milliseconds;
        m_bench.loadMegabytes = load.megabytes;
        return {};
    }

    // Both networks of a file, as WhisperRecogniser does.
    [[nodiscard]] base::Status make(const TensorMap& read) const
    {
        Weights full(read, "the bench's file", at::TensorOptions(m_type).device(m_place));
        Weights half(read, "the bench's file", at::TensorOptions(at::kHalf).device(m_place));
        const WhisperEncoder encoder(m_config, full);
        if (m_place.is_cpu())
            (void)HalfDecoder(m_config, half, full);
        else
            (void)WhisperDecoder(m_config, half);
        SAYSEE_TRY(full.status());
        return half.status();
    }

    // Recording gradients, though nothing asks for any, chooses the operators that training uses.
    base::Status measurePlain()
    {
        const at::AutoGradMode plain(true);
        TensorMap made;
        Weights weights = Weights::random(made, 1, at::TensorOptions(at::kFloat).device(m_place));
        const at::Tensor mel = at::randn({1, m_config.melBands, kWindowFrames}).to(m_place);
        const at::Tensor states = at::randn({1, m_config.audioContext, m_config.width}).to(m_place);
        {
            const WhisperEncoder encoder(m_config, weights);
            SAYSEE_TRY(time(m_bench.plainEncoderMs, [&] { (void)encoder.forward(mel).cpu(); }));
        }
        made.clear();
        const WhisperDecoder decoder(m_config, weights);
        AtenStepper stepper(decoder, states);
        return timeSteps(m_bench.plainTokenMs, stepper, 1);
    }

    // One step's share of some behind a prompt: each run begins anew, as a decoding that goes on grows.
    base::Status timeSteps(double& milliseconds, TokenStepper& stepper, std::size_t beams) const
    {
        const std::array<int, 4> prompt {1, 2, 3, 4};
        const std::array<int, 5> fork {};
        const auto chosen = std::span(kFiveBeams).first(beams);
        const auto begin = [&] {
            stepper.reset();
            (void)stepper.append(prompt);
            (void)stepper.step(std::span(fork).first(beams), chosen);
        };
        const auto go = [&] {
            for (int i = 0; i < kStepsPerRun; ++i)
                (void)stepper.step(chosen, chosen);
        };
        SAYSEE_TRY(time(milliseconds, go, begin));
        milliseconds /= kStepsPerRun;
        return {};
    }

    base::Status time(
        double& milliseconds, const std::function<void()>& work, const std::function<void()>& prepare = [] {}) const
    {
        if (m_task.stopRequested())
            return base::cancelled();
        milliseconds = medianMilliseconds(m_options.runs, work, prepare);
        return {};
    }

    const WhisperConfig& m_config;
    const WhisperBenchOptions& m_options;
    const base::TaskContext& m_task;
    at::Device m_place;
    at::ScalarType m_type;
    WhisperBench m_bench;
};

}  // namespace

base::Result<WhisperBench> benchWhisper(std::string_view shape, const WhisperBenchOptions& options,
                                        const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const WhisperConfig config, whisperConfigOfShape(shape));
    SAYSEE_ASSIGN(const DeviceChoice device, chooseDevice(options.device, systemProbe()));
    return guarded([&] {
        const at::NoGradGuard noGradients;
        at::set_num_threads(options.threads > 0 ? options.threads : physicalCores());
        return Bench(config, options, device, task).run();
    });
}

}  // namespace saysee::model
