// The pairs panel: what was said about photos, to hear again, to correct, to judge anew, to delete, to hand on.
#pragma once

#include "ui/bridge/clip_player.h"
#include "ui/panels/pairs/pairs_controller.h"
#include "ui/panels/panel.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;
class QVBoxLayout;

namespace saysee::ui {

class Notice;

class PairsPanel : public QWidget {
    Q_OBJECT

public:
    explicit PairsPanel(PanelContext& context);
    [[nodiscard]] PairsController& controller() { return m_pairs; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  // the Delete key
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void addHead(QVBoxLayout* column);
    QWidget* makeUndoBar();
    QWidget* makeDetails();
    QWidget* makeActions();
    void connectAll();
    void goBack();
    void showSelected();
    void showPhoto();
    void playOrStop();
    void saveWords();
    void judge(library::PairVerdict verdict);
    void removeSelected();
    void chooseFolder();
    [[nodiscard]] std::vector<library::Pair> selected();
    [[nodiscard]] const library::Pair* current();  // null when none or several are selected

    PanelContext& m_context;
    PairsController m_pairs;
    ClipPlayer m_player;
    QLineEdit* m_filter;
    QTreeView* m_list;
    Notice* m_notice;
    QLabel* m_undoText;
    QLabel* m_photo;
    QLineEdit* m_words;  // of the selected pair
    QPushButton* m_play;
    QPushButton* m_accept;
    QPushButton* m_setAside;
    QPushButton* m_remove;
    base::PairId m_shown;  // whose words stand in the field
    std::filesystem::path m_photoFile;  // of the selected pair; empty: not known
};

}  // namespace saysee::ui
