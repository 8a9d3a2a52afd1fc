// How the two channels of a spoken query become one vector.
//
//   sum    the paper's: the un-normalised vectors are added, then scaled to length 1
//   gated  the default. Both are scaled to length 1 first; with s = tanh(trust) * sigmoid(gate(words, sound)) the
//          query is  (1 - s) * confidence * words + s * sound,  scaled to length 1. A channel that is not trained yet
//          has trust 0, so the words stand alone; a recogniser that is unsure hands over to the sound; and where no
//          words were heard the sound carries the query by itself. Of several hypotheses of the words those count
//          more that the sound agrees with: confirmedWords().
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <string_view>

namespace saysee::model {

enum class FusionKind { Sum, Gated };

[[nodiscard]] std::string_view fusionName(FusionKind kind);  // "sum", "gated"
[[nodiscard]] base::Result<FusionKind> fusionNamed(std::string_view name);

struct FusedQuery {
    at::Tensor vector;  // [B, E], length 1; all zero where neither channel says anything
    at::Tensor soundShare;  // [B], 0..1: how much of it is the sound's
};

class Fusion {
public:
    Fusion(Weights& weights, FusionKind kind, int dimension);

    // words, sound: [B, E], not normalised; a row of zeros where that channel is silent.
    // confidence:   [B], 0..1, Transcript::confidence(); 0 where there are no words. `sum` does not use it.
    [[nodiscard]] FusedQuery operator()(const at::Tensor& words, const at::Tensor& sound,
                                        const at::Tensor& confidence) const;

private:
    FusionKind m_kind;
    Linear m_gate;  // 2 E -> 1; gated only
    at::Tensor m_trust;  // [1]; gated only
};

// The words of one query as the sound confirms them: the mean of its hypotheses, each weighed by its probability and
// by how well the sound agrees with it. Where the sound has no share this is the mean by probability alone.
// hypotheses: [K, E], not normalised; probability: [K], above 0; sound: [1, E]; soundShare: 0..1, see FusedQuery.
// Result: [1, E], not normalised.
[[nodiscard]] at::Tensor confirmedWords(const at::Tensor& hypotheses, const at::Tensor& probability,
                                        const at::Tensor& sound, double soundShare);

// Scales rows to length 1; rows of zeros stay so.
[[nodiscard]] at::Tensor unitLength(const at::Tensor& rows);

}  // namespace saysee::model
