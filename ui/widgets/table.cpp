#include "ui/widgets/table.h"

#include <QTreeView>

namespace saysee::ui {

QTreeView* makeTable(QAbstractItemModel& model, const QString& name)
{
    auto* table = new QTreeView;
    table->setModel(&model);
    table->setAccessibleName(name);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setTabKeyNavigation(false);
    // Qt makes the first row current when the focus comes, but does not choose it; with a single row no key could.
    QItemSelectionModel* selection = table->selectionModel();
    QObject::connect(selection, &QItemSelectionModel::currentRowChanged, table,
                     [selection](const QModelIndex& current) {
                         if (current.isValid() && !selection->hasSelection())
                             selection->select(current, QItemSelectionModel::Select | QItemSelectionModel::Rows);
                     });
    return table;
}

}  // namespace saysee::ui
