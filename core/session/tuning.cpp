#include "core/session/tuning.h"

#include "core/audio/decode.h"
#include "core/audio/voice_activity.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/paths.h"
#include "core/session/engine_api.h"
#include "core/session/engine_library.h"
#include "core/session/tuning/probe.h"
#include "core/session/tuning/run_folder.h"
#include "core/session/tuning/tune_data.h"
#include "core/session/tuning/tune_report.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <map>

namespace saysee::session {

using base::ErrorCode;
using base::fail;
using nlohmann::json;
using training::TunePair;

namespace {

constexpr std::size_t kLargestGallery = 100'000;  // photos; a library beyond it is sampled

std::string nameOfToday(std::size_t pairs)
{
    const std::time_t now = std::time(nullptr);
    std::tm parts {};
    localtime_r(&now, &parts);
    std::array<char, 32> date {};
    std::strftime(date.data(), date.size(), "%Y-%m-%d %H:%M", &parts);
    return std::string(date.data()) + ", " + std::to_string(pairs) + " pairs";
}

// Where the recordings of a run lie, by their hash.
using Recordings = std::map<std::string, std::filesystem::path>;

// As a search hears it: cut to the speech.
base::Result<audio::Clip> readSpeech(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const audio::Clip clip, audio::decodeFile(file));
    return audio::trimToSpeech(clip);
}

// The vectors of the library's photos, one after another.
base::Result<std::vector<float>> galleryOf(const index::VectorIndex& index)
{
    std::vector<float> gallery;
    for (const base::PhotoId photo : index.sample(kLargestGallery)) {
        SAYSEE_ASSIGN(const base::Embedding vector, index.vectorOf(photo));
        gallery.insert(gallery.end(), vector.values().begin(), vector.values().end());
    }
    return gallery;
}

class Run final : public TuneRun {
public:
    Run(Workspace& workspace, model::Engine& engine, RunFolder folder, RunLock lock, FrozenRun frozen,
        ProbeMaker probe, Recordings recordings, std::vector<float> gallery)
        : m_workspace(workspace), m_engine(engine), m_folder(std::move(folder)), m_lock(std::move(lock)),
          m_frozen(std::move(frozen)), m_probe(std::move(probe)), m_recordings(std::move(recordings)),
          m_gallery(std::move(gallery))
    {
        m_status.scope = m_frozen.options.settings.scope;
        m_status.problems = m_frozen.problems;
        m_status.total = m_frozen.pairs.size();
    }

    // A resumed run has heard its recordings before.
    void skipChecking() { m_status.phase = RunPhase::Probe; }

    base::Result<bool> step() override
    {
        std::error_code error;
        if (!m_stopped && std::filesystem::exists(m_folder.stop(), error))
            stop();
        const RunPhase phase = m_status.phase;
        const std::size_t points = m_status.training.curve.size();
        SAYSEE_TRY(advance());
        if (m_status.phase != phase || m_status.training.curve.size() != points)
            reportToOnlookers();
        return m_status.phase != RunPhase::Done;
    }

    void stop() override
    {
        m_stopped = true;
        if (m_trainer)
            m_trainer->stop();
    }

    base::Status pause() override
    {
        reportToOnlookers();
        return m_trainer ? m_trainer->pause() : base::Status {};
    }

    [[nodiscard]] const TuneStatus& status() const override { return m_status; }
    [[nodiscard]] const std::optional<FinishedTune>& finished() const override { return m_finished; }

private:
    base::Status advance()
    {
        switch (m_status.phase) {
        case RunPhase::Checking:
            return check();
        case RunPhase::Probe:
            return prepareProbe();
        case RunPhase::Done:
            return {};
        default:
            return train();
        }
    }

    // Hears one recording, so that silence is left out before the run is frozen.
    base::Status check()
    {
        const auto next = static_cast<std::size_t>(m_status.done);
        if (next < m_frozen.pairs.size()) {
            const TunePair& pair = m_frozen.pairs[next];
            if (!pair.recording.empty()) {
                if (const auto speech = readSpeech(m_recordings[pair.recording]); !speech) {
                    m_status.problems.push_back("Pair " + std::to_string(pair.id) + ": " + speech.error().message);
                    m_silent.push_back(next);
                }
            }
            ++m_status.done;
            return {};
        }
        return freeze();
    }

    base::Status freeze()
    {
        for (auto row = m_silent.rbegin(); row != m_silent.rend(); ++row)
            m_frozen.pairs.erase(m_frozen.pairs.begin() + static_cast<std::ptrdiff_t>(*row));
        m_frozen.problems = m_status.problems;
        if (const std::string missing = whatIsMissing(m_frozen.pairs, m_frozen.options.settings); !missing.empty())
            return fail(ErrorCode::InvalidArgument,
                        missing + " In " + std::to_string(m_silent.size())
                            + " recordings no speech was heard: check the pairs to see which.");
        if (m_frozen.options.name.empty())
            m_frozen.options.name = nameOfToday(m_frozen.pairs.size());
        SAYSEE_TRY(keepRecordings());
        SAYSEE_TRY(writeRun(m_folder, m_frozen));
        enter(RunPhase::Probe, m_probe.total());
        return {};
    }

