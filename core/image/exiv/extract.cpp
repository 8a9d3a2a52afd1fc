#include "core/image/exiv/extract.h"

#include "core/image/exiv/parse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glib.h>
#include <set>

namespace saysee::image {

namespace {

// Reads all three stores by key; the first part of a key says which. Damaged entries read as empty.
class Fields {
public:
    Fields(const Exiv2::ExifData& exif, const Exiv2::IptcData& iptc, const Exiv2::XmpData& xmp)
        : m_exif(exif), m_iptc(iptc), m_xmp(xmp)
    {
    }

    // Every value of the key: repeated IPTC entries, items of an XMP list, of language alternatives the default one.
    [[nodiscard]] std::vector<std::string> all(const std::string& key) const
    try {
        std::vector<std::string> values;
        if (key.starts_with("Exif.")) {
            const auto entry = m_exif.findKey(Exiv2::ExifKey(key));
            if (entry != m_exif.end())
                add(exifText(*entry), values);
        } else if (key.starts_with("Iptc.")) {
            for (const Exiv2::Iptcdatum& entry : m_iptc)
                if (entry.key() == key)
                    add(entry.toString(), values);
        } else {
            const auto entry = m_xmp.findKey(Exiv2::XmpKey(key));
            if (entry != m_xmp.end())
                addXmp(*entry, values);
        }
        return values;
    } catch (const std::exception&) {
        return {};
    }

    // The first value of the first key that has one.
    [[nodiscard]] std::string first(std::initializer_list<const char*> keys) const
    {
        for (const char* key : keys)
            if (const auto values = all(key); !values.empty())
                return values.front();
        return {};
    }

    // Whether XMP holds anything at or below the path.
    [[nodiscard]] bool has(const std::string& path) const
    {
        return std::any_of(m_xmp.begin(), m_xmp.end(),
                           [&](const auto& entry) { return entry.key().starts_with(path); });
    }

private:
    static void add(std::string_view raw, std::vector<std::string>& values)
    {
        if (std::string text = cleanText(raw); !text.empty())
            values.push_back(std::move(text));
    }

    std::string exifText(const Exiv2::Exifdatum& entry) const
    {
        // Windows writes its tags as UTF-16 bytes; a comment carries its character set. Exiv2 decodes both.
        if (entry.tagName().starts_with("XP"))
            return entry.print(&m_exif);
        if (const auto* comment = dynamic_cast<const Exiv2::CommentValue*>(&entry.value()))
            return comment->comment();
        return entry.toString();
    }

    static void addXmp(const Exiv2::Xmpdatum& entry, std::vector<std::string>& values)
    {
        if (const auto* alternatives = dynamic_cast<const Exiv2::LangAltValue*>(&entry.value())) {
            const auto& texts = alternatives->value_;
            for (const char* language : {"x-default", "en", "en-US"})
                if (const auto text = texts.find(language); text != texts.end())
                    return add(text->second, values);
            if (!texts.empty())
                add(texts.begin()->second, values);
            return;
        }
        const bool list =
            entry.typeId() == Exiv2::xmpBag || entry.typeId() == Exiv2::xmpSeq || entry.typeId() == Exiv2::xmpAlt;
        if (!list)
            return add(entry.toString(), values);
        for (decltype(entry.count()) i = 0; i < entry.count(); ++i)
            add(entry.toString(i), values);
    }

