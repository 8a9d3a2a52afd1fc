#include "ui/panels/search/query_bar.h"

#include "core/audio/decode.h"
#include "ui/bridge/text.h"
#include "ui/panels/panel.h"
#include "ui/panels/search/filter_popup.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/microphone_button.h"
#include "ui/widgets/section.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

using namespace std::chrono_literals;
using State = SearchController::State;
using Clock = TalkKey::Clock;

constexpr auto kMeterInterval = 33ms;
constexpr auto kTypingPause = 400ms;
constexpr int kLongestChip = 32;  // characters

Ear earOf(State state) { return state == State::Listening ? Ear::Listening : Ear::Closed; }

QString soundFilter()
{
    QStringList patterns;
    for (const std::string& extension : audio::supportedExtensions())
        patterns << QStringLiteral("*.") + toQt(extension);
    return QueryBar::tr("Sound files (%1)").arg(patterns.join(QLatin1Char(' ')));
}

}  // namespace

QueryBar::QueryBar(SearchController& controller, VoiceRecorder& voice, QWidget* parent)
    : QWidget(parent), m_controller(controller), m_voice(voice), m_microphone(new MicrophoneButton),
      m_words(new QLineEdit), m_caption(makeLabel({}, TextRole::Caption)), m_filters(new FilterPopup(this)),
      m_chips(new QWidget), m_chipFlow(new FlowLayout(m_chips))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(spacing::kNormal);
    row->addWidget(m_microphone, 0, Qt::AlignTop);
    row->addWidget(makeWords(), 1);

    connect(m_microphone, &QAbstractButton::pressed, this, &QueryBar::pressTalk);
    connect(m_microphone, &QAbstractButton::released, this, &QueryBar::releaseTalk);
    connect(m_words, &QLineEdit::textEdited, this, [this] { m_typing.start(kTypingPause); });
    connect(m_words, &QLineEdit::returnPressed, this, [this] {
        m_typing.stop();
        m_controller.searchWords(m_words->text(), SearchController::Words::Entered);
    });
    connect(&m_typing, &QTimer::timeout, this,
            [this] { m_controller.searchWords(m_words->text(), SearchController::Words::StillTyping); });
    m_typing.setSingleShot(true);
    connect(&m_meter, &QTimer::timeout, this, &QueryBar::showSound);
    connect(m_filters, &FilterPopup::chosen, &m_controller, &SearchController::setFilter);
    connect(&m_controller, &SearchController::stateChanged, this, &QueryBar::onState);
    connect(&m_controller, &SearchController::heard, this, &QueryBar::onHeard);
    connect(&m_controller, &SearchController::cleared, this, [this] {
        m_typing.stop();
        m_words->clear();
    });
    connect(&m_controller, &SearchController::partsChanged, this, &QueryBar::showParts);
    connect(&m_voice, &VoiceRecorder::stateChanged, this, &QueryBar::updateCaption);
    showParts();
    updateCaption();
}

QWidget* QueryBar::makeWords()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, spacing::kLarge, 0, 0);
    column->setSpacing(spacing::kSmall);
    auto* line = new QHBoxLayout;
    m_words->setProperty("role", QStringLiteral("query"));
    m_words->setAccessibleName(tr("What you are looking for"));
    m_words->setPlaceholderText(tr("Say it, type it, or drop a picture or a sound file here"));
    m_words->setClearButtonEnabled(true);
    m_words->setAcceptDrops(false);  // the panel takes what is dropped
    m_words->installEventFilter(this);
    line->addWidget(m_words, 1);
    line->addWidget(makeAddButton());
    m_filterButton = new QToolButton;
    m_filterButton->setIcon(themedIcon(QStringLiteral("filter")));
    m_filterButton->setIconSize({22, 22});
    m_filterButton->setAccessibleName(tr("Filters"));
    m_filterButton->setToolTip(
        tr("Filters: dates, folder, keyword, rating, and what the photos shall not show (Ctrl+L)"));
    m_filterButton->setShortcut(QKeySequence(kFiltersKey));
    connect(m_filterButton, &QToolButton::clicked, this, &QueryBar::openFilters);
    line->addWidget(m_filterButton);
    column->addLayout(line);
    column->addWidget(m_caption);
    column->addWidget(m_chips);
    column->addStretch(1);
    return side;
}

