#include "core/nn/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/base/random.h"

namespace adapnet::nn {
namespace {

SafetensorsFile example() {
    SafetensorsFile file;
    file.metadata["licence"] = "Apache-2.0";
    RawTensor a{"F32", {2, 3}, std::vector<std::byte>(24, std::byte{7})};
    RawTensor b{"F16", {4}, std::vector<std::byte>(8, std::byte{1})};
    file.tensors = {{"a.weight", a}, {"b", b}, {"empty", {"F32", {0, 5}, {}}}};
    return file;
}

TEST(Safetensors, ReadsWhatItWrote) {
    const auto bytes = formatSafetensors(example());
    const auto back = parseSafetensors(bytes);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->metadata.at("licence"), "Apache-2.0");
    EXPECT_EQ(back->tensors.at("a.weight").shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(back->tensors.at("b").bytes, example().tensors.at("b").bytes);
    EXPECT_EQ(formatSafetensors(*back), bytes);
}

TEST(Safetensors, RefusesEveryTruncation) {
    const auto bytes = formatSafetensors(example());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(parseSafetensors(std::span(bytes).first(size))) << size;
}

TEST(Safetensors, SurvivesThousandsOfDamagedFiles) {
    const auto bytes = formatSafetensors(example());
    RandomStream stream("safetensors mutants");
    std::size_t refused = 0;
    for (int i = 0; i < 5000; ++i) {
        auto mutant = bytes;
        for (int k = 0; k < 3; ++k)
            mutant[stream.below(mutant.size())] = static_cast<std::byte>(stream.below(256));
        const auto result = parseSafetensors(mutant);
        if (!result)
            ++refused;
        else
            for (const auto& [name, tensor] : result->tensors) EXPECT_LE(tensor.bytes.size(), bytes.size());
    }
    EXPECT_GT(refused, 1000U);
}

std::vector<std::byte> withHeader(const std::string& header, std::size_t body) {
    std::vector<std::byte> bytes(8 + header.size() + body);
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>((header.size() >> (8 * i)) & 0xFF);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    return bytes;
}

TEST(Safetensors, RefusesHostileHeadersWithTheReason) {
    const struct {
        const char* header;
        const char* reason;
    } cases[] = {
        {R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,16]}})", "too large"},
        {R"({"x":{"dtype":"F32","shape":[4],"data_offsets":[0,17]}})", "outside"},
        {R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}})", "wrong number"},
        {R"({"x":{"dtype":"PICKLE","shape":[4],"data_offsets":[0,16]}})", "unknown type"},
        {R"({"x":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}})", "shape"},
        {R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
         "overlap"},
        {R"([1,2,3])", "not a JSON object"},
        {R"({"x":7})", "incomplete"},
    };
    for (const auto& c : cases) {
        const auto result = parseSafetensors(withHeader(c.header, 16));
        ASSERT_FALSE(result) << c.header;
        EXPECT_EQ(result.error().code, ErrorCode::Model);
        EXPECT_NE(result.error().detail.find(c.reason), std::string::npos) << result.error().detail;
    }
    auto huge = withHeader("{}", 0);
    huge[6] = std::byte{0xFF};
    EXPECT_FALSE(parseSafetensors(huge));
}

}  // namespace
}  // namespace adapnet::nn
