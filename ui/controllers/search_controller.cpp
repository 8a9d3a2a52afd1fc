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
    std::filesystem::remove(m_take, ignored);
}

QString SearchController::pictureLabel() const
{
    return m_picture ? m_picture->label : m_similar ? m_similar->label : QString();
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

void SearchController::startListening()
{
    if (m_state == State::Listening)
        return;
    if (!m_voice.start(this, [this](base::Result<audio::Take> take) { onTake(std::move(take)); }))
        return;
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
    if (m_voice.owner() == this)
        m_voice.cancel();
    supersede();
    setState(State::Idle);
}

std::stop_token SearchController::supersede()
{
    m_running.request_stop();
    m_running = std::stop_source();
    ++m_request;
    return m_running.get_token();
}

void SearchController::onTake(base::Result<audio::Take> take)
{
    if (!take)
        return fail(take.error());
    keepTake(take->file);
    // A device that vanished ends the take early: what came before is still a question.
    if (take->error && take->clip.samples.empty())
        return fail(*take->error);
    setClip({std::move(take->clip), take->file, tr("What you said")});
    if (take->error)
        Q_EMIT noticed(*take->error);  // beside the search, which has begun
}

void SearchController::keepTake(const std::filesystem::path& file)
{
    // On the library writer, behind whatever copies the file for the history or a pair.
    if (!m_take.empty())
        m_session.change<bool>(
            [old = m_take](library::Library&) -> base::Result<bool> {
                std::error_code ignored;
                return std::filesystem::remove(old, ignored);
            },
            [](const base::Result<bool>&) {});
    m_take = file;
}

void SearchController::listenAhead()
{
    const double seconds = m_voice.recorder().seconds();
    if (m_aheadBusy || seconds < kLeastSpeech || seconds > kMostAhead)
        return;
    session::QueryInput input;
    input.clips = {{audio::Clip {m_voice.recorder().samplesSince(0)}, 1}};
    input.balance = m_balance;
    input.filter = m_photoFilter;
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
                                              if (!answer->spoken.empty())
                                                  hear(answer->spoken.front(), Stage::WhileSpeaking);
                                              Q_EMIT answered(*answer);
                                          }),
        m_running.get_token());
}

void SearchController::setClip(ClipPart part)
{
    m_clip = std::move(part);
    m_text.clear();
    m_spoken.reset();
    m_correction.reset();
    m_similar.reset();
    m_isNew = true;
    Q_EMIT partsChanged();
    search();
}

void SearchController::searchClip(const std::filesystem::path& clip)
{
    const std::stop_token stop = supersede();
    setState(State::Thinking);
    m_bridge.aside<audio::Clip>(
        [clip, stop] {
            return audio::decodeFile(clip, {.maxDuration = kLongestClip}, {stop, {}});
        },
        this,
        [this, clip, request = m_request](base::Result<audio::Clip> decoded) {
            if (request != m_request)
                return;
            if (!decoded)
                return fail(decoded.error());
            setClip({std::move(*decoded), clip, displayName(clip)});
        });
}

void SearchController::searchTake(const std::filesystem::path& take)
{
    keepTake(take);
    searchClip(take);
}

void SearchController::setPicture(PicturePart part)
{
    m_picture = std::move(part);
    m_similar.reset();
    m_isNew = true;
    Q_EMIT partsChanged();
    search();
}

void SearchController::searchPicture(const std::filesystem::path& picture)
{
    supersede();
    setState(State::Thinking);
    m_bridge.aside<image::RgbImage>([picture] { return image::decodeFile(picture, {.shorterSide = kPictureSide}); },
                                    this,
                                    [this, picture, request = m_request](base::Result<image::RgbImage> decoded) {
                                        if (request != m_request)
                                            return;
                                        if (!decoded)
                                            return fail(decoded.error());
                                        setPicture({std::move(*decoded), picture, displayName(picture)});
                                    });
}

void SearchController::searchPicture(const QImage& picture)
{
    setPicture({toRgb(picture), {}, tr("Pasted picture")});
}

void SearchController::searchSimilar(base::PhotoId photo, const QString& name)
{
    clear();
    m_similar = SimilarPart {photo, tr("Like %1").arg(name)};
    Q_EMIT partsChanged();
    search();
}

void SearchController::searchWords(const QString& words, Words stage)
{
    const QString trimmed = words.trimmed();
    m_isNew = m_isNew || stage == Words::Entered;
    m_similar.reset();
    if (m_clip && m_spoken)
        m_correction = trimmed;
    else
        m_text = trimmed;
    Q_EMIT partsChanged();
    search();
}

void SearchController::removeClip()
{
    m_clip.reset();
    m_spoken.reset();
    m_correction.reset();
    Q_EMIT partsChanged();
    search();
}

void SearchController::removePicture()
{
    m_picture.reset();
    m_similar.reset();
    Q_EMIT partsChanged();
    search();
}

