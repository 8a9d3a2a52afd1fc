// Photos in a grid with headings between them, for any model with photo_roles.h. Its layout is arithmetic, so that
// 100,000 photos cost no more than ten; only what is on the screen is asked for.
#pragma once

#include <QAbstractItemView>
#include <QAccessible>
#include <utility>
#include <vector>

namespace saysee::ui {

class PhotoLoader;

class PhotoGrid : public QAbstractItemView {
    Q_OBJECT

public:
    explicit PhotoGrid(PhotoLoader& photos, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    void setCellWidth(int pixels);  // at least; cells share what is left of a row
    [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;
    void doItemsLayout() override;

Q_SIGNALS:
    void headingClicked(const QModelIndex& heading);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void updateGeometries() override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void focusInEvent(QFocusEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection& selection) const override;

private:
    // A heading, or none, and the photos below it.
    struct Section {
        int heading = -1;  // row
        int first = 0;  // row of its first photo
        int count = 0;
        int top = 0;  // pixels from the beginning of all
    };
    [[nodiscard]] int headingHeight() const;
    [[nodiscard]] int bottomOf(const Section& section) const;
    [[nodiscard]] QRect rectOf(int row) const;  // from the beginning of all
    [[nodiscard]] const Section* sectionAt(int y) const;  // null above the first
    // The places of a section whose lines lie between two heights: first, and one beyond the last.
    [[nodiscard]] std::pair<int, int> placesBetween(const Section& section, int top, int bottom) const;
    [[nodiscard]] QModelIndex photoFrom(int row, int step) const;  // the next one from `row` on
    [[nodiscard]] QModelIndex photoBeyond(const QModelIndex& from, int distance) const;
    void tell(QAccessible::Event what, const QModelIndex& index);
    void paintHeading(QPainter& painter, int row);
    void paintPhoto(QPainter& painter, int row);

    PhotoLoader& m_photos;
    std::vector<Section> m_sections;
    int m_cellWidth = 208;
    int m_columns = 1;
    QSize m_cell;
};

}  // namespace saysee::ui