    // Pairs may be removed while the run goes on: it has its recordings to itself.
    base::Status keepRecordings()
    {
        for (const TunePair& pair : m_frozen.pairs) {
            if (pair.recording.empty())
                continue;
            SAYSEE_ASSIGN(m_recordings[pair.recording], m_folder.keep(pair.recording, m_recordings[pair.recording]));
        }
        return {};
    }

    void enter(RunPhase phase, std::uint64_t total)
    {
        m_status.phase = phase;
        m_status.done = 0;
        m_status.total = total;
    }

    base::Status prepareProbe()
    {
        SAYSEE_ASSIGN(const bool more, m_probe.step(m_engine));
        m_status.done = m_probe.done();
        m_status.total = m_probe.total();
        return more ? base::Status {} : createTrainer();
    }

    base::Status createTrainer()
    {
        SAYSEE_ASSIGN(const EngineApi* api, engineApi());
        training::TuneRequest request;
        request.settings = m_frozen.options.settings;
        request.pairs = m_frozen.pairs;
        request.probe = m_probe.pairs();
        request.gallery = std::move(m_gallery);
        request.work = m_folder.path;
        request.features = base::cacheDirectory() / "features";
        request.readClip = [this](const TunePair& pair) {
            const auto found = m_recordings.find(pair.recording);
            return readSpeech(found != m_recordings.end() ? found->second : m_probe.recording(pair.recording));
        };
        auto trainer = fromItsStart([&] { return api->tune(m_engine, std::move(request)); });
        SAYSEE_ASSIGN(m_trainer, std::move(trainer));
        if (m_stopped)
            m_trainer->stop();
        takeState();
        return {};
    }

    // A run that goes on from a version does so from the one that was in use when it began.
    template <class Create>
    std::invoke_result_t<Create> fromItsStart(Create create)
    {
        if (m_frozen.options.settings.start == training::TuneStart::OwnHead)
            return create();
        std::optional<std::filesystem::path> head;
        if (m_frozen.parent) {
            SAYSEE_ASSIGN(const auto parent, m_workspace.library().versions().get(*m_frozen.parent));
            head = parent.file;
        }
        SAYSEE_TRY(m_workspace.engineWith(head));
        auto created = create();
        SAYSEE_TRY(m_workspace.engine());  // back to the version in use
        return created;
    }

    void takeState()
    {
        constexpr std::array phases = {RunPhase::Features, RunPhase::Before, RunPhase::Training, RunPhase::After,
                                       RunPhase::After};
        m_status.training = m_trainer->state();
        m_status.phase = phases[static_cast<std::size_t>(m_status.training.phase)];
        m_status.done = static_cast<std::uint64_t>(m_status.training.done);
        m_status.total = static_cast<std::uint64_t>(m_status.training.total);
    }

    base::Status train()
    {
        SAYSEE_ASSIGN(const bool more, m_trainer->step());
        takeState();
        if (more)
            return {};
        SAYSEE_TRY(finish());
        m_status.phase = RunPhase::Done;
        return {};
    }

    base::Status finish()
    {
        const training::TuneOutcome& outcome = *m_trainer->outcome();
        FinishedTune tune;
        tune.promote = outcome.verdict.promote && m_frozen.options.promotion == Promotion::AsJudged;
        tune.file = m_folder.version();
        library::Version& version = tune.version;
        version.name = m_frozen.options.name;
        version.parent = m_frozen.parent;
        version.pack = m_engine.info().packName;
        version.model = m_frozen.model;
        TuneData data;
        data.pairs = m_frozen.pairs;
        version.dataHash = data.hash();
        version.settings = toJson(m_frozen.options.settings);
        version.metrics = metricsOf(m_status.training, outcome);
        version.reason = m_status.training.bestEpoch > 0
            ? outcome.verdict.reason
            : "No epoch did better than where training began: this version changes nothing.";
        version.createdAt = std::time(nullptr);
        const json about = {{"name", version.name},           {"pack", version.pack},
                            {"data_hash", version.dataHash},  {"settings", version.settings},
                            {"metrics", version.metrics},     {"reason", version.reason},
                            {"created_at", version.createdAt}};
        SAYSEE_TRY(m_engine.saveTune(outcome.head, tune.file, base::jsonText(about)));
        m_finished = std::move(tune);
        return {};
    }

