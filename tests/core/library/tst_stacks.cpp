#include "core/library/stacks.h"

#include <QTest>

using namespace saysee;
using namespace saysee::library;

namespace {

StackCandidate shot(std::int64_t id, std::string path, std::optional<std::int64_t> takenMs = std::nullopt,
                    std::string camera = "Canon EOS R5")
{
    return {base::PhotoId {id}, base::FolderId {1}, std::move(path), takenMs, std::move(camera)};
}

StackMember member(std::int64_t photo, std::int64_t leader, StackKind kind)
{
    return {base::PhotoId {photo}, base::PhotoId {leader}, kind};
}

using Members = std::vector<StackMember>;

}  // namespace

class TstStacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rawBesideItsPicture_isShownByThePicture()
    {
        const std::vector photos = {shot(1, "d/IMG_1.CR2"), shot(2, "d/img_1.jpg"), shot(3, "d/IMG_2.CR2"),
                                    shot(4, "e/IMG_2.jpg"), shot(5, "d/IMG_1.tif")};
        QCOMPARE(findStacks(photos), (Members {member(1, 2, StackKind::RawBesideJpeg)}));
    }

    void burst_isShownByItsFirstShot()
    {
        const std::vector photos = {shot(3, "c.jpg", 1500), shot(1, "a.jpg", 0), shot(2, "b.jpg", 700),
                                    shot(4, "d.jpg", 9000), shot(5, "e.jpg", 9100)};
        QCOMPARE(
            findStacks(photos),
            (Members {member(2, 1, StackKind::Burst), member(3, 1, StackKind::Burst)}));  // two shots are no burst
    }

    void otherCamerasFoldersAndUndated_areNoBurst()
    {
        const std::vector photos = {
            shot(1, "a.jpg", 0), shot(2, "b.jpg", 100, "Phone"), shot(3, "x/c.jpg", 200), shot(4, "d.jpg", 300),
            shot(5, "e.jpg"),    shot(6, "f.jpg", 0, ""),        shot(7, "g.jpg", 0, "")};
        QCOMPARE(findStacks(photos), Members {});
    }

    void rawFilesOfABurst_followTheirPictures()
    {
        const std::vector photos = {shot(1, "1.jpg", 0), shot(2, "2.jpg", 100), shot(3, "3.jpg", 200),
                                    shot(4, "1.nef", 0), shot(5, "2.nef", 100), shot(6, "3.nef", 200)};
        QCOMPARE(findStacks(photos),
                 (Members {member(2, 1, StackKind::Burst), member(3, 1, StackKind::Burst),
                           member(4, 1, StackKind::RawBesideJpeg), member(5, 2, StackKind::RawBesideJpeg),
                           member(6, 3, StackKind::RawBesideJpeg)}));
    }
};

QTEST_GUILESS_MAIN(TstStacks)
#include "tst_stacks.moc"
