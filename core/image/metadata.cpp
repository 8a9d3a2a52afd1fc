#include "core/image/metadata.h"

#include "core/base/files.h"
#include "core/image/exiv/extract.h"
#include "core/image/exiv/runtime.h"

#include <algorithm>
#include <array>

namespace saysee::image {

namespace {

using base::ErrorCode;

constexpr std::uint64_t kMaxSidecarBytes = 16U << 20U;

PhotoMetadata embedded(const std::filesystem::path& photo)
{
    try {
        // Absolute, as Exiv2 takes names like "http:..." and "-" for something else.
        const auto image = Exiv2::ImageFactory::open(std::filesystem::absolute(photo).string());
        image->readMetadata();
        return extract(image->exifData(), image->iptcData(), image->xmpData());
    } catch (const std::exception&) {
        return {};  // no picture that Exiv2 knows, or damaged: nothing is said
    }
}

PhotoMetadata fromSidecar(const std::filesystem::path& sidecar)
{
    const auto text = base::readFile(sidecar, kMaxSidecarBytes);
    if (!text)
        return {};
    try {
        Exiv2::XmpData xmp;
        if (Exiv2::XmpParser::decode(xmp, *text) != 0)
            return {};
        return extract({}, {}, xmp);
    } catch (const std::exception&) {
        return {};
    }
}

template <class T, class Same>
void join(std::vector<T>& all, std::vector<T>& more, Same same)
{
    for (T& item : more)
        if (std::none_of(all.begin(), all.end(), [&](const T& known) { return same(known, item); }))
            all.push_back(std::move(item));
}

void overlay(PhotoMetadata& photo, PhotoMetadata sidecar)
{
    const auto replace = [](auto& old, auto& fresh, bool present) {
        if (present)
            old = std::move(fresh);
    };
    replace(photo.taken, sidecar.taken, sidecar.taken.has_value());
    replace(photo.position, sidecar.position, sidecar.position.has_value());
    replace(photo.camera, sidecar.camera, !sidecar.camera.empty());
    replace(photo.title, sidecar.title, !sidecar.title.empty());
    replace(photo.description, sidecar.description, !sidecar.description.empty());
    replace(photo.places, sidecar.places, !sidecar.places.empty());
    replace(photo.rating, sidecar.rating, sidecar.rating.has_value());
    join(photo.keywords, sidecar.keywords, std::equal_to<>());
    join(photo.people, sidecar.people, [](const auto& a, const auto& b) { return a.name == b.name; });
}

}  // namespace

std::vector<std::filesystem::path> findSidecars(const std::filesystem::path& photo)
{
    std::vector<std::filesystem::path> found;
    std::error_code error;
    const auto stem = photo.parent_path() / photo.stem();
    for (const auto& base : {stem, photo})
        for (const char* suffix : {".xmp", ".XMP"}) {
            std::filesystem::path candidate = base;
            candidate += suffix;
            // On a file system without upper case both spellings are one file.
            const bool twice = !found.empty() && std::filesystem::equivalent(found.back(), candidate, error);
            if (!twice && std::filesystem::is_regular_file(candidate, error))
                found.push_back(std::move(candidate));
        }
    return found;
}

base::Result<PhotoMetadata> readMetadata(const std::filesystem::path& photo)
{
    std::error_code error;
    const auto status = std::filesystem::status(photo, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return base::fail(ErrorCode::NotFound, "There is no photo " + photo.string() + ".");
    if (status.type() != std::filesystem::file_type::regular)
        return base::fail(ErrorCode::Io, "Cannot read " + photo.string() + ": it is not a readable file.",
                          error.message());
    startExiv2();
    PhotoMetadata metadata = embedded(photo);
    for (const auto& sidecar : findSidecars(photo))
        overlay(metadata, fromSidecar(sidecar));
    return metadata;
}

}  // namespace saysee::image
