#include "core/base/files.h"
#include "core/image/decode.h"
#include "fixtures.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::image;

namespace {

void append(std::string& bytes, std::uint32_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i)
        bytes.push_back(static_cast<char>(value >> (8 * i)));
}

// What most raw formats are: a TIFF file, here with nothing but an orientation and an embedded JPEG.
std::string rawFile(const std::string& jpeg, int orientation)
{
    struct Entry {
        std::uint32_t tag, type, value;
    };
    constexpr std::uint32_t kShort = 3;
    constexpr std::uint32_t kLong = 4;
    const std::array<Entry, 3> entries = {{{0x0112, kShort, std::uint32_t(orientation)},
                                           {0x0201, kLong, 8 + 2 + 3 * 12 + 4},
                                           {0x0202, kLong, std::uint32_t(jpeg.size())}}};
    std::string bytes("II*\0\x08\0\0\0", 8);
    append(bytes, entries.size(), 2);
    for (const Entry& entry : entries) {
        append(bytes, entry.tag, 2);
        append(bytes, entry.type, 2);
        append(bytes, 1, 4);
        append(bytes, entry.value, 4);
    }
    append(bytes, 0, 4);
    return bytes + jpeg;
}

}  // namespace

class TstDecodeRaw : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path written(const std::string& bytes) const
    {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / "IMG_0001.NEF";
        (void)base::writeFileAtomically(path, bytes);
        return path;
    }

private Q_SLOTS:
    void preview_isDecodedAndTurned()
    {
        const std::string jpeg = test::bytesOf(test::quadrants(320, 240), ".jpg");
        const auto path = written(rawFile(jpeg, 6));
        const ImageInfo info = readInfo(path).value();
        QCOMPARE(info.format, std::string("raw"));
        QCOMPARE(info.width, 240);
        QCOMPARE(info.height, 320);
        QCOMPARE(test::seen(decodeFile(path).value()), std::string("BRWG"));
        const RgbImage small = decodeFile(path, {.longerSide = 80}).value();
        QCOMPARE(small.width, 60);
        QCOMPARE(small.height, 80);
    }

    void previewWithItsOwnOrientation_isTurnedOnce()
    {
        vips::VImage preview = test::quadrants(320, 240);
        preview.set(VIPS_META_ORIENTATION, 6);
        const auto path = written(rawFile(test::bytesOf(preview, ".jpg"), 6));
        QCOMPARE(test::seen(decodeFile(path).value()), std::string("BRWG"));
        QCOMPARE(readInfo(path).value().width, 240);
    }

    void damagedRaw_isNamed()
    {
        const std::string jpeg = test::bytesOf(test::quadrants(320, 240), ".jpg");
        const std::string whole = rawFile(jpeg, 1);
        for (std::size_t tenth = 0; tenth < 10; ++tenth) {
            const auto image = decodeFile(written(whole.substr(0, whole.size() * tenth / 10)));
            QVERIFY(!image.has_value());
            QVERIFY2(image.error().message.find("IMG_0001.NEF") != std::string::npos, image.error().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TstDecodeRaw)
#include "tst_decode_raw.moc"
