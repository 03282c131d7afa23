// Seeded random numbers that are the same on every machine: SplitMix64 over an FNV-1a key.
// Source: the "deterministic fillers" and stream rules of protocol noiser-v1.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace adapnet {

// FNV-1a, 64 bit, over the bytes of `text`. fnv1a64("a") == 0xaf63dc4c8601ec8c.
constexpr std::uint64_t fnv1a64(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) {
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

// A stream of numbers that depends on nothing but its key. The n-th number can be had directly (`at`), so
// that an image may be processed whole or in tiles, on one thread or many, with the same result.
class RandomStream {
  public:
    explicit constexpr RandomStream(std::uint64_t seed) : m_seed(seed) {}
    explicit constexpr RandomStream(std::string_view key) : m_seed(fnv1a64(key)) {}

    constexpr std::uint64_t bitsAt(std::uint64_t n) const {
        std::uint64_t z = m_seed + (n + 1) * 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    // The n-th uniform number in [0, 1).
    constexpr double at(std::uint64_t n) const { return static_cast<double>(bitsAt(n) >> 11) * 0x1.0p-53; }

    constexpr std::uint64_t nextBits() { return bitsAt(m_position++); }
    constexpr double uniform() { return at(m_position++); }
    constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
    // Whole number in [0, count), count > 0.
    std::uint64_t below(std::uint64_t count) {
        return static_cast<std::uint64_t>(uniform() * static_cast<double>(count));
    }
    // Standard normal numbers, in pairs (Box-Muller): rho cos, then rho sin.
    double normal() {
        if (m_hasSpare) {
            m_hasSpare = false;
            return m_spare;
        }
        const double u1 = uniform();
        const double u2 = uniform();
        const double rho = std::sqrt(-2.0 * std::log(1.0 - u1));
        const double phi = 2.0 * std::numbers::pi * u2;
        m_spare = rho * std::sin(phi);
        m_hasSpare = true;
        return rho * std::cos(phi);
    }

  private:
    std::uint64_t m_seed;
    std::uint64_t m_position = 0;
    double m_spare = 0;
    bool m_hasSpare = false;
};

}  // namespace adapnet
