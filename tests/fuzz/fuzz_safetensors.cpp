// The safetensors reader on arbitrary bytes.
#include "fuzz/fuzz_file.h"

#include "core/model/checkpoint/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = saysee::model::readSafetensors(saysee::test::fuzzFile(data, size));
    if (!read)
        return 0;
    for (const auto& [name, tensor] : read->tensors)
        (void)tensor.sum(at::kDouble).item<double>();  // touches every byte that was accepted
    return 0;
}
