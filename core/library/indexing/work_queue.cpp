#include "core/library/indexing/work_queue.h"

#include <algorithm>
#include <tuple>

namespace saysee::library {

using base::FolderId;
using base::PhotoId;
using base::Status;

Status WorkQueue::load(store::Database& database, const base::SpaceId& space, const std::set<PhotoId>& leaveOut)
{
    SAYSEE_ASSIGN(auto folders, database.prepare("SELECT id, path FROM folders"));
    while (true) {
        SAYSEE_ASSIGN(const bool found, folders.next());
        if (!found)
            break;
        m_roots[FolderId {folders.integer(0)}] = folders.text(1);
    }
    // A RAW file beside its picture is described, but not encoded. Where a sidecar was written since the metadata was
    // read, only that is read again.
    SAYSEE_ASSIGN(
        auto rows,
        database.prepare(
            "SELECT * FROM (SELECT photos.id, folder_id, path, coalesce(taken_ms, mtime_ns / 1000000), "
            "sha256 IS NULL OR photos.sidecar_ns <> coalesce(metadata.sidecar_ns, photos.sidecar_ns) "
            "AS unread, stack_kind <> 1 AND NOT EXISTS (SELECT 1 FROM embeddings "
            "WHERE photo_id = photos.id AND space_id = (SELECT id FROM spaces WHERE name = ?)) "
            "AS unseen, sha256, photos.sidecar_ns FROM photos LEFT JOIN metadata ON metadata.photo_id = photos.id "
            "WHERE state = 0 AND folder_id IN (SELECT id FROM folders WHERE online)) "
            "WHERE unread OR unseen"));
    rows.bind({space.value});
    m_items.clear();
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            break;
        const PhotoId photo {rows.integer(0)};
        if (leaveOut.contains(photo))
            continue;
        const FolderId folder {rows.integer(1)};
        const Want want = rows.integer(4) == 0 ? Want::Pixels : rows.integer(5) == 0 ? Want::Content : Want::Both;
        m_items.push_back({{photo, folder, m_roots[folder] / rows.text(2), want, rows.text(6), rows.integer(7)},
                           rows.integer(3),
                           false});
    }
    sort();
    return {};
}

void WorkQueue::prefer(const std::filesystem::path& folder)
{
    m_preferred = folder.lexically_normal();
    sort();
}

void WorkQueue::drop(FolderId folder)
{
    std::erase_if(m_items, [&](const Item& item) { return item.task.folder == folder; });
}

ReadTask WorkQueue::next()
{
    ReadTask task = std::move(m_items.back().task);
    m_items.pop_back();
    return task;
}

void WorkQueue::sort()
{
    std::string prefix = m_preferred.native();
    if (!prefix.empty() && prefix.back() != '/')
        prefix += '/';
    for (Item& item : m_items)
        item.preferred = !prefix.empty() && item.task.file.native().starts_with(prefix);
    std::sort(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.preferred, a.takenMs, b.task.photo) < std::tie(b.preferred, b.takenMs, a.task.photo);
    });
}

}  // namespace saysee::library
