#include "ui/settings/settings_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace saysee::ui {

namespace {

constexpr qint64 kLargest = 1 << 20;  // bytes; ours are a few hundred

struct Translated {
    Q_DECLARE_TR_FUNCTIONS(SettingsFile)
};

// QSettings reads nearly anything without complaint, so that what is no INI text would silently become no settings.
bool isPlausible(const QString& path)
{
    QFile file(path);
    if (file.size() > kLargest || !file.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray& rawLine : file.readAll().split('\n')) {
        const QByteArray line = rawLine.trimmed();
        const bool known = line.isEmpty() || line.startsWith(';') || line.startsWith('#')
            || (line.startsWith('[') && line.endsWith(']')) || line.contains('=');
        if (!known || line.contains('\0'))
            return false;
    }
    return QSettings(path, QSettings::IniFormat).status() == QSettings::NoError;
}

QString freeName(const QString& path)
{
    QString name = path + QStringLiteral(".damaged");
    for (int number = 2; QFileInfo::exists(name); ++number)
        name = path + QStringLiteral(".damaged-%1").arg(number);
    return name;
}

}  // namespace

SettingsFile openSettings(const QString& path)
{
    SettingsFile opened;
    QDir().mkpath(QFileInfo(path).path());
    const QFileInfo file(path);
    if (file.exists() && !(file.isReadable() && isPlausible(path))) {
        const QString aside = freeName(path);
        opened.message = QFile::rename(path, aside)
            ? Translated::tr("The settings were damaged; they are kept as %1 and begin anew.").arg(aside)
            : Translated::tr(
                  "The settings in %1 cannot be read, so the usual ones hold; correct or delete that file.")
                  .arg(path);
    }
    opened.settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
    if (opened.message.isEmpty() && !opened.settings->isWritable())
        opened.message =
            Translated::tr("The settings in %1 cannot be written: changes last until SaySee ends.").arg(path);
    return opened;
}

}  // namespace saysee::ui
