#include "core/library/history.h"

#include "core/library/sql/photo_rows.h"
#include "core/library/sql/recording_rows.h"
#include "core/store/database.h"

#include <algorithm>
#include <ctime>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using store::Transaction;

namespace {

PastQuery readQuery(const store::Statement& row, const std::filesystem::path& recordings)
{
    PastQuery query;
    query.id = QueryId {row.integer(0)};
    query.askedAt = row.integer(1);
    query.text = row.text(2);
    query.request = row.text(3);
    query.best = static_cast<std::uint64_t>(row.integer(4));
    query.maybe = static_cast<std::uint64_t>(row.integer(5));
    query.outcome = static_cast<QueryOutcome>(row.integer(6));
    if (const auto chosen = row.integerIfAny(7))
        query.chosen = base::PhotoId {*chosen};
    query.keep = static_cast<Keep>(row.integer(8));
    if (const auto recording = row.integerIfAny(9))
        query.recording = Recording {base::RecordingId {*recording}, recordings / row.text(10),
                                     sql::toHex(row.blob(11)), row.real(12), row.integer(13)};
    return query;
}

Status noSuchQuery(QueryId id)
{
    return fail(ErrorCode::NotFound, "There is no past query with the number " + std::to_string(id.value) + ".");
}

// A LIKE pattern that finds `word` anywhere, its own wildcards taken as letters.
std::string containing(std::string_view word)
{
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

std::vector<std::string> split(std::string_view words)
{
    std::vector<std::string> parts;
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        if (!word.empty())
            parts.push_back(containing(word));
    }
    return parts;
}

// The ids in the first column.
Result<std::vector<QueryId>> idsOf(store::Statement rows)
{
    std::vector<QueryId> ids;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return ids;
        ids.push_back(QueryId {rows.integer(0)});
    }
}

}  // namespace

Result<QueryId> History::add(const PastQuery& query)
{
    if (query.text.empty() && !query.recording && query.request == "{}")
        return fail(ErrorCode::InvalidArgument, "A past query needs words, a recording or a request.");
    std::optional<std::int64_t> recording;
    if (query.recording) {
        recording = query.recording->id.value;
        SAYSEE_ASSIGN(const std::int64_t known,
                      m_database.integer("SELECT count(*) FROM recordings WHERE id = ?", {*recording}));
        if (known == 0)
            return fail(ErrorCode::NotFound, "The recording of this query is not in the library.");
    }
    const auto chosen = query.chosen ? std::optional(query.chosen->value) : std::nullopt;
    SAYSEE_ASSIGN(auto insert,
                  m_database.prepare("INSERT INTO queries (asked_at, text, recording_id, request, best, maybe, "
                                     "outcome, chosen_id, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const std::int64_t askedAt = query.askedAt != 0 ? query.askedAt : std::time(nullptr);
    SAYSEE_TRY(insert
                   .bind({askedAt, query.text, recording, query.request, query.best, query.maybe,
                          static_cast<int>(query.outcome), chosen, static_cast<int>(query.keep)})
                   .run());
    return QueryId {m_database.lastInsertId()};
}

Status History::noteOpened(QueryId query, base::PhotoId photo)
{
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE queries SET outcome = ?, chosen_id = ? WHERE id = ?"));
    SAYSEE_TRY(update.bind({static_cast<int>(QueryOutcome::Opened), photo.value, query.value}).run());
    return m_database.changedRows() > 0 ? Status {} : noSuchQuery(query);
}

Status History::setKeep(QueryId query, Keep keep)
{
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE queries SET kept = ? WHERE id = ?"));
    SAYSEE_TRY(update.bind({static_cast<int>(keep), query.value}).run());
    return m_database.changedRows() > 0 ? Status {} : noSuchQuery(query);
}

Result<std::vector<PastQuery>> History::list(std::string_view words, std::size_t limit)
{
    const std::vector<std::string> patterns = split(words);
    std::string sql = "SELECT queries.id, asked_at, text, request, best, maybe, outcome, chosen_id, kept, "
                      "recording_id, file, sha256, duration, created_at FROM queries LEFT JOIN recordings ON "
                      "recordings.id = recording_id WHERE 1";
    std::vector<store::Value> values;
    for (const std::string& pattern : patterns) {
        sql += " AND text LIKE ? ESCAPE '\\'";
        values.emplace_back(pattern);
    }
    values.emplace_back(limit);
    SAYSEE_ASSIGN(auto rows, m_database.prepare(sql + " ORDER BY asked_at DESC, queries.id DESC LIMIT ?"));
    rows.bind(values);
    std::vector<PastQuery> queries;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return queries;
        queries.push_back(readQuery(rows, m_recordings));
    }
}

Result<std::vector<std::string>> History::unanswered(std::size_t limit)
{
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare("SELECT text, max(asked_at) FROM queries WHERE outcome = ? AND "
                                     "text <> '' GROUP BY text ORDER BY 2 DESC LIMIT ?"));
    rows.bind({static_cast<int>(QueryOutcome::NothingMatched), limit});
    std::vector<std::string> texts;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return texts;
        texts.push_back(rows.text(0));
    }
}

Result<HistoryCounts> History::counts()
{
    SAYSEE_ASSIGN(
        auto row,
        m_database.prepare("SELECT count(*), coalesce(sum(kept), 0), coalesce((SELECT sum(duration) FROM "
                           "recordings WHERE id IN (SELECT recording_id FROM queries)), 0.0) FROM queries"));
    SAYSEE_TRY(row.next());
    return HistoryCounts {static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1)),
                          row.real(2)};
}

Status History::remove(std::span<const QueryId> queries)
{
    std::vector<std::filesystem::path> orphans;
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    {
        SAYSEE_ASSIGN(auto find,
                      m_database.prepare("SELECT recordings.id, file FROM queries JOIN recordings ON "
                                         "recordings.id = recording_id WHERE queries.id = ?"));
        SAYSEE_ASSIGN(auto remove, m_database.prepare("DELETE FROM queries WHERE id = ?"));
        for (const QueryId query : queries) {
            SAYSEE_ASSIGN(const bool spoken, find.bind({query.value}).next());
            const base::RecordingId recording {spoken ? find.integer(0) : 0};
            const std::filesystem::path file = spoken ? m_recordings / find.text(1) : std::filesystem::path();
            SAYSEE_TRY(remove.bind({query.value}).run());
            if (!spoken)
                continue;
            SAYSEE_ASSIGN(const bool orphaned, sql::forgetIfUnused(m_database, recording));
            if (orphaned)
                orphans.push_back(file);
        }
    }
    SAYSEE_TRY(transaction.commit());
    std::error_code ignored;
    for (const auto& file : orphans)
        std::filesystem::remove(file, ignored);
    return {};
}

Result<std::uint64_t> History::expire(std::int64_t before)
{
    SAYSEE_ASSIGN(auto rows, m_database.prepare("SELECT id FROM queries WHERE kept = 0 AND asked_at < ?"));
    rows.bind({before});
    SAYSEE_ASSIGN(const std::vector<QueryId> old, idsOf(std::move(rows)));
    SAYSEE_TRY(remove(old));
    return old.size();
}

}  // namespace saysee::library
