// A library of any size, for benches and for tests of what a large library does to the window: dated folders of files
// that nobody decodes, every tenth photo with keywords, vectors at random.
#pragma once

#include "core/base/embedding.h"
#include "core/base/task.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace saysee::session {

struct BenchLibraryOptions {
    std::size_t photos = 100'000;
    base::SpaceId space {"bench"};  // of the vectors
    int dimension = 512;
    std::uint32_t seed = 1;  // of the vectors, dates and keywords
};

// Threading: one thread. Every step may be interrupted (Cancelled); errors: Io.
class BenchLibrary {
public:
    BenchLibrary(BenchLibraryOptions options, const std::filesystem::path& root);

    // In this order:
    [[nodiscard]] base::Status writeFiles(const base::TaskContext& task = {}) const;
    // Looks through the files, as `saysee index update` does; again and again if asked.
    [[nodiscard]] base::Status scan(const base::TaskContext& task = {}) const;
    // What an indexing run would have found in the photos, and their vectors.
    [[nodiscard]] base::Status describeAll(const base::TaskContext& task = {}) const;

    [[nodiscard]] base::Result<base::Embedding> vectorOf(std::size_t number) const;
    [[nodiscard]] const BenchLibraryOptions& options() const { return m_options; }
    [[nodiscard]] std::filesystem::path photos() const { return m_root / "photos"; }
    [[nodiscard]] std::filesystem::path folder() const { return m_root / "library"; }

    static constexpr std::array kWords = {"beach",    "forest",  "harbour",  "birthday",
                                          "mountain", "kitchen", "football", "winter"};
    static constexpr std::int64_t kFirstDay = 946'684'800;  // 2000-01-01
    static constexpr std::int64_t kDays = 9000;  // up to 2024

private:
    BenchLibraryOptions m_options;
    std::filesystem::path m_root;
};

}  // namespace saysee::session
