#include "contracts/vector_index_contract.h"
#include "core/index/index_cache.h"

#include <QTest>

using namespace saysee;
using namespace saysee::test;

namespace {

std::unique_ptr<index::VectorIndex> makeExact(int dimension, const Vectors& vectors, int threads)
{
    auto made = index::createExactIndex(kSpace, dimension, {.threads = threads});
    return made->upsert(vectors.ids, vectors.values) ? std::move(made) : nullptr;
}

MakeIndex withThreads(int threads)
{
    return [threads](int dimension, const Vectors& vectors) { return makeExact(dimension, vectors, threads); };
}

}  // namespace

class TstExactIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errors() { checkErrors(withThreads(1)); }
    void smallCases() { checkSmallCases(withThreads(2)); }

    void randomSequences_equalTheReference_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomSequences_equalTheReference()
    {
        QFETCH(unsigned, seed);
        checkAgainstReference(withThreads(2), seed);
    }

    void threads_doNotChangeTheAnswer()
    {
        std::mt19937 random(3);
        Vectors many;  // more than one thread's portion, across blocks of storage
        for (int i = 1; i <= 40'000; ++i)
            many.add({i}, randomVector(16, random));
        const auto one = makeExact(16, many, 1);
        const auto four = makeExact(16, many, 4);
        for (int i = 0; i < 5; ++i) {
            const auto query = embedding(randomVector(16, random));
            QCOMPARE(four->search(query, 100).value(), one->search(query, 100).value());
        }
    }

    // Few ids are found one by one, many by looking at every row: the answers are those of a search without a filter.
    void filters_ofEverySize_admitTheSame()
    {
        std::mt19937 random(7);
        Vectors many;
        for (int i = 1; i <= 3000; ++i)
            many.add({2 * i}, randomVector(8, random));
        const auto exact = makeExact(8, many, 1);
        for (int i = 0; i < 300; ++i) {  // ids that come late and out of order, and ids that go
            const base::PhotoId late {9000 - 2 * i + 1};
            const base::PhotoId gone {2 + 20 * i};
            QVERIFY(exact->upsert({&late, 1}, randomVector(8, random)).has_value());
            QVERIFY(exact->erase({&gone, 1}).has_value());
        }
        const auto query = embedding(randomVector(8, random));
        const auto all = exact->search(query, 5000).value();
        for (const int one : {1, 2, 7, 30, 200, 2000, 8999}) {
            index::IdFilter filter;
            for (std::int64_t id = one % 5; id <= 10'000; id += one)
                filter.push_back({id});
            auto expected = all;
            std::erase_if(expected, [&](const index::Hit& hit) {
                return !std::binary_search(filter.begin(), filter.end(), hit.photo);
            });
            QCOMPARE(exact->search(query, 5000, &filter).value(), expected);
        }
    }

    void sample_dependsOnThePhotosAlone()
    {
        std::mt19937 random(4);
        Vectors forwards;
        Vectors backwards;
        const auto vector = randomVector(8, random);
        for (int i = 1; i <= 5000; ++i) {
            forwards.add({i}, vector);
            backwards.add({5001 - i}, vector);
        }
        const auto sample = makeExact(8, forwards, 1)->sample(500);
        QCOMPARE(makeExact(8, backwards, 1)->sample(500), sample);
        QVERIFY2(sample.size() > 420 && sample.size() < 580, QByteArray::number(qsizetype(sample.size())));
    }
};

QTEST_GUILESS_MAIN(TstExactIndex)
#include "tst_exact_index.moc"
