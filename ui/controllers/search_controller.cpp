#include "ui/controllers/search_controller.h"

#include "core/audio/decode.h"
#include "core/image/decode.h"
#include "ui/bridge/text.h"

#include <algorithm>

namespace saysee::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kAheadInterval = 500ms;  // between looks at what was said so far
constexpr double kLeastSpeech = 0.7;  // seconds before the first look
constexpr double kMostAhead = 30;  // seconds; one window of the recogniser
constexpr std::chrono::seconds kLongestClip = 300s;  // a question is a sentence or two, not a lecture
constexpr int kPictureSide = image::encoderShorterSide(448);
constexpr std::size_t kPhotos = 200;  // a few screens full; what is beyond does not match any more

image::RgbImage toRgb(const QImage& picture)
{
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    image::RgbImage result {rgb.width(), rgb.height(), {}};
    for (int y = 0; y < rgb.height(); ++y)  // QImage pads its lines
        result.pixels.insert(result.pixels.end(), rgb.constScanLine(y), rgb.constScanLine(y) + rgb.width() * 3);
    return result;
}

}  // namespace

SearchController::SearchController(session::Session& session, Bridge& bridge, VoiceRecorder& voice, WindowBus& bus,
                                   QObject* parent)
    : QObject(parent), m_session(session), m_bridge(bridge), m_voice(voice), m_bus(bus)
{
    m_ahead.setInterval(kAheadInterval);
    connect(&m_ahead, &QTimer::timeout, this, &SearchController::listenAhead);
}

SearchController::~SearchController()
{
    m_running.request_stop();
    std::error_code ignored;
    for (const auto& take : m_takes)
        std::filesystem::remove(take, ignored);
}

QString SearchController::pictureLabel() const
{
    return m_now.picture ? m_now.picture->label : m_now.similar ? m_now.similar->label : QString();
}

void SearchController::warmUp()
{
    m_session.ask<bool>(
        [](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<bool> {
            SAYSEE_TRY(workspace.index(task));
            return true;
        },
        [](const base::Result<bool>&) {});  // what fails here fails again, and is said, at the first question
}

void SearchController::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    if (state == State::Listening)
        m_ahead.start(kAheadInterval);
    else
        m_ahead.stop();
    Q_EMIT stateChanged(state);
}

void SearchController::fail(const base::Error& error)
{
    setState(State::Idle);
    if (error.code != base::ErrorCode::Cancelled)
        Q_EMIT failed(error);
}

void SearchController::giveUp(const base::Error& error)
{
    setState(State::Idle);
    bringBack();
    fail(error);
}

void SearchController::bringBack()
{
    m_now = m_settled.question;
    m_step = Step::Refined;
    m_isPreview = false;
    dropTakes();
    Q_EMIT partsChanged();
    if (!m_settled.answer)
        return Q_EMIT cleared();
    showWords();
    Q_EMIT answered(*m_settled.answer);
}

void SearchController::startListening()
{
    if (m_state == State::Listening)
        return;
    if (!m_voice.start(this, [this](base::Result<audio::Take> take) { onTake(std::move(take)); }))
        return;
    m_isTaking = true;
    supersede();
    setState(State::Listening);
}

void SearchController::stopListening()
{
    if (m_state != State::Listening)
        return;
    supersede();  // a look ahead that still runs would only be in the way
    setState(State::Thinking);
    m_voice.stop();
}

void SearchController::cancel()
{
    throwTakeAway();
    supersede();
    setState(State::Idle);
    bringBack();
}

void SearchController::throwTakeAway()
{
    if (std::exchange(m_isTaking, false))
        m_voice.cancel();
}

std::stop_token SearchController::supersede()
{
    m_running.request_stop();
    m_running = std::stop_source();
    ++m_request;
    m_reading = {};
    return m_running.get_token();
}

