// One photo, large: stepping to its neighbours, what is known of it, why it matched, what it looks like, what can be
// done with it.
#pragma once

#include "ui/panels/panel.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace saysee::library {
struct Photo;
}

namespace saysee::ui {

class LargePhoto;
class Notice;
class PairMaker;
class PhotoGrid;
class ResultModel;

class PhotoPanel : public QWidget {
    Q_OBJECT

public:
    explicit PhotoPanel(PanelContext& context);
    ~PhotoPanel() override;

    void show(PhotoRow row);
    void step(int by);  // at the ends nothing happens
    [[nodiscard]] const PhotoRow& row() const { return m_row; }
    [[nodiscard]] ResultModel& similar() { return *m_similar; }
    [[nodiscard]] QPushButton& theOne() { return *m_theOne; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeSide();
    void makeButtons(QVBoxLayout* column);
    void refresh();  // everything about the current photo
    void updateTheOne();
    void ask();  // for its facts and what looks like it
    void showFacts(const library::Photo& photo);
    void openSimilar(const QModelIndex& index);
    void goBack();
    [[nodiscard]] const PhotoRow::Entry* current() const;

    PanelContext& m_context;
    PhotoRow m_row;
    std::vector<PhotoRow> m_before;  // rows that this one was reached from
    PairMaker* m_pairs;
    LargePhoto* m_large;
    QLabel* m_name;
    QLabel* m_place;  // "3 of 12"
    QLabel* m_why;
    QLabel* m_whyTitle = nullptr;
    QFormLayout* m_facts = nullptr;
    QWidget* m_side = nullptr;
    QPushButton* m_theOne;
    ResultModel* m_similar;
    PhotoGrid* m_similarGrid;
    Notice* m_notice;
};

}  // namespace saysee::ui
