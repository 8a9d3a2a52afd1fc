// Figures over steps in a CSV file that a person can plot while the run goes on.
#pragma once

#include "core/training/pretrain/stage.h"

#include <filesystem>

namespace saysee::training {

class Curve {
public:
    explicit Curve(std::filesystem::path file) : m_file(std::move(file)) { }

    // Drops the lines of `step` and later, which a continued run writes again. Error: Io.
    [[nodiscard]] base::Status keepBefore(std::int64_t step) const;
    // Appends a line; the first one is preceded by the names. Error: Io.
    [[nodiscard]] base::Status add(std::int64_t step, const Figures& figures) const;

private:
    std::filesystem::path m_file;
};

}  // namespace saysee::training
