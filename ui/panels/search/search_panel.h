// The search panel: say it, type it or show it, and see the photos.
#pragma once

#include "ui/panels/panel.h"

class QKeyEvent;
class QMimeData;

namespace saysee::ui {

class Notice;
class QueryBar;
class ResultArea;
class SearchController;

class SearchPanel : public QWidget {
    Q_OBJECT

public:
    explicit SearchPanel(PanelContext& context);
    ~SearchPanel() override;

    [[nodiscard]] SearchController& controller() { return *m_controller; }
    [[nodiscard]] QueryBar& query() { return *m_query; }
    [[nodiscard]] ResultArea& results() { return *m_results; }
    [[nodiscard]] Notice& notice() { return *m_notice; }

protected:
    // The space bar, Escape and typing work wherever the focus is in this panel.
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectBus();
    void take(const QMimeData& mime);  // dropped or pasted
    void offerUnfinishedTakes();
    void offerTake(const std::filesystem::path& take);
    bool press(const QKeyEvent& key);
    bool release(const QKeyEvent& key);
    [[nodiscard]] bool spaceTalks() const;

    PanelContext& m_context;
    SearchController* m_controller;
    QueryBar* m_query;
    ResultArea* m_results;
    Notice* m_notice;
    bool m_spaceDown = false;
};

}  // namespace saysee::ui
