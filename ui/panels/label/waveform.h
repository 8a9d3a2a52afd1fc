// A clip as a picture of its loudness; a click plays from exactly there.
#pragma once

#include <QWidget>
#include <span>
#include <vector>

namespace saysee::ui {

// Loudest sample of each of `columns` equal parts, 0..1. Pure. Fewer columns where there are fewer samples.
[[nodiscard]] std::vector<float> peaksOf(std::span<const float> samples, std::size_t columns);

class Waveform : public QWidget {
    Q_OBJECT

public:
    explicit Waveform(QWidget* parent = nullptr);

    void setSamples(std::vector<float> samples, int sampleRate);
    void clear() { setSamples({}, 1); }
    void setPosition(double seconds);
    [[nodiscard]] double seconds() const;
    [[nodiscard]] double position() const { return m_position; }  // seconds
    // Where a click at `x` seeks to.
    [[nodiscard]] double secondsAt(int x) const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void seeked(double seconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<float> m_samples;
    int m_sampleRate = 1;
    double m_position = 0;
};

}  // namespace saysee::ui
