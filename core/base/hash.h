// SHA-256 as lower-case hexadecimal.
#pragma once

#include "core/base/task.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace saysee::base {

// FIPS 180-4. Feed any number of pieces, then call finish() once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] std::string sha256(std::string_view text);
// Reads in blocks; reports bytes as progress; can be stopped. Errors: NotFound, Io, Cancelled.
Result<std::string> sha256OfFile(const std::filesystem::path& path, const TaskContext& task = {});

}  // namespace saysee::base
