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
    [[nodiscard]] const FilterChoice& filter() const { return m_filter; }
    [[nodiscard]] double balance() const { return m_balance; }
    // Names of what is searched with besides words; empty when there is none.
    [[nodiscard]] QString clipLabel() const { return m_clip ? m_clip->label : QString(); }
    [[nodiscard]] QString pictureLabel() const;
    // The question that the last settled answer belongs to.
    [[nodiscard]] const PastQuery& query() const { return m_query; }
    // Loads model and index before the first question.
    void warmUp();

public Q_SLOTS:
    void startListening();
    void stopListening();
    void cancel();  // a running take is thrown away, a running search ignored

    // While there is a clip, the words are its transcript: only the words channel runs again.
    void searchWords(const QString& words, saysee::ui::SearchController::Words stage);
    void searchClip(const std::filesystem::path& clip);
    void searchTake(const std::filesystem::path& take);  // a recording of our own, deleted when it is not needed
    void searchPicture(const std::filesystem::path& picture);
    void searchPicture(const QImage& picture);
    void searchSimilar(base::PhotoId photo, const QString& name);
    void removeClip();
    void removePicture();
    void clear();
    void setBalance(double balance);  // 0 words alone, 1 sound alone
    void setFilter(const FilterChoice& choice);

Q_SIGNALS:
    void stateChanged(saysee::ui::SearchController::State state);
    void partsChanged();  // clip, picture or filter
    // `settled` is false while the person still speaks.
    void heard(const QString& words, const QStringList& alternatives, bool settled);
    void answered(const saysee::session::QueryAnswer& answer);
    void cleared();  // nothing is asked any more
    void failed(const saysee::base::Error& error);
    void noticed(const saysee::base::Error& error);  // something went wrong, but an answer follows

private:
    enum class Stage { WhileSpeaking, Settled };
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

    void setState(State state);
    void onTake(base::Result<audio::Take> take);
    void keepTake(const std::filesystem::path& file);  // and delete the one before
    void listenAhead();  // searches with what was said so far
    void setClip(ClipPart part);
    void setPicture(PicturePart part);
    [[nodiscard]] session::QueryInput besideClip() const;
    void search();
    void ask(Job job);  // the settled question; supersedes what runs
    void settle(session::QueryAnswer answer);
    void hear(const model::SpeechQuery& spoken, Stage stage);
    void fail(const base::Error& error);
    std::stop_token supersede();  // stops what runs; answers that come anyway are ignored

    session::Session& m_session;
    Bridge& m_bridge;
    VoiceRecorder& m_voice;
    WindowBus& m_bus;
    QTimer m_ahead;
    State m_state = State::Idle;

    QString m_text;  // typed, without a clip
    std::optional<ClipPart> m_clip;
    std::optional<PicturePart> m_picture;
    std::optional<SimilarPart> m_similar;
    FilterChoice m_filter;
    search::PhotoFilter m_photoFilter;
    double m_balance = 0.5;

    std::optional<model::SpeechQuery> m_spoken;  // what was made of the clip
    std::optional<QString> m_correction;  // of its transcript, not searched with yet
    QString m_firstHeard;
    QStringList m_alternatives;
    std::filesystem::path m_take;  // the recorder's last file
    PastQuery m_query;
    bool m_isNew = false;  // the running question is no refinement of the one before
    std::stop_source m_running;
    quint64 m_request = 0;
    bool m_aheadBusy = false;
};

}  // namespace saysee::ui
