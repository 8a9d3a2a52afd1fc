// General searches that a tune must not spoil: the captions and spoken queries of the sample library.
#pragma once

#include "core/session/workspace.h"
#include "core/training/tune_trainer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace saysee::session {

// Encodes the sample's pictures a few at a time; they are kept on disk for the next run.
class ProbeMaker {
public:
    // A program that was installed without the sample has no probe: everything is empty then.
    static base::Result<ProbeMaker> create(const std::filesystem::path& cache);

    // False when the probe is complete.
    base::Result<bool> step(model::Engine& engine);
    [[nodiscard]] std::size_t done() const { return m_next; }
    [[nodiscard]] std::size_t total() const { return m_pairs.size(); }
    // Those of step(), in the order of the sample.
    [[nodiscard]] const std::vector<training::TunePair>& pairs() const { return m_pairs; }
    // The recording of a spoken one.
    [[nodiscard]] std::filesystem::path recording(const std::string& hash) const;

private:
    base::Status readCache(model::Engine& engine);
    base::Status writeCache(model::Engine& engine) const;
    [[nodiscard]] std::filesystem::path cacheFile(model::Engine& engine) const;

    std::filesystem::path m_cache;
    std::vector<training::TunePair> m_pairs;
    std::vector<std::filesystem::path> m_pictures;  // one a pair
    std::vector<std::pair<std::string, std::filesystem::path>> m_recordings;  // hash and file
    std::size_t m_next = 0;
    bool m_looked = false;  // into the cache
};

}  // namespace saysee::session
