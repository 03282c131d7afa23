#include "core/nn/runtime.h"

#include <ATen/Parallel.h>
#include <malloc.h>
#include <torch/cuda.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "core/base/numbers.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

void prepareRuntime(int threads) {
    static std::once_flag once;
    std::call_once(once, [&] {
        // Debian's LibTorch starts with one thread.
        const int all = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        at::set_num_threads(threads > 0 ? threads : all);
#ifdef __GLIBC__
        // Feature maps of some megabytes would be mapped and unmapped for every layer; keeping them in the
        // heap avoids the page faults.
        mallopt(M_MMAP_THRESHOLD, 1 << 30);
        mallopt(M_TRIM_THRESHOLD, 1 << 30);
        mallopt(M_TOP_PAD, 64 << 20);
#endif
    });
}

Result<at::Device> chooseDevice(const std::string& name) {
    if (name == "cpu") return at::Device(at::kCPU);
    return guarded([&]() -> Result<at::Device> {
        const int count = torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
        if (name == "auto") return count > 0 ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
        const std::string_view text(name);
        if (!text.starts_with("cuda"))
            return fail(ErrorCode::BadInput, "unknown device '" + name + "'; use auto, cpu or cuda:N");
        std::int64_t number = 0;
        if (text != "cuda") {
            const auto parsed = text.starts_with("cuda:") ? parseInteger(text.substr(5)) : std::nullopt;
            if (!parsed || *parsed < 0)
                return fail(ErrorCode::BadInput, "unknown device '" + name + "'; use auto, cpu or cuda:N");
            number = *parsed;
        }
        if (number >= count)
            return fail(ErrorCode::Device, "there is no device '" + name + "' here; use --device cpu");
        return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(number));
    });
}

bool cpuHasBf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::vector<DeviceInfo> listDevices() {
    std::vector<DeviceInfo> devices;
    DeviceInfo cpu{"cpu", "CPU", {Precision::Fp32}};
    if (cpuHasBf16()) cpu.precisions.push_back(Precision::Bf16);
    devices.push_back(cpu);
    const int count = torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
    for (int i = 0; i < count; ++i)
        devices.push_back({"cuda:" + std::to_string(i),
                           "CUDA device " + std::to_string(i),
                           {Precision::Fp32, Precision::Fp16}});
    return devices;
}

}  // namespace adapnet::nn
