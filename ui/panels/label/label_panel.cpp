#include "ui/panels/label/label_panel.h"

#include "ui/bridge/text.h"
#include "ui/panels/label/waveform.h"
#include "ui/settings/preferences.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/photo_loader.h"
#include "ui/widgets/scaled_picture.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>
#include <array>

namespace saysee::ui {

namespace {

constexpr std::array kSpeeds = {0.75, 1.0, 1.25, 1.5};
constexpr int kSpeakerCharacters = 24;

QString hintOf(const LabelController& controller)
{
    switch (controller.state()) {
    case LabelController::State::Loading:
        return LabelPanel::tr("Looking for photos worth describing…");
    case LabelController::State::Empty:
        return controller.hasSkipped()
            ? LabelPanel::tr("You have skipped what is left. Press Space to begin with it again.")
            : LabelPanel::tr("Nothing is left to describe. Add photos, or come back after more searches.");
    case LabelController::State::Ready:
        return LabelPanel::tr("Press Space and say what you would ask to find this photo.");
    case LabelController::State::Recording:
        return LabelPanel::tr("Listening. Space ends it, Backspace starts over, Escape cancels.");
    case LabelController::State::Saving:
        return LabelPanel::tr("Saving…");
    case LabelController::State::Review:
        break;
    }
    return LabelPanel::tr(
        "Space accepts and shows the next photo, Backspace records again, P plays, E corrects the words.");
}

}  // namespace

LabelPanel::LabelPanel(PanelContext& context)
    : m_context(context), m_controller(context), m_photo(new QLabel), m_why(new QLabel), m_hint(new QLabel),
      m_review(nullptr), m_waveform(new Waveform), m_text(new QLineEdit), m_verdict(makeLabel({})),
      m_progress(makeButton({})), m_speed(new QComboBox), m_player(context.bridge)
{
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kNormal);
    m_photo->setAlignment(Qt::AlignCenter);
    m_photo->setMinimumSize(160, 120);
    m_photo->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);  // the picture follows the window
    m_photo->setAccessibleName(tr("Photo to describe"));
    column->addWidget(m_photo, 1);
    for (QLabel* line : {m_why, m_hint}) {
        line->setAlignment(Qt::AlignCenter);
        line->setWordWrap(true);
        column->addWidget(line);
    }
    m_review = makeReview();
    column->addWidget(m_review);
    column->addWidget(makeKeys());
    m_progress->setProperty("role", QStringLiteral("chip"));
    m_progress->setFocusPolicy(Qt::TabFocus);
    m_progress->setToolTip(tr("Show all pairs, to hear, to correct and to delete them"));
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    connect(m_progress, &QPushButton::clicked, this,
            [&context] { Q_EMIT context.bus.showPanel(QStringLiteral("pairs")); });
    connect(&m_controller, &LabelController::changed, this, &LabelPanel::refresh);
    connect(&context.bus, &WindowBus::labelPhotos, this,
            [&context] { Q_EMIT context.bus.showPanel(QStringLiteral("label")); });
    connect(&context.photos, &PhotoLoader::changed, this, [this](const std::filesystem::path& photo) {
        if (const auto* item = m_controller.item(); item != nullptr && item->path == photo)
            showPhoto();
    });
    refresh();
}

QWidget* LabelPanel::makeReview()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_waveform);
    auto* row = new QHBoxLayout;
    m_text->setAccessibleName(tr("What you said"));
    m_text->setPlaceholderText(tr("What you said"));
    row->addWidget(m_text, 1);
    m_speed->setAccessibleName(tr("Speed of playing"));
    for (const double speed : kSpeeds)
        m_speed->addItem(tr("%1×").arg(speed), speed);
    m_speed->setCurrentIndex(1);
    row->addWidget(m_speed);
    m_play = addKey(row, tr("Play"), QStringLiteral("play"), tr("P"), [this] { replay(); });
    addKey(row, tr("Discard"), QStringLiteral("delete"), tr("Delete"), [this] { m_controller.discard(); });
    column->addLayout(row);
    column->addWidget(m_verdict);
    connect(m_waveform, &Waveform::seeked, this, &LabelPanel::playFrom);
    connect(&m_player, &ClipPlayer::positionChanged, m_waveform, &Waveform::setPosition);
    connect(&m_player, &ClipPlayer::failed, this,
            [this](const base::Error& error) { Q_EMIT m_context.bus.statusMessage(inWords(error)); });
    connect(m_text, &QLineEdit::textEdited, &m_controller, &LabelController::correct);
    connect(m_text, &QLineEdit::returnPressed, this, [this] { setFocus(); });
    connect(m_speed, &QComboBox::currentIndexChanged, this, [this] {
        if (m_player.isPlaying())
            playFrom(m_waveform->position());
    });
    return box;
}

QPushButton* LabelPanel::addKey(QLayout* row, const QString& text, const QString& icon, const QString& keys,
                                const std::function<void()>& action)
{
    auto* button = new QPushButton(themedIcon(icon), tr("%1 (%2)").arg(text, keys));
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(spacing::kTarget);
    connect(button, &QPushButton::clicked, this, [this, action] {
        setFocus();
        action();
    });
    row->addWidget(button);
    return button;
}

