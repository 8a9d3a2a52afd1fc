// Asks before something is done that cannot be taken back.
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace saysee::ui {

struct Question {
    QString title;
    QString text;
    QString yes;  // on the button: what will be done
};

// Calls one of both later, unless `parent` is gone by then; does not wait. Cancel is what Return and Escape choose.
void ask(QWidget* parent, const Question& question, std::function<void()> yes, std::function<void()> no = {});

}  // namespace saysee::ui
