// The pickle interpreter on arbitrary bytes, and the archive directory on the same bytes as a file.
#include "fuzz/fuzz_file.h"

#include "core/model/checkpoint/pickle.h"
#include "core/model/checkpoint/zip_archive.h"

#include <numeric>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)saysee::model::parsePickle(bytes, "fuzz.pt");
    const auto archive = saysee::model::ZipArchive::open(saysee::test::fuzzFile(data, size));
    if (!archive)
        return 0;
    volatile int sum = 0;  // touches every byte that was accepted
    for (const auto& [name, entry] : archive->entries()) {
        if (const auto content = archive->read(name))
            sum = std::accumulate(content->begin(), content->end(), 0);
    }
    return 0;
}
