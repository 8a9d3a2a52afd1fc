#include "core/base/temporary_folder.h"

#include <cerrno>
#include <stdlib.h>

namespace saysee::base {

Result<TemporaryFolder> TemporaryFolder::make()
{
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "saysee-XXXXXX").string();
    if (!error && ::mkdtemp(pattern.data()) == nullptr)
        error.assign(errno, std::generic_category());
    if (error)
        return fail(ErrorCode::Io, "Cannot make a temporary folder; check TMPDIR.", error.message());
    return TemporaryFolder(pattern);
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    if (!m_path.empty())
        std::filesystem::remove_all(m_path, ignored);
}

}  // namespace saysee::base
