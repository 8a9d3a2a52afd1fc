#include "ui/panels/search/result_area.h"

#include "ui/bridge/text.h"
#include "ui/item_models/answer_text.h"
#include "ui/item_models/result_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/photo_actions.h"
#include "ui/widgets/photo_grid.h"
#include "ui/widgets/section.h"

#include <QAccessible>
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto kSliderPause = 120ms;
constexpr int kBalanceSteps = 100;

}  // namespace

ResultArea::ResultArea(SearchController& controller, PhotoLoader& photos, WindowBus& bus, QWidget* parent)
    : QWidget(parent), m_controller(controller), m_bus(bus), m_model(new ResultModel(this)),
      m_grid(new PhotoGrid(photos)), m_summary(makeLabel({})), m_weak(new QPushButton), m_alternatives(new QWidget),
      m_alternativeFlow(new FlowLayout(m_alternatives)), m_hint(makeLabel({}, TextRole::Caption)),
      m_pages(new QStackedWidget)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(spacing::kNormal);
    m_head = makeHead();
    column->addWidget(m_head);
    m_grid->setModel(m_model);
    m_grid->setAccessibleName(tr("Photos found"));
    m_pages->addWidget(makeHint());
    m_pages->addWidget(m_grid);
    column->addWidget(m_pages, 1);

    auto* copy = new QAction(tr("Copy"), m_grid);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] { copyPhotos(selectedPaths()); });
    m_grid->addAction(copy);
    connect(m_grid, &QAbstractItemView::activated, this, &ResultArea::openPhoto);
    connect(m_grid, &PhotoGrid::headingClicked, this, [this](const QModelIndex& heading) {
        const auto* below = m_model->hit(m_model->index(heading.row() + 1));
        if (below == nullptr || below->band == search::Band::Rest)
            toggleWeak();
    });
    connect(m_grid, &QWidget::customContextMenuRequested, this, &ResultArea::openMenu);
    connect(m_weak, &QPushButton::clicked, this, &ResultArea::toggleWeak);
    m_weak->setAccessibleDescription(tr("Photos that are the nearest guesses but do not match well"));
    connect(&m_controller, &SearchController::answered, this, &ResultArea::onAnswered);
    connect(&m_controller, &SearchController::heard, this, &ResultArea::onHeard);
    connect(&m_controller, &SearchController::cleared, this, &ResultArea::onCleared);
    connect(&m_bus, &WindowBus::lookedAt, this, [this](qint64 photo) {
        if (const QModelIndex index = m_model->indexOf(base::PhotoId {photo}); index.isValid())
            m_grid->setCurrentIndex(index);
    });
    onCleared();
    updateHead();
    m_head->hide();
}

QWidget* ResultArea::makeHead()
{
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(spacing::kLarge, 0, spacing::kLarge, 0);
    column->setSpacing(spacing::kSmall);
    column->addWidget(m_alternatives);
    auto* row = new QHBoxLayout;
    row->addWidget(m_summary, 1);
    row->addWidget(m_weak);
    row->addWidget(makeBalance());
    column->addLayout(row);
    return head;
}

QWidget* ResultArea::makeBalance()
{
    m_balanceBox = new QWidget;
    auto* row = new QHBoxLayout(m_balanceBox);
    row->setContentsMargins({});
    auto* words = new QLabel(tr("Words"));
    auto* sound = new QLabel(tr("Sound"));
    words->setProperty("role", QStringLiteral("caption"));
    sound->setProperty("role", QStringLiteral("caption"));
    m_balance = new QSlider(Qt::Horizontal);
    m_balance->setRange(0, kBalanceSteps);
    m_balance->setValue(static_cast<int>(m_controller.balance() * kBalanceSteps));
    m_balance->setFixedWidth(160);
    m_balance->setAccessibleName(tr("Balance between the words and how they sounded"));
    m_balance->setToolTip(tr("Left: only the words count. Right: only how they sounded. Middle: both."));
    row->addWidget(words);
    row->addWidget(m_balance);
    row->addWidget(sound);
    m_balanceMoved.setSingleShot(true);
    connect(m_balance, &QSlider::valueChanged, this, [this] { m_balanceMoved.start(kSliderPause); });
    connect(&m_balanceMoved, &QTimer::timeout, this,
            [this] { m_controller.setBalance(static_cast<double>(m_balance->value()) / kBalanceSteps); });
    return m_balanceBox;
}

QWidget* ResultArea::makeHint()
{
    auto* hint = new QWidget;
    auto* column = new QVBoxLayout(hint);
    column->addStretch(2);
    auto* title = makeLabel(tr("Hold Space and say what you remember"), TextRole::Title);
    title->setAlignment(Qt::AlignCenter);
    column->addWidget(title);
    m_hint->setAlignment(Qt::AlignCenter);
    column->addWidget(m_hint);
    column->addStretch(3);
    return hint;
}

