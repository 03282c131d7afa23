#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>

#include "core/base/shuffle.h"

namespace adapnet {
namespace {

// SplitMix64 with state 0: the first outputs of the published reference code.
TEST(RandomStream, GivesTheNumbersOfSplitMix64) {
    RandomStream stream(std::uint64_t{0});
    EXPECT_EQ(stream.nextBits(), 0xE220A8397B1DCDAFULL);
    EXPECT_EQ(stream.nextBits(), 0x6E789E6AA1B965F4ULL);
    EXPECT_EQ(stream.nextBits(), 0x06C45D188009454FULL);
}

TEST(RandomStream, FindsTheNthNumberDirectly) {
    RandomStream stream(std::string_view("key"));
    const RandomStream same(std::string_view("key"));
    for (std::uint64_t n = 0; n < 1000; ++n) EXPECT_EQ(stream.uniform(), same.at(n));
}

TEST(RandomStream, HashesItsKeyByFnv1a) {
    EXPECT_EQ(fnv1a64(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(fnv1a64("a"), 0xaf63dc4c8601ec8cULL);
    EXPECT_EQ(fnv1a64("foobar"), 0x85944171f73967e8ULL);
    EXPECT_EQ(RandomStream(std::string_view("a")).at(3), RandomStream(fnv1a64("a")).at(3));
    EXPECT_EQ(fnv1a64("bar", fnv1a64("foo")), fnv1a64("foobar"));
}

TEST(RandomStream, StaysInsideItsRanges) {
    RandomStream stream(std::string_view("ranges"));
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i) {
        const double u = stream.uniform();
        ASSERT_GE(u, 0);
        ASSERT_LT(u, 1);
        const double between = stream.uniform(-2, 3);
        ASSERT_GE(between, -2);
        ASSERT_LT(between, 3);
        ++counts.at(stream.below(7));
    }
    for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Shuffle, GivesTheSameOrderOnEveryMachine) {
    // Worked out from the rules of the stream by another program.
    std::vector<int> values{0, 1, 2, 3, 4, 5, 6, 7};
    RandomStream stream("cards");
    shuffle(values, stream);
    EXPECT_EQ(values, (std::vector<int>{2, 0, 3, 4, 1, 7, 5, 6}));
}

TEST(RandomStream, NormalNumbersHaveMeanZeroAndDeviationOne) {
    RandomStream stream(std::string_view("normal"));
    constexpr int kCount = 200'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kCount; ++i) {
        const double n = stream.normal();
        ASSERT_TRUE(std::isfinite(n));
        sum += n;
        squares += n * n;
    }
    EXPECT_NEAR(sum / kCount, 0, 0.01);
    EXPECT_NEAR(squares / kCount, 1, 0.02);
}

}  // namespace
}  // namespace adapnet
