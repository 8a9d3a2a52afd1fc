// The search's conditions in a small window below their button.
#pragma once

#include "ui/controllers/filter_choice.h"

#include <QFrame>

class QComboBox;
class QCompleter;
class QLineEdit;

namespace saysee::ui {

class FilterPopup : public QFrame {
    Q_OBJECT

public:
    explicit FilterPopup(QWidget* parent);

    void setChoice(const FilterChoice& choice);
    void setKeywords(const QStringList& keywords);  // offered while typing

Q_SIGNALS:
    void chosen(const saysee::ui::FilterChoice& choice);

private:
    QLineEdit* addField(const QString& label, const QString& example);
    void chooseFolder();
    void apply();

    QLineEdit* m_without = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_keyword = nullptr;
    QComboBox* m_rating = nullptr;
};

}  // namespace saysee::ui
