// The curves of a run: recall on held-out and on trained pairs in front, the loss behind them, the best epoch marked.
#pragma once

#include "core/training/prompt_trainer.h"

#include <QWidget>
#include <vector>

namespace saysee::ui {

class CurveView : public QWidget {
    Q_OBJECT

public:
    explicit CurveView(QWidget* parent = nullptr);
    // `epochs`: where the axis ends, as a run may stop early.
    void setCurve(std::vector<training::TunePoint> curve, int bestEpoch, int epochs);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<training::TunePoint> m_curve;
    int m_best = 0;
    int m_epochs = 1;
};

}  // namespace saysee::ui
