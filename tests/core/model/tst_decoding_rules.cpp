// Whisper's decoding rules, one by one, on a toy vocabulary: words 0..9, end 10, no-timestamps 11, timestamps
// from 12.
#include "core/model/whisper/decoding_rules.h"

#include <QTest>
#include <cmath>

using namespace saysee;
using model::DecodingRules;
using model::Timestamps;
using model::TranscribeOptions;
using model::WindowQuality;

namespace {

constexpr int kEnd = 10;
constexpr int kBegin = 12;
constexpr int kVocabulary = kBegin + 100;  // timestamps up to 1.98 s

DecodingRules toyRules(Timestamps timestamps) { return {kEnd, 11, kBegin, {3, 11}, {0, kEnd}, timestamps}; }

// The tokens left possible when all are equally likely but `favourite`.
std::vector<int> allowed(Timestamps timestamps, const std::vector<int>& sampled, int favourite = -1)
{
    std::vector<float> logits(kVocabulary, 0.0F);
    if (favourite >= 0)
        logits[static_cast<std::size_t>(favourite)] = 20.0F;
    model::applyRules(toyRules(timestamps), sampled, logits);
    std::vector<int> left;
    for (int token = 0; token < kVocabulary; ++token)
        if (std::isfinite(logits[static_cast<std::size_t>(token)]))
            left.push_back(token);
    return left;
}

bool has(const std::vector<int>& tokens, int token)
{
    return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

constexpr WindowQuality kGood {-0.2, 1.2, 0.01, false, false};

}  // namespace

class TestDecodingRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void someTokensNeverComeAndSomeNotFirst()
    {
        const auto first = allowed(Timestamps::Absent, {});
        QVERIFY(!has(first, 3) && !has(first, 0) && !has(first, kEnd) && has(first, 1));
        const auto later = allowed(Timestamps::Absent, {1});
        QVERIFY(!has(later, 3) && has(later, 0) && has(later, kEnd));
    }

    void suppressedIdsOutsideTheVocabularyAreIgnored()
    {
        DecodingRules rules = toyRules(Timestamps::Absent);
        rules.suppressed = {-1, 1'000'000};
        std::vector<float> logits(kVocabulary, 0.0F);
        model::applyRules(rules, std::vector<int> {1}, logits);
        QVERIFY(std::all_of(logits.begin(), logits.end(), [](float value) { return value == 0.0F; }));
    }

    void theFirstTokenIsATimestampOfAtMostOneSecond()
    {
        const auto first = allowed(Timestamps::Present, {});
        QCOMPARE(first.front(), kBegin);
        QCOMPARE(first.back(), kBegin + 50);
    }

    void wordsFollowAStart()
    {
        const auto next = allowed(Timestamps::Present, {kBegin + 5}, 1);
        QVERIFY(has(next, 1) && next.back() < kBegin);
    }

    void anEndIsLaterThanItsStart()
    {
        const auto next = allowed(Timestamps::Present, {kBegin + 5, 1}, 1);
        QVERIFY(has(next, 1));
        QVERIFY(!has(next, kBegin + 5) && has(next, kBegin + 6));
    }

    void afterAnEndComesAStartOrTheEndOfAll()
    {
        const auto next = allowed(Timestamps::Present, {kBegin + 5, 1, kBegin + 20}, kEnd);
        QVERIFY(has(next, kEnd) && !has(next, 1));
        QVERIFY(has(next, kBegin + 20) && !has(next, kBegin + 19));  // the next may start where the last ended
    }

    void timestampsTogetherOutweighTheLikeliestWord()
    {
        // Equal logits: a hundred timestamps are together likelier than any one word.
        QCOMPARE(allowed(Timestamps::Present, {kBegin, 1}).front(), kBegin + 1);
        QVERIFY(has(allowed(Timestamps::Present, {kBegin, 1}, 2), 2));
    }

    void aLoopIsFoundAndSpeechIsNot()
    {
        QVERIFY(!model::findRepetition(std::vector<int> {}));
        QVERIFY(!model::findRepetition(std::vector<int> {1, 2, 3, 4, 5, 6, 7, 8}));
        QVERIFY(!model::findRepetition(std::vector<int> {7, 7, 7, 7}));  // "no no no no"
        QVERIFY(!model::findRepetition(std::vector<int> {1, 2, 1, 2, 1, 2, 9}));  // said three times, then on
        const auto word = model::findRepetition(std::vector<int> {1, 2, 7, 7, 7, 7, 7, 7, 7, 7});
        QVERIFY(word && word->begin == 2 && word->period == 1 && word->copies == 8);
        const auto phrase = model::findRepetition(std::vector<int> {9, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1});
        QVERIFY(phrase && phrase->period == 3 && phrase->copies == 4);
    }

    void compressionRatioRisesWithRepetition()
    {
        QCOMPARE(model::compressionRatio(""), 0.0);
        std::string loop;
        for (int i = 0; i < 30; ++i)
            loop += "and we are going to the bus ";
        if (model::compressionRatio(loop) == 0.0)
            QSKIP("built without zlib");
        QVERIFY(model::compressionRatio(loop) > 2.4);
        QVERIFY(model::compressionRatio("A man in a red shirt climbs a grey rock above the sea.") < 1.5);
    }

