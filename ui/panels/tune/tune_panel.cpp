#include "ui/panels/tune/tune_panel.h"

#include "ui/bridge/text.h"
#include "ui/panels/tune/comparison_view.h"
#include "ui/panels/tune/curve_view.h"
#include "ui/panels/tune/tune_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

QString duration(double seconds) { return toQt(base::describeDuration(std::chrono::seconds(qRound(seconds) + 1))); }

// What there is to learn from, and what is missing.
QString checkText(const TuneController::Outlook& outlook)
{
    const session::TuneData& data = outlook.data;
    const auto count = [](std::size_t number) { return static_cast<int>(number); };
    QStringList lines;
    if (!data.pairs.empty())
        lines.append(TunePanel::tr("%Ln description(s)", nullptr, count(data.pairs.size())) + QLatin1Char(' ')
                     + TunePanel::tr("of %Ln photo(s): %L1 to learn from, %L2 to know when to stop, %L3 to judge by.",
                                     nullptr, count(data.photos))
                           .arg(data.pairs.size() - data.stopping - data.heldOut)
                           .arg(data.stopping)
                           .arg(data.heldOut));
    if (!data.missing.empty())
        lines.append(toQt(data.missing));
    else
        lines.append(
            TunePanel::tr("Takes about %1, and up to %2 to prepare pairs that are new. Photos are not indexed again.")
                .arg(duration(outlook.estimate.trainingSeconds), duration(outlook.estimate.featureSeconds)));
    if (data.unchecked > 0)
        lines.append(TunePanel::tr("%Ln more pair(s) wait to be accepted.", nullptr, count(data.unchecked)));
    if (data.written > 0)
        lines.append(TunePanel::tr("%Ln more pair(s) have no recording: a voice learns nothing from them.", nullptr,
                                   count(data.written)));
    constexpr std::size_t shown = 3;
    for (std::size_t i = 0; i < std::min(shown, data.problems.size()); ++i)
        lines.append(TunePanel::tr("Left out: %1").arg(toQt(data.problems[i])));
    if (data.problems.size() > shown)
        lines.append(TunePanel::tr("and %L1 more").arg(data.problems.size() - shown));
    return lines.join(QLatin1Char('\n'));
}

QString progressText(const session::TuneStatus& status)
{
    QString text = phaseName(status.phase);
    if (status.total > 0)
        text += TunePanel::tr(", %L1 of %L2").arg(status.done).arg(status.total);
    return text;
}

}  // namespace

TunePanel::TunePanel(PanelContext& context)
    : m_context(context), m_controller(context), m_check(makeLabel({})), m_scope(new QComboBox),
      m_scopeText(makeLabel({}, TextRole::Caption)), m_progress(makeLabel({})), m_curve(new CurveView),
      m_outcome(makeLabel({})), m_comparison(new ComparisonView(context.photos)), m_versions(new QListWidget),
      m_noVersions(makeLabel({}))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kHuge, spacing::kLarge, spacing::kHuge, spacing::kLarge);
    column->setSpacing(spacing::kNormal);
    column->addWidget(makeLabel(tr("Tune"), TextRole::Title));
    column->addWidget(m_check);
    column->addWidget(makeStart());
    column->addWidget(m_scopeText);
    column->addWidget(m_progress);
    column->addWidget(m_curve, 1);
    column->addWidget(m_outcome);
    column->addWidget(m_comparison, 2);
    m_comparison->hide();
    column->addWidget(makeVersions(), 1);
    connect(&m_controller, &TuneController::changed, this, &TunePanel::refresh);
    connect(&m_controller, &TuneController::comparedChanged, this,
            [this] { m_comparison->setQueries(m_controller.compared()); });
    connect(m_versions, &QListWidget::currentRowChanged, this, &TunePanel::refresh);
    refresh();
}

QPushButton* TunePanel::addButton(QLayout* row, const QString& text, const QString& icon,
                                  const std::function<void()>& action)
{
    auto* button = new QPushButton(themedIcon(icon), text);
    button->setMinimumHeight(spacing::kTarget);
    connect(button, &QPushButton::clicked, this, action);
    row->addWidget(button);
    return button;
}

QWidget* TunePanel::makeStart()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_scope->setAccessibleName(tr("What is tuned"));
    for (const auto scope :
         {training::TuneScope::Voice, training::TuneScope::PromptsAndChannel, training::TuneScope::Prompts})
        m_scope->addItem(scopeTitle(scope), int(scope));
    connect(m_scope, &QComboBox::currentIndexChanged, this,
            [this] { m_controller.choose(static_cast<training::TuneScope>(m_scope->currentData().toInt())); });
    row->addWidget(m_scope);
    m_start = addButton(row, tr("Start"), QStringLiteral("tune"), [this] {
        if (m_controller.outlook().unfinished)
            m_controller.resume();
        else
            m_controller.start();
    });
    m_pause = addButton(row, tr("Pause"), QStringLiteral("pause"), [this] { m_controller.pause(); });
    m_stop = addButton(row, tr("Stop and keep the best"), QStringLiteral("stop"), [this] { m_controller.stop(); });
    row->addStretch();
    return box;
}

