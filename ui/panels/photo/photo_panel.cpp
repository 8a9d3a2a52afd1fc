#include "ui/panels/photo/photo_panel.h"

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/item_models/answer_text.h"
#include "ui/item_models/result_model.h"
#include "ui/panels/photo/pair_maker.h"
#include "ui/panels/photo/photo_facts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/large_photo.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/photo_actions.h"
#include "ui/widgets/photo_grid.h"
#include "ui/widgets/section.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

constexpr std::size_t kSimilar = 24;
constexpr int kSideWidth = 320;
constexpr int kSideCharacters = 40;  // in large type
constexpr int kSimilarWidth = 120;

QToolButton* makeToolButton(const QString& icon, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setIconSize({22, 22});
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

}  // namespace

PhotoPanel::PhotoPanel(PanelContext& context)
    : m_context(context), m_pairs(new PairMaker(context.session, context.bridge, context.bus, this)),
      m_large(new LargePhoto(context.photos)), m_name(makeLabel({}, TextRole::Heading)), m_place(new QLabel),
      m_why(makeLabel({})), m_theOne(new QPushButton), m_similar(new ResultModel(this)),
      m_similarGrid(new PhotoGrid(context.photos)), m_notice(new Notice)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Photo, large"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(spacing::kLarge, spacing::kNormal, spacing::kLarge, spacing::kLarge);
    column->addWidget(makeTop());
    column->addWidget(m_notice);
    column->addWidget(m_large, 1);
    row->addLayout(column, 1);
    m_side = makeSide();
    row->addWidget(m_side);

    connect(m_large, &LargePhoto::stepped, this, &PhotoPanel::step);
    connect(m_pairs, &PairMaker::changed, this, &PhotoPanel::updateTheOne);
    connect(m_pairs, &PairMaker::failed, this, [this](const base::Error& error) { m_notice->say(error); });
    connect(m_similarGrid, &QAbstractItemView::activated, this, &PhotoPanel::openSimilar);
    connect(&m_context.bus, &WindowBus::showPhoto, this, [this](const PhotoRow& wanted) {
        m_before.clear();
        show(wanted);
    });
    updateTheOne();
}

PhotoPanel::~PhotoPanel() = default;

QWidget* PhotoPanel::makeTop()
{
    auto* top = new QWidget;
    auto* line = new QHBoxLayout(top);
    line->setContentsMargins({});
    auto* back = makeToolButton(QStringLiteral("back"), tr("Back (Escape)"));
    connect(back, &QToolButton::clicked, this, &PhotoPanel::goBack);
    m_place->setProperty("role", QStringLiteral("caption"));
    auto* previous = makeToolButton(QStringLiteral("previous"), tr("Previous photo (Left)"));
    auto* next = makeToolButton(QStringLiteral("next"), tr("Next photo (Right)"));
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    line->addWidget(back);
    line->addWidget(m_name, 1);
    line->addWidget(m_place);
    line->addWidget(previous);
    line->addWidget(next);
    return top;
}

QWidget* PhotoPanel::makeSide()
{
    auto* side = new QWidget;
    side->setObjectName(QStringLiteral("side"));
    side->setFixedWidth(kSideWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, spacing::kNormal, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kNormal);
    makeButtons(column);

    auto* words = new QWidget;
    auto* text = new QVBoxLayout(words);
    text->setContentsMargins({});
    m_whyTitle = makeLabel(tr("Why it matched"), TextRole::Heading);
    text->addWidget(m_whyTitle);
    text->addWidget(m_why);
    text->addSpacing(spacing::kNormal);
    text->addWidget(makeLabel(tr("About this photo"), TextRole::Heading));
    m_facts = new QFormLayout;
    m_facts->setContentsMargins({});
    m_facts->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    text->addLayout(m_facts);
    text->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(words);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("About this photo"));
    column->addWidget(scroll, 3);

    column->addWidget(makeLabel(tr("Similar photos"), TextRole::Heading));
    m_similar->setWeakMatches(WeakMatches::Shown);  // whoever looks here wants the nearest, however near
    m_similarGrid->setModel(m_similar);
    m_similarGrid->setCellWidth(kSimilarWidth);
    m_similarGrid->setAccessibleName(tr("Similar photos"));
    column->addWidget(m_similarGrid, 4);
    return side;
}

void PhotoPanel::makeButtons(QVBoxLayout* column)
{
    m_theOne->setProperty("role", QStringLiteral("primary"));
    m_theOne->setToolTip(
        tr("Keeps what you said with this photo, so that a tune can learn from it. It can be undone."));
    connect(m_theOne, &QPushButton::clicked, this, [this] {
        const auto* entry = current();
        if (entry == nullptr)
            return;
        if (m_pairs->isMade(entry->photo, m_row.query))
            m_pairs->undo(entry->photo, m_row.query);
        else
            m_pairs->make(entry->photo, m_row.query);
    });
    column->addWidget(m_theOne);
    auto* tools = new QHBoxLayout;
    const auto add = [&](const QString& icon, const QString& name, auto use) {
        auto* button = makeToolButton(icon, name);
        connect(button, &QToolButton::clicked, this, [this, use] {
            if (const auto* entry = current())
                use(*entry);
        });
        tools->addWidget(button);
    };
    using Entry = PhotoRow::Entry;
    add(QStringLiteral("open"), tr("Open with another program (Enter)"), [this](const Entry& entry) {
        if (!openPhoto(entry.path))
            m_notice->say(tr("No program on this computer is set to open this kind of picture."));
    });
    add(QStringLiteral("folder-open"), tr("Show in folder"), [](const Entry& entry) { showInFolder(entry.path); });
    add(QStringLiteral("copy"), tr("Copy (Ctrl+C)"), [](const Entry& entry) { copyPhotos({entry.path}); });
    add(QStringLiteral("similar"), tr("Search for similar photos"),
        [this](const Entry& entry) { Q_EMIT m_context.bus.searchSimilar(entry.photo.value, entry.path); });
    add(QStringLiteral("label"), tr("Describe it"),
        [this](const Entry& entry) { Q_EMIT m_context.bus.labelPhotos({entry.photo.value}); });
    tools->addStretch(1);
    column->addLayout(tools);
}

