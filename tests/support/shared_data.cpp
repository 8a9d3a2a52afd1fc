#include "support/shared_data.h"

#include <cstdlib>

namespace saysee::test {

std::filesystem::path sourceDirectory()
{
    const char* fromBuild = std::getenv("SAYSEE_SOURCE_DIR");
    return fromBuild != nullptr ? std::filesystem::path(fromBuild) : std::filesystem::current_path();
}

std::filesystem::path sharedDirectory()
{
    const char* chosen = std::getenv("SAYSEE_SHARED");
    return chosen != nullptr ? std::filesystem::path(chosen) : sourceDirectory().parent_path() / "shared";
}

std::string testDevice()
{
    const char* chosen = std::getenv("SAYSEE_TEST_DEVICE");
    return chosen != nullptr ? chosen : "cpu";
}

}  // namespace saysee::test
