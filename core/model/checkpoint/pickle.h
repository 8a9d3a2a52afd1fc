// An interpreter for the part of Python's pickle language in which PyTorch writes tensors and modules.
//
// It builds plain values in an arena and calls nothing: a pickle that names any function or class outside the short
// list of tensor building is refused, with the name. Opcodes: CPython, Lib/pickletools.py (protocols 2 to 4).
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::model {

// An index into the arena. Values may share others and, in a hostile file, form cycles: whoever walks them bounds the
// walk.
using PickleRef = std::uint32_t;

struct PickleValue {
    enum class Kind {
        None,
        Bool,  // integer
        Integer,  // integer
        Float,  // number
        Text,  // text
        List,  // items; also tuples
        Dict,  // items: key, value, key, value ...
        Name,  // text: "module.name" of a permitted function or class
        Object,  // items[0]: its attributes, once they are known
        Storage,  // text: key of the archive entry; type: its class; integer: number of values
        Tensor  // items: storage, offset, sizes, strides
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;
    std::string type;
    std::vector<PickleRef> items;
};

struct Pickle {
    std::vector<PickleValue> values;
    PickleRef root = 0;

    [[nodiscard]] const PickleValue& at(PickleRef ref) const { return values[ref]; }
};

// `origin` names the file in messages. Errors: Corrupt for what is no pickle or calls what it may not.
base::Result<Pickle> parsePickle(std::string_view bytes, const std::string& origin);

}  // namespace saysee::model
