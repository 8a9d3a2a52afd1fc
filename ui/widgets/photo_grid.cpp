#include "ui/widgets/photo_grid.h"

#include "ui/item_models/photo_roles.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/photo_grid_access.h"
#include "ui/widgets/photo_loader.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>
#include <array>
#include <filesystem>

namespace saysee::ui {

namespace {

constexpr double kAspect = 0.75;  // height of a cell's picture for its width
constexpr int kGap = spacing::kNormal;
constexpr int kMargin = spacing::kLarge;
constexpr int kMark = 10;

// The largest part of the picture's middle with the cell's proportions.
QRectF cropToFill(const QSize& picture, const QSize& cell)
{
    const QSizeF part = QSizeF(cell).scaled(picture, Qt::KeepAspectRatio);
    return {(picture.width() - part.width()) / 2, (picture.height() - part.height()) / 2, part.width(),
            part.height()};
}

}  // namespace

PhotoGrid::PhotoGrid(PhotoLoader& photos, QWidget* parent) : QAbstractItemView(parent), m_photos(photos)
{
    setSelectionMode(ExtendedSelection);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setContextMenuPolicy(Qt::CustomContextMenu);
    viewport()->setMouseTracking(true);
    connect(&m_photos, &PhotoLoader::changed, viewport(), qOverload<>(&QWidget::update));
    describePhotoGrids();
}

void PhotoGrid::setModel(QAbstractItemModel* model)
{
    if (this->model() != nullptr)
        this->model()->disconnect(this);
    QAbstractItemView::setModel(model);
    if (model == nullptr)
        return;
    // At once, not when the view next has time: rectangles must never speak of rows that are gone.
    connect(model, &QAbstractItemModel::modelReset, this, &PhotoGrid::doItemsLayout);
    connect(model, &QAbstractItemModel::rowsInserted, this, &PhotoGrid::doItemsLayout);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &PhotoGrid::doItemsLayout);
    connect(model, &QAbstractItemModel::layoutChanged, this, &PhotoGrid::doItemsLayout);
    doItemsLayout();
}

void PhotoGrid::setCellWidth(int pixels)
{
    m_cellWidth = pixels;
    doItemsLayout();
}

int PhotoGrid::headingHeight() const { return fontMetrics().height() * 2 + spacing::kNormal; }

int PhotoGrid::bottomOf(const Section& section) const
{
    const int lines = (section.count + m_columns - 1) / m_columns;
    return section.top + (section.heading >= 0 ? headingHeight() : kMargin) + lines * (m_cell.height() + kGap);
}

void PhotoGrid::doItemsLayout()
{
    const int width = std::max(viewport()->width() - 2 * kMargin, m_cellWidth);
    m_columns = std::max(1, (width + kGap) / (m_cellWidth + kGap));
    const int cellWidth = (width + kGap) / m_columns - kGap;
    m_cell = {cellWidth, static_cast<int>(cellWidth * kAspect)};

    m_sections.clear();
    const int rows = model() == nullptr ? 0 : model()->rowCount(rootIndex());
    for (int row = 0; row < rows; ++row) {
        const bool heading = model()->index(row, 0).data(HeadingRole).toBool();
        if (heading || m_sections.empty()) {
            const int top = m_sections.empty() ? 0 : bottomOf(m_sections.back());
            m_sections.push_back({heading ? row : -1, heading ? row + 1 : row, 0, top});
        }
        if (!heading)
            ++m_sections.back().count;
    }
    QAbstractItemView::doItemsLayout();
}

QRect PhotoGrid::rectOf(int row) const
{
    const auto after = std::find_if(m_sections.rbegin(), m_sections.rend(), [&](const Section& section) {
        return row >= (section.heading >= 0 ? section.heading : section.first);
    });
    if (after == m_sections.rend())
        return {};
    const Section& section = *after;
    if (row == section.heading)
        return {kMargin, section.top, viewport()->width() - 2 * kMargin, headingHeight()};
    const int place = row - section.first;
    if (place >= section.count)
        return {};
    int x = kMargin + place % m_columns * (m_cell.width() + kGap);
    if (isRightToLeft())
        x = viewport()->width() - x - m_cell.width();
    const int y = section.top + (section.heading >= 0 ? headingHeight() : kMargin)
        + place / m_columns * (m_cell.height() + kGap);
    return {QPoint(x, y), m_cell};
}

QRect PhotoGrid::visualRect(const QModelIndex& index) const
{
    return index.isValid() ? rectOf(index.row()).translated(0, -verticalOffset()) : QRect();
}

const PhotoGrid::Section* PhotoGrid::sectionAt(int y) const
{
    const auto below = std::upper_bound(m_sections.begin(), m_sections.end(), y,
                                        [](int at, const Section& s) { return at < s.top; });
    return below == m_sections.begin() ? nullptr : &*std::prev(below);
}

