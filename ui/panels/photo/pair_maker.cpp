#include "ui/panels/photo/pair_maker.h"

#include "core/library/pairs.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"

namespace saysee::ui {

PairMaker::PairMaker(session::Session& session, Bridge& bridge, WindowBus& bus, QObject* parent)
    : QObject(parent), m_session(session), m_bridge(bridge), m_bus(bus)
{
}

void PairMaker::make(base::PhotoId photo, const PastQuery& query)
{
    const Key key {photo, query.clip};
    const auto made = std::make_shared<base::PairId>();
    if (!m_made.emplace(key, made).second)
        return;
    Q_EMIT changed();
    m_session.change<bool>(
        [photo, query, made](library::Library& library) -> base::Result<bool> {
            library::Pair pair;
            pair.photo = photo;
            pair.origin = library::PairOrigin::ThisIsTheOne;
            pair.heard = fromQt(query.heard);
            if (query.words != query.heard)
                pair.corrected = fromQt(query.words);
            SAYSEE_ASSIGN(pair.recording, library.pairs().addRecording(query.clip));
            SAYSEE_ASSIGN(*made, library.pairs().add(pair));
            return true;
        },
        m_bridge.to<bool>(this, [this, key, made](base::Result<bool> added) {
            if (added) {
                Q_EMIT m_bus.libraryChanged();
                return Q_EMIT m_bus.statusMessage(tr("What you said now belongs to this photo."));
            }
            if (const auto entry = m_made.find(key); entry != m_made.end() && entry->second == made)
                m_made.erase(entry);
            Q_EMIT changed();
            Q_EMIT failed(added.error());
        }));
}

void PairMaker::undo(base::PhotoId photo, const PastQuery& query)
{
    const auto entry = m_made.find({photo, query.clip});
    if (entry == m_made.end())
        return;
    const Made made = entry->second;
    m_made.erase(entry);
    Q_EMIT changed();
    m_session.change<bool>(
        [made](library::Library& library) -> base::Result<bool> {
            if (made->valid())
                SAYSEE_TRY(library.pairs().remove(*made));
            return true;
        },
        m_bridge.to<bool>(this, [this](base::Result<bool> removed) {
            if (!removed)
                return Q_EMIT failed(removed.error());
            Q_EMIT m_bus.libraryChanged();
            Q_EMIT m_bus.statusMessage(tr("Undone: what you said no longer belongs to this photo."));
        }));
}

}  // namespace saysee::ui
