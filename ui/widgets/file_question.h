// Asking for a file or a folder without waiting for the answer: the rest of the window goes on.
#pragma once

#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>

class QDialog;
class QWidget;

namespace saysee::ui {

struct FileQuestion {
    enum class Kind { ExistingFile, NewFile, Folder };
    Kind kind;
    QString title;
    QString start;  // the folder to begin in, or the name suggested for a new file; empty: as the desktop does
    QStringList filters = {};  // "Pictures (*.jpg *.png)"
};

// `use` is called if the person chooses something, while `parent` lives. A new file gets the suffix of `start`.
// Returns the dialog, which deletes itself when it is closed.
QDialog* askForFile(QWidget* parent, const FileQuestion& question,
                    std::function<void(const std::filesystem::path&)> use);

// Pictures' folder of this person.
[[nodiscard]] QString picturesFolder();

}  // namespace saysee::ui
