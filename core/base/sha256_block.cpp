#include "core/base/sha256_block.h"

#include <bit>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace adapnet {

namespace {

alignas(16) constexpr std::array<std::uint32_t, 64> kRound{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void mixOne(Sha256State& state, const unsigned char* data) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = std::uint32_t{data[4 * i]} << 24 | std::uint32_t{data[4 * i + 1]} << 16 |
               std::uint32_t{data[4 * i + 2]} << 8 | std::uint32_t{data[4 * i + 3]};
    for (std::size_t i = 16; i < 64; ++i) {
        const auto s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const auto s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
        const auto s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const auto t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
        const auto s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const auto t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const Sha256State added{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state[i] += added[i];
}

}  // namespace

void sha256Blocks(Sha256State& state, const unsigned char* data, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) mixOne(state, data + 64 * i);
}

#if defined(__x86_64__)

bool hasShaInstructions() {
    static const bool has = [] {
        unsigned a = 0;
        unsigned b = 0;
        unsigned c = 0;
        unsigned d = 0;
        return __builtin_cpu_supports("sse4.1") != 0 && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 &&
               (b >> 29 & 1) != 0;
    }();
    return has;
}

// The instructions keep the state as (a, b, e, f) and (c, d, g, h), the first letter in the highest lane. One
// makes two rounds and gives the new (a, b, e, f); the former one is then the new (c, d, g, h). The schedule
// is kept as four vectors of four words, the oldest of which is replaced every four rounds.
__attribute__((target("sha,sse4.1,ssse3"))) void sha256BlocksByInstructions(Sha256State& state,
                                                                            const unsigned char* data,
                                                                            std::size_t count) {
    const auto lanes = [](std::uint32_t high, std::uint32_t second, std::uint32_t third, std::uint32_t low) {
        return _mm_set_epi32(static_cast<int>(high), static_cast<int>(second), static_cast<int>(third),
                             static_cast<int>(low));
    };
    const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i first = lanes(state[0], state[1], state[4], state[5]);
    __m128i second = lanes(state[2], state[3], state[6], state[7]);
    for (const unsigned char* end = data + 64 * count; data != end; data += 64) {
        const __m128i oldFirst = first;
        const __m128i oldSecond = second;
        __m128i w[4];
        for (int i = 0; i < 4; ++i)
            w[i] =
                _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + 16 * i)), bigEndian);
#pragma GCC unroll 16
        for (int i = 0; i < 16; ++i) {
            const __m128i round = _mm_load_si128(reinterpret_cast<const __m128i*>(kRound.data() + 4 * i));
            const __m128i added = _mm_add_epi32(w[i % 4], round);
            second = _mm_sha256rnds2_epu32(second, first, added);
            first = _mm_sha256rnds2_epu32(first, second, _mm_shuffle_epi32(added, 0x0E));
            if (i >= 12) continue;
            const __m128i recent = _mm_alignr_epi8(w[(i + 3) % 4], w[(i + 2) % 4], 4);  // w[t - 7]
            const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[i % 4], w[(i + 1) % 4]), recent);
            w[i % 4] = _mm_sha256msg2_epu32(sum, w[(i + 3) % 4]);
        }
        first = _mm_add_epi32(first, oldFirst);
        second = _mm_add_epi32(second, oldSecond);
    }
    alignas(16) std::array<std::uint32_t, 4> f;
    alignas(16) std::array<std::uint32_t, 4> s;
    _mm_store_si128(reinterpret_cast<__m128i*>(f.data()), first);
    _mm_store_si128(reinterpret_cast<__m128i*>(s.data()), second);
    state = {f[3], f[2], s[3], s[2], f[1], f[0], s[1], s[0]};
}

#else

bool hasShaInstructions() {
    return false;
}

void sha256BlocksByInstructions(Sha256State& state, const unsigned char* data, std::size_t count) {
    sha256Blocks(state, data, count);
}

#endif

}  // namespace adapnet
