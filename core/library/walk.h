// Finds photo files below a folder. Reads directories and file stamps only, never contents.
#pragma once

#include "core/base/ids.h"
#include "core/base/task.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

// What stat says about a file, as far as it lasts: device numbers change from one mounting to the next.
struct FileStamp {
    std::uint64_t size = 0;  // bytes
    std::int64_t mtimeNs = 0;  // since 1970 UTC
    std::uint64_t inode = 0;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct FoundFile {
    base::FolderId folder;
    std::string path;  // relative to the folder, the file system's bytes, '/' as separator
    FileStamp stamp;
    std::uint64_t device = 0;  // on which the inode counts
    std::int64_t sidecarNs = 0;  // since 1970 UTC: when the newest of its XMP sidecars was written; 0: it has none
};

struct UnreadFolder {
    base::FolderId folder;
    std::string path;  // relative, ends with '/'
    std::string reason;  // one sentence
};

struct WalkOptions {
    // Shell patterns (fnmatch), compared with the name and with the relative path of files and folders.
    std::vector<std::string> excludes;
};

struct WalkResult {
    std::vector<FoundFile> files;
    std::vector<UnreadFolder> unread;  // what lies below is unknown, not gone
    std::uint64_t device = 0;  // of the folder itself
};

// Left out: names that begin with a dot, @eaDir, node_modules, lost+found, "System Volume Information",
// $RECYCLE.BIN, folders that hold a file .nomedia, and what the excludes name. Links are followed, after everything
// else, unless what they lead to was seen before, so that loops end and nothing is found twice.
// Errors: NotFound, Io (the folder itself cannot be read), Cancelled.
base::Result<WalkResult> walkFolder(base::FolderId folder, const std::filesystem::path& root,
                                    const WalkOptions& options, const base::TaskContext& task = {});

enum class PhotoFile { No, Picture, Raw };
// By the suffix, in either case.
[[nodiscard]] PhotoFile photoFileKind(std::string_view name);

}  // namespace saysee::library