QWidget* TunePanel::makeVersions()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    m_versions->setAccessibleName(tr("Versions"));
    column->addWidget(m_versions, 1);
    m_noVersions->setText(
        tr("No tuned version yet. Describe photos in the Label panel, then start: what was learned is "
           "listed here, to compare, to use, and to take back."));
    m_noVersions->setAlignment(Qt::AlignCenter);
    column->addWidget(m_noVersions, 1);
    auto* row = new QHBoxLayout;
    const auto with = [this](void (TuneController::*action)(base::VersionId)) {
        return [this, action] {
            if (const auto* version = selected())
                (m_controller.*action)(version->id);
        };
    };
    m_versionButtons = {
        addButton(row, tr("Use"), QStringLiteral("check"), with(&TuneController::use)),
        addButton(row, tr("Compare"), QStringLiteral("history"), with(&TuneController::compare)),
        addButton(row, tr("Rename…"), QStringLiteral("edit"), [this] { renameSelected(); }),
        addButton(row, tr("Export…"), QStringLiteral("export"), [this] { exportSelected(); }),
        addButton(row, tr("Remove"), QStringLiteral("delete"), with(&TuneController::remove)),
    };
    addButton(row, tr("Use the untuned model"), QStringLiteral("undo"), [this] { m_controller.useNone(); });
    addButton(row, tr("Import…"), QStringLiteral("download"), [this] { importFile(); });
    column->addLayout(row);
    return box;
}

void TunePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_controller.refresh();
}

void TunePanel::refresh()
{
    using State = TuneController::State;
    const State state = m_controller.state();
    const auto& outlook = m_controller.outlook();
    const auto& status = m_controller.status();
    m_check->setText(checkText(outlook));
    showScope();
    const bool ready = outlook.data.missing.empty() && outlook.scope == m_controller.scope();
    m_start->setEnabled(state == State::Idle && (outlook.unfinished || ready));
    m_start->setText(outlook.unfinished ? tr("Resume") : tr("Start"));
    m_pause->setEnabled(state == State::Running);
    m_stop->setEnabled(state == State::Running);
    m_progress->setText(state == State::Idle ? m_controller.message() : progressText(status));
    m_curve->setRun(status, training::TuneSettings {}.epochs);
    m_curve->setVisible(!status.training.curve.empty());
    showVersions();
    const auto* version = selected();
    m_outcome->setText(version != nullptr ? versionText(*version) : QString());
    for (QPushButton* button : m_versionButtons)
        button->setEnabled(version != nullptr);
}

void TunePanel::showScope()
{
    const QSignalBlocker quiet(m_scope);
    const training::TuneScope scope = m_controller.scope();
    m_scope->setCurrentIndex(m_scope->findData(int(scope)));
    m_scope->setEnabled(m_controller.state() == TuneController::State::Idle && !m_controller.outlook().unfinished);
    m_scope->setAccessibleDescription(scopeText(scope));
    m_scopeText->setText(scopeText(scope));
}

void TunePanel::showVersions()
{
    const auto& versions = m_controller.versions();
    const QSignalBlocker quiet(m_versions);
    const int current = m_versions->currentRow();
    const int before = m_versions->count();
    m_versions->clear();
    for (const library::Version& version : versions) {
        const QString state = version.inUse ? tr("in use") : toQt(version.reason);
        auto* item =
            new QListWidgetItem(tr("%1, %2: %3").arg(toQt(version.name), toQt(version.pack), state), m_versions);
        if (version.inUse)
            item->setIcon(themedIcon(QStringLiteral("check")));
    }
    m_versions->setVisible(!versions.empty());
    m_noVersions->setVisible(versions.empty());
    const int last = static_cast<int>(versions.size()) - 1;
    const bool stays = current >= 0 && current <= last && last < before;  // what is new is shown
    m_versions->setCurrentRow(stays ? current : last);
}

const library::Version* TunePanel::selected() const
{
    const int row = m_versions->currentRow();
    const auto& versions = m_controller.versions();
    return row >= 0 && static_cast<std::size_t>(row) < versions.size() ? &versions[static_cast<std::size_t>(row)]
                                                                       : nullptr;
}

void TunePanel::renameSelected()
{
    const auto* version = selected();
    if (version == nullptr)
        return;
    const base::VersionId id = version->id;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename"));
    dialog->setLabelText(tr("Name of the version"));
    dialog->setTextValue(toQt(version->name));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id](const QString& name) { m_controller.rename(id, name); });
    dialog->open();
}

void TunePanel::exportSelected()
{
    const auto* version = selected();
    if (version == nullptr)
        return;
    const base::VersionId id = version->id;
    askForFile(
        this,
        {FileQuestion::Kind::NewFile, tr("Export the version"), toQt(version->name) + QStringLiteral(".safetensors")},
        [this, id](const std::filesystem::path& file) { m_controller.exportTo(id, file); });
}

void TunePanel::importFile()
{
    askForFile(this, {FileQuestion::Kind::ExistingFile, tr("Import a version"), {}, {tr("Versions (*.safetensors)")}},
               [this](const std::filesystem::path& file) { m_controller.importFrom(file); });
}

}  // namespace saysee::ui
