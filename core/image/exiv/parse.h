// Values as photo metadata spells them, to ours. Pure; no Exiv2.
#pragma once

#include "core/image/metadata.h"

#include <optional>
#include <string>
#include <string_view>

namespace saysee::image {

// Exif "2023:05:12 14:03:22", its sub-second digits and offset tags (either may be empty), or ISO 8601 as in XMP:
// "2023-05-12T14:03:22.5+02:00", also cut off after the day, the minute or the second. Empty for what is no date
// ("0000:00:00 00:00:00") and for years before 1826, when there was no photograph.
[[nodiscard]] std::optional<CaptureTime> parseCaptureTime(std::string_view text, std::string_view subSeconds = {},
                                                          std::string_view offset = {});

// XMP's "48,12.5N" or "48,12,30N", and Exif's three fractions "48/1 12/1 3000/100" with its reference letter.
// Degrees.
[[nodiscard]] std::optional<double> parseXmpAngle(std::string_view text);
[[nodiscard]] std::optional<double> parseExifAngle(std::string_view fractions, std::string_view reference);

// "352/10" or "35.2". Empty for a zero denominator.
[[nodiscard]] std::optional<double> parseFraction(std::string_view text);

// Valid UTF-8: as it is when it already is that, else read as Latin-1. Without white space and zero bytes at its
// ends.
[[nodiscard]] std::string cleanText(std::string_view bytes);

}  // namespace saysee::image
