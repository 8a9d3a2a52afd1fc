// Exiv2's key-value stores to what we keep of them.
#pragma once

#include "core/image/metadata.h"

#include <exiv2/exiv2.hpp>

namespace saysee::image {

[[nodiscard]] PhotoMetadata extract(const Exiv2::ExifData& exif, const Exiv2::IptcData& iptc,
                                    const Exiv2::XmpData& xmp);

}  // namespace saysee::image
