#include "support/virtual_microphone.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>

namespace saysee::test {

namespace {

constexpr int kPatienceMs = 20'000;

QString program(const QString& name) { return QStandardPaths::findExecutable(name); }

bool run(const QString& name, const QStringList& arguments)
{
    QProcess process;
    process.start(program(name), arguments);
    return process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

}  // namespace

QString VirtualMicrophone::missing()
{
    for (const char* name : {"pulseaudio", "pactl", "paplay", "parec", "espeak-ng"})
        if (program(QString::fromLatin1(name)).isEmpty())
            return QStringLiteral("%1 is not installed").arg(QString::fromLatin1(name));
    return {};
}

bool VirtualMicrophone::fail(const QString& message)
{
    m_error = message;
    return false;
}

bool VirtualMicrophone::writeAlsaConfiguration()
{
    const QByteArray content = "pcm.!default { type pulse }\nctl.!default { type pulse }\n";
    QFile file(m_folder.filePath(QStringLiteral("asound.conf")));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return fail(QStringLiteral("cannot write ") + file.fileName());
    // It replaces the machine's configuration: no real sound card is ever opened, and the only device that ALSA knows
    // is there only while the daemon answers. (With no name at all PortAudio 19.6 runs into an assertion.)
    qputenv("ALSA_CONFIG_PATH", QFile::encodeName(file.fileName()));
    qputenv("JACK_NO_START_SERVER", "1");
    return true;
}

bool VirtualMicrophone::startWithoutDevice()
{
    qputenv("PULSE_SERVER", "unix:/nonexistent/socket");
    return writeAlsaConfiguration();
}

bool VirtualMicrophone::start()
{
    if (!m_folder.isValid())
        return fail(m_folder.errorString());
    const QString socket = m_folder.filePath(QStringLiteral("pulse.socket"));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* variable : {"HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "XDG_CONFIG_HOME"})
        environment.insert(QString::fromLatin1(variable), m_folder.path());
    environment.remove(QStringLiteral("PULSE_SERVER"));
    m_daemon.setProcessEnvironment(environment);
    m_daemon.setStandardErrorFile(m_folder.filePath(QStringLiteral("pulse.log")));
    const auto load = [](const QString& module) { return QStringLiteral("--load=") + module; };
    m_daemon.start(program(QStringLiteral("pulseaudio")),
                   {QStringLiteral("-n"), QStringLiteral("--daemonize=no"), QStringLiteral("--exit-idle-time=-1"),
                    QStringLiteral("--use-pid-file=no"), QStringLiteral("--log-target=stderr"),
                    load(QStringLiteral("module-native-protocol-unix auth-anonymous=1 socket=") + socket),
                    load(QStringLiteral("module-null-sink sink_name=voice rate=48000 channels=1"))});
    if (!m_daemon.waitForStarted(kPatienceMs))
        return fail(QStringLiteral("pulseaudio does not start: ") + m_daemon.errorString());
    qputenv("PULSE_SERVER", QFile::encodeName(QStringLiteral("unix:") + socket));
    QElapsedTimer timer;
    timer.start();
    while (!run(QStringLiteral("pactl"), {QStringLiteral("set-default-source"), QStringLiteral("voice.monitor")})) {
        if (timer.elapsed() > kPatienceMs || m_daemon.state() != QProcess::Running)
            return fail(QStringLiteral("pulseaudio does not answer, see its log in ") + m_folder.path());
        QThread::msleep(50);
    }
    return hurry() && writeAlsaConfiguration();
}

// An idle null sink hands out its silence only every two seconds. Somebody who listens closely changes that from the
// next time on, so this waits for it.
bool VirtualMicrophone::hurry()
{
    const QString heard = m_folder.filePath(QStringLiteral("heard.raw"));
    m_listener.setStandardOutputFile(heard);
    m_listener.start(program(QStringLiteral("parec")),
                     {QStringLiteral("--device=voice.monitor"), QStringLiteral("--latency-msec=20")});
    QElapsedTimer timer;
    timer.start();
    while (QFileInfo(heard).size() == 0) {
        if (timer.elapsed() > kPatienceMs)
            return fail(QStringLiteral("parec hears nothing"));
        QThread::msleep(20);
    }
    return true;
}

VirtualMicrophone::~VirtualMicrophone()
{
    for (QProcess* process : {&m_player, &m_listener, &m_daemon}) {
        process->kill();
        process->waitForFinished();
    }
}

bool VirtualMicrophone::speak(const QString& text, const QString& voice)
{
    const QString file = m_folder.filePath(QStringLiteral("speech-%1.wav").arg(++m_spoken));
    const QString chosen = voice.isEmpty() ? QStringLiteral("en") : voice;
    if (!run(QStringLiteral("espeak-ng"), {QStringLiteral("-v"), chosen, QStringLiteral("-w"), file, text}))
        return fail(QStringLiteral("espeak-ng failed"));
    return play(file);
}

bool VirtualMicrophone::play(const QString& path)
{
    m_player.kill();
    m_player.waitForFinished();
    m_player.start(program(QStringLiteral("paplay")), {QStringLiteral("--device=voice"), path});
    return m_player.waitForStarted(kPatienceMs) || fail(QStringLiteral("paplay does not start"));
}

void VirtualMicrophone::kill()
{
    m_daemon.kill();
    m_daemon.waitForFinished();
}

}  // namespace saysee::test
