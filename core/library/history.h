// Past queries with what was said: to hear them again, to ask again, and to learn what was found.
#pragma once

#include "core/library/pairs.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

using QueryId = base::StrongId<struct QueryTag>;

enum class QueryOutcome : std::uint8_t {
    Open,  // photos were shown, none was opened
    Opened,
    NothingMatched
};

enum class Keep : std::uint8_t {
    ForAWhile,  // until History::expire
    Always
};

struct PastQuery {
    QueryId id;
    std::int64_t askedAt = 0;  // seconds since 1970 UTC; 0: now
    std::string text;  // typed, or understood; may be empty
    std::optional<Recording> recording;  // of a spoken query
    std::string request = "{}";  // JSON object: the rest of the question, as the shell that asks writes it
    std::uint64_t best = 0;  // photos in these bands of the answer
    std::uint64_t maybe = 0;
    QueryOutcome outcome = QueryOutcome::Open;
    std::optional<base::PhotoId> chosen;  // what was opened; empty when the library does not have it any more
    Keep keep = Keep::ForAWhile;
};

struct HistoryCounts {
    std::uint64_t queries = 0;
    std::uint64_t kept = 0;
    double spokenSeconds = 0;  // of their recordings together
};

// Everything is saved when a call returns. A recording that no other query and no pair uses is deleted with its
// query. Threading and lifetime: as the Library it belongs to.
class History {
public:
    History(store::Database& database, std::filesystem::path recordings)
        : m_database(database), m_recordings(std::move(recordings))
    {
    }

    // `query.recording` comes from Pairs::addRecording. Errors: InvalidArgument (neither words nor a recording nor a
    // request), NotFound (a recording that the library does not have).
    base::Result<QueryId> add(const PastQuery& query);
    base::Status noteOpened(QueryId query, base::PhotoId photo);  // error: NotFound
    base::Status setKeep(QueryId query, Keep keep);  // error: NotFound

    // Newest first. `words` must all occur in the text, without regard to ASCII case; empty: all queries.
    base::Result<std::vector<PastQuery>> list(std::string_view words = {}, std::size_t limit = 1000);
    // Words of the latest queries in which nothing matched, each once, newest first.
    base::Result<std::vector<std::string>> unanswered(std::size_t limit);
    base::Result<HistoryCounts> counts();

    // What is not there is not removed twice: no error.
    base::Status remove(std::span<const QueryId> queries);
    // Removes queries asked before this time (seconds since 1970 UTC) that are not kept always; says how many.
    base::Result<std::uint64_t> expire(std::int64_t before);

private:
    store::Database& m_database;
    std::filesystem::path m_recordings;
};

}  // namespace saysee::library
