// The curves of a run: recall on held-out and on trained pairs in front (of a voice the words heard right), the loss
// behind them, the best epoch marked.
#pragma once

#include "core/session/tuning.h"

#include <QPen>
#include <QWidget>
#include <functional>
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
    struct Line {
        QPen pen;
        std::function<double(const training::TunePoint&)> value;  // 0..1
        int firstEpoch;
    };

    struct KeyPlace {
        double x;
        int row;
    };

    [[nodiscard]] QString title() const;
    [[nodiscard]] QStringList names() const;  // of the lines
    [[nodiscard]] std::vector<KeyPlace> keyPlaces() const;
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QPointF at(int epoch, double share) const;
    void paintAxes(QPainter& painter) const;
    void paintLine(QPainter& painter, const Line& line) const;
    void paintKey(QPainter& painter, const QPen& pen, const QString& name, const KeyPlace& place) const;
    void paintBest(QPainter& painter) const;

    training::TuneScope m_scope = training::TuneScope::Voice;
    std::vector<training::TunePoint> m_curve;
    int m_best = 0;
    int m_epochs = 1;
};

}  // namespace saysee::ui
