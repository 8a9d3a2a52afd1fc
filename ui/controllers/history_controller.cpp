#include "ui/controllers/history_controller.h"

#include "ui/bridge/text.h"

#include <QDateTime>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace saysee::ui {

namespace {

using namespace std::chrono_literals;

constexpr qint64 kSecondsOfDay = 24 * 60 * 60;

struct Listing {
    std::vector<library::PastQuery> queries;
    library::HistoryCounts counts;
};

// All that has no column of its own.
nlohmann::json requestOf(const PastQuery& asked)
{
    auto request = nlohmann::json::object();
    const auto add = [&](const char* key, const QString& value) {
        if (!value.isEmpty())
            request[key] = fromQt(value);
    };
    add("picture", displayPath(asked.picture));
    add("without", asked.filter.without);
    add("from", asked.filter.from);
    add("to", asked.filter.to);
    add("folder", asked.filter.folder);
    add("keyword", asked.filter.keyword);
    if (asked.filter.lowestRating > 0)
        request["rating"] = asked.filter.lowestRating;
    return request;
}

base::Result<library::QueryId> keep(library::Library& library, const PastQuery& asked)
{
    library::PastQuery query;
    query.text = fromQt(asked.words);
    query.best = asked.best;
    query.maybe = asked.maybe;
    if (asked.best == 0 && asked.maybe == 0)
        query.outcome = library::QueryOutcome::NothingMatched;
    query.request = requestOf(asked).dump();
    if (!asked.clip.empty()) {
        SAYSEE_ASSIGN(query.recording, library.pairs().addRecording(asked.clip));
    }
    return library.history().add(query);
}

}  // namespace

PastQuery asAsked(const library::PastQuery& kept)
{
    const auto request = nlohmann::json::parse(kept.request, nullptr, false);
    const auto text = [&](const char* key) {
        const bool known = request.is_object() && request.contains(key) && request[key].is_string();
        return known ? toQt(request[key].get_ref<const std::string&>()) : QString();
    };
    const bool rated = request.is_object() && request.contains("rating") && request["rating"].is_number_integer();
    PastQuery query;
    query.words = toQt(kept.text);
    if (kept.recording)
        query.clip = kept.recording->file;
    query.picture = toPath(text("picture"));
    query.filter = {text("without"), text("from"),    text("to"),
                    text("folder"),  text("keyword"), rated ? request["rating"].get<int>() : 0};
    return query;
}

HistoryController::HistoryController(session::Session& session, Bridge& bridge, QSettings& settings, WindowBus& bus,
                                     QObject* parent)
    : QObject(parent), m_session(session), m_bridge(bridge), m_preferences(settings)
{
    connect(&bus, &WindowBus::searched, this, &HistoryController::record);
    connect(&bus, &WindowBus::showPhoto, this, &HistoryController::noteOpened);
    connect(&bus, &WindowBus::settingChanged, this, [this](const QString& key) {
        if (key == Preferences::kKeepQueriesKey)
            expire();
    });
    // A window may stay open for weeks.
    m_daily.setInterval(24h);
    connect(&m_daily, &QTimer::timeout, this, &HistoryController::expire);
    connect(&bus, &WindowBus::ready, this, &HistoryController::expire);
    m_daily.start();
    m_undo.setSingleShot(true);
    m_undo.setInterval(kUndoTime);
    connect(&m_undo, &QTimer::timeout, this, &HistoryController::carryOutRemoval);
}

HistoryController::~HistoryController()
{
    if (m_removed.empty())
        return;
    // The session carries it out before it ends.
    m_session.change<bool>(
        [queries = m_removed](library::Library& library) -> base::Result<bool> {
            SAYSEE_TRY(library.history().remove(queries));
            return true;
        },
        [](const base::Result<bool>&) {});
}

void HistoryController::change(std::function<base::Status(library::Library&)> work)
{
    using Done = bool;
    m_session.change<Done>(
        [work = std::move(work)](library::Library& library) -> base::Result<Done> {
            SAYSEE_TRY(work(library));
            return true;
        },
        m_bridge.to<Done>(this, [this](base::Result<Done> done) {
            if (!done)
                Q_EMIT failed(done.error());
            refresh(m_words);
        }));
}

void HistoryController::record(const PastQuery& asked)
{
    if (m_preferences.keepQueries() == KeepQueries::Not)
        return;
    const auto kept = std::make_shared<library::QueryId>();
    m_kept.insert(asked.number, kept);
    change([asked, kept](library::Library& library) -> base::Status {
        SAYSEE_ASSIGN(*kept, keep(library, asked));
        return {};
    });
}

void HistoryController::noteOpened(const PhotoRow& row)
{
    const auto kept = m_kept.value(row.query.number);
    if (!kept || row.current >= row.photos.size())
        return;
    change([kept, photo = row.photos[row.current].photo](library::Library& library) {
        return kept->valid() ? library.history().noteOpened(*kept, photo) : base::Status {};
    });
}

void HistoryController::refresh(const QString& words)
{
    m_words = words;
    m_session.ask<Listing>(
        [text = fromQt(words)](session::Workspace& workspace, const base::TaskContext&) -> base::Result<Listing> {
            Listing listing;
            SAYSEE_ASSIGN(listing.queries, workspace.library().history().list(text));
            SAYSEE_ASSIGN(listing.counts, workspace.library().history().counts());
            return listing;
        },
        m_bridge.to<Listing>(this, [this, words](base::Result<Listing> listing) {
            if (words != m_words)
                return;  // another answer is under way
            if (!listing)
                return Q_EMIT failed(listing.error());
            std::erase_if(listing->queries, [this](const library::PastQuery& query) {
                return std::find(m_removed.begin(), m_removed.end(), query.id) != m_removed.end();
            });
            m_model.setQueries(std::move(listing->queries));
            Q_EMIT countsChanged(listing->counts);
        }));
}

void HistoryController::setKeep(library::QueryId query, library::Keep keep)
{
    m_model.setKeep(query, keep);
    change([query, keep](library::Library& library) { return library.history().setKeep(query, keep); });
}

void HistoryController::remove(const std::vector<library::QueryId>& queries)
{
    carryOutRemoval();  // only the latest one can be undone
    for (const library::QueryId query : queries)
        m_model.remove(query);
    m_removed = queries;
    m_undo.start();
    Q_EMIT removable(static_cast<int>(queries.size()));
}

void HistoryController::undoRemove()
{
    m_undo.stop();
    m_removed.clear();
    Q_EMIT removable(0);
    refresh(m_words);
}

void HistoryController::carryOutRemoval()
{
    m_undo.stop();
    if (m_removed.empty())
        return;
    Q_EMIT removable(0);
    change([queries = std::exchange(m_removed, {})](library::Library& library) {
        return library.history().remove(queries);
    });
}

void HistoryController::expire()
{
    const auto limit = days(m_preferences.keepQueries());
    if (!limit)
        return;
    const qint64 before = QDateTime::currentSecsSinceEpoch() - *limit * kSecondsOfDay;
    change([before](library::Library& library) -> base::Status {
        SAYSEE_TRY(library.history().expire(before));
        return {};
    });
}

}  // namespace saysee::ui
