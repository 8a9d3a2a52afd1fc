// A CUDA device that is not there: preloaded into a test, it makes LibTorch believe in one GPU, "cuda:0", whose
// memory is that of this machine and whose kernels are LibTorch's own for the CPU. Speed and the last digits are not
// a GPU's; what can be wrong without a GPU ever being there is checked more strictly than by one:
//
// - An address in device memory that the host reads or writes ends the program (its pages cannot be accessed).
// - An operator that is given tensors of both sides throws, as on a GPU; likewise a product of two dtypes, or a
// random
//   number generator of the CPU for a tensor of the device.
// - Half-precision operators compute in single precision and store half, as tensor cores do.
// - A program that never asked the device for anything fails: it was to be tested there.
//
// For a LibTorch without CUDA alone; two backends for one device type cannot be registered.

#include <ATen/ATen.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <algorithm>
#include <atomic>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <sys/mman.h>
#include <torch/library.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace saysee::test {

namespace {

const c10::Device kGpu(c10::DeviceType::CUDA, 0);
std::atomic<std::int64_t> kernelCount = 0;

// What a pointer into device memory stands for.
struct Block {
    std::unique_ptr<std::byte[]> bytes;
};

// Addresses that nobody can access, never given out twice.
void* deviceAddress(std::size_t bytes)
{
    constexpr std::size_t kReserved = std::size_t {1} << 40U;
    static std::byte* const first = static_cast<std::byte*>(
        ::mmap(nullptr, kReserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    static std::atomic<std::size_t> used = 64;
    TORCH_CHECK(first != MAP_FAILED, "no addresses for the simulated GPU");
    const std::size_t offset = used.fetch_add((bytes + 127U) / 64U * 64U);
    TORCH_CHECK(offset + bytes <= kReserved, "the simulated GPU is out of addresses");
    return first + offset;
}

c10::DataPtr deviceMemory(std::size_t bytes)
{
    auto block = std::make_unique<Block>(Block {std::make_unique<std::byte[]>(bytes)});
    return {deviceAddress(bytes), block.release(), [](void* context) { delete static_cast<Block*>(context); }, kGpu};
}

std::byte* bytesOf(const c10::Storage& storage)
{
    return static_cast<Block*>(storage.data_ptr().get_context())->bytes.get();
}

// With the sizes and strides of another.
at::Tensor shapedAs(const at::Tensor& like, at::Tensor made)
{
    made.unsafeGetTensorImpl()->set_sizes_and_strides(like.sizes(), like.strides());
    made.unsafeGetTensorImpl()->set_storage_offset(like.storage_offset());
    return made;
}

at::Tensor tensorOn(c10::Storage storage, c10::DispatchKey key, const at::Tensor& like)
{
    return shapedAs(
        like, at::detail::make_tensor<c10::TensorImpl>(std::move(storage), c10::DispatchKeySet(key), like.dtype()));
}

// A tensor of the CPU over the same bytes.
at::Tensor hostView(const at::Tensor& device)
{
    const c10::Storage& storage = device.storage();
    c10::DataPtr bytes(bytesOf(storage), c10::Device(c10::DeviceType::CPU));
    c10::Storage shared(c10::Storage::use_byte_size_t(), storage.nbytes(), std::move(bytes),
                        c10::GetAllocator(c10::DeviceType::CPU), true);
    return tensorOn(std::move(shared), c10::DispatchKey::CPU, device);
}

at::Tensor viewOf(const at::Tensor& device, const at::Tensor& like)
{
    return shapedAs(like,
                    at::detail::make_tensor<c10::TensorImpl>(c10::TensorImpl::VIEW, c10::Storage(device.storage()),
                                                             device.key_set(), like.dtype()));
}

c10::Storage deviceCopy(const at::Tensor& host)
{
    const std::size_t bytes = host.storage().nbytes();
    c10::Storage storage(c10::Storage::use_byte_size_t(), bytes, deviceMemory(bytes), nullptr, false);
    if (bytes > 0)
        std::memcpy(bytesOf(storage), host.storage().data_ptr().get(), bytes);
    return storage;
}

// A tensor of the device that an operator was given, and what its kernel on the CPU got for it.
struct Argument {
    at::Tensor device;
    at::Tensor view;  // over the device's bytes
    at::Tensor passed;  // the view, or its values in single precision
    bool written = false;
};

// One operator, from the device's arguments on the stack to the device's results there.
class Kernel {
public:
    Kernel(const c10::OperatorHandle& op, torch::jit::Stack& stack)
        : m_op(op), m_stack(stack), m_name(op.schema().name())
    {
    }

    void run()
    {
        ++kernelCount;
        const auto& expected = m_op.schema().arguments();
        const std::size_t first = m_stack.size() - expected.size();
        refuseMixtures(first);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const bool written = expected[i].alias_info() != nullptr && expected[i].alias_info()->isWrite();
            m_stack[first + i] = toHost(m_stack[first + i], written);
        }
        if (isOneOf({"aten::_softmax", "aten::_log_softmax"}))
            singleInstead(m_stack[first + 2]);
        if (isOneOf({"aten::_softmax_backward_data", "aten::_log_softmax_backward_data"}))
            singleInstead(m_stack[first + 3]);
        {
            const at::AutoDispatchBelowADInplaceOrView noGradients;
            m_op.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), &m_stack);
        }
        for (const Argument& argument : m_arguments)
            takeOver(argument);
        const std::size_t results = m_op.schema().returns().size();
        for (std::size_t i = m_stack.size() - results; i < m_stack.size(); ++i)
            m_stack[i] = toDevice(m_stack[i]);
    }

private:
    // A softmax over half precision that answers in single precision, and its way back, are one operator on a GPU
    // alone: the CPU's is given single precision anyhow. `wish`: whether to answer so, or the dtype to come back in.
    void singleInstead(c10::IValue& wish)
    {
        if (wish.isBool()) {
            m_widened = m_widened && !wish.toBool();
            wish = false;
        } else if (wish.toScalarType() == at::kHalf) {
            m_widened = true;
            wish = at::kFloat;
        }
    }

