// What a question has found: one line that says it, other ways to hear it, the balance of the channels, the photos.
#pragma once

#include "ui/controllers/search_controller.h"
#include "ui/panels/window_bus.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace saysee::ui {

class FlowLayout;
class PhotoGrid;
class PhotoLoader;
class ResultModel;

class ResultArea : public QWidget {
    Q_OBJECT

public:
    ResultArea(SearchController& controller, PhotoLoader& photos, WindowBus& bus, QWidget* parent = nullptr);

    [[nodiscard]] ResultModel& model() { return *m_model; }
    [[nodiscard]] PhotoGrid& grid() { return *m_grid; }

private:
    QWidget* makeHead();
    QWidget* makeBalance();
    QWidget* makeHint();
    void onAnswered(const session::QueryAnswer& answer);
    void onHeard(const QString& words, const QStringList& alternatives, bool settled);
    void onCleared();
    void toggleWeak();
    void updateHead();
    void openPhoto(const QModelIndex& index);
    void openMenu(const QPoint& at);
    [[nodiscard]] std::vector<std::filesystem::path> selectedPaths() const;

    SearchController& m_controller;
    WindowBus& m_bus;
    ResultModel* m_model;
    PhotoGrid* m_grid;
    QLabel* m_summary;
    QPushButton* m_weak;
    QWidget* m_balanceBox = nullptr;
    QSlider* m_balance = nullptr;
    QTimer m_balanceMoved;
    QWidget* m_alternatives;
    FlowLayout* m_alternativeFlow;
    QWidget* m_head = nullptr;
    QLabel* m_hint;  // while nothing is asked
    QStackedWidget* m_pages;
};

}  // namespace saysee::ui
