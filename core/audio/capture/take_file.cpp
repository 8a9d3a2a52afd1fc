#include "core/audio/capture/take_file.h"

#include "core/audio/recorder.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>

namespace saysee::audio {

namespace {

using base::ErrorCode;

constexpr std::string_view kUnfinished = ".unfinished.wav";
constexpr std::uintmax_t kHeaderBytes = 44;  // a WAV file without samples

// Unique among processes, and in the order of time: take-20260131-235959-123-4711.unfinished.wav (UTC).
std::string newName()
{
    const auto now = std::chrono::system_clock::now();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm utc {};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "take-%Y%m%d-%H%M%S-", &utc);
    const std::string fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
    return text.data() + fraction + "-" + std::to_string(::getpid()) + std::string(kUnfinished);
}

// A take that is being recorded is locked by its writer.
bool isLocked(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool locked = ::flock(file, LOCK_SH | LOCK_NB) != 0;
    ::close(file);
    return locked;
}

}  // namespace

TakeFile::TakeFile(std::filesystem::path path, WavWriter writer)
    : m_path(std::move(path)), m_writer(std::move(writer))
{
}

base::Result<TakeFile> TakeFile::create(const std::filesystem::path& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        return base::fail(ErrorCode::Io,
                          "Cannot create the folder " + directory.string() + ": " + error.message() + ".");
    std::filesystem::path path = directory / newName();
    SAYSEE_ASSIGN(WavWriter writer, WavWriter::create(path));
    return TakeFile(std::move(path), std::move(writer));
}

base::Status TakeFile::finish() { return m_writer.close(); }

void TakeFile::discard()
{
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

base::Result<std::vector<std::filesystem::path>> findUnfinishedTakes(const std::filesystem::path& directory)
{
    std::vector<std::filesystem::path> takes;
    std::error_code error;
    if (!std::filesystem::exists(directory, error))
        return takes;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code gone;
        if (entry->path().filename().string().ends_with(kUnfinished) && entry->file_size(gone) > kHeaderBytes && !gone
            && !isLocked(entry->path()))
            takes.push_back(entry->path());
    }
    if (error)
        return base::fail(ErrorCode::Io,
                          "Cannot read the folder " + directory.string() + ": " + error.message() + ".");
    std::sort(takes.begin(), takes.end());
    return takes;
}

base::Result<std::filesystem::path> adoptTake(const std::filesystem::path& unfinished)
{
    std::string name = unfinished.string();
    if (!name.ends_with(kUnfinished))
        return base::fail(ErrorCode::InvalidArgument, name + " is not an unfinished take.");
    name.replace(name.size() - kUnfinished.size(), kUnfinished.size(), ".wav");
    std::error_code error;
    std::filesystem::rename(unfinished, name, error);
    if (error)
        return base::fail(ErrorCode::Io, "Cannot rename " + unfinished.string() + ": " + error.message() + ".");
    return std::filesystem::path(name);
}

}  // namespace saysee::audio
