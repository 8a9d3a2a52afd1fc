// What the library knows about photos, and which photos fulfil a condition.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/image/metadata.h"
#include "core/library/folders.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

enum class PhotoState : std::uint8_t { Present, Unreadable, Gone };
enum class StackKind : std::uint8_t { None, RawBesideJpeg, Burst };

struct Photo {
    base::PhotoId id;
    base::FolderId folder;
    // Absolute; the file system's bytes, not necessarily UTF-8. Of a gone photo, where it was: another may be there
    // now.
    std::filesystem::path path;
    Reach reach = Reach::Online;  // of its folder, at the last scan
    PhotoState state = PhotoState::Present;
    std::string problem;  // why it is unreadable or was not read the last time, one sentence
    std::uint64_t size = 0;  // bytes
    std::int64_t modifiedNs = 0;  // since 1970 UTC
    std::string sha256;  // hexadecimal; empty until the file was read once
    std::optional<base::PhotoId> stackLeader;  // the photo that is shown for this one
    StackKind stackKind = StackKind::None;
    image::PhotoMetadata metadata;
};

// Every condition must hold. Photos that are gone or unreadable never do; photos of offline folders may.
struct PhotoFilter {
    std::optional<std::int64_t> takenFrom = {};  // seconds since 1970-01-01T00:00 on the camera's clock, inclusive
    std::optional<std::int64_t> takenBefore =
        {};  // exclusive; a photo without a date of its own counts by its file's, on the local clock
    std::vector<std::filesystem::path> folders = {};  // in any of these, at any depth
    std::vector<std::string> keywords = {};  // all of these, without regard to ASCII case
    std::vector<std::string> people = {};  // all of these
    std::string camera = {};  // equal, without regard to ASCII case; empty: any
    std::optional<int> lowestRating = {};  // 1..5
};

// A photo of a stack, and the one that is shown for it.
struct Behind {
    base::PhotoId photo;
    base::PhotoId leader;
};

enum class TextField : std::uint8_t { FileName, FolderName, Title, Description, Keyword, Place, Person };

enum class LastWord : std::uint8_t { Whole, Beginning };  // of a query: as it stands, or what may follow it, too

struct TextMatch {
    base::PhotoId photo;
    std::vector<TextField> fields;  // those that hold a word of the query, in the order of the enum
    std::string text;  // what stands in the most telling of them
    TextField told = TextField::FileName;  // which that is
    LastWord last = LastWord::Whole;
};

enum class Words { All, Any };  // how many of the query's words a photo must be described by

struct PhotoProblem {
    base::PhotoId photo;
    std::filesystem::path path;
    std::string reason;  // one sentence
};

// What writers know about a photo after they read it.
struct PhotoContent {
    std::string sha256;  // 32 bytes
    image::PhotoMetadata metadata;
    std::int64_t sidecarNs = 0;  // of the sidecars that were read for it, as in FoundFile
};

// Threading and lifetime: as the Library it belongs to.
class Photos {
public:
    explicit Photos(store::Database& database) : m_database(database) { }

    base::Result<Photo> get(base::PhotoId photo);  // error: NotFound
    // In the order asked for; unknown ids are left out.
    base::Result<std::vector<Photo>> get(std::span<const base::PhotoId> photos);
    // The photo of that name; a link that is none is followed.
    base::Result<std::optional<base::PhotoId>> at(const std::filesystem::path& path);
    base::Result<std::optional<base::PhotoId>> bySha256(std::string_view hexadecimal);

    base::Result<std::vector<base::PhotoId>> select(const PhotoFilter& filter);  // ascending
    // Photos that another one of their stack is shown for, ascending.
    base::Result<std::vector<Behind>> behindOthers();

    // Photos whose names, folders, titles, descriptions, keywords, places or people hold the query's words (the last
    // one may be a beginning), without regard to case and accents; whole words before beginnings, then most relevant
    // first, ties by id. "Quoted words" must stand together. Words beyond the 64th are ignored. A query without a
    // word matches nothing.
    base::Result<std::vector<TextMatch>> findText(std::string_view query, std::size_t limit, Words rule = Words::All);

    base::Result<std::vector<PhotoProblem>> problems();
    // Unreadable photos are tried again at the next indexing; without ids all of them.
    base::Status retry(std::span<const base::PhotoId> photos = {});

    // Those that exist, for filters: sorted.
    base::Result<std::vector<std::string>> allKeywords();

    // Replaces what is known of a photo's content and its words in the text search.
    base::Status setContent(base::PhotoId photo, const PhotoContent& content);
    base::Status setUnreadable(base::PhotoId photo, std::string_view reason);
    // What the disk refused may be there the next time: it is among the problems and still waits to be read. Empty:
    // nothing is refused any more.
    base::Status setRefused(base::PhotoId photo, std::string_view reason);

private:
    store::Database& m_database;
};

// File names and paths for people: bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string displayText(std::string_view bytes);

}  // namespace saysee::library
