// The big round button to speak with: hold it, or tap it; its ring shows how loud it is.
#pragma once

#include "ui/controllers/talk_key.h"

#include <QAbstractButton>

namespace saysee::ui {

class MicrophoneButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit MicrophoneButton(QWidget* parent = nullptr);

    void setEar(Ear ear);
    void setLevel(double level);  // 0..1
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Ear m_ear = Ear::Closed;
    double m_level = 0;
};

}  // namespace saysee::ui
