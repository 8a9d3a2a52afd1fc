// What search asks the library: which photos may be shown, what is written about them, and where they are.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/index/vector_index.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::search {

// Every condition must hold. Dates are compared with the time shown by the camera's clock.
struct PhotoFilter {
    std::optional<std::int64_t> takenFrom;  // seconds since 1970-01-01T00:00 on that clock, inclusive
    std::optional<std::int64_t> takenBefore;  // exclusive
    std::vector<std::filesystem::path> folders;  // in any of these, at any depth
    std::vector<std::string> keywords;  // all of these
    std::optional<int> lowestRating;  // 1..5
    std::optional<index::IdFilter> photos;  // one of these

    [[nodiscard]] bool admitsAll() const
    {
        return !takenFrom && !takenBefore && folders.empty() && keywords.empty() && !lowestRating && !photos;
    }
};

// "2024", "2024-06", "2024-06-15" or "2024-06-15T12:30": the first second of it, and the first second after it.
struct DateRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};
// Error (InvalidArgument) for anything else, and for days that no calendar has.
base::Result<DateRange> parseDate(std::string_view text);

// Where a photo's words were found.
enum class Field { FileName, FolderName, Title, Keyword, Place, Person };
[[nodiscard]] std::string_view fieldName(Field field);  // "file name"

enum class LastWord { Whole, Beginning };  // whether the query's last word stands there, or one that it begins

struct TextMatch {
    base::PhotoId photo;
    Field field = Field::FileName;  // the most telling one
    std::string text;  // what stands there
    LastWord last = LastWord::Whole;
};

struct PhotoFacts {
    base::PhotoId photo;
    std::filesystem::path path;
    std::string taken;  // ISO 8601, as precise as known; empty when unknown
};

struct Coverage {
    std::uint64_t searched = 0;  // photos that have a vector in the space searched
    std::uint64_t total = 0;  // photos in the library
};

// A photo that another one of its stack is shown for.
struct Hidden {
    base::PhotoId photo;
    base::PhotoId shown;
};

// Which photos a search may show. Ids ascend and are unique.
struct Admission {
    std::optional<index::IdFilter> only;  // empty: all
    std::vector<Hidden> hidden;  // of these, for one that is admitted too

    // By what it looks like: a stack looks the same throughout, so one photo of it is enough.
    [[nodiscard]] bool admits(base::PhotoId photo) const;
    // By what is written about it, unless that is written about the photo shown for it, too. `found` keeps its order.
    void keepAdmitted(std::vector<TextMatch>& found) const;
};

class PhotoCatalog {
public:
    virtual ~PhotoCatalog() = default;

    virtual base::Result<Admission> admission(const PhotoFilter& filter) = 0;

    // Photos about which every word of `text` is written, most relevant first, at most `limit`; after them those with
    // the beginning of the last word.
    virtual base::Result<std::vector<TextMatch>> matching(std::string_view text, std::size_t limit) = 0;

    // In the order asked for; photos that are gone are left out.
    virtual base::Result<std::vector<PhotoFacts>> describe(std::span<const base::PhotoId> photos) = 0;

    virtual base::Result<Coverage> coverage(const base::SpaceId& space) = 0;
};

}  // namespace saysee::search