    void fallbackDecisions()
    {
        const TranscribeOptions options;
        QVERIFY(!model::needsFallback(kGood, options));
        WindowQuality bad = kGood;
        bad.averageLogProb = -1.1;
        QVERIFY(model::needsFallback(bad, options));
        bad.noSpeechProbability = 0.7;  // then it is silence, which no temperature mends
        QVERIFY(!model::needsFallback(bad, options) && model::isSilence(bad, options));
        bad = kGood;
        bad.compressionRatio = 2.5;
        QVERIFY(model::needsFallback(bad, options));
        bad = kGood;
        bad.repeats = true;
        QVERIFY(model::needsFallback(bad, options));
        WindowQuality confident = kGood;
        confident.noSpeechProbability = 0.9;
        QVERIFY2(!model::isSilence(confident, options), "confident words outweigh the no-speech token");
    }

    void theFullWindowIsForDoubtAlone()
    {
        const TranscribeOptions options;
        QVERIFY(!model::needsFullWindow(kGood, options));
        WindowQuality doubtful = kGood;
        doubtful.averageLogProb = -0.7;
        QVERIFY(model::needsFullWindow(doubtful, options) && !model::needsFallback(doubtful, options));
        WindowQuality wordless = kGood;
        wordless.empty = true;
        QVERIFY(model::needsFullWindow(wordless, options));
        WindowQuality silent {-2.0, 1.0, 0.9, false, false};
        QVERIFY(model::needsFullWindow(silent, options));
    }

    void theContextIsTheClipPlusAMarginAtMostTheWindow()
    {
        using model::AudioContext;
        model::WhisperConfig published;
        const auto shortened = [&](std::size_t samples) {
            return model::contextFor(published, samples, AudioContext::Shortened);
        };
        QVERIFY(shortened(0) > 0);
        QVERIFY(shortened(10 * 16'000 + 1) > shortened(10 * 16'000));
        QVERIFY(shortened(3 * 16'000) >= 250 && shortened(3 * 16'000) < 400);
        QCOMPARE(shortened(30 * 16'000), 1500);
        QCOMPARE(model::contextFor(published, 16'000, AudioContext::Full), 1500);

        model::WhisperConfig ours;
        ours.audioContext = 500;
        for (const AudioContext context : {AudioContext::Shortened, AudioContext::Full}) {
            QCOMPARE(model::contextFor(ours, 16'000, context), 110);  // never seen with 9 s of silence behind it
            QCOMPARE(model::contextFor(ours, 10 * 16'000, context), 500);
        }
    }

    void aWindowIsCutWhereItIsQuiet()
    {
        std::vector<float> window(160'000, 0.3F);
        std::fill(window.begin() + 20'000, window.begin() + 30'000, 0.0F);  // too early to cut there
        std::fill(window.begin() + 130'000, window.begin() + 136'000, 0.01F);
        const std::size_t cut = model::quietestCut(window);
        QVERIFY(cut > 130'000 && cut < 136'000);
        QCOMPARE(model::quietestCut(std::vector<float>(100, 0.3F)), std::size_t {100});
        QVERIFY(model::quietestCut(std::vector<float>(160'000, 0.3F)) > 100'000);
    }

    void aWindowDividesAtPairsOfTimestamps()
    {
        // 0.00 a 0.40 | 0.50 b 1.00 | 1.00 c (open): the open segment is heard again from 1.00.
        const std::vector<int> tokens {kBegin, 1, kBegin + 20, kBegin + 25, 2, kBegin + 50, kBegin + 50, 4};
        const auto division = model::divideWindow(tokens, kBegin, 30.0);
        QCOMPARE(division.segments.size(), std::size_t {2});
        QCOMPARE(division.segments[1].startSeconds, 0.5);
        QCOMPARE(division.segments[1].endSeconds, 1.0);
        QCOMPARE(division.advanceSeconds, 1.0);
    }

    void aClosedWindowIsDone()
    {
        const std::vector<int> tokens {kBegin, 1, kBegin + 20, kBegin + 25, 2, kBegin + 50};
        const auto division = model::divideWindow(tokens, kBegin, 12.5);
        QCOMPARE(division.segments.size(), std::size_t {2});
        QCOMPARE(division.advanceSeconds, 12.5);
    }

    void aWindowWithoutPairsIsOneSegment()
    {
        const auto open = model::divideWindow(std::vector<int> {kBegin, 1, 2}, kBegin, 8.0);
        QCOMPARE(open.segments.size(), std::size_t {1});
        QCOMPARE(open.segments[0].endSeconds, 8.0);
        const auto ended = model::divideWindow(std::vector<int> {kBegin, 1, 2, kBegin + 50}, kBegin, 8.0);
        QCOMPARE(ended.segments[0].endSeconds, 1.0);
        QVERIFY(model::divideWindow(std::vector<int> {}, kBegin, 8.0).segments.empty());
    }

    void theNextWindowIsAlwaysLater()
    {
        // A decoder that only repeats 0.00 must not hold the clip forever.
        const auto stuck = model::divideWindow(std::vector<int> {kBegin, kBegin, 1}, kBegin, 30.0);
        QVERIFY(stuck.advanceSeconds > 0.0);
        // Nor may a timestamp behind the sound lead past it.
        const auto beyond =
            model::divideWindow(std::vector<int> {kBegin, 1, kBegin + 90, kBegin + 90, 2}, kBegin, 1.0);
        QVERIFY(beyond.advanceSeconds <= 1.0);
        QCOMPARE(beyond.segments.front().endSeconds, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestDecodingRules)
#include "tst_decoding_rules.moc"
