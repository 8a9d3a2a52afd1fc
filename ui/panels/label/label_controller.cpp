#include "ui/panels/label/label_controller.h"

#include "core/audio/decode.h"
#include "core/audio/voice_activity.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/bridge/voice_recorder.h"

#include <algorithm>
#include <utility>

namespace saysee::ui {

namespace {

constexpr std::size_t kQueueLength = 50;
constexpr std::size_t kMostWaiting = 20;  // before new photos come: a large import should not stand before them all

std::optional<base::PairId> pairOf(const LabelController::Item& item)
{
    return item.again ? std::optional(item.again->id) : std::nullopt;
}

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
        items.push_back({item.photo, photo.path, reasonText(item), {}, {}});
    }
    return items;
}

base::Result<std::vector<LabelController::Item>> LabelController::itemsToHear(session::Workspace& workspace,
                                                                              std::size_t mostWaiting)
{
    SAYSEE_ASSIGN(const auto pairs, workspace.library().pairs().list());
    std::vector<Item> items;
    for (const auto& [pair, reason] : session::planHearing(pairs, mostWaiting)) {
        SAYSEE_ASSIGN(const auto photo, workspace.library().photos().get(*pair.photo));
        if (photo.state != library::PhotoState::Present)
            continue;  // nobody can judge a description of what cannot be seen
        const QString why = reason == session::HearingReason::Waits
            ? tr("This description waits to be accepted. Keep it, correct it, or record anew.")
            : tr("Listen again: what you said fits other photos better. Keep it, or record anew.");
        items.push_back({*pair.photo, photo.path, why, pair, {}});
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
    const std::size_t known = m_queue.size();  // and not offered twice
    m_context.session.ask<std::vector<Item>>(
        [known](session::Workspace& workspace, const base::TaskContext&) {
            return itemsToHear(workspace, kMostWaiting + known);
        },
        m_context.bridge.to<std::vector<Item>>(
            this, [this](base::Result<std::vector<Item>> items) { append(std::move(items)); }));
    m_context.session.ask<std::vector<Item>>(
        [known](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<std::vector<Item>> {
            SAYSEE_ASSIGN(const auto plan, session::planQueue(workspace, kQueueLength + known, task));
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
            if (!waits(item) && (!item.again || !m_settled.contains(item.again->id)))
                m_queue.push_back(std::move(item));
        }
    if (m_state == State::Loading)
        show(m_current);
}

// Whether the queue holds it already, skipped or still to come.
bool LabelController::waits(const Item& item) const
{
    for (std::size_t place = 0; place < m_queue.size(); ++place)
        if (m_queue[place].photo == item.photo
            && std::none_of(m_judged.begin(), m_judged.end(), [&](const Judged& each) { return each.item == place; })
            && pairOf(m_queue[place]) == pairOf(item))
            return true;
    return false;
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
        return judge(library::PairVerdict::Accepted);
    case State::Empty:
        return hasSkipped() ? startAgain() : load();
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
    m_take = {std::move(answer->pair), std::move(answer->speech), qualityText(answer->quality), {}, false};
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

// An accepted pair takes the place of others that wait for the same photo; after a rejected one they have their turn.
void LabelController::judge(library::PairVerdict verdict)
{
    using library::PairVerdict;
    const double spent = static_cast<double>(m_shown.elapsed()) / 1000.0;
    const bool heardAgain = m_take.earlier;
    putAside();
    Item& item = m_queue[m_current];
    m_judged.push_back({m_current, item});
    settle(item.again->id, [spent, verdict, heardAgain](library::Pair& pair) {
        if (pair.verdict != verdict)
            pair.leadSeconds += spent;
        pair.verdict = verdict;
        if (heardAgain)
            session::setHeardAgain(pair);
    });
    item.again.reset();
    if (verdict == PairVerdict::Accepted) {
        for (const library::Pair& other : item.others)  // rejected, not removed: undo brings them back
            settle(other.id, [](library::Pair& pair) { pair.verdict = PairVerdict::Rejected; });
        item.others.clear();
    }
    refreshCounts();
    if (item.others.empty())
        return showNext();
    item.again = std::move(item.others.back());
    item.others.pop_back();
    show(m_current);
}

// What is under review waits for the next time that its photo is shown.
void LabelController::putAside()
{
    if (m_state == State::Recording)
        m_context.voice.cancel();
    if (m_state == State::Review && !m_take.earlier) {
        Item& item = m_queue[m_current];
        if (item.again)
            item.others.push_back(std::move(*item.again));
        item.again = m_take.pair;
    }
    ++m_generation;
    m_take = {};
}

void LabelController::removeTake()
{
    if (!m_take.earlier)
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
    removeTake();
    m_state = State::Ready;
    startTake();
}

void LabelController::discard()
{
    if (m_state != State::Review)
        return;
    if (m_take.earlier)
        return judge(library::PairVerdict::Rejected);
    removeTake();
    show(m_current);
}

void LabelController::cancelTake()
{
    if (m_state == State::Recording)
        m_context.voice.cancel();
}

void LabelController::endTake()
{
    if (m_state == State::Recording)
        m_context.voice.stop();
}

void LabelController::skip()
{
    if (m_state == State::Saving || m_state == State::Loading)
        return;
    putAside();
    showNext();
}

void LabelController::showNext()
{
    show(std::min(m_current + 1, m_queue.size()));
    if (m_state == State::Empty)
        load();
}

void LabelController::back()
{
    if (m_state == State::Saving || m_state == State::Loading || m_current == 0)
        return;
    putAside();
    show(m_current - 1);
}

void LabelController::undo()
{
    if (m_judged.empty() || m_state == State::Saving || m_state == State::Loading)
        return;
    putAside();
    const Judged last = std::move(m_judged.back());
    m_judged.pop_back();
    unsettle(*last.before.again);
    for (const library::Pair& other : last.before.others)
        unsettle(other);
    m_queue[last.item] = last.before;
    refreshCounts();
    show(last.item);
}

bool LabelController::hasSkipped() const
{
    std::set<std::size_t> judged;
    for (const Judged& each : m_judged)
        judged.insert(each.item);
    return judged.size() < m_queue.size();
}

void LabelController::startAgain()
{
    m_queue.clear();
    m_judged.clear();
    m_current = 0;
    load();
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

void LabelController::settle(base::PairId id, std::function<void(library::Pair&)> change)
{
    m_settled.insert(id);
    changePair(id, std::move(change));
}

// The time that was spent stays, and so does what the model has heard meanwhile.
void LabelController::unsettle(const library::Pair& before)
{
    m_settled.erase(before.id);
    changePair(before.id, [verdict = before.verdict, extra = before.extra](library::Pair& pair) {
        pair.verdict = verdict;
        pair.extra = extra;
    });
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
    readCounts([this] { Q_EMIT m_context.bus.libraryChanged(); });
}

void LabelController::readCounts(const std::function<void()>& then)
{
    m_context.session.change<library::PairCounts>(
        [](library::Library& library) { return library.pairs().counts(); },
        m_context.bridge.to<library::PairCounts>(this, [this, then](base::Result<library::PairCounts> counts) {
            if (!counts)
                return;
            m_counts = *counts;
            Q_EMIT changed();
            if (then)
                then();
        }));
}

}  // namespace saysee::ui
