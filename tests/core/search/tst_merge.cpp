#include "core/search/rank/merge.h"

#include <QTest>

using namespace saysee;
using search::Band;
using search::Field;
using search::TextMatch;

namespace {

std::string order(const std::vector<search::RankedPhoto>& photos)
{
    std::string text;
    for (const auto& photo : photos)
        text += std::to_string(photo.photo.value) + std::string(1, search::bandName(photo.band).front()) + " ";
    return text;
}

}  // namespace

class TstMerge : public QObject {
    Q_OBJECT

    const std::vector<index::Hit> m_content = {{{1}, 0.30F}, {{2}, 0.28F}, {{3}, 0.20F}, {{4}, 0.19F}};
    const std::vector<Band> m_bands = {Band::Best, Band::Maybe, Band::Rest, Band::Rest};

private Q_SLOTS:
    void withoutWords_contentDecides()
    {
        QCOMPARE(order(search::mergeRanks(m_content, m_bands, {}, {})), "1b 2m 3r 4r ");
    }

    void keywordsAndNames_makeBest_foldersMaybe()
    {
        for (const Field field : {Field::Keyword, Field::Title, Field::Place, Field::Person, Field::FileName}) {
            const std::vector<TextMatch> written = {{{4}, field, "x"}};
            QCOMPARE(order(search::mergeRanks(m_content, m_bands, written, {})), "4b 1b 2m 3r ");
        }
        const std::vector<TextMatch> folder = {{{4}, Field::FolderName, "x"}};
        QCOMPARE(order(search::mergeRanks(m_content, m_bands, folder, {})), "1b 4m 2m 3r ");
    }

    // "cat" is no reason to call a cathedral the best answer.
    void beginningsOfWords_makeMaybe()
    {
        const std::vector<TextMatch> written = {{{4}, Field::Keyword, "Cathedral", search::LastWord::Beginning}};
        QCOMPARE(order(search::mergeRanks(m_content, m_bands, written, {})), "1b 4m 2m 3r ");
    }

    void foldersNeverLowerABand()
    {
        const std::vector<TextMatch> written = {{{1}, Field::FolderName, "x"}};
        QCOMPARE(search::mergeRanks(m_content, m_bands, written, {}).front().band, Band::Best);
    }

    void writtenPhotosBeyondTheContentHits_keepTheirScore()
    {
        const std::vector<TextMatch> written = {{{9}, Field::Person, "Anna"}, {{8}, Field::Person, "Anna"}};
        const std::vector<index::Hit> scores = {{{9}, 0.05F}};
        const auto merged = search::mergeRanks(m_content, m_bands, written, scores);
        QCOMPARE(order(merged), "1b 9b 8b 2m 3r 4r ");
        QCOMPARE(merged[1].score.value(), 0.05F);
        QVERIFY(!merged[2].score.has_value());
        QCOMPARE(merged[1].written->text, std::string("Anna"));
    }

    void ties_goByPhotoId()
    {
        // First in one list and absent from the other, and the other way round.
        const std::vector<index::Hit> content = {{{7}, 0.3F}};
        const std::vector<Band> bands = {Band::Best};
        const std::vector<TextMatch> written = {{{5}, Field::Title, "x"}};
        QCOMPARE(order(search::mergeRanks(content, bands, written, {})), "5b 7b ");
    }
};

QTEST_GUILESS_MAIN(TstMerge)
#include "tst_merge.moc"
