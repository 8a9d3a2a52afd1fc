#include "ui/panels/pairs/pairs_controller.h"

#include "core/library/exchange.h"
#include "ui/bridge/text.h"

#include <algorithm>

namespace saysee::ui {

namespace {

bool contains(const library::Pair& pair, const QString& words)
{
    const auto has = [&](const std::string& text) { return toQt(text).contains(words, Qt::CaseInsensitive); };
    return has(pair.text()) || has(pair.photoPath) || has(pair.speaker);
}

// An exchange leaves out what it cannot write; the first such pair stands for all of them.
QString describe(const library::ExchangeReport& done, const std::filesystem::path& folder)
{
    QString text = PairsController::tr("%Ln pair(s) written to %1.", nullptr, static_cast<int>(done.pairs))
                       .arg(displayPath(folder));
    if (!done.problems.empty())
        text += QLatin1Char(' ')
            + PairsController::tr("%Ln left out: %1", nullptr, static_cast<int>(done.problems.size()))
                  .arg(toQt(done.problems.front()));
    return text;
}

base::Status removeAll(library::Library& library, const std::vector<base::PairId>& pairs)
{
    for (const base::PairId pair : pairs)
        if (auto removed = library.pairs().remove(pair);
            !removed && removed.error().code != base::ErrorCode::NotFound)
            return removed;
    return {};
}

}  // namespace

PairsController::PairsController(session::Session& session, Bridge& bridge, WindowBus& bus, QObject* parent)
    : QObject(parent), m_session(session), m_bridge(bridge), m_bus(bus)
{
    m_undo.setSingleShot(true);
    m_undo.setInterval(kUndoTime);
    connect(&m_undo, &QTimer::timeout, this, &PairsController::carryOutRemoval);
}

PairsController::~PairsController()
{
    if (m_removed.empty())
        return;
    // The session carries it out before it ends.
    m_session.change<bool>(
        [pairs = m_removed](library::Library& library) -> base::Result<bool> {
            SAYSEE_TRY(removeAll(library, pairs));
            return true;
        },
        [](const base::Result<bool>&) {});
}

void PairsController::refresh(const QString& words)
{
    m_words = words;
    using Pairs = std::vector<library::Pair>;
    // Of the writer's thread: what was changed a moment ago is in it.
    m_session.change<Pairs>([](library::Library& library) { return library.pairs().list(); },
                            m_bridge.to<Pairs>(this, [this, words](base::Result<Pairs> pairs) {
                                if (words != m_words)
                                    return;  // another answer is under way
                                if (!pairs)
                                    return Q_EMIT failed(pairs.error());
                                std::erase_if(*pairs, [&](const library::Pair& pair) {
                                    return !contains(pair, words)
                                        || std::find(m_removed.begin(), m_removed.end(), pair.id) != m_removed.end();
                                });
                                std::reverse(pairs->begin(), pairs->end());
                                m_model.setPairs(std::move(*pairs));
                            }));
}

void PairsController::change(std::function<base::Status(library::Library&)> work)
{
    m_session.change<bool>(
        [work = std::move(work)](library::Library& library) -> base::Result<bool> {
            SAYSEE_TRY(work(library));
            return true;
        },
        m_bridge.to<bool>(this, [this](base::Result<bool> done) {
            if (!done)
                Q_EMIT failed(done.error());
            refresh(m_words);
            Q_EMIT m_bus.libraryChanged();
        }));
}

void PairsController::correct(const library::Pair& pair, const QString& words)
{
    library::Pair corrected = pair;
    corrected.corrected = fromQt(words);
    m_model.change(corrected);
    change([id = pair.id, words = fromQt(words)](library::Library& library) -> base::Status {
        SAYSEE_ASSIGN(library::Pair stored, library.pairs().get(id));
        stored.corrected = words;
        return library.pairs().update(stored);
    });
}

void PairsController::setVerdict(const std::vector<library::Pair>& pairs, library::PairVerdict verdict)
{
    std::vector<base::PairId> ids;
    for (library::Pair pair : pairs) {
        pair.verdict = verdict;
        m_model.change(pair);
        ids.push_back(pair.id);
    }
    change([ids, verdict](library::Library& library) -> base::Status {
        for (const base::PairId id : ids) {
            SAYSEE_ASSIGN(library::Pair stored, library.pairs().get(id));
            stored.verdict = verdict;
            SAYSEE_TRY(library.pairs().update(stored));
        }
        return {};
    });
}

void PairsController::remove(const std::vector<library::Pair>& pairs)
{
    carryOutRemoval();  // only the latest one can be undone
    for (const library::Pair& pair : pairs) {
        m_removed.push_back(pair.id);
        m_model.remove(pair.id);
    }
    m_undo.start();
    Q_EMIT removable(static_cast<int>(m_removed.size()));
}

void PairsController::undoRemove()
{
    m_undo.stop();
    m_removed.clear();
    Q_EMIT removable(0);
    refresh(m_words);
}

void PairsController::carryOutRemoval()
{
    m_undo.stop();
    if (m_removed.empty())
        return;
    Q_EMIT removable(0);
    change([pairs = std::exchange(m_removed, {})](library::Library& library) { return removeAll(library, pairs); });
}

void PairsController::exportTo(const std::filesystem::path& folder)
{
    using Report = library::ExchangeReport;
    m_session.ask<Report>(
        [folder](session::Workspace& workspace, const base::TaskContext& task) {
            return library::exportPairs(workspace.library(), "jsonl", folder, library::Media::Copy, {}, task);
        },
        m_bridge.to<Report>(this, [this, folder](const base::Result<Report>& done) {
            if (!done)
                return Q_EMIT failed(done.error());
            Q_EMIT m_bus.statusMessage(describe(*done, folder));
        }));
}

void PairsController::findPhoto(base::PhotoId photo)
{
    m_session.ask<library::Photo>(
        [photo](session::Workspace& workspace, const base::TaskContext&) {
            return workspace.library().photos().get(photo);
        },
        m_bridge.to<library::Photo>(this, [this, photo](const base::Result<library::Photo>& found) {
            if (found)  // else there is nothing to show
                Q_EMIT photoFound(photo, found->path);
        }));
}

}  // namespace saysee::ui
