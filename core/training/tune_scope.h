// What a tune changes. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace saysee::training {

enum class TuneScope {
    Prompts,  // a few thousand numbers
    PromptsAndChannel,  // the whole head
    Voice  // how the recogniser is to hear this person: see core/model/whisper/voice.h
};

[[nodiscard]] std::string_view scopeName(TuneScope scope);  // "prompts", "prompts+channel", "voice"
[[nodiscard]] std::optional<TuneScope> scopeNamed(std::string_view name);

}  // namespace saysee::training
