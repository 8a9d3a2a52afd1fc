#include "core/base/files.h"
#include "core/image/metadata.h"
#include "fixtures.h"

#include <QTemporaryDir>
#include <QTest>
#include <exiv2/exiv2.hpp>

using namespace saysee;
using namespace saysee::image;

namespace {

using Strings = std::vector<std::string>;

// An XMP packet around the given properties.
std::string packet(const std::string& properties)
{
    return "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
           "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
           " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
           " xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:lr='http://ns.adobe.com/lightroom/1.0/'"
           " xmlns:digiKam='http://www.digikam.org/ns/1.0/' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
           " xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/'"
           " xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#'"
           " xmlns:MP='http://ns.microsoft.com/photo/1.2/' "
           "xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#'"
           " xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#'>"
        + properties + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
}

std::string bag(const std::string& name, const Strings& items)
{
    std::string text = "<" + name + "><rdf:Bag>";
    for (const std::string& item : items)
        text += "<rdf:li>" + item + "</rdf:li>";
    return text + "</rdf:Bag></" + name + ">";
}

}  // namespace

class TstMetadata : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    void writeText(const std::string& name, const std::string& text) const
    {
        QVERIFY(base::writeFileAtomically(at(name), text).has_value());
    }
    // A JPEG that says what `fill` writes.
    template <class Fill>
    std::filesystem::path photo(const std::string& name, Fill fill) const
    {
        (void)base::writeFileAtomically(at(name), test::bytesOf(test::quadrants(16, 16), ".jpg[strip]"));
        const auto image = Exiv2::ImageFactory::open(at(name).string());
        image->readMetadata();
        fill(*image);
        image->writeMetadata();
        return at(name);
    }
    std::filesystem::path plain(const std::string& name) const
    {
        return photo(name, [](Exiv2::Image&) {});
    }