std::pair<int, int> PhotoGrid::placesBetween(const Section& section, int top, int bottom) const
{
    const int line = m_cell.height() + kGap;
    const int begin = section.top + (section.heading >= 0 ? headingHeight() : kMargin);
    return {std::max(0, (top - begin) / line) * m_columns,
            std::min(section.count, std::max(0, (bottom - begin) / line + 1) * m_columns)};
}

QModelIndex PhotoGrid::indexAt(const QPoint& point) const
{
    const QPoint at = point + QPoint(0, verticalOffset());
    const Section* section = sectionAt(at.y());
    if (section == nullptr)
        return {};
    const int first = section->top + (section->heading >= 0 ? headingHeight() : kMargin);
    if (at.y() < first)
        return section->heading >= 0 ? model()->index(section->heading, 0) : QModelIndex();
    const int line = (at.y() - first) / (m_cell.height() + kGap);
    for (int place = line * m_columns; place < std::min(section->count, (line + 1) * m_columns); ++place)
        if (rectOf(section->first + place).contains(at))
            return model()->index(section->first + place, 0);
    return {};
}

void PhotoGrid::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    const QRect rect = visualRect(index);
    if (!rect.isValid())
        return;
    const int height = viewport()->height();
    if (hint == PositionAtTop || rect.top() < kGap)
        verticalScrollBar()->setValue(verticalOffset() + rect.top() - kGap);
    else if (rect.bottom() > height - kGap)
        verticalScrollBar()->setValue(verticalOffset() + rect.bottom() - height + kGap);
}

int PhotoGrid::verticalOffset() const { return verticalScrollBar()->value(); }

void PhotoGrid::updateGeometries()
{
    const int height = m_sections.empty() ? 0 : bottomOf(m_sections.back()) + kGap;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(std::max(1, m_cell.height() / 3));
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

void PhotoGrid::resizeEvent(QResizeEvent* event)
{
    QAbstractItemView::resizeEvent(event);
    doItemsLayout();
}

void PhotoGrid::mouseReleaseEvent(QMouseEvent* event)
{
    QAbstractItemView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.data(HeadingRole).toBool())
        Q_EMIT headingClicked(index);
}

// QAbstractItemView lets Enter, and the arrows at its edges, go on to the page around it, which would open or step,
// too.
void PhotoGrid::keyPressEvent(QKeyEvent* event)
{
    constexpr std::array own = {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Home, Qt::Key_End,    Qt::Key_Left,
                                Qt::Key_Right,  Qt::Key_Up,    Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown};
    QAbstractItemView::keyPressEvent(event);
    const bool goesBack = event->modifiers().testFlag(Qt::AltModifier);  // Alt+Left
    if (!goesBack && std::find(own.begin(), own.end(), event->key()) != own.end())
        event->accept();
}

// The views of Qt tell screen readers of this, QAbstractItemView itself does not.
void PhotoGrid::tell(QAccessible::Event what, const QModelIndex& index)
{
    if (!QAccessible::isActive() || !index.isValid())
        return;
    QAccessibleEvent event(this, what);
    event.setChild(index.row());
    QAccessible::updateAccessibility(&event);
}

void PhotoGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QAbstractItemView::currentChanged(current, previous);
    if (hasFocus())
        tell(QAccessible::Focus, current);
}

void PhotoGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QAbstractItemView::selectionChanged(selected, deselected);
    if (!selected.isEmpty())
        tell(QAccessible::Selection, selected.indexes().first());
}

void PhotoGrid::focusInEvent(QFocusEvent* event)
{
    QAbstractItemView::focusInEvent(event);
    tell(QAccessible::Focus, currentIndex());
}

QModelIndex PhotoGrid::photoFrom(int row, int step) const
{
    const int rows = model() == nullptr ? 0 : model()->rowCount(rootIndex());
    for (; row >= 0 && row < rows; row += step)
        if (const QModelIndex index = model()->index(row, 0); !index.data(HeadingRole).toBool())
            return index;
    return {};
}

// The photo about `distance` pixels further down, in the same column where there is one.
QModelIndex PhotoGrid::photoBeyond(const QModelIndex& from, int distance) const
{
    const QPoint goal = visualRect(from).center() + QPoint(0, distance);
    if (const QModelIndex hit = indexAt(goal); hit.isValid() && !hit.data(HeadingRole).toBool())
        return hit;
    const int step = distance < 0 ? -1 : 1;
    QModelIndex best = from;
    for (QModelIndex next = photoFrom(from.row() + step, step); next.isValid();
         next = photoFrom(next.row() + step, step)) {
        const QPoint centre = visualRect(next).center();
        if ((centre.y() - visualRect(from).center().y()) * step <= 0)
            continue;  // still in the same line
        if (best != from && centre.y() != visualRect(best).center().y() && (centre.y() - goal.y()) * step > 0)
            break;
        const bool nearer = best == from
            || std::abs(centre.y() - goal.y()) < std::abs(visualRect(best).center().y() - goal.y())
            || (centre.y() == visualRect(best).center().y()
                && std::abs(centre.x() - goal.x()) < std::abs(visualRect(best).center().x() - goal.x()));
        if (nearer)
            best = next;
    }
    return best;
}

