#include "core/degrade/normal_numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/degrade/portable_math.h"

namespace adapnet::degrade {

namespace {

constexpr std::size_t kBlock = 512;  // pairs; three arrays of this size stay in the first-level cache

// Separate loops, because the last one then runs on vectors of doubles.
void fillPairs(const RandomStream& stream, std::uint64_t firstPair, std::size_t pairs, double* out) {
    std::array<double, kBlock> radiusDraw;
    std::array<double, kBlock> angleDraw;
    for (std::size_t i = 0; i < pairs; ++i) {
        radiusDraw[i] = 1.0 - stream.at(2 * (firstPair + i));
        angleDraw[i] = stream.at(2 * (firstPair + i) + 1);
    }
    for (std::size_t i = 0; i < pairs; ++i) {
        const double rho = std::sqrt(-2.0 * portableLog(radiusDraw[i]));
        const SineCosine turn = portableSineCosine(angleDraw[i]);
        out[2 * i] = rho * turn.cosine;
        out[2 * i + 1] = rho * turn.sine;
    }
}

}  // namespace

void fillNormals(const RandomStream& stream, std::uint64_t first, std::span<double> out) {
    std::array<double, 2 * kBlock> block;
    for (std::size_t done = 0; done < out.size();) {
        const std::uint64_t number = first + done;
        const std::size_t skipped = number % 2;  // the first half of a pair that was asked for before
        const std::size_t count = std::min(out.size() - done, 2 * kBlock - skipped);
        fillPairs(stream, number / 2, (count + skipped + 1) / 2, block.data());
        std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(skipped), count,
                    out.begin() + static_cast<std::ptrdiff_t>(done));
        done += count;
    }
}

}  // namespace adapnet::degrade
