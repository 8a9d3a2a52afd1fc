#include "core/image/thumbnails.h"

#include "core/base/atomic_file.h"
#include "core/base/paths.h"
#include "core/image/decode.h"
#include "core/image/vips/convert.h"
#include "core/image/vips/runtime.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <glib.h>
#include <memory>
#include <sys/stat.h>
#include <vips/vips8>

namespace saysee::image {

namespace {

using base::ErrorCode;
using vips::VImage;

constexpr const char* kFailFolder = "fail/saysee-0.1";  // the standard: one folder a program and version

std::filesystem::path thumbnailFolder() { return base::cacheDirectory().parent_path() / "thumbnails"; }

std::string folderName(ThumbnailSize size)
{
    switch (size) {
    case ThumbnailSize::Normal:
        return "normal";
    case ThumbnailSize::Large:
        return "large";
    case ThumbnailSize::XLarge:
        return "x-large";
    case ThumbnailSize::XXLarge:
        return "xx-large";
    }
    return "normal";
}

// What makes a thumbnail valid: name, time of change and size of the file that it was made of.
struct Subject {
    std::string uri;
    std::string modified;  // whole seconds since 1970
    std::string bytes;
};

base::Result<Subject> subjectOf(const std::filesystem::path& photo)
{
    SAYSEE_ASSIGN(std::string uri, thumbnailUri(photo));
    struct stat status { };
    if (::stat(photo.c_str(), &status) != 0)
        return base::fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                          "Cannot read " + photo.string() + ": " + std::strerror(errno) + ".");
    return Subject {std::move(uri), std::to_string(status.st_mtim.tv_sec), std::to_string(status.st_size)};
}

std::filesystem::path fileIn(const std::string& folder, const std::string& uri)
{
    const std::unique_ptr<char, void (*)(void*)> md5(g_compute_checksum_for_string(G_CHECKSUM_MD5, uri.c_str(), -1),
                                                     g_free);
    return thumbnailFolder() / folder / (std::string(md5.get()) + ".png");
}

// The text of a PNG's keyword; libvips numbers them: "png-comment-0-Thumb::URI".
std::string textOf(const VImage& picture, const std::string& keyword)
{
    constexpr std::string_view kPrefix = "png-comment-";
    const std::unique_ptr<char*, void (*)(char**)> fields(vips_image_get_fields(picture.get_image()), g_strfreev);
    for (char** field = fields.get(); field != nullptr && *field != nullptr; ++field)
        if (std::string_view(*field).starts_with(kPrefix) && std::string_view(*field).ends_with("-" + keyword))
            return picture.get_string(*field);
    return {};
}

// An absent, damaged or outdated file gives nothing.
std::optional<VImage> openValid(const std::filesystem::path& file, const Subject& subject)
{
    std::error_code error;
    if (!startVips() || !std::filesystem::is_regular_file(file, error))
        return std::nullopt;
    try {
        VImage picture = VImage::pngload(file.c_str());
        // The size tells what was still being written from what came after it in the same second.
        const std::string bytes = textOf(picture, "Thumb::Size");  // not every program writes it
        const bool same = textOf(picture, "Thumb::URI") == subject.uri
            && textOf(picture, "Thumb::MTime") == subject.modified && (bytes.empty() || bytes == subject.bytes);
        return same ? std::optional(picture) : std::nullopt;
    } catch (const vips::VError&) {
        vips_error_clear();
        return std::nullopt;
    }
}

// What is made is the owner's alone, as the standard asks.
bool makePrivateFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    if (std::filesystem::is_directory(folder, error))
        return true;
    return makePrivateFolder(folder.parent_path()) && (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST);
}