    [[nodiscard]] bool isOneOf(const std::set<std::string>& names) const { return names.count(m_name) > 0; }

    static void collect(const c10::IValue& value, std::vector<at::Tensor>& tensors)
    {
        if (value.isTensor() && value.toTensor().defined())
            tensors.push_back(value.toTensor());
        if (value.isList())
            for (const c10::IValue& one : value.toListRef())
                collect(one, tensors);
    }

    // As a GPU's kernels do.
    void refuseMixtures(std::size_t first)
    {
        std::vector<at::Tensor> tensors;
        for (std::size_t i = first; i < m_stack.size(); ++i) {
            collect(m_stack[i], tensors);
            TORCH_CHECK(!m_stack[i].isGenerator() || m_stack[i].toGenerator().device().type() == kGpu.type(), m_name,
                        ": a generator of the CPU cannot draw on cuda:0");
            m_widened = m_widened && !(m_stack[i].isInt() && takesDtype(i - first));
        }
        const bool moves = isOneOf({"aten::copy_", "aten::index", "aten::index_put_", "aten::_index_put_impl_"});
        const bool isProduct = isOneOf({"aten::mm", "aten::bmm", "aten::addmm", "aten::baddbmm", "aten::addmv"});
        bool half = false;
        for (const at::Tensor& tensor : tensors) {
            TORCH_CHECK(moves || tensor.dim() == 0 || tensor.device() == kGpu, m_name,
                        ": expected all tensors to be on the same device, but found cuda:0 and ", tensor.device());
            TORCH_CHECK(!isProduct || tensor.scalar_type() == tensors.front().scalar_type(), m_name,
                        ": factors of different dtypes");
            half = half || tensor.scalar_type() == at::kHalf;
        }
        m_widened = m_widened && half && !moves && !isView();
    }

    [[nodiscard]] bool takesDtype(std::size_t index) const
    {
        return m_op.schema().arguments()[index].name() == "dtype";
    }

    [[nodiscard]] bool isView() const
    {
        for (const c10::Argument& result : m_op.schema().returns())
            if (result.alias_info() != nullptr && !result.alias_info()->isWrite())
                return true;
        return false;
    }

    at::Tensor toHost(const at::Tensor& tensor, bool written)
    {
        if (!tensor.defined())
            return tensor;
        if (tensor.device().is_cpu()) {
            m_ofHost.push_back(tensor);
            return tensor;
        }
        const at::Tensor view = hostView(tensor);
        const bool widen = m_widened && tensor.scalar_type() == at::kHalf;
        m_arguments.push_back({tensor, view, widen ? view.to(at::kFloat) : view, written});
        return m_arguments.back().passed;
    }

    c10::IValue toHost(const c10::IValue& value, bool written)
    {
        if (value.isTensor())
            return toHost(value.toTensor(), written);
        if (value.isDevice())
            return c10::Device(c10::DeviceType::CPU);
        if (!holdsTensors(value))
            return value;
        c10::impl::GenericList list(value.toList().elementType());
        for (const c10::IValue& one : value.toListRef())
            list.push_back(toHost(one, written));
        return list;
    }

    static bool holdsTensors(const c10::IValue& value)
    {
        if (!value.isList())
            return false;
        const auto all = value.toListRef();
        return std::any_of(all.begin(), all.end(), [](const c10::IValue& one) { return one.isTensor(); });
    }

