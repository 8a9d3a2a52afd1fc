#include "ui/panels/label/label_controller.h"

#include "core/audio/decode.h"
#include "core/audio/voice_activity.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/bridge/voice_recorder.h"

#include <utility>

namespace saysee::ui {

namespace {

constexpr std::size_t kQueueLength = 50;

}  // namespace

QString LabelController::reasonText(const search::LabelItem& item)
{
    switch (item.reason) {
    case search::LabelReason::FailedSearch:
        return tr("Somebody looked for “%1” and found nothing.").arg(toQt(item.detail));
    case search::LabelReason::Confusable:
        return tr("The model can hardly tell it from another photo.");
    case search::LabelReason::Coverage:
        break;
    }
    return tr("Nothing like it has been described yet.");
}

base::Result<std::vector<LabelController::Item>> LabelController::itemsOf(session::Workspace& workspace,
                                                                          const std::vector<search::LabelItem>& plan)
{
    std::vector<Item> items;
    for (const search::LabelItem& item : plan) {
        SAYSEE_ASSIGN(const auto photo, workspace.library().photos().get(item.photo));
        items.push_back({item.photo, photo.path, reasonText(item), {}});
    }
    return items;
}

LabelController::LabelController(PanelContext& context, QObject* parent) : QObject(parent), m_context(context)
{
    connect(&context.bus, &WindowBus::labelPhotos, this, &LabelController::offer);
}

const LabelController::Item* LabelController::item() const
{
    return m_current < m_queue.size() ? &m_queue[m_current] : nullptr;
}

const LabelController::Item* LabelController::next() const
{
    return m_current + 1 < m_queue.size() ? &m_queue[m_current + 1] : nullptr;
}

void LabelController::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

void LabelController::load()
{
    setState(State::Loading);
    refreshCounts();
    m_context.session.ask<std::vector<Item>>(
        [](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<std::vector<Item>> {
            std::vector<Item> items;
            SAYSEE_ASSIGN(const auto doubtful, session::pairsToHearAgain(workspace.library()));
            for (const library::Pair& pair : doubtful) {
                SAYSEE_ASSIGN(const auto photo, workspace.library().photos().get(*pair.photo));
                items.push_back({*pair.photo, photo.path,
                                 tr("Listen again: what you said fits other photos better. Keep it, or record anew."),
                                 pair});
            }
            SAYSEE_ASSIGN(const auto plan, session::planQueue(workspace, kQueueLength, task));
            SAYSEE_ASSIGN(auto planned, itemsOf(workspace, plan));
            items.insert(items.end(), std::make_move_iterator(planned.begin()),
                         std::make_move_iterator(planned.end()));
            return items;
        },
        m_context.bridge.to<std::vector<Item>>(
            this, [this](base::Result<std::vector<Item>> queue) { takeQueue(std::move(queue), false); }));
}

void LabelController::offer(const QList<qint64>& photos)
{
    std::vector<search::LabelItem> plan;
    for (const qint64 photo : photos)
        plan.push_back({{photo}, search::LabelReason::Coverage, {}});
    m_context.session.ask<std::vector<Item>>(
        [plan](session::Workspace& workspace, const base::TaskContext&) {
            auto items = itemsOf(workspace, plan);
            if (items)
                for (Item& item : *items)
                    item.why = tr("You chose it.");
            return items;
        },
        m_context.bridge.to<std::vector<Item>>(
            this, [this](base::Result<std::vector<Item>> queue) { takeQueue(std::move(queue), true); }));
}

void LabelController::takeQueue(base::Result<std::vector<Item>> queue, bool first)
{
    if (!queue) {
        m_message = inWords(queue.error());
        return setState(m_queue.empty() ? State::Empty : m_state);
    }
    const auto position = m_queue.begin() + static_cast<std::ptrdiff_t>(std::min(m_current, m_queue.size()));
    m_queue.insert(first ? position : m_queue.end(), queue->begin(), queue->end());
    if (m_state == State::Loading || m_state == State::Empty || m_state == State::Ready)
        show(m_current);
}

void LabelController::show(std::size_t item)
{
    m_current = item;
    m_take = {};
    m_shown.start();
    const Item* shown = this->item();
    setState(shown != nullptr ? State::Ready : State::Empty);
    if (shown != nullptr && shown->again)
        hearAgain(*shown->again);
}

// An accepted pair comes under review again; a recording that is gone leaves its photo to be described anew.
void LabelController::hearAgain(const library::Pair& pair)
{
    m_context.session.ask<audio::Clip>(
        [file = pair.recording->file](session::Workspace&, const base::TaskContext&) {
            return audio::decodeFile(file);
        },
        m_context.bridge.to<audio::Clip>(
            this, [this, pair, item = m_current, generation = ++m_generation](base::Result<audio::Clip> clip) {
                if (!clip || generation != m_generation || m_state != State::Ready || item != m_current)
                    return;
                m_take = {pair, std::move(*clip), {}, true, session::rankOf(pair), true};
                setState(State::Review);
            }));
}

void LabelController::talk()
{
    switch (m_state) {
    case State::Ready:
        return startTake();
    case State::Recording:
        return m_context.voice.stop();
    case State::Review:
        return accept();
    default:
        return;
    }
}

void LabelController::startTake()
{
    m_message.clear();
    m_recordAgain = false;
    const bool started =
        m_context.voice.start(this, [this](base::Result<audio::Take> take) { takeEnded(std::move(take)); });
    if (started)
        setState(State::Recording);
}

void LabelController::takeEnded(base::Result<audio::Take> take)
{
    if (m_state != State::Recording || item() == nullptr)
        return;
    if (!take) {
        if (take.error().code != base::ErrorCode::Cancelled)
            m_message = inWords(take.error());
        setState(State::Ready);
        if (std::exchange(m_recordAgain, false))
            startTake();
        return;
    }
    library::Pair draft;
    draft.photo = item()->photo;
    draft.speaker = fromQt(m_speaker);
    draft.origin = library::PairOrigin::Labelled;
    setState(State::Saving);
    m_context.session.change<session::SavedTake>(
        [take = std::move(*take), draft](library::Library& library) {
            return session::saveTake(library, take, draft);
        },
        m_context.bridge.to<session::SavedTake>(
            this, [this](base::Result<session::SavedTake> answer) { saved(std::move(answer)); }));
}

void LabelController::saved(base::Result<session::SavedTake> answer)
{
    if (!answer) {
        m_message = inWords(answer.error());
        return setState(State::Ready);
    }
    m_take = {
        std::move(answer->pair), std::move(answer->speech), toQt(audio::describe(answer->quality)), false, 0, false};
    ++m_generation;
    refreshCounts();
    setState(State::Review);
    listen();
}

// The model's ears: what it understood, and how far behind the photo comes. The take may be accepted before.
void LabelController::listen()
{
    m_context.session.ask<session::HeardPair>(
        [clip = m_take.speech, photo = *m_take.pair.photo](session::Workspace& workspace,
                                                           const base::TaskContext& task) {
            return session::hearPair(workspace, clip, photo, task);
        },
        m_context.bridge.to<session::HeardPair>(
            this, [this, id = m_take.pair.id, generation = m_generation](base::Result<session::HeardPair> heard) {
                if (!heard)
                    return;
                changePair(id,
                           [text = heard->text, language = heard->language, rank = heard->rank](library::Pair& pair) {
                               pair.heard = text;
                               pair.language = language;
                               session::setRank(pair, rank);
                           });
                if (generation != m_generation || m_state != State::Review)
                    return;
                m_take.pair.heard = heard->text;
                m_take.rank = heard->rank;
                m_take.heard = true;
                Q_EMIT changed();
            }));
}

void LabelController::accept()
{
    const base::PairId id = m_take.pair.id;
    if (m_take.accepted) {
        changePair(id, [](library::Pair& pair) { session::setHeardAgain(pair); });
        m_queue[m_current].again.reset();
    } else {
        const double spent = static_cast<double>(m_shown.elapsed()) / 1000.0;
        changePair(id, [spent](library::Pair& pair) {
            pair.verdict = library::PairVerdict::Accepted;
            pair.leadSeconds = spent;
        });
        m_accepted.push_back({m_current, id});
    }
    refreshCounts();
    show(m_current + 1);
    if (m_state == State::Empty)
        load();
}

void LabelController::dropTake()
{
    if (m_state == State::Recording)
        m_context.voice.cancel();
    if (m_state == State::Review && !m_take.accepted)
        removePair(m_take.pair.id);
    ++m_generation;
    m_take = {};
}

void LabelController::again()
{
    if (m_state == State::Recording) {
        m_recordAgain = true;  // when the recorder has answered that this one is gone
        return m_context.voice.cancel();
    }
    if (m_state != State::Review)
        return;
    if (m_take.accepted) {  // it gives way to a new one
        removePair(m_take.pair.id);
        m_queue[m_current].again.reset();
    }
    dropTake();
    m_state = State::Ready;
    startTake();
}

void LabelController::cancelTake()
{
    if (m_state == State::Recording)
        m_context.voice.cancel();
}

void LabelController::skip()
{
    if (m_state == State::Saving || m_state == State::Loading)
        return;
    dropTake();
    show(std::min(m_current + 1, m_queue.size()));
}

void LabelController::back()
{
    if (m_state == State::Saving || m_state == State::Loading || m_current == 0)
        return;
    dropTake();
    show(m_current - 1);
}

void LabelController::undo()
{
    if (m_accepted.empty() || m_state == State::Saving || m_state == State::Loading)
        return;
    dropTake();
    const Accepted last = m_accepted.back();
    m_accepted.pop_back();
    removePair(last.pair);
    show(last.item);
}

void LabelController::correct(const QString& text)
{
    if (m_state != State::Review)
        return;
    m_take.pair.corrected = fromQt(text);
    changePair(m_take.pair.id, [text = fromQt(text)](library::Pair& pair) { pair.corrected = text; });
}

void LabelController::changePair(base::PairId id, std::function<void(library::Pair&)> change)
{
    m_context.session.change<base::PairId>(
        [id, change = std::move(change)](library::Library& library) -> base::Result<base::PairId> {
            SAYSEE_ASSIGN(library::Pair pair, library.pairs().get(id));
            change(pair);
            SAYSEE_TRY(library.pairs().update(pair));
            return id;
        },
        m_context.bridge.to<base::PairId>(this, [this](base::Result<base::PairId> done) {
            if (!done && done.error().code != base::ErrorCode::NotFound)  // thrown away meanwhile
                Q_EMIT m_context.bus.statusMessage(inWords(done.error()));
        }));
}

void LabelController::removePair(base::PairId id)
{
    m_context.session.change<base::PairId>(
        [id](library::Library& library) { return library.pairs().remove(id).map([id] { return id; }); },
        m_context.bridge.to<base::PairId>(this, [this](const base::Result<base::PairId>&) { refreshCounts(); }));
}

void LabelController::refreshCounts()
{
    m_context.session.change<library::PairCounts>(
        [](library::Library& library) { return library.pairs().counts(); },
        m_context.bridge.to<library::PairCounts>(this, [this](base::Result<library::PairCounts> counts) {
            if (!counts)
                return;
            m_counts = *counts;
            Q_EMIT changed();
            Q_EMIT m_context.bus.libraryChanged();
        }));
}

}  // namespace saysee::ui
