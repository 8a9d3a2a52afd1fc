#include "core/model/checkpoint/tensor_data.h"

#include "core/model/checkpoint/element_count.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace saysee::model {

namespace {

void dropMapping(void* file) { delete static_cast<std::shared_ptr<base::MappedFile>*>(file); }

}  // namespace

at::Tensor tensorOver(const std::shared_ptr<base::MappedFile>& file, std::uint64_t offset,
                      std::span<const std::int64_t> shape, at::ScalarType type)
{
    const at::IntArrayRef sizes(shape.data(), shape.size());
    std::byte* const start = file->bytes().data() + offset;
    const std::size_t itemSize = c10::elementSize(type);
    if (reinterpret_cast<std::uintptr_t>(start) % itemSize != 0) {
        at::Tensor copy = at::empty(sizes, at::TensorOptions(type));
        std::copy_n(start, copy.nbytes(), static_cast<std::byte*>(copy.data_ptr()));  // perhaps nothing
        return copy;
    }
    // The mapping is the storage's context, where releasePages() finds it.
    const std::size_t bytes = *elementCount(shape) * itemSize;
    at::DataPtr data(start, new std::shared_ptr<base::MappedFile>(file), dropMapping, at::kCPU);
    const at::Storage storage(at::Storage::use_byte_size_t(), bytes, std::move(data));
    return at::empty({0}, at::TensorOptions(type)).set_(storage, 0, sizes);
}

void releasePages(const at::Tensor& tensor)
{
    const at::DataPtr& data = tensor.storage().data_ptr();
    const auto* const file = data.cast_context<std::shared_ptr<base::MappedFile>>(dropMapping);
    if (file != nullptr)
        (*file)->release(static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes());
}

}  // namespace saysee::model