    // What the kernel left in an argument that it writes: the bytes are shared, but not a new size or widened values.
    static void takeOver(const Argument& argument)
    {
        if (!argument.written)
            return;
        const bool widened = !argument.passed.is_same(argument.view);
        const at::Tensor left = widened ? argument.passed.to(argument.device.scalar_type()) : argument.passed;
        if (widened && left.sizes() == argument.device.sizes()) {
            argument.view.copy_(left);
            return;
        }
        c10::TensorImpl* const device = argument.device.unsafeGetTensorImpl();
        if (!isOver(left, argument))
            device->set_storage_keep_dtype(deviceCopy(left));
        device->set_sizes_and_strides(left.sizes(), left.strides());
        device->set_storage_offset(left.storage_offset());
    }

    static bool isOver(const at::Tensor& host, const Argument& argument)
    {
        return host.storage().data_ptr().get() == bytesOf(argument.device.storage());
    }

    at::Tensor toDevice(const at::Tensor& result) const
    {
        if (!result.defined())
            return result;
        for (const at::Tensor& argument : m_ofHost)
            if (result.is_same(argument))
                return result;  // what was copied to the CPU
        for (const Argument& argument : m_arguments) {
            if (result.is_same(argument.passed))
                return argument.device;
            if (result.numel() > 0 && isOver(result, argument))
                return viewOf(argument.device, result);
        }
        const bool narrow = m_widened && result.scalar_type() == at::kFloat;
        const at::Tensor stored = narrow ? result.to(at::kHalf) : result;
        return tensorOn(deviceCopy(stored), c10::DispatchKey::CUDA, stored);
    }

    c10::IValue toDevice(const c10::IValue& value) const
    {
        if (value.isTensor())
            return toDevice(value.toTensor());
        if (!holdsTensors(value))
            return value;
        c10::impl::GenericList list(value.toList().elementType());
        for (const c10::IValue& one : value.toListRef())
            list.push_back(toDevice(one));
        return list;
    }

    const c10::OperatorHandle& m_op;
    torch::jit::Stack& m_stack;
    std::string m_name;
    std::vector<Argument> m_arguments;
    std::vector<at::Tensor> m_ofHost;
    bool m_widened = true;  // half-precision arguments were given in single precision
};

void runOnHost(const c10::OperatorHandle& op, torch::jit::Stack* stack) { Kernel(op, *stack).run(); }

// One stream, on which everything has already happened.
class Guard final : public c10::impl::DeviceGuardImplInterface {
public:
    [[nodiscard]] c10::DeviceType type() const override { return kGpu.type(); }
    [[nodiscard]] c10::Device exchangeDevice(c10::Device) const override { return kGpu; }
    [[nodiscard]] c10::Device getDevice() const override { return kGpu; }
    void setDevice(c10::Device) const override { }
    void uncheckedSetDevice(c10::Device) const noexcept override { }
    [[nodiscard]] c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
    [[nodiscard]] c10::Stream getDefaultStream(c10::Device) const override { return stream(); }
    [[nodiscard]] c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }
    [[nodiscard]] c10::DeviceIndex deviceCount() const noexcept override { return 1; }
    void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override { }
    void block(void*, const c10::Stream&) const override { }
    [[nodiscard]] bool queryEvent(void*) const override { return true; }
    [[nodiscard]] bool queryStream(const c10::Stream&) const override { return true; }
    void synchronizeStream(const c10::Stream&) const override { }

private:
    static c10::Stream stream() { return c10::Stream(c10::Stream::DEFAULT, kGpu); }
};

C10_REGISTER_GUARD_IMPL(CUDA, Guard)

// As the program ends.
struct Witness {
    ~Witness()
    {
        if (kernelCount > 0)
            return;
        std::fputs("Nothing ran on the simulated GPU.\n", stderr);
        ::_exit(1);
    }
} witness;

}  // namespace

// The autograd engine asks these whether there is a device to wait for.
struct SimulatedHooks final : at::CUDAHooksInterface {
    explicit SimulatedHooks(at::CUDAHooksArgs) { }
    [[nodiscard]] bool hasCUDA() const override { return true; }
    // Which of these override depends on LibTorch's version.
    [[nodiscard]] bool isBuilt() const { return true; }
    [[nodiscard]] bool isAvailable() const { return true; }
    [[nodiscard]] c10::DeviceIndex deviceCount() const { return 1; }
    [[nodiscard]] c10::DeviceIndex getCurrentDevice() const { return 0; }
    [[nodiscard]] bool hasPrimaryContext(std::int64_t) const { return true; }
    [[nodiscard]] bool hasPrimaryContext(c10::DeviceIndex) const { return true; }
};

TORCH_LIBRARY_IMPL(_, CUDA, library) { library.fallback(torch::CppFunction::makeFromBoxedFunction<&runOnHost>()); }

// These have a kernel for all backends that would ask for CUDA's own inside.
TORCH_LIBRARY_IMPL(aten, CUDA, library)
{
    library.impl("copy_", torch::CppFunction::makeFromBoxedFunction<&runOnHost>());
}

}  // namespace saysee::test

namespace at {

using saysee::test::SimulatedHooks;
C10_REGISTER_CLASS(CUDAHooksRegistry, CUDAHooks, SimulatedHooks)

}  // namespace at