    void reportToOnlookers() const
    {
        (void)base::writeFileAtomically(m_folder.status(),
                                        base::jsonText(toJson(m_status)));  // a run does not end for want of it
    }

    Workspace& m_workspace;
    model::Engine& m_engine;
    RunFolder m_folder;
    RunLock m_lock;
    FrozenRun m_frozen;
    ProbeMaker m_probe;
    Recordings m_recordings;
    std::vector<float> m_gallery;
    std::vector<std::size_t> m_silent;  // rows of pairs without speech
    std::unique_ptr<training::TuneTrainer> m_trainer;
    TuneStatus m_status;
    std::optional<FinishedTune> m_finished;
    bool m_stopped = false;
};

base::Result<Recordings> recordingsOf(library::Library& library)
{
    SAYSEE_ASSIGN(const auto pairs, library.pairs().list());
    Recordings recordings;
    for (const auto& pair : pairs)
        if (pair.recording)
            recordings.emplace(pair.recording->sha256, pair.recording->file);
    return recordings;
}

base::Result<std::unique_ptr<Run>> makeRun(Workspace& workspace, RunFolder folder, RunLock lock, FrozenRun frozen,
                                           const base::TaskContext& task)
{
    SAYSEE_ASSIGN(model::Engine * engine, workspace.engine(task));
    SAYSEE_ASSIGN(const index::VectorIndex* index, workspace.index(task));
    SAYSEE_ASSIGN(auto gallery, galleryOf(*index));
    SAYSEE_ASSIGN(auto recordings, recordingsOf(workspace.library()));
    for (auto& [hash, file] : folder.kept())
        recordings[hash] = file;
    SAYSEE_ASSIGN(auto probe, ProbeMaker::create(base::cacheDirectory() / "features"));
    return std::make_unique<Run>(workspace, *engine, std::move(folder), std::move(lock), std::move(frozen),
                                 std::move(probe), std::move(recordings), std::move(gallery));
}

}  // namespace

std::string_view phaseText(RunPhase phase)
{
    constexpr std::array<std::string_view, 7> texts = {"Listening to the recordings",
                                                       "Preparing general searches",
                                                       "Preparing the pairs",
                                                       "Measuring before",
                                                       "Training",
                                                       "Measuring after",
                                                       "Done"};
    return texts[static_cast<std::size_t>(phase)];
}

base::Result<std::unique_ptr<TuneRun>> TuneRun::start(Workspace& workspace, const TuneOptions& options,
                                                      const base::TaskContext& task)
{
    const RunFolder folder(workspace.library().directory());
    SAYSEE_ASSIGN(auto lock, RunLock::take(folder));
    SAYSEE_ASSIGN(const bool waiting, folder.holdsRun());
    if (waiting)
        return fail(
            ErrorCode::Busy,
            "A run was left unfinished in this library: resume it, or forget it ('saysee train stop --discard') to "
            "start a new one.");
    SAYSEE_ASSIGN(const model::Engine* engine, workspace.engine(task));
    SAYSEE_ASSIGN(auto data, collectTuneData(workspace.library(), engine->info(), options));
    if (!data.missing.empty())
        return fail(ErrorCode::InvalidArgument, data.missing);
    folder.clear();
    FrozenRun frozen {options, engine->info().untunedSpace, {}, std::move(data.problems), std::move(data.pairs)};
    SAYSEE_ASSIGN(const auto inUse, workspace.library().versions().inUse(frozen.model));
    if (inUse)
        frozen.parent = inUse->id;
    return makeRun(workspace, folder, std::move(lock), std::move(frozen), task);
}

base::Result<std::unique_ptr<TuneRun>> TuneRun::resume(Workspace& workspace, const base::TaskContext& task)
{
    const RunFolder folder(workspace.library().directory());
    SAYSEE_ASSIGN(auto lock, RunLock::take(folder));
    SAYSEE_ASSIGN(FrozenRun frozen, readFrozenRun(folder));
    SAYSEE_ASSIGN(const model::Engine* engine, workspace.engine(task));
    if (frozen.model != engine->info().untunedSpace)
        return fail(
            ErrorCode::VersionMismatch,
            "The unfinished run belongs to another model: resume it with that one, or forget it ('saysee train stop "
            "--discard').");
    SAYSEE_ASSIGN(auto run, makeRun(workspace, folder, std::move(lock), std::move(frozen), task));
    run->skipChecking();
    return run;
}

base::Result<base::VersionId> keepTune(library::Library& library, const FinishedTune& tune)
{
    SAYSEE_ASSIGN(const base::VersionId id, library.versions().add(tune.version, tune.file));
    if (tune.promote)
        SAYSEE_TRY(library.versions().use(id));
    RunFolder(library.directory()).clear();
    return id;
}

}  // namespace saysee::session
