// What is known of a photo, as lines of a table.
#pragma once

#include "core/library/photos.h"

#include <QString>
#include <utility>
#include <vector>

namespace saysee::ui {

using FactLine = std::pair<QString, QString>;  // name, value

// Only what the photo says; in the person's language and way to write dates.
[[nodiscard]] std::vector<FactLine> photoFacts(const library::Photo& photo);

}  // namespace saysee::ui
