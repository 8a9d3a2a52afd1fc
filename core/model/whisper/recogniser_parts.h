// What a loaded recogniser consists of; shared by its loading and its transcribing half.
#pragma once

#include "core/model/whisper/decoder.h"
#include "core/model/whisper/decoding_rules.h"
#include "core/model/whisper/encoder.h"
#include "core/model/whisper/half_decoder.h"
#include "core/model/whisper/log_mel.h"
#include "core/model/whisper/recogniser.h"
#include "core/model/whisper/token_stepper.h"

#include <memory>
#include <optional>

namespace saysee::model {

struct RecogniserParts {
    WhisperConfig config;
    at::Device device;
    text::WhisperTokenizer tokenizer;
    LogMel logMel;
    WhisperEncoder encoder;
    std::optional<HalfDecoder> halfDecoder;  // on the CPU
    std::optional<WhisperDecoder> decoder;  // on a GPU
    TensorMap decoderTensors;  // as stored: what a decoder in another precision is made from

    // Of the window that begins at sample `first` and ends with `heard`, `context` positions long. `peak` is the
    // whole clip's, LogMel::peak(). [bands, 2 * context]
    [[nodiscard]] at::Tensor spectrogram(std::span<const float> heard, std::size_t first, int context,
                                         float peak) const;
    // mel [bands, 2T] float -> states [1, T, D] on the device
    [[nodiscard]] at::Tensor encode(const at::Tensor& mel) const;
    [[nodiscard]] std::unique_ptr<TokenStepper> listen(const at::Tensor& states) const;
};

// [1, T, D] -> [positions of `samples`, D] float on the CPU.
[[nodiscard]] at::Tensor cutToSpeech(const at::Tensor& states, std::size_t samples);

}  // namespace saysee::model
