// Logarithm, exponential, sine and cosine from plain additions, multiplications and divisions, so that no
// system library decides a pixel: the same bits on every machine with IEEE 754 doubles. This folder is
// compiled without contraction (a * b + c stays two roundings). Errors stay below 4e-16, relative for the
// logarithm and the exponential, absolute for sine and cosine. Pure; any thread.
#pragma once

#include <bit>
#include <cstdint>

namespace adapnet::degrade {

// Natural logarithm of a normal number above 0.
inline double portableLog(double x) {
    // x = m 2^e with m in [1, 2); above the square root of 2 half of it, so that m stays close to 1.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    const double mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
    // The exponent as a double, by way of the mantissa of 2^52 (integer conversions are slow in vectors).
    const double exponent = std::bit_cast<double>((bits >> 52) | 0x4330000000000000ULL) - (0x1p52 + 1023.0);
    const bool large = mantissa > 1.4142135623730951;
    const double m = large ? mantissa * 0.5 : mantissa;
    const double e = large ? exponent + 1.0 : exponent;
    // log m = 2 atanh(s), |s| < 0.1716.
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double tail = 1.0 / 23.0;
    tail = tail * z + 1.0 / 21.0;
    tail = tail * z + 1.0 / 19.0;
    tail = tail * z + 1.0 / 17.0;
    tail = tail * z + 1.0 / 15.0;
    tail = tail * z + 1.0 / 13.0;
    tail = tail * z + 1.0 / 11.0;
    tail = tail * z + 1.0 / 9.0;
    tail = tail * z + 1.0 / 7.0;
    tail = tail * z + 1.0 / 5.0;
    tail = tail * z + 1.0 / 3.0;
    constexpr double kLn2High = 0x1.62e42fefa38p-1;  // its last bits are zero: e * kLn2High is exact
    constexpr double kLn2Low = 0x1.ef35793c7673p-45;
    return e * kLn2High + (2.0 * s + (2.0 * s * z * tail + e * kLn2Low));
}

struct SineCosine {
    double sine;
    double cosine;
};

// Of the angle 2 pi `turns`, turns in [-2^20, 2^20].
inline SineCosine portableSineCosine(double turns) {
    // The nearest quarter turn q, and what is left: at most an eighth of a turn, exact.
    constexpr double kRound = 0x1.8p52;
    const double shifted = turns * 4.0 + kRound;
    const std::uint64_t q = std::bit_cast<std::uint64_t>(shifted);
    const double rest = turns - (shifted - kRound) * 0.25;
    const double x = rest * 6.283185307179586;
    const double z = x * x;
    double s = -1.0 / 121645100408832000.0;
    s = s * z + 1.0 / 355687428096000.0;
    s = s * z - 1.0 / 1307674368000.0;
    s = s * z + 1.0 / 6227020800.0;
    s = s * z - 1.0 / 39916800.0;
    s = s * z + 1.0 / 362880.0;
    s = s * z - 1.0 / 5040.0;
    s = s * z + 1.0 / 120.0;
    s = s * z - 1.0 / 6.0;
    const double sine = x + x * z * s;
    double c = 1.0 / 20922789888000.0;
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    const double cosine = 1.0 - 0.5 * z + z * z * c;
    // Quarter turns swap the two and change signs; with bits, because choices are slow in vectors.
    const std::uint64_t swap = std::uint64_t{0} - (q & 1);
    const std::uint64_t difference =
        (std::bit_cast<std::uint64_t>(sine) ^ std::bit_cast<std::uint64_t>(cosine)) & swap;
    const std::uint64_t sineBits = (std::bit_cast<std::uint64_t>(sine) ^ difference) ^ ((q & 2) << 62);
    const std::uint64_t cosineBits =
        (std::bit_cast<std::uint64_t>(cosine) ^ difference) ^ (((q + 1) & 2) << 62);
    return {std::bit_cast<double>(sineBits), std::bit_cast<double>(cosineBits)};
}

// e^x for x in [-700, 700].
inline double portableExp(double x) {
    constexpr double kRound = 0x1.8p52;
    constexpr double kLn2High = 0x1.62e42fefa38p-1;
    constexpr double kLn2Low = 0x1.ef35793c7673p-45;
    const double n = (x * 1.4426950408889634 + kRound) - kRound;
    const double r = (x - n * kLn2High) - n * kLn2Low;
    double sum = 1.0;
    for (int k = 17; k >= 1; --k) sum = 1.0 + sum * r / k;
    const auto power = static_cast<std::uint64_t>(static_cast<std::int64_t>(n) + 1023);
    return sum * std::bit_cast<double>(power << 52);
}

// base^exponent for base >= 0; 0^0 is 1.
inline double portablePower(double base, double exponent) {
    if (exponent == 0) return 1;
    return base > 0 ? portableExp(exponent * portableLog(base)) : 0;
}

}  // namespace adapnet::degrade
