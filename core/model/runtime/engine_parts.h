// The networks of an engine, loaded and checked against one another.
#pragma once

#include "core/model/clip/clip.h"
#include "core/model/engine.h"
#include "core/model/head/head.h"
#include "core/model/whisper/recogniser.h"
#include "core/text/clip_tokenizer.h"

#include <memory>
#include <optional>

namespace saysee::model {

struct EngineParts {
    at::Device device = at::kCPU;
    EngineInfo info;
    std::unique_ptr<WhisperRecogniser> recogniser;  // null: none was named
    std::optional<ClipText> text;  // these three come together
    std::optional<ClipVision> vision;
    std::optional<text::ClipTokenizer> tokenizer;
    std::optional<Head> head;  // in use: the model's own or a tune of it
    std::optional<Head> ownHead;
    base::SpaceId networks;  // of recogniser and towers without the head: what cached training features belong to
};

// Errors as Engine::load.
base::Result<EngineParts> loadParts(const EngineSpec& spec, const base::TaskContext& task);

// The networks of an engine that Engine::load made: for training beside it without loading them twice.
[[nodiscard]] EngineParts& partsOf(Engine& engine);

}  // namespace saysee::model
