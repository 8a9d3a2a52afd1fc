#include "ui/panels/pairs/pairs_panel.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/photo_loader.h"
#include "ui/widgets/scaled_picture.h"
#include "ui/widgets/section.h"
#include "ui/widgets/table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

constexpr int kPhotoWidth = 160;
constexpr int kPhotoHeight = 120;

}  // namespace

PairsPanel::PairsPanel(PanelContext& context)
    : m_context(context), m_pairs(context.session, context.bridge, context.bus), m_player(context.bridge),
      m_filter(new QLineEdit), m_list(makeTable(m_pairs.model(), tr("Pairs"))), m_notice(new Notice),
      m_undoText(makeLabel({})), m_photo(new QLabel), m_words(new QLineEdit)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kHuge, spacing::kLarge, spacing::kHuge, spacing::kLarge);
    column->setSpacing(spacing::kNormal);
    addHead(column);
    column->addWidget(m_notice);
    m_filter->setPlaceholderText(tr("Find in words, photos and speakers"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    column->addWidget(m_filter);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(PairModel::WordsColumn, QHeaderView::Stretch);
    column->addWidget(m_list, 1);
    column->addWidget(makeUndoBar());
    column->addWidget(makeDetails());
    column->addWidget(makeActions());
    setFocusProxy(m_list);
    connectAll();
    showSelected();
}

void PairsPanel::addHead(QVBoxLayout* column)
{
    auto* row = new QHBoxLayout;
    auto* back = new QToolButton;
    back->setIcon(themedIcon(QStringLiteral("back")));
    back->setAccessibleName(tr("Back to describing photos (Escape)"));
    back->setToolTip(back->accessibleName());
    row->addWidget(back);
    row->addWidget(makeLabel(tr("Pairs"), TextRole::Title), 1);
    column->addLayout(row);
    column->addWidget(makeLabel(tr("What was said about photos. A tune learns from the pairs that are accepted."),
                                TextRole::Caption));
    connect(back, &QToolButton::clicked, this, &PairsPanel::goBack);
}

QWidget* PairsPanel::makeUndoBar()
{
    auto* bar = new QFrame;
    bar->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(bar);
    row->addWidget(m_undoText, 1);
    auto* undo = makeButton(tr("Bring back"), QStringLiteral("undo"));
    row->addWidget(undo);
    connect(undo, &QPushButton::clicked, &m_pairs, &PairsController::undoRemove);
    connect(&m_pairs, &PairsController::removable, this, [this, bar](int pairs) {
        m_undoText->setText(tr("%Ln pair(s) deleted", nullptr, pairs));
        bar->setVisible(pairs > 0);
    });
    bar->hide();
    return bar;
}

QWidget* PairsPanel::makeDetails()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins({});
    m_photo->setFixedSize(kPhotoWidth, kPhotoHeight);
    m_photo->setAlignment(Qt::AlignCenter);
    row->addWidget(m_photo);
    m_words->setAccessibleName(tr("What was said"));
    m_words->setPlaceholderText(tr("What was said"));
    row->addWidget(m_words, 1);
    return box;
}

QWidget* PairsPanel::makeActions()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    m_play = makeButton(tr("Play"), QStringLiteral("play"));
    m_accept = makeButton(tr("Accept"), QStringLiteral("check"));
    m_setAside = makeButton(tr("Set aside"), QStringLiteral("exclude"));
    m_setAside->setToolTip(tr("It stays here, but nothing is learned from it."));
    m_remove = makeButton(tr("Delete"), QStringLiteral("delete"));
    auto* handOn = makeButton(tr("Export all…"), QStringLiteral("export"));
    for (QPushButton* button : {m_play, m_accept, m_setAside, m_remove})
        row->addWidget(button);
    row->addStretch(1);
    row->addWidget(handOn);
    connect(m_play, &QPushButton::clicked, this, &PairsPanel::playOrStop);
    connect(m_accept, &QPushButton::clicked, this, [this] { judge(library::PairVerdict::Accepted); });
    connect(m_setAside, &QPushButton::clicked, this, [this] { judge(library::PairVerdict::Rejected); });
    connect(m_remove, &QPushButton::clicked, this, &PairsPanel::removeSelected);
    connect(handOn, &QPushButton::clicked, this, &PairsPanel::chooseFolder);
    return bar;
}

