#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

// A static library's resources register themselves only when asked to, and not from within a namespace.
static void registerIcons() { Q_INIT_RESOURCE(icons); }

namespace saysee::ui {

namespace {

QByteArray read(const QString& name)
{
    registerIcons();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void render(QPainter& painter, QByteArray svg, const QRectF& rect, const QColor& colour)
{
    QSvgRenderer renderer(svg.replace("currentColor", colour.name().toLatin1()));
    renderer.render(&painter, rect);
}

// Icons are drawn with currentColor, which becomes the theme's text colour when painted.
class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(QByteArray svg, IconOn on) : m_svg(std::move(svg)), m_on(on) { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const Colours& c = colours(currentScheme());
        const bool onAccent = state == QIcon::On || m_on == IconOn::Accent;
        const QColor colour = mode == QIcon::Disabled ? c.quietText : onAccent ? c.onAccent : c.text;
        render(*painter, m_svg, rect, colour);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(m_svg, m_on); }

private:
    QByteArray m_svg;
    IconOn m_on;
};

}  // namespace

QIcon themedIcon(const QString& name, IconOn on)
{
    QByteArray svg = read(name);
    return svg.isEmpty() ? QIcon() : QIcon(new ThemedIconEngine(std::move(svg), on));
}

void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& colour)
{
    render(painter, read(name), rect, colour);
}

}  // namespace saysee::ui
