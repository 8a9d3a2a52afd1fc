#include "core/model/checkpoint/tensor_data.h"

#include <cstring>

namespace saysee::model {

std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape)
{
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        // Below 2^62 values, so that a product with the size of a value (8 bytes at most) is checked by the caller
        // against a file's size without overflow.
        if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)
            || count > (1ULL << 60U))
            return std::nullopt;
    }
    return count;
}

at::Tensor tensorOver(const std::shared_ptr<MappedFile>& file, std::uint64_t offset,
                      std::span<const std::int64_t> shape, at::ScalarType type)
{
    const at::IntArrayRef sizes(shape.data(), shape.size());
    std::byte* const start = file->data() + offset;
    const std::size_t itemSize = c10::elementSize(type);
    if (reinterpret_cast<std::uintptr_t>(start) % itemSize != 0) {
        at::Tensor copy = at::empty(sizes, at::TensorOptions(type));
        std::memcpy(copy.data_ptr(), start, copy.nbytes());
        return copy;
    }
    return at::from_blob(
        start, sizes, [file](void*) {}, at::TensorOptions(type));
}

}  // namespace saysee::model
