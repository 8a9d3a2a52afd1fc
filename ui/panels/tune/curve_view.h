// The curves of a run: recall on held-out and on trained pairs in front (of a voice the words heard right), the loss
// behind them, the best epoch marked.
#pragma once

#include "core/session/tuning.h"

#include <QWidget>
#include <vector>

namespace saysee::ui {

class CurveView : public QWidget {
    Q_OBJECT

public:
    explicit CurveView(QWidget* parent = nullptr);
    // `epochs`: where the axis ends, as a run may stop early.
    void setRun(const session::TuneStatus& run, int epochs);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString legend() const;

    training::TuneScope m_scope = training::TuneScope::Voice;
    std::vector<training::TunePoint> m_curve;
    int m_best = 0;
    int m_epochs = 1;
};

}  // namespace saysee::ui
