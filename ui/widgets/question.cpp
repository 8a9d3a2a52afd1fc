#include "ui/widgets/question.h"

#include <QMessageBox>
#include <QPushButton>

namespace saysee::ui {

void ask(QWidget* parent, const Question& question, std::function<void()> yes, std::function<void()> no)
{
    auto* box = new QMessageBox(QMessageBox::Question, question.title, question.text, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    QAbstractButton* doIt = box->addButton(question.yes, QMessageBox::DestructiveRole);
    QObject::connect(box, &QMessageBox::finished, parent, [box, doIt, yes = std::move(yes), no = std::move(no)] {
        if (box->clickedButton() == doIt)
            yes();
        else if (no)
            no();
    });
    box->open();
}

}  // namespace saysee::ui
