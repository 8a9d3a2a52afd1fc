#include "core/image/decode.h"

#include "core/image/exiv/raw_preview.h"
#include "core/image/vips/convert.h"
#include "core/image/vips/runtime.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips8>

namespace saysee::image {

namespace {

using base::ErrorCode;
using vips::VImage;
using vips::VSource;

tl::unexpected<base::Error> damaged(const std::string& name, const char* detail)
{
    auto failure = base::fail(ErrorCode::Corrupt, name + " is damaged or cut off.", detail);
    vips_error_clear();
    return failure;
}

// Runs `work`, which returns a Result, and turns what libvips and libraries under it throw into an error.
template <class Work>
auto guarded(const std::string& name, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const vips::VError& error) {
        return damaged(name, error.what());
    } catch (const std::bad_alloc&) {
        return base::fail(ErrorCode::OutOfMemory, "There is not enough memory to read " + name + ".");
    }
}

// libvips's name of a loader ("VipsForeignLoadJpegSource") to ours; empty for those that we do not use.
std::string formatOf(const char* loader)
{
    constexpr std::array<std::pair<std::string_view, const char*>, 8> kLoaders = {{
        {"VipsForeignLoadJpeg", "jpeg"},
        {"VipsForeignLoadPng", "png"},
        {"VipsForeignLoadWebp", "webp"},
        {"VipsForeignLoadTiff", "tiff"},
        {"VipsForeignLoadNsgif", "gif"},
        {"VipsForeignLoadGif", "gif"},
        {"VipsForeignLoadHeif", "heif"},
        {"VipsForeignLoadJxl", "jxl"},
    }};
    for (const auto& [prefix, format] : kLoaders)
        if (loader != nullptr && std::string_view(loader).starts_with(prefix))
            return format;
    return {};
}

// A picture whose header has been read.
struct Opened {
    VSource source;
    ImageInfo info;
    bool hasProfile = false;
    bool turned = false;  // by its own Exif orientation
};

bool appliesOwnRotation(const std::string& format) { return format == "heif" || format == "jxl"; }

base::Result<Opened> open(const VSource& source, const std::string& name)
{
    return guarded(name, [&]() -> base::Result<Opened> {
        const std::string format = formatOf(vips_foreign_find_load_source(source.get_source()));
        if (format.empty()) {
            vips_error_clear();
            return base::fail(ErrorCode::UnsupportedFormat, name + " is not a picture of a kind that can be read.");
        }
        VImage header = VImage::new_from_source(source, "", VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL));
        ImageInfo info {header.width(), header.height(), format};
        if (static_cast<std::int64_t>(info.width) * info.height > kMaxPixels)
            return base::fail(ErrorCode::UnsupportedFormat,
                              name + " is too large to be read: " + std::to_string(info.width) + " x "
                                  + std::to_string(info.height) + " pixels.");
        if (!appliesOwnRotation(format) && vips_image_get_orientation_swap(header.get_image()))
            std::swap(info.width, info.height);
        return Opened {source, std::move(info), header.get_typeof(VIPS_META_ICC_NAME) != 0,
                       vips_image_get_orientation(header.get_image()) != 1};
    });
}

struct Box {
    int width;
    int height;
};

// The size to shrink to; the picture's own where no limit bites.
Box target(const ImageInfo& info, const DecodeOptions& options)
{
    const double shorter = std::min(info.width, info.height);
    const double longer = std::max(info.width, info.height);
    double scale = 1.0;
    if (options.shorterSide > 0)
        scale = std::min(scale, options.shorterSide / shorter);
    if (options.longerSide > 0)
        scale = std::min(scale, options.longerSide / longer);
    const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    return {side(info.width), side(info.height)};
}

VImage toRgb(VImage image)
{
    if (image.interpretation() != VIPS_INTERPRETATION_sRGB || image.bands() < 3)
        image = image.colourspace(VIPS_INTERPRETATION_sRGB);
    if (image.has_alpha())
        image = image.flatten(VImage::option()->set("background", std::vector<double>(3, 255.0)));
    if (image.bands() > 3)
        image = image.extract_band(0, VImage::option()->set("n", 3));
    return image.cast(VIPS_FORMAT_UCHAR);
}

// How far a JPEG may be shrunk while it is read, which averages blocks: at least a factor of two is left to the
// better filter.
int shrinkOnLoad(const ImageInfo& info, const Box& box)
{
    int shrink = 1;
    while (shrink < 8 && info.width >= box.width * shrink * 4 && info.height >= box.height * shrink * 4)
        shrink *= 2;
    return shrink;
}

