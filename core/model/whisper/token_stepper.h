// What decoding asks of a decoder, so that its rules know neither tensors nor devices.
#pragma once

#include <span>

namespace saysee::model {

// Scores tokens that may follow sequences over one window of sound. A fresh or reset stepper holds one empty
// sequence. The returned logits are row-major [sequences][vocabulary()] and live until the next call. Threading:
// none.
class TokenStepper {
public:
    virtual ~TokenStepper() = default;

    [[nodiscard]] virtual int vocabulary() const = 0;
    [[nodiscard]] virtual int context() const = 0;  // tokens that a sequence may hold

    // Forgets every token, keeps the sound.
    virtual void reset() = 0;

    // Lengthens the single sequence by `tokens` (at least one). Returns what may follow the last: one row.
    virtual std::span<const float> append(std::span<const int> tokens) = 0;

    // New sequences: the i-th is sequence `parents[i]` of before followed by `tokens[i]`. Returns one row for each.
    virtual std::span<const float> step(std::span<const int> parents, std::span<const int> tokens) = 0;
};

}  // namespace saysee::model
