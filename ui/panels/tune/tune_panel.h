// The tune panel: what there is to learn from, the run, what it brought, the versions.
#pragma once

#include "ui/panels/tune/tune_controller.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;
class QStandardItemModel;
class QTreeView;

namespace saysee::ui {

class ComparisonView;
class CurveView;
class OutcomeView;

class TunePanel : public QWidget {
    Q_OBJECT

public:
    explicit TunePanel(PanelContext& context);
    [[nodiscard]] TuneController& controller() { return m_controller; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Column { NameColumn, ScopeColumn, PairsColumn, FoundColumn, StateColumn };

    QWidget* makeStart();
    QWidget* makeResults();
    QWidget* makeVersions();
    QPushButton* addButton(QLayout* row, const QString& text, const QString& icon,
                           const std::function<void()>& action);
    void refresh();
    void showScope();
    void showVersions();
    void showVersion(int row, const library::Version& version);
    void showRun();
    void showComparison();
    void select(int row);
    [[nodiscard]] const library::Version* selected() const;
    void renameSelected();
    void removeSelected();
    void exportSelected();
    void importFile();

    PanelContext& m_context;
    TuneController m_controller;
    QLabel* m_check;
    QComboBox* m_scope;
    QLabel* m_scopeText;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_forget = nullptr;
    QPushButton* m_useNone = nullptr;
    QLabel* m_progress;
    QBoxLayout* m_results = nullptr;  // curve and outcome, side by side where there is room
    CurveView* m_curve;
    OutcomeView* m_outcome;
    QLabel* m_reason;  // why the chosen version is used or not
    ComparisonView* m_comparison;
    QStandardItemModel* m_versionModel;
    QTreeView* m_versions;
    bool m_showingVersions = false;  // the list changes, the choice does not
    QLabel* m_noVersions;
    QList<QPushButton*> m_versionButtons;
};

}  // namespace saysee::ui
