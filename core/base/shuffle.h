// Random order that is the same on every machine (std::shuffle differs between libraries).
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/base/random.h"

namespace adapnet {

// Every order is equally likely (Fisher and Yates, from the last place on). Takes size - 1 numbers of the
// stream.
template <class T>
void shuffle(std::vector<T>& values, RandomStream& stream) {
    for (std::size_t left = values.size(); left > 1; --left)
        std::swap(values[left - 1], values[stream.below(left)]);
}

}  // namespace adapnet
