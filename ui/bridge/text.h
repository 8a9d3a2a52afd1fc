// Texts and paths between the core, which speaks UTF-8 and bytes, and Qt.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/base/result.h"

#include <QString>
#include <QUrl>
#include <chrono>
#include <filesystem>
#include <string>

namespace saysee::ui {

[[nodiscard]] inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline std::string fromQt(const QString& text) { return text.toStdString(); }

// Paths keep their bytes, UTF-8 or not: only what is shown is a QString.
[[nodiscard]] QString displayName(const std::filesystem::path& path);  // the file's name
[[nodiscard]] QString displayPath(const std::filesystem::path& path);
[[nodiscard]] QUrl toUrl(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path toPath(const QString& path);
[[nodiscard]] std::filesystem::path toPath(const QUrl& localFile);  // empty for anything but a local file

// "about 20 s left", "3 minutes left".
[[nodiscard]] QString timeLeftText(std::chrono::seconds left);

// Sentences of the core are English. In a window of another language `translated` goes before them, in the English
// one it would only be less exact.
[[nodiscard]] QString inLanguage(const QString& translated, std::string_view english);
[[nodiscard]] QString qualityText(const audio::ClipQuality& quality);  // audio::describe in the person's language

// What a person reads about an error, in their language, and what to do about it.
struct ErrorText {
    QString sentence;
    QString advice;  // may be empty; in another language than English the core's own sentence, which names the file
};
[[nodiscard]] ErrorText errorText(const base::Error& error);
// Both in one line.
[[nodiscard]] QString inWords(const base::Error& error);

}  // namespace saysee::ui
