#include "ui/theme/theme_switcher.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusVariant>
#include <QSettings>

namespace saysee::ui {

namespace {

const auto kKey = QStringLiteral("theme");
const auto kLight = QStringLiteral("light");
const auto kDark = QStringLiteral("dark");

}  // namespace

ThemeSwitcher::ThemeSwitcher(QApplication& application, QSettings& settings)
    : m_application(application), m_settings(settings), m_system(systemScheme())
{
    QDBusConnection::sessionBus().connect(
        {}, QStringLiteral("/org/freedesktop/portal/desktop"), QStringLiteral("org.freedesktop.portal.Settings"),
        QStringLiteral("SettingChanged"), this, SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    apply();
}

ThemeChoice ThemeSwitcher::choice() const
{
    const QString stored = m_settings.value(kKey).toString();
    return stored == kLight ? ThemeChoice::Light : stored == kDark ? ThemeChoice::Dark : ThemeChoice::System;
}

void ThemeSwitcher::setChoice(ThemeChoice choice)
{
    m_settings.setValue(kKey,
                        choice == ThemeChoice::Light      ? kLight
                            : choice == ThemeChoice::Dark ? kDark
                                                          : QStringLiteral("system"));
    apply();
}

void ThemeSwitcher::apply()
{
    const ThemeChoice chosen = choice();
    applyTheme(m_application,
               chosen == ThemeChoice::Light      ? Scheme::Light
                   : chosen == ThemeChoice::Dark ? Scheme::Dark
                                                 : m_system);
    Q_EMIT changed();
}

void ThemeSwitcher::onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group != QLatin1String("org.freedesktop.appearance") || key != QLatin1String("color-scheme"))
        return;
    m_system = value.variant().toUInt() == 1 ? Scheme::Dark : Scheme::Light;
    apply();
}

}  // namespace saysee::ui
