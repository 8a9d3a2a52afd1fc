// Past voice queries side by side: the first photos with the untuned model and with a version, and which is better.
#pragma once

#include "core/session/version_comparison.h"
#include "ui/widgets/photo_loader.h"

#include <QScrollArea>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace saysee::ui {

// "better: 7th before, 1st now", "other photos" ...
[[nodiscard]] QString changeText(const session::ComparedQuery& query);

class ComparisonView : public QScrollArea {
    Q_OBJECT

public:
    explicit ComparisonView(PhotoLoader& photos, QWidget* parent = nullptr);
    // Of the version with this name. `more`: answers are still to come.
    void setQueries(const QString& version, const std::vector<session::ComparedQuery>& queries, bool more);

private:
    struct Thumbnail {
        std::filesystem::path photo;
        QLabel* label;
    };

    QWidget* makeRow(const session::ComparedQuery& query);
    QWidget* makePhotos(const QString& title, const std::vector<std::filesystem::path>& photos);
    void load(const Thumbnail& thumbnail);

    PhotoLoader& m_photos;
    QVBoxLayout* m_rows;
    std::vector<Thumbnail> m_thumbnails;
};

}  // namespace saysee::ui
