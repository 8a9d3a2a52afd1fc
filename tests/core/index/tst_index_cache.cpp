#include "contracts/vector_index_contract.h"
#include "core/index/index_cache.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::test;
using index::IndexStamp;
using index::RefreshPlan;

namespace {

constexpr int kDimension = 16;

// A database in memory that counts how often and how far it is read.
class FakeSource final : public index::VectorSource {
public:
    base::Result<IndexStamp> stamp() override { return IndexStamp {kSpace, m_generation, m_rows.size(), library}; }
    int dimension() const override { return kDimension; }
    base::Result<std::vector<base::PhotoId>> ids() override
    {
        std::vector<base::PhotoId> all;
        for (const auto& [id, row] : m_rows)
            all.push_back(id);
        return all;
    }
    base::Status read(std::uint64_t after, const Batch& batch) override
    {
        for (const auto& [id, row] : m_rows) {
            if (row.generation <= after)
                continue;
            ++rowsRead;
            SAYSEE_TRY(batch({&id, 1}, row.vector));
        }
        return {};
    }

    void put(std::int64_t id, std::vector<float> vector) { m_rows[{id}] = {std::move(vector), ++m_generation}; }
    void remove(std::int64_t id)
    {
        m_rows.erase({id});
        ++m_generation;
    }
    int rowsRead = 0;
    std::string library = "0123456789abcdef0123456789abcdef";

private:
    struct Stored {
        std::vector<float> vector;
        std::uint64_t generation = 0;
    };
    std::map<base::PhotoId, Stored> m_rows;
    std::uint64_t m_generation = 0;
};

void checkSameAsSource(const index::VectorIndex& found, FakeSource& source)
{
    ReferenceIndex reference;
    const auto add = [&](std::span<const base::PhotoId> ids, std::span<const float> vectors) -> base::Status {
        reference.upsert(ids[0], {vectors.begin(), vectors.end()});
        return {};
    };
    QVERIFY(source.read(0, add).has_value());
    QCOMPARE(found.size(), reference.size());
    std::mt19937 random(17);
    for (int i = 0; i < 10; ++i) {
        const auto query = embedding(randomVector(kDimension, random));
        QCOMPARE(found.search(query, 1000).value(), reference.search(query, 1000, nullptr));
    }
}

}  // namespace

class TstIndexCache : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_file;
    FakeSource m_source;
    index::IndexOptions m_options;

    void fill(int photos)
    {
        std::mt19937 random(21);
        for (int i = 1; i <= photos; ++i)
            m_source.put(i, randomVector(kDimension, random));
    }
    index::OpenedIndex open()
    {
        m_source.rowsRead = 0;
        auto opened = index::openIndex(m_file, m_source, m_options);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        return std::move(*opened);
    }

