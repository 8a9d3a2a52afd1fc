// The languages that the window speaks.
#pragma once

#include <QStringList>

class QCoreApplication;

namespace saysee::ui {

// "en", in which the texts are written, and every language in resources/translations.
[[nodiscard]] QStringList availableLanguages();

// Installs the texts of `language`, or, where it is empty, of the first available language that the desktop asks for;
// Qt's own texts too. Numbers and dates follow. Call before the first widget is made.
void installTranslation(QCoreApplication& application, const QString& language);

}  // namespace saysee::ui
