// Small building blocks that panels share: headings, buttons with an icon, a page that scrolls.
#pragma once

#include <QString>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace saysee::ui {

enum class TextRole { Title, Heading, Body, Caption };

// Wraps, can be selected with the mouse, and begins where lines of this window begin, also if the text, a file's name
// say, is of another direction.
[[nodiscard]] QLabel* makeLabel(const QString& text, TextRole role = TextRole::Body);
// `icon` may be empty.
[[nodiscard]] QPushButton* makeButton(const QString& text, const QString& icon = {});
// The one that a page is for.
[[nodiscard]] QPushButton* makePrimaryButton(const QString& text, const QString& icon);

// For pages that scroll: the wheel moves the page, and changes no choice.
[[nodiscard]] QComboBox* makeChoice();

// A panel's page: margins and spacing as everywhere, in a scroll area, so that nothing is out of reach on a small
// screen or in large type. Returns the column to fill.
QVBoxLayout* makeScrollingColumn(QWidget* page);

}  // namespace saysee::ui