void SearchController::onTake(base::Result<audio::Take> take)
{
    if (!std::exchange(m_isTaking, false))
        return;  // it was thrown away
    if (!take)
        return giveUp(take.error());
    if (auto adopted = audio::adoptTake(take->file))  // the question is in memory, and gone with the next one
        take->file = std::move(*adopted);
    m_takes.push_back(take->file);
    // A device that vanished ends the take early: what came before is still a question.
    if (take->error && take->clip.samples.empty())
        return giveUp(*take->error);
    put(ClipPart {std::move(take->clip), take->file, tr("What you said")});
    search();
    if (take->error)
        Q_EMIT noticed(*take->error);  // beside the search, which has begun
}

void SearchController::dropTakes()
{
    std::vector<std::filesystem::path> old;
    const auto isClipOf = [](const Question& question, const std::filesystem::path& take) {
        return question.clip && question.clip->file == take;
    };
    std::erase_if(m_takes, [&](const std::filesystem::path& take) {
        const bool needed = isClipOf(m_now, take) || isClipOf(m_settled.question, take);
        if (!needed)
            old.push_back(take);
        return !needed;
    });
    if (old.empty())
        return;
    // On the library writer, behind whatever copies the file for the history or a pair.
    m_session.change<bool>(
        [old](library::Library&) -> base::Result<bool> {
            std::error_code ignored;
            for (const auto& take : old)
                std::filesystem::remove(take, ignored);
            return true;
        },
        [](const base::Result<bool>&) {});
}

void SearchController::listenAhead()
{
    const double seconds = m_voice.recorder().seconds();
    if (m_aheadBusy || seconds < kLeastSpeech || seconds > kMostAhead)
        return;
    session::QueryInput input;
    input.clips = {{audio::Clip {m_voice.recorder().samplesSince(0)}, 1}};
    input.balance = m_balance;
    input.filter = m_now.photoFilter;
    input.count = kPhotos;
    m_aheadBusy = true;
    QElapsedTimer clock;
    clock.start();
    m_session.ask<session::QueryAnswer>(
        [input = std::move(input)](session::Workspace& workspace, const base::TaskContext& task) {
            return workspace.search(input, task);
        },
        m_bridge.to<session::QueryAnswer>(this,
                                          [this, clock, request = m_request](Answer answer) {
                                              m_aheadBusy = false;
                                              // A slow machine looks less often.
                                              m_ahead.setInterval(std::max(
                                                  kAheadInterval, std::chrono::milliseconds(2 * clock.elapsed())));
                                              // Silence or half a word is no failure yet: the next look will tell.
                                              if (!answer || request != m_request || m_state != State::Listening)
                                                  return;
                                              showPreview(*answer);
                                          }),
        m_running.get_token());
}

void SearchController::showPreview(const session::QueryAnswer& answer)
{
    m_isPreview = true;
    if (!answer.spoken.empty())
        Q_EMIT heard(toQt(answer.spoken.front().transcript.text()), {}, false);
    Q_EMIT answered(answer);
}

void SearchController::put(ClipPart part)
{
    m_now.clip = std::move(part);
    m_now.text.clear();
    m_now.spoken.reset();
    m_now.correction.reset();
    m_now.similar.reset();
    m_step = Step::Asked;
    Q_EMIT partsChanged();
}

void SearchController::put(PicturePart part)
{
    m_now.picture = std::move(part);
    m_now.similar.reset();
    m_step = Step::Asked;
    Q_EMIT partsChanged();
}

void SearchController::searchClip(const std::filesystem::path& clip) { read({clip, m_reading.picture}); }

void SearchController::searchTake(const std::filesystem::path& take)
{
    m_takes.push_back(take);
    searchClip(take);
}

void SearchController::searchPicture(const std::filesystem::path& picture) { read({m_reading.clip, picture}); }

void SearchController::searchPicture(const QImage& picture)
{
    put(PicturePart {toRgb(picture), {}, tr("Pasted picture")});
    search();
}

