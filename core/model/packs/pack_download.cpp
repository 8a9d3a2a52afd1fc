#include "core/model/pack_download.h"

#include "core/base/files.h"
#include "core/base/hash.h"

#include <cerrno>
#include <cstring>
#include <curl/curl.h>
#include <fstream>
#include <memory>
#include <optional>
#include <stdlib.h>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using std::filesystem::path;

namespace {

// What libcurl's callbacks need; they may not throw.
struct Receiver {
    const std::function<bool(std::string_view)>& sink;
    const base::TaskContext& task;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* user)
{
    const auto* const receiver = static_cast<Receiver*>(user);
    return receiver->sink({data, size * count}) ? size * count : 0;
}

int checkStop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<Receiver*>(user)->task.stopRequested() ? 1 : 0;
}

base::Status overHttps(const std::string& url, std::uint64_t offset,
                       const std::function<bool(std::string_view)>& sink, const base::TaskContext& task)
{
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl)
        return fail(ErrorCode::Internal, "The network library could not be started.");
    Receiver receiver {sink, task};
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl.get(), CURLOPT_REDIR_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 30L);  // seconds
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 100L);  // bytes a second ...
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, 60L);  // ... for so many seconds: the connection is dead
    curl_easy_setopt(curl.get(), CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(offset));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &receiver);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, checkStop);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &receiver);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
    const CURLcode code = curl_easy_perform(curl.get());
    if (task.stopRequested())
        return base::cancelled();
    // Whether a server ignores ranges or has a shorter file than the partial one, libcurl sends nothing on.
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    constexpr long kRangeNotSatisfiable = 416;
    if (code == CURLE_RANGE_ERROR || (offset > 0 && status == kRangeNotSatisfiable))
        return fail(ErrorCode::InvalidArgument, url + " cannot be continued where it broke off.");
    if (code != CURLE_OK)
        return fail(ErrorCode::Io, "Cannot fetch " + url + ": " + curl_easy_strerror(code) + ".");
    return {};
}

// Appends what arrives to the partial file, never beyond the size that the manifest gives.
class PartialFile {
public:
    PartialFile(path file, std::uint64_t size) : m_file(std::move(file)), m_limit(size)
    {
        std::error_code error;
        const auto held = std::filesystem::file_size(m_file, error);
        m_size = error ? 0 : held;
        if (m_size > m_limit) {
            std::filesystem::remove(m_file, error);
            m_size = 0;
        }
        m_stream.open(m_file, std::ios::binary | std::ios::app);
    }

    bool append(std::string_view bytes)
    {
        if (!m_stream || bytes.size() > m_limit - m_size)
            return false;
        m_stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        m_size += bytes.size();
        return m_stream.good();
    }

    void startAnew()
    {
        m_stream.close();
        m_stream.open(m_file, std::ios::binary | std::ios::trunc);
        m_size = 0;
    }

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] bool complete() const { return m_size == m_limit; }
    [[nodiscard]] bool usable() const { return m_stream.good(); }
    void close() { m_stream.close(); }

private:
    path m_file;
    std::uint64_t m_limit;
    std::uint64_t m_size = 0;
    std::ofstream m_stream;
};

base::Status fetchFile(const PackFile& file, const path& target, const Transport& transport,
                       const base::TaskContext& task, std::uint64_t before, std::uint64_t total)
{
    std::error_code error;
    std::filesystem::create_directories(target.parent_path(), error);
    const path part = target.string() + ".part";
    PartialFile partial(part, file.size);
    if (!partial.usable())
        return fail(ErrorCode::Io, "Cannot write " + part.string() + ": " + std::strerror(errno) + ".");
    if (!partial.complete()) {
        const auto take = [&](std::string_view bytes) {
            const bool taken = partial.append(bytes);
            task.progress({"Fetching " + file.path.string(), before + partial.size(), total});
            return taken;
        };
        base::Status fetched = transport(file.url, partial.size(), take, task);
        if (!fetched && fetched.error().code == ErrorCode::InvalidArgument && partial.size() > 0) {
            partial.startAnew();
            fetched = transport(file.url, 0, take, task);
        }
        const bool full = !partial.usable();
        partial.close();
        if (full)
            return fail(ErrorCode::Io, "Cannot write " + part.string() + ": the disk may be full.");
        SAYSEE_TRY(fetched);
    }
    partial.close();
    SAYSEE_ASSIGN(const std::string hash, base::sha256OfFile(part, task));
    if (hash != file.sha256) {
        std::filesystem::remove(part, error);
        return fail(ErrorCode::ModelMissing,
                    "What " + file.url
                        + " sent is not the file that the pack describes; it was "
                          "deleted.");
    }
    std::filesystem::rename(part, target, error);
    if (error)
        return fail(ErrorCode::Io, "Cannot write " + target.string() + ": " + error.message() + ".");
    return {};
}

