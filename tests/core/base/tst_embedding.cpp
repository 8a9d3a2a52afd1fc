#include "core/base/embedding.h"

#include <QTest>
#include <limits>

using namespace saysee::base;

class TstEmbedding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normalised_hasLengthOne()
    {
        const auto e = Embedding::normalised({3.0F, 4.0F}, {"s"});
        QVERIFY(e.has_value());
        QCOMPARE(e->values()[0], 0.6F);
        QCOMPARE(cosine(*e, *e).value(), 1.0F);
    }

    void tinyValues_haveLengthOneToo()
    {
        QCOMPARE(Embedding::normalised({1e-39F}, {"s"})->values()[0], 1.0F);
        const auto smallest = Embedding::normalised({std::numeric_limits<float>::denorm_min(), 0.0F}, {"s"});
        QCOMPARE(smallest->values()[0], 1.0F);
        QCOMPARE(smallest->values()[1], 0.0F);
    }

    void zeroEmptyOrNotFinite_areRefused()
    {
        QVERIFY(!Embedding::normalised({}, {"s"}).has_value());
        QVERIFY(!Embedding::normalised({0.0F, 0.0F}, {"s"}).has_value());
        QVERIFY(!Embedding::normalised({std::numeric_limits<float>::quiet_NaN()}, {"s"}).has_value());
        QVERIFY(!Embedding::normalised({std::numeric_limits<float>::infinity()}, {"s"}).has_value());
    }

    void differentSpaces_cannotBeCompared()
    {
        const auto a = Embedding::normalised({1.0F}, {"a"});
        const auto b = Embedding::normalised({1.0F}, {"b"});
        QCOMPARE(cosine(*a, *b).error().code, ErrorCode::VersionMismatch);
    }
};

QTEST_GUILESS_MAIN(TstEmbedding)
#include "tst_embedding.moc"
