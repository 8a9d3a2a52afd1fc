// The conditions of a search as a person gives them, and what they mean.
#pragma once

#include "core/search/catalog.h"

#include <QString>
#include <vector>

namespace saysee::ui {

struct FilterChoice {
    QString without;  // what the photos shall not show; searched with, not filtered by
    QString from;  // "2024", "2024-06", "2024-06-15"
    QString to;  // the same, its last day included
    QString folder;
    QString keyword;
    int lowestRating = 0;  // 1..5; 0: any

    friend bool operator==(const FilterChoice&, const FilterChoice&) = default;
};

// Error (InvalidArgument): a date that is none.
[[nodiscard]] base::Result<search::PhotoFilter> toFilter(const FilterChoice& choice);

enum class FilterField { Without, From, To, Folder, Keyword, Rating };
struct FilterLabel {
    FilterField field;
    QString text;  // "From 2024-06"
};
// One for each condition that is set, in the order of the enum.
[[nodiscard]] std::vector<FilterLabel> labels(const FilterChoice& choice);
[[nodiscard]] FilterChoice withoutField(FilterChoice choice, FilterField field);

}  // namespace saysee::ui
