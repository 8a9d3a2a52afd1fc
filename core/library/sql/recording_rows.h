// Recordings as rows of the database: several pairs and past queries may share one.
#pragma once

#include "core/base/ids.h"
#include "core/store/database.h"

namespace saysee::library::sql {

// Deletes the row of a recording that no pair and no past query uses. True when it is gone: its file may be deleted
// once the transaction is through.
base::Result<bool> forgetIfUnused(store::Database& database, base::RecordingId recording);

}  // namespace saysee::library::sql