    const Exiv2::ExifData& m_exif;
    const Exiv2::IptcData& m_iptc;
    const Exiv2::XmpData& m_xmp;
};

std::optional<CaptureTime> takenAt(const Fields& fields)
{
    struct Source {
        const char* time;
        const char* subSeconds;
        const char* offset;
    };
    constexpr std::array<Source, 6> kSources = {{
        {"Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal", "Exif.Photo.OffsetTimeOriginal"},
        {"Xmp.exif.DateTimeOriginal", nullptr, nullptr},
        {"Xmp.photoshop.DateCreated", nullptr, nullptr},
        {"Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized", "Exif.Photo.OffsetTimeDigitized"},
        {"Xmp.xmp.CreateDate", nullptr, nullptr},
        {"Xmp.exif.DateTimeDigitized", nullptr, nullptr},
    }};
    for (const Source& source : kSources) {
        const bool exif = source.subSeconds != nullptr;
        const auto time = parseCaptureTime(fields.first({source.time}), exif ? fields.first({source.subSeconds}) : "",
                                           exif ? fields.first({source.offset}) : "");
        if (time)
            return time;
    }
    return std::nullopt;
}

std::optional<GeoPosition> positionOf(const Fields& fields)
{
    auto latitude =
        parseExifAngle(fields.first({"Exif.GPSInfo.GPSLatitude"}), fields.first({"Exif.GPSInfo.GPSLatitudeRef"}));
    auto longitude =
        parseExifAngle(fields.first({"Exif.GPSInfo.GPSLongitude"}), fields.first({"Exif.GPSInfo.GPSLongitudeRef"}));
    if (!latitude || !longitude) {
        latitude = parseXmpAngle(fields.first({"Xmp.exif.GPSLatitude"}));
        longitude = parseXmpAngle(fields.first({"Xmp.exif.GPSLongitude"}));
    }
    const bool usable = latitude && longitude && std::abs(*latitude) <= 90 && std::abs(*longitude) <= 180
        && (*latitude != 0 || *longitude != 0);  // receivers without a fix write zeros
    if (!usable)
        return std::nullopt;
    GeoPosition position {*latitude, *longitude,
                          parseFraction(fields.first({"Exif.GPSInfo.GPSAltitude", "Xmp.exif.GPSAltitude"}))};
    const bool below = fields.first({"Exif.GPSInfo.GPSAltitudeRef", "Xmp.exif.GPSAltitudeRef"}) == "1";
    if (position.altitude && below)
        position.altitude = -*position.altitude;
    return position;
}

std::string cameraOf(const Fields& fields)
{
    const std::string maker = fields.first({"Exif.Image.Make", "Xmp.tiff.Make"});
    const std::string model = fields.first({"Exif.Image.Model", "Xmp.tiff.Model"});
    // "NIKON CORPORATION" and "NIKON D90": one name is enough.
    const auto sameLetter = [](char a, char b) { return g_ascii_tolower(a) == g_ascii_tolower(b); };
    const std::string name = maker.substr(0, maker.find(' '));
    const bool named = model.size() >= name.size() && std::equal(name.begin(), name.end(), model.begin(), sameLetter);
    if (maker.empty() || model.empty())
        return maker + model;
    return named ? model : maker + " " + model;
}

std::string descriptionOf(const Fields& fields)
{
    // What cameras write into every picture describes none.
    static const std::set<std::string> kBoilerplate = {"OLYMPUS DIGITAL CAMERA",
                                                       "SONY DSC",
                                                       "DCIM",
                                                       "KODAK Digital Still Camera",
                                                       "Digital Camera",
                                                       "DIGITAL CAMERA",
                                                       "MINOLTA DIGITAL CAMERA",
                                                       "SAMSUNG CAMERA PICTURES",
                                                       "Exif_JPEG_PICTURE",
                                                       "default",
                                                       "Screenshot"};
    for (const char* key : {"Xmp.dc.description", "Iptc.Application2.Caption", "Exif.Image.ImageDescription",
                            "Exif.Image.XPComment", "Exif.Photo.UserComment"})
        if (std::string text = fields.first({key}); !text.empty() && kBoilerplate.count(text) == 0)
            return text;
    return {};
}

void addUnique(std::string text, std::vector<std::string>& values)
{
    if (!text.empty() && std::find(values.begin(), values.end(), text) == values.end())
        values.push_back(std::move(text));
}

std::vector<std::string> keywordsOf(const Fields& fields)
{
    std::vector<std::string> keywords;
    for (const char* key :
         {"Xmp.digiKam.TagsList", "Xmp.lr.hierarchicalSubject", "Xmp.dc.subject", "Iptc.Application2.Keywords"})
        for (std::string keyword : fields.all(key)) {
            std::replace(keyword.begin(), keyword.end(), '|', '/');
            addUnique(std::move(keyword), keywords);
        }
    std::string windows = fields.first({"Exif.Image.XPKeywords"});
    for (std::size_t begin = 0; begin < windows.size();) {
        const std::size_t end = std::min(windows.find(';', begin), windows.size());
        addUnique(cleanText(std::string_view(windows).substr(begin, end - begin)), keywords);
        begin = end + 1;
    }
    return keywords;
}

std::vector<std::string> placesOf(const Fields& fields)
{
    std::vector<std::string> places;
    addUnique(fields.first({"Xmp.iptc.Location", "Iptc.Application2.SubLocation"}), places);
    addUnique(fields.first({"Xmp.photoshop.City", "Iptc.Application2.City"}), places);
    addUnique(fields.first({"Xmp.photoshop.State", "Iptc.Application2.ProvinceState"}), places);
    addUnique(fields.first({"Xmp.photoshop.Country", "Iptc.Application2.CountryName"}), places);
    return places;
}

std::optional<int> ratingOf(const Fields& fields)
{
    const auto stars = parseFraction(fields.first({"Xmp.xmp.Rating", "Exif.Image.Rating"}));
    if (!stars || *stars < -1 || *stars > 5 || *stars == 0)  // 0 means that nobody rated it
        return std::nullopt;
    return static_cast<int>(std::lround(*stars));
}

std::string mwgPath(int number) { return "Xmp.mwg-rs.Regions/mwg-rs:RegionList[" + std::to_string(number) + "]"; }
std::string microsoftPath(int number) { return "Xmp.MP.RegionInfo/MPRI:Regions[" + std::to_string(number) + "]"; }

// Metadata Working Group, "Guidelines for handling image metadata" 2.0, 5.9: centre and size.
std::optional<PersonRegion> mwgRegion(const Fields& fields, int number)
{
    const std::string region = mwgPath(number) + "/mwg-rs:";
    const std::string type = fields.first({(region + "Type").c_str()});
    PersonRegion person {fields.first({(region + "Name").c_str()})};
    if (person.name.empty() || !(type.empty() || type == "Face" || type == "Pet"))
        return std::nullopt;
    const auto share = [&](const char* side) {
        return parseFraction(fields.first({(region + "Area/stArea:" + side).c_str()})).value_or(0);
    };
    person.x = share("x");
    person.y = share("y");
    person.width = share("w");
    person.height = share("h");
    return person;
}

// Microsoft Photo 1.2: "left, top, width, height".
std::optional<PersonRegion> microsoftRegion(const Fields& fields, int number)
{
    const std::string region = microsoftPath(number) + "/MPReg:";
    PersonRegion person {fields.first({(region + "PersonDisplayName").c_str()})};
    if (person.name.empty())
        return std::nullopt;
    std::array<double, 4> sides {};
    const std::string rectangle = fields.first({(region + "Rectangle").c_str()});
    std::size_t begin = 0;
    for (double& side : sides) {
        const std::size_t end = std::min(rectangle.find(',', begin), rectangle.size());
        side = begin < rectangle.size()
            ? parseFraction(std::string_view(rectangle).substr(begin, end - begin)).value_or(0)
            : 0;
        begin = end + 1;
    }
    person.width = sides[2];
    person.height = sides[3];
    person.x = sides[0] + sides[2] / 2;
    person.y = sides[1] + sides[3] / 2;
    return person;
}

std::vector<PersonRegion> peopleOf(const Fields& fields)
{
    constexpr int kMost = 200;  // faces in one picture
    std::vector<PersonRegion> people;
    const auto add = [&](std::optional<PersonRegion> person) {
        const auto known = [&](const PersonRegion& other) { return other.name == person->name; };
        if (person && std::none_of(people.begin(), people.end(), known))
            people.push_back(std::move(*person));
    };
    for (int number = 1; number <= kMost && fields.has(mwgPath(number)); ++number)
        add(mwgRegion(fields, number));
    for (int number = 1; number <= kMost && fields.has(microsoftPath(number)); ++number)
        add(microsoftRegion(fields, number));
    for (std::string& name : fields.all("Xmp.iptcExt.PersonInImage"))
        add(PersonRegion {std::move(name)});
    return people;
}

}  // namespace

PhotoMetadata extract(const Exiv2::ExifData& exif, const Exiv2::IptcData& iptc, const Exiv2::XmpData& xmp)
{
    const Fields fields(exif, iptc, xmp);
    PhotoMetadata metadata;
    metadata.taken = takenAt(fields);
    metadata.position = positionOf(fields);
    metadata.camera = cameraOf(fields);
    metadata.title = fields.first({"Xmp.dc.title", "Iptc.Application2.ObjectName", "Exif.Image.XPTitle"});
    metadata.description = descriptionOf(fields);
    metadata.keywords = keywordsOf(fields);
    metadata.places = placesOf(fields);
    metadata.rating = ratingOf(fields);
    metadata.people = peopleOf(fields);
    return metadata;
}

}  // namespace saysee::image
