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
constexpr std::size_t kMostWaiting = 20;  // before new photos come: a large import should not stand before them all

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

base::Result<std::vector<LabelController::Item>> LabelController::itemsToHear(session::Workspace& workspace)
{
    SAYSEE_ASSIGN(const auto pairs, workspace.library().pairs().list());
    std::vector<Item> items;
    for (const auto& [pair, reason] : session::planHearing(pairs, kMostWaiting)) {
        SAYSEE_ASSIGN(const auto photo, workspace.library().photos().get(*pair.photo));
        if (photo.state != library::PhotoState::Present)
            continue;  // nobody can judge a description of what cannot be seen
        const QString why = reason == session::HearingReason::Waits
            ? tr("This description waits to be accepted. Keep it, correct it, or record anew.")
            : tr("Listen again: what you said fits other photos better. Keep it, or record anew.");
        items.push_back({*pair.photo, photo.path, why, pair});
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

// What is to be judged is shown at once, while new photos to describe are still looked for: that needs the model.
void LabelController::load()
{
    if (m_loading)
        return;
    m_loading = true;
    setState(State::Loading);
    refreshCounts();
    m_context.session.ask<std::vector<Item>>(
        [](session::Workspace& workspace, const base::TaskContext&) { return itemsToHear(workspace); },
        m_context.bridge.to<std::vector<Item>>(
            this, [this](base::Result<std::vector<Item>> items) { append(std::move(items)); }));
    m_context.session.ask<std::vector<Item>>(
        [](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<std::vector<Item>> {
            SAYSEE_ASSIGN(const auto plan, session::planQueue(workspace, kQueueLength, task));
            return itemsOf(workspace, plan);
        },
        m_context.bridge.to<std::vector<Item>>(this, [this](base::Result<std::vector<Item>> items) {
            m_loading = false;
            append(std::move(items));
        }));
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
            this, [this](base::Result<std::vector<Item>> items) { insertNext(std::move(items)); }));
}

void LabelController::append(base::Result<std::vector<Item>> items)
{
    if (!items)
        m_message = inWords(items.error());
    else
        for (Item& item : *items) {
            // The library may not have written down yet what was judged a moment ago.
            if (!item.again || !m_settled.contains(item.again->id))
                m_queue.push_back(std::move(item));
        }
    if (m_state == State::Loading)
        show(m_current);
}

// Behind the photo that is shown: its take, running or under review, stays with it.
void LabelController::insertNext(base::Result<std::vector<Item>> items)
{
    if (!items) {
        m_message = inWords(items.error());
        Q_EMIT changed();
        return;
    }
    const bool free = item() == nullptr || m_state == State::Ready || (m_state == State::Review && m_take.earlier);
    const std::size_t next = item() == nullptr ? m_queue.size() : m_current + 1;
    m_queue.insert(m_queue.begin() + static_cast<std::ptrdiff_t>(next), items->begin(), items->end());
    for (Judged& each : m_judged)  // undo returns to the photo that it was about
        each.item += each.item >= next ? items->size() : 0;
    if (free && !items->empty())
        show(next);
}

void LabelController::show(std::size_t item)
{
    m_current = item;
    m_take = {};
    ++m_generation;
    m_shown.start();
    present();
}

// The photo waits for words, or what was said about it earlier for a judgement.
void LabelController::present()
{
    const Item* shown = item();
    setState(shown != nullptr ? State::Ready : m_loading ? State::Loading : State::Empty);
    if (shown != nullptr && shown->again)
        hearAgain(*shown->again);
}

// A pair that was made earlier comes under review; a recording that is gone leaves its photo to be described anew.
void LabelController::hearAgain(const library::Pair& pair)
{
    if (!pair.recording)
        return review(pair, {});
    m_context.bridge.aside<audio::Clip>([file = pair.recording->file] { return audio::decodeFile(file); }, this,
                                        [this, pair, generation = m_generation](base::Result<audio::Clip> clip) {
                                            if (generation != m_generation || m_state != State::Ready)
                                                return;
                                            if (clip)
                                                return review(pair, std::move(*clip));
                                            m_message = inWords(clip.error());
                                            Q_EMIT changed();
                                        });
}

void LabelController::review(const library::Pair& pair, audio::Clip speech)
{
    m_take = {pair, std::move(speech), {}, session::rankOf(pair), true};
    setState(State::Review);
    if (pair.recording && !m_take.rank)
        listen();
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
    m_spokenOf = item()->photo;
    const bool started =
        m_context.voice.start(this, [this](base::Result<audio::Take> take) { takeEnded(std::move(take)); });
    if (started)
        setState(State::Recording);
    else
        present();  // another panel's take is running
}

void LabelController::takeEnded(base::Result<audio::Take> take)
{
    if (m_state != State::Recording || item() == nullptr)
        return;
    if (!take) {
        if (take.error().code != base::ErrorCode::Cancelled)
            m_message = inWords(take.error());
        if (!std::exchange(m_recordAgain, false))
            return present();
        m_state = State::Ready;
        return startTake();
    }
    library::Pair draft;
    draft.photo = m_spokenOf;
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
        return present();
    }
    m_take = {std::move(answer->pair), std::move(answer->speech), toQt(audio::describe(answer->quality)), {}, false};
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
                if (!heard || !heard->quality.usable())
                    return;
                const auto note = [text = heard->text, language = heard->language,
                                   rank = heard->rank](library::Pair& pair) {
                    if (pair.heard.empty())  // what came with a pair is kept: it may be a person's words
                        pair.heard = text;
                    if (pair.language.empty())
                        pair.language = language;
                    session::setRank(pair, rank);
                };
                changePair(id, note);
                if (generation != m_generation || m_state != State::Review)
                    return;
                note(m_take.pair);
                m_take.rank = heard->rank;
                if (m_take.earlier)
                    m_queue[m_current].again = m_take.pair;
                Q_EMIT changed();
            }));
}

