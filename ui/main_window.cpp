#include "ui/main_window.h"

#include "ui/bridge/voice_recorder.h"
#include "ui/controllers/incoming_files.h"
#include "ui/settings/preferences.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>
#include <algorithm>
#include <utility>

namespace saysee::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto kStatusShown = 8s;
constexpr int kRailIcon = 26;
constexpr int kRailButton = 84;
const auto kGeometry = QStringLiteral("window/geometry");

}  // namespace

MainWindow::MainWindow(PanelContext& context, std::vector<Panel> panels, QWidget* parent)
    : QMainWindow(parent), m_context(context), m_panels(std::move(panels)), m_stack(new QStackedWidget),
      m_buttons(new QButtonGroup(this)), m_status(new QLabel), m_statusTimer(new QTimer(this))
{
    auto* centre = new QWidget;
    auto* row = new QHBoxLayout(centre);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(makeRail());
    auto* column = new QVBoxLayout;
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    m_status->setObjectName(QStringLiteral("status"));
    m_status->setProperty("role", QStringLiteral("caption"));
    m_status->setContentsMargins(spacing::kLarge, spacing::kSmall, spacing::kLarge, spacing::kSmall);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->hide();
    column->addWidget(m_status);
    row->addLayout(column, 1);
    setCentralWidget(centre);

    m_statusTimer->setSingleShot(true);
    m_statusTimer->setInterval(kStatusShown);
    connect(m_statusTimer, &QTimer::timeout, m_status, &QLabel::hide);
    connect(&m_context.bus, &WindowBus::statusMessage, this, &MainWindow::showStatus);
    connect(&m_context.voice, &VoiceRecorder::refused, this, &MainWindow::showStatus);
    connect(&m_context.bus, &WindowBus::showPanel, this, &MainWindow::showPanel);
    connect(&m_context.bus, &WindowBus::settingChanged, this, &MainWindow::readyMicrophone);
    connect(&m_context.bus, &WindowBus::settingChanged, this, [this](const QString& key) {
        if (key == Preferences::kShortcutsKey)
            followShortcuts();
    });
    followShortcuts();
    setAcceptDrops(true);
    auto* quit = new QShortcut(QKeySequence(kQuitKey), this);
    connect(quit, &QShortcut::activated, this, &QWidget::close);

    resize(1180, 760);
    setMinimumSize(720, 480);
    restoreGeometry(m_context.settings.value(kGeometry).toByteArray());
    if (!m_panels.empty())
        showPanel(m_panels.front().id);
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeRail()
{
    auto* rail = new QWidget;
    rail->setObjectName(QStringLiteral("rail"));
    rail->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(rail);
    column->setContentsMargins(spacing::kNormal, spacing::kLarge, spacing::kNormal, spacing::kLarge);
    column->setSpacing(spacing::kSmall);
    for (const Panel& panel : m_panels)
        if (panel.place == Panel::Place::Rail)
            addRailButton(panel, column);
    column->addStretch(1);
    column->addWidget(makeRecordingSign());
    for (const Panel& panel : m_panels)
        if (panel.place == Panel::Place::RailEnd)
            addRailButton(panel, column);
    return rail;
}

// Nobody is recorded unseen, whatever panel is in front; the sign ends it, too.
QToolButton* MainWindow::makeRecordingSign()
{
    auto* sign = new QToolButton;
    sign->setObjectName(QStringLiteral("recording"));
    sign->setProperty("role", QStringLiteral("recording"));
    sign->setText(tr("Recording"));
    sign->setToolTip(tr("The microphone is recording: click to end it"));
    sign->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    sign->hide();
    connect(sign, &QToolButton::clicked, &m_context.voice, &VoiceRecorder::stop);
    connect(&m_context.voice, &VoiceRecorder::stateChanged, sign,
            [sign](audio::RecorderState state) { sign->setVisible(state == audio::RecorderState::Recording); });
    return sign;
}

void MainWindow::addRailButton(const Panel& panel, QVBoxLayout* column)
{
    auto* button = new QToolButton;
    button->setObjectName(panel.id);
    button->setProperty("role", QStringLiteral("rail"));
    button->setText(panel.title);
    button->setIcon(themedIcon(panel.icon));
    button->setIconSize({kRailIcon, kRailIcon});
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setMinimumWidth(kRailButton);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(panel.title);
    m_buttons->addButton(button);
    column->addWidget(button);
    const auto show = [this, id = panel.id] { showPanel(id); };
    connect(button, &QToolButton::clicked, this, show);
    auto* shortcut = new QShortcut(this);
    connect(shortcut, &QShortcut::activated, this, show);
    m_shortcuts.insert(panel.id, shortcut);
}

void MainWindow::followShortcuts()
{
    const Preferences preferences(m_context.settings);
    for (const Panel& panel : m_panels) {
        QShortcut* shortcut = m_shortcuts.value(panel.id);
        if (shortcut == nullptr)
            continue;
        const QKeySequence keys = preferences.shortcut(panel.id, panel.shortcut);
        shortcut->setKey(keys);
        findChild<QToolButton*>(panel.id)->setToolTip(
            keys.isEmpty() ? panel.title : tr("%1 (%2)").arg(panel.title, keys.toString(QKeySequence::NativeText)));
    }
}

QWidget* MainWindow::page(const QString& id)
{
    if (QWidget* known = m_pages.value(id))
        return known;
    const auto panel = std::find_if(m_panels.begin(), m_panels.end(), [&](const Panel& p) { return p.id == id; });
    if (panel == m_panels.end())
        return nullptr;
    QWidget* made = panel->make(m_context);
    made->setAccessibleName(panel->title);
    // A proxy that stayed would be a stop for Tab, and what stands before it on the page would never get the focus.
    m_firstFocus.insert(made, made->focusProxy() == nullptr ? made : made->focusProxy());
    made->setFocusProxy(nullptr);
    m_pages.insert(id, made);
    m_stack->addWidget(made);
    return made;
}

void MainWindow::makeRemainingPanels()
{
    for (const Panel& panel : m_panels)
        page(panel.id);
}

void MainWindow::makeNextPanel()
{
    const auto missing = std::find_if(m_panels.begin(), m_panels.end(),
                                      [this](const Panel& panel) { return !m_pages.contains(panel.id); });
    if (missing == m_panels.end())
        return Q_EMIT m_context.bus.ready();
    page(missing->id);
    QTimer::singleShot(0, this, &MainWindow::makeNextPanel);
}

void MainWindow::showPanel(const QString& id)
{
    QWidget* before = m_stack->currentWidget();
    QWidget* focus = focusWidget();
    const bool isOnPage = before != nullptr && (focus == before || before->isAncestorOf(focus));
    QWidget* widget = page(id);
    if (widget == nullptr)
        return;
    if (isOnPage)
        m_lastFocus.insert(before, focus);
    m_stack->setCurrentWidget(widget);
    if (auto* button = findChild<QToolButton*>(id)) {
        button->setChecked(true);
    } else if (QAbstractButton* other = m_buttons->checkedButton()) {  // a panel that is not on the rail
        m_buttons->setExclusive(false);
        other->setChecked(false);
        m_buttons->setExclusive(true);
    }
    if (widget != before || !isOnPage)
        focusOn(widget);
    retitle();
}

void MainWindow::focusOn(QWidget* page)
{
    QWidget* last = m_lastFocus.value(page);
    const bool canHaveIt = last != nullptr && last->isEnabled() && last->isVisibleTo(page);
    if (QWidget* next = canHaveIt ? last : m_firstFocus.value(page).data())
        next->setFocus(Qt::OtherFocusReason);
}

QString MainWindow::currentPanel() const { return m_pages.key(m_stack->currentWidget()); }

void MainWindow::retitle()
{
    const QString id = currentPanel();
    const auto panel = std::find_if(m_panels.begin(), m_panels.end(), [&](const Panel& p) { return p.id == id; });
    setWindowTitle(panel == m_panels.end() ? QApplication::applicationDisplayName() : panel->title);
}

void MainWindow::showStatus(const QString& sentence)
{
    m_status->setText(sentence);
    m_status->setVisible(!sentence.isEmpty());
    m_statusTimer->start();
    QAccessibleEvent announcement(m_status, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!std::exchange(m_shown, true))
        windowHandle()->installEventFilter(this);
}

// Being exposed paints the window. Nothing that takes long may begin before: loading LibTorch on another thread holds
// the dynamic loader's lock, which the first picture needs for the plugins of Qt.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == windowHandle() && event->type() == QEvent::Expose && windowHandle()->isExposed()) {
        windowHandle()->removeEventFilter(this);
        QTimer::singleShot(0, this, [this] {  // behind the painting
            Q_EMIT onScreen();
            makeNextPanel();
        });
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_context.settings.setValue(kGeometry, saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        readyMicrophone();
}

void MainWindow::readyMicrophone()
{
    audio::Recorder& recorder = m_context.voice.recorder();
    if (isActiveWindow() && Preferences(m_context.settings).preRoll() == PreRoll::WhileFocused)
        recorder.arm();
    else
        recorder.disarm();
}

void MainWindow::openFiles(const Paths& files) { ui::openFiles(files, m_context.bridge, m_context.bus); }

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->source() == nullptr && event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openFiles(localFiles(*event->mimeData()));
    event->acceptProposedAction();
}

}  // namespace saysee::ui
