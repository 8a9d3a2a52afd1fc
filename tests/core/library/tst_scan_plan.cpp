#include "core/library/scan_plan.h"

#include <QTest>
#include <map>
#include <random>

using namespace saysee;
using namespace saysee::library;

namespace {

constexpr base::FolderId kFolder {1};

FoundFile file(std::string path, FileStamp stamp, base::FolderId folder = kFolder)
{
    return {folder, std::move(path), stamp, 1};
}

KnownPhoto known(std::int64_t id, std::string path, FileStamp stamp, std::string hash,
                 PhotoState state = PhotoState::Present)
{
    return {base::PhotoId {id}, kFolder, std::move(path), stamp, state, std::move(hash)};
}

// Answers by path and remembers who was asked for.
struct Hashes {
    std::map<std::string, std::string> byPath;
    std::vector<std::string> asked;

    ContentHash function()
    {
        return [this](const FoundFile& found) -> std::optional<std::string> {
            asked.push_back(found.path);
            const auto it = byPath.find(found.path);
            return it == byPath.end() ? std::nullopt : std::optional(it->second);
        };
    }
};

constexpr FileStamp kA = {100, 1000, 11};
constexpr FileStamp kB = {200, 2000, 12};

}  // namespace

class TstScanPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingChanged_readsNothing()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A"), known(2, "b.jpg", kB, "B")};
        const std::vector<FoundFile> now = {file("b.jpg", kB), file("a.jpg", kA)};
        const ScanPlan plan = planScan(before, now, {}, hashes.function());
        QVERIFY(plan.empty());
        QCOMPARE(plan.unchanged, std::size_t(2));
        QVERIFY(hashes.asked.empty());
    }

    void newChangedAndGone_areToldApart()
    {
        Hashes hashes;
        const FileStamp edited = {150, 3000, 11};
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A"), known(2, "b.jpg", kB, "B")};
        const std::vector<FoundFile> now = {file("a.jpg", edited), file("c.jpg", {300, 1, 13})};
        const ScanPlan plan = planScan(before, now, {}, hashes.function());
        QCOMPARE(plan.changed.size(), std::size_t(1));
        QCOMPARE(plan.changed[0].id.value, 1);
        QCOMPARE(plan.added.size(), std::size_t(1));
        QCOMPARE(plan.added[0].path, std::string("c.jpg"));
        QCOMPARE(plan.gone, std::vector<base::PhotoId> {base::PhotoId {2}});
    }

    void rename_isAMove_withoutReading()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A")};
        const std::vector<FoundFile> now = {file("sub/z.jpg", kA)};
        const ScanPlan plan = planScan(before, now, {}, hashes.function());
        QCOMPARE(plan.moved.size(), std::size_t(1));
        QCOMPARE(plan.moved[0].file.path, std::string("sub/z.jpg"));
        QVERIFY(plan.gone.empty() && plan.added.empty());
        QVERIFY(hashes.asked.empty());
    }

    // A move to another disk gives another inode and perhaps another time: only the content tells.
    void moveAcrossDisks_isFoundByContent_alsoLongAfterwards()
    {
        for (const PhotoState state : {PhotoState::Present, PhotoState::Gone}) {
            Hashes hashes {{{"new.jpg", "A"}, {"other.jpg", "X"}}, {}};
            const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A", state)};
            const FileStamp copied = {100, 9000, 77};
            const std::vector<FoundFile> now = {file("other.jpg", copied, base::FolderId {2}),
                                                file("new.jpg", copied, base::FolderId {2})};
            const ScanPlan plan = planScan(before, now, {}, hashes.function());
            QCOMPARE(plan.moved.size(), std::size_t(1));
            QCOMPARE(plan.moved[0].file.folder, base::FolderId {2});
            QCOMPARE(plan.added.size(), std::size_t(1));
            QCOMPARE(plan.added[0].path, std::string("other.jpg"));
        }
    }

    void ofEqualCopies_theSameNameIsMeant()
    {
        Hashes hashes {{{"new/b.jpg", "A"}}, {}};
        const std::vector<KnownPhoto> before = {known(1, "old/a.jpg", kA, "A"),
                                                known(2, "old/b.jpg", {100, 5, 15}, "A")};
        const std::vector<FoundFile> now = {file("new/b.jpg", {100, 6, 99})};
        const ScanPlan plan = planScan(before, now, {}, hashes.function());
        QCOMPARE(plan.moved[0].id.value, 2);
        QCOMPARE(plan.gone, std::vector<base::PhotoId> {base::PhotoId {1}});
    }

    void touchedFile_isReadOnce_andKeptWhenEqual()
    {
        Hashes hashes {{{"a.jpg", "A"}, {"b.jpg", "other"}}, {}};
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A"), known(2, "b.jpg", kB, "B")};
        const std::vector<FoundFile> now = {file("a.jpg", {100, 1001, 11}), file("b.jpg", {200, 2001, 12})};
        const ScanPlan plan = planScan(before, now, {}, hashes.function());
        QCOMPARE(plan.restamped.size(), std::size_t(1));
        QCOMPARE(plan.restamped[0].id.value, 1);
        QCOMPARE(plan.changed.size(), std::size_t(1));
        QCOMPARE(plan.changed[0].id.value, 2);
    }

    // As after restoring a backup.
    void anotherInode_costsNoReading()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A")};
        const ScanPlan plan = planScan(before, std::vector {file("a.jpg", {100, 1000, 99})}, {}, hashes.function());
        QCOMPARE(plan.restamped.size(), std::size_t(1));
        QVERIFY(hashes.asked.empty());
    }

    void anotherSidecar_costsNoReading()
    {
        Hashes hashes;
        FoundFile described = file("a.jpg", kA);
        described.sidecarNs = 5;
        for (const PhotoState state : {PhotoState::Present, PhotoState::Gone}) {
            const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A", state)};
            const ScanPlan plan = planScan(before, std::vector {described}, {}, hashes.function());
            QCOMPARE(plan.restamped.size(), std::size_t(1));
            QCOMPARE(plan.restamped[0].file.sidecarNs, std::int64_t(5));
        }
        QVERIFY(hashes.asked.empty());
    }

    // A tool that numbers files anew gives every file a name that another one had.
    void renamesInAChain_keepEveryPhoto()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "1.jpg", kA, "A"), known(2, "2.jpg", kB, "B")};
        const std::vector<FoundFile> shifted = {file("2.jpg", kA), file("3.jpg", kB)};
        const std::vector<FoundFile> swapped = {file("1.jpg", kB), file("2.jpg", kA)};
        for (const auto& now : {shifted, swapped}) {
            const ScanPlan plan = planScan(before, now, {}, hashes.function());
            QCOMPARE(plan.moved.size(), std::size_t(2));
            QVERIFY(plan.added.empty() && plan.gone.empty() && plan.changed.empty() && hashes.asked.empty());
        }
    }

    void goneFile_comesBackAsItself()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A", PhotoState::Gone)};
        const ScanPlan back = planScan(before, std::vector {file("a.jpg", kA)}, {}, hashes.function());
        QCOMPARE(back.returned, std::vector<base::PhotoId> {base::PhotoId {1}});
        const ScanPlan still = planScan(before, {}, {}, hashes.function());
        QVERIFY(still.empty());
    }

    // Its labels and vectors belong to the file that went.
    void anotherFileUnderTheNameOfAGoneOne_isNew()
    {
        Hashes hashes {{{"a.jpg", "B"}}, {}};
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A", PhotoState::Gone)};
        const ScanPlan plan = planScan(before, std::vector {file("a.jpg", {100, 7, 50})}, {}, hashes.function());
        QCOMPARE(plan.added.size(), std::size_t(1));
        QVERIFY(plan.changed.empty() && plan.restamped.empty());
    }

    void belowAnUnreadableFolder_nothingIsGone()
    {
        Hashes hashes;
        const std::vector<KnownPhoto> before = {known(1, "locked/a.jpg", kA, "A"), known(2, "lockedb.jpg", kB, "B")};
        const std::vector<UnreadFolder> unread = {{kFolder, "locked/", "no"}};
        const ScanPlan plan = planScan(before, {}, unread, hashes.function());
        QCOMPARE(plan.unreached, std::vector<base::PhotoId> {base::PhotoId {1}});
        QCOMPARE(plan.gone, std::vector<base::PhotoId> {base::PhotoId {2}});
    }

    void unreadablePhoto_isTriedAgainOnlyWhenItChanged()
    {
        Hashes hashes {{{"a.jpg", "A"}}, {}};
        const std::vector<KnownPhoto> before = {known(1, "a.jpg", kA, "A", PhotoState::Unreadable)};
        QVERIFY(planScan(before, std::vector {file("a.jpg", kA)}, {}, hashes.function()).empty());
        const ScanPlan touched =
            planScan(before, std::vector {file("a.jpg", {100, 1001, 11})}, {}, hashes.function());
        QCOMPARE(touched.changed.size(), std::size_t(1));
    }

    // Whatever happens on disk, no photo and no file is lost or counted twice.
    void randomChanges_keepEveryPhotoAndFileOnce()
    {
        std::mt19937 random(7);
        const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        for (int round = 0; round < 300; ++round) {
            std::vector<KnownPhoto> before;
            std::map<std::string, FoundFile> disk;
            std::map<std::string, std::string> content;
            for (int i = 0; i < 20; ++i) {
                const std::string path = std::to_string(i) + ".jpg";
                const std::string hash = std::to_string(pick(8));
                const FileStamp stamp {100 + static_cast<std::uint64_t>(pick(2)), pick(3),
                                       static_cast<std::uint64_t>(i)};
                if (pick(4) != 0)
                    before.push_back(
                        known(i + 1, path, stamp, pick(5) == 0 ? "" : hash, static_cast<PhotoState>(pick(3))));
                const std::string now = pick(3) == 0 ? "moved" + path : path;
                if (pick(4) != 0)
                    disk.emplace(now, file(now, pick(3) == 0 ? FileStamp {stamp.size, 9, 50} : stamp));
                content[now] = hash;
            }
            std::vector<FoundFile> found;
            for (const auto& [path, entry] : disk)
                found.push_back(entry);
            const ContentHash hash = [&](const FoundFile& entry) { return content[entry.path]; };
            const ScanPlan plan = planScan(before, found, {}, hash);

            std::map<std::int64_t, int> photos;
            std::map<std::string, int> files;
            for (const auto* list : {&plan.changed, &plan.moved, &plan.restamped})
                for (const PlacedPhoto& placed : *list) {
                    ++photos[placed.id.value];
                    ++files[placed.file.path];
                }
            for (const FoundFile& added : plan.added)
                ++files[added.path];
            for (const auto* list : {&plan.gone, &plan.returned})
                for (const base::PhotoId id : *list)
                    ++photos[id.value];
            for (const auto& [id, count] : photos)
                QVERIFY2(count == 1, qPrintable(QStringLiteral("photo %1 in round %2").arg(id).arg(round)));
            for (const auto& [path, count] : files)
                QVERIFY2(count == 1, qPrintable(QString::fromStdString(path)));
            QCOMPARE(photos.size() + plan.unchanged, before.size());
            QVERIFY(files.size() <= found.size());
        }
    }
};

QTEST_GUILESS_MAIN(TstScanPlan)
#include "tst_scan_plan.moc"
