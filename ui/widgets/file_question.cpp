#include "ui/widgets/file_question.h"

#include "ui/bridge/text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace saysee::ui {

QDialog* askForFile(QWidget* parent, const FileQuestion& question,
                    std::function<void(const std::filesystem::path&)> use)
{
    using Kind = FileQuestion::Kind;
    auto* dialog = new QFileDialog(parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(question.kind == Kind::Folder        ? QFileDialog::Directory
                            : question.kind == Kind::NewFile ? QFileDialog::AnyFile
                                                             : QFileDialog::ExistingFile);
    if (!question.filters.isEmpty())
        dialog->setNameFilters(question.filters);
    if (question.kind == Kind::NewFile) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QFileInfo(question.start).suffix());
        dialog->selectFile(question.start);
    } else if (!question.start.isEmpty()) {
        dialog->setDirectory(question.start);
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [use = std::move(use)](const QString& file) { use(toPath(file)); });
    dialog->open();  // not exec(): that would be an event loop within the event loop
    return dialog;
}

QString picturesFolder() { return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation); }

}  // namespace saysee::ui
