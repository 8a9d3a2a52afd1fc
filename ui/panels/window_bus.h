// What panels say to each other without knowing each other.
#pragma once

#include "core/base/ids.h"
#include "ui/controllers/filter_choice.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <filesystem>
#include <vector>

namespace saysee::ui {

using Paths = std::vector<std::filesystem::path>;

// A question that was answered, for the history of queries and for labelled pairs.
struct PastQuery {
    QString words;  // typed, or heard and perhaps corrected
    QString heard;  // what the recogniser made of `clip`
    std::filesystem::path clip;  // the spoken question; empty when there is none. Copy it in a job of the library
                                 // writer posted at once: a take is deleted there when the next one has replaced it
    std::filesystem::path picture;
    std::size_t best = 0;  // photos found
    std::size_t maybe = 0;
    quint64 number = 0;  // tells the questions of this window from each other; 0: none that is told of
    FilterChoice filter = {};
};

// A pasted picture or a photo of the library cannot: there is no file of theirs.
[[nodiscard]] inline bool canBeAsked(const PastQuery& query)
{
    return !query.words.isEmpty() || !query.clip.empty() || !query.picture.empty();
}

// A row of photos to leaf through.
struct PhotoRow {
    struct Entry {
        base::PhotoId photo;
        std::filesystem::path path;
        QString why;  // why it matched; empty outside a search
    };
    std::vector<Entry> photos;
    std::size_t current = 0;
    PastQuery query;  // that found them; empty outside a search
    QString from = QStringLiteral("search");  // the panel to go back to
};

// GUI thread. Signals are requests: whoever can serve one connects to it.
class WindowBus : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void ready();  // once: the window is on the screen and every panel is made; time for what takes long
    void showPanel(const QString& id);
    // Searches; the search panel comes to the front.
    void searchText(const QString& text);
    void searchClip(const std::filesystem::path& clip);
    void searchPicture(const std::filesystem::path& picture);
    void searchSimilar(qint64 photo, const std::filesystem::path& path);
    void askAgain(const saysee::ui::PastQuery& query);  // that and nothing else
    // Once for each new question. One that was typed without Enter becomes one when a photo found is opened.
    void searched(const saysee::ui::PastQuery& query);
    void toggleVoice();  // starts listening, or stops and searches

    void showPhoto(const saysee::ui::PhotoRow& row);
    void lookedAt(qint64 photo);  // the last one, when the person goes back from the large view
    void addFolders(const saysee::ui::Paths& folders);
    void addSampleLibrary();
    void labelPhotos(const QList<qint64>& photos);  // to describe them; the label panel comes to the front
    void libraryChanged();  // folders, photos or pairs
    void settingChanged(const QString& key);

    // One quiet line at the bottom of the window, for a few seconds.
    void statusMessage(const QString& sentence);
};

}  // namespace saysee::ui
