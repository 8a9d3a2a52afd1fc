// Whisper whole: a clip into words and into the encoder's states for the sound channel.
#pragma once

#include "core/audio/clip.h"
#include "core/base/task.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/engine.h"
#include "core/model/transcript.h"
#include "core/model/whisper/config.h"
#include "core/model/whisper/decoder.h"
#include "core/model/whisper/voice.h"
#include "core/text/whisper_tokenizer.h"

#include <ATen/ATen.h>
#include <memory>
#include <vector>

namespace saysee::model {

struct Recognition {
    Transcript transcript;
    at::Tensor states;  // [T, D] float on the CPU, one every 20 ms, cut to the speech; the first window of a
                        // longer clip. Heard as a person's voice: of the clip at its pace, as its adapter leaves them
    bool ownVoice = false;  // heard as a person's voice, and it sounds like that person
    std::vector<StageTiming> timings;  // "log-mel", "encoder", "decoder"
};

struct RecogniserParts;

// Threading: calls come from one thread at a time.
class WhisperRecogniser {
public:
    // On the CPU the encoder computes in float and the decoder with half-precision weights, on a GPU both in half
    // precision. Errors: Corrupt for a missing or misshapen tensor or a tokenizer of another vocabulary; Device.
    static base::Result<std::unique_ptr<WhisperRecogniser>>
    create(const Checkpoint& checkpoint, text::WhisperTokenizer tokenizer, at::Device device = at::kCPU);

    ~WhisperRecogniser();

    // Any length. Errors: InvalidArgument for options out of range or an unknown language; AudioUnusable for a clip
    // without samples; Cancelled; OutOfMemory, Device from the hardware. A clip without speech is no error: see
    // Transcript::noSpeech. With a `voice` the clip is heard
    // twice, as anybody's and as that person's, and the likelier is what was said: other people may speak, too. Who
    // sounds like the person is given the benefit of the doubt.
    base::Result<Recognition> recognise(const audio::Clip& clip, const TranscribeOptions& options,
                                        const base::TaskContext& task = {}, const Voice* voice = nullptr);

    // The states alone [T, D], as recognise() gives them: for the sound channel and for training features.
    base::Result<at::Tensor> states(const audio::Clip& clip, bool shortenContext = true);

    // The decoder in float, whole sequences at once: for training, which needs gradients of what it reads. Its
    // weights are new copies, without gradients, on the recogniser's device. Error: OutOfMemory.
    base::Result<WhisperDecoder> differentiableDecoder() const;
    [[nodiscard]] const text::WhisperTokenizer& tokenizer() const;
    [[nodiscard]] const WhisperConfig& config() const;
    [[nodiscard]] bool multilingual() const;
    [[nodiscard]] std::vector<std::string> languages() const;  // ISO 639-1; "en" alone for English-only models

private:
    explicit WhisperRecogniser(std::unique_ptr<RecogniserParts> parts);
    std::unique_ptr<RecogniserParts> m_parts;
};

}  // namespace saysee::model
