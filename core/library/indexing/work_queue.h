// Which photos wait to be read, and in which order: preferred folders first, then the newest.
#pragma once

#include "core/base/embedding.h"
#include "core/library/indexing/decode_pool.h"
#include "core/store/database.h"

#include <map>
#include <set>

namespace saysee::library {

class WorkQueue {
public:
    // Replaces the queue by what the database says is missing for `space`.
    base::Status load(store::Database& database, const base::SpaceId& space, const std::set<base::PhotoId>& leaveOut);

    void prefer(const std::filesystem::path& folder);
    void drop(base::FolderId folder);
    [[nodiscard]] const std::filesystem::path& root(base::FolderId folder) const { return m_roots.at(folder); }

    [[nodiscard]] bool empty() const { return m_items.empty(); }
    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    ReadTask next();  // requires: not empty

private:
    struct Item {
        ReadTask task;
        std::int64_t takenMs = 0;
        bool preferred = false;
    };
    void sort();

    std::vector<Item> m_items;  // the next one last
    std::filesystem::path m_preferred;
    std::map<base::FolderId, std::filesystem::path> m_roots;
};

}  // namespace saysee::library
