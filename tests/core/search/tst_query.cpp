#include "core/search/query.h"
#include "core/search/rank/written_words.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace saysee;
using base::ErrorCode;
using search::QueryPart;

namespace {

base::Embedding vector(std::vector<float> values, const char* space = "s")
{
    return base::Embedding::normalised(std::move(values), {space}).value();
}

QueryPart part(std::vector<float> values, double weight, const char* space = "s")
{
    return search::imagePart(vector(std::move(values), space), "part", weight);
}

}  // namespace

class TstQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void combine_isTheWeightedSum()
    {
        const std::vector<QueryPart> parts = {part({1, 0, 0}, 2), part({0, 1, 0}, 1), part({0, 0, 1}, -1)};
        const auto sum = search::combine(parts);
        QVERIFY(sum.has_value());
        const auto expected = vector({2, 1, -1});
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(sum->values()[i], expected.values()[i]);
    }

    void combine_refusesSenselessMixes()
    {
        const auto code = [](const std::vector<QueryPart>& parts) {
            const auto sum = search::combine(parts);
            return sum ? ErrorCode::Internal : sum.error().code;
        };
        QCOMPARE(code({}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, 0)}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, -1)}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, std::numeric_limits<double>::quiet_NaN())}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, std::numeric_limits<double>::infinity())}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, 1), part({1, 0}, -1)}), ErrorCode::InvalidArgument);
        QCOMPARE(code({part({1, 0}, 1), part({1, 0}, 1, "other")}), ErrorCode::VersionMismatch);
        QCOMPARE(code({part({1, 0}, 1), part({1, 0, 0}, 1)}), ErrorCode::VersionMismatch);
    }

    void trust_isThatOfTheSurestWantedPart()
    {
        model::Transcript heard;
        QCOMPARE(search::trustIn(heard), 0.0);
        heard.hypotheses.push_back({});
        heard.hypotheses[0].text = "a dog";
        const double certain = search::trustIn(heard);
        QCOMPARE(certain, heard.confidence());
        heard.noSpeechProbability = 0.9;
        QVERIFY(search::trustIn(heard) < 0.11);
        QCOMPARE(search::trustIn(std::span<const search::QueryPart>()), 1.0);
        QueryPart spoken = part({1, 0}, 1);
        spoken.trust = 0.2;
        QCOMPARE(search::trustIn(std::vector {spoken, part({0, 1}, -1)}), 0.2);
        QCOMPARE(search::trustIn(std::vector {spoken, part({0, 1}, 1)}), 1.0);
    }

    void emptyAndEndlessTexts_areRefused()
    {
        for (const std::string& text : {std::string(), std::string(" \t\n"), std::string(100'000, 'a')}) {
            const auto status = search::checkQueryText(text);
            QVERIFY(!status.has_value());
            QCOMPARE(status.error().code, ErrorCode::InvalidArgument);
        }
        QVERIFY(search::checkQueryText("a").has_value());
    }

    void clauses_areKeptOnlyWhenTheTextWasSplit()
    {
        const model::TextQuery whole {vector({1, 0}), {}, {"a dog"}, {vector({1, 0})}, {}};
        QVERIFY(search::textPart(whole, "a dog").clauses.empty());
        const model::TextQuery split {vector({1, 1}), {}, {"a dog", "a cat"}, {vector({1, 0}), vector({0, 1})}, {}};
        const QueryPart made = search::textPart(split, "a dog, a cat", 0.5);
        QCOMPARE(made.clauses.size(), std::size_t {2});
        QCOMPARE(made.clauses[1].text, std::string("a cat"));
        QCOMPARE(made.weight, 0.5);
    }

    void significantWords_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("sentence") << QByteArray("Show me a photo of the Beach.") << QByteArray("Beach.");
        QTest::newRow("only common words") << QByteArray("where is it") << QByteArray("where is it");
        QTest::newRow("quoted") << QByteArray("\"the wall\" in Berlin") << QByteArray("\"the wall\" Berlin");
        QTest::newRow("other script") << QByteArray("лето на море") << QByteArray("лето на море");
        QTest::newRow("names and numbers") << QByteArray("IMG_2041.jpg  by Anna") << QByteArray("IMG_2041.jpg Anna");
        QTest::newRow("open quote") << QByteArray("\"the wall") << QByteArray("\"the wall");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
    }
    void significantWords()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, kept);
        QCOMPARE(QByteArray::fromStdString(search::significantWords(text.toStdString())), kept);
    }
};

QTEST_GUILESS_MAIN(TstQuery)
#include "tst_query.moc"
