// What every command gets: the common options, the streams and a way to be stopped.
#pragma once

#include "core/base/task.h"
#include "core/model/engine.h"
#include "core/model/pack.h"

#include <filesystem>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>

namespace saysee::cli {

// Results go to `out`, progress and diagnostics to `err`; `-` reads `in`.
struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool errIsTerminal = false;  // progress is one line rewritten, else a line every few seconds
};

// Options that every command takes.
struct CommonOptions {
    std::string library;  // folder; empty: the default under the XDG data folder
    std::string pack;  // name or folder; empty: the default pack
    std::string recogniser;  // paths that replace a part of the pack
    std::string imageText;
    std::string head;
    std::string device = "auto";
    int threads = 0;  // 0: one for each physical core
    unsigned seed = 1;
    bool json = false;
    bool quiet = false;
};

class Context {
public:
    Context(Streams theStreams, std::stop_token theStop) : streams(theStreams), stop(std::move(theStop)) { }

    CommonOptions common;
    Streams streams;
    std::stop_token stop;

    // A task that stops with the command and shows its progress on `err` (unless --quiet or --json).
    [[nodiscard]] base::TaskContext task() const;
    [[nodiscard]] std::filesystem::path libraryDirectory() const;
    // What --pack, --recogniser, --image-text, --head, --device and --threads ask for.
    [[nodiscard]] base::Result<model::EngineSpec> engineSpec() const;
    // The pack of that name or folder; the one that --pack names, or else the one in use, where it is empty. Errors:
    // ModelMissing (also for a damaged manifest), VersionMismatch.
    [[nodiscard]] base::Result<model::Pack> pack(const std::string& nameOrFolder = {}) const;
    // Prints one document: {"schema": 1, ...fields}.
    void printJson(nlohmann::json fields) const;
    // Says what was done: with --json one document of `fields`, else the sentence.
    void say(nlohmann::json fields, const std::string& sentence) const;
};

// Exit codes of the command line; see app/cli/JSON.md.
inline constexpr int kOk = 0;
inline constexpr int kFailure = 1;
inline constexpr int kUsage = 2;
inline constexpr int kModelMissing = 4;
inline constexpr int kAudioUnusable = 5;
inline constexpr int kSomeFilesFailed = 6;
inline constexpr int kStopped = 130;
[[nodiscard]] int exitCode(base::ErrorCode code);

// What a command's run function answers: an exit code, or an error that is printed and mapped to one.
using CommandResult = base::Result<int>;

}  // namespace saysee::cli