void SearchController::read(const Files& files)
{
    if (m_isTaking)
        cancel();
    const std::stop_token stop = think();
    m_reading = files;
    m_bridge.aside<Parts>(
        [files, stop]() -> base::Result<Parts> {
            Parts parts;
            if (!files.clip.empty()) {
                SAYSEE_ASSIGN(auto clip, audio::decodeFile(files.clip, {.maxDuration = kLongestClip}, {stop, {}}));
                parts.clip = ClipPart {std::move(clip), files.clip, displayName(files.clip)};
            }
            if (!files.picture.empty()) {
                SAYSEE_ASSIGN(auto pixels, image::decodeFile(files.picture, {.shorterSide = kPictureSide}));
                parts.picture = PicturePart {std::move(pixels), files.picture, displayName(files.picture)};
            }
            return parts;
        },
        this,
        [this, request = m_request](base::Result<Parts> parts) {
            if (request != m_request)
                return;
            m_reading = {};
            if (!parts)
                return fail(parts.error());
            if (parts->clip)
                put(std::move(*parts->clip));
            if (parts->picture)
                put(std::move(*parts->picture));
            search();
        });
}

void SearchController::searchSimilar(base::PhotoId photo, const QString& name)
{
    clear();
    m_now.similar = SimilarPart {photo, tr("Like %1").arg(name)};
    m_step = Step::Tried;
    Q_EMIT partsChanged();
    search();
}

void SearchController::askAgain(const PastQuery& past)
{
    clear();
    auto filter = toFilter(past.filter);
    m_now.filter = filter ? past.filter : FilterChoice();
    m_now.photoFilter = filter ? std::move(*filter) : search::PhotoFilter();
    if (past.clip.empty())
        m_now.text = past.words;
    m_step = Step::Asked;
    showWords();
    Q_EMIT partsChanged();
    if (!past.clip.empty() || !past.picture.empty())
        return read({past.clip, past.picture});
    search();
}

void SearchController::searchWords(const QString& words, Words stage)
{
    const QString trimmed = words.trimmed();
    m_step = stage == Words::Entered ? Step::Asked : Step::Tried;
    m_now.similar.reset();
    if (!m_now.spoken && !trimmed.isEmpty())
        m_now.clip.reset();  // nothing was heard in it: the words are the question
    if (m_now.clip && m_now.spoken)
        m_now.correction = trimmed;
    else
        m_now.text = trimmed;
    Q_EMIT partsChanged();
    search();
}

void SearchController::removeClip()
{
    m_now.clip.reset();
    m_now.spoken.reset();
    m_now.correction.reset();
    m_step = std::max(m_step, Step::Tried);
    Q_EMIT partsChanged();
    search();
}

void SearchController::removePicture()
{
    m_now.picture.reset();
    m_now.similar.reset();
    m_step = std::max(m_step, Step::Tried);
    Q_EMIT partsChanged();
    search();
}

void SearchController::clear()
{
    throwTakeAway();
    supersede();
    setState(State::Idle);
    Question nothing;
    nothing.filter = m_now.filter;
    nothing.photoFilter = m_now.photoFilter;
    m_now = std::move(nothing);
    Q_EMIT partsChanged();
    search();
}

void SearchController::setBalance(double balance)
{
    m_balance = std::clamp(balance, 0.0, 1.0);
    if (m_now.clip)
        search();
}

void SearchController::setFilter(const FilterChoice& choice)
{
    if (choice == m_now.filter)
        return;
    auto filter = toFilter(choice);
    if (!filter)
        return fail(filter.error());
    m_now.filter = choice;
    m_now.photoFilter = std::move(*filter);
    Q_EMIT partsChanged();
    search();
}

// Everything but the clip, which has ways of its own.
session::QueryInput SearchController::besideClip() const
{
    session::QueryInput input;
    if (!m_now.clip && !m_now.text.isEmpty())
        input.texts.push_back({fromQt(m_now.text), 1});
    if (m_now.picture)
        input.pictures.push_back({m_now.picture->pixels, fromQt(m_now.picture->label), 1});
    if (!m_now.filter.without.isEmpty())
        input.texts.push_back({fromQt(m_now.filter.without), -1});
    input.balance = m_balance;
    input.filter = m_now.photoFilter;
    input.count = kPhotos;
    return input;
}

