#include "core/image/exiv/raw_preview.h"

#include "core/image/exiv/runtime.h"

#include <algorithm>
#include <array>
#include <exiv2/exiv2.hpp>
#include <string_view>

namespace saysee::image {

namespace {

using base::ErrorCode;

constexpr std::array<std::string_view, 24> kSuffixes = {
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dng", ".erf", ".iiq", ".kdc", ".mef", ".mos", ".mrw",
    ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"};

int orientationOf(const Exiv2::ExifData& exif)
{
    const auto entry = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    const std::string value = entry == exif.end() ? std::string() : entry->toString();
    return value.size() == 1 && value[0] >= '1' && value[0] <= '8' ? value[0] - '0' : 1;
}

RawPreview largestPreview(const Exiv2::Image& image)
{
    const Exiv2::PreviewManager manager(image);
    const Exiv2::PreviewPropertiesList previews = manager.getPreviewProperties();  // smallest first
    RawPreview result;
    if (previews.empty())
        return result;
    const Exiv2::PreviewImage preview = manager.getPreviewImage(previews.back());
    const auto* const begin = reinterpret_cast<const std::byte*>(preview.pData());
    result.bytes.assign(begin, begin + preview.size());
    result.orientation = orientationOf(image.exifData());
    return result;
}

}  // namespace

bool hasRawSuffix(const std::filesystem::path& path)
{
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return std::find(kSuffixes.begin(), kSuffixes.end(), suffix) != kSuffixes.end();
}

base::Result<RawPreview> readRawPreview(const std::filesystem::path& path)
{
    startExiv2();
    try {
        const auto image = Exiv2::ImageFactory::open(std::filesystem::absolute(path).string());
        image->readMetadata();
        RawPreview preview = largestPreview(*image);
        if (preview.bytes.empty())
            return base::fail(ErrorCode::UnsupportedFormat,
                              path.string() + " is a camera's raw file without a preview picture inside.");
        return preview;
    } catch (const std::exception& problem) {
        return base::fail(ErrorCode::Corrupt, path.string() + " is damaged or not a camera's raw file.",
                          problem.what());
    }
}

}  // namespace saysee::image
