#include "ui/theme/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>
#include <QDBusVariant>
#include <QFont>
#include <QStyleFactory>
#include <cmath>

namespace saysee::ui {

namespace {

Scheme g_scheme = Scheme::Light;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): GUI thread only

double channelLuminance(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * channelLuminance(colour.redF()) + 0.7152 * channelLuminance(colour.greenF())
        + 0.0722 * channelLuminance(colour.blueF());
}

}  // namespace

double pointSize(TextSize size, double bodyPointSize)
{
    switch (size) {
    case TextSize::Caption:
        return bodyPointSize * 0.88;
    case TextSize::Body:
        return bodyPointSize;
    case TextSize::Heading:
        return bodyPointSize * 1.2;
    case TextSize::Title:
        return bodyPointSize * 1.6;
    }
    return bodyPointSize;
}

const Colours& colours(Scheme scheme)
{
    static const Colours light {.window = QColor(0xf6, 0xf6, 0xf4),
                                .surface = QColor(0xff, 0xff, 0xff),
                                .raised = QColor(0xe8, 0xed, 0xee),
                                .text = QColor(0x1c, 0x23, 0x26),
                                .quietText = QColor(0x56, 0x61, 0x66),
                                .accent = QColor(0x1f, 0x66, 0x80),
                                .onAccent = QColor(0xff, 0xff, 0xff),
                                .listening = QColor(0xb8, 0x3a, 0x1e),
                                .onListening = QColor(0xff, 0xff, 0xff),
                                .best = QColor(0x1b, 0x6e, 0x45),
                                .maybe = QColor(0x80, 0x5a, 0x0c),
                                .rest = QColor(0x5d, 0x66, 0x6b),
                                .line = QColor(0xd6, 0xda, 0xdb)};
    static const Colours dark {.window = QColor(0x16, 0x1a, 0x1c),
                               .surface = QColor(0x20, 0x26, 0x29),
                               .raised = QColor(0x2d, 0x35, 0x39),
                               .text = QColor(0xec, 0xef, 0xf0),
                               .quietText = QColor(0xa5, 0xb0, 0xb5),
                               .accent = QColor(0x6f, 0xbd, 0xd6),
                               .onAccent = QColor(0x0c, 0x1c, 0x22),
                               .listening = QColor(0xf0, 0x8a, 0x6c),
                               .onListening = QColor(0x2a, 0x0d, 0x04),
                               .best = QColor(0x7b, 0xcf, 0xa2),
                               .maybe = QColor(0xe3, 0xba, 0x62),
                               .rest = QColor(0xa5, 0xb0, 0xb5),
                               .line = QColor(0x3a, 0x43, 0x48)};
    return scheme == Scheme::Light ? light : dark;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QPalette palette(const Colours& c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.raised);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.listening);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::ToolTipBase, c.surface);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::PlaceholderText, c.quietText);
    p.setColor(QPalette::Mid, c.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.quietText);
    return p;
}

