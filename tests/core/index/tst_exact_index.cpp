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
