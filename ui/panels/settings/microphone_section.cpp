#include "ui/panels/settings/microphone_section.h"

#include "ui/bridge/text.h"
#include "ui/bridge/voice_recorder.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace saysee::ui {

namespace {

constexpr std::chrono::seconds kTestLength {4};
constexpr std::chrono::milliseconds kMeterInterval {33};
constexpr int kLevelSteps = 100;

}  // namespace

QString describeTest(const audio::ClipQuality& quality)
{
    if (quality.faults.empty())
        return MicrophoneSection::tr("The microphone hears you clearly.");
    switch (quality.faults.front()) {
    case audio::ClipFault::NoSpeech:
        return MicrophoneSection::tr("No speech was heard: choose another microphone, or raise its level in the "
                                     "sound settings of the desktop.");
    case audio::ClipFault::TooQuiet:
        return MicrophoneSection::tr("Too quiet: move closer to the microphone or raise its level.");
    case audio::ClipFault::Clipped:
        return MicrophoneSection::tr("Too loud, the sound is distorted: lower the level of the microphone.");
    case audio::ClipFault::CutOffAtStart:
        return MicrophoneSection::tr("The first word was cut off: wait a moment before you speak.");
    case audio::ClipFault::CutOffAtEnd:
        return MicrophoneSection::tr("You were still speaking at the end of the test; apart from that it is clear.");
    case audio::ClipFault::TooLong:
        return MicrophoneSection::tr("The recording is too long.");
    case audio::ClipFault::Noisy:
        return MicrophoneSection::tr("Much noise: move closer to the microphone or to a quieter place.");
    }
    return {};
}

MicrophoneSection::MicrophoneSection(PanelContext& context)
    : m_context(context), m_preferences(context.settings), m_player(context.bridge), m_device(makeChoice()),
      m_channel(makeChoice()), m_test(makeButton(tr("Test the microphone"), QStringLiteral("microphone"))),
      m_play(makeButton(tr("Play it back"), QStringLiteral("play"))), m_level(new QProgressBar),
      m_verdict(makeLabel({}))
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&Device"), m_device);
    form->addRow(tr("&Channel"), m_channel);
    auto* row = new QHBoxLayout;
    row->addWidget(m_test);
    row->addWidget(m_play);
    row->addWidget(m_level, 1);
    form->addRow(row);
    form->addRow(m_verdict);
    m_level->setRange(0, kLevelSteps);
    m_level->setTextVisible(false);
    m_level->setAccessibleName(tr("Level of the microphone"));
    m_play->setEnabled(false);
    setFocusProxy(m_device);

    // What was chosen holds from the start, seen or not.
    m_context.voice.recorder().setDevice(m_preferences.microphone());
    m_context.voice.recorder().setChannel(m_preferences.channel());

    m_meter.setInterval(kMeterInterval);
    m_end.setSingleShot(true);
    m_end.setInterval(kTestLength);
    connect(&m_meter, &QTimer::timeout, this, &MicrophoneSection::showLevel);
    connect(&m_end, &QTimer::timeout, &m_context.voice, &VoiceRecorder::stop);
    connect(m_device, &QComboBox::activated, this, &MicrophoneSection::chooseDevice);
    connect(m_channel, &QComboBox::activated, this, &MicrophoneSection::chooseChannel);
    connect(m_test, &QPushButton::clicked, this, &MicrophoneSection::startTest);
    connect(m_play, &QPushButton::clicked, this, [this] { m_player.play(m_lastTest); });
    connect(&m_player, &ClipPlayer::failed, this,
            [this](const base::Error& error) { m_verdict->setText(inWords(error)); });
}

QString MicrophoneSection::verdict() const { return m_verdict->text(); }

void MicrophoneSection::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    listDevices();
}

