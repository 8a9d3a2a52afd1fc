#include "core/model/whisper/window_decoder.h"

#include "core/model/kernels/vector_math.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <stdexcept>

namespace saysee::model {

namespace {

struct Candidate {
    int token = 0;
    double logProb = 0;
};

// Log probabilities of what may follow `sampled`.
std::vector<float> logProbs(const DecodingRules& rules, const std::vector<int>& sampled,
                            std::span<const float> logits)
{
    std::vector<float> allowed(logits.begin(), logits.end());
    applyRules(rules, sampled, allowed);
    const float total = logSumExp(allowed);
    for (float& value : allowed)
        value -= total;
    return allowed;
}

// The `count` likeliest tokens, best first; equal ones in order of id.
std::vector<Candidate> likeliest(std::span<const float> logProbs, std::size_t count)
{
    std::vector<Candidate> best;
    for (std::size_t token = 0; token < logProbs.size(); ++token) {
        if (best.size() == count && logProbs[token] <= best.back().logProb)
            continue;
        const Candidate candidate {static_cast<int>(token), logProbs[token]};
        const auto place = std::upper_bound(best.begin(), best.end(), candidate,
                                            [](const auto& a, const auto& b) { return a.logProb > b.logProb; });
        best.insert(place, candidate);
        if (best.size() > count)
            best.pop_back();
    }
    return best;
}

// Draws from the distribution sharpened or flattened by `temperature`.
Candidate draw(std::span<const float> logProbs, double temperature, std::mt19937& random)
{
    std::vector<double> shares(logProbs.size());
    const float highest = *std::max_element(logProbs.begin(), logProbs.end());
    double total = 0;
    for (std::size_t i = 0; i < shares.size(); ++i)
        total += shares[i] = std::exp((logProbs[i] - highest) / temperature);
    // Not std::discrete_distribution: its draws differ among standard libraries.
    double left = static_cast<double>(random()) / (static_cast<double>(std::mt19937::max()) + 1.0) * total;
    std::size_t token = 0;
    for (std::size_t i = 0; i < shares.size() && left >= 0.0; ++i) {
        if (shares[i] > 0.0)
            token = i;
        left -= shares[i];
    }
    return {static_cast<int>(token), logProbs[token]};
}

std::span<const float> rowOf(std::span<const float> logits, std::size_t row, int vocabulary)
{
    const auto width = static_cast<std::size_t>(vocabulary);
    return logits.subspan(row * width, width);
}

class WindowDecoding {
public:
    WindowDecoding(TokenStepper& stepper, const DecodingRules& rules, const WindowOptions& options, int maxTokens)
        : m_stepper(stepper), m_rules(rules), m_options(options), m_maxTokens(maxTokens)
    {
    }

    // One sequence, or several drawn side by side. Each ends at its end token or at the limit.
    std::vector<WindowHypothesis> follow(std::span<const float> logits)
    {
        const bool sampling = m_options.temperature > 0.0;
        std::mt19937 random(m_options.seed);
        std::vector<WindowHypothesis> ended;
        std::vector<WindowHypothesis> live(static_cast<std::size_t>(sampling ? std::max(1, m_options.samples) : 1));
        std::vector<int> parents(live.size(), 0);  // the rows of `logits` that the live ones follow
        for (int length = 0; !live.empty(); ++length) {
            std::vector<WindowHypothesis> next;
            std::vector<int> tokens;
            std::vector<int> rows;
            for (std::size_t i = 0; i < live.size(); ++i) {
                WindowHypothesis& hypothesis = live[i];
                if (length == m_maxTokens || loops(hypothesis)) {
                    ended.push_back(std::move(hypothesis));
                    continue;
                }
                const auto row = rowOf(logits, static_cast<std::size_t>(parents[i]), m_stepper.vocabulary());
                const std::vector<float> scores = logProbs(m_rules, hypothesis.tokens, row);
                const Candidate chosen =
                    sampling ? draw(scores, m_options.temperature, random) : likeliest(scores, 1).front();
                hypothesis.sumLogProb += chosen.logProb;
                if (chosen.token == m_rules.endOfText) {
                    ended.push_back(std::move(hypothesis));
                    continue;
                }
                hypothesis.tokens.push_back(chosen.token);
                rows.push_back(parents[i]);
                tokens.push_back(chosen.token);
                next.push_back(std::move(hypothesis));
            }
            live = std::move(next);
            if (live.empty() || length + 1 == m_maxTokens) {
                std::move(live.begin(), live.end(), std::back_inserter(ended));
                break;
            }
            logits = m_stepper.step(rows, tokens);
            parents.resize(live.size());
            for (std::size_t i = 0; i < parents.size(); ++i)
                parents[i] = static_cast<int>(i);
        }
        return ended;
    }

