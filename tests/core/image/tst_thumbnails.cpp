#include "core/base/files.h"
#include "core/image/thumbnails.h"
#include "fixtures.h"

#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace saysee;
using namespace saysee::image;

namespace {

std::filesystem::perms permissions(const std::filesystem::path& path)
{
    return std::filesystem::status(path).permissions();
}

RgbImage plain(int width, int height, std::uint8_t value)
{
    return {width, height, std::vector<std::uint8_t>(std::size_t(width) * std::size_t(height) * 3, value)};
}

}  // namespace

class TstThumbnails : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::filesystem::path photo(const std::string& name, int width = 800, int height = 600) const
    {
        (void)base::writeFileAtomically(at(name), test::bytesOf(test::quadrants(width, height), ".jpg"));
        return at(name);
    }
    static void touch(const std::filesystem::path& path, time_t seconds)
    {
        const std::array<timespec, 2> times = {{{seconds, 0}, {seconds, 0}}};
        QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0);
    }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CACHE_HOME", QByteArray::fromStdString(at("cache").string())); }

    void uris_areEncodedAsGlibDoes_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("uri");
        // Unreserved and a path's own signs stay, all else is escaped byte by byte in upper case.
        QTest::newRow("plain") << QByteArray("/home/jens/photos/me.png")
                               << QByteArray("file:///home/jens/photos/me.png");
        QTest::newRow("space") << QByteArray("/a b.jpg") << QByteArray("file:///a%20b.jpg");
        QTest::newRow("brackets") << QByteArray("/a[1](2).jpg") << QByteArray("file:///a%5B1%5D(2).jpg");
        QTest::newRow("umlaut") << QByteArray("/k\u00FCste.jpg") << QByteArray("file:///k%C3%BCste.jpg");
        QTest::newRow("not UTF-8") << QByteArray("/k\xFCste.jpg") << QByteArray("file:///k%FCste.jpg");
        QTest::newRow("signs") << QByteArray("/a!$&'*+,:=@~#%?;.jpg")
                               << QByteArray("file:///a!$&'*+,:=@~%23%25%3F%3B.jpg");
    }
    void uris_areEncodedAsGlibDoes()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, uri);
        QCOMPARE(QByteArray::fromStdString(thumbnailUri(path.toStdString()).value()), uri);
    }

    void path_isTheMd5OfTheUri()
    {
        // The example in the standard itself.
        const auto path = thumbnailPath("/home/jens/photos/me.png", ThumbnailSize::Normal).value();
        QCOMPARE(path, at("cache/thumbnails/normal/c6ee772d9e49320e97ec29a7eb5b1697.png"));
        QCOMPARE(thumbnailPath("relative.jpg", ThumbnailSize::Normal).error().code, base::ErrorCode::InvalidArgument);
    }

    void thumbnail_isMadeOnceAndRead()
    {
        const auto path = photo("made [1].jpg");
        QVERIFY(!readThumbnail(path, ThumbnailSize::Large).has_value());
        const RgbImage made = thumbnail(path, ThumbnailSize::Large).value();
        QCOMPARE(made.width, 256);
        QCOMPARE(made.height, 192);
        QCOMPARE(test::seen(made), test::kUpright);
        const auto read = readThumbnail(path, ThumbnailSize::Large);
        QVERIFY(read.has_value());
        QCOMPARE(read->pixels, made.pixels);
        QVERIFY(!readThumbnail(path, ThumbnailSize::Normal).has_value());

        const auto file = thumbnailPath(path, ThumbnailSize::Large).value();
        using std::filesystem::perms;
        QCOMPARE(permissions(file), perms::owner_read | perms::owner_write);
        QCOMPARE(permissions(file.parent_path()), perms::owner_all);
        QCOMPARE(permissions(file.parent_path().parent_path()), perms::owner_all);
        std::size_t files = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
            ++files;
        QCOMPARE(files, std::size_t(1));  // no temporary file is left
    }

    void foreignThumbnail_isServed_whenItIsOfThisFile()
    {
        // As GNOME writes it: other texts around the two that count.
        const auto path = photo("foreign.jpg");
        touch(path, 1'600'000'000);
        const auto file = thumbnailPath(path, ThumbnailSize::Normal).value();
        std::filesystem::create_directories(file.parent_path());
        const auto writeWith = [&](const std::string& uri, const char* time) {
            vips::VImage picture = test::quadrants(64, 48).copy();
            picture.set("png-comment-0-Software", "GNOME::ThumbnailFactory");
            picture.set("png-comment-1-Thumb::MTime", time);
            picture.set("png-comment-2-Thumb::URI", uri.c_str());
            picture.write_to_file(file.c_str());
        };
        const std::string uri = thumbnailUri(path).value();
        writeWith(uri, "1600000000");
        QCOMPARE(readThumbnail(path, ThumbnailSize::Normal).value().width, 64);
        writeWith(uri, "1600000001");
        QVERIFY(!readThumbnail(path, ThumbnailSize::Normal).has_value());
        writeWith(uri + "x", "1600000000");
        QVERIFY(!readThumbnail(path, ThumbnailSize::Normal).has_value());
    }

    void changedPhoto_getsANewThumbnail()
    {
        const auto path = photo("changed.jpg");
        touch(path, 1'000'000'000);
        QVERIFY(thumbnail(path, ThumbnailSize::Normal).has_value());
        (void)photo("changed.jpg", 600, 800);
        touch(path, 1'000'000'001);
        QVERIFY(!readThumbnail(path, ThumbnailSize::Normal).has_value());
        QCOMPARE(thumbnail(path, ThumbnailSize::Normal).value().width, 96);
    }

    void smallPhoto_isNotEnlarged()
    {
        QCOMPARE(thumbnail(photo("small.jpg", 40, 20), ThumbnailSize::XXLarge).value().width, 40);
    }

    void failure_isRememberedUntilTheFileChanges()
    {
        QVERIFY(base::writeFileAtomically(at("broken.jpg"), "not a picture").has_value());
        touch(at("broken.jpg"), 1'000'000'000);
        QCOMPARE(thumbnail(at("broken.jpg"), ThumbnailSize::Normal).error().code, base::ErrorCode::UnsupportedFormat);
        const auto again = thumbnail(at("broken.jpg"), ThumbnailSize::Normal);
        QVERIFY2(again.error().message.find("before") != std::string::npos, again.error().message.c_str());
        const auto failFolder = at("cache/thumbnails/fail");
        QCOMPARE(permissions(failFolder), std::filesystem::perms::owner_all);
        QVERIFY(!std::filesystem::is_empty(failFolder));
        (void)photo("broken.jpg");
        touch(at("broken.jpg"), 1'000'000'001);
        QVERIFY(thumbnail(at("broken.jpg"), ThumbnailSize::Normal).has_value());
    }

    // A copy that is under way when it is first looked at ends in the same second.
    void failure_ofAFileThatWasStillGrowing_isForgotten()
    {
        const auto path = photo("growing.jpg");
        const std::string whole = base::readFile(path).value();
        QVERIFY(base::writeFileAtomically(path, whole.substr(0, whole.size() / 2)).has_value());
        touch(path, 1'000'000'000);
        QVERIFY(!thumbnail(path, ThumbnailSize::Normal).has_value());
        QVERIFY(base::writeFileAtomically(path, whole).has_value());
        touch(path, 1'000'000'000);
        QVERIFY(thumbnail(path, ThumbnailSize::Normal).has_value());
    }

    void photoReplacedWhileItIsRead_isNoThumbnailOfTheNewOne()
    {
        const auto path = at("replaced.png");
        test::quadrants(3000, 3000).write_to_file(path.c_str());
        touch(path, 1'000'000'000);
        const auto other = at("other.png");
        test::quadrants(40, 20).write_to_file(other.c_str());
        touch(other, 1'000'000'001);
        const int watch = ::inotify_init1(IN_CLOEXEC);
        QVERIFY(watch >= 0 && ::inotify_add_watch(watch, path.c_str(), IN_OPEN) >= 0);
        std::thread replacing([&] {
            inotify_event event {};
            if (::read(watch, &event, sizeof event) > 0)
                std::filesystem::rename(other, path);
        });
        const auto made = thumbnail(path, ThumbnailSize::Normal);
        replacing.join();
        ::close(watch);
        QCOMPARE(made.value().width, 128);
        QVERIFY2(!readThumbnail(path, ThumbnailSize::Normal), "the old picture under the new file's time");
        QCOMPARE(thumbnail(path, ThumbnailSize::Normal).value().width, 40);
    }

    void damagedThumbnail_isMadeAgain()
    {
        const auto path = photo("damaged.jpg");
        QVERIFY(thumbnail(path, ThumbnailSize::Normal).has_value());
        const auto file = thumbnailPath(path, ThumbnailSize::Normal).value();
        const std::string bytes = base::readFile(file).value();
        QVERIFY(base::writeFileAtomically(file, bytes.substr(0, bytes.size() / 2)).has_value());
        QCOMPARE(thumbnail(path, ThumbnailSize::Normal).value().width, 128);
        QVERIFY(readThumbnail(path, ThumbnailSize::Normal).has_value());
    }

    void wrongUses_areErrors()
    {
        const auto path = photo("uses.jpg");
        using base::ErrorCode;
        QCOMPARE(writeThumbnail(path, ThumbnailSize::Normal, plain(129, 4, 0)).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(writeThumbnail(path, ThumbnailSize::Normal, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(thumbnail(at("absent.jpg"), ThumbnailSize::Normal).error().code, ErrorCode::NotFound);
        QVERIFY(thumbnail(path, ThumbnailSize::Normal).has_value());
        const auto own = thumbnailPath(path, ThumbnailSize::Normal).value();
        QCOMPARE(writeThumbnail(own, ThumbnailSize::Normal, plain(4, 4, 0)).error().code, ErrorCode::InvalidArgument);
    }

    void fullDisk_stillShowsThePicture()
    {
        // A file where the folder should be stands for any failure to store.
        QVERIFY(base::writeFileAtomically(at("file"), "x").has_value());
        qputenv("XDG_CACHE_HOME", QByteArray::fromStdString(at("file/below").string()));
        const auto path = photo("full.jpg");
        QCOMPARE(thumbnail(path, ThumbnailSize::Normal).value().width, 128);
        QCOMPARE(writeThumbnail(path, ThumbnailSize::Normal, plain(4, 4, 0)).error().code, base::ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TstThumbnails)
#include "tst_thumbnails.moc"
