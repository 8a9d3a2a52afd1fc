#include "ui/panels/history/history_panel.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/section.h"
#include "ui/widgets/table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QTreeView>
#include <QVBoxLayout>

namespace saysee::ui {

HistoryPanel::HistoryPanel(PanelContext& context)
    : m_context(context), m_history(context.session, context.bridge, context.settings, context.bus),
      m_player(context.bridge), m_counts(makeLabel({}, TextRole::Caption)), m_filter(new QLineEdit),
      m_list(makeTable(m_history.model(), tr("Past queries"))), m_notice(new Notice)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kHuge, spacing::kLarge, spacing::kHuge, spacing::kLarge);
    column->setSpacing(spacing::kNormal);
    column->addWidget(makeLabel(tr("History"), TextRole::Title));
    column->addWidget(m_counts);
    column->addWidget(m_notice);
    m_filter->setPlaceholderText(tr("Find in past queries"));
    m_filter->setAccessibleName(tr("Find in past queries"));
    m_filter->setClearButtonEnabled(true);
    column->addWidget(m_filter);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(HistoryModel::QueryColumn, QHeaderView::Stretch);
    column->addWidget(m_list, 1);
    column->addWidget(makeUndoBar());
    column->addWidget(makeActions());
    setFocusProxy(m_list);

    connect(m_filter, &QLineEdit::textChanged, &m_history, &HistoryController::refresh);
    connect(m_list, &QTreeView::activated, this, &HistoryPanel::askAgain);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPanel::updateButtons);
    connect(&m_history.model(), &QAbstractItemModel::modelReset, this, &HistoryPanel::updateButtons);
    connect(&m_history.model(), &QAbstractItemModel::dataChanged, this, &HistoryPanel::updateButtons);
    connect(&m_history, &HistoryController::countsChanged, this, &HistoryPanel::showCounts);
    const auto showError = [this](const base::Error& error) { m_notice->say(error); };
    connect(&m_history, &HistoryController::failed, this, showError);
    connect(&m_player, &ClipPlayer::failed, this, showError);
    connect(&m_player, &ClipPlayer::playingChanged, this, &HistoryPanel::updateButtons);
    m_list->installEventFilter(this);
    auto* undoKey = new QShortcut(QKeySequence(QKeySequence::Undo), this);
    undoKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undoKey, &QShortcut::activated, &m_history, &HistoryController::undoRemove);
    updateButtons();
}

QWidget* HistoryPanel::makeActions()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    m_again = makePrimaryButton(tr("Ask again"), QStringLiteral("search"));
    m_play = makeButton(tr("Play"), QStringLiteral("play"));
    m_keep = makeButton(tr("Keep"), QStringLiteral("keep"));
    m_remove = makeButton(tr("Delete"), QStringLiteral("delete"));
    for (QPushButton* button : {m_again, m_play, m_keep, m_remove})
        row->addWidget(button);
    row->addStretch(1);
    connect(m_again, &QPushButton::clicked, this, &HistoryPanel::askAgain);
    connect(m_play, &QPushButton::clicked, this, &HistoryPanel::playOrStop);
    connect(m_keep, &QPushButton::clicked, this, &HistoryPanel::toggleKeep);
    connect(m_remove, &QPushButton::clicked, this, &HistoryPanel::removeSelected);
    return bar;
}

QWidget* HistoryPanel::makeUndoBar()
{
    auto* bar = new QFrame;
    bar->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(bar);
    m_undoText = makeLabel({});
    row->addWidget(m_undoText, 1);
    auto* undo = makeButton(tr("Bring back"), QStringLiteral("undo"));
    row->addWidget(undo);
    connect(undo, &QPushButton::clicked, &m_history, &HistoryController::undoRemove);
    connect(&m_history, &HistoryController::removable, this, [this, bar](int queries) {
        m_undoText->setText(tr("%Ln query(s) deleted", nullptr, queries));
        bar->setVisible(queries > 0);
    });
    bar->hide();
    return bar;
}

void HistoryPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_history.refresh(m_filter->text());
}

bool HistoryPanel::eventFilter(QObject* watched, QEvent* event)
{
    // The list itself would look for a row that begins with it.
    if (watched == m_list && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Delete)) {
        removeSelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void HistoryPanel::showCounts(const library::HistoryCounts& counts)
{
    if (counts.queries == 0) {
        m_counts->setText(tr("What you ask appears here, with its sound, so that it can be asked again."));
        return;
    }
    m_counts->setText(
        tr("%Ln past query(s), %1 min of sound. They stay on this machine; the settings say for how long.", nullptr,
           static_cast<int>(counts.queries))
            .arg(QLocale().toString(counts.spokenSeconds / 60, 'f', 1)));
}

const library::PastQuery* HistoryPanel::current()
{
    const auto rows = m_list->selectionModel()->selectedRows();
    return rows.size() == 1 ? m_history.model().at(rows.front()) : nullptr;
}

void HistoryPanel::updateButtons()
{
    const library::PastQuery* query = current();
    const bool playing = m_player.isPlaying();
    m_again->setEnabled(query != nullptr && canBeAsked(asAsked(*query)));
    m_play->setEnabled(playing || (query != nullptr && query->recording));
    m_play->setText(playing ? tr("Stop") : tr("Play"));
    m_play->setIcon(themedIcon(playing ? QStringLiteral("stop") : QStringLiteral("play")));
    const bool kept = query != nullptr && query->keep == library::Keep::Always;
    m_keep->setEnabled(query != nullptr);
    m_keep->setText(kept ? tr("Do not keep") : tr("Keep"));
    m_keep->setIcon(themedIcon(kept ? QStringLiteral("kept") : QStringLiteral("keep")));
    m_remove->setEnabled(m_list->selectionModel()->hasSelection());
}

void HistoryPanel::askAgain()
{
    if (const library::PastQuery* query = current(); query != nullptr && canBeAsked(asAsked(*query)))
        Q_EMIT m_context.bus.askAgain(asAsked(*query));
}

void HistoryPanel::playOrStop()
{
    if (m_player.isPlaying())
        return m_player.stop();
    if (const library::PastQuery* query = current(); query != nullptr && query->recording)
        m_player.play(query->recording->file);
}

void HistoryPanel::toggleKeep()
{
    if (const library::PastQuery* query = current())
        m_history.setKeep(query->id,
                          query->keep == library::Keep::Always ? library::Keep::ForAWhile : library::Keep::Always);
}

void HistoryPanel::removeSelected()
{
    std::vector<library::QueryId> queries;
    for (const QModelIndex& row : m_list->selectionModel()->selectedRows())
        if (const library::PastQuery* query = m_history.model().at(row))
            queries.push_back(query->id);
    if (!queries.empty())
        m_history.remove(queries);
}

}  // namespace saysee::ui
