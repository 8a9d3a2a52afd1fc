// What a version changes for the person's own past voice queries: beside the untuned model, one query after another.
#pragma once

#include "core/library/history.h"
#include "core/session/workspace.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saysee::session {

enum class Change {
    Better,  // the photo that was opened then comes further up
    Same,  // it comes where it came; or nothing was opened and the same photos come first
    Worse,
    Other  // nothing was opened, and other photos come first: the person judges
};

// `before` and `after` are ranks from 1; 0: not found, or not known.
[[nodiscard]] Change changeOf(std::size_t before, std::size_t after, bool sameFirst);

struct ComparedQuery {
    std::string text;  // as it was understood then
    std::vector<std::filesystem::path> before;  // the first photos with the untuned model, best first
    std::vector<std::filesystem::path> after;  // with the version
    std::size_t rankBefore = 0;  // of the photo that was opened then; 0: none was, or it is far behind
    std::size_t rankAfter = 0;
    Change change = Change::Same;
};

struct ComparisonOptions {
    std::size_t queries = 12;  // the latest spoken ones whose sound was kept
    std::size_t photos = 3;  // shown of each answer
};

// Threading and lifetime: as TuneRun. The version in use stays in use.
class VersionComparison {
public:
    // Errors: NotFound (no such version), those of the engine and the index.
    static base::Result<std::unique_ptr<VersionComparison>> start(Workspace& workspace, base::VersionId version,
                                                                  const ComparisonOptions& options = {},
                                                                  const base::TaskContext& task = {});
    // Compares one query; false when none is left. A sound that can not be heard any more is passed over. Errors:
    // those of the engine, the index and the version's file.
    base::Result<bool> step();
    [[nodiscard]] const std::vector<ComparedQuery>& compared() const { return m_compared; }

private:
    struct Answer {
        std::vector<std::filesystem::path> photos;
        std::size_t rank = 0;
    };
    VersionComparison(Workspace& workspace, const ComparisonOptions& options)
        : m_workspace(workspace), m_options(options)
    {
    }
    base::Result<Answer> ask(const audio::Clip& speech, const std::optional<std::filesystem::path>& tune,
                             std::optional<base::PhotoId> chosen);
    base::Status compare(const library::PastQuery& query);

    Workspace& m_workspace;
    ComparisonOptions m_options;
    std::filesystem::path m_version;
    std::vector<library::PastQuery> m_queries;  // still to do, the next one last
    std::vector<ComparedQuery> m_compared;
};

}  // namespace saysee::session
