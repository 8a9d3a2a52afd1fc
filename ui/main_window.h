// The window: a navigation rail, one panel at a time, and one quiet line below.
#pragma once

#include "ui/panels/panel.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>

class QButtonGroup;
class QLabel;
class QShortcut;
class QStackedWidget;
class QTimer;
class QToolButton;
class QVBoxLayout;

namespace saysee::ui {

// Knows panels by their registration alone. The first one is made at once, the others when the window is on the
// screen: one in each turn of the event loop, so that none of them keeps it.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(PanelContext& context, std::vector<Panel> panels, QWidget* parent = nullptr);
    ~MainWindow() override;

    void makeRemainingPanels();
    [[nodiscard]] QString currentPanel() const;

public Q_SLOTS:
    void showPanel(const QString& id);
    // Files from outside: folders are added, a picture or a sound file is searched with.
    void openFiles(const saysee::ui::Paths& files);

Q_SIGNALS:
    void onScreen();  // once: its first picture is painted

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeRail();
    void addRailButton(const Panel& panel, QVBoxLayout* column);
    QWidget* page(const QString& id);  // makes it when it is not there yet; null for an unknown id
    void focusOn(QWidget* page);  // where it was when the page was left
    void makeNextPanel();  // and so on, until all are there
    void showStatus(const QString& sentence);
    void followShortcuts();  // as chosen in the settings
    void retitle();
    QToolButton* makeRecordingSign();
    void readyMicrophone();  // open while the window is in front, so that no first word is lost

    PanelContext& m_context;
    std::vector<Panel> m_panels;
    QHash<QString, QShortcut*> m_shortcuts;  // of panels that have a button
    QHash<QString, QWidget*> m_pages;
    QHash<QWidget*, QPointer<QWidget>> m_firstFocus;  // of a page; what Panel::make says
    QHash<QWidget*, QPointer<QWidget>> m_lastFocus;  // of a page, when it was left
    QStackedWidget* m_stack;
    QButtonGroup* m_buttons;
    QLabel* m_status;
    QTimer* m_statusTimer;
    bool m_shown = false;
};

}  // namespace saysee::ui