QToolButton* QueryBar::makeAddButton()
{
    auto* button = new QToolButton;
    button->setIcon(themedIcon(QStringLiteral("add")));
    button->setIconSize({22, 22});
    button->setAccessibleName(tr("Search with a file"));
    button->setToolTip(tr("Search with a sound file or a picture"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    menu->addAction(themedIcon(QStringLiteral("sound")), tr("Sound file…"), this,
                    [this] { chooseFile(tr("Search with a sound file"), soundFilter(), &QueryBar::useClip); });
    menu->addAction(themedIcon(QStringLiteral("image-search")), tr("Picture…"), this, [this] {
        chooseFile(tr("Search with a picture"),
                   tr("Pictures (%1)")
                       .arg(QStringLiteral("*.jpg *.jpeg *.png *.webp *.tif *.tiff *.gif *.heic *.avif "
                                           "*.jxl *.JPG *.JPEG *.PNG *.HEIC")),
                   &QueryBar::usePicture);
    });
    menu->addAction(themedIcon(QStringLiteral("copy")), tr("Paste a picture"), this, &QueryBar::pastePicture);
    button->setMenu(menu);
    return button;
}

void QueryBar::pressTalk() { act(m_talk.press(Clock::now(), earOf(m_controller.state()))); }

void QueryBar::releaseTalk() { act(m_talk.release(Clock::now(), earOf(m_controller.state()))); }

void QueryBar::act(TalkAction action)
{
    if (action == TalkAction::Start)
        m_controller.startListening();
    else if (action == TalkAction::Stop)
        m_controller.stopListening();
    updateCaption();  // a tap goes on listening without the key
}

void QueryBar::type(const QString& text)
{
    m_words->setFocus(Qt::OtherFocusReason);
    m_words->end(false);
    m_words->insert(text);
    m_typing.start(kTypingPause);
}

void QueryBar::giveUp()
{
    m_typing.stop();
    if (m_controller.state() == State::Idle)
        m_controller.clear();
    else
        m_controller.cancel();
}

void QueryBar::onState(State state)
{
    m_microphone->setEar(earOf(state));
    m_words->setReadOnly(state == State::Listening);
    if (state == State::Listening) {
        m_typing.stop();
        m_words->clear();
        m_meter.start(kMeterInterval);
    } else {
        m_meter.stop();
    }
    updateCaption();
    if (state == State::Idle)
        return;  // what was found is said, or why nothing was
    QAccessibleEvent announcement(m_caption, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void QueryBar::onHeard(const QString& words, const QStringList&, bool)
{
    if (m_typing.isActive() || words == m_words->text().trimmed())
        return;  // the person is typing, a blank after a word perhaps: do not type over it
    m_words->setText(words);
}

void QueryBar::showSound()
{
    m_microphone->setLevel(static_cast<double>(audio::meterPosition(m_voice.recorder().level().rmsDbfs)));
    updateCaption();
}

void QueryBar::updateCaption()
{
    switch (m_controller.state()) {
    case State::Listening: {
        const double seconds = m_voice.recorder().seconds();
        const QString time = QStringLiteral("%1:%2")
                                 .arg(static_cast<int>(seconds) / 60)
                                 .arg(static_cast<int>(seconds) % 60, 2, 10, QLatin1Char('0'));
        m_caption->setText(m_talk.isHeld()
                               ? tr("Listening %1. Let go to search, Escape throws it away.").arg(time)
                               : tr("Listening %1. Press Space to search, Escape throws it away.").arg(time));
        return;
    }
    case State::Thinking:
        m_caption->setText(tr("Searching…"));
        return;
    case State::Idle:
        m_caption->setText(m_voice.recorder().state() == audio::RecorderState::Armed
                               ? tr("Hold Space and speak, or tap it to start and stop. The microphone is open while "
                                    "this window is in front; nothing is kept before you press.")
                               : tr("Hold Space and speak, or tap it to start and stop."));
        return;
    }
}

void QueryBar::showParts()
{
    while (QLayoutItem* item = m_chipFlow->takeAt(0)) {
        item->widget()->deleteLater();
        item->widget()->hide();
        delete item;
    }
    if (!m_controller.clipLabel().isEmpty())
        connect(addChip(m_controller.clipLabel(), QStringLiteral("sound")), &QPushButton::clicked, this, [this] {
            m_words->clear();
            m_controller.removeClip();
        });
    if (!m_controller.pictureLabel().isEmpty())
        connect(addChip(m_controller.pictureLabel(), QStringLiteral("image")), &QPushButton::clicked, &m_controller,
                &SearchController::removePicture);
    for (const auto& [field, text] : labels(m_controller.filter()))
        connect(addChip(text, QStringLiteral("filter")), &QPushButton::clicked, this,
                [this, which = field] { m_controller.setFilter(withoutField(m_controller.filter(), which)); });
    m_chips->setVisible(m_chipFlow->count() > 0);
}

QPushButton* QueryBar::addChip(const QString& text, const QString& icon)
{
    const QString shown = text.size() > kLongestChip ? text.left(kLongestChip - 1) + QChar(0x2026) : text;
    auto* chip = new QPushButton(themedIcon(icon), shown + QStringLiteral("  ") + QChar(0x00d7));
    chip->setProperty("role", QStringLiteral("chip"));
    chip->setAccessibleName(tr("Remove: %1").arg(text));
    chip->setToolTip(chip->accessibleName());
    m_chipFlow->addWidget(chip);
    return chip;
}

void QueryBar::chooseFile(const QString& title, const QString& filter,
                          void (QueryBar::*use)(const std::filesystem::path&))
{
    askForFile(this, {FileQuestion::Kind::ExistingFile, title, {}, {filter, tr("All files (*)")}},
               [this, use](const std::filesystem::path& file) { (this->*use)(file); });
}

void QueryBar::useClip(const std::filesystem::path& file) { m_controller.searchClip(file); }

void QueryBar::usePicture(const std::filesystem::path& file) { m_controller.searchPicture(file); }

void QueryBar::openFilters()
{
    m_filters->setChoice(m_controller.filter());
    m_filters->adjustSize();
    const QPoint corner = m_filterButton->mapToGlobal(QPoint(m_filterButton->width(), m_filterButton->height()));
    m_filters->move(corner.x() - m_filters->width(), corner.y() + spacing::kSmall);
    m_filters->show();
    Q_EMIT filtersOpened();
}

// A picture or a file in the clipboard is searched with; text goes into the words.
bool QueryBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_words && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste)) {
        const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
        if (mime != nullptr && (mime->hasImage() || mime->hasUrls())) {
            Q_EMIT pastePicture();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace saysee::ui
