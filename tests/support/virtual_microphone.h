// A microphone that needs no hardware: a PulseAudio daemon of our own, whose only sink is monitored as its only
// source. What speak() and play() send into the sink is what a program hears that records through ALSA's pulse
// plugin.
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace saysee::test {

class VirtualMicrophone {
public:
    // Why it cannot work on this machine (a program is not installed); empty when it can.
    static QString missing();

    // Starts the daemon and points this process's environment at it (PULSE_SERVER, ALSA_CONFIG_PATH), so call it
    // before PortAudio starts. Returns false with a message in error().
    bool start();
    // The environment without any microphone: no sound server answers, ALSA knows no card.
    bool startWithoutDevice();
    ~VirtualMicrophone();

    // Says `text` with espeak-ng into the microphone; returns at once, the speech takes its time. Empty voice:
    // English.
    bool speak(const QString& text, const QString& voice = {});
    // Plays a sound file into the microphone; returns at once.
    bool play(const QString& path);
    [[nodiscard]] bool isPlaying() const { return m_player.state() != QProcess::NotRunning; }

    // Kills the daemon as a crash or a pulled plug would.
    void kill();

    [[nodiscard]] QString error() const { return m_error; }

private:
    bool writeAlsaConfiguration();
    bool hurry();
    bool fail(const QString& message);

    QTemporaryDir m_folder;
    QProcess m_daemon;
    QProcess m_listener;
    QProcess m_player;
    QString m_error;
    int m_spoken = 0;
};

}  // namespace saysee::test
