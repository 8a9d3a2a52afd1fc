// One window's decoding with WhisperDecoder, on any device: the GPU's path and the reference for the CPU's.
#pragma once

#include "core/model/whisper/decoder.h"
#include "core/model/whisper/token_stepper.h"

#include <ATen/ATen.h>
#include <vector>

namespace saysee::model {

class AtenStepper : public TokenStepper {
public:
    // states [1, T, D] in the decoder's dtype and on its device. `decoder` must outlive this.
    AtenStepper(const WhisperDecoder& decoder, const at::Tensor& states);

    [[nodiscard]] int vocabulary() const override { return m_decoder.config().vocabulary; }
    [[nodiscard]] int context() const override { return m_decoder.config().textContext; }
    void reset() override;
    std::span<const float> append(std::span<const int> tokens) override;
    std::span<const float> step(std::span<const int> parents, std::span<const int> tokens) override;

private:
    std::span<const float> advance(const at::Tensor& tokens);  // [sequences, L]

    const WhisperDecoder& m_decoder;
    at::Device m_device;
    std::vector<KeyValue> m_cross;
    std::vector<KeyValue> m_cache;
    at::Tensor m_logits;  // [sequences, vocabulary] float, CPU
};

}  // namespace saysee::model
