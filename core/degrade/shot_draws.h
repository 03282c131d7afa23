// Shot noise sample by sample: the Poisson numbers of protocol noiser-v1, drawn by multiplying numbers of a
// stream. How many numbers a sample consumes depends on all before it, so a picture is one long chain that
// cannot be split into rows or tiles. Pure; any thread; the same bytes on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/random.h"

namespace adapnet::degrade {

// What a grey level means at one rate (photons of white, > 0, at most 200).
struct ShotTables {
    explicit ShotTables(double rate);

    double rate;
    std::array<double, 256> limit;        // exp(-lambda), lambda = rate * grey / 255
    std::array<int, 256> early;           // so many numbers are hardly ever enough
    std::array<std::uint8_t, 256> level;  // the grey level of a count; the last one is white
};

// out[i] = level of the count of samples[i]: so many numbers, from where the sample before it ended, can be
// multiplied before their product, rounded each time, is at most the limit. One more is consumed.
void drawShots(std::span<const std::uint8_t> samples, const ShotTables& tables, const RandomStream& stream,
               std::span<std::uint8_t> out);

// The same without vectors, for a first sample that begins at `position`.
void drawShotsOneByOne(std::span<const std::uint8_t> samples, const ShotTables& tables,
                       const RandomStream& stream, std::uint64_t position, std::span<std::uint8_t> out);

}  // namespace adapnet::degrade
