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

struct ErrorNames {
    Q_DECLARE_TR_FUNCTIONS(ErrorNames)
};

struct Quality {
    Q_DECLARE_TR_FUNCTIONS(Quality)
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

QString sentenceOf(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::Cancelled:
        return ErrorNames::tr("Cancelled.");
    case base::ErrorCode::InvalidArgument:
        return ErrorNames::tr("That cannot be done.");
    case base::ErrorCode::NotFound:
        return ErrorNames::tr("Something is not there.");
    case base::ErrorCode::Io:
        return ErrorNames::tr("Reading or writing failed.");
    case base::ErrorCode::UnsupportedFormat:
        return ErrorNames::tr("Files of this kind cannot be read.");
    case base::ErrorCode::Corrupt:
        return ErrorNames::tr("A file is damaged.");
    case base::ErrorCode::VersionMismatch:
        return ErrorNames::tr("This does not fit the model or the program.");
    case base::ErrorCode::ModelMissing:
        return ErrorNames::tr("The model is missing or incomplete.");
    case base::ErrorCode::AudioUnusable:
        return ErrorNames::tr("There is no recording that could be used.");
    case base::ErrorCode::Device:
        return ErrorNames::tr("A device does not work.");
    case base::ErrorCode::OutOfMemory:
        return ErrorNames::tr("There is not enough memory.");
    case base::ErrorCode::Busy:
        return ErrorNames::tr("It is in use elsewhere.");
    case base::ErrorCode::Internal:
        break;
    }
    return ErrorNames::tr("The program made a mistake.");
}

// As Qt knows it: texts are translated by what is installed.
bool isEnglish() { return sentenceOf(base::ErrorCode::Internal) == QLatin1String("The program made a mistake."); }

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

QString inLanguage(const QString& translated, std::string_view english)
{
    return isEnglish() ? toQt(english) : translated + QLatin1Char(' ') + toQt(english);
}

QString qualityText(const audio::ClipQuality& quality)
{
    if (quality.faults.empty())
        return Quality::tr("The recording is clear.");
    switch (quality.faults.front()) {
    case audio::ClipFault::NoSpeech:
        return Quality::tr(
            "There is no speech in the recording: speak after pressing the key, and check the microphone.");
    case audio::ClipFault::TooQuiet:
        return Quality::tr("The recording is too quiet: move closer to the microphone or raise its level.");
    case audio::ClipFault::Clipped:
        return Quality::tr(
            "The recording is distorted because it is too loud: move away from the microphone or lower its level.");
    case audio::ClipFault::CutOffAtStart:
        return Quality::tr("The first word may be cut off: wait a moment after pressing the key.");
    case audio::ClipFault::CutOffAtEnd:
        return Quality::tr("The last word may be cut off: release the key a moment after speaking.");
    case audio::ClipFault::TooLong:
        return Quality::tr("The recording is too long: describe the photo in a sentence or two.");
    case audio::ClipFault::Noisy:
        return Quality::tr(
            "There is much noise behind the speech: find a quieter place or move closer to the microphone.");
    }
    return {};
}

ErrorText errorText(const base::Error& error)
{
    const QString advice = advise(error.code);
    if (isEnglish())
        return {toQt(error.message), advice};
    return {sentenceOf(error.code),
            advice.isEmpty() ? toQt(error.message) : toQt(error.message) + QLatin1Char(' ') + advice};
}

QString inWords(const base::Error& error)
{
    const auto [sentence, advice] = errorText(error);
    return advice.isEmpty() ? sentence : sentence + QLatin1Char(' ') + advice;
}

}  // namespace saysee::ui
