// Drawing helpers: a thing is drawn in its own unit box (x -0.5..0.5, y -1..0, feet at 0) in one base colour.
#pragma once

#include "models/picturebook/recipe/scene/scene.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>
#include <QPointF>
#include <initializer_list>

namespace saysee::picturebook {

[[nodiscard]] QColor paint(Colour colour);
// Mixes two colours: 0 gives `a`, 1 gives `b`.
[[nodiscard]] QColor mix(const QColor& a, const QColor& b, double share);

class Artist {
public:
    // `painter` is set up so that one unit is the height of the thing; `random` decides its small differences.
    Artist(QPainter& painter, QColor base, Random random);

    [[nodiscard]] QColor base() const { return m_base; }
    [[nodiscard]] QColor dark() const { return mix(m_base, QColor(15, 12, 25), 0.42); }
    [[nodiscard]] QColor light() const { return mix(m_base, QColor(255, 252, 240), 0.40); }
    [[nodiscard]] Random& random() { return m_random; }
    [[nodiscard]] QPainter& painter() { return m_painter; }

    // Filled shapes, lit from above, with a thin darker rim.
    void shape(const QPainterPath& path, const QColor& colour);
    void ellipse(double x, double y, double radiusX, double radiusY, const QColor& colour);
    void box(double left, double top, double right, double bottom, double corner, const QColor& colour);
    void polygon(std::initializer_list<QPointF> points, const QColor& colour);
    void line(double x1, double y1, double x2, double y2, double width, const QColor& colour);
    void curve(QPointF from, QPointF control, QPointF to, double width, const QColor& colour);

private:
    QPainter& m_painter;
    QColor m_base;
    Random m_random;
};

// Draws one thing into its unit box.
void drawThing(Kind kind, Artist& artist);
void drawAnimal(Kind kind, Artist& artist);
void drawVehicle(Kind kind, Artist& artist);
void drawBuilding(Kind kind, Artist& artist);
void drawPlant(Kind kind, Artist& artist);
void drawObject(Kind kind, Artist& artist);
void drawPerson(Kind kind, Artist& artist);

}  // namespace saysee::picturebook
