#include "ui/panels/settings/shortcuts_section.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

QString keys(const QKeySequence& sequence) { return sequence.toString(QKeySequence::NativeText); }

}  // namespace

ShortcutsSection::ShortcutsSection(PanelContext& context) : m_context(context), m_preferences(context.settings)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(makeTable());
    auto* global = new QCheckBox(tr("Ask the desktop for a key that works in every program"));
    global->setChecked(m_preferences.globalShortcut());
    column->addWidget(global);
    column->addWidget(makeLabel(
        tr("Where the desktop cannot do that, let one of its own shortcuts run this command:"), TextRole::Caption));
    column->addWidget(makeCommandRow());
    connect(global, &QCheckBox::toggled, this, [this](bool wanted) {
        m_preferences.setGlobalShortcut(wanted);
        Q_EMIT m_context.bus.settingChanged(Preferences::kGlobalShortcutKey);
    });
}

QWidget* ShortcutsSection::makeTable()
{
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins({});
    grid->setColumnStretch(1, 1);
    const auto add = [grid](const QString& key, const QString& action) {
        const int row = grid->rowCount();
        auto* name = makeLabel(key);
        name->setWordWrap(false);
        grid->addWidget(name, row, 0);
        grid->addWidget(makeLabel(action), row, 1);
    };
    add(tr("Space, held"), tr("Speak while you hold it; let go to search"));
    add(tr("Space, tapped"), tr("Start to listen; tap again to search"));
    add(keys(Qt::Key_Escape), tr("Cancel listening, or close what is on top"));
    for (const Panel& panel : allPanels())
        if (!panel.shortcut.isEmpty())
            add(keys(panel.shortcut), tr("Show %1").arg(panel.title));
    add(keys(QKeySequence::Quit), tr("Quit"));
    return table;
}

QWidget* ShortcutsSection::makeCommandRow()
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins({});
    auto* command = new QLineEdit(QStringLiteral("saysee voice --toggle"));
    command->setReadOnly(true);
    command->setAccessibleName(tr("Command that starts and stops listening"));
    auto* copy = new QToolButton;
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    copy->setMinimumSize(spacing::kTarget, spacing::kTarget);
    copy->setToolTip(tr("Copy the command"));
    copy->setAccessibleName(copy->toolTip());
    line->addWidget(command, 1);
    line->addWidget(copy);
    connect(copy, &QToolButton::clicked, this, [command] { QGuiApplication::clipboard()->setText(command->text()); });
    return row;
}

}  // namespace saysee::ui
