#include "core/session/version_comparison.h"

#include "core/audio/decode.h"
#include "core/audio/voice_activity.h"
#include "core/session/labelling.h"

#include <algorithm>

namespace saysee::session {

Change changeOf(std::size_t before, std::size_t after, bool sameFirst)
{
    if (before == 0 && after == 0)
        return sameFirst ? Change::Same : Change::Other;
    if (before == after)
        return Change::Same;
    return before == 0 || (after != 0 && after < before) ? Change::Better : Change::Worse;
}

base::Result<std::unique_ptr<VersionComparison>> VersionComparison::start(Workspace& workspace,
                                                                          base::VersionId version,
                                                                          const ComparisonOptions& options,
                                                                          const base::TaskContext& task)
{
    std::unique_ptr<VersionComparison> made(new VersionComparison(workspace, options));
    library::Library& library = workspace.library();
    SAYSEE_ASSIGN(const library::Version compared, library.versions().get(version));
    made->m_version = compared.file;
    SAYSEE_TRY(workspace.engine(task));
    SAYSEE_ASSIGN(auto queries, library.history().list());
    std::erase_if(queries, [](const library::PastQuery& query) { return !query.recording; });
    queries.resize(std::min(queries.size(), options.queries));
    std::reverse(queries.begin(), queries.end());
    made->m_queries = std::move(queries);
    return made;
}

base::Result<bool> VersionComparison::step()
{
    if (m_queries.empty())
        return false;
    const library::PastQuery query = std::move(m_queries.back());
    m_queries.pop_back();
    const base::Status compared = compare(query);
    SAYSEE_TRY(m_workspace.engine());  // back to the version in use
    SAYSEE_TRY(compared);
    return !m_queries.empty();
}

base::Status VersionComparison::compare(const library::PastQuery& query)
{
    const auto clip = audio::decodeFile(query.recording->file);
    const auto speech = clip ? audio::trimToSpeech(*clip) : clip;
    if (!speech)
        return {};
    SAYSEE_ASSIGN(Answer before, ask(*speech, std::nullopt, query.chosen));
    SAYSEE_ASSIGN(Answer after, ask(*speech, m_version, query.chosen));
    const Change change = changeOf(before.rank, after.rank, before.photos == after.photos);
    m_compared.push_back(
        {query.text, std::move(before.photos), std::move(after.photos), before.rank, after.rank, change});
    return {};
}

base::Result<VersionComparison::Answer> VersionComparison::ask(const audio::Clip& speech,
                                                               const std::optional<std::filesystem::path>& tune,
                                                               std::optional<base::PhotoId> chosen)
{
    SAYSEE_ASSIGN(const index::VectorIndex* index, m_workspace.index());
    SAYSEE_ASSIGN(model::Engine * engine, m_workspace.engineWith(tune));
    SAYSEE_ASSIGN(const auto query, engine->embedSpeech(speech, model::queryTranscription()));
    const std::size_t depth = chosen ? kDeepestRank : m_options.photos;
    SAYSEE_ASSIGN(const auto hits,
                  index->search(query.fused, std::min(depth, std::max<std::size_t>(1, index->size()))));
    Answer answer;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (chosen && hits[i].photo == *chosen)
            answer.rank = i + 1;
        if (i < m_options.photos) {
            SAYSEE_ASSIGN(const auto photo, m_workspace.library().photos().get(hits[i].photo));
            answer.photos.push_back(photo.path);
        }
    }
    return answer;
}

}  // namespace saysee::session
