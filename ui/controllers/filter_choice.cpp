#include "ui/controllers/filter_choice.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>

namespace saysee::ui {

base::Result<search::PhotoFilter> toFilter(const FilterChoice& choice)
{
    search::PhotoFilter filter;
    if (!choice.from.isEmpty()) {
        SAYSEE_ASSIGN(const auto range, search::parseDate(fromQt(choice.from)));
        filter.takenFrom = range.begin;
    }
    if (!choice.to.isEmpty()) {
        SAYSEE_ASSIGN(const auto range, search::parseDate(fromQt(choice.to)));
        filter.takenBefore = range.end;
    }
    if (!choice.folder.isEmpty())
        filter.folders.push_back(toPath(choice.folder));
    if (!choice.keyword.isEmpty())
        filter.keywords.push_back(fromQt(choice.keyword));
    if (choice.lowestRating > 0)
        filter.lowestRating = choice.lowestRating;
    return filter;
}

std::vector<FilterLabel> labels(const FilterChoice& choice)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("FilterChoice", text); };
    std::vector<FilterLabel> all;
    const auto add = [&](FilterField field, const char* pattern, const QString& value) {
        if (!value.isEmpty())
            all.push_back({field, tr(pattern).arg(value)});
    };
    add(FilterField::Without, QT_TRANSLATE_NOOP("FilterChoice", "Without %1"), choice.without);
    add(FilterField::From, QT_TRANSLATE_NOOP("FilterChoice", "From %1"), choice.from);
    add(FilterField::To, QT_TRANSLATE_NOOP("FilterChoice", "Until %1"), choice.to);
    add(FilterField::Folder, QT_TRANSLATE_NOOP("FilterChoice", "In %1"),
        choice.folder.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty));
    add(FilterField::Keyword, QT_TRANSLATE_NOOP("FilterChoice", "Keyword %1"), choice.keyword);
    if (choice.lowestRating > 0)
        all.push_back(
            {FilterField::Rating,
             QCoreApplication::translate("FilterChoice", "%Ln star(s) or more", nullptr, choice.lowestRating)});
    return all;
}

FilterChoice withoutField(FilterChoice choice, FilterField field)
{
    switch (field) {
    case FilterField::Without:
        choice.without.clear();
        break;
    case FilterField::From:
        choice.from.clear();
        break;
    case FilterField::To:
        choice.to.clear();
        break;
    case FilterField::Folder:
        choice.folder.clear();
        break;
    case FilterField::Keyword:
        choice.keyword.clear();
        break;
    case FilterField::Rating:
        choice.lowestRating = 0;
        break;
    }
    return choice;
}

}  // namespace saysee::ui