void SearchController::search()
{
    if (m_isTaking || !m_reading.clip.empty() || !m_reading.picture.empty())
        return;  // what is being said or read will be searched with, and all the rest
    if (m_now.similar)
        return ask(
            [photo = m_now.similar->photo](session::Workspace& workspace, const base::TaskContext& task) -> Answer {
                session::QueryAnswer answer;
                SAYSEE_ASSIGN(answer.answer, workspace.similar(photo, kPhotos, task));
                return answer;
            });
    session::QueryInput input = besideClip();
    if (!m_now.clip && !m_now.picture && m_now.text.isEmpty()) {
        supersede();
        setState(State::Idle);
        m_settled = {m_now, {}, {}, false};
        return bringBack();
    }
    if (m_now.clip && m_now.spoken && m_now.correction)
        return ask([input = std::move(input), spoken = *m_now.spoken,
                    words = fromQt(*m_now.correction)](session::Workspace& workspace, const base::TaskContext& task) {
            return workspace.searchEdited(spoken, words, input, task);
        });
    if (m_now.clip && m_now.spoken)
        return ask([input = std::move(input), spoken = *m_now.spoken](session::Workspace& workspace,
                                                                      const base::TaskContext& task) {
            return workspace.searchSpoken(spoken, input, task);
        });
    if (m_now.clip)
        input.clips.push_back({m_now.clip->clip, 1});
    ask([input = std::move(input)](session::Workspace& workspace, const base::TaskContext& task) {
        return workspace.search(input, task);
    });
}

std::stop_token SearchController::think()
{
    setState(State::Thinking);
    return supersede();
}

void SearchController::ask(Job job)
{
    const std::stop_token stop = think();
    m_session.ask<session::QueryAnswer>(
        std::move(job),
        m_bridge.to<session::QueryAnswer>(this,
                                          [this, request = m_request](Answer answer) {
                                              if (request != m_request)
                                                  return;
                                              if (answer)
                                                  settle(std::move(*answer));
                                              else if (answer.error().code == base::ErrorCode::AudioUnusable)
                                                  giveUp(answer.error());  // nothing was heard
                                              else
                                                  fail(answer.error());
                                          }),
        stop);
}

void SearchController::settle(session::QueryAnswer answer)
{
    setState(State::Idle);
    m_isPreview = false;
    if (!answer.spoken.empty())
        keepHeard(answer.spoken.front());
    PastQuery query;
    query.words = words();
    query.heard = m_now.spoken ? m_now.firstHeard : QString();
    if (m_now.clip)
        query.clip = m_now.clip->file;
    if (m_now.picture)
        query.picture = m_now.picture->file;
    query.filter = m_now.filter;
    query.best = answer.answer.best;
    query.maybe = answer.answer.maybe;
    const bool isSame = m_step == Step::Refined;
    query.number = isSame ? m_settled.query.number : ++m_questions;
    m_settled = {m_now, std::move(answer), std::move(query), isSame && m_settled.told};
    dropTakes();
    showWords();
    Q_EMIT answered(*m_settled.answer);
    if (std::exchange(m_step, Step::Refined) == Step::Asked)
        tell();
}

void SearchController::countAsAsked()
{
    if (!m_isPreview)
        tell();
}

void SearchController::tell()
{
    if (canBeAsked(m_settled.query) && !std::exchange(m_settled.told, true))
        Q_EMIT m_bus.searched(m_settled.query);
}

void SearchController::keepHeard(const model::SpeechQuery& spoken)
{
    if (!m_now.spoken) {  // heard for the first time: a correction has no alternatives of its own
        constexpr qsizetype kMost = 3;  // one line of them; the model weighs more
        m_now.firstHeard = toQt(spoken.transcript.text()).trimmed();
        m_now.alternatives.clear();
        for (const auto& hypothesis : spoken.transcript.hypotheses)
            if (m_now.alternatives.size() < kMost)
                m_now.alternatives.append(toQt(hypothesis.text).trimmed());
    }
    m_now.spoken = spoken;
    m_now.correction.reset();
}

QString SearchController::words() const
{
    return m_now.spoken ? toQt(m_now.spoken->transcript.text()).trimmed() : m_now.text;
}

void SearchController::showWords()
{
    const QString shown = words();
    QStringList others;
    if (m_now.spoken)
        others = m_now.alternatives;
    others.removeAll(shown);
    others.removeAll(QString());
    others.removeDuplicates();
    Q_EMIT heard(shown, others, true);
}

}  // namespace saysee::ui
