// The look in one place: colours, spacing and type scale of the light and the dark theme.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace saysee::ui {

// Multiples of one unit, in device-independent pixels.
namespace spacing {
inline constexpr int kHair = 2;
inline constexpr int kSmall = 4;
inline constexpr int kNormal = 8;
inline constexpr int kLarge = 16;
inline constexpr int kHuge = 32;
inline constexpr int kRadius = 8;  // corners
inline constexpr int kTarget = 36;  // the least side of anything that is clicked (WCAG 2.2 asks for 24)
}  // namespace spacing

enum class TextSize { Caption, Body, Heading, Title };
// Points relative to the font that the person chose for the desktop.
[[nodiscard]] double pointSize(TextSize size, double bodyPointSize);

struct Colours {
    QColor window;  // behind everything
    QColor surface;  // cards, fields
    QColor raised;  // hovered, selected chips
    QColor text;
    QColor quietText;  // captions; still 4.5:1 on window and surface
    QColor accent;  // the microphone, focus, selection
    QColor onAccent;  // text on accent
    QColor listening;  // while recording
    QColor onListening;
    QColor best;  // band markers; always beside a word, never alone
    QColor maybe;
    QColor rest;
    QColor line;  // separators; decoration only
};

enum class Scheme { Light, Dark };
[[nodiscard]] const Colours& colours(Scheme scheme);

// (L1 + 0.05) / (L2 + 0.05) of WCAG 2.2, 1..21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

[[nodiscard]] QPalette palette(const Colours& colours);
[[nodiscard]] QString styleSheet(const Colours& colours, double bodyPointSize);

// What the desktop asks for: the portal's color-scheme where there is one, else the palette it gave.
[[nodiscard]] Scheme systemScheme();

// Applies a theme to the application and remembers it as the current one.
void applyTheme(QApplication& application, Scheme scheme);
[[nodiscard]] Scheme currentScheme();

}  // namespace saysee::ui
