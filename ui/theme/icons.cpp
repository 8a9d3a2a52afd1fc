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
    explicit ThemedIconEngine(QByteArray svg) : m_svg(std::move(svg)) { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const Colours& c = colours(currentScheme());
        const QColor colour = mode == QIcon::Disabled ? c.quietText : state == QIcon::On ? c.onAccent : c.text;
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
    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(m_svg); }

private:
    QByteArray m_svg;
};

}  // namespace

QIcon themedIcon(const QString& name)
{
    QByteArray svg = read(name);
    return svg.isEmpty() ? QIcon() : QIcon(new ThemedIconEngine(std::move(svg)));
}

void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& colour)
{
    render(painter, read(name), rect, colour);
}

}  // namespace saysee::ui
