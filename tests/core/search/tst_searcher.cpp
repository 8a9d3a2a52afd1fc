#include "core/index/index_cache.h"
#include "core/search/searcher.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <random>

using namespace saysee;
using base::ErrorCode;
using base::PhotoId;
using search::Band;

namespace {

constexpr int kDimension = 32;

base::Embedding unit(std::vector<float> values, const char* space = "s")
{
    return base::Embedding::normalised(std::move(values), {space}).value();
}

base::Embedding axis(std::size_t direction, const char* space = "s")
{
    std::vector<float> values(kDimension, 0.0F);
    values[direction] = 1;
    return unit(std::move(values), space);
}

// A library in memory.
class FakeCatalog final : public search::PhotoCatalog {
public:
    base::Result<search::Admission> admission(const search::PhotoFilter& filter) override
    {
        return search::Admission {filter.photos, hidden};
    }
    base::Result<std::vector<search::TextMatch>> matching(std::string_view text, std::size_t) override
    {
        asked = text;
        const auto found = written.find(std::string(text));
        return found == written.end() ? std::vector<search::TextMatch>() : found->second;
    }
    base::Result<std::vector<search::PhotoFacts>> describe(std::span<const PhotoId> photos) override
    {
        std::vector<search::PhotoFacts> facts;
        for (const PhotoId photo : photos)
            if (photo != gone)
                facts.push_back({photo, "/photos/" + std::to_string(photo.value) + ".jpg", "2024-06-15"});
        return facts;
    }
    base::Result<search::Coverage> coverage(const base::SpaceId&) override { return covered; }

    std::map<std::string, std::vector<search::TextMatch>> written;
    std::string asked;
    PhotoId gone;
    std::vector<search::Hidden> hidden;
    search::Coverage covered {300, 300};
};

std::string ids(const search::SearchAnswer& answer)
{
    std::string text;
    for (const auto& hit : answer.hits)
        text += std::to_string(hit.photo.value) + " ";
    return text;
}

}  // namespace

class TstSearcher : public QObject {
    Q_OBJECT

    std::unique_ptr<index::VectorIndex> m_index;
    FakeCatalog m_catalog;

