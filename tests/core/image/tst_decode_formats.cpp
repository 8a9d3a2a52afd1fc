#include "core/image/decode.h"
#include "fixtures.h"

#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace saysee;
using namespace saysee::image;
using vips::VImage;

namespace {

std::array<int, 3> pixelAt(const RgbImage& image, int x, int y)
{
    const auto at = (std::size_t(y) * std::size_t(image.width) + std::size_t(x)) * 3;
    return {image.pixels[at], image.pixels[at + 1], image.pixels[at + 2]};
}

bool near(const std::array<int, 3>& a, const std::array<int, 3>& b, int tolerance)
{
    for (std::size_t i = 0; i < 3; ++i)
        if (std::abs(a[i] - b[i]) > tolerance)
            return false;
    return true;
}

QString text(const std::array<int, 3>& pixel)
{
    return QStringLiteral("%1 %2 %3").arg(pixel[0]).arg(pixel[1]).arg(pixel[2]);
}

}  // namespace

class TstDecodeFormats : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    RgbImage decoded(const std::filesystem::path& path, const DecodeOptions& options = {}) const
    {
        auto image = decodeFile(path, options);
        if (!image)
            QTest::qFail(image.error().message.c_str(), __FILE__, __LINE__);
        return image ? *image : RgbImage {1, 1, {0, 0, 0}};
    }