base::Status store(const std::filesystem::path& file, const Subject& subject, VImage picture)
{
    if (!makePrivateFolder(file.parent_path()))
        return base::fail(ErrorCode::Io,
                          "Cannot make the folder " + file.parent_path().string() + ": " + std::strerror(errno)
                              + ".");
    SAYSEE_ASSIGN(base::AtomicFile output, base::AtomicFile::create(file));
    try {
        const vips::VTarget target = vips::VTarget::new_to_descriptor(output.descriptor());
        picture = picture.copy();  // fields are set on a copy of our own
        picture.set("png-comment-0-Thumb::URI", subject.uri.c_str());
        picture.set("png-comment-1-Thumb::MTime", subject.modified.c_str());
        picture.set("png-comment-2-Thumb::Size", subject.bytes.c_str());
        picture.set("png-comment-3-Software", "SaySee");
        picture.pngsave_target(target);
    } catch (const vips::VError& error) {
        vips_error_clear();
        return base::fail(ErrorCode::Io, "Cannot write " + file.string() + ".", error.what());
    }
    return output.publish(base::FileUse::Cache);  // the standard asks for mode 0600
}

bool isThumbnail(const std::filesystem::path& photo)
{
    const std::string folder = thumbnailFolder().lexically_normal().string() + "/";
    return photo.lexically_normal().string().starts_with(folder);
}

std::optional<RgbImage> readValid(const Subject& subject, ThumbnailSize size)
{
    const auto file = fileIn(folderName(size), subject.uri);
    if (!openValid(file, subject))
        return std::nullopt;
    auto image = decodeFile(file);
    return image ? std::optional(std::move(*image)) : std::nullopt;
}

// The standard: a failure is an otherwise valid thumbnail of any size in the fail folder.
void rememberFailure(const Subject& subject)
{
    if (startVips())
        static_cast<void>(store(fileIn(kFailFolder, subject.uri), subject, VImage::black(1, 1).copy_memory()));
}

}  // namespace

base::Result<std::string> thumbnailUri(const std::filesystem::path& photo)
{
    const std::unique_ptr<char, void (*)(void*)> uri(g_filename_to_uri(photo.c_str(), nullptr, nullptr), g_free);
    if (!uri)
        return base::fail(ErrorCode::InvalidArgument, photo.string() + " is not an absolute path.");
    return std::string(uri.get());
}

base::Result<std::filesystem::path> thumbnailPath(const std::filesystem::path& photo, ThumbnailSize size)
{
    SAYSEE_ASSIGN(const std::string uri, thumbnailUri(photo));
    return fileIn(folderName(size), uri);
}

std::optional<RgbImage> readThumbnail(const std::filesystem::path& photo, ThumbnailSize size)
{
    const auto subject = subjectOf(photo);
    return subject ? readValid(*subject, size) : std::nullopt;
}

namespace {

// `subject` is the photo as it was before `image` was read from it.
base::Status keep(const std::filesystem::path& photo, const Subject& subject, ThumbnailSize size,
                  const RgbImage& image)
{
    if (image.empty() || std::max(image.width, image.height) > static_cast<int>(size))
        return base::fail(ErrorCode::InvalidArgument,
                          "A thumbnail of this size must have 1 to " + std::to_string(static_cast<int>(size))
                              + " pixels a side.");
    if (isThumbnail(photo))
        return base::fail(ErrorCode::InvalidArgument, photo.string() + " is a thumbnail itself.");
    SAYSEE_TRY(startVips());
    return store(fileIn(folderName(size), subject.uri), subject, viewOf(image));
}

}  // namespace

base::Status writeThumbnail(const std::filesystem::path& photo, ThumbnailSize size, const RgbImage& image)
{
    SAYSEE_ASSIGN(const Subject subject, subjectOf(photo));
    return keep(photo, subject, size, image);
}

base::Result<RgbImage> thumbnail(const std::filesystem::path& photo, ThumbnailSize size)
{
    SAYSEE_ASSIGN(const Subject subject, subjectOf(photo));
    if (auto image = readValid(subject, size))
        return std::move(*image);
    if (openValid(fileIn(kFailFolder, subject.uri), subject))
        return base::fail(ErrorCode::Corrupt,
                          photo.string() + " could not be read before and has not changed since.");
    auto image = decodeFile(photo, {.longerSide = static_cast<int>(size)});
    if (!image) {
        // A disk that is away or a permission can come back without a change to the file.
        if (image.error().code == ErrorCode::Corrupt || image.error().code == ErrorCode::UnsupportedFormat)
            rememberFailure(subject);
        return image;
    }
    static_cast<void>(keep(photo, subject, size, *image));  // without it the next call decodes again, no more
    return image;
}

}  // namespace saysee::image