QWidget* LabelPanel::makeKeys()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    addKey(row, tr("Back"), QStringLiteral("previous"), tr("Left"), [this] { m_controller.back(); });
    addKey(row, tr("Undo"), QStringLiteral("undo"), tr("Ctrl+Z"), [this] { m_controller.undo(); });
    m_talk = addKey(row, tr("Speak"), QStringLiteral("microphone"), tr("Space"), [this] { m_controller.talk(); });
    addKey(row, tr("Again"), QStringLiteral("retry"), tr("Backspace"), [this] { m_controller.again(); });
    addKey(row, tr("Skip"), QStringLiteral("skip"), tr("Right"), [this] { m_controller.skip(); });
    row->addWidget(makeSpeaker());
    return box;
}

QLineEdit* LabelPanel::makeSpeaker()
{
    Preferences preferences(m_context.settings);
    auto* speaker = new QLineEdit(preferences.speaker());
    m_controller.setSpeaker(speaker->text());
    speaker->setPlaceholderText(tr("Who speaks"));
    speaker->setAccessibleName(tr("Who speaks"));
    speaker->setMaximumWidth(speaker->fontMetrics().averageCharWidth() * kSpeakerCharacters);
    connect(speaker, &QLineEdit::textEdited, this, [this, preferences](const QString& name) mutable {
        m_controller.setSpeaker(name);
        preferences.setSpeaker(name);
    });
    connect(speaker, &QLineEdit::returnPressed, this, [this] { setFocus(); });
    return speaker;
}

void LabelPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setFocus();
    m_controller.readCounts();  // pairs are also made and deleted elsewhere
    if (m_controller.item() == nullptr)
        m_controller.load();
}

void LabelPanel::hideEvent(QHideEvent* event)
{
    if (isHidden()) {  // another panel came to the front; a window that closes or rests takes its panels along
        m_controller.endTake();
        m_player.stop();
    }
    QWidget::hideEvent(event);
}

void LabelPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showPhoto();
}

// Keys that a text field does not want for itself.
void LabelPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->isAutoRepeat())
        return;
    switch (event->key()) {
    case Qt::Key_Space:
        return m_controller.talk();
    case Qt::Key_Backspace:
        return m_controller.again();
    case Qt::Key_Delete:
        return m_controller.discard();
    case Qt::Key_Escape:
        return m_controller.cancelTake();
    case Qt::Key_Right:
        return m_controller.skip();
    case Qt::Key_Left:
        return m_controller.back();
    case Qt::Key_P:
        return replay();
    case Qt::Key_E:
        return m_text->setFocus();
    default:
        break;
    }
    if (event->matches(QKeySequence::Undo))
        return m_controller.undo();
    QWidget::keyPressEvent(event);
}

void LabelPanel::refresh()
{
    using State = LabelController::State;
    const State state = m_controller.state();
    m_hint->setText(m_controller.message().isEmpty() ? hintOf(m_controller) : m_controller.message());
    const auto* item = m_controller.item();
    m_why->setText(item != nullptr ? item->why : QString());
    m_review->setEnabled(state == State::Review);
    m_play->setEnabled(canPlay());
    const bool over = state == State::Empty && m_controller.hasSkipped();
    m_talk->setEnabled(over || state == State::Ready || state == State::Recording || state == State::Review);
    m_talk->setText(over                            ? tr("Begin again (Space)")
                        : state == State::Recording ? tr("Stop (Space)")
                        : state == State::Review    ? tr("Accept (Space)")
                                                    : tr("Speak (Space)"));
    const auto& counts = m_controller.counts();
    m_progress->setText(tr("%Ln pair(s) today, %L1 in all, %L2 accepted", nullptr, static_cast<int>(counts.today))
                            .arg(counts.all)
                            .arg(counts.accepted));
    showPhoto();
    showTake();
}

void LabelPanel::showPhoto()
{
    const auto* item = m_controller.item();
    if (item == nullptr)
        return m_photo->clear();
    const auto picture = m_context.photos.large(item->path);
    if (picture.state == PhotoLoader::State::Ready)
        m_photo->setPixmap(scaledFor(*m_photo, picture.pixmap));
    else
        m_photo->setText(picture.state == PhotoLoader::State::Failed ? picture.problem : QString());
    if (const auto* next = m_controller.next())
        (void)m_context.photos.large(next->path);  // ready when it is its turn
}

void LabelPanel::showTake()
{
    const auto* take = m_controller.take();
    if (take == nullptr) {
        m_player.stop();
        m_waveform->clear();
        m_text->clear();
        m_verdict->clear();
        m_shownTake = {};
        return;
    }
    if (m_shownTake != take->pair.id) {
        m_shownTake = take->pair.id;
        m_waveform->setSamples(take->speech.samples, audio::kSampleRate);
        m_text->setText(toQt(take->pair.text()));
    }
    if (!m_text->hasFocus() && !take->pair.corrected)
        m_text->setText(toQt(take->pair.heard));
    QString verdict = take->verdict;
    if (take->rank)
        verdict += QLatin1Char(' ')
            + (*take->rank == 0 ? tr("Searching for what was heard, this photo is far behind.")
                                : tr("Searching for what was heard, this photo is number %L1.").arg(*take->rank));
    m_verdict->setText(verdict);
}

bool LabelPanel::canPlay() const
{
    const auto* take = m_controller.take();
    return take != nullptr && take->pair.recording.has_value();
}

// Stops where it is and goes on from there; from the start once it has been heard.
void LabelPanel::replay()
{
    if (m_player.isPlaying())
        m_player.stop();
    else
        playFrom(m_waveform->position() < m_waveform->seconds() ? m_waveform->position() : 0.0);
}

void LabelPanel::playFrom(double seconds)
{
    if (!canPlay())
        return;
    m_waveform->setPosition(seconds);
    m_player.play(m_controller.take()->speech, seconds, m_speed->currentData().toDouble());
}

}  // namespace saysee::ui
