#include "ui/bridge/clip_player.h"

#include "core/audio/decode.h"

#include <QAudioSink>
#include <QMediaDevices>
#include <algorithm>
#include <span>

namespace saysee::ui {

namespace {

constexpr int kPositionEvery = 40;  // milliseconds

// A clip that is played faster is one of more samples a second.
QAudioFormat clipFormat(double speed)
{
    QAudioFormat format;
    format.setSampleRate(static_cast<int>(audio::kSampleRate * speed));
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

QByteArray toPcm16(std::span<const float> samples)
{
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(samples.size() * sizeof(qint16)));
    for (const float sample : samples) {
        const auto value = static_cast<qint16>(std::clamp(sample, -1.0F, 1.0F) * 32767.0F);
        bytes.append(static_cast<char>(value & 0xff));
        bytes.append(static_cast<char>((value >> 8) & 0xff));
    }
    return bytes;
}

}  // namespace

ClipPlayer::ClipPlayer(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge)
{
    m_clock.setInterval(kPositionEvery);
    connect(&m_clock, &QTimer::timeout, this, [this] { Q_EMIT positionChanged(position()); });
}

ClipPlayer::~ClipPlayer() = default;

void ClipPlayer::play(const std::filesystem::path& file)
{
    stop();
    setPlaying(true);
    m_bridge.aside<audio::Clip>([file] { return audio::decodeFile(file); }, this,
                                [this, request = m_request](base::Result<audio::Clip> clip) {
                                    if (request != m_request)
                                        return;
                                    if (clip)
                                        return play(*clip);
                                    setPlaying(false);
                                    Q_EMIT failed(clip.error());
                                });
}

void ClipPlayer::play(const audio::Clip& clip, double from, double speed)
{
    stop();
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull() || !device.isFormatSupported(clipFormat(speed))) {
        setPlaying(false);
        Q_EMIT failed({base::ErrorCode::Device, "There is no loudspeaker to play this with.", {}});
        return;
    }
    const auto skipped = static_cast<std::size_t>(std::clamp(from, 0.0, clip.seconds()) * audio::kSampleRate);
    m_from = static_cast<double>(skipped) / audio::kSampleRate;
    m_speed = speed;
    m_samples = toPcm16(clip.view().subspan(std::min(skipped, clip.samples.size())));
    m_buffer.setBuffer(&m_samples);
    m_buffer.open(QIODevice::ReadOnly);
    m_sink = std::make_unique<QAudioSink>(device, clipFormat(speed));
    const auto endLater = [this, request = m_request] {  // not within the sink's own signal
        QMetaObject::invokeMethod(
            this,
            [this, request] {
                if (request == m_request)
                    end();
            },
            Qt::QueuedConnection);
    };
    connect(m_sink.get(), &QAudioSink::stateChanged, this, [endLater](QAudio::State state) {
        if (state == QAudio::IdleState || state == QAudio::StoppedState)
            endLater();
    });
    setPlaying(true);
    m_sink->start(&m_buffer);
    m_clock.start();
    if (m_sink->state() == QAudio::StoppedState)
        endLater();
}

double ClipPlayer::position() const
{
    return m_from + (m_sink ? static_cast<double>(m_sink->processedUSecs()) / 1e6 * m_speed : 0.0);
}

void ClipPlayer::end()
{
    const QAudio::Error error = m_sink->error();
    const double seconds = m_from + static_cast<double>(m_samples.size()) / (sizeof(qint16) * audio::kSampleRate);
    stop();
    Q_EMIT positionChanged(seconds);
    if (error != QAudio::NoError && error != QAudio::UnderrunError)  // the latter is how a clip ends
        Q_EMIT failed({base::ErrorCode::Device, "The loudspeaker went away, or another program holds it.", {}});
}

void ClipPlayer::stop()
{
    ++m_request;
    m_clock.stop();
    if (m_sink) {
        m_sink->disconnect(this);
        m_sink.reset();
    }
    m_buffer.close();
    setPlaying(false);
}

void ClipPlayer::setPlaying(bool playing)
{
    if (playing == m_playing)
        return;
    m_playing = playing;
    Q_EMIT playingChanged(playing);
}

}  // namespace saysee::ui