void SearchController::clear()
{
    m_text.clear();
    m_clip.reset();
    m_picture.reset();
    m_similar.reset();
    m_spoken.reset();
    m_correction.reset();
    Q_EMIT partsChanged();
    search();
}

void SearchController::setBalance(double balance)
{
    m_balance = std::clamp(balance, 0.0, 1.0);
    if (m_clip)
        search();
}

void SearchController::setFilter(const FilterChoice& choice)
{
    if (choice == m_filter)
        return;
    auto filter = toFilter(choice);
    if (!filter)
        return fail(filter.error());
    m_filter = choice;
    m_photoFilter = std::move(*filter);
    Q_EMIT partsChanged();
    if (m_state != State::Listening)
        search();
}

// Everything but the clip, which has ways of its own.
session::QueryInput SearchController::besideClip() const
{
    session::QueryInput input;
    if (!m_clip && !m_text.isEmpty())
        input.texts.push_back({fromQt(m_text), 1});
    if (m_picture)
        input.pictures.push_back({m_picture->pixels, fromQt(m_picture->label), 1});
    if (!m_filter.without.isEmpty())
        input.texts.push_back({fromQt(m_filter.without), -1});
    input.balance = m_balance;
    input.filter = m_photoFilter;
    input.count = kPhotos;
    return input;
}

void SearchController::search()
{
    if (m_similar)
        return ask(
            [photo = m_similar->photo](session::Workspace& workspace, const base::TaskContext& task) -> Answer {
                session::QueryAnswer answer;
                SAYSEE_ASSIGN(answer.answer, workspace.similar(photo, kPhotos, task));
                return answer;
            });
    session::QueryInput input = besideClip();
    if (!m_clip && !m_picture && m_text.isEmpty()) {
        supersede();
        setState(State::Idle);
        m_query = {};
        Q_EMIT cleared();
        return;
    }
    if (m_clip && m_spoken && m_correction)
        return ask([input = std::move(input), spoken = *m_spoken,
                    words = fromQt(*m_correction)](session::Workspace& workspace, const base::TaskContext& task) {
            return workspace.searchEdited(spoken, words, input, task);
        });
    if (m_clip && m_spoken)
        return ask([input = std::move(input), spoken = *m_spoken](session::Workspace& workspace,
                                                                  const base::TaskContext& task) {
            return workspace.searchSpoken(spoken, input, task);
        });
    if (m_clip)
        input.clips.push_back({m_clip->clip, 1});
    ask([input = std::move(input)](session::Workspace& workspace, const base::TaskContext& task) {
        return workspace.search(input, task);
    });
}

void SearchController::ask(Job job)
{
    const std::stop_token stop = supersede();
    setState(State::Thinking);
    m_session.ask<session::QueryAnswer>(std::move(job),
                                        m_bridge.to<session::QueryAnswer>(this,
                                                                          [this, request = m_request](Answer answer) {
                                                                              if (request != m_request)
                                                                                  return;
                                                                              if (answer)
                                                                                  settle(std::move(*answer));
                                                                              else
                                                                                  fail(answer.error());
                                                                          }),
                                        stop);
}

void SearchController::settle(session::QueryAnswer answer)
{
    setState(State::Idle);
    m_query = {};
    m_query.words = m_text;
    if (!answer.spoken.empty()) {
        const QString words = toQt(answer.spoken.front().transcript.text());
        if (!m_spoken)
            m_firstHeard = words;
        m_query.words = m_correction.value_or(words);
        m_query.heard = m_firstHeard;
        hear(answer.spoken.front(), Stage::Settled);
        m_spoken = answer.spoken.front();
        m_correction.reset();
    }
    if (m_clip)
        m_query.clip = m_clip->file;
    if (m_picture)
        m_query.picture = m_picture->file;
    m_query.best = answer.answer.best;
    m_query.maybe = answer.answer.maybe;
    Q_EMIT answered(answer);
    if (std::exchange(m_isNew, false))
        Q_EMIT m_bus.searched(m_query);
}

void SearchController::hear(const model::SpeechQuery& spoken, Stage stage)
{
    if (stage == Stage::WhileSpeaking) {
        Q_EMIT heard(toQt(spoken.transcript.text()), {}, false);
        return;
    }
    if (!m_spoken) {  // heard for the first time: a correction has no alternatives of its own
        constexpr qsizetype kMost = 3;  // one line of them; the model weighs more
        m_alternatives.clear();
        for (const auto& hypothesis : spoken.transcript.hypotheses)
            if (m_alternatives.size() < kMost)
                m_alternatives.append(toQt(hypothesis.text).trimmed());
    }
    const QString words = m_correction.value_or(toQt(spoken.transcript.text())).trimmed();
    QStringList others = m_alternatives;
    others.removeAll(words);
    others.removeAll(QString());
    others.removeDuplicates();
    Q_EMIT heard(words, others, true);
}

}  // namespace saysee::ui
