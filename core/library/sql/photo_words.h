// The full-text index over what is written about photos.
#pragma once

#include "core/library/photos.h"

namespace saysee::library::sql {

// Writes or rewrites the photo's row from what the database says of it. Call inside a transaction.
base::Status indexWords(store::Database& database, base::PhotoId photo);

// The query as FTS5 understands it: every word and every "quoted phrase" as a quoted string, so that nothing in it is
// an operator. With LastWord::Beginning the last word is a prefix, unless something after it ends it. Empty when
// there is no word. Pure.
[[nodiscard]] std::string matchExpression(std::string_view query, Words rule, LastWord last);

}  // namespace saysee::library::sql
