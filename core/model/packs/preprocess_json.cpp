#include "core/model/packs/preprocess_json.h"

#include "core/model/checkpoint/config_values.h"

#include <cmath>
#include <optional>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

constexpr std::int64_t kMaxSize = 4096;  // pixels

base::Status readTriple(const json& object, const char* key, const std::string& origin, std::array<float, 3>& into)
{
    const auto found = object.find(key);
    if (found == object.end() || found->is_null())
        return {};
    bool fits = found->is_array() && found->size() == 3;
    for (std::size_t i = 0; fits && i < 3; ++i) {
        fits = (*found)[i].is_number() && std::isfinite((*found)[i].get<double>());
        if (fits)
            into[i] = (*found)[i].get<float>();
    }
    if (!fits)
        return fail(ErrorCode::Corrupt,
                    "The configuration of " + origin + " is damaged: \"" + key + "\" is not three numbers.");
    return {};
}

base::Status checkDeviation(const image::PreprocessSpec& spec, const std::string& origin)
{
    for (const float value : spec.deviation) {
        if (!(value > 0.0F))
            return fail(ErrorCode::Corrupt,
                        "The configuration of " + origin + " is damaged: a deviation is not positive.");
    }
    return {};
}

std::optional<int> pixels(const json& value)
{
    if (!value.is_number_integer() || value.get<std::int64_t>() < 1 || value.get<std::int64_t>() > kMaxSize)
        return std::nullopt;
    return value.get<int>();
}

struct Resize {
    int size = 0;
    image::Fit fit = image::Fit::ShortestSideThenCrop;
};

// A number, {"shortest_edge": n} or {"height": n, "width": n}.
std::optional<Resize> resizeOf(const json& value)
{
    Resize resize;
    if (value.is_object() && value.contains("height") && value.contains("width")) {
        if (value["height"] != value["width"])
            return std::nullopt;
        resize.fit = image::Fit::Squash;
    }
    const json& size = !value.is_object() ? value
        : value.contains("shortest_edge") ? value["shortest_edge"]
                                          : value.value("height", json());
    const auto count = pixels(size);
    if (!count)
        return std::nullopt;
    resize.size = *count;
    return resize;
}

}  // namespace

base::Result<image::PreprocessSpec> preprocessFromPack(const json& object, const std::string& origin)
{
    ConfigValues values(object, origin);
    image::PreprocessSpec spec;
    spec.size = static_cast<int>(values.integer("size", spec.size, 1, kMaxSize));
    const std::string fit = values.text("fit", "crop");
    const std::string interpolation = values.text("interpolation", "bicubic");
    SAYSEE_TRY(values.status());
    if ((fit != "crop" && fit != "squash") || (interpolation != "bicubic" && interpolation != "bilinear"))
        return fail(ErrorCode::Corrupt,
                    "The configuration of " + origin
                        + " is damaged: \"fit\" is crop or squash, \"interpolation\" bicubic or "
                          "bilinear.");
    spec.fit = fit == "crop" ? image::Fit::ShortestSideThenCrop : image::Fit::Squash;
    spec.interpolation = interpolation == "bicubic" ? image::Interpolation::Bicubic : image::Interpolation::Bilinear;
    SAYSEE_TRY(readTriple(object, "mean", origin, spec.mean));
    SAYSEE_TRY(readTriple(object, "deviation", origin, spec.deviation));
    SAYSEE_TRY(checkDeviation(spec, origin));
    return spec;
}

base::Result<image::PreprocessSpec> preprocessFromHuggingFace(const json& object, const std::string& origin)
{
    constexpr std::int64_t bilinear = 2;  // Pillow's numbers
    constexpr std::int64_t bicubic = 3;
    ConfigValues values(object, origin);
    const std::int64_t resample = values.integer("resample", bicubic, 0, 100);
    SAYSEE_TRY(values.status());
    image::PreprocessSpec spec;
    const auto resize = object.contains("size") ? resizeOf(object["size"]) : Resize {spec.size};
    if (!resize)
        return fail(ErrorCode::Corrupt, "The configuration of " + origin + " is damaged: \"size\" makes no sense.");
    const bool crops = object.value("do_center_crop", json(true)) != json(false);
    const auto crop = crops && object.contains("crop_size") ? resizeOf(object["crop_size"]) : resize;
    if (!crop || crop->size != resize->size || (resample != bilinear && resample != bicubic))
        return fail(ErrorCode::UnsupportedFormat,
                    origin
                        + " prepares pictures in a way that is not supported: they must be resized to the size "
                          "that is used, with a bilinear or bicubic filter.");
    spec.size = resize->size;
    spec.fit = crops ? image::Fit::ShortestSideThenCrop : resize->fit;
    spec.interpolation = resample == bicubic ? image::Interpolation::Bicubic : image::Interpolation::Bilinear;
    SAYSEE_TRY(readTriple(object, "image_mean", origin, spec.mean));
    SAYSEE_TRY(readTriple(object, "image_std", origin, spec.deviation));
    SAYSEE_TRY(checkDeviation(spec, origin));
    return spec;
}

}  // namespace saysee::model
