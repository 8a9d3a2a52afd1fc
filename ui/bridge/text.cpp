#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QFile>

namespace saysee::ui {

namespace {

struct Progress {
    Q_DECLARE_TR_FUNCTIONS(Progress)
};

struct Advice {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

QString advise(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::AudioUnusable:
        return Advice::tr("Check the microphone in the settings, or speak a little louder and closer.");
    case base::ErrorCode::ModelMissing:
        return Advice::tr("Choose another model pack in the settings, or install this one again.");
    case base::ErrorCode::Busy:
        return Advice::tr("Another SaySee is using it; close that one or wait.");
    case base::ErrorCode::Io:
        return Advice::tr("Check that the disk is there, not full, and that you may write to it.");
    case base::ErrorCode::Device:
        return Advice::tr("Unplug and plug in the device, or choose another one in the settings.");
    case base::ErrorCode::OutOfMemory:
        return Advice::tr("Close other programs or choose a smaller model pack.");
    case base::ErrorCode::VersionMismatch:
        return Advice::tr("It was made by another version or for another model; update SaySee or switch the model.");
    default:
        return {};
    }
}

QByteArray bytes(const std::filesystem::path& path) { return QByteArray::fromStdString(path.string()); }

}  // namespace

QString timeLeftText(std::chrono::seconds left)
{
    const auto minutes = static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(left).count());
    if (minutes < 1)
        return Progress::tr("less than a minute left");
    if (minutes < 60)
        return Progress::tr("%Ln minute(s) left", nullptr, minutes);
    return Progress::tr("%Ln hour(s) left", nullptr, (minutes + 30) / 60);
}

QString displayName(const std::filesystem::path& path) { return QFile::decodeName(bytes(path.filename())); }

QString displayPath(const std::filesystem::path& path) { return QFile::decodeName(bytes(path)); }

QUrl toUrl(const std::filesystem::path& path)
{
    return QUrl::fromEncoded("file://" + bytes(path).toPercentEncoding("/"));
}

std::filesystem::path toPath(const QString& path) { return QFile::encodeName(path).toStdString(); }

std::filesystem::path toPath(const QUrl& localFile)
{
    if (!localFile.isLocalFile())
        return {};
    return QByteArray::fromPercentEncoding(localFile.path(QUrl::FullyEncoded).toUtf8()).toStdString();
}

ErrorText errorText(const base::Error& error) { return {toQt(error.message), advise(error.code)}; }

QString inWords(const base::Error& error)
{
    const auto [sentence, advice] = errorText(error);
    return advice.isEmpty() ? sentence : sentence + QLatin1Char(' ') + advice;
}

}  // namespace saysee::ui
