#include "core/library/walk.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <memory>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::FolderId;
using base::Result;

namespace {

constexpr std::array<std::string_view, 12> kPictures = {"jpg",  "jpeg", "jpe",  "png",  "webp", "tif",
                                                        "tiff", "gif",  "heic", "heif", "avif", "jxl"};
constexpr std::array<std::string_view, 22> kRaw = {"cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf",
                                                   "raf", "orf", "rw2", "dng", "pef", "srw", "x3f", "3fr",
                                                   "fff", "iiq", "erf", "mrw", "mos", "kdc"};
constexpr std::array<std::string_view, 5> kNeverLookedInto = {"@eaDir", "node_modules", "lost+found",
                                                              "System Volume Information", "$RECYCLE.BIN"};

constexpr std::size_t kEntriesAtOnce = 256;  // between two reports from a large folder

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

FoundFile foundFile(FolderId folder, std::string path, const struct stat& entry)
{
    const auto seconds = static_cast<std::int64_t>(entry.st_mtim.tv_sec);
    const FileStamp stamp {static_cast<std::uint64_t>(entry.st_size), seconds * 1'000'000'000 + entry.st_mtim.tv_nsec,
                           entry.st_ino};
    return {folder, std::move(path), stamp, entry.st_dev};
}

// What an XMP sidecar is called without its suffix: IMG of IMG.xmp, IMG.jpg of IMG.jpg.xmp; empty for other files.
// The suffixes are those of image::findSidecars().
std::string_view describedBy(std::string_view name)
{
    const bool sidecar = name.size() > 4 && (name.ends_with(".xmp") || name.ends_with(".XMP"));
    return sidecar ? name.substr(0, name.size() - 4) : std::string_view();
}

// One walk. Folders wait on a stack; links wait until everything else is seen, so that what is reachable without a
// link is found under its own name.
class Walk {
public:
    Walk(FolderId folder, const std::filesystem::path& root, const WalkOptions& options)
        : m_folder(folder), m_root(root), m_options(options)
    {
    }

