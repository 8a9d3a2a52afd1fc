// What panels say to each other without knowing each other.
#pragma once

#include "core/base/ids.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <filesystem>
#include <vector>

namespace saysee::ui {

using Paths = std::vector<std::filesystem::path>;

// A row of photos to leaf through.
struct PhotoRow {
    struct Entry {
        base::PhotoId photo;
        std::filesystem::path path;
        QString why;  // why it matched; empty outside a search
    };
    std::vector<Entry> photos;
    std::size_t current = 0;
};

// GUI thread. Signals are requests: whoever can serve one connects to it.
class WindowBus : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void showPanel(const QString& id);
    // Searches; the search panel comes to the front.
    void searchText(const QString& text);
    void searchClip(const std::filesystem::path& clip);
    void searchPicture(const std::filesystem::path& picture);
    void searchSimilar(qint64 photo, const std::filesystem::path& path);
    void toggleVoice();  // starts listening, or stops and searches

    void showPhoto(const saysee::ui::PhotoRow& row);
    void photoShown(qint64 photo);  // the person has looked at it, large

    void addFolders(const saysee::ui::Paths& folders);
    void labelPhotos(const QList<qint64>& photos);
    void libraryChanged();  // folders, photos or pairs
    void settingChanged(const QString& key);

    // One quiet line at the bottom of the window, for a few seconds.
    void statusMessage(const QString& sentence);
};

}  // namespace saysee::ui
