// One thing a person should know, with what can be done about it; it stands beside the work instead of stopping it.
#pragma once

#include "core/base/result.h"

#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace saysee::ui {

class Notice : public QFrame {
    Q_OBJECT

public:
    struct Action {
        QString title;
        std::function<void()> run;  // the notice closes first
    };

    explicit Notice(QWidget* parent = nullptr);  // hidden

    void say(const QString& sentence, const QString& advice = {}, std::vector<Action> actions = {});
    void say(const base::Error& error, std::vector<Action> actions = {});
    [[nodiscard]] QString sentence() const;

private:
    QLabel* m_sentence;
    QLabel* m_advice;
    QHBoxLayout* m_buttons;
};

}  // namespace saysee::ui
