#include "contracts/vector_index_contract.h"
#include "core/index/ivf/ivf_index.h"

#include <QTest>
#include <set>

using namespace saysee;
using namespace saysee::test;

namespace {

index::RowStore rowsOf(int dimension, const Vectors& vectors)
{
    index::RowStore rows(dimension);
    for (std::size_t i = 0; i < vectors.ids.size(); ++i)
        rows.insert(vectors.ids[i], std::span(vectors.values).subspan(i * rows.dimension(), rows.dimension()));
    return rows;
}

std::unique_ptr<index::VectorIndex> makeIvf(int dimension, const Vectors& vectors)
{
    auto made = index::IvfIndex::build(kSpace, rowsOf(dimension, vectors), 2);
    return made ? std::move(*made) : nullptr;
}

// 60,000 vectors in 600 clusters: more than one search looks at.
Vectors clustered(std::mt19937& random)
{
    constexpr std::size_t kDimension = 32;
    std::normal_distribution<float> normal;
    std::vector<std::vector<float>> centres(600, std::vector<float>(kDimension));
    for (auto& centre : centres)
        for (float& value : centre)
            value = normal(random);
    Vectors vectors;
    for (int i = 1; i <= 60'000; ++i) {
        std::vector<float> values = centres[random() % centres.size()];
        for (float& value : values)
            value += 0.7F * normal(random);
        const auto unit = embedding(values);
        vectors.add({i}, {unit.values().begin(), unit.values().end()});
    }
    return vectors;
}

}  // namespace

class TstIvfIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errors() { checkErrors(makeIvf); }
    void smallCases() { checkSmallCases(makeIvf); }

    // With so few rows every list is looked at: the answers must be equal, not merely similar.
    void randomSequences_equalTheReference_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomSequences_equalTheReference()
    {
        QFETCH(unsigned, seed);
        checkAgainstReference(makeIvf, seed);
    }

    void manyClusteredVectors_recallAtTen_data()
    {
        QTest::addColumn<int>("keepOneIn");
        QTest::newRow("no filter") << 1;
        QTest::newRow("half") << 2;
        QTest::newRow("one in a hundred") << 100;
    }
    void manyClusteredVectors_recallAtTen()
    {
        QFETCH(int, keepOneIn);
        static std::mt19937 random(11);
        static const Vectors vectors = clustered(random);
        static const auto ivf = makeIvf(32, vectors);
        index::IdFilter filter;
        std::copy_if(vectors.ids.begin(), vectors.ids.end(), std::back_inserter(filter),
                     [&](base::PhotoId id) { return id.value % keepOneIn == 0; });
        int right = 0;
        for (int i = 0; i < 50; ++i) {
            const std::size_t near = random() % vectors.ids.size();
            const auto query = embedding({vectors.values.begin() + static_cast<std::ptrdiff_t>(32 * near),
                                          vectors.values.begin() + static_cast<std::ptrdiff_t>(32 * near + 32)});
            auto exact = ivf->score(query, filter).value();
            std::sort(exact.begin(), exact.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
            std::set<base::PhotoId> best;
            for (std::size_t j = 0; j < 10; ++j)
                best.insert(exact[j].photo);
            const auto found = ivf->search(query, 10, keepOneIn == 1 ? nullptr : &filter);
            for (const auto& hit : *found)
                right += static_cast<int>(best.count(hit.photo));
        }
        QVERIFY2(right >= 495, qPrintable(QStringLiteral("recall@10 is %1").arg(right / 500.0)));
    }

    void rowsAddedAndMovedSinceTheBuild_areFound()
    {
        std::mt19937 random(12);
        auto vectors = clustered(random);
        const auto ivf = makeIvf(32, vectors);
        for (std::int64_t i = 0; i < 200; ++i) {
            // New photos, and old ones whose picture is now another.
            const base::PhotoId id {i % 2 == 0 ? 100'000 + i : i * 250 + 1};
            std::vector<float> values(32);
            for (float& value : values)
                value = std::normal_distribution<float>()(random);
            const auto unit = embedding(values);
            QVERIFY(ivf->upsert({&id, 1}, unit.values()).has_value());
            QCOMPARE(ivf->search(unit, 1).value().at(0).photo, id);
            if (i % 4 == 1) {
                QVERIFY(ivf->erase({&id, 1}).has_value());
                QVERIFY(ivf->search(unit, 1).value().at(0).photo != id);
            }
        }
    }

    void stoppedBuild_isNoIndex()
    {
        std::mt19937 random(13);
        Vectors some;
        for (int i = 1; i <= 100; ++i)
            some.add({i}, randomVector(8, random));
        std::stop_source source;
        source.request_stop();
        const auto built = index::IvfIndex::build(kSpace, rowsOf(8, some), 1, {source.get_token(), {}});
        QVERIFY(!built.has_value());
        QCOMPARE(built.error().code, base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstIvfIndex)
#include "tst_ivf_index.moc"
