#include "models/picturebook/recipe/data/sample.h"

#include "core/audio/wav_writer.h"
#include "core/base/files.h"
#include "models/picturebook/recipe/picture/render.h"
#include "models/picturebook/recipe/scene/caption.h"
#include "models/picturebook/recipe/speech/sound.h"

#include <QBuffer>
#include <algorithm>
#include <cstdio>
#include <exiv2/exiv2.hpp>
#include <nlohmann/json.hpp>

namespace saysee::picturebook {
namespace {

using nlohmann::json;

constexpr QSize kPhotoSize(640, 480);
constexpr int kJpegQuality = 62;

// An invented town for each place, so that a library can be searched and grouped by place.
struct Town {
    const char* name;
    double latitude;  // degrees
    double longitude;
};

const Town& townOf(Place place)
{
    static constexpr std::array<Town, kPlaces> towns = {{{"Sandhaven", 43.48, -1.56},
                                                         {"Greenfold", 47.12, 9.52},
                                                         {"Oakmoor", 48.34, 8.21},
                                                         {"Brickton", 51.44, 5.47},
                                                         {"Dunewell", 33.05, -5.42},
                                                         {"Stillwater", 46.45, 6.80},
                                                         {"Furrowby", 52.18, 0.75},
                                                         {"Lindenpark", 50.84, 4.36},
                                                         {"Highpeak", 46.02, 7.75},
                                                         {"Castlegate", 49.93, 14.18}}};
    return towns[static_cast<std::size_t>(place)];
}

struct Moment {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
};

std::string format(const char* pattern, const Moment& moment)
{
    std::array<char, 64> text {};
    std::snprintf(text.data(), text.size(), pattern, moment.year, moment.month, moment.day, moment.hour,
                  moment.minute, moment.second);
    return text.data();
}

// A date that fits: snow falls in winter, mornings are early.
Moment momentOf(const Scene& scene, Random& random)
{
    constexpr std::array<int, kTimes> firstHours = {6, 11, 18, 21};
    Moment moment {};
    moment.year = random.integer(2021, 2024);
    moment.month = random.integer(3, 11);
    if (scene.weather == Weather::Snow)
        moment.month = random.chance(0.5) ? 12 : random.integer(1, 2);
    moment.day = random.integer(1, 28);
    moment.hour = firstHours[static_cast<std::size_t>(scene.time)] + random.integer(0, 2);
    moment.minute = random.integer(0, 59);
    moment.second = random.integer(0, 59);
    return moment;
}

// Degrees, minutes and hundredths of seconds as EXIF writes them.
std::string exifAngle(double degrees)
{
    const double absolute = std::abs(degrees);
    const int whole = static_cast<int>(absolute);
    const int minutes = static_cast<int>((absolute - whole) * 60);
    const int hundredths = static_cast<int>(((absolute - whole) * 60 - minutes) * 6000);
    return std::to_string(whole) + "/1 " + std::to_string(minutes) + "/1 " + std::to_string(hundredths) + "/100";
}

void describe(Exiv2::Image& image, const Scene& scene, const Moment& moment)
{
    Exiv2::ExifData& exif = image.exifData();
    exif["Exif.Image.Make"] = "Picturebook";
    exif["Exif.Image.Model"] = "Paintbox";
    exif["Exif.Photo.DateTimeOriginal"] = format("%04d:%02d:%02d %02d:%02d:%02d", moment);
    exif["Exif.Photo.OffsetTimeOriginal"] = "+01:00";
    const Town& town = townOf(scene.place);
    exif["Exif.GPSInfo.GPSLatitudeRef"] = town.latitude < 0 ? "S" : "N";
    exif["Exif.GPSInfo.GPSLatitude"] = exifAngle(town.latitude);
    exif["Exif.GPSInfo.GPSLongitudeRef"] = town.longitude < 0 ? "W" : "E";
    exif["Exif.GPSInfo.GPSLongitude"] = exifAngle(town.longitude);
    Exiv2::IptcData& iptc = image.iptcData();
    iptc["Iptc.Application2.City"] = std::string(town.name);
    for (const std::string& word : keywords(scene)) {
        Exiv2::StringValue value(word);
        iptc.add(Exiv2::IptcKey("Iptc.Application2.Keywords"), &value);
        image.xmpData()["Xmp.dc.subject"] = word;
    }
}

base::Status saveDescribed(const QImage& picture, const Scene& scene, const Moment& moment,
                           const std::filesystem::path& path)
{
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    if (!picture.save(&buffer, "JPEG", kJpegQuality))
        return base::fail(base::ErrorCode::Internal, "Qt can not write JPEG.");
    try {
        const auto image =
            Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(jpeg.constData()), jpeg.size());
        image->readMetadata();
        describe(*image, scene, moment);
        image->writeMetadata();
        const Exiv2::DataBuf bytes = image->io().read(static_cast<long>(image->io().size()));
        return base::writeFileAtomically(
            path, {reinterpret_cast<const char*>(bytes.pData_), static_cast<std::size_t>(bytes.size_)});
    } catch (const Exiv2::AnyError& error) {
        return base::fail(base::ErrorCode::Internal, "Metadata of " + path.string() + " can not be written.",
                          error.what());
    }
}

// The least grainy of a few pictures of the scene: grain is most of a small JPEG's size.
QImage smoothPicture(const Scene& scene, Random& random)
{
    QImage best;
    qsizetype smallest = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const QImage picture = render(scene, random.next(), kPhotoSize);
        QByteArray jpeg;
        QBuffer buffer(&jpeg);
        picture.save(&buffer, "JPEG", kJpegQuality);
        if (best.isNull() || jpeg.size() < smallest) {
            best = picture;
            smallest = jpeg.size();
        }
    }
    return best;
}

