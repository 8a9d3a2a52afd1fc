#include "ui/panels/label/waveform.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace saysee::ui {

std::vector<float> peaksOf(std::span<const float> samples, std::size_t columns)
{
    columns = std::min(columns, samples.size());
    std::vector<float> peaks(columns, 0.0F);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        float& peak = peaks[i * columns / samples.size()];
        peak = std::min(1.0F, std::max(peak, std::abs(samples[i])));
    }
    return peaks;
}

Waveform::Waveform(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Recording"));
    setAccessibleDescription(tr("Arrow keys move through the recording."));
    setMinimumHeight(2 * spacing::kTarget);
}

QSize Waveform::sizeHint() const { return {400, 2 * spacing::kTarget}; }

void Waveform::setSamples(std::vector<float> samples, int sampleRate)
{
    m_samples = std::move(samples);
    m_sampleRate = sampleRate;
    m_position = 0;
    update();
}

void Waveform::setPosition(double seconds)
{
    m_position = seconds;
    update();
}

double Waveform::seconds() const { return static_cast<double>(m_samples.size()) / m_sampleRate; }

double Waveform::secondsAt(int x) const
{
    return seconds() * std::clamp(static_cast<double>(x) / std::max(1, width()), 0.0, 1.0);
}

void Waveform::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours& look = colours(currentScheme());
    painter.fillRect(rect(), look.surface);
    constexpr int step = 3;  // two pixels of sound, one of air
    const auto peaks = peaksOf(m_samples, static_cast<std::size_t>(std::max(1, width() / step)));
    const double played = seconds() > 0 ? m_position / seconds() : 0;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        const int tall =
            std::max(spacing::kHair, static_cast<int>(std::lround(peaks[i] * static_cast<float>(height()))));
        const bool done = static_cast<double>(i) < played * static_cast<double>(peaks.size());
        painter.fillRect(static_cast<int>(i) * step, (height() - tall) / 2, step - 1, tall,
                         done ? look.accent : look.quietText);
    }
    if (hasFocus()) {
        painter.setPen(look.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Waveform::mousePressEvent(QMouseEvent* event)
{
    if (!m_samples.empty() && event->button() == Qt::LeftButton)
        Q_EMIT seeked(secondsAt(event->pos().x()));
}

void Waveform::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_samples.empty() && event->buttons().testFlag(Qt::LeftButton))
        Q_EMIT seeked(secondsAt(event->pos().x()));
}

void Waveform::keyPressEvent(QKeyEvent* event)
{
    constexpr double stride = 0.25;  // seconds
    const int direction = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (direction == 0 || m_samples.empty())
        return QWidget::keyPressEvent(event);
    Q_EMIT seeked(std::clamp(m_position + direction * stride, 0.0, seconds()));
}

}  // namespace saysee::ui
