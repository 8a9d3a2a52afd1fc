// Making pairs by voice, one photo after the other: the queue, the running take, what is saved when.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/session/labelling.h"
#include "ui/panels/panel.h"

#include <QElapsedTimer>
#include <QObject>

namespace saysee::ui {

// GUI thread. A take is a pair of the library as soon as it ends, and every change of it is saved at once: nothing is
// lost whenever the program ends.
class LabelController : public QObject {
    Q_OBJECT

public:
    enum class State {
        Loading,  // the queue is being made
        Empty,  // nothing is left to describe
        Ready,  // a photo waits for words
        Recording,
        Saving,
        Review  // a take waits to be accepted
    };

    struct Item {
        base::PhotoId photo;
        std::filesystem::path path;
        QString why;
        std::optional<library::Pair> again;  // was accepted, and should be listened to again
    };
    // The take under review.
    struct Take {
        library::Pair pair;
        audio::Clip speech;
        QString verdict;  // on the clip's quality, in words
        bool heard = false;  // the model has listened
        std::size_t rank = 0;  // of the photo; 0: not known, or far behind
        bool accepted = false;  // earlier: it stays unless it is recorded again
    };

    explicit LabelController(PanelContext& context, QObject* parent = nullptr);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Item* item() const;  // null when there is none
    [[nodiscard]] const Item* next() const;  // to fetch its picture early
    [[nodiscard]] const Take* take() const { return m_state == State::Review ? &m_take : nullptr; }
    [[nodiscard]] const library::PairCounts& counts() const { return m_counts; }
    [[nodiscard]] const QString& message() const { return m_message; }  // why the last take was not kept

    void load();
    // These photos come next.
    void offer(const QList<qint64>& photos);
    // One key: begins to speak, stops, accepts.
    void talk();
    // Throws the take away and records again at once.
    void again();
    void cancelTake();
    void skip();
    void back();
    // Removes the last accepted pair and returns to its photo.
    void undo();
    void correct(const QString& text);
    void setSpeaker(const QString& speaker) { m_speaker = speaker; }

Q_SIGNALS:
    void changed();

private:
    struct Accepted {
        std::size_t item;
        base::PairId pair;
    };

    static QString reasonText(const search::LabelItem& item);
    static base::Result<std::vector<Item>> itemsOf(session::Workspace& workspace,
                                                   const std::vector<search::LabelItem>& plan);
    void setState(State state);
    void show(std::size_t item);
    void hearAgain(const library::Pair& pair);
    void startTake();
    void takeEnded(base::Result<audio::Take> take);
    void saved(base::Result<session::SavedTake> saved);
    void listen();
    void accept();
    void dropTake();
    void takeQueue(base::Result<std::vector<Item>> queue, bool first);
    void changePair(base::PairId pair, std::function<void(library::Pair&)> change);
    void removePair(base::PairId pair);
    void refreshCounts();

    PanelContext& m_context;
    State m_state = State::Loading;
    std::vector<Item> m_queue;
    std::size_t m_current = 0;
    Take m_take;
    std::vector<Accepted> m_accepted;
    library::PairCounts m_counts;
    QString m_message;
    QString m_speaker;
    QElapsedTimer m_shown;  // since the photo was shown
    bool m_recordAgain = false;  // as soon as the running take is cancelled
    quint64 m_generation = 0;  // tells a take that was thrown away from the present one
};

}  // namespace saysee::ui
