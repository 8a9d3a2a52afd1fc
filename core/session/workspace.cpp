#include "core/session/workspace.h"

#include "core/audio/voice_activity.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/index/index_cache.h"
#include "core/session/engine_library.h"

#include <chrono>

namespace saysee::session {

namespace {

void append(std::vector<model::StageTiming>& all, const std::vector<model::StageTiming>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

base::Result<std::unique_ptr<Workspace>> Workspace::open(WorkspaceConfig config)
{
    SAYSEE_ASSIGN(auto library, library::Library::open(config.library, config.mode));
    if (config.indexCache.empty())
        config.indexCache = base::cacheDirectory() / "index";
    return std::unique_ptr<Workspace>(new Workspace(std::move(config), std::move(library)));
}

Workspace::Workspace(WorkspaceConfig config, std::unique_ptr<library::Library> library)
    : m_config(std::move(config)), m_library(std::move(library)), m_catalog(*m_library)
{
}

Workspace::~Workspace() = default;

base::Result<model::Engine*> Workspace::engine(const base::TaskContext& task)
{
    if (!m_engine) {
        SAYSEE_ASSIGN(m_engine, loadEngine(m_config.engine, task));
    }
    followVersion();
    return m_engine.get();
}

void Workspace::followVersion()
{
    const auto version = m_library->versions().inUse(m_engine->info().untunedSpace);
    if (!version) {
        base::log(base::LogLevel::Warning, version.error().message);
        return;
    }
    const auto wanted = *version ? std::optional((*version)->id) : std::nullopt;
    if (wanted == m_version && !m_astray)
        return;
    m_version = wanted;
    m_astray = false;
    const auto used = m_engine->useTune(*version ? std::optional((*version)->file) : std::nullopt);
    if (used)
        return;
    base::log(base::LogLevel::Warning, "The untuned model is used instead: " + used.error().message);
    (void)m_engine->useTune(std::nullopt);  // cannot fail: the model's own head is in memory
}

base::Result<model::Engine*> Workspace::engineWith(const std::optional<std::filesystem::path>& tune)
{
    SAYSEE_ASSIGN(model::Engine * engine, this->engine());
    m_astray = true;
    const base::Status used = engine->useTune(tune);
    if (!used) {
        followVersion();
        return tl::unexpected(used.error());
    }
    return engine;
}

std::filesystem::path Workspace::indexFile(const base::SpaceId& space) const
{
    // One file for each place and space; whether it is of the library that is there now, its stamp says.
    std::error_code ignored;
    const auto canonical = std::filesystem::weakly_canonical(m_library->directory(), ignored);
    const auto key = base::sha256(canonical.string()).substr(0, 16);
    return m_config.indexCache / (key + "-" + space.value + ".index");
}

base::Result<const index::VectorIndex*> Workspace::index(const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const model::Engine* engine, this->engine(task));
    const auto& info = engine->info();
    SAYSEE_ASSIGN(auto vectors, m_library->vectors(info.imageSpace, info.dimension));
    if (m_index) {
        SAYSEE_ASSIGN(const auto truth, vectors.stamp());
        if (m_indexStamp == truth)
            return m_index.get();
        m_index.reset();
    }
    std::error_code ignored;
    std::filesystem::create_directories(m_config.indexCache, ignored);
    SAYSEE_ASSIGN(auto opened, index::openIndex(indexFile(info.imageSpace), vectors, {}, task));
    m_index = std::move(opened.index);
    m_indexStamp = opened.stamp;
    return m_index.get();
}

base::Status Workspace::addSpeech(Encoded& encoded, model::SpeechQuery query, double balance, double weight) const
{
    SAYSEE_ASSIGN(auto part, search::speechPart(query, balance, weight));
    encoded.parts.push_back(std::move(part));
    append(encoded.timings, query.timings);
    encoded.spoken.push_back(std::move(query));
    return {};
}

base::Result<Workspace::Encoded> Workspace::encode(const QueryInput& input, const base::TaskContext& task)
{
    for (const TextInput& text : input.texts)  // before the model is loaded for nothing
        SAYSEE_TRY(search::checkQueryText(text.text));
    SAYSEE_ASSIGN(model::Engine * engine, this->engine(task));
    Encoded encoded;
    for (const auto& [text, weight] : input.texts) {
        SAYSEE_ASSIGN(const auto query, engine->embedText(text));
        append(encoded.timings, query.timings);
        encoded.parts.push_back(search::textPart(query, text, weight));
    }
    for (const auto& [clip, weight] : input.clips) {
        // Silence makes recognisers invent text: without speech there is no query.
        SAYSEE_ASSIGN(const auto speech, audio::trimToSpeech(clip));
        SAYSEE_ASSIGN(auto query, engine->embedSpeech(speech, input.transcribe, task));
        SAYSEE_TRY(addSpeech(encoded, std::move(query), input.balance, weight));
    }
    for (const auto& [picture, label, weight] : input.pictures) {
        SAYSEE_ASSIGN(const auto pixels, image::preprocess(picture, engine->info().preprocess));
        SAYSEE_ASSIGN(auto vectors, engine->embedImages({&pixels, 1}));
        encoded.parts.push_back(search::imagePart(std::move(vectors.front()), label, weight));
    }
    return encoded;
}

base::Result<QueryAnswer> Workspace::run(Encoded encoded, const QueryInput& input, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const index::VectorIndex* index, this->index(task));
    const auto begun = std::chrono::steady_clock::now();
    search::SearchRequest request;
    request.parts = std::move(encoded.parts);
    request.writtenWords = input.writtenWords;
    request.filter = input.filter;
    request.count = input.count;
    QueryAnswer result;
    SAYSEE_ASSIGN(result.answer, search::Searcher(*index, m_catalog).search(request));
    result.spoken = std::move(encoded.spoken);
    result.timings = std::move(encoded.timings);
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
    result.timings.push_back({"search", taken.count()});
    return result;
}

base::Result<QueryAnswer> Workspace::search(const QueryInput& input, const base::TaskContext& task)
{
    if (input.texts.empty() && input.clips.empty() && input.pictures.empty())
        return base::fail(base::ErrorCode::InvalidArgument,
                          "Nothing to search for: give a text, a clip or a picture.");
    SAYSEE_ASSIGN(auto encoded, encode(input, task));
    return run(std::move(encoded), input, task);
}

base::Result<QueryAnswer> Workspace::searchEdited(const model::SpeechQuery& spoken, const std::string& text,
                                                  const QueryInput& rest, const base::TaskContext& task)
{
    SAYSEE_TRY(search::checkQueryText(text));
    SAYSEE_ASSIGN(auto encoded, encode(rest, task));
    SAYSEE_ASSIGN(auto query, m_engine->withWords(spoken, text));
    SAYSEE_TRY(addSpeech(encoded, std::move(query), rest.balance, 1));
    encoded.parts.back().trust = 1;  // the words are the person's own now
    return run(std::move(encoded), rest, task);
}

base::Result<QueryAnswer> Workspace::searchSpoken(const model::SpeechQuery& spoken, const QueryInput& rest,
                                                  const base::TaskContext& task)
{
    SAYSEE_ASSIGN(auto encoded, encode(rest, task));
    SAYSEE_TRY(addSpeech(encoded, spoken, rest.balance, 1));
    return run(std::move(encoded), rest, task);
}

base::Result<search::SearchAnswer> Workspace::similar(base::PhotoId photo, std::size_t count,
                                                      const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const index::VectorIndex* index, this->index(task));
    return search::Searcher(*index, m_catalog).similar(photo, count);
}

base::Result<library::IndexTarget> Workspace::indexTarget(const base::TaskContext& task)
{
    SAYSEE_ASSIGN(model::Engine * engine, this->engine(task));
    const auto& info = engine->info();
    return library::IndexTarget {
        info.imageSpace, info.dimension, info.preprocess,
        [engine](std::span<const image::PixelTensor> pictures) { return engine->embedImages(pictures); }};
}

}  // namespace saysee::session
