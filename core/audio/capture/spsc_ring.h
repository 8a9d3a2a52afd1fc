// A wait-free queue between exactly one writing and one reading thread: what a sound callback may touch.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace saysee::audio {

// Neither side ever waits, locks or allocates. Positions only grow; their difference is the fill, so a full and an
// empty ring cannot be mixed up (Lamport, "Proving the correctness of multiprocess programs", 1977).
template <class T>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>);
    static_assert(std::atomic<std::size_t>::is_always_lock_free);

public:
    explicit SpscRing(std::size_t minCapacity) : m_buffer(std::bit_ceil(std::max<std::size_t>(minCapacity, 1))) { }

    [[nodiscard]] std::size_t capacity() const noexcept { return m_buffer.size(); }

    // The writing thread: all of `values` or, when they do not fit, nothing and false.
    bool write(std::span<const T> values) noexcept
    {
        const std::size_t written = m_written.load(std::memory_order_relaxed);
        if (values.size() > capacity() - (written - m_read.load(std::memory_order_acquire)))
            return false;
        const std::size_t at = written & (capacity() - 1);
        const std::size_t first = std::min(values.size(), capacity() - at);
        std::copy_n(values.begin(), first, m_buffer.data() + at);
        std::copy(values.begin() + static_cast<std::ptrdiff_t>(first), values.end(), m_buffer.data());
        m_written.store(written + values.size(), std::memory_order_release);
        return true;
    }

    // The reading thread: takes up to target.size() values, returns how many.
    std::size_t read(std::span<T> target) noexcept
    {
        const std::size_t consumed = m_read.load(std::memory_order_relaxed);
        const std::size_t count = std::min(target.size(), m_written.load(std::memory_order_acquire) - consumed);
        const std::size_t at = consumed & (capacity() - 1);
        const std::size_t first = std::min(count, capacity() - at);
        std::copy_n(m_buffer.data() + at, first, target.begin());
        std::copy_n(m_buffer.data(), count - first, target.begin() + static_cast<std::ptrdiff_t>(first));
        m_read.store(consumed + count, std::memory_order_release);
        return count;
    }

private:
    std::vector<T> m_buffer;
    // Apart from each other, so that the two threads do not fight for one cache line.
    alignas(64) std::atomic<std::size_t> m_written {0};
    alignas(64) std::atomic<std::size_t> m_read {0};
};

}  // namespace saysee::audio
