#include "core/nn/tensors.h"

#include <cstring>
#include <new>

namespace adapnet::nn {

Result<TensorMap> toTensors(const SafetensorsFile& file) {
    return guarded([&]() -> Result<TensorMap> {
        TensorMap tensors;
        for (const auto& [name, raw] : file.tensors) {
            const auto type = raw.type == "F16"    ? at::kHalf
                              : raw.type == "BF16" ? at::kBFloat16
                              : raw.type == "I64"  ? at::kLong
                                                   : at::kFloat;
            auto tensor = at::empty(raw.shape, at::TensorOptions().dtype(type));
            std::memcpy(tensor.data_ptr(), raw.bytes.data(), raw.bytes.size());
            tensors[name] = type == at::kLong ? tensor : tensor.to(at::kFloat);
        }
        return tensors;
    });
}

SafetensorsFile fromTensors(const TensorMap& tensors, at::ScalarType type) {
    SafetensorsFile file;
    for (const auto& [name, tensor] : tensors) {
        const bool whole = tensor.scalar_type() == at::kLong;
        const auto plain = tensor.detach().to(at::kCPU, whole ? at::kLong : type).contiguous();
        RawTensor raw;
        raw.type = whole ? "I64" : type == at::kHalf ? "F16" : "F32";
        raw.shape = plain.sizes().vec();
        raw.bytes.resize(plain.nbytes());
        std::memcpy(raw.bytes.data(), plain.data_ptr(), raw.bytes.size());
        file.tensors[name] = std::move(raw);
    }
    return file;
}

Error torchError(const std::exception& exception) {
    std::string text = exception.what();
    if (const auto* torch = dynamic_cast<const c10::Error*>(&exception))
        text = torch->what_without_backtrace();
    const bool memory = dynamic_cast<const std::bad_alloc*>(&exception) != nullptr ||
                        text.find("out of memory") != std::string::npos ||
                        text.find("not enough memory") != std::string::npos ||
                        text.find("allocate memory") != std::string::npos;  // the CPU allocator's words
    if (const auto line = text.find('\n'); line != std::string::npos) text.resize(line);
    return {memory ? ErrorCode::OutOfMemory : ErrorCode::Model, text, {}};
}

}  // namespace adapnet::nn
