// The search's conditions in a small window below their button.
#pragma once

#include "ui/controllers/filter_choice.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;

namespace saysee::ui {

class FilterPopup : public QFrame {
    Q_OBJECT

public:
    explicit FilterPopup(QWidget* parent);

    // The conditions that hold. What was typed and not applied yet stays, unless they were changed elsewhere
    // meanwhile.
    void setChoice(const FilterChoice& choice);
    void setKeywords(const QStringList& keywords);  // offered while typing

Q_SIGNALS:
    void chosen(const saysee::ui::FilterChoice& choice);

private:
    QLineEdit* addField(const QString& label, const QString& example);
    void chooseFolder();
    void fill(const FilterChoice& choice);
    [[nodiscard]] FilterChoice draft() const;
    void apply();  // or say what is wrong with it

    FilterChoice m_applied;
    QLineEdit* m_without = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_keyword = nullptr;
    QComboBox* m_rating = nullptr;
    QLabel* m_problem;
};

}  // namespace saysee::ui
