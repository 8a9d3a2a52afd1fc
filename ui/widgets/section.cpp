#include "ui/widgets/section.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace saysee::ui {

namespace {

constexpr int kIconSide = 20;

const char* roleName(TextRole role)
{
    switch (role) {
    case TextRole::Title:
        return "title";
    case TextRole::Heading:
        return "heading";
    case TextRole::Caption:
        return "caption";
    case TextRole::Body:
        break;
    }
    return "body";
}

// Passes the wheel on to the page. QComboBox changes its choice even where the pointer only happens to be.
class Choice : public QComboBox {
public:
    Choice() { setFocusPolicy(Qt::StrongFocus); }

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

}  // namespace

QComboBox* makeChoice() { return new Choice; }

QLabel* makeLabel(const QString& text, TextRole role)
{
    auto* label = new QLabel(text);
    label->setProperty("role", QString::fromLatin1(roleName(role)));
    label->setWordWrap(true);
    label->setAlignment((label->isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute
                        | Qt::AlignVCenter);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* makeButton(const QString& text, const QString& icon)
{
    auto* button = new QPushButton(text);
    if (!icon.isEmpty()) {
        button->setIcon(themedIcon(icon));
        button->setIconSize({kIconSide, kIconSide});
    }
    return button;
}

QPushButton* makePrimaryButton(const QString& text, const QString& icon)
{
    QPushButton* button = makeButton(text, icon);
    button->setProperty("role", QStringLiteral("primary"));
    button->setIcon(themedIcon(icon, IconOn::Accent));
    return button;
}

QVBoxLayout* makeScrollingColumn(QWidget* page)
{
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins({});
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(area);
    auto* content = new QWidget;
    area->setWidget(content);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(spacing::kHuge, spacing::kLarge, spacing::kHuge, spacing::kLarge);
    column->setSpacing(spacing::kLarge);
    return column;
}

}  // namespace saysee::ui
