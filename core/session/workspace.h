// One library and one model, joined: what a shell does with them, one call after the other.
#pragma once

#include "core/audio/clip.h"
#include "core/image/rgb_image.h"
#include "core/library/indexer.h"
#include "core/library/library.h"
#include "core/model/engine.h"
#include "core/search/searcher.h"
#include "core/session/library_catalog.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saysee::session {

struct WorkspaceConfig {
    std::filesystem::path library;  // folder of the library
    std::filesystem::path indexCache;  // folder of index files; empty: under the XDG cache folder
    model::EngineSpec engine;
    library::Library::Mode mode = library::Library::Mode::ReadWrite;
};

// The parts of a query as a person gives them. A negative weight means "not like this".
struct TextInput {
    std::string text;
    double weight = 1;
};
struct SpeechInput {
    audio::Clip clip;
    double weight = 1;
};
struct PictureInput {
    image::RgbImage picture;
    std::string label;  // shown as the part's name: a file name
    double weight = 1;
};

struct QueryInput {
    std::vector<TextInput> texts;
    std::vector<SpeechInput> clips;
    std::vector<PictureInput> pictures;
    double balance = 0.5;  // 0 words alone, 1 sound alone
    search::PhotoFilter filter;
    search::WrittenWords writtenWords = search::WrittenWords::Match;
    std::size_t count = 50;
    model::TranscribeOptions transcribe = model::queryTranscription();
};

struct QueryAnswer {
    search::SearchAnswer answer;
    std::vector<model::SpeechQuery> spoken;  // what was made of each clip, for editing and replay
    std::vector<model::StageTiming> timings;  // of the whole query, search included
};

// Threading: one thread (the compute worker, or a command's main thread).
class Workspace {
public:
    // Opens the library; model and index are loaded when they are first needed.
    static base::Result<std::unique_ptr<Workspace>> open(WorkspaceConfig config);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    [[nodiscard]] library::Library& library() { return *m_library; }
    // With the version in use, whoever chose it and when: changing it takes milliseconds and no re-indexing. A
    // version whose file is damaged is not used, which is logged. Errors: ModelMissing and whatever Engine::load
    // says.
    base::Result<model::Engine*> engine(const base::TaskContext& task = {});
    // With another tune (none: the untuned model) until engine() is called again, which goes back to the version in
    // use. Errors: those of engine() and Engine::useTune; the version in use is in place then.
    base::Result<model::Engine*> engineWith(const std::optional<std::filesystem::path>& tune);
    // The index of the model's space, brought up to date with the library.
    base::Result<const index::VectorIndex*> index(const base::TaskContext& task = {});

    // Encodes the parts and searches. Errors: InvalidArgument (an empty query), AudioUnusable (no speech in a clip),
    // those of the engine and of Searcher::search.
    base::Result<QueryAnswer> search(const QueryInput& input, const base::TaskContext& task = {});
    // Searches again with a clip's transcript replaced: only the words channel runs.
    base::Result<QueryAnswer> searchEdited(const model::SpeechQuery& spoken, const std::string& text,
                                           const QueryInput& rest, const base::TaskContext& task = {});
    // Searches again with what was made of a clip before: another balance or filter needs no new encoding.
    base::Result<QueryAnswer> searchSpoken(const model::SpeechQuery& spoken, const QueryInput& rest,
                                           const base::TaskContext& task = {});
    base::Result<search::SearchAnswer> similar(base::PhotoId photo, std::size_t count,
                                               const base::TaskContext& task = {});

    // What an indexer needs to make this model's vectors; refers to the workspace.
    base::Result<library::IndexTarget> indexTarget(const base::TaskContext& task = {});

private:
    struct Encoded {
        std::vector<search::QueryPart> parts;
        std::vector<model::SpeechQuery> spoken;
        std::vector<model::StageTiming> timings;
    };

    Workspace(WorkspaceConfig config, std::unique_ptr<library::Library> library);
    void followVersion();
    base::Result<Encoded> encode(const QueryInput& input, const base::TaskContext& task);
    base::Status addSpeech(Encoded& encoded, model::SpeechQuery query, double balance, double weight) const;
    base::Result<QueryAnswer> run(Encoded encoded, const QueryInput& input, const base::TaskContext& task);
    [[nodiscard]] std::filesystem::path indexFile(const base::SpaceId& space) const;

    WorkspaceConfig m_config;
    std::unique_ptr<library::Library> m_library;
    LibraryCatalog m_catalog;
    std::unique_ptr<model::Engine> m_engine;
    std::optional<base::VersionId> m_version;  // that searches use; empty: the untuned model
    bool m_astray = false;  // m_engine holds another one for the moment
    std::unique_ptr<index::VectorIndex> m_index;
    index::IndexStamp m_indexStamp;
};

}  // namespace saysee::session
