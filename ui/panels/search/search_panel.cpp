#include "ui/panels/search/search_panel.h"

#include "core/library/library.h"
#include "ui/bridge/text.h"
#include "ui/controllers/incoming_files.h"
#include "ui/controllers/search_controller.h"
#include "ui/panels/search/filter_popup.h"
#include "ui/panels/search/query_bar.h"
#include "ui/panels/search/result_area.h"
#include "ui/theme/theme.h"
#include "ui/widgets/microphone_button.h"
#include "ui/widgets/notice.h"

#include <QAbstractSlider>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QImage>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTimer>
#include <QVBoxLayout>

namespace saysee::ui {

SearchPanel::SearchPanel(PanelContext& context)
    : m_context(context),
      m_controller(new SearchController(context.session, context.bridge, context.voice, context.bus, this)),
      m_query(new QueryBar(*m_controller, context.voice)),
      m_results(new ResultArea(*m_controller, context.photos, context.bus)), m_notice(new Notice)
{
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, spacing::kNormal, 0, 0);
    column->setSpacing(spacing::kNormal);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(spacing::kLarge, 0, spacing::kLarge, 0);
    head->addWidget(m_query);
    head->addWidget(m_notice);
    column->addLayout(head);
    column->addWidget(m_results, 1);
    setFocusProxy(&m_query->microphone());

    connect(m_controller, &SearchController::failed, this,
            [this](const base::Error& error) { m_notice->say(error); });
    connect(m_controller, &SearchController::noticed, this,
            [this](const base::Error& error) { m_notice->say(error); });
    connect(m_controller, &SearchController::stateChanged, this, [this](SearchController::State state) {
        if (state != SearchController::State::Idle)
            m_notice->hide();
    });
    connect(m_query, &QueryBar::pastePicture, this, [this] {
        if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData())
            take(*mime);
    });
    connect(m_query, &QueryBar::filtersOpened, this, [this] {
        m_context.session.ask<std::vector<std::string>>(
            [](session::Workspace& workspace, const base::TaskContext&) {
                return workspace.library().photos().allKeywords();
            },
            m_context.bridge.to<std::vector<std::string>>(this,
                                                          [this](base::Result<std::vector<std::string>> keywords) {
                                                              QStringList names;
                                                              if (keywords)
                                                                  for (const std::string& keyword : *keywords)
                                                                      names << toQt(keyword);
                                                              m_query->filters().setKeywords(names);
                                                          }));
    });
    connectBus();
    connect(&m_context.bus, &WindowBus::ready, m_controller, &SearchController::warmUp);
    offerUnfinishedTakes();
}

SearchPanel::~SearchPanel() = default;

void SearchPanel::connectBus()
{
    const auto front = [this] { Q_EMIT m_context.bus.showPanel(QStringLiteral("search")); };
    connect(&m_context.bus, &WindowBus::searchText, this, [this, front](const QString& text) {
        front();
        m_controller->clear();
        m_query->words().setText(text);
        m_controller->searchWords(text, SearchController::Words::Entered);
    });
    connect(&m_context.bus, &WindowBus::searchClip, this, [this, front](const std::filesystem::path& clip) {
        front();
        m_controller->searchClip(clip);
    });
    connect(&m_context.bus, &WindowBus::searchPicture, this, [this, front](const std::filesystem::path& picture) {
        front();
        m_controller->searchPicture(picture);
    });
    connect(&m_context.bus, &WindowBus::searchSimilar, this,
            [this, front](qint64 photo, const std::filesystem::path& path) {
                front();
                m_controller->searchSimilar(base::PhotoId {photo}, displayName(path));
            });
    connect(&m_context.bus, &WindowBus::askAgain, this, [this, front](const PastQuery& query) {
        front();
        m_controller->askAgain(query);
    });
    connect(&m_context.bus, &WindowBus::toggleVoice, this, [this, front] {
        front();
        if (m_controller->state() == SearchController::State::Listening)
            m_controller->stopListening();
        else
            m_controller->startListening();
    });
}

void SearchPanel::take(const QMimeData& mime)
{
    if (const Paths paths = localFiles(mime); !paths.empty())
        return openFiles(paths, m_context.bridge, m_context.bus);
    if (const auto picture = qvariant_cast<QImage>(mime.imageData()); !picture.isNull())
        return m_controller->searchPicture(picture);
    if (mime.hasText())
        return m_query->type(mime.text().simplified());
    m_notice->say(tr("There is no picture, sound or text in it that could be searched with."));
}

void SearchPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->source() == nullptr
        && (event->mimeData()->hasUrls() || event->mimeData()->hasImage() || event->mimeData()->hasText()))
        event->acceptProposedAction();
}

void SearchPanel::dropEvent(QDropEvent* event)
{
    take(*event->mimeData());
    event->acceptProposedAction();
}

// Recordings that a crash or a power cut interrupted.
void SearchPanel::offerUnfinishedTakes()
{
    m_context.bridge.aside<Paths>([folder = m_context.takes] { return audio::findUnfinishedTakes(folder); }, this,
                                  [this](base::Result<Paths> takes) {
                                      if (takes && !takes->empty())
                                          offerTake(takes->back());
                                  });
}

void SearchPanel::offerTake(const std::filesystem::path& unfinished)
{
    const auto next = [this] { offerUnfinishedTakes(); };
    m_notice->say(tr("SaySee was interrupted while you spoke. The recording is kept."), {},
                  {{tr("Search with it"),
                    [this, unfinished] {
                        if (const auto adopted = audio::adoptTake(unfinished))
                            m_controller->searchTake(*adopted);
                        else
                            m_notice->say(adopted.error());
                    }},
                   {tr("Delete it"), [unfinished, next] {
                        std::error_code ignored;
                        std::filesystem::remove(unfinished, ignored);
                        next();
                    }}});
}

void SearchPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    qApp->installEventFilter(this);
}

void SearchPanel::hideEvent(QHideEvent* event)
{
    qApp->removeEventFilter(this);
    if (isHidden()) {  // another panel came to the front: what was said is a question, and nobody is recorded unseen
        if (std::exchange(m_spaceDown, false))
            m_query->releaseTalk();
        m_controller->stopListening();
    }
    QWidget::hideEvent(event);
}

bool SearchPanel::eventFilter(QObject* watched, QEvent* event)
{
    const QWidget* focus = QApplication::focusWidget();
    if (event->type() == QEvent::WindowDeactivate && watched == window() && m_spaceDown) {
        m_spaceDown = false;  // the release goes to another window
        m_query->releaseTalk();
        return false;
    }
    if (focus == nullptr || watched != focus || (focus != this && !isAncestorOf(focus)))
        return false;
    if (event->type() == QEvent::KeyPress)
        return press(*static_cast<QKeyEvent*>(event));
    if (event->type() == QEvent::KeyRelease)
        return release(*static_cast<QKeyEvent*>(event));
    return false;
}

// In words it is a blank, and buttons are pressed with it; everywhere else, and while listening, it talks.
bool SearchPanel::spaceTalks() const
{
    const QWidget* focus = QApplication::focusWidget();
    if (m_controller->state() == SearchController::State::Listening)
        return true;
    if (focus == &m_query->words())
        return m_query->words().text().isEmpty();
    if (qobject_cast<const QAbstractButton*>(focus) != nullptr)
        return focus == &m_query->microphone();
    return qobject_cast<const QAbstractSlider*>(focus) == nullptr && qobject_cast<const QComboBox*>(focus) == nullptr;
}

bool SearchPanel::press(const QKeyEvent& key)
{
    const bool plain = (key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    if (key.key() == Qt::Key_Space && plain && (m_spaceDown || spaceTalks())) {
        if (!key.isAutoRepeat() && !std::exchange(m_spaceDown, true))
            m_query->pressTalk();
        return true;
    }
    if (key.key() == Qt::Key_Escape) {
        m_query->giveUp();
        return true;
    }
    if (key.matches(QKeySequence::Find)) {
        m_query->words().setFocus(Qt::ShortcutFocusReason);
        m_query->words().selectAll();
        return true;
    }
    const bool inWords = QApplication::focusWidget() == &m_query->words();
    if (key.matches(QKeySequence::Paste) && !inWords) {
        if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData())
            take(*mime);
        return true;
    }
    const QString text = key.text();
    if (!inWords && plain && !text.isEmpty() && text.front().isPrint() && text.front() != QLatin1Char(' ')
        && m_controller->state() != SearchController::State::Listening) {
        m_query->type(text);
        return true;
    }
    return false;
}

bool SearchPanel::release(const QKeyEvent& key)
{
    if (key.key() != Qt::Key_Space || !m_spaceDown)
        return false;
    if (!key.isAutoRepeat()) {
        m_spaceDown = false;
        m_query->releaseTalk();
    }
    return true;
}

}  // namespace saysee::ui