void LabelController::accept()
{
    if (m_take.earlier)
        return judgeEarlier(library::PairVerdict::Accepted);
    const double spent = static_cast<double>(m_shown.elapsed()) / 1000.0;
    changePair(m_take.pair.id, [spent](library::Pair& pair) {
        pair.verdict = library::PairVerdict::Accepted;
        pair.leadSeconds = spent;
    });
    const auto replaced = std::exchange(m_queue[m_current].again, {});
    m_judged.push_back({m_current, m_take.pair.id, replaced});
    m_settled.insert(m_take.pair.id);
    if (replaced) {  // rejected, not removed: undo brings it back
        m_settled.insert(replaced->id);
        changePair(replaced->id, [](library::Pair& pair) { pair.verdict = library::PairVerdict::Rejected; });
    }
    refreshCounts();
    show(m_current + 1);
    if (m_state == State::Empty)
        load();
}

void LabelController::judgeEarlier(library::PairVerdict verdict)
{
    const double spent = static_cast<double>(m_shown.elapsed()) / 1000.0;
    m_judged.push_back({m_current, m_take.pair.id, m_take.pair});
    m_settled.insert(m_take.pair.id);
    changePair(m_take.pair.id, [spent, verdict](library::Pair& pair) {
        if (pair.verdict != verdict)
            pair.leadSeconds += spent;
        pair.verdict = verdict;
        session::setHeardAgain(pair);
    });
    m_queue[m_current].again.reset();
    refreshCounts();
    show(m_current + 1);
    if (m_state == State::Empty)
        load();
}

void LabelController::dropTake()
{
    if (m_state == State::Recording)
        m_context.voice.cancel();
    if (m_state == State::Review && !m_take.earlier)
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
    dropTake();
    m_state = State::Ready;
    startTake();
}

void LabelController::discard()
{
    if (m_state != State::Review)
        return;
    if (m_take.earlier)
        return judgeEarlier(library::PairVerdict::Rejected);
    dropTake();
    show(m_current);
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
    if (m_judged.empty() || m_state == State::Saving || m_state == State::Loading)
        return;
    dropTake();
    const Judged last = std::move(m_judged.back());
    m_judged.pop_back();
    m_queue[last.item].again = last.before;
    m_settled.erase(last.before ? last.before->id : last.pair);
    if (last.before)
        changePair(last.before->id, [before = *last.before](library::Pair& pair) { pair = before; });
    if (!last.before || last.before->id != last.pair)
        removePair(last.pair);
    refreshCounts();
    show(last.item);
}

void LabelController::correct(const QString& text)
{
    if (m_state != State::Review)
        return;
    m_take.pair.corrected = fromQt(text);
    if (m_take.earlier)
        m_queue[m_current].again = m_take.pair;
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
    m_settled.insert(id);
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
