// The search panel's logic: listening, asking, refining. Knows no widget.
#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/voice_recorder.h"
#include "ui/controllers/filter_choice.h"
#include "ui/panels/window_bus.h"

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QTimer>
#include <optional>

namespace saysee::ui {

class SearchController : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Listening, Thinking };
    enum class Words { StillTyping, Entered };

    // All of them must outlive the controller.
    SearchController(session::Session& session, Bridge& bridge, VoiceRecorder& voice, WindowBus& bus,
                     QObject* parent = nullptr);
    ~SearchController() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const FilterChoice& filter() const { return m_now.filter; }
    [[nodiscard]] double balance() const { return m_balance; }
    // Names of what is searched with besides words; empty when there is none.
    [[nodiscard]] QString clipLabel() const { return m_now.clip ? m_now.clip->label : QString(); }
    [[nodiscard]] QString pictureLabel() const;
    // The question that the photos shown were found for; empty while they are a preview of what is being said.
    [[nodiscard]] PastQuery query() const { return m_isPreview ? PastQuery {} : m_settled.query; }
    // A photo that was found is opened: what was typed without Enter was a question, then.
    void countAsAsked();
    // Loads model and index before the first question.
    void warmUp();

public Q_SLOTS:
    void startListening();
    void stopListening();
    // A running take is thrown away, a running search ignored: the last question with an answer comes back.
    void cancel();

    // While there is a clip, the words are its transcript: only the words channel runs again.
    void searchWords(const QString& words, saysee::ui::SearchController::Words stage);
    void searchClip(const std::filesystem::path& clip);
    void searchTake(const std::filesystem::path& take);  // a recording of our own, deleted when it is not needed
    void searchPicture(const std::filesystem::path& picture);
    void searchPicture(const QImage& picture);
    void searchSimilar(base::PhotoId photo, const QString& name);
    void askAgain(const saysee::ui::PastQuery& past);  // in place of all that is asked with now
    void removeClip();
    void removePicture();
    void clear();
    void setBalance(double balance);  // 0 words alone, 1 sound alone
    void setFilter(const FilterChoice& choice);

Q_SIGNALS:
    void stateChanged(saysee::ui::SearchController::State state);
    void partsChanged();  // clip, picture or filter
    // The words of the question, heard or typed. `settled` is false while the person still speaks.
    void heard(const QString& words, const QStringList& alternatives, bool settled);
    void answered(const saysee::session::QueryAnswer& answer);
    void cleared();  // nothing is asked any more
    void failed(const saysee::base::Error& error);
    void noticed(const saysee::base::Error& error);  // something went wrong, but an answer follows

private:
    using Answer = base::Result<session::QueryAnswer>;
    using Job = std::function<Answer(session::Workspace&, const base::TaskContext&)>;

    struct ClipPart {
        audio::Clip clip;
        std::filesystem::path file;
        QString label;
    };
    struct PicturePart {
        image::RgbImage pixels;
        std::filesystem::path file;
        QString label;
    };
    struct SimilarPart {
        base::PhotoId photo;
        QString label;
    };
    struct Parts {
        std::optional<ClipPart> clip;
        std::optional<PicturePart> picture;
    };
    // To be read; either may be empty.
    struct Files {
        std::filesystem::path clip;
        std::filesystem::path picture;
    };
    // All that is asked with.
    struct Question {
        QString text;  // typed, without a clip
        std::optional<ClipPart> clip;
        std::optional<PicturePart> picture;
        std::optional<SimilarPart> similar;
        FilterChoice filter;
        search::PhotoFilter photoFilter;
        std::optional<model::SpeechQuery> spoken;  // what was made of the clip
        std::optional<QString> correction;  // of its transcript, not searched with yet
        QString firstHeard;
        QStringList alternatives;
    };
    struct Settled {
        Question question;
        std::optional<session::QueryAnswer> answer;  // empty when nothing is asked
        PastQuery query;
        bool told = false;  // to the bus
    };
    // How the running question differs from the one before.
    enum class Step {
        Refined,  // it is the same one, with another filter or balance
        Tried,  // another one, but perhaps not in its last words
        Asked
    };

    void setState(State state);
    void onTake(base::Result<audio::Take> take);
    void throwTakeAway();  // the running one
    void dropTakes();  // deletes the recordings that no question needs any more
    void listenAhead();  // searches with what was said so far
    void showPreview(const session::QueryAnswer& answer);
    void put(ClipPart part);  // into the question
    void put(PicturePart part);
    void read(const Files& files);  // and search with them, and all the rest
    [[nodiscard]] session::QueryInput besideClip() const;
    void search();
    void ask(Job job);  // the settled question; supersedes what runs
    void settle(session::QueryAnswer answer);
    void keepHeard(const model::SpeechQuery& spoken);
    [[nodiscard]] QString words() const;  // as last searched with
    void showWords();
    void fail(const base::Error& error);
    void tell();  // the bus, of the question that is settled
    void giveUp(const base::Error& error);  // nothing was heard: the question before comes back
    void bringBack();  // the last question with an answer, and that answer
    std::stop_token think();  // in place of the search that runs
    std::stop_token supersede();  // stops what runs; answers that come anyway are ignored

    session::Session& m_session;
    Bridge& m_bridge;
    VoiceRecorder& m_voice;
    WindowBus& m_bus;
    QTimer m_ahead;
    State m_state = State::Idle;

    Question m_now;
    double m_balance = 0.5;

    Settled m_settled;
    bool m_isTaking = false;  // a take is running, or ends and is to come yet
    bool m_isPreview = false;  // the photos shown were found while the person spoke
    std::vector<std::filesystem::path> m_takes;  // recordings of our own, to be deleted
    Files m_reading;  // a picture and a sound that come together are searched with together
    Step m_step = Step::Refined;
    quint64 m_questions = 0;  // so far
    std::stop_source m_running;
    quint64 m_request = 0;
    bool m_aheadBusy = false;
};

}  // namespace saysee::ui
