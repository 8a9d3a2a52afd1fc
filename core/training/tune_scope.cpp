#include "core/training/tune_scope.h"

namespace saysee::training {

std::string_view scopeName(TuneScope scope)
{
    switch (scope) {
    case TuneScope::Prompts:
        return "prompts";
    case TuneScope::PromptsAndChannel:
        return "prompts+channel";
    case TuneScope::Voice:
        break;
    }
    return "voice";
}

std::optional<TuneScope> scopeNamed(std::string_view name)
{
    for (const TuneScope scope : {TuneScope::Prompts, TuneScope::PromptsAndChannel, TuneScope::Voice})
        if (scopeName(scope) == name)
            return scope;
    return std::nullopt;
}

}  // namespace saysee::training
