// The folder in which a run lives: what it learns from, its checkpoints, its state for onlookers.
#pragma once

#include "core/session/tuning.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace saysee::session {

// tuning/ in the library:
//   run.json     options and pairs, frozen when the run begins; absent: there is no run
//   recordings/  those of its pairs, by hash; links where the file system has them
//   status.json  for onlookers
//   stop         somebody asks the run to end
//   lock         held by the process that works on it
//   the trainer's own files
struct RunFolder {
    std::filesystem::path path;

    explicit RunFolder(const std::filesystem::path& library) : path(library / "tuning") { }
    [[nodiscard]] std::filesystem::path run() const { return path / "run.json"; }
    [[nodiscard]] std::filesystem::path recordings() const { return path / "recordings"; }
    [[nodiscard]] std::filesystem::path status() const { return path / "status.json"; }
    [[nodiscard]] std::filesystem::path stop() const { return path / "stop"; }
    [[nodiscard]] std::filesystem::path version() const { return path / "version.safetensors"; }
    [[nodiscard]] base::Result<bool> holdsRun() const;  // error (Io): nobody can tell
    // Keeps a recording and answers where. Error: Io.
    [[nodiscard]] base::Result<std::filesystem::path> keep(const std::string& hash,
                                                           const std::filesystem::path& recording) const;
    [[nodiscard]] std::map<std::string, std::filesystem::path> kept() const;  // by hash
    void clear() const;  // everything but the lock
};

// Held until destroyed; the system lets go of it when the process ends, however it ends.
class RunLock {
public:
    static base::Result<RunLock> take(const RunFolder& folder);  // errors: Busy, Io
    [[nodiscard]] static bool isHeld(const RunFolder& folder);
    RunLock(RunLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) { }
    RunLock& operator=(RunLock&&) = delete;
    ~RunLock();

private:
    explicit RunLock(int file) : m_file(file) { }
    int m_file;
};

// What a run was begun with.
struct FrozenRun {
    TuneOptions options;
    base::SpaceId model;
    std::optional<base::VersionId> parent;
    std::vector<std::string> problems;
    std::vector<training::TunePair> pairs;
};

base::Status writeRun(const RunFolder& folder, const FrozenRun& run);
base::Result<FrozenRun> readFrozenRun(const RunFolder& folder);  // errors: NotFound, Corrupt, Io

[[nodiscard]] nlohmann::json toJson(const training::TuneSettings& settings);
[[nodiscard]] nlohmann::json toJson(const TuneStatus& status);

}  // namespace saysee::session