    // Beam search as the reference's: every beam offers its beamSize + 1 likeliest continuations; those that end are
    // set aside, the best others live on; it is over when beamSize have ended.
    std::vector<WindowHypothesis> search(std::span<const float> logits)
    {
        const auto size = static_cast<std::size_t>(m_options.beamSize);
        std::vector<WindowHypothesis> ended;
        std::vector<WindowHypothesis> live(1);
        for (int length = 0; length < m_maxTokens; ++length) {
            std::vector<Offer> offers;
            for (std::size_t row = 0; row < live.size(); ++row) {
                const auto scores = logProbs(m_rules, live[row].tokens, rowOf(logits, row, m_stepper.vocabulary()));
                for (const Candidate& candidate : likeliest(scores, size + 1))
                    offers.push_back(
                        {static_cast<int>(row), candidate.token, live[row].sumLogProb + candidate.logProb});
            }
            std::stable_sort(offers.begin(), offers.end(),
                             [](const Offer& a, const Offer& b) { return a.sumLogProb > b.sumLogProb; });
            Beam beam = choose(offers, live, ended);
            live = std::move(beam.hypotheses);
            if (ended.size() >= size || live.empty() || length + 1 == m_maxTokens)
                break;
            logits = m_stepper.step(beam.parents, beam.tokens);
        }
        for (std::size_t i = 0; i < live.size() && ended.size() < size; ++i)
            ended.push_back(std::move(live[i]));
        return ended;
    }

private:
    struct Offer {
        int row = 0;
        int token = 0;
        double sumLogProb = 0;
    };

    struct Beam {
        std::vector<WindowHypothesis> hypotheses;
        std::vector<int> parents;
        std::vector<int> tokens;
    };

    // Takes the best offers until the beam is full; those that end on the way go to `ended`.
    Beam choose(const std::vector<Offer>& offers, const std::vector<WindowHypothesis>& live,
                std::vector<WindowHypothesis>& ended) const
    {
        const auto size = static_cast<std::size_t>(m_options.beamSize);
        Beam beam;
        for (const Offer& offer : offers) {
            if (beam.hypotheses.size() == size || !std::isfinite(offer.sumLogProb))
                break;
            WindowHypothesis hypothesis {live[static_cast<std::size_t>(offer.row)].tokens, offer.sumLogProb};
            if (offer.token == m_rules.endOfText) {
                if (ended.size() < size)
                    ended.push_back(std::move(hypothesis));
                continue;
            }
            hypothesis.tokens.push_back(offer.token);
            beam.hypotheses.push_back(std::move(hypothesis));
            beam.parents.push_back(offer.row);
            beam.tokens.push_back(offer.token);
        }
        return beam;
    }

    [[nodiscard]] bool loops(const WindowHypothesis& hypothesis) const
    {
        return m_options.loops == Loops::Stop && findRepetition(hypothesis.tokens).has_value();
    }

    TokenStepper& m_stepper;
    const DecodingRules& m_rules;
    const WindowOptions& m_options;
    int m_maxTokens;
};

}  // namespace

double WindowHypothesis::score() const
{
    return tokens.empty() ? sumLogProb : sumLogProb / static_cast<double>(tokens.size());
}

WindowResult decodeWindow(TokenStepper& stepper, const WindowPrompt& prompt, const DecodingRules& rules, int noSpeech,
                          const WindowOptions& options)
{
    WindowResult result;
    stepper.reset();
    const std::span<const int> tokens = prompt.tokens;
    std::span<const float> logits = stepper.append(tokens.first(prompt.start + 1));
    if (!std::isfinite(logSumExp(logits)))
        throw std::runtime_error("the recogniser's logits are no numbers");
    result.noSpeechProbability = std::exp(logits[static_cast<std::size_t>(noSpeech)] - logSumExp(logits));
    if (tokens.size() > prompt.start + 1)
        logits = stepper.append(tokens.subspan(prompt.start + 1));

    const int room = stepper.context() - static_cast<int>(tokens.size());
    WindowDecoding decoding(stepper, rules, options, std::clamp(options.maxTokens, 1, std::max(1, room)));
    const bool beams = options.beamSize > 1 && options.temperature <= 0.0;
    result.hypotheses = beams ? decoding.search(logits) : decoding.follow(logits);
    std::stable_sort(result.hypotheses.begin(), result.hypotheses.end(),
                     [](const auto& a, const auto& b) { return a.score() > b.score(); });
    return result;
}

}  // namespace saysee::model