QModelIndex PhotoGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const QModelIndex now = currentIndex();
    const int rows = model() == nullptr ? 0 : model()->rowCount(rootIndex());
    if (!now.isValid() || now.data(HeadingRole).toBool())
        return photoFrom(std::max(0, now.row()), 1);
    const int line = m_cell.height() + kGap;
    const int towards = isRightToLeft() ? -1 : 1;
    QModelIndex to;
    switch (action) {
    case MoveLeft:
        to = photoFrom(now.row() - towards, -towards);
        break;
    case MoveRight:
        to = photoFrom(now.row() + towards, towards);
        break;
    case MovePrevious:
        to = photoFrom(now.row() - 1, -1);
        break;
    case MoveNext:
        to = photoFrom(now.row() + 1, 1);
        break;
    case MoveUp:
        to = photoBeyond(now, -line);
        break;
    case MoveDown:
        to = photoBeyond(now, line);
        break;
    case MovePageUp:
        to = photoBeyond(now, -std::max(line, viewport()->height() / line * line));
        break;
    case MovePageDown:
        to = photoBeyond(now, std::max(line, viewport()->height() / line * line));
        break;
    case MoveHome:
        to = photoFrom(0, 1);
        break;
    case MoveEnd:
        to = photoFrom(rows - 1, -1);
        break;
    }
    return to.isValid() ? to : now;
}

void PhotoGrid::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags)
{
    const QRect wanted = rect.normalized().translated(0, verticalOffset());
    QItemSelection selection;
    for (const Section& section : m_sections) {
        if (bottomOf(section) < wanted.top() || section.top > wanted.bottom())
            continue;
        const auto [first, last] = placesBetween(section, wanted.top(), wanted.bottom());
        for (int row = section.first + first; row < section.first + last; ++row)
            if (rectOf(row).intersects(wanted))
                selection.select(model()->index(row, 0), model()->index(row, 0));
    }
    selectionModel()->select(selection, flags);
}

QRegion PhotoGrid::visualRegionForSelection(const QItemSelection& selection) const
{
    QRegion region;
    for (const QModelIndex& index : selection.indexes())
        region += visualRect(index);
    return region;
}

void PhotoGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.translate(0, -verticalOffset());
    const int top = event->rect().top() + verticalOffset();
    const int bottom = event->rect().bottom() + verticalOffset();
    for (const Section& section : m_sections) {
        if (section.top > bottom || bottomOf(section) < top)
            continue;
        if (section.heading >= 0)
            paintHeading(painter, section.heading);
        const auto [first, last] = placesBetween(section, top, bottom);
        for (int place = first; place < last; ++place)
            paintPhoto(painter, section.first + place);
    }
}

void PhotoGrid::paintHeading(QPainter& painter, int row)
{
    const Colours& c = colours(currentScheme());
    const QModelIndex index = model()->index(row, 0);
    QRect rect = rectOf(row).adjusted(0, spacing::kNormal, 0, 0);
    if (const QVariant mark = index.data(MarkRole); mark.isValid()) {
        const int x = isRightToLeft() ? rect.right() - kMark : rect.left();
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark.value<QColor>());
        painter.drawEllipse(QRect(x, rect.center().y() - kMark / 2, kMark, kMark));
        const int shift = kMark + spacing::kNormal;
        rect.adjust(isRightToLeft() ? 0 : shift, 0, isRightToLeft() ? -shift : 0, 0);
    }
    QFont heading = font();
    heading.setPointSizeF(pointSize(TextSize::Heading, heading.pointSizeF()));
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(c.text);
    const QString text = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width());
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeading, text);
}

void PhotoGrid::paintPhoto(QPainter& painter, int row)
{
    const Colours& c = colours(currentScheme());
    const QModelIndex index = model()->index(row, 0);
    const QRect rect = rectOf(row);
    QPainterPath shape;
    shape.addRoundedRect(rect, spacing::kRadius, spacing::kRadius);
    painter.fillPath(shape, c.raised);
    const auto picture = m_photos.thumbnail(index.data(PathRole).value<std::filesystem::path>());
    if (picture.state == PhotoLoader::State::Ready) {
        painter.save();
        painter.setClipPath(shape);
        painter.drawPixmap(QRectF(rect), picture.pixmap, cropToFill(picture.pixmap.size(), rect.size()));
        painter.restore();
    } else if (picture.state == PhotoLoader::State::Failed) {
        painter.setPen(c.quietText);
        painter.drawText(rect.adjusted(kGap, kGap, -kGap, -kGap), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("%1 cannot be shown").arg(index.data().toString()));
    }
    const bool current = hasFocus() && index == currentIndex();
    if (selectionModel()->isSelected(index) || current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accent, current ? 4 : 3));
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), spacing::kRadius, spacing::kRadius);
    }
}

}  // namespace saysee::ui
