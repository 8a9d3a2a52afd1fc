// Gives the engine another head and takes it back.
#pragma once

#include "core/model/runtime/engine_parts.h"

#include <optional>
#include <utility>

namespace saysee::training {

class BorrowedHead {
public:
    BorrowedHead(model::EngineParts& parts, const model::Head& head)
        : m_parts(parts), m_kept(std::exchange(parts.head, head))
    {
    }
    ~BorrowedHead() { m_parts.head = std::move(m_kept); }
    BorrowedHead(const BorrowedHead&) = delete;
    BorrowedHead& operator=(const BorrowedHead&) = delete;

private:
    model::EngineParts& m_parts;
    std::optional<model::Head> m_kept;
};

}  // namespace saysee::training
