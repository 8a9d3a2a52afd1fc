#include "ui/widgets/photo_grid_access.h"

#include "ui/item_models/photo_roles.h"
#include "ui/widgets/photo_grid.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPersistentModelIndex>

namespace saysee::ui {

namespace {

// One row of the model. Valid as long as the model has it.
class RowAccess : public QAccessibleInterface {
public:
    RowAccess(PhotoGrid& grid, const QModelIndex& index) : m_grid(&grid), m_index(index) { }

    [[nodiscard]] int row() const { return m_index.row(); }
    [[nodiscard]] bool isValid() const override { return !m_grid.isNull() && m_index.isValid(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return parent() == nullptr ? nullptr : parent()->window(); }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_grid.data());
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        if (kind == QAccessible::Description)
            return m_index.data(WhyRole).toString();
        if (kind != QAccessible::Name)
            return {};
        const QString said = m_index.data(Qt::AccessibleTextRole).toString();
        return said.isEmpty() ? m_index.data().toString() : said;
    }
    void setText(QAccessible::Text, const QString&) override { }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect place = m_grid->visualRect(m_index);
        return {m_grid->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return isHeading() ? QAccessible::Heading : QAccessible::ListItem;
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.offscreen = !m_grid->viewport()->rect().intersects(m_grid->visualRect(m_index));
        if (isHeading())
            return state;
        state.selectable = true;
        state.focusable = true;
        state.selected = m_grid->selectionModel()->isSelected(m_index);
        state.focused = m_grid->hasFocus() && m_grid->currentIndex() == m_index;
        return state;
    }

private:
    [[nodiscard]] bool isHeading() const { return m_index.data(HeadingRole).toBool(); }

    QPointer<PhotoGrid> m_grid;
    QPersistentModelIndex m_index;
};

// Rows are described when somebody asks for them: there may be 100,000.
class GridAccess : public QAccessibleWidget {
public:
    explicit GridAccess(PhotoGrid* grid) : QAccessibleWidget(grid, QAccessible::List) { }
    ~GridAccess() override
    {
        for (const QAccessible::Id id : m_rows)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override
    {
        return grid().model() == nullptr ? 0 : grid().model()->rowCount(grid().rootIndex());
    }
    [[nodiscard]] QAccessibleInterface* child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        if (const auto known = m_rows.constFind(row); known != m_rows.cend()) {
            auto* access = static_cast<RowAccess*>(QAccessible::accessibleInterface(*known));
            if (access != nullptr && access->isValid() && access->row() == row)
                return access;
            QAccessible::deleteAccessibleInterface(*known);  // of another answer
        }
        auto* made = new RowAccess(grid(), grid().model()->index(row, 0, grid().rootIndex()));
        m_rows.insert(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        return child(grid().indexAt(grid().viewport()->mapFromGlobal(QPoint(x, y))).row());
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        return grid().hasFocus() ? child(grid().currentIndex().row()) : nullptr;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* row = dynamic_cast<const RowAccess*>(child);
        return row == nullptr || !row->isValid() ? -1 : row->row();
    }

private:
    [[nodiscard]] PhotoGrid& grid() const { return *static_cast<PhotoGrid*>(widget()); }

    mutable QHash<int, QAccessible::Id> m_rows;
};

QAccessibleInterface* describe(const QString& type, QObject* object)
{
    if (type != QLatin1String(PhotoGrid::staticMetaObject.className()))
        return nullptr;
    return new GridAccess(static_cast<PhotoGrid*>(object));
}

}  // namespace

void describePhotoGrids() { QAccessible::installFactory(describe); }

}  // namespace saysee::ui