base::Result<json> writePhoto(const std::filesystem::path& folder, const Scene& scene, int number, std::uint64_t seed)
{
    Random random(itemSeed("sample photo", seed, static_cast<std::uint64_t>(number)));
    const Moment moment = momentOf(scene, random);
    const std::string year = std::to_string(moment.year);
    std::error_code error;
    std::filesystem::create_directories(folder / "photos" / year, error);
    std::array<char, 32> file {};
    std::snprintf(file.data(), file.size(), "PB_%04d.jpg", number + 1);
    const std::string path = "photos/" + year + '/' + file.data();
    SAYSEE_TRY(saveDescribed(smoothPicture(scene, random), scene, moment, folder / path));
    return json {{"path", path},
                 {"taken", format("%04d-%02d-%02dT%02d:%02d:%02d", moment)},
                 {"place", townOf(scene.place).name},
                 {"keywords", keywords(scene)},
                 {"captions", captions(scene, 3, Mood::Spoken, random)}};
}

base::Result<json> writeQuery(const std::filesystem::path& folder, const json& photo, int number, std::uint64_t seed)
{
    Random random(itemSeed("sample query", seed, static_cast<std::uint64_t>(number)));
    const std::string text = photo["captions"][0];
    const Delivery delivery = sampleDelivery(Split::Test, Manner::Neutral, random);
    SAYSEE_ASSIGN(const std::vector<float> speech, speak(text, delivery));
    const Acoustics acoustics = sampleTestAcoustics(std::nullopt, random);
    std::array<char, 32> file {};
    std::snprintf(file.data(), file.size(), "queries/query-%02d.flac", number + 1);
    SAYSEE_TRY(audio::writeClip(folder / file.data(), recordThrough(speech, acoustics, {}, random)));
    return json {{"path", file.data()}, {"text", text}, {"speaker", delivery.speaker()}, {"photo", photo["path"]}};
}

}  // namespace

base::Status writeSample(const std::filesystem::path& folder, const SamplePlan& plan)
{
    std::error_code error;
    std::filesystem::create_directories(folder / "queries", error);
    if (error)
        return base::fail(base::ErrorCode::Io, "The folder " + folder.string() + " can not be written.",
                          error.message());
    const std::vector<Scene> scenes = sampleSplit(Split::Test, plan.photos, plan.seed);
    json manifest = {{"schema", 1},
                     {"title", "Picturebook sample"},
                     {"licence", "GPL-3.0-or-later"},
                     {"photos", json::array()},
                     {"queries", json::array()}};
    for (int i = 0; i < plan.photos; ++i) {
        SAYSEE_ASSIGN(json photo, writePhoto(folder, scenes[static_cast<std::size_t>(i)], i, plan.seed));
        manifest["photos"].push_back(std::move(photo));
    }
    for (int i = 0; i < plan.queries; ++i) {
        const auto about = static_cast<std::size_t>(i * plan.photos / plan.queries);
        SAYSEE_ASSIGN(json query, writeQuery(folder, manifest["photos"][about], i, plan.seed));
        manifest["queries"].push_back(std::move(query));
    }
    return base::writeFileAtomically(folder / "manifest.json", manifest.dump(1) + '\n');
}

}  // namespace saysee::picturebook
