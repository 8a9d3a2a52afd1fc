#include "ui/panels/settings/settings_panel.h"

#include "ui/panels/settings/appearance_section.h"
#include "ui/panels/settings/microphone_section.h"
#include "ui/panels/settings/model_section.h"
#include "ui/panels/settings/paths_section.h"
#include "ui/panels/settings/privacy_section.h"
#include "ui/panels/settings/shortcuts_section.h"
#include "ui/widgets/section.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace saysee::ui {

namespace {

constexpr int kWidest = 110;  // characters: longer lines are hard to read, and wider fields say nothing more

// One column of labels through all sections, each beside the middle of its field.
void alignLabels(const QWidget& page)
{
    QList<QWidget*> labels;
    int widest = 0;
    for (const auto* form : page.findChildren<QFormLayout*>())
        for (int row = 0; row < form->rowCount(); ++row)
            if (const QLayoutItem* item = form->itemAt(row, QFormLayout::LabelRole)) {
                labels << item->widget();
                widest = std::max(widest, item->sizeHint().width());
            }
    for (QWidget* label : labels) {
        label->setMinimumWidth(widest);
        label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    }
}

}  // namespace

SettingsPanel::SettingsPanel(PanelContext& context)
{
    auto* column = makeScrollingColumn(this);
    column->addWidget(makeLabel(tr("Settings"), TextRole::Title));
    const auto add = [column](const QString& heading, QWidget* section) {
        column->addWidget(makeLabel(heading, TextRole::Heading));
        section->setAccessibleName(heading);
        section->setMaximumWidth(section->fontMetrics().averageCharWidth() * kWidest);
        column->addWidget(section);
    };
    auto* microphone = new MicrophoneSection(context);
    add(tr("Microphone"), microphone);
    add(tr("Model"), new ModelSection(context));
    add(tr("Appearance and language"), new AppearanceSection(context));
    add(tr("Privacy"), new PrivacySection(context));
    add(tr("Where things are"), new PathsSection(context));
    add(tr("Shortcuts"), new ShortcutsSection(context));
    alignLabels(*this);
    column->addStretch(1);
    setFocusProxy(microphone);
}

}  // namespace saysee::ui
