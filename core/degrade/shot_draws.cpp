#include "core/degrade/shot_draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/degrade/filters.h"
#include "core/degrade/portable_math.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define ADAPNET_AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,popcnt")))
#endif

namespace adapnet::degrade {

namespace {

#if defined(__x86_64__)

using Words = std::uint64_t __attribute__((vector_size(64)));
using Reals = double __attribute__((vector_size(64)));

// SplitMix64 keeps a state that grows by kStep, and mixes it into a number; this is the way back.
constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kMix1 = 0xBF58476D1CE4E5B9ULL;
constexpr std::uint64_t kMix2 = 0x94D049BB133111EBULL;
constexpr std::uint64_t stateOf(std::uint64_t bits) {
    std::uint64_t z = bits ^ (bits >> 31) ^ (bits >> 62);
    z *= 0x319642B2D24D8EC3ULL;  // the inverse of kMix2
    z ^= (z >> 27) ^ (z >> 54);
    z *= 0x96DE1B173F119089ULL;  // the inverse of kMix1
    return z ^ (z >> 30) ^ (z >> 60);
}
static_assert(kMix2 * 0x319642B2D24D8EC3ULL == 1 && kMix1 * 0x96DE1B173F119089ULL == 1);

constexpr int kNumbers = 256;  // of a segment; their product is near e^-256
constexpr int kBlocks = kNumbers / 8;
constexpr double kLeast = 1e-200;  // a smaller product times a limit might lose digits
constexpr double kMostPhotons = 200;
// Products are rounded in another order here than in the definition. Both are within 1e-12 of the true one,
// so that a comparison that is clearer than this has the same outcome; any other is made again by definition.
constexpr double kClear = 1e-10;

std::size_t countByDefinition(const RandomStream& stream, std::uint64_t position, double limit) {
    std::size_t count = 0;
    for (double product = stream.at(position); product > limit; product *= stream.at(position + count))
        ++count;
    return count;
}

// The products of 1, 2, ... numbers from one position on; the next segment is filled while this one is used,
// because counting waits for memory and filling for arithmetic.
class Products {
  public:
    explicit Products(const RandomStream& stream) : m_stream(stream) { m_now[0] = m_next[0] = 1; }
    Products(const Products&) = delete;
    Products& operator=(const Products&) = delete;

    // at()[i] is the product of the first i numbers from start() on; zeros behind the last.
    const double* at() const { return m_now; }
    std::uint64_t start() const { return m_start; }
    bool isSound() const { return m_now[kNumbers] >= kLeast; }

    ADAPNET_AVX512 void moveTo(std::uint64_t position) {
        m_start = position - kNumbers;
        beginNext();
        goOn();
    }
    ADAPNET_AVX512 void goOn() {
        while (m_left > 0) fillBlock();
        std::swap(m_now, m_next);
        m_start += kNumbers;
        beginNext();
    }
    ADAPNET_AVX512 void prepare(int blocks) {
        for (int i = 0; i < blocks; ++i)
            if (m_left > 0) fillBlock();
    }

  private:
    ADAPNET_AVX512 void beginNext() {
        const std::uint64_t state = stateOf(m_stream.bitsAt(m_start + kNumbers));
        m_states = Words{0, 1, 2, 3, 4, 5, 6, 7} * kStep + state;
        m_product = Reals{1, 1, 1, 1, 1, 1, 1, 1};
        m_left = kBlocks;
    }
    // Eight numbers as RandomStream::at makes them, then their products with all before them.
    ADAPNET_AVX512 void fillBlock() {
        Words z = m_states;
        m_states += 8 * kStep;
        z = (z ^ (z >> 30)) * kMix1;
        z = (z ^ (z >> 27)) * kMix2;
        z = z ^ (z >> 31);
        Reals p = __builtin_convertvector(z >> 11, Reals) * 0x1.0p-53;
        // Every lane times the one, two, four lanes below it; ones come in from below.
        const Reals ones = {1, 1, 1, 1, 1, 1, 1, 1};
        p *= __builtin_shuffle(p, ones, Words{8, 0, 1, 2, 3, 4, 5, 6});
        p *= __builtin_shuffle(p, ones, Words{8, 9, 0, 1, 2, 3, 4, 5});
        p *= __builtin_shuffle(p, ones, Words{8, 9, 10, 11, 0, 1, 2, 3});
        p *= m_product;
        _mm512_storeu_pd(m_next + 1 + 8 * (kBlocks - m_left), p);
        m_product = __builtin_shuffle(p, Words{7, 7, 7, 7, 7, 7, 7, 7});
        --m_left;
    }

