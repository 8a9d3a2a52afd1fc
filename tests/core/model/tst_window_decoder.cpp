// Greedy, beam and sampled decoding on a decoder that is a table: what may follow each token, and how likely.
#include "core/model/whisper/window_decoder.h"

#include <QTest>
#include <cmath>
#include <map>

using namespace saysee;
using model::DecodingRules;
using model::Timestamps;
using model::WindowOptions;

namespace {

constexpr int kEnd = 7;
constexpr int kVocabulary = 10;
constexpr int kStart = 8;
constexpr int kNoSpeech = 9;

// Remembers whole sequences, so that a decoder that confuses its rows is found out.
class TableStepper : public model::TokenStepper {
public:
    using Table = std::map<std::vector<int>, std::map<int, double>>;  // sequence after the prompt -> probabilities

    explicit TableStepper(Table table) : m_table(std::move(table)) { }

    [[nodiscard]] int vocabulary() const override { return kVocabulary; }
    [[nodiscard]] int context() const override { return 12; }
    void reset() override
    {
        m_sequences.assign(1, {});
        m_prompt = 0;
    }
    std::span<const float> append(std::span<const int> tokens) override
    {
        m_sequences[0].insert(m_sequences[0].end(), tokens.begin(), tokens.end());
        m_prompt = m_sequences[0].size();
        return logits();
    }
    std::span<const float> step(std::span<const int> parents, std::span<const int> tokens) override
    {
        std::vector<std::vector<int>> next;
        for (std::size_t i = 0; i < parents.size(); ++i) {
            next.push_back(m_sequences.at(static_cast<std::size_t>(parents[i])));
            next.back().push_back(tokens[i]);
        }
        m_sequences = std::move(next);
        m_longest = std::max(m_longest, m_sequences.front().size());
        return logits();
    }
    [[nodiscard]] std::size_t longest() const { return m_longest; }

private:
    std::span<const float> logits()
    {
        m_logits.assign(m_sequences.size() * kVocabulary, -30.0F);
        for (std::size_t row = 0; row < m_sequences.size(); ++row) {
            const std::vector<int> tail(m_sequences[row].begin() + static_cast<std::ptrdiff_t>(m_prompt),
                                        m_sequences[row].end());
            const auto entry = m_table.find(tail);
            if (entry == m_table.end())
                m_logits[row * kVocabulary + kEnd] = 0.0F;  // unknown: the end
            else
                for (const auto& [token, probability] : entry->second)
                    m_logits[row * kVocabulary + static_cast<std::size_t>(token)] =
                        static_cast<float>(std::log(probability));
        }
        return m_logits;
    }

    Table m_table;
    std::vector<std::vector<int>> m_sequences;
    std::size_t m_prompt = 0;
    std::size_t m_longest = 0;
    std::vector<float> m_logits;
};

// Greedy takes 1 (0.6) and ends at 0.6 * 0.5 a word; the best sequence starts with 2.
TableStepper::Table garden()
{
    return {
        {{}, {{1, 0.6}, {2, 0.4}}}, {{1}, {{3, 0.5}, {4, 0.5 - 1e-4}}}, {{2}, {{5, 0.99}}}, {{2, 5}, {{6, 0.99}}}};
}

DecodingRules rules() { return {kEnd, 0, kVocabulary, {}, {}, Timestamps::Absent}; }

model::WindowResult decode(TableStepper& stepper, const WindowOptions& options)
{
    return model::decodeWindow(stepper, {{kStart}, 0}, rules(), kNoSpeech, options);
}

}  // namespace

class TestWindowDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greedyTakesTheLikeliestStep()
    {
        TableStepper stepper(garden());
        const auto result = decode(stepper, {});
        QCOMPARE(result.hypotheses.size(), std::size_t {1});
        QCOMPARE(result.hypotheses[0].tokens, (std::vector<int> {1, 3}));
        // log 0.6 + log 0.5 + log 1 over two tokens and the end
        QVERIFY(std::abs(result.hypotheses[0].averageLogProb() - std::log(0.3) / 3) < 1e-3);
    }

    void aBeamFindsTheLikelierSequence()
    {
        TableStepper stepper(garden());
        WindowOptions options;
        options.beamSize = 3;
        const auto result = decode(stepper, options);
        QCOMPARE(result.hypotheses[0].tokens, (std::vector<int> {2, 5, 6}));
        QCOMPARE(result.hypotheses.size(), std::size_t {3});
        QCOMPARE(result.hypotheses[1].tokens, (std::vector<int> {1, 3}));
        QVERIFY(result.hypotheses[1].score() >= result.hypotheses[2].score());
    }

    void samplingIsRepeatableAndFollowsTheTemperature()
    {
        WindowOptions options;
        options.temperature = 0.8;
        options.samples = 5;
        TableStepper stepper(garden());
        const auto once = decode(stepper, options);
        const auto again = decode(stepper, options);
        QCOMPARE(once.hypotheses.size(), std::size_t {5});
        for (std::size_t i = 0; i < once.hypotheses.size(); ++i)
            QCOMPARE(once.hypotheses[i].tokens, again.hypotheses[i].tokens);
        bool sawFirst = false;
        bool sawSecond = false;
        for (unsigned seed = 1; seed <= 20; ++seed) {
            options.seed = seed;
            for (const auto& hypothesis : decode(stepper, options).hypotheses)
                (hypothesis.tokens.front() == 1 ? sawFirst : sawSecond) = true;
        }
        QVERIFY(sawFirst && sawSecond);
    }

    void lengthStopsAtTheLimitAndAtTheContext()
    {
        TableStepper::Table forever;
        std::vector<int> sequence;
        for (int i = 0; i < 40; ++i) {
            forever[sequence] = {{1 + i % 5, 1.0}};
            sequence.push_back(1 + i % 5);
        }
        for (const int beam : {1, 3}) {
            WindowOptions options;
            options.beamSize = beam;
            options.maxTokens = 4;
            TableStepper stepper(forever);
            QCOMPARE(decode(stepper, options).hypotheses[0].tokens.size(), std::size_t {4});
            options.maxTokens = 1000;
            QCOMPARE(decode(stepper, options).hypotheses[0].tokens.size(), std::size_t {11});  // 12 less the prompt
            QVERIFY(stepper.longest() <= 12);
        }
    }

    void aLoopIsNotFollowedToItsEnd()
    {
        TableStepper::Table loop;
        std::vector<int> sequence;
        for (int i = 0; i < 40; ++i) {
            loop[sequence] = {{1, 1.0}};
            sequence.push_back(1);
        }
        TableStepper stepper(loop);
        QCOMPARE(decode(stepper, {}).hypotheses[0].tokens.size(), std::size_t {8});
        WindowOptions options;
        options.loops = model::Loops::Follow;
        QCOMPARE(decode(stepper, options).hypotheses[0].tokens.size(), std::size_t {11});
    }

    void noSpeechIsReadAtTheStartMarkerBeforeTheRules()
    {
        TableStepper::Table table = garden();
        table[{}] = {{kNoSpeech, 0.75}, {1, 0.25}};
        TableStepper stepper(table);
        DecodingRules silent = rules();
        silent.suppressed = {kNoSpeech};
        const auto result = model::decodeWindow(stepper, {{3, 4, kStart}, 2}, silent, kNoSpeech, {});
        QVERIFY(std::abs(result.noSpeechProbability - 0.75) < 1e-3);
        QCOMPARE(result.hypotheses[0].tokens.front(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWindowDecoder)
#include "tst_window_decoder.moc"