    [[nodiscard]] search::SearchRequest textRequest(std::size_t direction, const std::string& text) const
    {
        search::SearchRequest request;
        const model::TextQuery query {axis(direction), {}, {text}, {axis(direction)}, {}};
        request.parts.push_back(search::textPart(query, text));
        request.count = 10;
        return request;
    }
    base::Result<search::SearchAnswer> run(const search::SearchRequest& request)
    {
        return search::Searcher(*m_index, m_catalog).search(request);
    }

private Q_SLOTS:
    // 300 photos of nothing in particular; 7, 8 and 9 clearly show what direction 0 stands for.
    void init()
    {
        m_catalog = {};
        m_index = index::createExactIndex({"s"}, kDimension, {.threads = 1});
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0, 0.1F);
        for (std::int64_t id = 1; id <= 300; ++id) {
            std::vector<float> values(kDimension);
            for (float& value : values)
                value = normal(random);
            if (id >= 7 && id <= 9)
                values[0] += 2;
            const auto vector = unit(std::move(values));
            const PhotoId photo {id};
            QVERIFY(m_index->upsert({&photo, 1}, vector.values()).has_value());
        }
    }

    void matches_areBest_others_areFolded()
    {
        const auto answer = run(textRequest(0, "a red car")).value();
        QCOMPARE(answer.best, std::size_t {3});
        QCOMPARE(answer.hits.size(), std::size_t {10});
        QCOMPARE(answer.hits[3].band, Band::Rest);
        QVERIFY(!answer.nothingMatches());
        QCOMPARE(answer.hits[0].path,
                 std::filesystem::path("/photos/" + std::to_string(answer.hits[0].photo.value) + ".jpg"));
        QVERIFY(answer.hits[0].words.has_value());
        QVERIFY(!answer.hits[0].sound.has_value());
        QCOMPARE(answer.hits[9].rank, 10);
        QCOMPARE(summary(answer), std::string("3 photos match well."));
        QCOMPARE(m_catalog.asked, std::string("red car"));
    }

    void unrelatedQuery_saysSo_andKeepsTheNearest()
    {
        const auto answer = run(textRequest(20, "a submarine")).value();
        QVERIFY(answer.nothingMatches());
        QCOMPARE(answer.rest, std::size_t {10});
        QCOMPARE(summary(answer), std::string("Nothing matches."));
    }

    void writtenWords_makeBest_andAreExplained()
    {
        m_catalog.written["submarine"] = {{{42}, search::Field::Keyword, "submarine"}};
        const auto answer = run(textRequest(20, "a submarine")).value();
        QCOMPARE(answer.hits.front().photo, PhotoId {42});
        QCOMPARE(answer.best, std::size_t {1});
        QVERIFY(explanation(answer.hits.front()).starts_with("the keyword says \"submarine\"; words "));
        auto ignoring = textRequest(20, "a submarine");
        ignoring.writtenWords = search::WrittenWords::Ignore;
        QVERIFY(run(ignoring).value().nothingMatches());
    }

    void photosWithoutAVector_areFoundByWordsAlone()
    {
        m_catalog.written["submarine"] = {{{5000}, search::Field::FileName, "submarine.jpg"}};
        search::SearchRequest request;
        request.text = "submarine";
        const auto answer = run(request).value();
        QCOMPARE(ids(answer), std::string("5000 "));
        QVERIFY(!answer.hits.front().score.has_value());
        QVERIFY(toJson(answer)["hits"][0]["score"].is_null());
    }

    void filters_holdForContentAndWords()
    {
        m_catalog.written["red car"] = {{{42}, search::Field::Keyword, "red car"},
                                        {{8}, search::Field::Keyword, "red car"}};
        auto request = textRequest(0, "a red car");
        request.filter.photos = index::IdFilter {{8}, {100}, {101}};
        const auto answer = run(request).value();
        QCOMPARE(answer.hits.size(), std::size_t {3});
        QCOMPARE(answer.hits.front().photo, PhotoId {8});
        QVERIFY(ids(answer).find("42") == std::string::npos);
        request.filter.photos = index::IdFilter();
        QVERIFY(run(request).value().hits.empty());
    }

    void uncertainSpeech_isNeverBest_andSaysSo()
    {
        m_catalog.written["red car"] = {{{42}, search::Field::Keyword, "red car"}};
        auto request = textRequest(0, "a red car");
        request.parts[0].kind = search::PartKind::Speech;
        request.parts[0].trust = 0.6;
        const auto unsure = run(request).value();
        QCOMPARE(unsure.best, std::size_t {0});
        QVERIFY(unsure.maybe >= 4);
        QVERIFY(!unsure.heardWell);
        QVERIFY(summary(unsure).find("hard to hear") != std::string::npos);
        request.parts[0].trust = 0.1;
        QVERIFY(run(request).value().nothingMatches());
    }

    // All but one of those that match are hidden, so the first answers of the index are not enough.
    void hiddenPhotos_givePlaceToOthers()
    {
        m_catalog.written["red car"] = {{{9}, search::Field::Keyword, "red car"}};
        auto request = textRequest(0, "a red car");
        request.count = 3;
        m_catalog.hidden = {search::Hidden {{7}, {8}}, search::Hidden {{9}, {8}}};
        m_catalog.written["red car"].push_back({{8}, search::Field::Keyword, "red car"});
        const auto answer = run(request).value();
        QCOMPARE(answer.hits.size(), std::size_t {3});
        QCOMPARE(answer.hits.front().photo, PhotoId {8});
        for (const auto& hit : answer.hits)
            QVERIFY(hit.photo != PhotoId {7} && hit.photo != PhotoId {9});
        m_catalog.written.clear();
        m_catalog.hidden.clear();
        for (std::int64_t id = 1; id <= 300; ++id)
            m_catalog.hidden.push_back(search::Hidden {{id}, {1000}});
        QVERIFY(run(request).value().hits.empty());
    }

    // Shown by what it looks like is another photo of its stack; but nothing is written about that one.
    void hiddenPhotos_areFoundByWhatIsWrittenAboutThemAlone()
    {
        m_catalog.hidden = {search::Hidden {{42}, {41}}};
        m_catalog.written["submarine"] = {{{42}, search::Field::Title, "submarine"}};
        QCOMPARE(run(textRequest(20, "a submarine")).value().hits.front().photo, PhotoId {42});
        m_catalog.written["submarine"].push_back({{41}, search::Field::Title, "submarine"});
        const auto both = run(textRequest(20, "a submarine")).value();
        QCOMPARE(both.hits.front().photo, PhotoId {41});
        QVERIFY(ids(both).find("42 ") == std::string::npos);
    }

    void minus_pushesDown()
    {
        auto request = textRequest(0, "a red car");
        const auto before = run(request).value();
        request.parts.push_back(search::imagePart(m_index->vectorOf(before.hits[0].photo).value(), "minus", -0.5));
        const auto after = run(request).value();
        QVERIFY(after.hits[0].photo != before.hits[0].photo);
    }

    void channels_areShownApart()
    {
        search::SearchRequest request = textRequest(0, "a red car");
        request.parts[0].kind = search::PartKind::Speech;
        request.parts[0].sound = axis(1);
        const auto answer = run(request).value();
        const auto& hit = answer.hits.front();
        QCOMPARE(hit.words.value(), m_index->score(axis(0), {&hit.photo, 1}).value()[0].score);
        QCOMPARE(hit.sound.value(), m_index->score(axis(1), {&hit.photo, 1}).value()[0].score);
        const auto json = toJson(answer)["hits"][0];
        QVERIFY(json["words"].is_number() && json["sound"].is_number());
        QCOMPARE(json["band"].get<std::string>(), std::string("best"));
    }

    void clauseThatMatched_isNamed()
    {
        auto request = textRequest(0, "a submarine, a red car");
        request.parts[0].clauses = {{"a submarine", axis(20)}, {"a red car", axis(0)}};
        QCOMPARE(run(request).value().hits.front().clause, std::string("a red car"));
    }

    void photosThatAreGone_fallOut()
    {
        m_catalog.gone = {8};
        const auto answer = run(textRequest(0, "a red car")).value();
        QCOMPARE(answer.best, std::size_t {2});
        QVERIFY(ids(answer).find(" 8 ") == std::string::npos);
        QCOMPARE(answer.hits.back().rank, static_cast<int>(answer.hits.size()));
    }

    void incompleteCoverage_isTold()
    {
        m_catalog.covered = {62, 100};
        QVERIFY(
            summary(run(textRequest(0, "a red car")).value()).ends_with("62 % of the library is searched so far."));
        m_catalog.covered = {0, 0};
        QVERIFY(summary(run(textRequest(0, "a red car")).value()).starts_with("The library is empty"));
    }

    void similar_leavesThePhotoItselfOut()
    {
        const auto answer = search::Searcher(*m_index, m_catalog).similar({7}, 5).value();
        QCOMPARE(answer.hits.size(), std::size_t {5});
        QVERIFY(ids(answer).starts_with("8 9 ") || ids(answer).starts_with("9 8 "));
        QCOMPARE(answer.hits[0].rank, 1);
        QCOMPARE(answer.best + answer.maybe + answer.rest, std::size_t {5});
        QCOMPARE(search::Searcher(*m_index, m_catalog).similar({999}, 5).error().code, ErrorCode::NotFound);
    }

    void wrongRequests_areRefused()
    {
        const auto code = [this](const search::SearchRequest& request) {
            const auto answer = run(request);
            return answer ? ErrorCode::Internal : answer.error().code;
        };
        QCOMPARE(code({}), ErrorCode::InvalidArgument);
        auto request = textRequest(0, "a car");
        request.count = 0;
        QCOMPARE(code(request), ErrorCode::InvalidArgument);
        request.count = 1'000'000;
        QCOMPARE(code(request), ErrorCode::InvalidArgument);
        request = textRequest(0, "a car");
        request.text = std::string(100'000, 'x');
        QCOMPARE(code(request), ErrorCode::InvalidArgument);
        request = textRequest(0, "a car");
        request.parts[0].vector = axis(0, "another space");
        QCOMPARE(code(request), ErrorCode::VersionMismatch);
    }

    void sameRequest_sameAnswer()
    {
        const auto request = textRequest(3, "a car");
        QCOMPARE(toJson(run(request).value()).dump(), toJson(run(request).value()).dump());
    }
};

QTEST_GUILESS_MAIN(TstSearcher)
#include "tst_searcher.moc"
