#include "core/library/sql/photo_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace saysee::library::sql {

using base::PhotoId;
using base::Result;
using base::Status;

std::string toHex(std::span<const std::byte> bytes)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += kDigits[std::to_integer<unsigned>(byte) >> 4U];
        text += kDigits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

std::string fromHex(std::string_view hexadecimal)
{
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0'
            : c >= 'a' && c <= 'f'  ? c - 'a' + 10
            : c >= 'A' && c <= 'F'  ? c - 'A' + 10
                                    : -1;
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
        const int high = digit(hexadecimal[i]);
        const int low = digit(hexadecimal[i + 1]);
        if (high < 0 || low < 0)
            break;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string fileName(std::string stored)
{
    stored.resize(std::min(stored.size(), stored.find('\0')));  // see freeName() in the scanner
    return stored;
}

std::string listToJson(const std::vector<std::string>& texts)
{
    return nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> listFromJson(const std::string& json)
{
    std::vector<std::string> texts;
    for (const auto& text : nlohmann::json::parse(json, nullptr, false))
        if (text.is_string())
            texts.push_back(text.get<std::string>());
    return texts;
}

Result<std::vector<std::pair<base::FolderId, std::filesystem::path>>> folderRoots(store::Database& database)
{
    SAYSEE_ASSIGN(auto rows, database.prepare("SELECT id, path FROM folders ORDER BY path"));
    std::vector<std::pair<base::FolderId, std::filesystem::path>> roots;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return roots;
        roots.emplace_back(base::FolderId {rows.integer(0)}, rows.text(1));
    }
}

PhotoReader::PhotoReader(store::Statement photo, store::Statement keywords, store::Statement people)
    : m_photo(std::move(photo)), m_keywords(std::move(keywords)), m_people(std::move(people))
{
}

Result<PhotoReader> PhotoReader::prepare(store::Database& database)
{
    SAYSEE_ASSIGN(
        auto photo,
        database.prepare("SELECT folder_id, folders.path, photos.path, online, state, photos.problem, size, "
                         "mtime_ns, sha256, stack_leader, stack_kind, taken_ms, taken_offset, latitude, "
                         "longitude, altitude, places, camera, title, description, rating "
                         "FROM photos JOIN folders ON folders.id = folder_id "
                         "LEFT JOIN metadata ON photo_id = photos.id WHERE photos.id = ?"));
    SAYSEE_ASSIGN(auto keywords,
                  database.prepare("SELECT keyword FROM keywords WHERE photo_id = ? ORDER BY keyword"));
    SAYSEE_ASSIGN(auto people,
                  database.prepare("SELECT name, x, y, width, height FROM people WHERE photo_id = ? ORDER BY rowid"));
    return PhotoReader(std::move(photo), std::move(keywords), std::move(people));
}

namespace {

void readDescription(const store::Statement& row, image::PhotoMetadata& metadata)
{
    if (const auto taken = row.integerIfAny(11)) {
        metadata.taken = image::CaptureTime {*taken, std::nullopt};
        if (const auto offset = row.integerIfAny(12))
            metadata.taken->offsetMinutes = static_cast<int>(*offset);
    }
    if (!row.isNull(13) && !row.isNull(14))
        metadata.position = image::GeoPosition {row.real(13), row.real(14), row.realIfAny(15)};
    metadata.places = listFromJson(row.text(16));
    metadata.camera = row.text(17);
    metadata.title = row.text(18);
    metadata.description = row.text(19);
    if (const auto rating = row.integerIfAny(20))
        metadata.rating = static_cast<int>(*rating);
}

}  // namespace

Result<std::optional<Photo>> PhotoReader::read(PhotoId id)
{
    SAYSEE_ASSIGN(const bool found, m_photo.bind({id.value}).next());
    if (!found)
        return std::nullopt;
    Photo photo;
    photo.id = id;
    photo.folder = base::FolderId {m_photo.integer(0)};
    photo.path = std::filesystem::path(m_photo.text(1)) / fileName(m_photo.text(2));
    photo.reach = m_photo.integer(3) != 0 ? Reach::Online : Reach::Offline;
    photo.state = static_cast<PhotoState>(m_photo.integer(4));
    photo.problem = m_photo.text(5);
    photo.size = static_cast<std::uint64_t>(m_photo.integer(6));
    photo.modifiedNs = m_photo.integer(7);
    photo.sha256 = toHex(m_photo.blob(8));
    if (const auto leader = m_photo.integerIfAny(9))
        photo.stackLeader = PhotoId {*leader};
    photo.stackKind = static_cast<StackKind>(m_photo.integer(10));
    readDescription(m_photo, photo.metadata);

    m_keywords.bind({id.value});
    while (true) {
        SAYSEE_ASSIGN(const bool more, m_keywords.next());
        if (!more)
            break;
        photo.metadata.keywords.push_back(m_keywords.text(0));
    }
    m_people.bind({id.value});
    while (true) {
        SAYSEE_ASSIGN(const bool more, m_people.next());
        if (!more)
            break;
        photo.metadata.people.push_back(
            {m_people.text(0), m_people.real(1), m_people.real(2), m_people.real(3), m_people.real(4)});
    }
    return photo;
}

Status writeMetadata(store::Database& database, PhotoId photo, const image::PhotoMetadata& metadata,
                     std::int64_t sidecarNs)
{
    const auto taken = metadata.taken ? std::optional(metadata.taken->localMilliseconds) : std::nullopt;
    const auto offset = metadata.taken ? metadata.taken->offsetMinutes : std::nullopt;
    const auto& position = metadata.position;
    SAYSEE_ASSIGN(auto insert,
                  database.prepare("INSERT OR REPLACE INTO metadata (photo_id, taken_ms, taken_offset, latitude, "
                                   "longitude, altitude, places, camera, title, description, rating, sidecar_ns) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    SAYSEE_TRY(insert
                   .bind({photo.value, taken, offset, position ? std::optional(position->latitude) : std::nullopt,
                          position ? std::optional(position->longitude) : std::nullopt,
                          position ? position->altitude : std::nullopt, listToJson(metadata.places), metadata.camera,
                          metadata.title, metadata.description, metadata.rating, sidecarNs})
                   .run());
    for (const char* sql : {"DELETE FROM keywords WHERE photo_id = ?", "DELETE FROM people WHERE photo_id = ?"}) {
        SAYSEE_ASSIGN(auto remove, database.prepare(sql));
        SAYSEE_TRY(remove.bind({photo.value}).run());
    }
    SAYSEE_ASSIGN(auto keyword, database.prepare("INSERT OR IGNORE INTO keywords VALUES (?, ?)"));
    for (const std::string& name : metadata.keywords)
        SAYSEE_TRY(keyword.bind({photo.value, name}).run());
    SAYSEE_ASSIGN(auto person, database.prepare("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)"));
    for (const image::PersonRegion& region : metadata.people)
        SAYSEE_TRY(person.bind({photo.value, region.name, region.x, region.y, region.width, region.height}).run());
    return {};
}

}  // namespace saysee::library::sql
