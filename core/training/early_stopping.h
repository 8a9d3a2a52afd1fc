// When a run has stopped getting better. Pure.
#pragma once

#include <cstdint>
#include <optional>

namespace saysee::training {

class EarlyStopping {
public:
    enum class Verdict {
        Better,  // the best so far: keep these weights
        Wait,  // not better, but patience is left
        Stop  // out of patience
    };

    struct Best {
        std::int64_t step = 0;
        double score = 0;
    };

    // `patience`: how many evaluations in a row may bring nothing; `margin`: what counts as better.
    explicit EarlyStopping(int patience, double margin = 0) : m_patience(patience), m_margin(margin) { }

    // Higher is better; a score that is not a number counts as no progress.
    Verdict update(std::int64_t step, double score);
    [[nodiscard]] const std::optional<Best>& best() const { return m_best; }
    [[nodiscard]] int waited() const { return m_waited; }
    // Continues a run from its checkpoint.
    void restore(std::optional<Best> best, int waited);

private:
    int m_patience;
    double m_margin;
    int m_waited = 0;
    std::optional<Best> m_best;
};

}  // namespace saysee::training