const PhotoRow::Entry* PhotoPanel::current() const
{
    return m_row.current < m_row.photos.size() ? &m_row.photos[m_row.current] : nullptr;
}

void PhotoPanel::show(PhotoRow row)
{
    m_row = std::move(row);
    Q_EMIT m_context.bus.showPanel(QStringLiteral("photo"));
    setFocus();  // the arrow keys step
    refresh();
}

void PhotoPanel::step(int by)
{
    const auto to = static_cast<std::ptrdiff_t>(m_row.current) + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(m_row.photos.size()))
        return;
    m_row.current = static_cast<std::size_t>(to);
    refresh();
}

void PhotoPanel::refresh()
{
    const auto* entry = current();
    if (entry == nullptr)
        return;
    m_notice->hide();
    m_name->setText(displayName(entry->path));
    m_place->setText(tr("%L1 of %L2").arg(m_row.current + 1).arg(m_row.photos.size()));
    m_why->setText(entry->why);
    m_why->setVisible(!entry->why.isEmpty());
    m_whyTitle->setVisible(!entry->why.isEmpty());
    m_large->setPhoto(entry->path);
    for (const std::size_t neighbour : {m_row.current + 1, m_row.current - 1})
        if (neighbour < m_row.photos.size())
            m_large->prepare(m_row.photos[neighbour].path);
    m_large->update();
    updateTheOne();
    ask();
}

void PhotoPanel::updateTheOne()
{
    const auto* entry = current();
    const bool made = entry != nullptr && m_pairs->isMade(entry->photo, m_row.query);
    m_theOne->setVisible(!m_row.query.clip.empty());
    m_theOne->setText(made ? tr("Undo: this is not the one") : tr("This is the one"));
    m_theOne->setIcon(themedIcon(made ? QStringLiteral("undo") : QStringLiteral("check"), IconOn::Accent));
}

void PhotoPanel::ask()
{
    const base::PhotoId photo = current()->photo;
    m_similar->setAnswer({});
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const auto isCurrent = [this, photo] { return current() != nullptr && current()->photo == photo; };
    m_context.session.ask<library::Photo>(
        [photo](session::Workspace& workspace, const base::TaskContext&) {
            return workspace.library().photos().get(photo);
        },
        m_context.bridge.to<library::Photo>(this, [this, isCurrent](base::Result<library::Photo> facts) {
            if (facts && isCurrent())
                showFacts(*facts);
        }));
    m_context.session.ask<search::SearchAnswer>(
        [photo](session::Workspace& workspace, const base::TaskContext& task) {
            return workspace.similar(photo, kSimilar, task);
        },
        m_context.bridge.to<search::SearchAnswer>(this, [this, isCurrent](base::Result<search::SearchAnswer> answer) {
            if (answer && isCurrent())
                m_similar->setAnswer(std::move(*answer));
        }));
}

void PhotoPanel::showFacts(const library::Photo& photo)
{
    for (const auto& [name, value] : photoFacts(photo)) {
        auto* label = new QLabel(name);
        label->setProperty("role", QStringLiteral("caption"));
        m_facts->addRow(label, makeLabel(value));
    }
}

// Leafs on among those that look like this one.
void PhotoPanel::openSimilar(const QModelIndex& index)
{
    if (m_similar->hit(index) == nullptr)
        return;
    PhotoRow row;
    row.from = m_row.from;
    for (int i = 0; i < m_similar->rowCount(); ++i) {
        const auto* hit = m_similar->hit(m_similar->index(i));
        if (hit == nullptr)
            continue;
        if (i == index.row())
            row.current = row.photos.size();
        row.photos.push_back({hit->photo, hit->path, whyText(*hit)});
    }
    m_before.push_back(std::move(m_row));
    show(std::move(row));
}

void PhotoPanel::goBack()
{
    if (!m_before.empty()) {
        PhotoRow row = std::move(m_before.back());
        m_before.pop_back();
        return show(std::move(row));
    }
    if (const auto* entry = current())
        Q_EMIT m_context.bus.lookedAt(entry->photo.value);
    Q_EMIT m_context.bus.showPanel(m_row.from);
}

void PhotoPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int wanted = std::max(kSideWidth, fontMetrics().averageCharWidth() * kSideCharacters);
    m_side->setFixedWidth(std::min(wanted, width() * 2 / 5));
}

void PhotoPanel::keyPressEvent(QKeyEvent* event)
{
    const auto* entry = current();
    const bool mirrored = isRightToLeft();
    if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Left)
        return step((event->key() == Qt::Key_Right) != mirrored ? 1 : -1);
    if (event->key() == Qt::Key_Home)
        return step(-static_cast<int>(m_row.current));
    if (event->key() == Qt::Key_End)
        return step(static_cast<int>(m_row.photos.size()) - 1 - static_cast<int>(m_row.current));
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Backspace || event->matches(QKeySequence::Back))
        return goBack();
    if (entry != nullptr && event->matches(QKeySequence::Copy))
        return copyPhotos({entry->path});
    if (entry != nullptr && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        openPhoto(entry->path);
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace saysee::ui
