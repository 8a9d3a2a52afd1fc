#include "ui/panels/library/library_panel.h"

#include "ui/bridge/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/question.h"
#include "ui/widgets/section.h"
#include "ui/widgets/table.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

constexpr int kLeastRows = 3;  // that a list shows even on a small screen

QTreeView* makeFileTable(QAbstractItemModel& model, const QString& name)
{
    QTreeView* table = makeTable(model, name);
    table->setTextElideMode(Qt::ElideMiddle);
    table->header()->setStretchLastSection(true);
    table->header()->setSectionResizeMode(0, QHeaderView::Interactive);
    table->header()->resizeSection(0, 420);
    table->setMinimumHeight(table->fontMetrics().height() * 2 * (kLeastRows + 1));
    return table;
}

}  // namespace

LibraryPanel::LibraryPanel(PanelContext& context)
    : m_context(context), m_controller(context.session, context.bridge, context.jobs, context.bus),
      m_figures(makeLabel({}, TextRole::Caption)), m_notice(new Notice), m_progressCard(makeProgressCard())
{
    auto* column = makeScrollingColumn(this);
    column->addWidget(makeLabel(tr("Library"), TextRole::Title));
    column->addWidget(m_figures);
    column->addWidget(m_notice);
    column->addWidget(m_progressCard);
    addFolderRow(column);
    addProblems(column);
    setFocusProxy(m_folders);

    connect(&m_controller, &LibraryController::figuresChanged, m_figures, &QLabel::setText);
    connect(&m_controller, &LibraryController::foldersRead, this, &LibraryPanel::onFoldersRead);
    connect(&m_controller, &LibraryController::indexingChanged, this, &LibraryPanel::onIndexing);
    connect(&m_controller, &LibraryController::changed, m_notice, &QWidget::hide);
    connect(&m_controller, &LibraryController::failed, this,
            [this](const base::Error& error) { m_notice->say(error); });
    // Folders are added from anywhere in the window; the notice above says what is wrong with one.
    connect(&m_controller, &LibraryController::addingFailed, this,
            [this] { Q_EMIT m_context.bus.showPanel(QStringLiteral("library")); });
    connect(&m_context.bus, &WindowBus::addFolders, this, [this] { m_first = false; });
    connect(&m_context.bus, &WindowBus::addSampleLibrary, this, [this] { m_first = false; });
    connect(&m_context.bus, &WindowBus::ready, this, [this] {
        m_controller.refresh();
        m_controller.update();
    });
}

QWidget* LibraryPanel::makeProgressCard()
{
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(card);
    auto* column = new QVBoxLayout;
    m_progress = makeLabel({});
    m_bar = new QProgressBar;
    m_bar->setAccessibleName(tr("Indexing progress"));
    m_bar->setTextVisible(false);
    column->addWidget(m_progress);
    column->addWidget(m_bar);
    row->addLayout(column, 1);
    m_pause = makeButton(tr("Pause"), QStringLiteral("pause"));
    auto* stop = makeButton(tr("Stop"), QStringLiteral("stop"));
    row->addWidget(m_pause);
    row->addWidget(stop);
    connect(m_pause, &QPushButton::clicked, this,
            [this] { m_controller.pause(m_controller.indexing().state != session::IndexingState::Paused); });
    connect(stop, &QPushButton::clicked, &m_controller, &LibraryController::stop);
    card->hide();
    return card;
}

void LibraryPanel::addFolderRow(QVBoxLayout* column)
{
    auto* buttons = new QHBoxLayout;
    auto* add = makePrimaryButton(tr("Add folder…"), QStringLiteral("folder-add"));
    auto* update = makeButton(tr("Look for changes"), QStringLiteral("retry"));
    m_open = makeButton(tr("Open folder"), QStringLiteral("open"));
    m_prefer = makeButton(tr("Index first"), QStringLiteral("up"));
    m_remove = makeButton(tr("Remove from library"), QStringLiteral("delete"));
    m_remove->setToolTip(tr("Forgets the photos of this folder. The files stay where they are."));
    buttons->addWidget(add);
    buttons->addWidget(update);
    buttons->addStretch(1);
    column->addLayout(buttons);
    m_folders = makeFileTable(m_controller.folders(), tr("Folders of the library"));
    column->addWidget(m_folders, 2);
    auto* actions = new QHBoxLayout;
    for (QPushButton* button : {m_open, m_prefer, m_remove})
        actions->addWidget(button);
    actions->addStretch(1);
    column->addLayout(actions);
    column->addWidget(
        makeLabel(tr("Drop folders here to add them. Your photos are only read, never changed."), TextRole::Caption));

    connect(add, &QPushButton::clicked, this, &LibraryPanel::chooseFolder);
    connect(update, &QPushButton::clicked, &m_controller, &LibraryController::update);
    connect(m_open, &QPushButton::clicked, this, &LibraryPanel::openSelected);
    connect(m_prefer, &QPushButton::clicked, this, &LibraryPanel::preferSelected);
    connect(m_remove, &QPushButton::clicked, this, &LibraryPanel::removeSelected);
    connect(m_folders, &QTreeView::activated, this, &LibraryPanel::openSelected);
    connect(m_folders->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LibraryPanel::updateButtons);
    updateButtons();
}

