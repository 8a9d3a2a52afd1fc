// Tables of the panels: rows that are chosen whole, by mouse or by keys.
#pragma once

class QAbstractItemModel;
class QString;
class QTreeView;

namespace saysee::ui {

// `name` is what a screen reader calls it. The caller's layout becomes the owner.
[[nodiscard]] QTreeView* makeTable(QAbstractItemModel& model, const QString& name);

}  // namespace saysee::ui
