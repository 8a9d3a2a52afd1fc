#include "ui/panels/tune/tune_panel.h"

#include "ui/bridge/text.h"
#include "ui/panels/tune/comparison_view.h"
#include "ui/panels/tune/curve_view.h"
#include "ui/panels/tune/outcome_view.h"
#include "ui/panels/tune/tune_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/question.h"
#include "ui/widgets/section.h"
#include "ui/widgets/table.h"

#include <QComboBox>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStandardItemModel>
#include <QTreeView>
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
        lines.append(inLanguage(TunePanel::tr("There is not enough yet to learn from."), data.missing));
    else
        lines.append(
            TunePanel::tr("Takes about %1, and up to %2 to prepare pairs that are new. Photos are not indexed again.")
                .arg(duration(outlook.estimate.trainingSeconds), duration(outlook.estimate.featureSeconds)));
    if (data.unchecked > 0)
        lines.append(TunePanel::tr("%Ln more pair(s) wait to be accepted in the Label panel.", nullptr,
                                   count(data.unchecked)));
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

}  // namespace

TunePanel::TunePanel(PanelContext& context)
    : m_context(context), m_controller(context), m_check(makeLabel({})), m_scope(makeChoice()),
      m_scopeText(makeLabel({}, TextRole::Caption)), m_progress(makeLabel({})), m_curve(new CurveView),
      m_outcome(new OutcomeView), m_reason(makeLabel({})), m_comparison(new ComparisonView(context.photos)),
      m_versionModel(new QStandardItemModel(this)), m_versions(makeTable(*m_versionModel, tr("Versions"))),
      m_noVersions(makeLabel({}))
{
    QVBoxLayout* column = makeScrollingColumn(this);
    column->setSpacing(spacing::kNormal);
    column->addWidget(makeLabel(tr("Tune"), TextRole::Title));
    column->addWidget(m_check);
    column->addWidget(makeStart());
    column->addWidget(m_scopeText);
    column->addWidget(m_progress);
    column->addWidget(m_reason);
    column->addWidget(makeResults());
    column->addWidget(makeVersions(), 1);
    column->addWidget(m_comparison, 2);
    m_comparison->setMinimumHeight(6 * spacing::kTarget);
    m_comparison->hide();
    connect(&m_controller, &TuneController::changed, this, &TunePanel::refresh);
    connect(&m_controller, &TuneController::comparedChanged, this, &TunePanel::showComparison);
    connect(&context.bus, &WindowBus::libraryChanged, this, [this] {
        if (isVisible() && m_controller.state() == TuneController::State::Idle)
            m_controller.refresh();
    });
    connect(m_versions->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (!m_showingVersions)
            refresh();
    });
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
    m_forget = addButton(row, tr("Forget the unfinished run"), QStringLiteral("delete"), [this] {
        ask(this,
            {tr("Forget the unfinished run"), tr("Forget what the unfinished run has learned so far?"), tr("Forget")},
            [this] { m_controller.forget(); });
    });
    row->addStretch();
    return box;
}

QWidget* TunePanel::makeResults()
{
    auto* box = new QWidget;
    m_results = new QBoxLayout(QBoxLayout::LeftToRight, box);
    m_results->setContentsMargins({});
    m_results->setSpacing(spacing::kLarge);
    m_results->addWidget(m_curve, 1);
    m_results->addWidget(m_outcome, 1);
    return box;
}

QWidget* TunePanel::makeVersions()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    m_versionModel->setHorizontalHeaderLabels(
        {tr("Version"), tr("Learned"), tr("From pairs"), tr("Held-out found among 10"), tr("State")});
    m_versions->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_versions->header()->setStretchLastSection(false);
    m_versions->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_versions->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_versions->setMinimumHeight(4 * spacing::kTarget);
    column->addWidget(m_versions, 1);
    m_noVersions->setText(
        tr("No tuned version yet. Describe photos in the Label panel, then start: what was learned is "
           "listed here, to compare, to use, and to take back."));
    m_noVersions->setAlignment(Qt::AlignCenter);
    column->addWidget(m_noVersions, 1);
    auto* row = new FlowLayout;  // in some languages they need a second line
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
        addButton(row, tr("Remove"), QStringLiteral("delete"), [this] { removeSelected(); }),
    };
    m_useNone =
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

void TunePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int letters = 110;  // of both side by side
    const bool narrow = width() < letters * fontMetrics().averageCharWidth();
    m_results->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void TunePanel::refresh()
{
    using State = TuneController::State;
    const State state = m_controller.state();
    const auto& outlook = m_controller.outlook();
    const auto& status = m_controller.status();
    const bool looked = m_controller.hasLooked();
    m_check->setText(looked ? checkText(outlook) : tr("Looking at your pairs…"));
    m_check->setVisible(looked || m_controller.message().isEmpty());
    showScope();
    const bool ready = looked && outlook.data.missing.empty() && outlook.scope == m_controller.scope();
    m_start->setEnabled(state == State::Idle && (outlook.unfinished || ready));
    m_start->setText(outlook.unfinished ? tr("Resume") : tr("Start"));
    m_pause->setEnabled(state == State::Running);
    m_stop->setEnabled(state == State::Running);
    m_forget->setVisible(state == State::Idle && outlook.unfinished);
    m_useNone->setEnabled(looked);
    m_progress->setText(state == State::Idle ? m_controller.message()
                                             : progressText(status, m_controller.timeLeft()));
    m_progress->setVisible(!m_progress->text().isEmpty());
    showVersions();
    showRun();
    showComparison();
    for (QPushButton* button : m_versionButtons)
        button->setEnabled(selected() != nullptr);
}

// The run that goes on, else the one that the chosen version comes from and what it brought.
void TunePanel::showRun()
{
    const library::Version* version = selected();
    const bool past = m_controller.state() == TuneController::State::Idle && version != nullptr;
    const session::TuneStatus run = past ? pastRun(*version) : m_controller.status();
    m_curve->setRun(run, past ? epochsOf(*version) : training::TuneSettings {}.epochs);
    m_curve->setVisible(!run.training.curve.empty());
    m_outcome->setVisible(past);
    if (past)
        m_outcome->setVersion(*version);
    m_reason->setVisible(past);
    m_reason->setText(past ? tr("%1: %2").arg(toQt(version->name), reasonText(*version)) : QString());
}

// Of the chosen version only.
void TunePanel::showComparison()
{
    const library::Version* version = selected();
    const bool asked = version != nullptr && m_controller.comparedVersion() == version->id;
    m_comparison->setVisible(asked);
    if (asked)
        m_comparison->setQueries(*version, m_controller.compared(), m_controller.isComparing());
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
    const QScopedValueRollback showing(m_showingVersions, true);
    const int current = m_versions->currentIndex().row();
    const int before = m_versionModel->rowCount();
    m_versionModel->setRowCount(static_cast<int>(versions.size()));
    for (std::size_t i = 0; i < versions.size(); ++i)
        showVersion(static_cast<int>(i), versions[i]);
    m_versions->setVisible(!versions.empty());
    m_noVersions->setVisible(versions.empty());
    const int last = static_cast<int>(versions.size()) - 1;
    const bool stays = current >= 0 && current <= last && last < before;  // what is new is shown
    select(stays ? current : last);
}

// In place: a run refreshes often, and neither the choice nor the page shall jump.
void TunePanel::showVersion(int row, const library::Version& version)
{
    const QStringList texts = {toQt(version.name), learnedText(version), pairsText(version), foundText(version),
                               stateText(version)};
    for (int column = 0; column < texts.size(); ++column) {
        if (m_versionModel->item(row, column) == nullptr)
            m_versionModel->setItem(row, column, new QStandardItem);
        m_versionModel->item(row, column)->setText(texts[column]);
    }
    QStandardItem& state = *m_versionModel->item(row, StateColumn);
    if (state.icon().isNull() == version.inUse)
        state.setIcon(version.inUse ? themedIcon(QStringLiteral("check")) : QIcon());
    m_versionModel->item(row, NameColumn)->setToolTip(toQt(version.pack));
}

void TunePanel::select(int row)
{
    if (m_versions->currentIndex().row() == row)
        return;
    m_versions->selectionModel()->setCurrentIndex(m_versionModel->index(row, NameColumn),
                                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

const library::Version* TunePanel::selected() const
{
    const int row = m_versions->currentIndex().row();
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

void TunePanel::removeSelected()
{
    if (const auto* version = selected())
        ask(this,
            {tr("Remove the version"),
             tr("Remove %1 and its file? What it learned is gone then; an exported copy can be imported again.")
                 .arg(toQt(version->name)),
             tr("Remove")},
            [this, id = version->id] { m_controller.remove(id); });
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