void LibraryPanel::addProblems(QVBoxLayout* column)
{
    m_problems = new QWidget;
    auto* inner = new QVBoxLayout(m_problems);
    inner->setContentsMargins({});
    auto* row = new QHBoxLayout;
    m_problemsHeading = makeLabel({}, TextRole::Heading);
    row->addWidget(m_problemsHeading, 1);
    auto* retry = makeButton(tr("Try again"), QStringLiteral("retry"));
    row->addWidget(retry);
    inner->addLayout(row);
    inner->addWidget(makeFileTable(m_controller.problems(), tr("Photos that could not be read")), 1);
    column->addWidget(m_problems, 1);
    m_problems->hide();
    connect(retry, &QPushButton::clicked, &m_controller, &LibraryController::retry);
    connect(&m_controller.problems(), &QAbstractItemModel::modelReset, this, [this] {
        const int count = m_controller.problems().rowCount();
        m_problemsHeading->setText(tr("%Ln file(s) could not be read", nullptr, count));
        m_problems->setVisible(count > 0);
    });
}

void LibraryPanel::onFoldersRead()
{
    updateButtons();
    if (std::exchange(m_first, false) && m_controller.folders().isEmpty())
        Q_EMIT m_context.bus.showPanel(QStringLiteral("welcome"));
}

void LibraryPanel::onIndexing(const session::IndexingStatus& status)
{
    const bool busy = status.state != session::IndexingState::Idle;
    m_progressCard->setVisible(busy);
    m_progress->setText(describeProgress(status));
    m_bar->setRange(0, status.progress.total > 0 ? 1000 : 0);  // no total yet: the bar only says that it works
    if (status.progress.total > 0)
        m_bar->setValue(static_cast<int>(status.progress.done * 1000 / status.progress.total));
    const bool paused = status.state == session::IndexingState::Paused;
    m_pause->setText(paused ? tr("Go on") : tr("Pause"));
}

const library::Folder* LibraryPanel::selected() const
{
    const auto rows = m_folders->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : static_cast<FolderModel*>(m_folders->model())->at(rows.front());
}

void LibraryPanel::updateButtons()
{
    const library::Folder* folder = selected();
    m_remove->setEnabled(folder != nullptr);
    m_open->setEnabled(folder != nullptr && folder->reach == library::Reach::Online);
    m_prefer->setEnabled(folder != nullptr && folder->reach == library::Reach::Online);
}

void LibraryPanel::chooseFolder()
{
    askForFile(this, {FileQuestion::Kind::Folder, tr("Add a folder of photos"), picturesFolder()},
               [this](const std::filesystem::path& folder) { m_controller.addFolders({folder}); });
}

void LibraryPanel::removeSelected()
{
    if (const library::Folder* folder = selected())
        ask(this,
            {tr("Remove from library"),
             tr("Forget the photos of %1? The files stay where they are, but to find them again they must be indexed "
                "anew.")
                 .arg(displayPath(folder->path)),
             tr("Remove")},
            [this, id = folder->id] { m_controller.removeFolder(id); });
}

void LibraryPanel::openSelected()
{
    if (const library::Folder* folder = selected())
        QDesktopServices::openUrl(toUrl(folder->path));
}

void LibraryPanel::preferSelected()
{
    const library::Folder* folder = selected();
    if (folder == nullptr)
        return;
    m_controller.preferFolder(folder->path);
    Q_EMIT m_context.bus.statusMessage(tr("%1 is indexed first.").arg(displayPath(folder->path)));
}

}  // namespace saysee::ui
