// The safetensors header on arbitrary bytes; what it accepts must lie within them.
#include "core/model/checkpoint/safetensors_header.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto header =
        saysee::model::parseSafetensorsHeader(std::as_bytes(std::span(data, size)), "fuzz.safetensors");
    if (!header)
        return 0;
    for (const auto& entry : header->entries) {
        if (entry.begin > entry.end || header->dataStart + entry.end > size)
            std::abort();
    }
    return 0;
}
