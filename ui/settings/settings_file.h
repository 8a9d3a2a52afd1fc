// The file that holds a person's choices about the window.
#pragma once

#include <QSettings>
#include <QString>
#include <memory>

namespace saysee::ui {

struct SettingsFile {
    std::unique_ptr<QSettings> settings;
    QString message;  // what the person should know, one sentence; empty when all is well
};

// Opens or creates an INI file; QSettings writes it whole or not at all. A damaged one is set aside as
// "<name>.damaged" (numbered when there is one already) and the settings begin anew. A file that cannot be written is
// said so; changes then last until the program ends.
[[nodiscard]] SettingsFile openSettings(const QString& path);

}  // namespace saysee::ui