private Q_SLOTS:
    void init()
    {
        m_source = {};
        m_options = {};
        m_file = std::filesystem::path(m_folder.path().toStdString()) / "index";
        std::filesystem::remove_all(m_file);
    }

    void plan()
    {
        const IndexStamp truth {{"s"}, 10, 100};
        using P = RefreshPlan;
        QCOMPARE(planRefresh(std::nullopt, truth), P::Rebuild);
        QCOMPARE(planRefresh(truth, truth), P::Load);
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 9, 99}, truth), P::Update);
        QCOMPARE(planRefresh(IndexStamp {{"other"}, 10, 100}, truth), P::Rebuild);
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 11, 100}, truth), P::Rebuild);  // a restored database
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 10, 100, "another"}, truth), P::Rebuild);
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 9, 99, "another"}, truth), P::Rebuild);
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 10, 99}, truth), P::Rebuild);  // contradicts itself
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 1, 60}, truth), P::Rebuild);  // mostly new
        QCOMPARE(planRefresh(IndexStamp {{"s"}, 9, 99}, truth, {.exactLimit = 99}), P::Rebuild);  // now approximate
    }

    void withoutAFile_isBuilt_thenLoadedWithoutReadingRows_data()
    {
        QTest::addColumn<int>("exactLimit");
        QTest::newRow("exact") << 1'000'000;
        QTest::newRow("IVF") << 100;
    }
    void withoutAFile_isBuilt_thenLoadedWithoutReadingRows()
    {
        QFETCH(int, exactLimit);
        m_options.exactLimit = static_cast<std::size_t>(exactLimit);
        fill(500);
        const auto built = open();
        QCOMPARE(built.done, RefreshPlan::Rebuild);
        checkSameAsSource(*built.index, m_source);
        const auto loaded = open();
        QCOMPARE(loaded.done, RefreshPlan::Load);
        QCOMPARE(m_source.rowsRead, 0);
        QCOMPARE(loaded.index->description(), built.index->description());
        checkSameAsSource(*loaded.index, m_source);
    }

    void changesSinceTheFile_areReadAlone_data() { withoutAFile_isBuilt_thenLoadedWithoutReadingRows_data(); }
    void changesSinceTheFile_areReadAlone()
    {
        QFETCH(int, exactLimit);
        m_options.exactLimit = static_cast<std::size_t>(exactLimit);
        fill(500);
        open();
        std::mt19937 random(22);
        m_source.put(7, randomVector(kDimension, random));
        m_source.put(900, randomVector(kDimension, random));
        m_source.remove(8);
        const auto updated = open();
        QCOMPARE(updated.done, RefreshPlan::Update);
        QCOMPARE(m_source.rowsRead, 2);
        checkSameAsSource(*updated.index, m_source);
        QCOMPARE(open().done, RefreshPlan::Load);
    }

    void loadedIndex_canBeChanged_andTheFileStaysAsItWas()
    {
        fill(50);
        open();
        const auto loaded = open();
        std::mt19937 random(23);
        const base::PhotoId seven {7};
        QVERIFY(loaded.index->upsert({&seven, 1}, randomVector(kDimension, random)).has_value());
        QVERIFY(loaded.index->erase({&seven, 1}).has_value());
        QCOMPARE(loaded.index->size(), std::size_t {49});
        checkSameAsSource(*open().index, m_source);
    }

    // Deleted and made anew at the same place with as many photos, a library counts as the one before did.
    void indexOfAnotherLibrary_isNeverUsed()
    {
        fill(50);
        open();
        m_source = {};
        m_source.library = "fedcba9876543210fedcba9876543210";
        std::mt19937 random(25);
        for (int i = 1; i <= 50; ++i)
            m_source.put(i, randomVector(kDimension, random));
        const auto opened = open();
        QCOMPARE(opened.done, RefreshPlan::Rebuild);
        checkSameAsSource(*opened.index, m_source);
        QCOMPARE(open().done, RefreshPlan::Load);
    }

    void emptyLibrary_opens()
    {
        QCOMPARE(open().index->size(), std::size_t {0});
        QCOMPARE(open().done, RefreshPlan::Load);
    }

    // The file is cut, or one byte differs: never another answer, always a rebuild.
    void damagedFile_isRebuilt_data()
    {
        QTest::addColumn<int>("cutAt");
        QTest::addColumn<int>("flipAt");
        QTest::addColumn<int>("exactLimit");
        std::mt19937 random(24);
        for (int i = 0; i < 40; ++i) {
            const int exactLimit = i % 10 == 0 ? 100 : 1000;
            QTest::addRow("cut %d", i) << static_cast<int>(random() % 100'000) << -1 << exactLimit;
            QTest::addRow("flip %d", i) << -1 << static_cast<int>(random() % 100'000) << exactLimit;
        }
        QTest::newRow("empty") << 0 << -1 << 1000;
    }
    void damagedFile_isRebuilt()
    {
        QFETCH(int, cutAt);
        QFETCH(int, flipAt);
        QFETCH(int, exactLimit);
        m_options.exactLimit = static_cast<std::size_t>(exactLimit);
        fill(500);
        open();
        QFile file(QString::fromStdString(m_file.string()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (cutAt >= 0)
            QVERIFY(file.resize(cutAt % file.size()));
        if (flipAt >= 0) {
            const qint64 at = flipAt % file.size();
            file.seek(at);
            char byte = 0;
            file.getChar(&byte);
            file.seek(at);
            file.putChar(static_cast<char>(byte ^ 0x10));
        }
        file.close();
        const auto opened = open();
        checkSameAsSource(*opened.index, m_source);
        // A flipped byte between the parts is no damage; everything else is noticed.
        if (cutAt >= 0) {
            QCOMPARE(opened.done, RefreshPlan::Rebuild);
            QVERIFY(!opened.reason.empty());
        }
        QCOMPARE(open().done, RefreshPlan::Load);
    }

    void foreignFiles_areRebuilt()
    {
        fill(30);
        QFile file(QString::fromStdString(m_file.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(100'000, 'x'));
        file.close();
        checkSameAsSource(*open().index, m_source);
    }

    void folderThatCannotBeWritten_isNoError()
    {
        fill(30);
        m_file = "/proc/saysee/index";
        const auto opened = open();
        QCOMPARE(opened.done, RefreshPlan::Rebuild);
        checkSameAsSource(*opened.index, m_source);
    }

    void readingThatIsStopped_isReported()
    {
        fill(30);
        std::stop_source source;
        source.request_stop();
        const auto opened = index::openIndex(m_file, m_source, m_options, {source.get_token(), {}});
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().code, base::ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(m_file));
    }
};

QTEST_GUILESS_MAIN(TstIndexCache)
#include "tst_index_cache.moc"
