// Past voice queries side by side: the first photos with the untuned model and with a version, and which is better.
#pragma once

#include "core/library/versions.h"
#include "core/session/version_comparison.h"
#include "ui/widgets/photo_loader.h"

#include <QScrollArea>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace saysee::ui {

// "Better, the photo you opened: place 7 before, place 1 now", "Other photos come first" ...
[[nodiscard]] QString changeText(const session::ComparedQuery& query);

class ComparisonView : public QScrollArea {
    Q_OBJECT

public:
    explicit ComparisonView(PhotoLoader& photos, QWidget* parent = nullptr);
    // With this version. Answers that come one after the other are added to those that are shown; `more`: some are
    // still to come.
    void setQueries(const library::Version& version, const std::vector<session::ComparedQuery>& queries, bool more);

private:
    struct Thumbnail {
        std::filesystem::path photo;
        QLabel* label;
    };

    void begin(base::VersionId version);
    QWidget* makeRow(const session::ComparedQuery& query);
    QWidget* makePhotos(const QString& title, const std::vector<std::filesystem::path>& photos);
    void load(const Thumbnail& thumbnail);

    PhotoLoader& m_photos;
    QLabel* m_heading;
    QLabel* m_note;  // below the rows
    QVBoxLayout* m_rows;
    base::VersionId m_version;
    std::size_t m_shown = 0;
    std::vector<Thumbnail> m_thumbnails;
};

}  // namespace saysee::ui
