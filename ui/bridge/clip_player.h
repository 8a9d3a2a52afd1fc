// Plays clips: past queries, recordings of labels, the microphone test.
#pragma once

#include "core/audio/clip.h"
#include "ui/bridge/bridge.h"

#include <QBuffer>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>

class QAudioSink;

namespace saysee::ui {

// GUI thread; files are decoded off it. One clip at a time: a new one replaces what plays.
class ClipPlayer : public QObject {
    Q_OBJECT

public:
    explicit ClipPlayer(Bridge& bridge, QObject* parent = nullptr);
    ~ClipPlayer() override;

    void play(const std::filesystem::path& file);
    // From `from` seconds on, `speed` times as fast, and as much higher.
    void play(const audio::Clip& clip, double from = 0, double speed = 1);
    void stop();
    // The file or clip that is playing or being read.
    [[nodiscard]] bool isPlaying() const { return m_playing; }

Q_SIGNALS:
    void playingChanged(bool playing);
    void positionChanged(double seconds);  // in the clip, some times a second; its end when it has been heard whole
    void failed(const saysee::base::Error& error);  // a file that cannot be read, no loudspeaker or none that plays

private:
    void end();  // the sink has, by itself
    [[nodiscard]] double position() const;
    void setPlaying(bool playing);

    Bridge& m_bridge;
    QByteArray m_samples;  // 16-bit
    QBuffer m_buffer;
    std::unique_ptr<QAudioSink> m_sink;
    QTimer m_clock;  // while it plays
    double m_from = 0;  // seconds
    double m_speed = 1;
    bool m_playing = false;
    quint64 m_request = 0;
};

}  // namespace saysee::ui
