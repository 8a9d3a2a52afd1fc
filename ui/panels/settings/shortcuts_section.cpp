#include "ui/panels/settings/shortcuts_section.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

QString keys(const QKeySequence& sequence) { return sequence.toString(QKeySequence::NativeText); }

// Typing, talking, moving, and what every panel means by a key. Two uses of one key would both stop to work.
bool isTaken(QKeyCombination key)
{
    const bool together =
        key.keyboardModifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool function = key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35;
    if (!together && !function)
        return true;
    QList<QKeySequence> taken = {QKeySequence(kQuitKey), QKeySequence(kFiltersKey)};
    for (const auto standard : {QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Paste, QKeySequence::Undo,
                                QKeySequence::Redo, QKeySequence::SelectAll, QKeySequence::Find})
        taken += QKeySequence::keyBindings(standard);
    return taken.contains(QKeySequence(key));
}

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
    add(keys(kQuitKey), tr("Quit"));
    for (const Panel& panel : allPanels()) {
        if (panel.place == Panel::Place::Hidden)
            continue;
        const int row = grid->rowCount();
        grid->addWidget(makeKeyField(panel), row, 0);
        grid->addWidget(makeLabel(tr("Show %1").arg(panel.title)), row, 1);
    }
    return table;
}

QKeySequenceEdit* ShortcutsSection::makeKeyField(const Panel& panel)
{
    auto* field = new QKeySequenceEdit(m_preferences.shortcut(panel.id, panel.shortcut));
    field->setAccessibleName(tr("Show %1").arg(panel.title));
    field->setToolTip(tr("Press the new key here"));
    field->setClearButtonEnabled(true);
    connect(field, &QKeySequenceEdit::editingFinished, this, [this, panel, field] { choose(panel, *field); });
    return field;
}

void ShortcutsSection::choose(const Panel& panel, QKeySequenceEdit& field)
{
    const QKeySequence typed = field.keySequence();
    const QKeySequence keys = typed.isEmpty() ? typed : QKeySequence(typed[0]);
    if (!keys.isEmpty() && isTaken(keys[0])) {
        field.setKeySequence(m_preferences.shortcut(panel.id, panel.shortcut));
        Q_EMIT m_context.bus.statusMessage(
            tr("That key has another use; take one together with Ctrl or Alt, or a function key."));
        return;
    }
    for (const Panel& other : allPanels()) {
        if (keys.isEmpty() || other.id == panel.id || m_preferences.shortcut(other.id, other.shortcut) != keys)
            continue;
        field.setKeySequence(m_preferences.shortcut(panel.id, panel.shortcut));
        Q_EMIT m_context.bus.statusMessage(tr("That key shows %1 already.").arg(other.title));
        return;
    }
    field.setKeySequence(keys);
    m_preferences.setShortcut(panel.id, keys);
    Q_EMIT m_context.bus.settingChanged(Preferences::kShortcutsKey);
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
