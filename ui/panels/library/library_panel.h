// The library panel: which folders are searched, how far indexing is, and what could not be read.
#pragma once

#include "ui/controllers/library_controller.h"
#include "ui/panels/panel.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeView;
class QVBoxLayout;

namespace saysee::ui {

class Notice;

class LibraryPanel : public QWidget {
    Q_OBJECT

public:
    explicit LibraryPanel(PanelContext& context);

    [[nodiscard]] LibraryController& controller() { return m_controller; }

private:
    QWidget* makeProgressCard();
    void addFolderRow(QVBoxLayout* column);
    void addProblems(QVBoxLayout* column);
    void chooseFolder();
    void removeSelected();
    void openSelected();
    void preferSelected();
    void onFoldersRead();
    void onIndexing(const session::IndexingStatus& status);
    void updateButtons();
    [[nodiscard]] const library::Folder* selected() const;

    PanelContext& m_context;
    LibraryController m_controller;
    QLabel* m_figures;
    Notice* m_notice;
    QWidget* m_progressCard;
    QProgressBar* m_bar;
    QLabel* m_progress;
    QPushButton* m_pause;
    QTreeView* m_folders;
    QPushButton* m_remove;
    QPushButton* m_open;
    QPushButton* m_prefer;
    QWidget* m_problems;
    QLabel* m_problemsHeading;
    bool m_first = true;  // nothing is known of folders yet, and none is being added
};

}  // namespace saysee::ui
