#include "ui/panels/tune/curve_view.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>

namespace saysee::ui {

namespace {

constexpr double kKeyLine = 28;  // pixels

}  // namespace

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
    m_epochs = std::max({1, epochs, m_curve.empty() ? 0 : m_curve.back().epoch});
    const QString where = m_scope == training::TuneScope::Voice
        ? tr("Epoch %1, %2 % of the words in held-out recordings heard right, best at epoch %3.")
        : tr("Epoch %1, %2 % of held-out pairs found first, best at epoch %3.");
    if (!m_curve.empty())
        setAccessibleDescription(
            where.arg(m_curve.back().epoch).arg(qRound(100 * m_curve.back().stoppingScore)).arg(m_best));
    update();
}

QString CurveView::title() const
{
    return m_scope == training::TuneScope::Voice ? tr("Words heard right") : tr("Photos found first");
}

QStringList CurveView::names() const
{
    return m_scope == training::TuneScope::Voice
        ? QStringList {tr("held-out recordings"), tr("learned recordings"), tr("loss")}
        : QStringList {tr("held-out pairs"), tr("trained pairs"), tr("loss")};
}

// Where the key of each line begins, in rows from the bottom of the plot on.
std::vector<CurveView::KeyPlace> CurveView::keyPlaces() const
{
    const double left = spacing::kLarge;
    const double right = width() - spacing::kLarge;
    std::vector<KeyPlace> places;
    KeyPlace next {left, 0};
    for (const QString& name : names()) {
        const double wide = kKeyLine + spacing::kSmall + fontMetrics().horizontalAdvance(name);
        if (next.x > left && next.x + wide > right)
            next = {left, next.row + 1};
        places.push_back(next);
        next.x += wide + spacing::kLarge;
    }
    return places;
}

QRectF CurveView::plot() const
{
    const double line = fontMetrics().height();
    const double keys = 1.3 * line * (keyPlaces().back().row + 1);
    return QRectF(rect()).adjusted(4 * line, 2.5 * line, -line, -keys - line);
}

QPointF CurveView::at(int epoch, double share) const
{
    const QRectF area = plot();
    return {area.left() + area.width() * epoch / m_epochs, area.bottom() - area.height() * share};
}

void CurveView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& look = colours(currentScheme());
    painter.setPen(look.line);
    painter.setBrush(look.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), spacing::kRadius, spacing::kRadius);
    paintAxes(painter);
    if (m_curve.empty())
        return;
    double loudest = 0;
    for (const auto& point : m_curve)
        loudest = std::max(loudest, point.loss);
    const std::array<Line, 3> lines = {
        {{QPen(look.accent, 2), [](const auto& p) { return p.stoppingScore; }, 0},
         {QPen(look.maybe, 2, Qt::DashLine), [](const auto& p) { return p.trainedScore; }, 1},
         {QPen(look.rest, 1), [=](const auto& p) { return loudest > 0 ? p.loss / loudest : 0; }, 1}}};
    const auto places = keyPlaces();
    for (std::size_t i = lines.size(); i-- > 0;) {  // what matters most is painted last
        paintLine(painter, lines[i]);
        paintKey(painter, lines[i].pen, names()[static_cast<int>(i)], places[i]);
    }
    paintBest(painter);
}

void CurveView::paintAxes(QPainter& painter) const
{
    const Colours& look = colours(currentScheme());
    const int line = fontMetrics().height();
    const QRectF area = plot();
    painter.setPen(look.text);
    painter.drawText(QPointF(spacing::kLarge, 1.5 * line), title());
    for (const int percent : {0, 50, 100}) {
        const double y = at(0, percent / 100.0).y();
        painter.setPen(look.line);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(look.quietText);
        painter.drawText(QRectF(0, y - line, area.left() - spacing::kNormal, 2.0 * line),
                         Qt::AlignRight | Qt::AlignVCenter, tr("%1 %").arg(percent));
    }
}

void CurveView::paintLine(QPainter& painter, const Line& line) const
{
    QPainterPath path;
    for (const auto& point : m_curve) {
        if (point.epoch < line.firstEpoch)
            continue;
        const QPointF next = at(point.epoch, line.value(point));
        path.elementCount() == 0 ? path.moveTo(next) : path.lineTo(next);
    }
    painter.setPen(line.pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

// A piece of the line and its name, below the plot.
void CurveView::paintKey(QPainter& painter, const QPen& pen, const QString& name, const KeyPlace& place) const
{
    const double line = fontMetrics().height();
    const double y = plot().bottom() + 1.3 * line * (place.row + 1);
    painter.setPen(pen);
    painter.drawLine(QPointF(place.x, y), QPointF(place.x + kKeyLine, y));
    painter.setPen(colours(currentScheme()).quietText);
    painter.drawText(QPointF(place.x + kKeyLine + spacing::kSmall, y + 0.3 * line), name);
}

void CurveView::paintBest(QPainter& painter) const
{
    const Colours& look = colours(currentScheme());
    painter.setPen(QPen(look.best, 1, Qt::DotLine));
    painter.drawLine(at(m_best, 0), at(m_best, 1));
    const auto best =
        std::find_if(m_curve.begin(), m_curve.end(), [this](const auto& p) { return p.epoch == m_best; });
    if (best != m_curve.end()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.best);
        painter.drawEllipse(at(m_best, best->stoppingScore), spacing::kSmall, spacing::kSmall);
    }
    const QString text = m_best > 0 ? tr("best: epoch %1").arg(m_best) : tr("best: the start");
    const double width = fontMetrics().horizontalAdvance(text);
    const double left = 2.0 * spacing::kLarge + fontMetrics().horizontalAdvance(title());
    const double right = plot().right() - width;
    painter.setPen(look.text);
    painter.drawText(
        QPointF(std::max(left, std::min(at(m_best, 1).x() - width / 2, right)), 1.5 * fontMetrics().height()), text);
}

}  // namespace saysee::ui
