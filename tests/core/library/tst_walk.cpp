#include "core/library/walk.h"

#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <fstream>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace saysee;
using namespace saysee::library;

class TstWalk : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path root() const { return m_folder->path().toStdString(); }

    void put(const std::string& path) const
    {
        std::filesystem::create_directories((root() / path).parent_path());
        std::ofstream(root() / path) << path;
    }

    std::vector<std::string> found(const WalkOptions& options = {}) const
    {
        const auto result = walkFolder(base::FolderId {1}, root(), options);
        std::vector<std::string> paths;
        for (const FoundFile& file : result.value().files)
            paths.push_back(file.path);
        std::sort(paths.begin(), paths.end());
        return paths;
    }

    using Paths = std::vector<std::string>;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void photos_areFoundWithTheirStamps()
    {
        put("a.jpg");
        put("deep/er/B.CR2");
        put("notes.txt");
        put("no_suffix");
        QCOMPARE(found(), (Paths {"a.jpg", "deep/er/B.CR2"}));
        const auto result = walkFolder(base::FolderId {3}, root(), {}).value();
        QCOMPARE(result.files[0].folder, base::FolderId {3});
        QVERIFY(result.files[0].stamp.size > 0 && result.files[0].stamp.inode > 0
                && result.files[0].stamp.mtimeNs > 0);
    }

    // Programs that rate and tag write beside the photo and leave the photo itself as it is.
    void sidecars_lendTheirTimes()
    {
        const auto time = [&](const std::string& path, int hours) {
            put(path);
            const auto when = std::filesystem::file_time_type::clock::now() - std::chrono::hours(hours);
            std::filesystem::last_write_time(root() / path, when);
            return std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::file_clock::to_sys(when).time_since_epoch())
                .count();
        };
        for (const char* path : {"sub/a.jpg", "sub/a.CR2", "sub/b.two.jpg", "sub/plain.jpg", "a.jpg"})
            put(path);
        const auto both = time("sub/a.xmp", 3);  // of the picture and the RAW file
        const auto raw = time("sub/a.CR2.XMP", 2);
        const auto dotted = time("sub/b.two.jpg.xmp", 1);
        time("sub/b.xmp", 1);  // of a b.jpg
        std::map<std::string, std::int64_t> times;
        const auto result =
            walkFolder(base::FolderId {1}, root(), {.excludes = {"*.xmp"}}).value();  // read all the same
        for (const FoundFile& file : result.files)
            times[file.path] = file.sidecarNs;
        QCOMPARE(times.size(), std::size_t(5));
        QCOMPARE(times["sub/a.jpg"], both);
        QCOMPARE(times["sub/a.CR2"], raw);
        QCOMPARE(times["sub/b.two.jpg"], dotted);
        QCOMPARE(times["sub/plain.jpg"], std::int64_t(0));
        QCOMPARE(times["a.jpg"], std::int64_t(0));
    }

    void whatOthersKeepForThemselves_isLeftOut()
    {
        for (const char* path : {"@eaDir/a.jpg", ".hidden/b.jpg", ".c.jpg", "node_modules/d.jpg", "lost+found/e.jpg",
                                 "private/f.jpg", "private/.nomedia", "private/below/g.jpg", "kept.jpg"})
            put(path);
        QCOMPARE(found(), Paths {"kept.jpg"});
    }

    void ownPatterns_matchNamesAndPaths()
    {
        for (const char* path : {"a.jpg", "a.png", "raw/b.jpg", "2020/export/c.jpg"})
            put(path);
        QCOMPARE(found({{"*.png", "raw", "2020/export"}}), Paths {"a.jpg"});
        QCOMPARE(found({{"2020/*.jpg"}}), (Paths {"a.jpg", "a.png", "raw/b.jpg"}));
    }

    void links_areFollowedOnce_loopsEnd()
    {
        put("real/a.jpg");
        std::filesystem::create_directory_symlink(root(), root() / "real/loop");
        std::filesystem::create_directory_symlink(root() / "real", root() / "again");
        std::filesystem::create_symlink(root() / "real/a.jpg", root() / "copy.jpg");
        std::filesystem::create_symlink(root() / "absent.jpg", root() / "broken.jpg");
        QTemporaryDir elsewhere;
        std::ofstream(std::filesystem::path(elsewhere.path().toStdString()) / "far.jpg") << "x";
        std::filesystem::create_directory_symlink(elsewhere.path().toStdString(), root() / "out");
        QCOMPARE(found(), (Paths {"out/far.jpg", "real/a.jpg"}));
    }

    void namesThatAreNotUtf8_areBytes()
    {
        put("caf\xe9.jpg");
        QCOMPARE(found(), Paths {"caf\xe9.jpg"});
        std::filesystem::remove(root() / "caf\xe9.jpg");  // Qt cannot
    }

    void unreadableSubfolder_isNamed_notEmpty()
    {
        if (::geteuid() != 0)
            QSKIP("needs root, to become somebody without rights");
        put("open/a.jpg");
        put("locked/b.jpg");
        std::filesystem::permissions(root(), std::filesystem::perms(0755));
        std::filesystem::permissions(root() / "locked", std::filesystem::perms(0));
        const pid_t child = ::fork();
        if (child == 0) {
            const bool became = ::setuid(65534) == 0;
            const auto result = walkFolder(base::FolderId {1}, root(), {});
            const bool right = became && result && result->files.size() == 1 && result->unread.size() == 1
                && result->unread[0].path == "locked/" && !result->unread[0].reason.empty();
            const auto refused = walkFolder(base::FolderId {1}, root() / "locked", {});
            ::_exit(right && !refused && refused.error().code == base::ErrorCode::Io ? 0 : 1);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
    }

    void absentFolder_isNotFound_andStoppingStops()
    {
        QCOMPARE(walkFolder(base::FolderId {1}, root() / "absent", {}).error().code, base::ErrorCode::NotFound);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(walkFolder(base::FolderId {1}, root(), {}, {stop.get_token(), {}}).error().code,
                 base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstWalk)
#include "tst_walk.moc"
