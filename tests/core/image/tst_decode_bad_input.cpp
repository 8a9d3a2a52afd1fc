#include "core/base/files.h"
#include "core/image/decode.h"
#include "fixtures.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace saysee;
using namespace saysee::image;
using base::ErrorCode;

namespace {

void putBigEndian(std::string& bytes, std::size_t at, std::uint32_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i)
        bytes[at + i] = static_cast<char>(value >> (8 * (width - 1 - i)));
}

std::uint32_t crc32(std::string_view bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

// A small PNG whose header declares another size, with a valid checksum.
std::string pngDeclaring(std::uint32_t width, std::uint32_t height)
{
    std::string bytes = test::bytesOf(test::quadrants(8, 8), ".png");
    putBigEndian(bytes, 16, width, 4);
    putBigEndian(bytes, 20, height, 4);
    putBigEndian(bytes, 29, crc32(std::string_view(bytes).substr(12, 17)), 4);
    return bytes;
}

std::string jpegDeclaring(std::uint32_t width, std::uint32_t height)
{
    std::string bytes = test::bytesOf(test::quadrants(8, 8), ".jpg");
    const std::size_t frame = bytes.find("\xFF\xC0");
    putBigEndian(bytes, frame + 5, height, 2);
    putBigEndian(bytes, frame + 7, width, 2);
    return bytes;
}

}  // namespace

class TstDecodeBadInput : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    void write(const std::string& name, std::string_view bytes) const
    {
        QVERIFY(base::writeFileAtomically(at(name), bytes).has_value());
    }

private Q_SLOTS:
    void initTestCase() { test::start(); }

    void truncatedAtEveryTenth_isAnError_data()
    {
        QTest::addColumn<QString>("suffix");
        for (const char* suffix : {".jpg", ".png", ".webp", ".tif", ".gif", ".heic", ".avif", ".jxl"})
            QTest::newRow(suffix) << suffix;
    }
    void truncatedAtEveryTenth_isAnError()
    {
        QFETCH(QString, suffix);
        std::string whole;
        try {
            // Noise, so that the file is long enough for every cut to hurt.
            const auto noisy = test::quadrants(160, 120)
                + vips::VImage::gaussnoise(160, 120, vips::VImage::option()->set("sigma", 30));
            whole = test::bytesOf(noisy.cast(VIPS_FORMAT_UCHAR), suffix.toStdString().c_str());
        } catch (const vips::VError& error) {
            QSKIP(error.what());
        }
        for (std::size_t tenth = 0; tenth < 10; ++tenth) {
            const std::string name = "cut" + std::to_string(tenth) + suffix.toStdString();
            write(name, std::string_view(whole).substr(0, whole.size() * tenth / 10));
            for (const DecodeOptions& options : {DecodeOptions {}, DecodeOptions {.shorterSide = 30}}) {
                const auto image = decodeFile(at(name), options);
                QVERIFY2(!image.has_value(), name.c_str());
                QVERIFY2(image.error().code == ErrorCode::Corrupt
                             || image.error().code == ErrorCode::UnsupportedFormat,
                         image.error().message.c_str());
                QVERIFY2(image.error().message.find(name) != std::string::npos, image.error().message.c_str());
            }
        }
    }

    void flippedBytes_neverCrash_data() { truncatedAtEveryTenth_isAnError_data(); }
    void flippedBytes_neverCrash()
    {
        QFETCH(QString, suffix);
        std::string whole;
        try {
            whole = test::bytesOf(test::quadrants(64, 48), suffix.toStdString().c_str());
        } catch (const vips::VError& error) {
            QSKIP(error.what());
        }
        unsigned state = 1;
        for (int round = 0; round < 60; ++round) {
            std::string bytes = whole;
            for (int flips = 0; flips < 8; ++flips) {
                state = state * 1664525U + 1013904223U;
                bytes[(state >> 8U) % bytes.size()] = static_cast<char>(state >> 24U);
            }
            const auto image = decodeBytes(std::as_bytes(std::span(bytes)), "flipped", {.shorterSide = 16});
            if (image)
                QCOMPARE(image->pixels.size(), std::size_t(image->width) * std::size_t(image->height) * 3);
        }
    }

    void hugeDeclaredSize_isRefusedAtOnce_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("PNG") << QByteArray::fromStdString(pngDeclaring(60'000, 60'000));
        QTest::newRow("JPEG") << QByteArray::fromStdString(jpegDeclaring(60'000, 60'000));
    }
    void hugeDeclaredSize_isRefusedAtOnce()
    {
        QFETCH(QByteArray, bytes);
        write("huge", bytes.toStdString());
        QElapsedTimer timer;
        timer.start();
        const auto image = decodeFile(at("huge"));
        QCOMPARE(image.error().code, ErrorCode::UnsupportedFormat);
        QVERIFY2(image.error().message.find("60000 x 60000") != std::string::npos, image.error().message.c_str());
        QVERIFY(timer.elapsed() < 5000);  // it would take minutes to read 3.6 billion pixels
    }

    void largestDeclaredSize_withoutData_isCutOff()
    {
        write("large.png", pngDeclaring(16'000, 16'000));
        QCOMPARE(decodeFile(at("large.png"), {.shorterSide = 64}).error().code, ErrorCode::Corrupt);
    }

    void noPicture_isNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        QTest::newRow("zero bytes") << QByteArray() << int(ErrorCode::Corrupt);
        QTest::newRow("one byte") << QByteArray("x") << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("text") << QByteArray("not a picture at all, but long enough to be looked at")
                              << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("SVG") << QByteArray(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>")
                             << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("PDF") << QByteArray("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n") << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("PPM") << QByteArray("P6 1 1 255\nabc") << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("header alone") << QByteArray("\x89PNG\r\n\x1a\n") << int(ErrorCode::Corrupt);
    }
    void noPicture_isNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        write("picture.jpg", content.toStdString());
        for (const base::Error& error :
             {decodeFile(at("picture.jpg")).error(), readInfo(at("picture.jpg")).error()}) {
            QCOMPARE(int(error.code), code);
            QVERIFY2(error.message.find("picture.jpg") != std::string::npos, error.message.c_str());
        }
        const auto fromBytes =
            decodeBytes(std::as_bytes(std::span(content.constData(), std::size_t(content.size()))), "it");
        QCOMPARE(int(fromBytes.error().code), code);
    }

    void noFile_isNamed()
    {
        QCOMPARE(decodeFile(at("absent.jpg")).error().code, ErrorCode::NotFound);
        QCOMPARE(decodeFile(at("")).error().code, ErrorCode::Io);  // the folder itself
        QCOMPARE(::mkfifo(at("pipe.jpg").c_str(), 0600), 0);
        QCOMPARE(decodeFile(at("pipe.jpg")).error().code, ErrorCode::Io);  // and does not wait for a writer
        if (::geteuid() == 0)
            return;  // root reads everything
        write("locked.jpg", "x");
        QCOMPARE(::chmod(at("locked.jpg").c_str(), 0), 0);
        QCOMPARE(decodeFile(at("locked.jpg")).error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TstDecodeBadInput)
#include "tst_decode_bad_input.moc"
