#include "ui/panels/tune/curve_view.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace saysee::ui {

CurveView::CurveView(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Progress of the run"));
    setMinimumHeight(4 * spacing::kTarget);
}

QSize CurveView::sizeHint() const { return {480, 6 * spacing::kTarget}; }

void CurveView::setRun(const session::TuneStatus& run, int epochs)
{
    m_scope = run.scope;
    m_curve = run.training.curve;
    m_best = run.training.bestEpoch;
    m_epochs = std::max(1, epochs);
    const QString where = m_scope == training::TuneScope::Voice
        ? tr("Epoch %1, %2 % of the words in held-out recordings heard right, best at epoch %3.")
        : tr("Epoch %1, %2 % of held-out pairs found first, best at epoch %3.");
    if (!m_curve.empty())
        setAccessibleDescription(
            where.arg(m_curve.back().epoch).arg(qRound(100 * m_curve.back().heldOutRecall)).arg(m_best));
    update();
}

QString CurveView::legend() const
{
    const QString text = m_scope == training::TuneScope::Voice
        ? tr("Words heard right: held-out recordings (line), learned ones (dashes); loss (grey). Best: epoch %1")
        : tr("Found first: held-out pairs (line), trained pairs (dashes); loss (grey). Best: epoch %1");
    return text.arg(m_best);
}

void CurveView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& look = colours(currentScheme());
    painter.fillRect(rect(), look.surface);
    const int line = painter.fontMetrics().height();
    const QRectF plot = QRectF(rect()).adjusted(4.0 * line, line, -line, -2.0 * line);
    painter.setPen(look.quietText);
    for (const int percent : {0, 50, 100}) {
        const double y = plot.bottom() - plot.height() * percent / 100;
        painter.drawText(QRectF(0, y - line, plot.left() - spacing::kSmall, 2.0 * line),
                         Qt::AlignRight | Qt::AlignVCenter, tr("%1 %").arg(percent));
    }
    if (m_curve.empty())
        return;
    double loudest = 0;
    for (const auto& point : m_curve)
        loudest = std::max(loudest, point.loss);
    const auto at = [&](int epoch, double share) {
        return QPointF(plot.left() + plot.width() * epoch / m_epochs, plot.bottom() - plot.height() * share);
    };
    const auto draw = [&](const QColor& colour, Qt::PenStyle style, auto value, bool fromStart) {
        QPainterPath path;
        for (const auto& point : m_curve) {
            if (point.epoch == 0 && !fromStart)
                continue;
            const QPointF next = at(point.epoch, value(point));
            path.elementCount() == 0 ? path.moveTo(next) : path.lineTo(next);
        }
        painter.setPen(QPen(colour, 2, style));
        painter.drawPath(path);
    };
    draw(
        look.line, Qt::SolidLine, [&](const auto& p) { return loudest > 0 ? p.loss / loudest : 0; }, false);
    draw(
        look.maybe, Qt::DashLine, [](const auto& p) { return p.trainedRecall; }, false);
    draw(
        look.accent, Qt::SolidLine, [](const auto& p) { return p.heldOutRecall; }, true);
    painter.setPen(QPen(look.best, 1, Qt::DotLine));
    painter.drawLine(at(m_best, 0), at(m_best, 1));
    painter.setPen(look.text);
    painter.drawText(QRectF(plot.left(), plot.bottom() + spacing::kSmall, plot.width(), 1.5 * line), Qt::AlignLeft,
                     legend());
}

}  // namespace saysee::ui