    const RandomStream& m_stream;
    // Room for the 1 in front, and for the comparisons that look beyond the end.
    alignas(64) std::array<std::array<double, 8 + kNumbers + 64>, 2> m_store{};
    double* m_now = m_store[0].data() + 7;
    double* m_next = m_store[1].data() + 7;
    std::uint64_t m_start = 0;
    Words m_states{};
    Reals m_product{};  // of all numbers so far, in every lane
    int m_left = 0;     // blocks of the next segment
};

// How many of the 8 * kVectors products from `products` on are above the bound. They fall, so these come
// first.
template <int kVectors>
ADAPNET_AVX512 inline int countAbove(const double* products, __m512d bound) {
    std::uint32_t above = 0;
    for (int i = 0; i < kVectors; ++i)
        above |= std::uint32_t{_mm512_cmp_pd_mask(_mm512_loadu_pd(products + 8 * i), bound, _CMP_GT_OQ)}
                 << 8 * i;
    return __builtin_popcount(above);
}

// Nearly everything here is free of branches: nobody can predict where a sample ends.
template <int kVectors>
ADAPNET_AVX512 void drawByVectors(std::span<const std::uint8_t> samples, const ShotTables& tables,
                                  const RandomStream& stream, std::span<std::uint8_t> out) {
    const double mean =
        static_cast<double>(std::accumulate(samples.begin(), samples.end(), std::uint64_t{0})) /
        static_cast<double>(samples.size());
    const int blocks = 1 + static_cast<int>((tables.rate * mean / 255 + 1) / 8);
    Products products(stream);
    products.moveTo(0);
    int begin = 0;  // of the sample, behind products.start()
    for (std::size_t x = 0; x < samples.size(); ++x) {
        const double* p = products.at();
        const std::uint64_t position = products.start() + static_cast<std::uint64_t>(begin);
        const std::uint8_t grey = samples[x];
        // The product of the sample's numbers is p[end + 1] / p[begin].
        __m512d bounds = _mm512_mul_pd(_mm512_set1_pd(tables.limit[grey]), _mm512_set1_pd(p[begin]));
        double bound = _mm512_cvtsd_f64(bounds);
        int end = std::min(begin + tables.early[grey], kNumbers);
        if (static_cast<int>(p[end] <= bound * (1 + kClear)) & static_cast<int>(end != begin)) end = begin;
        products.prepare(blocks);
        bool isClear = products.isSound();
        std::size_t counted = 0;  // in former segments
        for (;;) {
            const int more = countAbove<kVectors>(p + end + 1, bounds);
            end += more;
            if (more == 8 * kVectors) continue;
            if (end < kNumbers || !isClear) break;
            isClear = p[kNumbers] > bound * (1 + kClear);
            bound /= p[kNumbers];
            bounds = _mm512_set1_pd(bound);
            counted += static_cast<std::size_t>(kNumbers - begin);
            products.goOn();
            p = products.at();
            isClear = isClear && products.isSound();
            begin = end = 0;
        }
        isClear = static_cast<int>(isClear) & static_cast<int>(p[end + 1] < bound * (1 - kClear)) &
                  (static_cast<int>(end == begin) | static_cast<int>(p[end] > bound * (1 + kClear)));
        std::size_t count = counted + static_cast<std::size_t>(end - begin);
        begin = end + 1;
        if (!isClear) [[unlikely]] {
            if (!products.isSound()) {  // a number next to 0
                drawShotsOneByOne(samples.subspan(x), tables, stream, position, out.subspan(x));
                return;
            }
            count = countByDefinition(stream, position, tables.limit[grey]);
            products.moveTo(position + count + 1);
            begin = 0;
        }
        if (begin == kNumbers) {
            products.goOn();
            begin = 0;
        }
        out[x] = tables.level[std::min<std::size_t>(count, 255)];
    }
}

bool hasVectors() {
    static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                            __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    return has;
}

#endif

}  // namespace

ShotTables::ShotTables(double photons) : rate(photons) {
    for (std::size_t i = 0; i < 256; ++i) {
        const double lambda = rate * static_cast<double>(i) / 255.0;
        limit[i] = portableExp(-rate * static_cast<double>(i) / 255.0);
        early[i] = static_cast<int>(std::max(0.0, lambda - 3 * std::sqrt(lambda)));
        level[i] = toGreyLevel(static_cast<double>(i) / rate);
    }
}

void drawShotsOneByOne(std::span<const std::uint8_t> samples, const ShotTables& tables,
                       const RandomStream& stream, std::uint64_t position, std::span<std::uint8_t> out) {
    // Four numbers at a time: which of the four products ends the sample is counted without a branch.
    for (std::size_t x = 0; x < samples.size(); ++x) {
        const double limit = tables.limit[samples[x]];
        double product = 1;
        std::size_t count = 0;
        for (;;) {
            const double first = product * stream.at(position);
            const double second = first * stream.at(position + 1);
            const double third = second * stream.at(position + 2);
            product = third * stream.at(position + 3);
            const bool goesOn = product > limit;
            const std::size_t more = goesOn ? 4
                                            : static_cast<std::size_t>(first > limit) +
                                                  static_cast<std::size_t>(second > limit) +
                                                  static_cast<std::size_t>(third > limit);
            count += more;
            position += more;
            if (!goesOn) break;
        }
        ++position;
        out[x] = tables.level[std::min<std::size_t>(count, 255)];
    }
}

void drawShots(std::span<const std::uint8_t> samples, const ShotTables& tables, const RandomStream& stream,
               std::span<std::uint8_t> out) {
    if (samples.empty()) return;
#if defined(__x86_64__)
    if (hasVectors() && tables.rate <= kMostPhotons) {
        // As many products at once as a sample usually has numbers.
        if (tables.rate >= 20) return drawByVectors<4>(samples, tables, stream, out);
        if (tables.rate >= 8) return drawByVectors<2>(samples, tables, stream, out);
        return drawByVectors<1>(samples, tables, stream, out);
    }
#endif
    drawShotsOneByOne(samples, tables, stream, 0, out);
}

}  // namespace adapnet::degrade
