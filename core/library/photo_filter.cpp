// Filters as SQL conditions.
#include "core/library/photos.h"
#include "core/library/sql/photo_rows.h"
#include "core/store/database.h"

#include <algorithm>

namespace saysee::library {

using base::PhotoId;
using base::Result;
using store::Blob;
using store::Value;

namespace {

// Conditions joined by AND, and the values of their parameters. Texts that the values refer to are kept here.
class Conditions {
public:
    void add(std::string sql, std::initializer_list<Value> values = {})
    {
        m_sql += " AND (" + std::move(sql) + ")";
        m_values.insert(m_values.end(), values);
    }
    void append(const Value& value) { m_values.push_back(value); }

    [[nodiscard]] const std::string& sql() const { return m_sql; }
    [[nodiscard]] std::span<const Value> values() const { return m_values; }

private:
    std::string m_sql;
    std::vector<Value> m_values;
};

// One place to look in: a folder of the library, whole (prefix empty) or what begins with the prefix.
struct Place {
    std::int64_t folder = 0;
    std::string from;  // "2023/"
    std::string until;  // "20230": the first string that begins otherwise, as '0' follows '/'
};

Result<std::vector<Place>> placesOf(store::Database& database, const std::vector<std::filesystem::path>& paths)
{
    SAYSEE_ASSIGN(const auto roots, sql::folderRoots(database));
    std::vector<Place> places;
    for (const auto& path : paths) {
        std::error_code error;
        auto wanted = std::filesystem::weakly_canonical(path, error);
        if (error)
            wanted = path.lexically_normal();
        if (!wanted.has_filename())
            wanted = wanted.parent_path();
        for (const auto& [folder, root] : roots) {
            const std::string relative = wanted.lexically_relative(root).native();
            const bool outside = relative.empty() || relative == ".." || relative.starts_with("../");
            const std::string down = root.lexically_relative(wanted).native();
            if (relative == "." || (outside && !down.empty() && down != ".." && !down.starts_with("../")))
                places.push_back({folder.value, "", ""});
            else if (!outside)
                places.push_back({folder.value, relative + "/", relative + "0"});
        }
    }
    return places;
}

void addPlaces(Conditions& conditions, const std::vector<Place>& places)
{
    std::string any = "0";
    for (const Place& place : places)
        any += place.from.empty() ? " OR folder_id = ?" : " OR (folder_id = ? AND path >= ? AND path < ?)";
    conditions.add(any);
    for (const Place& place : places) {
        conditions.append(place.folder);
        if (!place.from.empty()) {
            conditions.append(Blob(place.from));
            conditions.append(Blob(place.until));
        }
    }
}

}  // namespace

Result<std::vector<Behind>> Photos::behindOthers()
{
    // The plus keeps SQLite from reading all photos in the order of their ids.
    SAYSEE_ASSIGN(
        auto rows,
        m_database.prepare("SELECT id, stack_leader FROM photos WHERE stack_leader IS NOT NULL ORDER BY +id"));
    std::vector<Behind> behind;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return behind;
        behind.push_back({PhotoId {rows.integer(0)}, PhotoId {rows.integer(1)}});
    }
}

Result<std::vector<PhotoId>> Photos::select(const PhotoFilter& filter)
{
    // A file's time is UTC: a camera would have shown it by the local clock of then.
    constexpr std::string_view kTaken = "coalesce(taken_ms, 1000 * CAST(strftime('%s', mtime_ns / 1000000000, "
                                        "'unixepoch', 'localtime') AS INTEGER))";
    Conditions conditions;
    if (filter.takenFrom)
        conditions.add(std::string(kTaken) + " >= ?", {*filter.takenFrom * 1000});
    if (filter.takenBefore)
        conditions.add(std::string(kTaken) + " < ?", {*filter.takenBefore * 1000});
    std::vector<Place> places;
    if (!filter.folders.empty()) {
        SAYSEE_ASSIGN(places, placesOf(m_database, filter.folders));
        addPlaces(conditions, places);
    }
    for (const std::string& keyword : filter.keywords)
        conditions.add("id IN (SELECT photo_id FROM keywords WHERE keyword = ?)", {keyword});
    for (const std::string& person : filter.people)
        conditions.add("id IN (SELECT photo_id FROM people WHERE name = ?)", {person});
    if (!filter.camera.empty())
        conditions.add("camera = ?", {filter.camera});
    if (filter.lowestRating)
        conditions.add("rating >= ?", {*filter.lowestRating});

    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare("SELECT id FROM photos LEFT JOIN metadata ON photo_id = id WHERE state = 0"
                                     + conditions.sql() + " ORDER BY id"));
    rows.bind(conditions.values());
    std::vector<PhotoId> photos;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return photos;
        photos.push_back(PhotoId {rows.integer(0)});
    }
}

}  // namespace saysee::library
