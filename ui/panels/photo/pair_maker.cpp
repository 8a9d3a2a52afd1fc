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
    m_session.change<base::PairId>(
        [photo, query](library::Library& library) -> base::Result<base::PairId> {
            library::Pair pair;
            pair.photo = photo;
            pair.origin = library::PairOrigin::ThisIsTheOne;
            pair.heard = fromQt(query.heard);
            if (query.words != query.heard)
                pair.corrected = fromQt(query.words);
            SAYSEE_ASSIGN(pair.recording, library.pairs().addRecording(query.clip));
            return library.pairs().add(pair);
        },
        m_bridge.to<base::PairId>(this, [this, photo](base::Result<base::PairId> pair) {
            if (!pair)
                return Q_EMIT failed(pair.error());
            m_made.insert(photo.value, *pair);
            Q_EMIT changed();
            Q_EMIT m_bus.libraryChanged();
            Q_EMIT m_bus.statusMessage(tr("What you said now belongs to this photo."));
        }));
}

void PairMaker::undo(base::PhotoId photo)
{
    const base::PairId pair = m_made.take(photo.value);
    if (!pair.valid())
        return;
    m_session.change<bool>(
        [pair](library::Library& library) -> base::Result<bool> {
            SAYSEE_TRY(library.pairs().remove(pair));
            return true;
        },
        m_bridge.to<bool>(this, [this](base::Result<bool> removed) {
            if (!removed)
                return Q_EMIT failed(removed.error());
            Q_EMIT changed();
            Q_EMIT m_bus.libraryChanged();
            Q_EMIT m_bus.statusMessage(tr("Undone: what you said no longer belongs to this photo."));
        }));
}

}  // namespace saysee::ui
