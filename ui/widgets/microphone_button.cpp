#include "ui/widgets/microphone_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <algorithm>

namespace saysee::ui {

namespace {

constexpr int kSide = 92;
constexpr double kDisc = 64;  // the ring grows in what is left around it

}  // namespace

MicrophoneButton::MicrophoneButton(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setFixedSize(kSide, kSide);
    setEar(Ear::Closed);
}

QSize MicrophoneButton::sizeHint() const { return {kSide, kSide}; }

void MicrophoneButton::setEar(Ear ear)
{
    m_ear = ear;
    m_level = 0;
    setAccessibleName(ear == Ear::Listening ? tr("Stop listening") : tr("Speak"));
    setAccessibleDescription(tr("Hold to talk, or tap to start and stop. The space bar does the same."));
    setToolTip(accessibleDescription());
    update();
}

void MicrophoneButton::setLevel(double level)
{
    m_level = std::clamp(level, 0.0, 1.0);
    update();
}

void MicrophoneButton::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(currentScheme());
    const bool listening = m_ear == Ear::Listening;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre = QRectF(rect()).center();
    painter.setPen(Qt::NoPen);
    if (listening) {
        QColor ring = c.listening;
        ring.setAlphaF(0.25F);
        const double radius = kDisc / 2 + 2 + m_level * (kSide - kDisc - 4) / 2;
        painter.setBrush(ring);
        painter.drawEllipse(centre, radius, radius);
    }
    painter.setBrush(listening ? c.listening : underMouse() ? c.accent.lighter(108) : c.accent);
    painter.drawEllipse(centre, kDisc / 2, kDisc / 2);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.text, 2));
        painter.drawEllipse(centre, kDisc / 2 + 4, kDisc / 2 + 4);
    }
    paintIcon(painter, listening ? QStringLiteral("stop") : QStringLiteral("microphone"),
              QRectF(centre.x() - 15, centre.y() - 15, 30, 30), listening ? c.onListening : c.onAccent);
}

}  // namespace saysee::ui
