// The label panel: a photo, a key to speak, the next photo.
#pragma once

#include "ui/bridge/clip_player.h"
#include "ui/panels/label/label_controller.h"

#include <QWidget>
#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace saysee::ui {

class Waveform;

class LabelPanel : public QWidget {
    Q_OBJECT

public:
    explicit LabelPanel(PanelContext& context);
    [[nodiscard]] LabelController& controller() { return m_controller; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeReview();
    QWidget* makeKeys();
    QPushButton* addKey(QLayout* row, const QString& text, const QString& icon, const QString& keys,
                        const std::function<void()>& action);
    QLineEdit* makeSpeaker();
    void refresh();
    void showPhoto();
    void showTake();
    [[nodiscard]] bool canPlay() const;  // a caption has no sound
    void replay();
    void playFrom(double seconds);

    PanelContext& m_context;
    LabelController m_controller;
    QLabel* m_photo;
    QLabel* m_why;
    QLabel* m_hint;
    QWidget* m_review;
    Waveform* m_waveform;
    QLineEdit* m_text;
    QLabel* m_verdict;
    QPushButton* m_progress;  // how many pairs there are; shows them
    QPushButton* m_talk = nullptr;
    QPushButton* m_play = nullptr;
    QComboBox* m_speed;
    ClipPlayer m_player;
    base::PairId m_shownTake;  // in the waveform
};

}  // namespace saysee::ui
