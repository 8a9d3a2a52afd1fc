// Models of photos under QAbstractItemModelTester, and the grid that shows them: keys, headings, 100,000 photos.
#include "support/memory.h"
#include "support/sanitizer.h"
#include "support/shared_data.h"
#include "ui/item_models/job_list.h"
#include "ui/item_models/result_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/large_photo.h"
#include "ui/widgets/photo_grid.h"
#include "ui/widgets/photo_loader.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTest>
#include <vector>

using namespace saysee;
using namespace saysee::ui;

namespace {

search::SearchAnswer answer(std::size_t best, std::size_t maybe, std::size_t rest)
{
    search::SearchAnswer made;
    made.best = best;
    made.maybe = maybe;
    made.rest = rest;
    made.coverage = {best + maybe + rest, best + maybe + rest};
    for (std::size_t i = 0; i < best + maybe + rest; ++i) {
        search::SearchHit hit;
        hit.rank = static_cast<int>(i) + 1;
        hit.photo = base::PhotoId {static_cast<std::int64_t>(i) + 1};
        hit.path = "/nowhere/" + std::to_string(i) + ".jpg";
        hit.band = i < best ? search::Band::Best : i < best + maybe ? search::Band::Maybe : search::Band::Rest;
        made.hits.push_back(std::move(hit));
    }
    return made;
}

// A grid of five photos found, three of them best.
struct FivePhotos {
    FivePhotos()
    {
        grid.setModel(&model);
        model.setAnswer(answer(3, 2, 0));
        grid.resize(1000, 600);
        grid.show();
    }
    PhotoLoader photos;
    PhotoGrid grid {photos};
    ResultModel model;
};

// As many photos as wanted, out of a few files.
class ManyPhotos : public QAbstractListModel {
public:
    ManyPhotos(int count, std::vector<std::filesystem::path> files) : m_count(count), m_files(std::move(files)) { }
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : m_count; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        if (role == PathRole)
            return QVariant::fromValue(m_files[static_cast<std::size_t>(index.row()) % m_files.size()]);
        return role == HeadingRole ? QVariant(false) : QVariant();
    }

private:
    int m_count;
    std::vector<std::filesystem::path> m_files;
};

}  // namespace

class TstPhotoGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Scheme::Light); }

    void resultModel_obeysTheRulesOfModels()
    {
        ResultModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAnswer(answer(2, 1, 3));
        QCOMPARE(model.rowCount(), 3 + 2 + 1);  // headings, and weak matches are folded
        model.setWeakMatches(WeakMatches::Shown);
        QCOMPARE(model.rowCount(), 3 + 6);
        QVERIFY(model.indexOf(base::PhotoId {6}).isValid());
        model.setAnswer({});
        QCOMPARE(model.rowCount(), 0);
    }

    void resultModel_saysWhatAScreenReaderNeeds()
    {
        ResultModel model;
        model.setAnswer(answer(1, 0, 0));
        const QString spoken = model.index(1).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(QLatin1String("0.jpg")) && spoken.contains(QLatin1String("rank 1")),
                 qPrintable(spoken));
    }

    void jobList_obeysTheRulesOfModels()
    {
        JobList jobs;
        const QAbstractItemModelTester tester(&jobs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto first = jobs.add({QStringLiteral("one"), {}, {}, false, {}, {}});
        const auto second = jobs.add({QStringLiteral("two"), {}, {}, false, {}, {}});
        jobs.update(second, QStringLiteral("half"), 0.5);
        QCOMPARE(jobs.index(1).data(JobList::ShareRole).toDouble(), 0.5);
        jobs.remove(first);
        jobs.remove(first);  // gone already
        QCOMPARE(jobs.rowCount(), 1);
        jobs.update(first, QStringLiteral("late"), {});
        QCOMPARE(jobs.index(0).data(JobList::DetailRole).toString(), QStringLiteral("half"));
    }

    void arrows_stepOverHeadings()
    {
        FivePhotos shown;
        auto& [photos, grid, model] = shown;
        grid.setCurrentIndex(model.index(1));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&grid, Qt::Key_Right);
        QCOMPARE(grid.currentIndex().row(), 5);  // rows 0 and 4 are headings
        QTest::keyClick(&grid, Qt::Key_Home);
        QCOMPARE(grid.currentIndex().row(), 1);
        QTest::keyClick(&grid, Qt::Key_Down);
        QCOMPARE(grid.currentIndex().row(), 5);  // the same column, in the next band
        QTest::keyClick(&grid, Qt::Key_Up);
        QCOMPARE(grid.currentIndex().row(), 1);
        QTest::keyClick(&grid, Qt::Key_End);
        QCOMPARE(grid.currentIndex().row(), 6);
    }

    void keysOfTheGrid_areNotThoseOfThePageAroundIt()
    {
        struct Page : QWidget {
            int keys = 0;
            void keyPressEvent(QKeyEvent*) override { ++keys; }
        } page;
        PhotoLoader photos;
        PhotoGrid grid(photos, &page);
        ResultModel model;
        model.setAnswer(answer(3, 0, 0));
        grid.setModel(&model);
        page.show();
        int opened = 0;
        connect(&grid, &QAbstractItemView::activated, this, [&opened] { ++opened; });
        grid.setCurrentIndex(model.index(1));
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(opened, 1);
        QTest::keyClick(&grid, Qt::Key_Home);  // is there already
        QTest::keyClick(&grid, Qt::Key_Left);
        QCOMPARE(page.keys, 0);
    }

    void pointing_findsWhatIsDrawnThere()
    {
        FivePhotos shown;
        auto& [photos, grid, model] = shown;
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(grid.indexAt(grid.visualRect(model.index(row)).center()).row(), row);
        grid.resize(300, 600);  // one column
        for (int row = 0; row < 3; ++row)
            QCOMPARE(grid.indexAt(grid.visualRect(model.index(row)).center()).row(), row);
    }

    void aSwipe_stepsByNotchesOfAWheel()
    {
        PhotoLoader photos;
        LargePhoto large(photos);
        int steps = 0;
        connect(&large, &LargePhoto::stepped, this, [&steps](int by) { steps += by; });
        const auto turn = [&large](int by) {
            QWheelEvent event({}, {}, {}, {0, by}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&large, &event);
        };
        for (int i = 0; i < 29; ++i)
            turn(-8);
        QCOMPARE(steps, 1);
        turn(-8);
        QCOMPARE(steps, 2);
        turn(-100);
        turn(100);
        QCOMPARE(steps, 2);  // there and back again is no step
        turn(240);
        QCOMPARE(steps, 0);
    }

    void photos_areThereForScreenReaders()
    {
        FivePhotos shown;
        auto& [photos, grid, model] = shown;
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&grid);
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 7);  // two headings
        QVERIFY(list->child(7) == nullptr && list->child(-1) == nullptr);
        QCOMPARE(list->child(0)->role(), QAccessible::Heading);
        QAccessibleInterface* photo = list->child(2);
        QCOMPARE(photo->role(), QAccessible::ListItem);
        QVERIFY2(photo->text(QAccessible::Name).contains(QLatin1String("1.jpg")),
                 qPrintable(photo->text(QAccessible::Name)));
        QVERIFY(photo == list->child(2) && photo->parent() == list);
        QCOMPARE(list->indexOfChild(photo), 2);
        const QRect place = grid.visualRect(model.index(2));
        QCOMPARE(photo->rect(), QRect(grid.viewport()->mapToGlobal(place.topLeft()), place.size()));
        QVERIFY(list->childAt(photo->rect().center().x(), photo->rect().center().y()) == photo);

        QVERIFY(!photo->state().selected && !photo->state().focused);
        grid.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&grid));
        grid.setFocus();
        grid.setCurrentIndex(model.index(2));
        QVERIFY(photo->state().selected && photo->state().focused);
        QVERIFY(list->focusChild() == photo);

        model.setAnswer(answer(1, 0, 0));
        QVERIFY(!photo->isValid());
        QCOMPARE(list->childCount(), 2);
        QVERIFY(list->child(1)->text(QAccessible::Name).contains(QLatin1String("0.jpg")));
    }

    void aHundredThousandPhotos_scrollInFlatMemory()
    {
        qputenv("XDG_CACHE_HOME", QDir::tempPath().toUtf8() + "/saysee-tst-photo-grid");
        std::vector<std::filesystem::path> files;
        const auto sample = test::sourceDirectory() / "resources/sample/photos";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(sample))
            if (entry.path().extension() == ".jpg" && files.size() < 40)
                files.push_back(entry.path());
        PhotoLoader photos;
        PhotoGrid grid(photos);
        ManyPhotos model(100'000, files);
        QElapsedTimer clock;
        clock.start();
        grid.setModel(&model);
        grid.resize(1200, 800);
        grid.show();
        qInfo("layout of 100,000 photos, three times: %lld ms", clock.elapsed());
        QScrollBar* bar = grid.verticalScrollBar();
        const auto scroll = [&](int steps) {
            for (int i = 0; i < steps; ++i) {
                bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * i / steps));
                QTest::qWait(1);
            }
        };
        for (const auto& file : files)
            QTRY_VERIFY_WITH_TIMEOUT(photos.thumbnail(file).state == PhotoLoader::State::Ready, 60'000);
        scroll(40);
        const qint64 before = test::residentKilobytes();
        scroll(300);
        const qint64 grown = test::residentKilobytes() - before;
        if (test::kSanitized)
            QSKIP("a sanitizer keeps what was freed");
        QVERIFY2(grown < 16 * 1024, qPrintable(QStringLiteral("grown by %1 kB").arg(grown)));
    }
};

QTEST_MAIN(TstPhotoGrid)
#include "tst_photo_grid.moc"
