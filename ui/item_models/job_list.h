// Work that goes on in the background, as rows: a quiet list instead of dialogs that wait.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

namespace saysee::ui {

struct Job {
    QString title;  // "Indexing photos"
    QString detail;  // "120 of 10,000, 14 a second, 11 min left"
    std::optional<double> share;  // 0..1; empty: not known yet
    bool paused = false;
    std::function<void()> cancel;  // null: cannot be
    std::function<void(bool)> pause;
};

// GUI thread.
class JobList : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    using JobId = int;

    enum Role {
        DetailRole = Qt::UserRole,
        ShareRole,  // double; invalid: not known
        PausedRole
    };

    JobId add(Job job);
    void update(JobId id, const QString& detail, std::optional<double> share, bool paused = false);
    void remove(JobId id);
    [[nodiscard]] const Job* at(const QModelIndex& index) const;
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        JobId id;
        Job job;
    };
    [[nodiscard]] int rowOf(JobId id) const;  // -1: gone

    std::vector<Row> m_rows;
    JobId m_last = 0;
};

}  // namespace saysee::ui
