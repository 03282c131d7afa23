#include "core/protocol/noiser_protocol.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/random.h"
#include "core/degrade/noiser.h"

namespace adapnet::protocol {
namespace {

std::vector<std::string> manyNames() {
    std::vector<std::string> names;
    for (int i = 0; i < 70; ++i) names.push_back("query_" + std::to_string(i));
    return names;
}

TEST(NoiserProtocol, HashesTheMixNamesAsTheReferenceDoes) {
    EXPECT_EQ(fnv1a64("noiser-v1|mix|roxford5k|" + queryName("roxford5k", "jpg/all_souls_000013.jpg")),
              0x4d7f7c248df35318ULL);
    EXPECT_EQ(fnv1a64("noiser-v1|mix|rparis6k|" + queryName("rparis6k", "paris_defense_000605")),
              0xb150dd1faa47601dULL);
}

TEST(NoiserProtocol, KeysTheStreamAsTheReferenceDoes) {
    const std::string key =
        streamKey("roxford5k", queryName("roxford5k", "jpg/all_souls_000013.jpg"), "gaussian_noise", 3);
    EXPECT_EQ(key, "noiser-v1|roxford5k|all_souls_000013|gaussian_noise|3");
    EXPECT_EQ(fnv1a64(key), 0x78572596318c8d25ULL);
}

TEST(NoiserProtocol, TakesTheNameOfASetFromItsFileWhenItHasNone) {
    EXPECT_EQ(datasetName("", "/data/gnd_roxford5k.pkl"), "roxford5k");
    EXPECT_EQ(datasetName("", "labels.csv"), "labels");
    EXPECT_EQ(datasetName("mine", "/data/gnd_roxford5k.pkl"), "mine");
}

TEST(NoiserProtocol, KeepsThePathOfOtherSetsInTheName) {
    EXPECT_EQ(queryName("my photos", "images/a/query.jpg"), "images/a/query.jpg");
    EXPECT_EQ(queryName("roxford5k", "all_souls_000013"), "all_souls_000013");
}

TEST(NoiserProtocol, MixesByTheOrderOfHashes) {
    const auto names = manyNames();
    const auto kinds = mixKinds("set", names);
    // The definition, written down again in its plainest form.
    std::map<std::uint64_t, std::size_t> order;
    for (std::size_t i = 0; i < names.size(); ++i) order[fnv1a64("noiser-v1|mix|set|" + names[i])] = i;
    std::size_t position = 0;
    for (const auto& [hash, query] : order) EXPECT_EQ(kinds[query], position++ % 15) << names[query];
    EXPECT_EQ(position, names.size());
}

TEST(NoiserProtocol, GivesEveryKindFourOrFiveOfSeventyQueries) {
    std::map<std::size_t, int> counts;
    for (const std::size_t kind : mixKinds("set", manyNames())) ++counts[kind];
    ASSERT_EQ(counts.size(), 15U);
    for (const auto& [kind, count] : counts) EXPECT_EQ(count, kind < 10 ? 5 : 4) << kind;
}

TEST(NoiserProtocol, FifteenRotationsGiveEveryQueryEveryKindOnce) {
    const auto names = manyNames();
    std::vector<std::set<std::size_t>> seen(names.size());
    for (int rotation = 0; rotation < 15; ++rotation) {
        const auto kinds = mixKinds("set", names, rotation);
        for (std::size_t i = 0; i < names.size(); ++i) seen[i].insert(kinds[i]);
    }
    for (const auto& kinds : seen) EXPECT_EQ(kinds.size(), 15U);
}

TEST(NoiserProtocol, TheMixDoesNotDependOnTheOrderOfTheQueries) {
    auto names = manyNames();
    const auto kinds = mixKinds("set", names);
    std::vector<std::string> turned(names.rbegin(), names.rend());
    const auto again = mixKinds("set", turned);
    for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(kinds[i], again[names.size() - 1 - i]);
}

TEST(NoiserProtocol, DegradesWithTheStreamOfItsKey) {
    const cv::Mat crop(20, 30, CV_8UC3, cv::Scalar(90, 120, 200));
    const auto degraded = degradeQuery(crop, "set", "a.png", "speckle_noise", 2);
    ASSERT_TRUE(degraded);
    const RandomStream stream(std::string_view("noiser-v1|set|a.png|speckle_noise|2"));
    EXPECT_EQ(pixelsHash(*degraded), pixelsHash(*degrade::noiserDegrade(crop, "speckle_noise", 2, stream)));
    EXPECT_NE(pixelsHash(*degraded), pixelsHash(crop));
    EXPECT_FALSE(degradeQuery(crop, "set", "a.png", "snow", 2));
}

TEST(NoiserProtocol, ThePixelHashKnowsTheShape) {
    const cv::Mat wide(2, 3, CV_8UC3, cv::Scalar::all(7));
    EXPECT_NE(pixelsHash(wide), pixelsHash(wide.reshape(3, 3)));
    const cv::Mat large(4, 6, CV_8UC3, cv::Scalar::all(7));
    EXPECT_EQ(pixelsHash(large(cv::Rect(1, 1, 3, 2))), pixelsHash(wide));
}

}  // namespace
}  // namespace adapnet::protocol