private Q_SLOTS:
    // libc's environment must not be written while threads run that may read it: the first picture, which starts
    // libvips, is decoded on one of many.
    void theFirstPicture_leavesTheEnvironmentAlone()
    {
        const auto environment = [] {
            std::vector<std::string> lines;
            for (char** line = environ; *line != nullptr; ++line)
                lines.emplace_back(*line);
            return lines;
        };
        const auto before = environment();
        std::ofstream(at("first.jpg")) << "no picture";
        QVERIFY(!decodeFile(at("first.jpg")).has_value());
        QVERIFY(startVips());
        QVERIFY(environment() == before);
    }

    void everyFormat_isDecoded_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("options");
        QTest::newRow("JPEG") << ".jpg"
                              << "jpeg"
                              << "[Q=90]";
        QTest::newRow("progressive JPEG") << ".jpg"
                                          << "jpeg"
                                          << "[interlace]";
        QTest::newRow("PNG") << ".png"
                             << "png"
                             << "";
        QTest::newRow("interlaced PNG") << ".png"
                                        << "png"
                                        << "[interlace]";
        QTest::newRow("palette PNG") << ".png"
                                     << "png"
                                     << "[palette]";
        QTest::newRow("WebP") << ".webp"
                              << "webp"
                              << "";
        QTest::newRow("lossless WebP") << ".webp"
                                       << "webp"
                                       << "[lossless]";
        QTest::newRow("TIFF") << ".tif"
                              << "tiff"
                              << "[compression=lzw]";
        QTest::newRow("tiled pyramid TIFF") << ".tif"
                                            << "tiff"
                                            << "[tile,pyramid,tile-width=64,tile-height=64]";
        QTest::newRow("GIF") << ".gif"
                             << "gif"
                             << "";
        QTest::newRow("HEIC") << ".heic"
                              << "heif"
                              << "[compression=hevc]";
        QTest::newRow("AVIF") << ".avif"
                              << "heif"
                              << "[compression=av1]";
        QTest::newRow("JPEG XL") << ".jxl"
                                 << "jxl"
                                 << "";
    }
    void everyFormat_isDecoded()
    {
        QFETCH(QString, suffix);
        QFETCH(QString, format);
        QFETCH(QString, options);
        const auto path = at("photo" + suffix.toStdString());
        try {
            test::quadrants(320, 240).write_to_file((path.string() + options.toStdString()).c_str());
        } catch (const vips::VError& error) {
            QSKIP(error.what());
        }
        const ImageInfo info = readInfo(path).value();
        QCOMPARE(QString::fromStdString(info.format), format);
        QCOMPARE(info.width, 320);
        QCOMPARE(info.height, 240);
        const RgbImage whole = decoded(path);
        QCOMPARE(whole.width, 320);
        QCOMPARE(whole.height, 240);
        QCOMPARE(whole.pixels.size(), std::size_t(320 * 240 * 3));
        QCOMPARE(test::seen(whole), test::kUpright);
        const RgbImage small = decoded(path, {.shorterSide = 60});
        QCOMPARE(small.width, 80);
        QCOMPARE(small.height, 60);
        QCOMPARE(test::seen(small), test::kUpright);
    }

    void everyOrientation_isTurnedOnce_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QString>("expected");
        // Exif 2.32, tag 0x0112; the stored picture is RG over BW.
        const std::array expected = {"RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"};
        for (const char* suffix : {".jpg", ".webp", ".tif"})
            for (int orientation = 1; orientation <= 8; ++orientation)
                QTest::addRow("%s %d", suffix, orientation)
                    << suffix << orientation << expected[std::size_t(orientation - 1)];
        // These turn themselves inside the container; the Exif tag is a leftover and must not turn them again.
        for (const char* suffix : {".heic", ".avif", ".jxl"})
            QTest::addRow("%s, leftover tag", suffix) << suffix << 6 << "RGBW";
    }
    void everyOrientation_isTurnedOnce()
    {
        QFETCH(QString, suffix);
        QFETCH(int, orientation);
        QFETCH(QString, expected);
        const auto path = at("turned" + suffix.toStdString());
        VImage picture = test::quadrants(320, 240);
        picture.set(VIPS_META_ORIENTATION, orientation);
        try {
            picture.write_to_file(path.c_str());
        } catch (const vips::VError& error) {
            QSKIP(error.what());
        }
        const bool swapped = orientation >= 5 && expected != QStringLiteral("RGBW");
        const RgbImage whole = decoded(path);
        QCOMPARE(QString::fromStdString(test::seen(whole)), expected);
        QCOMPARE(whole.width, swapped ? 240 : 320);
        QCOMPARE(readInfo(path).value().width, whole.width);
        QCOMPARE(readInfo(path).value().height, whole.height);
        const RgbImage small = decoded(path, {.longerSide = 80});
        QCOMPARE(QString::fromStdString(test::seen(small)), expected);
        QCOMPARE(small.width, swapped ? 60 : 80);
        QCOMPARE(small.height, swapped ? 80 : 60);
    }

    void limits_shrinkAndNeverEnlarge()
    {
        test::quadrants(400, 200).write_to_file(at("wide.png").c_str());
        const auto sizeWith = [&](const DecodeOptions& options) {
            const RgbImage image = decoded(at("wide.png"), options);
            return QSize(image.width, image.height);
        };
        QCOMPARE(sizeWith({.shorterSide = 50}), QSize(100, 50));
        QCOMPARE(sizeWith({.longerSide = 50}), QSize(50, 25));
        QCOMPARE(sizeWith({.shorterSide = 50, .longerSide = 80}), QSize(80, 40));
        QCOMPARE(sizeWith({.shorterSide = 1000}), QSize(400, 200));
        QCOMPARE(sizeWith({.longerSide = 1}), QSize(1, 1));
    }

    void colourKinds_becomeRgb_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"grey.jpg", "grey.png", "grey-alpha.png", "rgb16.png", "grey16.tif", "cmyk.jpg",
                                 "cmyk.tif", "p3.jpg", "p3.png", "float.tif", "lab.tif", "bit.png"})
            QTest::newRow(kind) << kind;
    }
    void colourKinds_becomeRgb()
    {
        QFETCH(QString, kind);
        const auto path = at(kind.toStdString());
        const auto make = [](std::vector<double> colour) {
            return (VImage::black(64, 64, VImage::option()->set("bands", 3)) + colour)
                .cast(VIPS_FORMAT_UCHAR)
                .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
        };
        VImage picture = make({180, 100, 60});
        std::array<int, 3> expected = {180, 100, 60};
        int tolerance = 3;
        if (kind.startsWith(QStringLiteral("grey"))) {
            picture = make({120, 120, 120}).colourspace(VIPS_INTERPRETATION_B_W).extract_band(0);
            expected = {120, 120, 120};
        }
        if (kind.startsWith(QStringLiteral("grey-alpha")))
            picture = picture.bandjoin(255);
        if (kind.startsWith(QStringLiteral("rgb16")))
            picture = picture.colourspace(VIPS_INTERPRETATION_RGB16);
        if (kind.startsWith(QStringLiteral("grey16")))
            picture = picture.colourspace(VIPS_INTERPRETATION_GREY16);
        if (kind.startsWith(QStringLiteral("cmyk"))) {
            picture = picture.icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"));
            tolerance = 12;  // the press has fewer colours
        }
        if (kind.startsWith(QStringLiteral("p3")))
            picture = picture.icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
        if (kind.startsWith(QStringLiteral("float")))
            picture = picture.colourspace(VIPS_INTERPRETATION_scRGB);
        if (kind.startsWith(QStringLiteral("lab")))
            picture = picture.colourspace(VIPS_INTERPRETATION_LAB);
        if (kind.startsWith(QStringLiteral("bit"))) {
            picture = (VImage::black(64, 64) + 255).cast(VIPS_FORMAT_UCHAR);
            expected = {255, 255, 255};
        }
        const bool oneBit = kind.startsWith(QStringLiteral("bit"));
        picture.write_to_file((path.string() + (oneBit ? "[bitdepth=1]" : "")).c_str());
        for (const DecodeOptions& options : {DecodeOptions {}, DecodeOptions {.shorterSide = 16}}) {
            const RgbImage image = decoded(path, options);
            const auto pixel = pixelAt(image, image.width / 2, image.height / 2);
            QVERIFY2(near(pixel, expected, tolerance), qPrintable(text(pixel)));
        }
    }

    void damagedProfile_isIgnored()
    {
        VImage picture = test::quadrants(64, 64);
        std::string profile(600, '\x7f');
        picture.set(VIPS_META_ICC_NAME, nullptr, profile.data(), profile.size());
        picture.write_to_file(at("profile.jpg").c_str());
        QCOMPARE(test::seen(decoded(at("profile.jpg"))), test::kUpright);
    }

    void alpha_isLaidOverWhite()
    {
        const VImage half = test::quadrants(64, 64).bandjoin(0);  // fully transparent
        half.write_to_file(at("alpha.png").c_str());
        half.write_to_file((at("alpha.webp").string() + "[lossless]").c_str());
        for (const char* name : {"alpha.png", "alpha.webp"})
            for (const DecodeOptions& options : {DecodeOptions {}, DecodeOptions {.shorterSide = 16}})
                QCOMPARE(pixelAt(decoded(at(name), options), 4, 4), (std::array {255, 255, 255}));
    }

    void animation_showsItsFirstFrame_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("GIF") << ".gif";
        QTest::newRow("WebP") << ".webp";
    }
    void animation_showsItsFirstFrame()
    {
        QFETCH(QString, suffix);
        VImage frames = test::quadrants(64, 64).join(test::quadrants(64, 64).rot180(), VIPS_DIRECTION_VERTICAL);
        frames.set(VIPS_META_PAGE_HEIGHT, 64);
        frames.set("delay", std::vector<int> {100, 100});
        const auto path = at("moving" + suffix.toStdString());
        frames.write_to_file(path.c_str());
        const RgbImage image = decoded(path);
        QCOMPARE(image.height, 64);
        QCOMPARE(test::seen(image), test::kUpright);
        QCOMPARE(test::seen(decoded(path, {.shorterSide = 16})), test::kUpright);
    }

    void bytes_decodeAsTheFileDoes()
    {
        const auto path = at("same.jpg");
        test::quadrants(320, 240).write_to_file(path.c_str());
        const std::string bytes = base::readFile(path).value();
        const auto fromBytes =
            decodeBytes(std::as_bytes(std::span(bytes)), "the pasted picture", {.shorterSide = 30});
        QCOMPARE(fromBytes.value().pixels, decoded(path, {.shorterSide = 30}).pixels);
    }

    void oddNames_areRead_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("wrong suffix") << QByteArray("really-a-png.jpg");
        QTest::newRow("no suffix") << QByteArray("photo");
        QTest::newRow("brackets at the end") << QByteArray("beach [page=7]");
        QTest::newRow("umlaut and emoji") << QByteArray("k\u00FCste \U0001F3D6.png");
        QTest::newRow("not UTF-8") << QByteArray("k\xFCste.png");
        QTest::newRow("raw suffix, not raw") << QByteArray("export.dng");
    }
    void oddNames_areRead()
    {
        QFETCH(QByteArray, name);
        const std::string bytes = test::bytesOf(test::quadrants(64, 64), ".png");
        QVERIFY(base::writeFileAtomically(at(name.toStdString()), bytes).has_value());
        QCOMPARE(test::seen(decoded(at(name.toStdString()))), test::kUpright);
        QCOMPARE(readInfo(at(name.toStdString())).value().format, std::string("png"));
        std::filesystem::remove(at(name.toStdString()));  // QTemporaryDir cannot remove a name that is not UTF-8
    }

    void manyThreads_getTheSamePixels()
    {
        test::quadrants(640, 480).write_to_file(at("shared.jpg").c_str());
        const RgbImage expected = decoded(at("shared.jpg"), {.shorterSide = 100});
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int round = 0; round < 25; ++round) {
                    const auto image = decodeFile(at("shared.jpg"), {.shorterSide = 100});
                    wrong += !image || image->pixels != expected.pixels ? 1 : 0;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TstDecodeFormats)
#include "tst_decode_formats.moc"