void MicrophoneSection::listDevices()
{
    using Devices = std::vector<audio::InputDevice>;
    m_context.voice.recorder().listDevices(m_context.bridge.to<Devices>(this, [this](base::Result<Devices> devices) {
        if (devices)
            showDevices(*devices);
        else if (devices.error().code != base::ErrorCode::Busy)  // a take is running: what was listed still holds
            m_verdict->setText(inWords(devices.error()));
    }));
}

void MicrophoneSection::showDevices(const std::vector<audio::InputDevice>& devices)
{
    m_devices = devices;
    m_device->clear();
    m_device->addItem(tr("The desktop's default microphone"));
    const audio::DeviceName chosen = m_preferences.microphone();
    for (const audio::InputDevice& device : devices) {
        m_device->addItem(tr("%1 (%2)").arg(toQt(device.name.name), toQt(device.name.hostApi)));
        if (device.name == chosen)
            m_device->setCurrentIndex(m_device->count() - 1);
    }
    if (devices.empty())
        m_verdict->setText(tr("No microphone is connected. Plug one in, then open this page again."));
    else if (!chosen.isDefault() && m_device->currentIndex() == 0)
        m_verdict->setText(tr("%1 is not connected at the moment.").arg(toQt(chosen.name)));
    showChannels();
}

void MicrophoneSection::showChannels()
{
    const int row = m_device->currentIndex() - 1;
    const int channels =
        row >= 0 && row < static_cast<int>(m_devices.size()) ? m_devices[static_cast<std::size_t>(row)].channels : 2;
    m_channel->clear();
    m_channel->addItem(tr("All channels together"));
    for (int channel = 0; channel < channels; ++channel)
        m_channel->addItem(tr("Channel %1").arg(channel + 1));
    const auto chosen = m_preferences.channel();
    m_channel->setCurrentIndex(chosen && *chosen < channels ? *chosen + 1 : 0);
}

void MicrophoneSection::chooseDevice()
{
    const int row = m_device->currentIndex() - 1;
    const audio::DeviceName chosen = row < 0 ? audio::DeviceName() : m_devices[static_cast<std::size_t>(row)].name;
    m_preferences.setMicrophone(chosen);
    m_context.voice.recorder().setDevice(chosen);
    m_verdict->clear();
    showChannels();
}

void MicrophoneSection::chooseChannel()
{
    const int row = m_channel->currentIndex();
    m_preferences.setChannel(row <= 0 ? std::nullopt : std::optional(row - 1));
    m_context.voice.recorder().setChannel(m_preferences.channel());
}

void MicrophoneSection::startTest()
{
    m_player.stop();
    const bool started =
        m_context.voice.start(this, [this](base::Result<audio::Take> take) { judge(std::move(take)); });
    if (!started)
        return m_verdict->setText(tr("The microphone is in use by a search; try again after it."));
    m_verdict->setText(tr("Say a sentence now…"));
    m_test->setEnabled(false);
    m_meter.start();
    m_end.start();
}

void MicrophoneSection::showLevel()
{
    const audio::Level level = m_context.voice.recorder().level();
    m_level->setValue(static_cast<int>(audio::meterPosition(level.rmsDbfs) * kLevelSteps));
}

void MicrophoneSection::judge(base::Result<audio::Take> take)
{
    m_meter.stop();
    m_end.stop();
    m_level->setValue(0);
    m_test->setEnabled(true);
    if (!take)
        return m_verdict->setText(inWords(take.error()));
    std::error_code ignored;
    std::filesystem::remove(take->file, ignored);  // a test is nothing to keep
    m_lastTest = std::move(take->clip);
    m_play->setEnabled(true);
    m_context.bridge.aside<audio::ClipQuality>(
        [clip = m_lastTest]() -> base::Result<audio::ClipQuality> {
            SAYSEE_ASSIGN(const auto activity, audio::detectSpeech(clip.view()));
            return audio::assessClip(clip.view(), activity);
        },
        this,
        [this](base::Result<audio::ClipQuality> quality) {
            m_verdict->setText(quality ? describeTest(*quality) : inWords(quality.error()));
        });
}

}  // namespace saysee::ui
