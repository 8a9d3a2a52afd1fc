// Applies the theme that the person chose, or the desktop's, and follows the desktop when it changes.
#pragma once

#include "ui/theme/theme.h"

#include <QObject>

class QApplication;
class QDBusVariant;
class QSettings;

namespace saysee::ui {

enum class ThemeChoice { System, Light, Dark };

class ThemeSwitcher : public QObject {
    Q_OBJECT

public:
    // Applies the stored choice at once.
    ThemeSwitcher(QApplication& application, QSettings& settings);

    [[nodiscard]] ThemeChoice choice() const;
    void setChoice(ThemeChoice choice);  // stores and applies it

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void apply();

    QApplication& m_application;
    QSettings& m_settings;
    Scheme m_system;
};

}  // namespace saysee::ui
