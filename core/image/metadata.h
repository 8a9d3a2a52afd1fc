// What a photo says about itself: Exif, IPTC and XMP inside the file, and XMP sidecars beside it. Only read.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace saysee::image {

// When it was taken, by the camera's clock.
struct CaptureTime {
    std::int64_t localMilliseconds = 0;  // since 1970-01-01 00:00 of the local clock: sorts and filters by local date
    std::optional<int> offsetMinutes;  // local minus UTC; empty: the camera did not say

    friend bool operator==(const CaptureTime&, const CaptureTime&) = default;
};

// "2023-05-12T14:03:22+02:00"; milliseconds only where there are any, offset only where it is known.
[[nodiscard]] std::string toIso8601(const CaptureTime& time);

struct GeoPosition {
    double latitude = 0;  // degrees, north positive, -90..90
    double longitude = 0;  // degrees, east positive, -180..180
    std::optional<double> altitude;  // metres above sea level
};

// A person named in the picture: a region after the Metadata Working Group or Microsoft, or a name alone.
struct PersonRegion {
    std::string name;  // never empty
    // Centre and size as the file gives them, shares of the picture's width and height; all 0 for a name alone.
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

// Empty or absent: the photo does not say. Text is valid UTF-8.
struct PhotoMetadata {
    std::optional<CaptureTime> taken;
    std::optional<GeoPosition> position;
    std::string camera;  // "Canon EOS R5": maker and model, the maker once
    std::string title;
    std::string description;
    std::vector<std::string> keywords;  // without repeats; of hierarchies the whole path, "Places/Italy/Rome"
    std::vector<std::string> places;  // city, state, country as written in the file
    std::optional<int> rating;  // 0..5 stars; -1: rejected
    std::vector<PersonRegion> people;
};

// Reads the photo and the sidecars that findSidecars() names; what a sidecar says replaces what the photo says,
// keywords and people are joined. Damaged metadata counts as absent, and so does a position of exactly 0, 0. Dates:
// DateTimeOriginal, else CreateDate; never the file's. Errors: NotFound, Io. Threading: any thread.
base::Result<PhotoMetadata> readMetadata(const std::filesystem::path& photo);

// Those that exist of IMG.xmp (Lightroom) and IMG.jpg.xmp (darktable, digiKam), the suffix in either case. The one
// that names the photo more exactly comes last, as its word counts more.
[[nodiscard]] std::vector<std::filesystem::path> findSidecars(const std::filesystem::path& photo);

}  // namespace saysee::image
