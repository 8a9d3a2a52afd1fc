// The history panel: past queries, to hear and to ask again.
#pragma once

#include "core/library/history.h"
#include "ui/bridge/clip_player.h"
#include "ui/controllers/history_controller.h"
#include "ui/panels/panel.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace saysee::ui {

class Notice;

class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPanel(PanelContext& context);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  // the Delete key
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeActions();
    QWidget* makeUndoBar();
    void showCounts(const library::HistoryCounts& counts);
    void updateButtons();
    void askAgain();
    void playOrStop();
    void toggleKeep();
    void removeSelected();
    [[nodiscard]] const library::PastQuery* current();

    PanelContext& m_context;
    HistoryController m_history;
    ClipPlayer m_player;
    QLabel* m_counts;
    QLineEdit* m_filter;
    QTreeView* m_list;
    Notice* m_notice;
    QPushButton* m_again;
    QPushButton* m_play;
    QPushButton* m_keep;
    QPushButton* m_remove;
    QLabel* m_undoText;
};

}  // namespace saysee::ui
