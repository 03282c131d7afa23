// The standard normal numbers of a stream by position, many at once: pairs (u1, u2) of the stream give
// rho cos(2 pi u2), then rho sin(2 pi u2), rho = sqrt(-2 ln(1 - u1)). Pure; any thread; the same bits on
// every machine.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/random.h"

namespace adapnet::degrade {

// out[i] = number `first` + i of the normal sequence.
void fillNormals(const RandomStream& stream, std::uint64_t first, std::span<double> out);

}  // namespace adapnet::degrade
