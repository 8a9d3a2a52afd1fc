#include "ui/panels/search/filter_popup.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/section.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace saysee::ui {

FilterPopup::FilterPopup(QWidget* parent) : QFrame(parent, Qt::Popup), m_problem(makeLabel({}))
{
    setProperty("role", QStringLiteral("card"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    m_without = addField(tr("&Without"), tr("people"));
    m_from = addField(tr("&From"), tr("2023, 2023-06 or 2023-06-15"));
    m_to = addField(tr("&Until"), tr("2024, 2024-06 or 2024-06-15"));
    m_keyword = addField(tr("&Keyword"), tr("a keyword that the photos carry"));
    m_folder = addField(tr("F&older"), tr("any"));
    auto* browse = new QToolButton;
    browse->setIcon(themedIcon(QStringLiteral("folder-open")));
    browse->setAccessibleName(tr("Choose a folder"));
    browse->setToolTip(browse->accessibleName());
    connect(browse, &QToolButton::clicked, this, &FilterPopup::chooseFolder);
    form->addRow(QString(), browse);
    m_rating = new QComboBox;
    m_rating->setAccessibleName(tr("Rating"));
    m_rating->view()->setAccessibleName(tr("Rating"));
    m_rating->addItem(tr("Any"));
    for (int stars = 1; stars <= 5; ++stars)
        m_rating->addItem(tr("%Ln star(s) or more", nullptr, stars));
    auto* rating = new QLabel(tr("&Rating"));
    rating->setBuddy(m_rating);
    form->addRow(rating, m_rating);
    m_problem->hide();
    form->addRow(m_problem);
    auto* use = new QPushButton(tr("Apply"));
    use->setProperty("role", QStringLiteral("primary"));
    connect(use, &QPushButton::clicked, this, &FilterPopup::apply);
    form->addRow(QString(), use);
}

QLineEdit* FilterPopup::addField(const QString& label, const QString& example)
{
    auto* field = new QLineEdit;
    field->setPlaceholderText(example);
    field->setMinimumWidth(240);
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    auto* name = new QLabel(label);
    name->setBuddy(field);
    static_cast<QFormLayout*>(layout())->addRow(name, field);
    connect(field, &QLineEdit::returnPressed, this, &FilterPopup::apply);
    return field;
}

void FilterPopup::setChoice(const FilterChoice& choice)
{
    if (choice != m_applied)
        fill(choice);
    m_applied = choice;
    m_without->setFocus();
}

void FilterPopup::fill(const FilterChoice& choice)
{
    m_problem->hide();
    m_without->setText(choice.without);
    m_from->setText(choice.from);
    m_to->setText(choice.to);
    m_folder->setText(choice.folder);
    m_keyword->setText(choice.keyword);
    m_rating->setCurrentIndex(choice.lowestRating);
}

void FilterPopup::setKeywords(const QStringList& keywords)
{
    auto* completer = new QCompleter(keywords, m_keyword);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_keyword->setCompleter(completer);
}

void FilterPopup::chooseFolder()
{
    hide();  // comes back, whatever the answer is
    const auto* dialog =
        askForFile(parentWidget(), {FileQuestion::Kind::Folder, tr("Search in this folder only"), m_folder->text()},
                   [this](const std::filesystem::path& folder) { m_folder->setText(displayPath(folder)); });
    connect(dialog, &QDialog::finished, this, &QWidget::show);
}

FilterChoice FilterPopup::draft() const
{
    return {m_without->text().trimmed(), m_from->text().trimmed(),    m_to->text().trimmed(),
            m_folder->text().trimmed(),  m_keyword->text().trimmed(), m_rating->currentIndex()};
}

void FilterPopup::apply()
{
    const FilterChoice choice = draft();
    const auto filter = toFilter(choice);
    m_problem->setVisible(!filter);
    if (!filter) {
        m_problem->setText(inWords(filter.error()));
        adjustSize();
        return;
    }
    m_applied = choice;
    hide();
    Q_EMIT chosen(choice);
}

}  // namespace saysee::ui