    Result<WalkResult> run(const base::TaskContext& task)
    {
        const int root = ::open(m_root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (root < 0)
            return fail(errno == ENOENT || errno == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io,
                        "The folder " + m_root.string() + " cannot be reached: " + std::strerror(errno) + ".");
        m_rootFile = root;
        m_waiting.push_back("");
        auto finished = visitAll(task);
        ::close(root);
        if (!finished)
            return tl::unexpected(finished.error());
        for (FoundFile& file : m_result.files)
            file.sidecarNs = std::max(sidecarOf(file.path), sidecarOf(file.path.substr(0, file.path.rfind('.'))));
        return std::move(m_result);
    }

private:
    base::Status visitAll(const base::TaskContext& task)
    {
        while (!m_waiting.empty() || !m_links.empty()) {
            if (task.stopRequested())
                return base::cancelled();
            if (m_waiting.empty()) {
                followLinks();
                continue;
            }
            const std::string path = std::move(m_waiting.back());
            m_waiting.pop_back();
            if (!visit(path, task) && path.empty())
                return fail(ErrorCode::Io, m_result.unread.front().reason);
            task.progress({"Looking for photos", m_result.files.size(), 0});
        }
        return {};
    }

    // False when the folder cannot be read. `path` is empty or ends with '/'.
    bool visit(const std::string& path, const base::TaskContext& task)
    {
        const int file = ::openat(m_rootFile, path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        OpenFolder folder(file < 0 ? nullptr : ::fdopendir(file));
        struct stat self { };
        if (!folder || ::fstat(file, &self) != 0)
            return unreadable(path);
        if (path.empty())
            m_result.device = self.st_dev;
        if (!m_seen.insert({self.st_dev, self.st_ino}).second)
            return true;
        const std::size_t files = m_result.files.size();
        const std::size_t folders = m_waiting.size();
        const std::size_t links = m_links.size();
        errno = 0;
        while (const dirent* entry = ::readdir(folder.get())) {
            if (std::strcmp(entry->d_name, ".nomedia") == 0) {
                m_result.files.resize(files);
                m_waiting.resize(folders);
                m_links.resize(links);
                return true;
            }
            consider(file, path, *entry);
            if (++m_entries % kEntriesAtOnce == 0)
                task.progress({"Looking for photos", m_result.files.size(), 0});
            errno = 0;
        }
        return errno == 0 || unreadable(path);
    }

    bool unreadable(const std::string& path)
    {
        m_result.unread.push_back(
            {m_folder, path,
             "The folder " + (m_root / path).string() + " cannot be read: " + std::strerror(errno) + "."});
        return false;
    }

    void consider(int folder, const std::string& parent, const dirent& entry)
    {
        const std::string_view name = entry.d_name;
        if (name.front() == '.')
            return;
        unsigned char type = entry.d_type;
        struct stat status { };
        if (type == DT_UNKNOWN && ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            type = S_ISDIR(status.st_mode) ? DT_DIR
                : S_ISLNK(status.st_mode)  ? DT_LNK
                : S_ISREG(status.st_mode)  ? DT_REG
                                           : DT_UNKNOWN;
        if (const std::string_view described = describedBy(name); !described.empty() && type != DT_DIR) {
            noteSidecar(folder, entry.d_name, parent + std::string(described));
            return;
        }
        const bool photo = photoFileKind(name) != PhotoFile::No;
        if (type != DT_DIR && type != DT_LNK && !(type == DT_REG && photo))
            return;
        std::string path = parent + entry.d_name;
        if (excluded(name, path))
            return;
        if (type == DT_DIR)
            m_waiting.push_back(path + "/");
        else if (type == DT_LNK)
            m_links.push_back(path);
        else if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            m_result.files.push_back(foundFile(m_folder, std::move(path), status));
    }

    void noteSidecar(int folder, const char* name, const std::string& described)
    {
        struct stat status { };
        if (::fstatat(folder, name, &status, 0) != 0 || !S_ISREG(status.st_mode))
            return;
        std::int64_t& newest = m_sidecars[described];
        newest = std::max(newest, foundFile(m_folder, {}, status).stamp.mtimeNs);
    }

    [[nodiscard]] std::int64_t sidecarOf(const std::string& described) const
    {
        const auto found = m_sidecars.find(described);
        return found == m_sidecars.end() ? 0 : found->second;
    }

    [[nodiscard]] bool excluded(std::string_view name, const std::string& path) const
    {
        if (std::find(kNeverLookedInto.begin(), kNeverLookedInto.end(), name) != kNeverLookedInto.end())
            return true;
        return std::any_of(m_options.excludes.begin(), m_options.excludes.end(), [&](const std::string& pattern) {
            return ::fnmatch(pattern.c_str(), std::string(name).c_str(), 0) == 0
                || ::fnmatch(pattern.c_str(), path.c_str(), 0) == 0;
        });
    }

    void followLinks()
    {
        std::vector<std::string> links = std::exchange(m_links, {});
        std::sort(links.begin(), links.end());  // which of two links to one file counts must not depend on the disk
        if (!m_knowsFiles) {
            for (const FoundFile& file : m_result.files)
                m_seen.insert({file.device, file.stamp.inode});
            m_knowsFiles = true;
        }
        for (std::string& path : links) {
            struct stat target { };
            if (::fstatat(m_rootFile, path.c_str(), &target, 0) != 0)
                continue;  // leads nowhere
            if (S_ISDIR(target.st_mode))
                m_waiting.push_back(path + "/");
            else if (S_ISREG(target.st_mode) && photoFileKind(path) != PhotoFile::No
                     && m_seen.insert({target.st_dev, target.st_ino}).second)
                m_result.files.push_back(foundFile(m_folder, std::move(path), target));
        }
    }

    FolderId m_folder;
    const std::filesystem::path& m_root;
    const WalkOptions& m_options;
    int m_rootFile = -1;
    std::size_t m_entries = 0;  // seen
    std::vector<std::string> m_waiting;
    std::vector<std::string> m_links;
    std::set<std::pair<std::uint64_t, std::uint64_t>>
        m_seen;  // device and inode: folders, and files once links follow
    bool m_knowsFiles = false;
    std::unordered_map<std::string, std::int64_t> m_sidecars;  // by what they are called without .xmp: their times
    WalkResult m_result;
};

}  // namespace

Result<WalkResult> walkFolder(FolderId folder, const std::filesystem::path& root, const WalkOptions& options,
                              const base::TaskContext& task)
{
    return Walk(folder, root, options).run(task);
}

PhotoFile photoFileKind(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || name.size() - dot > 6)
        return PhotoFile::No;
    std::string suffix(name.substr(dot + 1));
    std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    if (std::find(kPictures.begin(), kPictures.end(), suffix) != kPictures.end())
        return PhotoFile::Picture;
    return std::find(kRaw.begin(), kRaw.end(), suffix) != kRaw.end() ? PhotoFile::Raw : PhotoFile::No;
}

}  // namespace saysee::library
