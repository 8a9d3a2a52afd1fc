#include "core/library/sql/recording_rows.h"

namespace saysee::library::sql {

base::Result<bool> forgetIfUnused(store::Database& database, base::RecordingId recording)
{
    SAYSEE_ASSIGN(auto forget,
                  database.prepare("DELETE FROM recordings WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM pairs WHERE "
                                   "recording_id = ?1) AND NOT EXISTS (SELECT 1 FROM queries WHERE recording_id = "
                                   "?1)"));
    SAYSEE_TRY(forget.bind({recording.value}).run());
    return database.changedRows() > 0;
}

}  // namespace saysee::library::sql
