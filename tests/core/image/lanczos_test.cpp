// Parity with Pillow 9.4, to the byte. tests/data/vectors_lanczos.json tells how it was made.
#include "core/image/lanczos.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/random.h"
#include "core/base/sha256.h"

namespace adapnet::image {
namespace {

nlohmann::json vectors() {
    std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/vectors_lanczos.json");
    return nlohmann::json::parse(file);
}

cv::Mat drawn(const nlohmann::json& c) {
    cv::Mat rgb(c["height"], c["width"], CV_8UC3);
    const bool blackAndWhite = c["black_and_white"];
    RandomStream stream{std::string_view(c["name"].get_ref<const std::string&>())};
    const std::size_t count = rgb.total() * 3;
    for (std::size_t i = 0; i < count; ++i) {
        const double u = stream.uniform();
        rgb.data[i] = static_cast<std::uint8_t>(blackAndWhite ? (u >= 0.5 ? 255 : 0) : int(256 * u));
    }
    return rgb;
}

std::span<const std::byte> bytesOf(const cv::Mat& rgb) {
    return {reinterpret_cast<const std::byte*>(rgb.data), rgb.total() * 3};
}

std::string hexadecimal(const cv::Mat& rgb) {
    std::string text;
    for (const std::byte byte : bytesOf(rgb)) {
        text += "0123456789abcdef"[std::to_integer<int>(byte) >> 4];
        text += "0123456789abcdef"[std::to_integer<int>(byte) & 15];
    }
    return text;
}

TEST(LanczosThumbnail, EqualsPillowToTheByte) {
    const auto reference = vectors();
    ASSERT_EQ(reference["cases"].size(), 20U);
    for (const auto& c : reference["cases"]) {
        const cv::Mat small = lanczosThumbnail(drawn(c), c["max_side"]);
        ASSERT_TRUE(small.isContinuous());
        EXPECT_EQ(small.size(), cv::Size(c["out"][0], c["out"][1])) << c["name"];
        if (c.contains("pixels"))
            EXPECT_EQ(hexadecimal(small), c["pixels"]) << c["name"];
        else
            EXPECT_EQ(sha256Hex(bytesOf(small)), c["sha256"]) << c["name"];
    }
}

TEST(ThumbnailSize, EqualsPillowWhereTheRatioDecides) {
    const auto reference = vectors();
    ASSERT_GT(reference["sizes"].size(), 40U);
    for (const auto& s : reference["sizes"])
        EXPECT_EQ(thumbnailSize(s[0], s[1], s[2]), cv::Size(s[3], s[4])) << s;
}

TEST(LanczosThumbnail, LeavesAPictureThatIsSmallEnoughAlone) {
    const cv::Mat rgb(7, 9, CV_8UC3, cv::Scalar::all(3));
    EXPECT_EQ(lanczosThumbnail(rgb, 9).data, rgb.data);
    EXPECT_EQ(lanczosThumbnail(rgb, 100).data, rgb.data);
    EXPECT_EQ(lanczosThumbnail(rgb, 0).data, rgb.data) << "0: no limit";
}

TEST(LanczosThumbnail, ReadsPartsOfALargerPicture) {
    // Rows of a region are not side by side in memory.
    const auto c = vectors()["cases"][0];
    const cv::Mat rgb = drawn(c);
    cv::Mat large(rgb.rows + 5, rgb.cols + 8, CV_8UC3, cv::Scalar::all(200));
    cv::Mat part = large(cv::Rect(4, 2, rgb.cols, rgb.rows));
    rgb.copyTo(part);
    EXPECT_EQ(hexadecimal(lanczosThumbnail(part, c["max_side"])), c["pixels"]);
}

TEST(LanczosThumbnail, KeepsAnEvenColour) {
    const cv::Mat rgb(301, 517, CV_8UC3, cv::Scalar(255, 128, 1));
    for (const int side : {16, 40, 130, 400}) {
        const cv::Mat small = lanczosThumbnail(rgb, side);
        EXPECT_EQ(std::max(small.cols, small.rows), side);
        for (const auto& pixel : cv::Mat_<cv::Vec3b>(small)) ASSERT_EQ(pixel, cv::Vec3b(255, 128, 1)) << side;
    }
}

}  // namespace
}  // namespace adapnet::image
