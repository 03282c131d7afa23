// Cut and bit-flipped files: every cut is refused, nothing ever crashes.
#include <gtest/gtest.h>

#include "core/image/image.h"
#include "tests/core/image/picture_builder.h"

namespace adapnet::image {
namespace {

using build::Bytes;

struct Sample {
    std::string name;
    Bytes bytes;
};

std::vector<Sample> samples() {
    cv::Mat rgb = build::cornersRgb(61, 47);
    RandomStream noise(std::string_view("damaged"));
    for (int i = 0; i < 400; ++i)
        rgb.at<cv::Vec3b>(static_cast<int>(noise.below(47)), static_cast<int>(noise.below(61)))[0] ^= 31;
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::Mat deep;
    rgb.convertTo(deep, CV_16U, 257);
    cv::Mat alpha;
    cv::cvtColor(rgb, alpha, cv::COLOR_RGB2BGRA);
    const Bytes jpeg = build::encodedRgb(rgb, ".jpg");
    const Bytes webp = build::encodedRgb(rgb, ".webp");
    return {{"jpeg", jpeg},
            {"jpeg progressive", build::encodedRgb(rgb, ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1})},
            {"jpeg restart", build::encodedRgb(rgb, ".jpg", {cv::IMWRITE_JPEG_RST_INTERVAL, 2})},
            {"jpeg grey", build::encoded(grey, ".jpg")},
            {"jpeg cmyk", build::cmykJpeg(40, 24, true)},
            {"jpeg turned", build::jpegWithOrientation(jpeg, 6, false)},
            {"png", build::encodedRgb(rgb, ".png")},
            {"png 16", build::encoded(deep, ".png")},
            {"png alpha", build::encoded(alpha, ".png")},
            {"webp", webp},
            {"webp lossless", build::encodedRgb(rgb, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101})},
            {"webp turned", build::webpWithOrientation(webp, 61, 47, 8, true)},
            {"tiff", build::tiff(rgb, false, {{274, 3, 7}})},
            {"tiff packed", build::encodedRgb(rgb, ".tiff")},
            {"bmp", build::encodedRgb(rgb, ".bmp")}};
}

constexpr DecodeLimits kSmall{1'000'000};  // flipped headers must not cost 300 MB each

TEST(DamagedPictures, AreReadWhileWhole) {
    for (const Sample& sample : samples()) {
        const auto decoded = decodeRgb(sample.bytes, kSmall);
        EXPECT_TRUE(decoded) << sample.name << ": " << decoded.error().message();
    }
}

TEST(DamagedPictures, EveryCutIsRefused) {
    for (const Sample& sample : samples()) {
        const std::span<const std::byte> all(sample.bytes);
        constexpr std::size_t kPositions = 100;
        for (std::size_t i = 0; i < kPositions; ++i) {
            const std::size_t length = sample.bytes.size() * i / kPositions;
            const auto decoded = decodeRgb(all.first(length), kSmall);
            ASSERT_FALSE(decoded) << sample.name << " cut to " << length << " of " << all.size();
            EXPECT_EQ(decoded.error().code, ErrorCode::Decode) << sample.name << " cut to " << length;
        }
        // The last byte may be padding of the container; then nothing may be lost.
        const auto shorter = decodeRgb(all.first(all.size() - 1), kSmall);
        if (shorter) {
            EXPECT_EQ(build::largestDifference(*shorter, *decodeRgb(all, kSmall)), 0) << sample.name;
        }
    }
}

TEST(DamagedPictures, FlippedBitsNeverCrashAndNeverChangeTheSizeSilently) {
    RandomStream random(std::string_view("flips"));
    for (const Sample& sample : samples()) {
        for (int round = 0; round < 150; ++round) {
            Bytes bytes = sample.bytes;
            // Headers are short, so half of the flips aim at the first 200 bytes.
            const std::uint64_t reach =
                round % 2 == 0 ? std::min<std::uint64_t>(200, bytes.size()) : bytes.size();
            for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips) {
                bytes[random.below(reach)] ^= std::byte{1} << random.below(8);
            }
            const auto header = readHeader(bytes, kSmall);
            const auto decoded = decodeRgb(bytes, kSmall);
            if (!decoded) continue;
            ASSERT_TRUE(header) << sample.name << " round " << round;
            EXPECT_EQ(decoded->type(), CV_8UC3);
            EXPECT_EQ(decoded->size(), cv::Size(header->width, header->height)) << sample.name;
        }
    }
}

TEST(DamagedPictures, RandomBytesBehindARealSignatureNeverCrash) {
    RandomStream random(std::string_view("noise"));
    for (const std::string_view signature :
         {std::string_view("\xFF\xD8\xFF\xE1"), std::string_view("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16),
          std::string_view("RIFF\x60\0\0\0WEBPVP8X", 16), std::string_view("II*\0\x08\0\0\0", 8),
          std::string_view("MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10", 16), std::string_view("BM")}) {
        for (int round = 0; round < 100; ++round) {
            Bytes bytes;
            build::append(bytes, signature);
            Bytes tail(random.below(400));
            for (std::byte& byte : tail) byte = static_cast<std::byte>(random.below(256));
            build::append(bytes, tail);
            EXPECT_FALSE(decodeRgb(bytes, kSmall));
        }
    }
}

TEST(DamagedPictures, AJpegWithEndlessScansIsRefused) {
    // A progressive file whose scans are repeated until no honest encoder could have written them.
    const Bytes jpeg =
        build::encodedRgb(build::cornersRgb(16, 16), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
    std::size_t lastScan = 0;
    for (std::size_t i = 0; i + 1 < jpeg.size(); ++i) {
        if (jpeg[i] == std::byte{0xFF} && jpeg[i + 1] == std::byte{0xDA}) lastScan = i;
    }
    ASSERT_GT(lastScan, 0U);
    const std::span<const std::byte> all(jpeg);
    const auto scan = all.subspan(lastScan, all.size() - 2 - lastScan);
    Bytes bytes = build::joined({all.first(all.size() - 2)});
    for (int i = 0; i < 5000; ++i) build::append(bytes, scan);
    build::append(bytes, all.last(2));
    EXPECT_FALSE(decodeRgb(bytes, kSmall));
}

}  // namespace
}  // namespace adapnet::image