private Q_SLOTS:
    void exif_isRead()
    {
        const auto path = photo("exif.jpg", [](Exiv2::Image& image) {
            Exiv2::ExifData& exif = image.exifData();
            exif["Exif.Image.Make"] = "NIKON CORPORATION";
            exif["Exif.Image.Model"] = "NIKON D90 ";
            exif["Exif.Image.DateTime"] = "2024:01:01 00:00:00";  // when it was edited: not asked
            exif["Exif.Photo.DateTimeDigitized"] = "2023:05:13 10:00:00";
            exif["Exif.Photo.DateTimeOriginal"] = "2023:05:12 14:03:22";
            exif["Exif.Photo.SubSecTimeOriginal"] = "50";
            exif["Exif.Photo.OffsetTimeOriginal"] = "+02:00";
            exif["Exif.GPSInfo.GPSLatitude"] = "48/1 12/1 36/1";
            exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
            exif["Exif.GPSInfo.GPSLongitude"] = "11/1 30/1 0/1";
            exif["Exif.GPSInfo.GPSLongitudeRef"] = "W";
            exif["Exif.GPSInfo.GPSAltitude"] = "5200/10";
            exif["Exif.GPSInfo.GPSAltitudeRef"] = "0";
            exif["Exif.Image.ImageDescription"] = "OLYMPUS DIGITAL CAMERA";
            exif["Exif.Photo.UserComment"] = "charset=Ascii on the beach";
            exif["Exif.Image.Rating"] = std::uint16_t(4);
        });
        const PhotoMetadata metadata = readMetadata(path).value();
        QCOMPARE(toIso8601(metadata.taken.value()), std::string("2023-05-12T14:03:22.500+02:00"));
        QCOMPARE(metadata.camera, std::string("NIKON D90"));
        QCOMPARE(metadata.position.value().latitude, 48.21);
        QCOMPARE(metadata.position.value().longitude, -11.5);
        QCOMPARE(metadata.position.value().altitude.value(), 520.0);
        QCOMPARE(metadata.description, std::string("on the beach"));
        QCOMPARE(metadata.rating, std::optional(4));
    }

    void keywordsAndWords_areJoinedFromAllStores()
    {
        const auto path = photo("words.jpg", [](Exiv2::Image& image) {
            image.iptcData()["Iptc.Application2.Keywords"] = "sea";
            Exiv2::StringValue second;
            second.read("d\xFCne");  // Latin-1, as older programs write it
            image.iptcData().add(Exiv2::IptcKey("Iptc.Application2.Keywords"), &second);
            image.iptcData()["Iptc.Application2.City"] = "Rome";
            image.setXmpPacket(packet(bag("dc:subject", {"sea", "sunset"})
                                      + bag("lr:hierarchicalSubject", {"Places|Italy|Rome"})
                                      + bag("digiKam:TagsList", {"People/Ada"})
                                      + "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Meer</rdf:li>"
                                        "<rdf:li xml:lang='x-default'>The sea</rdf:li></rdf:Alt></dc:title>"
                                      + "<xmp:Rating>-1</xmp:Rating><photoshop:Country>Italy</photoshop:Country>"));
            Exiv2::XmpParser::decode(image.xmpData(), image.xmpPacket());
        });
        const PhotoMetadata metadata = readMetadata(path).value();
        QCOMPARE(metadata.keywords, (Strings {"People/Ada", "Places/Italy/Rome", "sea", "sunset", "d\u00FCne"}));
        QCOMPARE(metadata.title, std::string("The sea"));
        QCOMPARE(metadata.places, (Strings {"Rome", "Italy"}));
        QCOMPARE(metadata.rating, std::optional(-1));
    }

    void sidecars_inBothNamings_data()
    {
        QTest::addColumn<QString>("photoName");
        QTest::addColumn<QString>("sidecar");
        QTest::newRow("darktable") << "a.jpg"
                                   << "a.jpg.xmp";
        QTest::newRow("darktable, upper case") << "b.JPG"
                                               << "b.JPG.XMP";
        QTest::newRow("Lightroom") << "c.jpg"
                                   << "c.xmp";
        QTest::newRow("Lightroom, upper case") << "D.JPG"
                                               << "D.XMP";
    }
    void sidecars_inBothNamings()
    {
        QFETCH(QString, photoName);
        QFETCH(QString, sidecar);
        const auto path = plain(photoName.toStdString());
        writeText(sidecar.toStdString(),
                  packet(bag("dc:subject", {"found"})
                         + "<xmp:CreateDate>2020-01-02T03:04:05Z"
                           "</xmp:CreateDate>"));
        const auto before = base::readFile(at(sidecar.toStdString())).value();
        const PhotoMetadata metadata = readMetadata(path).value();
        QCOMPARE(metadata.keywords, Strings {"found"});
        QCOMPARE(toIso8601(metadata.taken.value()), std::string("2020-01-02T03:04:05+00:00"));
        QCOMPARE(base::readFile(at(sidecar.toStdString())).value(), before);
    }

    void sidecar_replacesAndJoins_theExactNameLast()
    {
        const auto path = photo("e.jpg", [](Exiv2::Image& image) {
            image.setXmpPacket(packet(bag("dc:subject", {"inside"}) + "<xmp:Rating>1</xmp:Rating>"));
            Exiv2::XmpParser::decode(image.xmpData(), image.xmpPacket());
        });
        writeText("e.xmp", packet(bag("dc:subject", {"stem"}) + "<xmp:Rating>2</xmp:Rating>"));
        writeText("e.jpg.xmp", packet(bag("dc:subject", {"exact", "inside"}) + "<xmp:Rating>3</xmp:Rating>"));
        QCOMPARE(findSidecars(path), (std::vector {at("e.xmp"), at("e.jpg.xmp")}));
        const PhotoMetadata metadata = readMetadata(path).value();
        QCOMPARE(metadata.keywords, (Strings {"inside", "stem", "exact"}));
        QCOMPARE(metadata.rating, std::optional(3));
    }

    void people_areRead()
    {
        const auto path = plain("people.jpg");
        writeText(
            "people.xmp",
            packet("<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>"
                   "<rdf:li rdf:parseType='Resource'><mwg-rs:Name>Ada</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>"
                   "<mwg-rs:Area stArea:x='0.5' stArea:y='0.25' stArea:w='0.1' stArea:h='0.2' "
                   "stArea:unit='normalized'/></rdf:li>"
                   "<rdf:li rdf:parseType='Resource'><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>"
                   "<rdf:li rdf:parseType='Resource'><mwg-rs:Name>code</mwg-rs:Name><mwg-rs:Type>BarCode"
                   "</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
                   "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag><rdf:li rdf:parseType='Resource'>"
                   "<MPReg:PersonDisplayName>Grace</MPReg:PersonDisplayName>"
                   "<MPReg:Rectangle>0.2, 0.4, 0.2, 0.1</MPReg:Rectangle></rdf:li></rdf:Bag></MPRI:Regions>"
                   "</MP:RegionInfo>"));
        const PhotoMetadata metadata = readMetadata(path).value();
        QCOMPARE(metadata.people.size(), std::size_t(2));
        QCOMPARE(metadata.people[0].name, std::string("Ada"));
        QCOMPARE(metadata.people[0].y, 0.25);
        QCOMPARE(metadata.people[1].name, std::string("Grace"));
        QCOMPARE(metadata.people[1].x, 0.3);
        QCOMPARE(metadata.people[1].y, 0.45);
    }

    void unusableValues_areAbsent()
    {
        const auto path = photo("zeros.jpg", [](Exiv2::Image& image) {
            Exiv2::ExifData& exif = image.exifData();
            exif["Exif.Photo.DateTimeOriginal"] = "0000:00:00 00:00:00";
            exif["Exif.GPSInfo.GPSLatitude"] = "0/1 0/1 0/1";
            exif["Exif.GPSInfo.GPSLongitude"] = "0/1 0/1 0/1";
            exif["Exif.Image.Rating"] = std::uint16_t(0);
            exif["Exif.Image.Model"] = "   ";
        });
        const PhotoMetadata metadata = readMetadata(path).value();
        QVERIFY(!metadata.taken && !metadata.position && !metadata.rating);
        QVERIFY(metadata.camera.empty() && metadata.keywords.empty());
    }

    void damagedFiles_sayNothing()
    {
        writeText("text.jpg", "not a picture");
        writeText("empty.jpg", "");
        writeText("empty.xmp", "<x:xmpmeta><broken");
        const auto whole = base::readFile(plain("whole.jpg")).value();
        writeText("cut.jpg", whole.substr(0, 40));
        for (const char* name : {"text.jpg", "empty.jpg", "cut.jpg"}) {
            const auto metadata = readMetadata(at(name));
            QVERIFY2(metadata.has_value(), name);
            QVERIFY(metadata->keywords.empty() && !metadata->taken);
        }
        QCOMPARE(readMetadata(at("absent.jpg")).error().code, base::ErrorCode::NotFound);
        QCOMPARE(readMetadata(at("")).error().code, base::ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TstMetadata)
#include "tst_metadata.moc"