base::Result<bool> isThere(const PackFile& file, const path& target, const base::TaskContext& task)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(target, error);
    if (error || size != file.size)
        return false;
    SAYSEE_ASSIGN(const std::string hash, base::sha256OfFile(target, task));
    return hash == file.sha256;
}

}  // namespace

Transport httpsTransport()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)started;  // a failure shows again in curl_easy_init
    return overHttps;
}

base::Status fetchPack(const Pack& pack, const path& folder, const Transport& transport,
                       const base::TaskContext& task)
{
    const std::uint64_t total = pack.bytes();
    std::uint64_t before = 0;
    for (const PackFile& file : pack.files) {
        const path target = folder / file.path;
        SAYSEE_ASSIGN(const bool there, isThere(file, target, {task.stop, {}}));
        if (!there && file.url.empty())
            return fail(ErrorCode::ModelMissing,
                        "The pack \"" + pack.name + "\" gives no address for " + file.path.string()
                            + ": install the pack again.");
        if (!there)
            SAYSEE_TRY(fetchFile(file, target, transport, {task.stop, task.report}, before, total));
        before += file.size;
        task.progress({"Fetching " + file.path.string(), before, total});
    }
    std::error_code error;
    if (std::filesystem::equivalent(pack.folder, folder, error))
        return {};
    std::filesystem::create_directories(folder, error);
    SAYSEE_ASSIGN(const std::string manifest, base::readFile(pack.folder / "pack.json"));
    return base::writeFileAtomically(folder / "pack.json", manifest);
}

namespace {

// A folder of its own for a manifest that is not installed yet, removed in the end.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const path& parent)
    {
        std::error_code error;
        std::filesystem::create_directories(parent, error);
        std::string name = parent / ".fetching-XXXXXX";
        if (::mkdtemp(name.data()) != nullptr)
            m_folder = name;
    }
    ~TemporaryFolder()
    {
        std::error_code error;
        if (!m_folder.empty())
            std::filesystem::remove_all(m_folder, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const path& folder() const { return m_folder; }  // empty when it could not be made

private:
    path m_folder;
};

base::Status fetchManifest(const std::string& url, const path& file, const Transport& transport,
                           const base::TaskContext& task)
{
    constexpr std::size_t mostBytes = 1 << 20;  // a manifest has a few kilobytes
    std::string manifest;
    const base::Status fetched = transport(
        url, 0,
        [&](std::string_view bytes) {
            manifest += bytes;
            return manifest.size() <= mostBytes;
        },
        task);
    if (manifest.size() > mostBytes)
        return fail(ErrorCode::ModelMissing, url + " is not a pack's manifest: it is too long.");
    SAYSEE_TRY(fetched);
    return base::writeFileAtomically(file, manifest);
}

}  // namespace

base::Result<Pack> getPack(std::string_view source, const path& directory, const Transport& transport,
                           const base::TaskContext& task)
{
    std::optional<TemporaryFolder> temporary;
    if (source.starts_with("https://")) {
        temporary.emplace(directory);
        if (temporary->folder().empty())
            return fail(ErrorCode::Io, "Cannot write into " + directory.string() + ": " + std::strerror(errno) + ".");
        SAYSEE_TRY(fetchManifest(std::string(source), temporary->folder() / "pack.json", transport, task));
    }
    SAYSEE_ASSIGN(const Pack pack, temporary ? readPack(temporary->folder()) : findPack(source));
    const path folder = directory / pack.name;
    SAYSEE_TRY(fetchPack(pack, folder, transport, task));
    return readPack(folder);
}

}  // namespace saysee::model
