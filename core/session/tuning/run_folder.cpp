#include "core/session/tuning/run_folder.h"

#include "core/base/files.h"
#include "core/session/tuning/tune_report.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace saysee::session {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

constexpr std::uint64_t kLargestRun = 4ULL << 30U;  // bytes of run.json

json toJson(const training::TunePair& pair)
{
    return {{"id", pair.id},           {"photo", pair.photo},         {"group", pair.photoGroup},
            {"speaker", pair.speaker}, {"recording", pair.recording}, {"text", pair.text},
            {"picture", pair.picture}};
}

training::TunePair pairOf(const json& json)
{
    return {json.at("id"),        json.at("photo"), json.at("group"),  json.at("speaker"),
            json.at("recording"), json.at("text"),  json.at("picture")};
}

training::TuneSettings settingsOf(const json& json)
{
    training::TuneSettings s;
    s.scope = training::scopeNamed(json.at("scope").get<std::string>()).value_or(s.scope);
    s.start = json.at("start") == "own" ? training::TuneStart::OwnHead : training::TuneStart::HeadInUse;
    s.epochs = json.at("epochs");
    s.batch = json.at("batch");
    s.learningRate = json.at("learning_rate");
    s.warmUpShare = json.at("warm_up_share");
    s.weightDecay = json.at("weight_decay");
    s.clip = json.at("clip");
    s.outerWeight = json.at("outer_weight");
    s.innerWeight = json.at("inner_weight");
    s.soundWeight = json.at("sound_weight");
    s.temperature = json.at("temperature");
    s.galleryWeight = json.at("gallery_weight");
    s.negatives = json.at("negatives");
    s.patience = json.at("patience");
    s.shares = {json.at("stop_share"), json.at("judge_share")};
    s.temperatureRule =
        json.at("temperature_rule") == "learned" ? training::Temperature::Learned : training::Temperature::Fixed;
    s.seed = json.at("seed");
    return s;
}

}  // namespace

json toJson(const training::TuneSettings& s)
{
    return {{"scope", training::scopeName(s.scope)},
            {"start", s.start == training::TuneStart::OwnHead ? "own" : "in use"},
            {"epochs", s.epochs},
            {"batch", s.batch},
            {"learning_rate", s.learningRate},
            {"warm_up_share", s.warmUpShare},
            {"weight_decay", s.weightDecay},
            {"clip", s.clip},
            {"outer_weight", s.outerWeight},
            {"inner_weight", s.innerWeight},
            {"sound_weight", s.soundWeight},
            {"temperature", s.temperature},
            {"gallery_weight", s.galleryWeight},
            {"negatives", s.negatives},
            {"patience", s.patience},
            {"stop_share", s.shares.stop},
            {"judge_share", s.shares.judge},
            {"temperature_rule", s.temperatureRule == training::Temperature::Learned ? "learned" : "fixed"},
            {"seed", s.seed}};
}

json toJson(const TuneStatus& status)
{
    return {{"scope", training::scopeName(status.scope)},
            {"phase", phaseText(status.phase)},
            {"done", status.done},
            {"total", status.total},
            {"trained", status.training.trained},
            {"stopping", status.training.stopping},
            {"held_out", status.training.heldOut},
            {"best_epoch", status.training.bestEpoch},
            {"speakers_apart", status.training.speakersApart},
            {"curve", curveOf(status.training)},
            {"problems", status.problems}};
}

base::Result<bool> RunFolder::holdsRun() const
{
    std::error_code error;
    const bool there = std::filesystem::exists(run(), error);
    if (error)
        return fail(ErrorCode::Io, "Cannot read " + run().string() + ": " + error.message() + ".");
    return there;
}

base::Result<std::filesystem::path> RunFolder::keep(const std::string& hash,
                                                    const std::filesystem::path& recording) const
{
    const auto place = recordings() / (hash + recording.extension().string());
    std::error_code error;
    std::filesystem::create_directories(recordings(), error);
    if (std::filesystem::exists(place, error))
        return place;
    std::filesystem::create_hard_link(recording, place, error);
    if (error)
        std::filesystem::copy_file(recording, place, error);
    if (error)
        return fail(ErrorCode::Io,
                    "The recording " + recording.string() + " cannot be kept for the run: " + error.message() + ".");
    return place;
}

std::map<std::string, std::filesystem::path> RunFolder::kept() const
{
    std::map<std::string, std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(recordings(), error), end; !error && entry != end;
         entry.increment(error))
        files.emplace(entry->path().stem().string(), entry->path());
    return files;
}

void RunFolder::clear() const
{
    std::error_code error, ignored;
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().filename() != "lock")
            std::filesystem::remove_all(entry->path(), ignored);
}

base::Result<RunLock> RunLock::take(const RunFolder& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder.path, error);
    const auto path = folder.path / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return fail(ErrorCode::Io, "Cannot create " + path.string() + ": " + std::strerror(errno) + ".");
    RunLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorCode::Busy, "This library is being tuned already; wait for it to finish, or stop it.");
    return lock;
}

bool RunLock::isHeld(const RunFolder& folder)
{
    const int file = ::open((folder.path / "lock").c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    return held;
}

RunLock::~RunLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

base::Status writeRun(const RunFolder& folder, const FrozenRun& run)
{
    json pairs = json::array();
    for (const auto& pair : run.pairs)
        pairs.push_back(toJson(pair));
    const json document = {{"schema", 1},
                           {"name", run.options.name},
                           {"keep_only", run.options.promotion == Promotion::Never},
                           {"settings", toJson(run.options.settings)},
                           {"model", run.model.value},
                           {"parent", run.parent ? run.parent->value : 0},
                           {"problems", run.problems},
                           {"pairs", std::move(pairs)}};
    return base::writeFileAtomically(folder.run(), base::jsonText(document));
}

base::Result<FrozenRun> readFrozenRun(const RunFolder& folder)
{
    SAYSEE_ASSIGN(const bool waiting, folder.holdsRun());
    if (!waiting)
        return fail(ErrorCode::NotFound, "There is no run to resume in this library; start one.");
    SAYSEE_ASSIGN(const json document, base::readJson(folder.run(), kLargestRun));
    try {
        FrozenRun run;
        run.options.name = document.at("name");
        run.options.promotion = document.at("keep_only").get<bool>() ? Promotion::Never : Promotion::AsJudged;
        run.options.settings = settingsOf(document.at("settings"));
        run.model = {document.at("model")};
        if (const std::int64_t parent = document.at("parent"); parent > 0)
            run.parent = base::VersionId {parent};
        run.problems = document.at("problems");
        for (const json& pair : document.at("pairs"))
            run.pairs.push_back(pairOf(pair));
        return run;
    } catch (const json::exception& error) {
        return fail(ErrorCode::Corrupt,
                    folder.run().string()
                        + " is damaged: forget this run ('saysee train stop --discard') and start anew.",
                    error.what());
    }
}

}  // namespace saysee::session
