#include "core/model/checkpoint/pickle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using Kind = PickleValue::Kind;

namespace {

constexpr std::array<std::string_view, 18> kPermitted = {"collections.OrderedDict",
                                                         "torch._utils._rebuild_tensor_v2",
                                                         "torch._utils._rebuild_parameter",
                                                         "torch.jit._pickle.build_intlist",
                                                         "torch.jit._pickle.build_doublelist",
                                                         "torch.jit._pickle.build_boollist",
                                                         "torch.jit._pickle.build_tensorlist",
                                                         "torch.jit._pickle.restore_type_tag",
                                                         "torch.DoubleStorage",
                                                         "torch.FloatStorage",
                                                         "torch.HalfStorage",
                                                         "torch.BFloat16Storage",
                                                         "torch.LongStorage",
                                                         "torch.IntStorage",
                                                         "torch.ShortStorage",
                                                         "torch.CharStorage",
                                                         "torch.ByteStorage",
                                                         "torch.BoolStorage"};
constexpr std::string_view kScriptClass = "__torch__.";  // a TorchScript module: attributes only

// Far above any published model's (large-v3: 200 kB, 30,000 values), so that a small file cannot ask for much memory.
constexpr std::size_t kMostBytes = 4U << 20U;
constexpr std::size_t kMostValues = 1U << 20U;
constexpr std::size_t kLongestText = 1024;  // bytes; texts are copied where they are used

// A name is shown to people: keep it short and printable.
std::string printable(std::string_view name)
{
    std::string shown(name.substr(0, 80));
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

class Interpreter {
public:
    Interpreter(std::string_view bytes, const std::string& origin) : m_bytes(bytes), m_origin(origin)
    {
        m_pickle.values.reserve(1024);
    }

    base::Result<Pickle> run()
    {
        while (!m_done) {
            std::uint8_t code = 0;
            SAYSEE_TRY(read(code));
            SAYSEE_TRY(step(code));
            if (m_pickle.values.size() > kMostValues)
                return damaged("holds more values than any checkpoint");
        }
        return std::move(m_pickle);
    }

private:
    [[nodiscard]] tl::unexpected<base::Error> damaged(const std::string& why) const
    {
        return fail(ErrorCode::Corrupt, m_origin + " is damaged: its pickle " + why + ".");
    }

    template <class T>
    base::Status read(T& value)
    {
        if (m_bytes.size() - m_position < sizeof value)
            return damaged("is cut off");
        std::memcpy(&value, m_bytes.data() + m_position, sizeof value);
        m_position += sizeof value;
        return {};
    }

    base::Result<std::string_view> readBytes(std::uint64_t count)
    {
        if (count > m_bytes.size() - m_position)
            return damaged("is cut off");
        const std::string_view bytes = m_bytes.substr(m_position, count);
        m_position += count;
        return bytes;
    }

    base::Result<std::string_view> readLine()
    {
        const std::size_t end = m_bytes.find('\n', m_position);
        if (end == std::string_view::npos)
            return damaged("is cut off");
        const std::string_view line = m_bytes.substr(m_position, end - m_position);
        m_position = end + 1;
        return line;
    }

    void push(PickleRef ref) { m_stack.push_back(ref); }
    void pushNew(PickleValue value)
    {
        m_pickle.values.push_back(std::move(value));
        push(static_cast<PickleRef>(m_pickle.values.size() - 1));
    }
    void pushInteger(Kind kind, std::int64_t integer)
    {
        PickleValue value;
        value.kind = kind;
        value.integer = integer;
        pushNew(std::move(value));
    }
    void pushText(Kind kind, std::string_view text)
    {
        PickleValue value;
        value.kind = kind;
        value.text = text;
        pushNew(std::move(value));
    }
    void pushItems(Kind kind, std::vector<PickleRef> items)
    {
        PickleValue value;
        value.kind = kind;
        value.items = std::move(items);
        pushNew(std::move(value));
    }

    // Values since the last mark, or the last `count`, removed from the stack.
    base::Result<std::vector<PickleRef>> popMarked()
    {
        if (m_marks.empty())
            return damaged("closes a group that it never opened");
        const std::size_t start = m_marks.back();
        m_marks.pop_back();
        return popFrom(start);
    }
    base::Result<std::vector<PickleRef>> pop(std::size_t count)
    {
        const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
        if (m_stack.size() - floor < count)
            return damaged("takes more values than it has");
        return popFrom(m_stack.size() - count);
    }
    std::vector<PickleRef> popFrom(std::size_t start)
    {
        const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(start);
        std::vector<PickleRef> taken(from, m_stack.end());
        m_stack.erase(from, m_stack.end());
        return taken;
    }
    base::Result<PickleRef> top() const
    {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
            return damaged("takes more values than it has");
        return m_stack.back();
    }

    base::Status step(std::uint8_t code);
    base::Status stepScalar(std::uint8_t code, bool& known);
    base::Status stepContainer(std::uint8_t code, bool& known);
    base::Status stepMemo(std::uint8_t code, bool& known);
    base::Status stepCall(std::uint8_t code, bool& known);

    base::Status pushSized(std::uint64_t size);
    base::Status pushLong();
    base::Status collect(base::Result<std::vector<PickleRef>> items, Kind kind);
    base::Status extend(Kind kind, base::Result<std::vector<PickleRef>> items);
    base::Status memoize(std::uint32_t slot);
    base::Status recall(std::uint32_t slot);
    base::Status name(std::string_view moduleName, std::string_view className);
    base::Status call();
    base::Status makeObject();
    base::Status build();
    base::Status storage();
    base::Status tensor(const std::vector<PickleRef>& arguments);

    std::string_view m_bytes;
    std::size_t m_position = 0;
    std::string m_origin;
    Pickle m_pickle;
    std::vector<PickleRef> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<std::optional<PickleRef>> m_memo;
    bool m_done = false;
};

base::Status Interpreter::step(std::uint8_t code)
{
    bool known = false;
    SAYSEE_TRY(stepScalar(code, known));
    if (!known)
        SAYSEE_TRY(stepContainer(code, known));
    if (!known)
        SAYSEE_TRY(stepMemo(code, known));
    if (!known)
        SAYSEE_TRY(stepCall(code, known));
    if (!known)
        return damaged("uses the operation " + std::to_string(code) + ", which no checkpoint needs");
    return {};
}

base::Status Interpreter::stepScalar(std::uint8_t code, bool& known)
{
    known = true;
    switch (code) {
    case 'N':  // NONE
        pushNew({});
        return {};
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
        pushInteger(Kind::Bool, code == 0x88 ? 1 : 0);
        return {};
    case 'J': {  // BININT
        std::int32_t value = 0;
        SAYSEE_TRY(read(value));
        pushInteger(Kind::Integer, value);
        return {};
    }
    case 'K': {  // BININT1
        std::uint8_t value = 0;
        SAYSEE_TRY(read(value));
        pushInteger(Kind::Integer, value);
        return {};
    }
    case 'M': {  // BININT2
        std::uint16_t value = 0;
        SAYSEE_TRY(read(value));
        pushInteger(Kind::Integer, value);
        return {};
    }
    case 0x8a:  // LONG1
        return pushLong();
    case 'G': {  // BINFLOAT, big-endian
        std::uint64_t bits = 0;
        SAYSEE_TRY(read(bits));
        PickleValue value;
        value.kind = Kind::Float;
        value.number = std::bit_cast<double>(__builtin_bswap64(bits));
        pushNew(std::move(value));
        return {};
    }
    case 'X': {  // BINUNICODE
        std::uint32_t size = 0;
        SAYSEE_TRY(read(size));
        return pushSized(size);
    }
    case 0x8c:  // SHORT_BINUNICODE
    case 'U': {  // SHORT_BINSTRING
        std::uint8_t size = 0;
        SAYSEE_TRY(read(size));
        return pushSized(size);
    }
    default:
        known = false;
        return {};
    }
}

base::Status Interpreter::pushSized(std::uint64_t size)
{
    SAYSEE_ASSIGN(const std::string_view text, readBytes(size));
    if (text.size() > kLongestText)
        return damaged("holds a name that is too long to be one");
    pushText(Kind::Text, text);
    return {};
}

// Little-endian two's complement of any length; sizes of tensors fit eight bytes.
base::Status Interpreter::pushLong()
{
    std::uint8_t size = 0;
    SAYSEE_TRY(read(size));
    SAYSEE_ASSIGN(const std::string_view bytes, readBytes(size));
    if (bytes.size() > 8)
        return damaged("holds a number that is too large");
    std::uint64_t bits = !bytes.empty() && (static_cast<std::uint8_t>(bytes.back()) & 0x80U) != 0 ? ~0ULL : 0;
    std::memcpy(&bits, bytes.data(), bytes.size());
    pushInteger(Kind::Integer, static_cast<std::int64_t>(bits));
    return {};
}

base::Status Interpreter::stepContainer(std::uint8_t code, bool& known)
{
    known = true;
    switch (code) {
    case '(':  // MARK
        m_marks.push_back(m_stack.size());
        return {};
    case ')':  // EMPTY_TUPLE
    case ']':  // EMPTY_LIST
        pushItems(Kind::List, {});
        return {};
    case '}':  // EMPTY_DICT
        pushItems(Kind::Dict, {});
        return {};
    case 't':  // TUPLE
    case 'l':  // LIST
        return collect(popMarked(), Kind::List);
    case 0x85:  // TUPLE1
    case 0x86:  // TUPLE2
    case 0x87:  // TUPLE3
        return collect(pop(code - 0x84U), Kind::List);
    case 'a':  // APPEND
        return extend(Kind::List, pop(1));
    case 'e':  // APPENDS
        return extend(Kind::List, popMarked());
    case 's':  // SETITEM
        return extend(Kind::Dict, pop(2));
    case 'u':  // SETITEMS
        return extend(Kind::Dict, popMarked());
    default:
        known = false;
        return {};
    }
}

base::Status Interpreter::collect(base::Result<std::vector<PickleRef>> items, Kind kind)
{
    SAYSEE_ASSIGN(std::vector<PickleRef> taken, std::move(items));
    pushItems(kind, std::move(taken));
    return {};
}

base::Status Interpreter::extend(Kind kind, base::Result<std::vector<PickleRef>> items)
{
    SAYSEE_ASSIGN(const std::vector<PickleRef> taken, std::move(items));
    SAYSEE_ASSIGN(const PickleRef into, top());
    PickleValue& container = m_pickle.values[into];
    if (container.kind != kind || (kind == Kind::Dict && taken.size() % 2 != 0))
        return damaged("fills a container of another kind");
    container.items.insert(container.items.end(), taken.begin(), taken.end());
    return {};
}

base::Status Interpreter::stepMemo(std::uint8_t code, bool& known)
{
    known = true;
    std::uint8_t small = 0;
    std::uint32_t large = 0;
    switch (code) {
    case 'q':  // BINPUT
        SAYSEE_TRY(read(small));
        return memoize(small);
    case 'r':  // LONG_BINPUT
        SAYSEE_TRY(read(large));
        return memoize(large);
    case 0x94:  // MEMOIZE
        return memoize(static_cast<std::uint32_t>(m_memo.size()));
    case 'h':  // BINGET
        SAYSEE_TRY(read(small));
        return recall(small);
    case 'j':  // LONG_BINGET
        SAYSEE_TRY(read(large));
        return recall(large);
    case '0':  // POP
        SAYSEE_TRY(pop(1));
        return {};
    case 0x80:  // PROTO
        SAYSEE_TRY(read(small));
        return {};
    case 0x95:  // FRAME
        SAYSEE_TRY(readBytes(8));
        return {};
    case '.': {  // STOP
        SAYSEE_ASSIGN(m_pickle.root, top());
        m_done = true;
        return {};
    }
    default:
        known = false;
        return {};
    }
}

base::Status Interpreter::memoize(std::uint32_t slot)
{
    SAYSEE_ASSIGN(const PickleRef value, top());
    if (slot >= m_bytes.size())  // each slot takes at least a byte to fill
        return damaged("numbers its values without need");
    if (slot >= m_memo.size())
        m_memo.resize(slot + 1);
    m_memo[slot] = value;
    return {};
}

base::Status Interpreter::recall(std::uint32_t slot)
{
    if (slot >= m_memo.size() || !m_memo[slot])
        return damaged("recalls a value that it never stored");
    push(*m_memo[slot]);
    return {};
}

base::Status Interpreter::stepCall(std::uint8_t code, bool& known)
{
    known = true;
    switch (code) {
    case 'c': {  // GLOBAL
        SAYSEE_ASSIGN(const std::string_view moduleName, readLine());
        SAYSEE_ASSIGN(const std::string_view className, readLine());
        return name(moduleName, className);
    }
    case 0x93: {  // STACK_GLOBAL
        SAYSEE_ASSIGN(const std::vector<PickleRef> names, pop(2));
        const std::string moduleName = m_pickle.at(names[0]).text;
        const std::string className = m_pickle.at(names[1]).text;
        return name(moduleName, className);
    }
    case 'R':  // REDUCE
        return call();
    case 0x81:  // NEWOBJ
        return makeObject();
    case 'b':  // BUILD
        return build();
    case 'Q':  // BINPERSID
        return storage();
    default:
        known = false;
        return {};
    }
}

base::Status Interpreter::name(std::string_view moduleName, std::string_view className)
{
    if (moduleName.size() + className.size() > kLongestText)
        return damaged("holds a name that is too long to be one");
    const std::string full = std::string(moduleName) + "." + std::string(className);
    const bool permitted =
        std::find(kPermitted.begin(), kPermitted.end(), full) != kPermitted.end() || full.starts_with(kScriptClass);
    if (!permitted)
        return fail(ErrorCode::Corrupt,
                    m_origin + " was refused: it asks to call \"" + printable(full)
                        + "\", which no checkpoint needs. Do not trust this file.");
    pushText(Kind::Name, full);
    return {};
}

base::Status Interpreter::call()
{
    SAYSEE_ASSIGN(const std::vector<PickleRef> operands, pop(2));
    const std::string callee = m_pickle.at(operands[0]).kind == Kind::Name ? m_pickle.at(operands[0]).text : "";
    const std::vector<PickleRef>& arguments = m_pickle.at(operands[1]).items;  // until a value is pushed
    if (callee == "collections.OrderedDict") {
        pushItems(Kind::Dict, {});
        return {};
    }
    if (callee == "torch._utils._rebuild_tensor_v2")
        return tensor(arguments);
    // These return their first argument: a parameter is its tensor, a typed list is a list.
    const bool passes = callee == "torch._utils._rebuild_parameter" || callee.starts_with("torch.jit._pickle.");
    if (!passes || arguments.empty())
        return fail(ErrorCode::Corrupt,
                    m_origin + " was refused: it calls \"" + printable(callee)
                        + "\" in a way that no checkpoint does.");
    push(arguments[0]);
    return {};
}

base::Status Interpreter::makeObject()
{
    SAYSEE_ASSIGN(const std::vector<PickleRef> operands, pop(2));
    const PickleValue& type = m_pickle.at(operands[0]);
    if (type.kind != Kind::Name || !type.text.starts_with(kScriptClass))
        return damaged("makes an object of what is no module");
    PickleValue object;
    object.kind = Kind::Object;
    pushNew(std::move(object));
    return {};
}

base::Status Interpreter::build()
{
    SAYSEE_ASSIGN(const std::vector<PickleRef> state, pop(1));
    SAYSEE_ASSIGN(const PickleRef target, top());
    PickleValue& value = m_pickle.values[target];
    if (value.kind == Kind::Object)
        value.items = {state[0]};
    else if (value.kind != Kind::Dict)  // a state dictionary's own attributes (_metadata) are of no use here
        return damaged("gives attributes to what has none");
    return {};
}

base::Status Interpreter::storage()
{
    SAYSEE_ASSIGN(const std::vector<PickleRef> id, pop(1));
    const std::vector<PickleRef>& parts = m_pickle.at(id[0]).items;  // 'storage', class, key, location, count
    if (parts.size() < 5 || m_pickle.at(parts[0]).text != "storage" || m_pickle.at(parts[1]).kind != Kind::Name
        || m_pickle.at(parts[2]).kind != Kind::Text || m_pickle.at(parts[4]).kind != Kind::Integer)
        return damaged("refers to data in an unknown way");
    PickleValue value;
    value.kind = Kind::Storage;
    value.type = m_pickle.at(parts[1]).text;
    value.text = m_pickle.at(parts[2]).text;
    value.integer = m_pickle.at(parts[4]).integer;
    pushNew(std::move(value));
    return {};
}

base::Status Interpreter::tensor(const std::vector<PickleRef>& arguments)
{
    // storage, offset, sizes, strides, requires_grad, hooks
    const bool fits = arguments.size() >= 4 && m_pickle.at(arguments[0]).kind == Kind::Storage
        && m_pickle.at(arguments[1]).kind == Kind::Integer && m_pickle.at(arguments[2]).kind == Kind::List
        && m_pickle.at(arguments[3]).kind == Kind::List;
    if (!fits)
        return damaged("describes a tensor in an unknown way");
    pushItems(Kind::Tensor, {arguments.begin(), arguments.begin() + 4});
    return {};
}

}  // namespace

base::Result<Pickle> parsePickle(std::string_view bytes, const std::string& origin)
{
    if (bytes.size() > kMostBytes)
        return fail(ErrorCode::Corrupt, origin + " is damaged: its pickle is too large to be one of a checkpoint.");
    return Interpreter(bytes, origin).run();
}

}  // namespace saysee::model