base::Result<RgbImage> decode(const Opened& opened, const std::string& name, const DecodeOptions& options)
{
    return guarded(name, [&]() -> base::Result<RgbImage> {
        const Box box = target(opened.info, options);
        vips::VOption* const reading =
            VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL)->set("fail_on", VIPS_FAIL_ON_TRUNCATED);
        if (opened.info.format == "jpeg")
            reading->set("shrink", shrinkOnLoad(opened.info, box));
        const VImage picture = VImage::new_from_source(opened.source, "", reading);
        vips::VOption* const shrinking = VImage::option()
                                             ->set("height", box.height)
                                             ->set("size", VIPS_SIZE_DOWN)
                                             ->set("no_rotate", appliesOwnRotation(opened.info.format));
        if (opened.hasProfile)
            shrinking->set("export_profile", "srgb");
        return pixelsOf(toRgb(picture.thumbnail_image(box.width, shrinking)));
    });
}

base::Result<VSource> openFile(const std::filesystem::path& path)
{
    // Not blocking, so that a named pipe in a photo folder cannot hold a thread for ever.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        const int reason = errno;
        const bool absent = reason == ENOENT || reason == ENOTDIR;
        return base::fail(absent ? ErrorCode::NotFound : ErrorCode::Io,
                          "Cannot read " + path.string() + ": " + std::strerror(reason) + ".");
    }
    struct stat status { };
    const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    VipsSource* const source = regular && status.st_size > 0 ? vips_source_new_from_descriptor(file) : nullptr;
    ::close(file);  // libvips keeps a duplicate
    if (!regular)
        return base::fail(ErrorCode::Io, path.string() + " is not a file.");
    if (status.st_size == 0)
        return base::fail(ErrorCode::Corrupt, path.string() + " is empty.");
    if (source == nullptr)
        return damaged(path.string(), vips_error_buffer());
    return VSource(source);
}

base::Result<VSource> openBytes(std::span<const std::byte> bytes, const std::string& name)
{
    if (bytes.empty())
        return base::fail(ErrorCode::Corrupt, name + " is empty.");
    VipsSource* const source = vips_source_new_from_memory(bytes.data(), bytes.size());
    if (source == nullptr)
        return damaged(name, vips_error_buffer());
    return VSource(source);
}

// Exif's eight orientations, for previews that carry none of their own.
base::Result<RgbImage> turn(const RgbImage& image, int orientation, const std::string& name)
{
    return guarded(name, [&]() -> base::Result<RgbImage> {
        VImage upright = viewOf(image).copy();
        upright.set(VIPS_META_ORIENTATION, orientation);
        return pixelsOf(upright.autorot());
    });
}

// The picture inside a RAW file, and the turn that it still needs.
struct OpenedRaw {
    Opened picture;  // reads the preview's bytes, which must outlive it
    int orientation;
};

base::Result<OpenedRaw> openPreview(const RawPreview& preview, const std::string& name)
{
    SAYSEE_ASSIGN(const VSource source, openBytes(preview.bytes, name));
    SAYSEE_ASSIGN(Opened picture, open(source, name));
    const int orientation = picture.turned ? 1 : preview.orientation;
    return OpenedRaw {std::move(picture), orientation};
}

// The preview of a RAW file; empty for other files, and for such that have the suffix alone.
std::optional<RawPreview> previewOf(const std::filesystem::path& path)
{
    if (!hasRawSuffix(path))
        return std::nullopt;
    auto preview = readRawPreview(path);
    return preview ? std::optional(std::move(*preview)) : std::nullopt;
}

}  // namespace

base::Result<RgbImage> decodeFile(const std::filesystem::path& path, const DecodeOptions& options)
{
    SAYSEE_TRY(startVips());
    SAYSEE_ASSIGN(const VSource source, openFile(path));
    if (const auto preview = previewOf(path)) {
        SAYSEE_ASSIGN(const OpenedRaw raw, openPreview(*preview, path.string()));
        SAYSEE_ASSIGN(RgbImage image, decode(raw.picture, path.string(), options));
        return raw.orientation == 1 ? base::Result<RgbImage>(std::move(image))
                                    : turn(image, raw.orientation, path.string());
    }
    SAYSEE_ASSIGN(const Opened opened, open(source, path.string()));
    return decode(opened, path.string(), options);
}

base::Result<RgbImage> decodeBytes(std::span<const std::byte> bytes, std::string_view name,
                                   const DecodeOptions& options)
{
    SAYSEE_TRY(startVips());
    SAYSEE_ASSIGN(const VSource source, openBytes(bytes, std::string(name)));
    SAYSEE_ASSIGN(const Opened opened, open(source, std::string(name)));
    return decode(opened, std::string(name), options);
}

base::Result<ImageInfo> readInfo(const std::filesystem::path& path)
{
    SAYSEE_TRY(startVips());
    SAYSEE_ASSIGN(const VSource source, openFile(path));
    if (const auto preview = previewOf(path)) {
        SAYSEE_ASSIGN(OpenedRaw raw, openPreview(*preview, path.string()));
        ImageInfo info = raw.picture.info;
        info.format = "raw";
        if (raw.orientation >= 5)
            std::swap(info.width, info.height);
        return info;
    }
    SAYSEE_ASSIGN(const Opened opened, open(source, path.string()));
    return opened.info;
}

}  // namespace saysee::image
