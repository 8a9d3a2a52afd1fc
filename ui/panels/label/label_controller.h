// Making pairs by voice, one photo after the other: the queue, the running take, what is saved when.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/session/labelling.h"
#include "ui/panels/panel.h"

#include <QElapsedTimer>
#include <QObject>
#include <set>

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
        std::optional<library::Pair> again;  // made earlier, and to be judged now: it waits, or is doubtful
        std::vector<library::Pair> others;  // that wait, too, and give way when `again` is accepted
    };
    // What is under review: a new take, or a pair that was made earlier.
    struct Take {
        library::Pair pair;
        audio::Clip speech;  // of a caption empty
        QString verdict;  // on the clip's quality, in words
        std::optional<std::size_t> rank;  // of the photo; empty: the model has not listened; 0: far behind
        bool earlier = false;  // it stays until it is rejected, or a new take is accepted in its place
    };

    explicit LabelController(PanelContext& context, QObject* parent = nullptr);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Item* item() const;  // null when there is none
    [[nodiscard]] const Item* next() const;  // to fetch its picture early
    [[nodiscard]] const Take* take() const { return m_state == State::Review ? &m_take : nullptr; }
    [[nodiscard]] const library::PairCounts& counts() const { return m_counts; }
    [[nodiscard]] const QString& message() const { return m_message; }  // why the last take was not kept

    void load();  // adds what is not in the queue yet; does nothing while the queue is being made
    void readCounts(const std::function<void()>& then = {});
    [[nodiscard]] bool hasSkipped() const;  // some of what was shown was not judged
    // These photos come next; at once, unless a take would be lost.
    void offer(const QList<qint64>& photos);
    // One key: begins to speak, stops, accepts; begins again with what was skipped when nothing else is left.
    void talk();
    // Throws the take away and records again at once. A pair made earlier waits until the new take is accepted.
    void again();
    // Throws a new take away; a pair made earlier is rejected.
    void discard();
    void cancelTake();
    void endTake();  // a running take comes under review
    // A take under review stays, and waits to be judged when its photo is shown again.
    void skip();
    void back();
    // Takes the last judgement back and returns to its photo: the pair is under review again.
    void undo();
    void correct(const QString& text);
    void setSpeaker(const QString& speaker) { m_speaker = speaker; }

Q_SIGNALS:
    void changed();

private:
    struct Judged {
        std::size_t item;
        Item before;
    };

    static QString reasonText(const search::LabelItem& item);
    static base::Result<std::vector<Item>> itemsOf(session::Workspace& workspace,
                                                   const std::vector<search::LabelItem>& plan);
    static base::Result<std::vector<Item>> itemsToHear(session::Workspace& workspace, std::size_t mostWaiting);
    void setState(State state);
    void show(std::size_t item);
    void present();
    void hearAgain(const library::Pair& pair);
    void review(const library::Pair& pair, audio::Clip speech);
    void startTake();
    void takeEnded(base::Result<audio::Take> take);
    void saved(base::Result<session::SavedTake> saved);
    void listen();
    void judge(library::PairVerdict verdict);
    void settle(base::PairId pair, std::function<void(library::Pair&)> change);
    void unsettle(const library::Pair& before);
    void putAside();
    void removeTake();
    void showNext();
    void startAgain();
    [[nodiscard]] bool waits(const Item& item) const;
    void append(base::Result<std::vector<Item>> items);
    void insertNext(base::Result<std::vector<Item>> items);
    void changePair(base::PairId pair, std::function<void(library::Pair&)> change);
    void removePair(base::PairId pair);
    void refreshCounts();

    PanelContext& m_context;
    State m_state = State::Loading;
    std::vector<Item> m_queue;
    std::size_t m_current = 0;
    Take m_take;
    base::PhotoId m_spokenOf;  // the photo that was shown when the running take began
    std::vector<Judged> m_judged;  // what undo takes back, the latest last
    std::set<base::PairId> m_settled;  // judged or removed since the window opened: not offered again
    bool m_loading = false;
    library::PairCounts m_counts;
    QString m_message;
    QString m_speaker;
    QElapsedTimer m_shown;  // since the photo was shown
    bool m_recordAgain = false;  // as soon as the running take is cancelled
    quint64 m_generation = 0;  // tells a take that was thrown away from the present one
};

}  // namespace saysee::ui
