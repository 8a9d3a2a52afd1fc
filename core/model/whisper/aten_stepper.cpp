#include "core/model/whisper/aten_stepper.h"

namespace saysee::model {

namespace {

at::Tensor indices(std::span<const int> values, at::Device device)
{
    return at::tensor(at::ArrayRef<int>(values.data(), values.size()), at::kInt).to(at::kLong).to(device);
}

}  // namespace

AtenStepper::AtenStepper(const WhisperDecoder& decoder, const at::Tensor& states)
    : m_decoder(decoder), m_device(states.device()), m_cross(decoder.crossKeyValues(states)), m_cache(m_cross.size())
{
}

void AtenStepper::reset() { m_cache.assign(m_cross.size(), {}); }

std::span<const float> AtenStepper::append(std::span<const int> tokens)
{
    return advance(indices(tokens, m_device).unsqueeze(0));
}

std::span<const float> AtenStepper::step(std::span<const int> parents, std::span<const int> tokens)
{
    const at::Tensor rows = indices(parents, m_device);
    for (KeyValue& layer : m_cache)
        layer = {layer.keys.index_select(0, rows), layer.values.index_select(0, rows)};
    return advance(indices(tokens, m_device).unsqueeze(1));
}

std::span<const float> AtenStepper::advance(const at::Tensor& tokens)
{
    const at::Tensor hidden = m_decoder.advance(tokens, m_cross, m_cache);  // [sequences, L, D]
    m_logits = m_decoder.logits(hidden.select(1, -1)).to(at::kFloat).cpu().contiguous();
    return {m_logits.data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
}

}  // namespace saysee::model