void PairsPanel::connectAll()
{
    connect(m_filter, &QLineEdit::textChanged, &m_pairs, &PairsController::refresh);
    connect(m_list, &QTreeView::activated, this, &PairsPanel::playOrStop);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PairsPanel::showSelected);
    connect(&m_pairs.model(), &QAbstractItemModel::modelReset, this, [this] {
        m_list->setCurrentIndex(m_pairs.model().index(0, 0));  // the latest one, if there is one
        showSelected();
    });
    connect(&m_pairs.model(), &QAbstractItemModel::dataChanged, this, &PairsPanel::showSelected);
    connect(m_words, &QLineEdit::editingFinished, this, &PairsPanel::saveWords);
    connect(&m_player, &ClipPlayer::playingChanged, this, &PairsPanel::showSelected);
    const auto showError = [this](const base::Error& error) { m_notice->say(error); };
    connect(&m_pairs, &PairsController::failed, this, showError);
    connect(&m_player, &ClipPlayer::failed, this, showError);
    connect(&m_pairs, &PairsController::photoFound, this,
            [this](base::PhotoId photo, const std::filesystem::path& file) {
                const library::Pair* pair = current();
                if (pair == nullptr || pair->photo != photo)
                    return;
                m_photoFile = file;
                showPhoto();
            });
    connect(&m_context.photos, &PhotoLoader::changed, this, [this](const std::filesystem::path& photo) {
        if (photo == m_photoFile)
            showPhoto();
    });
    m_list->installEventFilter(this);
    const auto key = [this](const QKeySequence& keys, const std::function<void()>& action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(QKeySequence::Undo, [this] { m_pairs.undoRemove(); });
    key(QKeySequence(Qt::Key_Escape), [this] { goBack(); });
}

void PairsPanel::goBack() { Q_EMIT m_context.bus.showPanel(QStringLiteral("label")); }

void PairsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_pairs.refresh(m_filter->text());
}

void PairsPanel::hideEvent(QHideEvent* event)
{
    m_player.stop();
    QWidget::hideEvent(event);
}

bool PairsPanel::eventFilter(QObject* watched, QEvent* event)
{
    // The list itself would look for a row that begins with it.
    if (watched == m_list && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Delete)) {
        removeSelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

std::vector<library::Pair> PairsPanel::selected()
{
    std::vector<library::Pair> pairs;
    for (const QModelIndex& row : m_list->selectionModel()->selectedRows())
        if (const library::Pair* pair = m_pairs.model().at(row))
            pairs.push_back(*pair);
    return pairs;
}

const library::Pair* PairsPanel::current()
{
    const auto rows = m_list->selectionModel()->selectedRows();
    return rows.size() == 1 ? m_pairs.model().at(rows.front()) : nullptr;
}

void PairsPanel::showSelected()
{
    const library::Pair* pair = current();
    const bool some = m_list->selectionModel()->hasSelection();
    const bool playing = m_player.isPlaying();
    m_play->setEnabled(playing || (pair != nullptr && pair->recording));
    m_play->setText(playing ? tr("Stop") : tr("Play"));
    m_play->setIcon(themedIcon(playing ? QStringLiteral("stop") : QStringLiteral("play")));
    m_accept->setEnabled(some);
    m_setAside->setEnabled(some);
    m_remove->setEnabled(some);
    m_words->setEnabled(pair != nullptr);
    const base::PairId shown = pair == nullptr ? base::PairId {} : pair->id;
    if (shown == m_shown)
        return;
    m_shown = shown;
    m_words->setText(pair == nullptr ? QString() : toQt(pair->text()));
    m_photoFile.clear();
    m_photo->clear();
    if (pair != nullptr && pair->photo)
        m_pairs.findPhoto(*pair->photo);
}

void PairsPanel::showPhoto()
{
    const auto picture = m_context.photos.thumbnail(m_photoFile);
    if (picture.state == PhotoLoader::State::Ready)
        m_photo->setPixmap(scaledFor(*m_photo, picture.pixmap));
}

void PairsPanel::playOrStop()
{
    if (m_player.isPlaying())
        return m_player.stop();
    if (const library::Pair* pair = current(); pair != nullptr && pair->recording)
        m_player.play(pair->recording->file);
}

void PairsPanel::saveWords()
{
    if (const library::Pair* pair = current(); pair != nullptr && m_words->text() != toQt(pair->text()))
        m_pairs.correct(*pair, m_words->text());
}

void PairsPanel::judge(library::PairVerdict verdict) { m_pairs.setVerdict(selected(), verdict); }

void PairsPanel::removeSelected()
{
    if (const auto pairs = selected(); !pairs.empty())
        m_pairs.remove(pairs);
}

void PairsPanel::chooseFolder()
{
    askForFile(this, {FileQuestion::Kind::NewFile, tr("Export all pairs into a new folder"), tr("SaySee pairs")},
               [this](const std::filesystem::path& folder) { m_pairs.exportTo(folder); });
}

}  // namespace saysee::ui
