// Small files in the shape of gnd_roxford5k.pkl, written by Python's pickle module with protocols 2, 3 and 4.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/random.h"
#include "core/eval/truth_formats.h"

namespace adapnet::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::filesystem::path dataFile(const std::string& name) {
    return std::filesystem::path(ADAPNET_TEST_DATA) / name;
}

std::string bytesOf(const std::string& name) {
    std::ifstream file(dataFile(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The protocol 2 file with one part replaced by another of the same length.
std::string messageWith(const std::string& part, const std::string& other) {
    EXPECT_EQ(part.size(), other.size());
    std::string bytes = bytesOf("gnd_small_protocol2.pkl");
    const auto at = bytes.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    const auto truth = parseRevisitedPickle(bytes.replace(at, part.size(), other));
    return truth ? std::string("read") : truth.error().message();
}

TEST(RevisitedPickle, IsReadFromEveryProtocolThatPythonWrites) {
    for (const char* name :
         {"gnd_small_protocol2.pkl", "gnd_small_protocol3.pkl", "gnd_small_protocol4.pkl"}) {
        const auto truth = loadGroundTruth(dataFile(name));
        ASSERT_TRUE(truth) << name << ": " << truth.error().message();
        EXPECT_THAT(truth->gallery, ElementsAre("ashmolean_000000.jpg", "radcliffe camera_1.jpg",
                                                "all_souls_7.jpg", "paris_3.JPG"));
        ASSERT_EQ(truth->queries.size(), 2U);
        const GroundTruthQuery& first = truth->queries[0];
        EXPECT_EQ(first.image, "all_souls_000013.jpg");
        EXPECT_EQ(*first.box, (std::array<double, 4>{136.5, 34.1, 648.5, 955.7}));
        EXPECT_THAT(first.easy, ElementsAre("radcliffe camera_1.jpg", "all_souls_7.jpg"));
        EXPECT_THAT(first.hard, ElementsAre("ashmolean_000000.jpg"));
        EXPECT_THAT(first.junk, IsEmpty());
        EXPECT_EQ(*truth->queries[1].box, (std::array<double, 4>{10, 20, 300, 400}));
        EXPECT_THAT(truth->queries[1].junk, ElementsAre("paris_3.JPG"));
        const auto again = parseGroundTruth(groundTruthToJson(*truth));
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(groundTruthToJson(*again), groundTruthToJson(*truth));
    }
}

TEST(RevisitedPickle, NeverRunsWhatAFileAsksFor) {
    const auto truth = loadGroundTruth(dataFile("gnd_small_hostile.pkl"));
    ASSERT_FALSE(truth);
    EXPECT_EQ(truth.error().code, ErrorCode::BadInput);
    EXPECT_THAT(truth.error().message(), HasSubstr("gnd_small_hostile.pkl"));
}

TEST(RevisitedPickle, SaysWhatIsMissing) {
    EXPECT_THAT(messageWith("imlist", "wmlist"), HasSubstr("no list \"imlist\""));
    EXPECT_THAT(messageWith("qimlist", "wimlist"), HasSubstr("no list \"qimlist\""));
    EXPECT_THAT(messageWith("gnd", "dng"), HasSubstr("no list \"gnd\""));
    EXPECT_THAT(messageWith("ashmolean_000000", "../ashmolean_000"), HasSubstr("leads out"));
    EXPECT_THAT(messageWith("ashmolean_000000", "/shmolean_000000"), HasSubstr("absolute"));
}

TEST(RevisitedPickle, SurvivesAnyDamage) {
    RandomStream stream("pickle damage");
    const std::string good = bytesOf("gnd_small_protocol2.pkl");
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string bytes = good;
        for (int k = 0; k < 1 + i % 3; ++k)
            bytes[2 + stream.below(bytes.size() - 2)] = static_cast<char>(stream.below(256));
        const auto truth = parseRevisitedPickle(bytes);
        if (!truth)
            ++refused;
        else
            EXPECT_EQ(truth->queries.size(), 2U);
    }
    EXPECT_GT(refused, 1500);
}

}  // namespace
}  // namespace adapnet::eval
