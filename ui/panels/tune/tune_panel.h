// The tune panel: what there is to learn from, the run, what it brought, the versions.
#pragma once

#include "ui/panels/tune/tune_controller.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QComboBox;

namespace saysee::ui {

class ComparisonView;
class CurveView;

class TunePanel : public QWidget {
    Q_OBJECT

public:
    explicit TunePanel(PanelContext& context);
    [[nodiscard]] TuneController& controller() { return m_controller; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeStart();
    QWidget* makeVersions();
    QPushButton* addButton(QLayout* row, const QString& text, const QString& icon,
                           const std::function<void()>& action);
    void refresh();
    void showScope();
    void showVersions();
    [[nodiscard]] const library::Version* selected() const;
    void renameSelected();
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
    QLabel* m_progress;
    CurveView* m_curve;
    QLabel* m_outcome;
    ComparisonView* m_comparison;
    QListWidget* m_versions;
    QLabel* m_noVersions;
    QList<QPushButton*> m_versionButtons;
};

}  // namespace saysee::ui