void ResultArea::onAnswered(const session::QueryAnswer& answer)
{
    const auto* before = m_model->hit(m_grid->currentIndex());
    const base::PhotoId current = before == nullptr ? base::PhotoId {} : before->photo;
    m_model->setAnswer(answer.answer);
    if (const QModelIndex again = m_model->indexOf(current); again.isValid())
        m_grid->selectionModel()->setCurrentIndex(again, QItemSelectionModel::NoUpdate);
    else
        m_grid->scrollToTop();
    m_pages->setCurrentWidget(m_grid);
    m_balanceBox->setVisible(!answer.spoken.empty() && answer.spoken.front().sound.has_value());
    updateHead();
    if (m_controller.state() != SearchController::State::Idle)
        return;  // the person still speaks
    QAccessibleEvent announcement(m_summary, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void ResultArea::updateHead()
{
    const auto& answer = m_model->answer();
    m_head->show();
    m_summary->setText(summaryText(answer));
    m_weak->setVisible(answer.rest > 0);
    m_weak->setText(m_model->weakMatches() == WeakMatches::Shown
                        ? tr("Hide weak matches")
                        : tr("Show %Ln weak match(es)", nullptr, static_cast<int>(answer.rest)));
}

void ResultArea::onHeard(const QString&, const QStringList& alternatives, bool settled)
{
    if (!settled)
        return;
    while (QLayoutItem* item = m_alternativeFlow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_alternatives->setVisible(!alternatives.isEmpty());
    if (alternatives.isEmpty())
        return;
    auto* label = new QLabel(tr("Or did you say:"));
    label->setProperty("role", QStringLiteral("caption"));
    m_alternativeFlow->addWidget(label);
    for (const QString& words : alternatives) {
        auto* button = new QPushButton(words);
        button->setProperty("role", QStringLiteral("chip"));
        button->ensurePolished();
        label->setFixedHeight(button->sizeHint().height());  // both in the middle of the line
        connect(button, &QPushButton::clicked, this,
                [this, words] { m_controller.searchWords(words, SearchController::Words::Entered); });
        m_alternativeFlow->addWidget(button);
    }
}

void ResultArea::onCleared()
{
    m_model->setAnswer({});
    m_alternatives->hide();
    m_head->hide();
    m_hint->setText(
        m_controller.filter() == FilterChoice()
            ? tr("“A white boat on a lake in the evening.” Or type it, paste a picture, or drop a picture "
                 "or a sound file here.")
            : tr("Filters narrow a search down, they do not begin one. Type what you are looking for, paste a "
                 "picture, or drop a picture or a sound file here."));
    m_pages->setCurrentIndex(0);
}

void ResultArea::toggleWeak()
{
    m_model->setWeakMatches(m_model->weakMatches() == WeakMatches::Shown ? WeakMatches::Folded : WeakMatches::Shown);
    updateHead();
}

void ResultArea::openPhoto(const QModelIndex& index)
{
    if (m_model->hit(index) == nullptr)
        return;
    m_controller.countAsAsked();
    PhotoRow row;
    row.query = m_controller.query();
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const auto* hit = m_model->hit(m_model->index(i));
        if (hit == nullptr)
            continue;
        if (i == index.row())
            row.current = row.photos.size();
        row.photos.push_back({hit->photo, hit->path, whyText(*hit)});
    }
    Q_EMIT m_bus.showPhoto(row);
}

std::vector<std::filesystem::path> ResultArea::selectedPaths() const
{
    std::vector<std::filesystem::path> paths;
    for (const QModelIndex& index : m_grid->selectionModel()->selectedIndexes())
        if (const auto* hit = m_model->hit(index))
            paths.push_back(hit->path);
    return paths;
}

void ResultArea::openMenu(const QPoint& at)
{
    const QModelIndex index = m_grid->indexAt(at).isValid() ? m_grid->indexAt(at) : m_grid->currentIndex();
    const auto* hit = m_model->hit(index);
    if (hit == nullptr)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(themedIcon(QStringLiteral("image")), tr("Look at it"), this, [this, index] { openPhoto(index); });
    menu->addAction(themedIcon(QStringLiteral("similar")), tr("Similar photos"), this,
                    [this, photo = hit->photo.value, path = hit->path] { Q_EMIT m_bus.searchSimilar(photo, path); });
    menu->addAction(themedIcon(QStringLiteral("label")), tr("Describe it"), this,
                    [this, photo = hit->photo.value] { Q_EMIT m_bus.labelPhotos({photo}); });
    menu->addSeparator();
    menu->addAction(themedIcon(QStringLiteral("open")), tr("Open with another program"), this,
                    [path = hit->path] { ui::openPhoto(path); });
    menu->addAction(themedIcon(QStringLiteral("folder-open")), tr("Show in folder"), this,
                    [path = hit->path] { showInFolder(path); });
    menu->addAction(themedIcon(QStringLiteral("copy")), tr("Copy"), this, [this] { copyPhotos(selectedPaths()); });
    menu->popup(m_grid->viewport()->mapToGlobal(at));
}

}  // namespace saysee::ui
