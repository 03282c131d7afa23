// Counts what a test program allocates with new. Include it in exactly one file of the program: it replaces
// the global operators.
#pragma once

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace adapnet::testing {

struct AllocationCounter {
    static inline std::atomic<std::size_t> live{0};
    static inline std::atomic<std::size_t> peak{0};
    static inline std::atomic<std::size_t> largest{0};

    static void* take(std::size_t size) {
        void* memory = std::malloc(size == 0 ? 1 : size);
        if (memory == nullptr) throw std::bad_alloc();
        live += ::malloc_usable_size(memory);
        peak = std::max(peak.load(), live.load());
        largest = std::max(largest.load(), size);
        return memory;
    }
    static void give(void* memory) {
        if (memory == nullptr) return;
        live -= ::malloc_usable_size(memory);
        std::free(memory);
    }
};

// What `body` has held at most beyond what was held before, and its largest single allocation, in bytes.
struct Allocations {
    std::size_t peak = 0;
    std::size_t largest = 0;
};
template <class Body>
Allocations allocationsOf(Body&& body) {
    const std::size_t before = AllocationCounter::live;
    AllocationCounter::peak = before;
    AllocationCounter::largest = 0;
    body();
    return {AllocationCounter::peak - before, AllocationCounter::largest};
}

}  // namespace adapnet::testing

void* operator new(std::size_t size) {
    return adapnet::testing::AllocationCounter::take(size);
}
void* operator new[](std::size_t size) {
    return adapnet::testing::AllocationCounter::take(size);
}
void operator delete(void* memory) noexcept {
    adapnet::testing::AllocationCounter::give(memory);
}
void operator delete[](void* memory) noexcept {
    adapnet::testing::AllocationCounter::give(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    adapnet::testing::AllocationCounter::give(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    adapnet::testing::AllocationCounter::give(memory);
}
