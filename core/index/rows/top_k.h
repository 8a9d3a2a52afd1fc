// The k best hits of a stream, in an order that does not depend on the order of the stream.
#pragma once

#include "core/index/vector_index.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace saysee::index {

// Higher score first, then the lower id.
[[nodiscard]] inline bool ranksBefore(const Hit& a, const Hit& b)
{
    return a.score != b.score ? a.score > b.score : a.photo < b.photo;
}

class TopK {
public:
    explicit TopK(std::size_t k) : m_k(k) { }

    void offer(const Hit& hit)
    {
        if (m_heap.size() < m_k) {
            m_heap.push_back(hit);
            std::push_heap(m_heap.begin(), m_heap.end(), ranksBefore);
        } else if (m_k > 0 && ranksBefore(hit, m_heap.front())) {
            std::pop_heap(m_heap.begin(), m_heap.end(), ranksBefore);
            m_heap.back() = hit;
            std::push_heap(m_heap.begin(), m_heap.end(), ranksBefore);
        }
    }

    void offer(const TopK& other)
    {
        for (const Hit& hit : other.m_heap)
            offer(hit);
    }

    // Best first. Leaves the collector empty.
    [[nodiscard]] std::vector<Hit> take()
    {
        std::sort_heap(m_heap.begin(), m_heap.end(), ranksBefore);
        return std::move(m_heap);
    }

private:
    std::size_t m_k;
    std::vector<Hit> m_heap;  // the worst on top
};

}  // namespace saysee::index
