#include "ui/widgets/notice.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace saysee::ui {

Notice::Notice(QWidget* parent)
    : QFrame(parent), m_sentence(makeLabel({})), m_advice(makeLabel({}, TextRole::Caption)),
      m_buttons(new QHBoxLayout)
{
    setProperty("role", QStringLiteral("notice"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kLarge, spacing::kNormal, spacing::kNormal, spacing::kNormal);
    auto* words = new QVBoxLayout;
    words->addWidget(m_sentence);
    words->addWidget(m_advice);
    row->addLayout(words, 1);
    row->addLayout(m_buttons);
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAccessibleName(tr("Close this notice"));
    close->setToolTip(close->accessibleName());
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void Notice::say(const QString& sentence, const QString& advice, std::vector<Action> actions)
{
    m_sentence->setText(sentence);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (Action& action : actions) {
        auto* button = new QPushButton(action.title);
        connect(button, &QPushButton::clicked, this, [this, run = std::move(action.run)] {
            hide();
            run();
        });
        m_buttons->addWidget(button);
    }
    setAccessibleName(advice.isEmpty() ? sentence : sentence + QLatin1Char(' ') + advice);
    show();
    QAccessibleEvent announcement(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void Notice::say(const base::Error& error, std::vector<Action> actions)
{
    const ErrorText text = errorText(error);
    say(text.sentence, text.advice, std::move(actions));
    m_sentence->setToolTip(toQt(error.detail));
}

QString Notice::sentence() const { return isHidden() ? QString() : m_sentence->text(); }

}  // namespace saysee::ui
