// One photo as large as there is room, which can be dragged out.
#pragma once

#include <QWidget>
#include <filesystem>

namespace saysee::ui {

class PhotoLoader;

class LargePhoto : public QWidget {
    Q_OBJECT

public:
    explicit LargePhoto(PhotoLoader& photos, QWidget* parent = nullptr);

    void setPhoto(const std::filesystem::path& photo);
    // Asks for a neighbour before it is looked at.
    void prepare(const std::filesystem::path& photo);

Q_SIGNALS:
    void stepped(int by);  // the wheel

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    PhotoLoader& m_photos;
    std::filesystem::path m_photo;
    QPoint m_pressedAt;
    int m_turned = 0;  // of the wheel, since the last step; eighths of a degree
};

}  // namespace saysee::ui
