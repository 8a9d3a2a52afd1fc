#include "ui/settings/preferences.h"

#include <QRegularExpression>
#include <QSettings>
#include <array>

namespace saysee::ui {

namespace {

const auto kHostApi = QStringLiteral("microphone/hostApi");
const auto kMicrophone = QStringLiteral("microphone/name");
const auto kChannel = QStringLiteral("microphone/channel");
const auto kDevice = QStringLiteral("model/device");
const auto kLanguage = QStringLiteral("language");
const auto kSpeaker = QStringLiteral("label/speaker");

constexpr int kMostChannels = 64;

struct KeepName {
    KeepQueries keep;
    const char* name;
    std::optional<int> days;
};
constexpr std::array<KeepName, 5> kKeepNames {{{KeepQueries::Not, "not", 0},
                                               {KeepQueries::Week, "week", 7},
                                               {KeepQueries::Month, "month", 30},
                                               {KeepQueries::Year, "year", 365},
                                               {KeepQueries::Always, "always", {}}}};

// The value where it has the form of `pattern`, else "".
QString matching(const QSettings& settings, const QString& key, const QString& pattern)
{
    const QString value = settings.value(key).toString();
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(value).hasMatch() ? value
                                                                                                    : QString();
}

}  // namespace

std::optional<int> days(KeepQueries keep)
{
    for (const KeepName& known : kKeepNames)
        if (known.keep == keep)
            return known.days;
    return {};
}

audio::DeviceName Preferences::microphone() const
{
    return {m_settings.value(kHostApi).toString().toStdString(),
            m_settings.value(kMicrophone).toString().toStdString()};
}

void Preferences::setMicrophone(const audio::DeviceName& device)
{
    m_settings.setValue(kHostApi, QString::fromStdString(device.hostApi));
    m_settings.setValue(kMicrophone, QString::fromStdString(device.name));
}

std::optional<int> Preferences::channel() const
{
    bool isNumber = false;
    const int channel = m_settings.value(kChannel).toInt(&isNumber);
    return isNumber && channel >= 0 && channel < kMostChannels ? std::optional(channel) : std::nullopt;
}

void Preferences::setChannel(std::optional<int> channel)
{
    if (channel)
        m_settings.setValue(kChannel, *channel);
    else
        m_settings.remove(kChannel);
}

PreRoll Preferences::preRoll() const
{
    return m_settings.value(kPreRollKey).toString() == QLatin1String("off") ? PreRoll::Off : PreRoll::WhileFocused;
}

void Preferences::setPreRoll(PreRoll preRoll)
{
    m_settings.setValue(kPreRollKey, preRoll == PreRoll::Off ? QStringLiteral("off") : QStringLiteral("focused"));
}

QString Preferences::device() const
{
    const QString known = matching(m_settings, kDevice, QStringLiteral("auto|cpu|cuda(:[0-9]{1,3})?"));
    return known.isEmpty() ? QStringLiteral("auto") : known;
}

void Preferences::setDevice(const QString& device) { m_settings.setValue(kDevice, device); }

QString Preferences::language() const
{
    return matching(m_settings, kLanguage, QStringLiteral("[a-z]{2,3}(_[A-Z]{2})?"));
}

void Preferences::setLanguage(const QString& language) { m_settings.setValue(kLanguage, language); }

KeepQueries Preferences::keepQueries() const
{
    const QString stored = m_settings.value(kKeepQueriesKey).toString();
    for (const KeepName& known : kKeepNames)
        if (stored == QLatin1String(known.name))
            return known.keep;
    return KeepQueries::Month;
}

void Preferences::setKeepQueries(KeepQueries keep)
{
    for (const KeepName& known : kKeepNames)
        if (known.keep == keep)
            m_settings.setValue(kKeepQueriesKey, QLatin1String(known.name));
}

QString Preferences::speaker() const { return m_settings.value(kSpeaker).toString(); }

void Preferences::setSpeaker(const QString& name) { m_settings.setValue(kSpeaker, name); }

bool Preferences::globalShortcut() const
{
    return m_settings.value(kGlobalShortcutKey).toString() == QLatin1String("true");
}

void Preferences::setGlobalShortcut(bool wanted) { m_settings.setValue(kGlobalShortcutKey, wanted); }

QKeySequence Preferences::shortcut(const QString& panel, const QKeySequence& standard) const
{
    const QVariant stored = m_settings.value(kShortcutsKey + QLatin1Char('/') + panel);
    const auto keys = QKeySequence::fromString(stored.toString(), QKeySequence::PortableText);
    const bool damaged = keys.count() > 1 || (!keys.isEmpty() && keys[0].key() == Qt::Key_unknown);
    return !stored.isValid() || damaged ? standard : keys;
}

void Preferences::setShortcut(const QString& panel, const QKeySequence& keys)
{
    m_settings.setValue(kShortcutsKey + QLatin1Char('/') + panel, keys.toString(QKeySequence::PortableText));
}

}  // namespace saysee::ui
