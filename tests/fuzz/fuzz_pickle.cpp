// The pickle interpreter on arbitrary bytes, and the archive directory on the same bytes as a file.
#include "fuzz/fuzz_file.h"

#include "core/base/hash.h"
#include "core/model/checkpoint/pickle.h"
#include "core/model/checkpoint/zip_archive.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)saysee::model::parsePickle(bytes, "fuzz.pt");
    const auto archive = saysee::model::ZipArchive::open(saysee::test::fuzzFile(data, size));
    if (!archive)
        return 0;
    for (const auto& [name, entry] : archive->entries()) {
        if (const auto content = archive->read(name))
            (void)saysee::base::sha256(*content);  // touches every byte that was accepted
    }
    return 0;
}
