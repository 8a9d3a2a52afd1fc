// Tensors over bytes of a mapped file, for every format that stores raw little-endian values.
#pragma once

#include "core/base/mapped_file.h"
#include "core/model/tensors/tensor_map.h"

#include <cstdint>
#include <memory>
#include <span>

namespace saysee::model {

// A tensor over file bytes [offset, offset + size of the values), which must lie inside the file. Shares the mapping
// and keeps it alive where the address suits the type, else copies.
[[nodiscard]] at::Tensor tensorOver(const std::shared_ptr<base::MappedFile>& file, std::uint64_t offset,
                                    std::span<const std::int64_t> shape, at::ScalarType type);

// For a tensor of tensorOver() whose values were copied elsewhere: gives the mapping's memory back, as MappedFile
// says. Does nothing for other tensors.
void releasePages(const at::Tensor& tensor);

}  // namespace saysee::model