QString styleSheet(const Colours& c, double bodyPointSize)
{
    const auto name = [](const QColor& colour) { return colour.name(); };
    const auto points = [&](TextSize size) { return QString::number(pointSize(size, bodyPointSize), 'f', 1); };
    // A style sheet takes no icon of the theme: these two files are icons/down.svg in quietText.
    const QString arrow = luminance(c.window) > luminance(c.text) ? QStringLiteral(":/icons/arrow-on-light.svg")
                                                                  : QStringLiteral(":/icons/arrow-on-dark.svg");
    return QStringLiteral(R"(
QToolTip { background: %1; color: %2; border: 1px solid %3; padding: 4px; }
QLabel[role="title"] { font-size: %7pt; font-weight: 600; }
QLabel[role="heading"] { font-size: %8pt; font-weight: 600; }
QLabel[role="caption"] { font-size: %9pt; color: %4; }
QLineEdit, QPlainTextEdit, QSpinBox, QComboBox, QDateEdit {
    background: %1; border: 1px solid %3; border-radius: 8px; padding: 6px 10px; min-height: 1.45em; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus { border: 2px solid %5; padding: 5px 9px; }
QPushButton, QToolButton {
    background: %1; color: %2; border: 1px solid %3; border-radius: 8px; padding: 6px 14px; min-height: 1.45em; }
QToolButton { padding: 6px; }
QPushButton:hover, QToolButton:hover { background: %6; }
QPushButton:focus, QToolButton:focus { border: 2px solid %5; padding: 5px 13px; }
QToolButton:focus { padding: 5px; }
QLineEdit > QToolButton { border: none; background: transparent; padding: 0; min-height: 0; }
QComboBox::drop-down { border: none; width: 28px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(%12); width: 16px; height: 16px; }
QPushButton:disabled, QToolButton:disabled { color: %4; }
QPushButton[role="primary"] { background: %5; color: %10; border: 1px solid %5; }
QPushButton[role="primary"]:focus { border: 2px solid %2; }
QPushButton[role="primary"]:disabled { background: %6; color: %4; border: 1px solid %3; }
QPushButton[role="chip"] { border-radius: 10px; padding: 2px 12px; }
QAbstractItemView { background: %11; border: none; outline: none; }
QTreeView, QListWidget { background: %1; border: 2px solid %3; border-radius: 8px; }
QTreeView:focus, QListWidget:focus { border: 2px solid %5; }
QTreeView::item, QListWidget::item { padding: 7px 0; }
QTreeView::item:selected, QListWidget::item:selected { background: %6; color: %2; }
QHeaderView { background: %1; border-radius: 8px; }
QHeaderView::section { background: %1; color: %4; font-size: %9pt; border: none; border-bottom: 1px solid %3; padding: 7px 3px; }
QMenu { background: %1; color: %2; border: 1px solid %3; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: %5; color: %10; }
QToolButton::menu-indicator { image: none; width: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: %4; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
#rail { background: %1; border-right: 1px solid %3; }
QToolButton[role="rail"] { background: transparent; border: 2px solid transparent; padding: 8px 4px; }
QToolButton[role="rail"]:hover { background: %6; }
QToolButton[role="rail"]:checked { background: %5; color: %10; }
QToolButton[role="rail"]:focus { border: 2px solid %2; }
QToolButton[role="recording"] { background: %13; color: %14; border: 2px solid %13; }
QToolButton[role="recording"]:focus { border: 2px solid %2; }
QLineEdit[role="query"] { font-size: %8pt; padding: 8px 12px; border-radius: 10px; }
QFrame[role="notice"] { background: %6; border: 1px solid %3; border-radius: 8px; }
QFrame[role="card"] { background: %1; border: 1px solid %3; border-radius: 8px; }
QStatusBar, QMenuBar { background: %11; color: %4; }
QProgressBar { background: %6; border: none; border-radius: 4px; height: 8px; text-align: center; color: transparent; }
QProgressBar::chunk { background: %5; border-radius: 4px; }
QSlider:horizontal { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; background: %3; border-radius: 2px; }
QSlider::handle:horizontal { background: %5; width: 18px; height: 18px; margin: -7px 0; border-radius: 9px; }
QSlider::handle:horizontal:focus { border: 2px solid %2; }
)")
        .arg(name(c.surface), name(c.text), name(c.line), name(c.quietText), name(c.accent), name(c.raised),
             points(TextSize::Title), points(TextSize::Heading), points(TextSize::Caption))
        .arg(name(c.onAccent), name(c.window), arrow, name(c.listening), name(c.onListening));
}

Scheme systemScheme()
{
    QDBusMessage request = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    request << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    if (QDBusConnection::sessionBus().isConnected()) {
        const QDBusReply<QDBusVariant> reply = QDBusConnection::sessionBus().call(request, QDBus::Block, 200);
        if (reply.isValid()) {
            QVariant value = reply.value().variant();
            if (value.canConvert<QDBusVariant>())
                value = value.value<QDBusVariant>().variant();
            if (value.toUInt() != 0)
                return value.toUInt() == 1 ? Scheme::Dark : Scheme::Light;
        }
    }
    const QPalette given = QApplication::palette();
    return luminance(given.color(QPalette::Window)) < luminance(given.color(QPalette::WindowText)) ? Scheme::Dark
                                                                                                   : Scheme::Light;
}

void applyTheme(QApplication& application, Scheme scheme)
{
    g_scheme = scheme;
    const Colours& c = colours(scheme);
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(palette(c));
    application.setStyleSheet(styleSheet(c, application.font().pointSizeF()));
}

Scheme currentScheme() { return g_scheme; }

}  // namespace saysee::ui
