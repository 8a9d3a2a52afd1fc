// Pack manifests and picture preprocessing on arbitrary bytes.
#include "fuzz/fuzz_file.h"

#include "core/base/files.h"
#include "core/model/pack.h"
#include "core/model/packs/preprocess_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = saysee::test::fuzzFile(data, size, "pack.json");
    if (const auto pack = saysee::model::readPack(file.parent_path()))
        (void)saysee::model::checkPack(*pack);
    if (const auto json = saysee::base::readJson(file))
        (void)saysee::model::preprocessFromHuggingFace(*json, "fuzz");
    return 0;
}
