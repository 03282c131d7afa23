#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/image.h"
#include "tests/core/image/picture_builder.h"

namespace adapnet::image {
namespace {

using build::Bytes;
using testing::HasSubstr;

constexpr int kWidth = 48;
constexpr int kHeight = 32;

// How a picture stored with this orientation must appear, written out by its meaning: where row 0 and
// column 0 of the stored picture lie on the upright one.
cv::Mat uprightByMeaning(const cv::Mat& stored, int orientation) {
    const bool swapped = orientation >= 5 && orientation <= 8;
    const int width = swapped ? stored.rows : stored.cols;
    const int height = swapped ? stored.cols : stored.rows;
    cv::Mat upright(height, width, stored.type());
    for (int row = 0; row < stored.rows; ++row) {
        for (int column = 0; column < stored.cols; ++column) {
            const int lastRow = stored.rows - 1 - row;
            const int lastColumn = stored.cols - 1 - column;
            int x = column;
            int y = row;
            switch (orientation) {
                case 2:
                    x = lastColumn;
                    break;  // row 0 top, column 0 right
                case 3:
                    x = lastColumn;
                    y = lastRow;
                    break;  // bottom, right
                case 4:
                    y = lastRow;
                    break;  // bottom, left
                case 5:
                    x = row;
                    y = column;
                    break;  // row 0 left, column 0 top
                case 6:
                    x = lastRow;
                    y = column;
                    break;  // right, top
                case 7:
                    x = lastRow;
                    y = lastColumn;
                    break;  // right, bottom
                case 8:
                    x = row;
                    y = lastColumn;
                    break;  // left, bottom
                default:
                    break;
            }
            upright.at<cv::Vec3b>(y, x) = stored.at<cv::Vec3b>(row, column);
        }
    }
    return upright;
}

struct OrientedFile {
    std::string format;
    Bytes plain;
    Bytes turned;
};

std::vector<OrientedFile> orientedFiles(int orientation, bool littleEndian) {
    const cv::Mat rgb = build::cornersRgb(kWidth, kHeight);
    const Bytes jpeg = build::encodedRgb(rgb, ".jpg");
    const Bytes png = build::encodedRgb(rgb, ".png");
    const Bytes webp = build::encodedRgb(rgb, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
    const auto tag = static_cast<std::uint64_t>(orientation);
    return {{"jpeg", jpeg, build::jpegWithOrientation(jpeg, orientation, littleEndian)},
            {"png", png, build::pngWithOrientation(png, orientation, littleEndian)},
            {"webp", webp, build::webpWithOrientation(webp, kWidth, kHeight, orientation, littleEndian)},
            {"tiff", build::tiff(rgb, littleEndian), build::tiff(rgb, littleEndian, {{274, 3, tag}})},
            {"tiff", build::tiff(rgb, littleEndian), build::tiff(rgb, littleEndian, {{274, 4, tag}})}};
}

TEST(DecodeRgb, TurnsAllEightOrientationsUprightInEveryFormat) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        for (const bool littleEndian : {true, false}) {
            for (const OrientedFile& file : orientedFiles(orientation, littleEndian)) {
                const auto plain = decodeRgb(file.plain);
                ASSERT_TRUE(plain) << file.format << ": " << plain.error().message();
                const auto header = readHeader(file.turned);
                ASSERT_TRUE(header) << file.format << " " << orientation;
                EXPECT_EQ(header->orientation, orientation) << file.format;
                const auto turned = decodeRgb(file.turned);
                ASSERT_TRUE(turned) << file.format << " " << orientation << ": " << turned.error().message();
                EXPECT_EQ(header->width, turned->cols);
                EXPECT_EQ(header->height, turned->rows);
                EXPECT_EQ(build::largestDifference(*turned, uprightByMeaning(*plain, orientation)), 0)
                    << file.format << " " << orientation;
            }
        }
    }
}

TEST(DecodeRgb, TakesUnknownOrientationsAsUpright) {
    for (const int orientation : {0, 9, 255, 65535}) {
        for (const OrientedFile& file : orientedFiles(orientation, true)) {
            const auto header = readHeader(file.turned);
            ASSERT_TRUE(header) << file.format;
            EXPECT_EQ(header->orientation, 1) << file.format;
            const auto turned = decodeRgb(file.turned);
            ASSERT_TRUE(turned) << file.format << " " << orientation << ": " << turned.error().message();
            EXPECT_EQ(build::largestDifference(*turned, *decodeRgb(file.plain)), 0) << file.format;
        }
    }
}

TEST(DecodeRgb, GivesRedGreenBlueInEveryFormat) {
    const cv::Mat rgb = build::cornersRgb(kWidth, kHeight);
    for (const char* ending : {".png", ".tiff", ".bmp"}) {
        const auto decoded = decodeRgb(build::encodedRgb(rgb, ending));
        ASSERT_TRUE(decoded) << ending << decoded.error().message();
        EXPECT_EQ(build::largestDifference(*decoded, rgb), 0) << ending;
    }
    const auto webp = decodeRgb(build::encodedRgb(rgb, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101}));
    ASSERT_TRUE(webp);
    EXPECT_EQ(build::largestDifference(*webp, rgb), 0);
    const cv::Mat red(16, 16, CV_8UC3, cv::Scalar(230, 20, 60));
    const auto jpeg = decodeRgb(build::encodedRgb(red, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 98}));
    ASSERT_TRUE(jpeg);
    EXPECT_LE(build::largestDifference(*jpeg, red), 2);
}

TEST(DecodeRgb, ConvertsGreySixteenBitAndFloatingSamples) {
    const cv::Mat grey(9, 7, CV_8UC1, cv::Scalar(77));
    const cv::Mat greyRgb(9, 7, CV_8UC3, cv::Scalar::all(77));
    for (const char* ending : {".png", ".jpg", ".tiff", ".bmp"}) {
        const auto decoded = decodeRgb(build::encoded(grey, ending));
        ASSERT_TRUE(decoded) << ending << decoded.error().message();
        EXPECT_LE(build::largestDifference(*decoded, greyRgb), 1) << ending;
    }
    const cv::Mat deep(9, 7, CV_16UC3, cv::Scalar(60 * 257, 120 * 257, 180 * 257));  // B, G, R
    const cv::Mat deepRgb(9, 7, CV_8UC3, cv::Scalar(180, 120, 60));
    for (const char* ending : {".png", ".tiff"}) {
        const auto decoded = decodeRgb(build::encoded(deep, ending));
        ASSERT_TRUE(decoded) << ending << decoded.error().message();
        EXPECT_EQ(build::largestDifference(*decoded, deepRgb), 0) << ending;
    }
    const cv::Mat deepGrey(9, 7, CV_16UC1, cv::Scalar(77 * 257 + 100));
    EXPECT_EQ(build::largestDifference(*decodeRgb(build::encoded(deepGrey, ".png")), greyRgb), 0);
    const cv::Mat floating(9, 7, CV_32FC3, cv::Scalar(0.2, 0.4, 0.8));
    const auto decoded = decodeRgb(build::encoded(floating, ".tiff"));
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_LE(build::largestDifference(*decoded, cv::Mat(9, 7, CV_8UC3, cv::Scalar(204, 102, 51))), 1);
}

TEST(DecodeRgb, LaysTransparencyOverWhite) {
    cv::Mat bgra(1, 3, CV_8UC4);
    bgra.at<cv::Vec4b>(0, 0) = {10, 20, 30, 0};
    bgra.at<cv::Vec4b>(0, 1) = {10, 20, 30, 255};
    bgra.at<cv::Vec4b>(0, 2) = {0, 100, 200, 128};
    const auto decoded = decodeRgb(build::encoded(bgra, ".png"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->at<cv::Vec3b>(0, 0), cv::Vec3b(255, 255, 255));
    EXPECT_EQ(decoded->at<cv::Vec3b>(0, 1), cv::Vec3b(30, 20, 10));
    EXPECT_EQ(decoded->at<cv::Vec3b>(0, 2), cv::Vec3b(227, 177, 127));
}

TEST(DecodeRgb, ConvertsCmykWithAndWithoutTheAdobeMarker) {
    for (const bool adobe : {true, false}) {
        const auto decoded = decodeRgb(build::cmykJpeg(32, 16, adobe));
        ASSERT_TRUE(decoded) << decoded.error().message();
        const cv::Vec3b left = decoded->at<cv::Vec3b>(8, 4);
        const cv::Vec3b right = decoded->at<cv::Vec3b>(8, 28);
        EXPECT_LE(cv::norm(left, cv::Vec3b(0, 191, 191), cv::NORM_INF), 2) << adobe;
        EXPECT_LE(cv::norm(right, cv::Vec3b(255, 0, 255), cv::NORM_INF), 2) << adobe;
    }
}

TEST(DecodeRgb, ReadsProgressiveJpegLikeBaseline) {
    const cv::Mat rgb = build::cornersRgb(kWidth, kHeight);
    const auto baseline = decodeRgb(build::encodedRgb(rgb, ".jpg"));
    const auto progressive = decodeRgb(build::encodedRgb(rgb, ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
    ASSERT_TRUE(baseline && progressive);
    EXPECT_EQ(build::largestDifference(*baseline, *progressive), 0);
}

TEST(DecodeRgb, ReadsEverySmallSize) {
    for (const char* ending : {".png", ".jpg", ".webp", ".tiff", ".bmp"}) {
        for (int width = 1; width <= 16; ++width) {
            for (const int height : {1, 2, 3, 7, 16}) {
                const auto decoded = decodeRgb(build::encodedRgb(build::cornersRgb(width, height), ending));
                ASSERT_TRUE(decoded) << ending << " " << width << " x " << height;
                EXPECT_EQ(decoded->size(), cv::Size(width, height));
            }
        }
    }
    const auto tall = decodeRgb(build::encodedRgb(build::cornersRgb(1, 30'000), ".png"));
    ASSERT_TRUE(tall);
    EXPECT_EQ(tall->size(), cv::Size(1, 30'000));
}

// Files of a few bytes that claim a huge picture.
std::vector<std::pair<std::string, Bytes>> bombs() {
    Bytes png;
    build::append(png, "\x89PNG\r\n\x1A\n");
    Bytes ihdr;
    build::appendNumber(ihdr, 30'000, 4, false);
    build::appendNumber(ihdr, 30'000, 4, false);
    build::append(ihdr, std::string_view("\x08\x02\0\0\0", 5));
    const Bytes header = build::pngChunk("IHDR", ihdr);
    build::append(png, header);

    Bytes jpeg;
    build::append(jpeg,
                  std::string_view("\xFF\xD8\xFF\xC0\x00\x11\x08\x75\x30\x75\x30\x03\x01\x11\x00\x02\x11\x00"
                                   "\x03\x11\x00",
                                   21));
    Bytes webp;
    build::append(webp, "RIFF");
    build::appendNumber(webp, 22, 4, true);
    build::append(webp, "WEBPVP8X");
    build::appendNumber(webp, 10, 4, true);
    build::appendNumber(webp, 0, 4, true);
    build::appendNumber(webp, 29'999, 3, true);
    build::appendNumber(webp, 29'999, 3, true);

    Bytes bmp = build::encodedRgb(build::cornersRgb(4, 4), ".bmp");
    for (const std::size_t offset : {18U, 22U}) {
        bmp[offset] = std::byte{0x30};
        bmp[offset + 1] = std::byte{0x75};
    }
    return {{"png", png},
            {"jpeg", jpeg},
            {"webp", webp},
            {"bmp", bmp},
            {"tiff", build::tiff(build::cornersRgb(4, 4), true, {{256, 4, 30'000}, {257, 4, 30'000}})}};
}

TEST(ReadHeader, RefusesHugePicturesByNameBeforeDecoding) {
    for (const auto& [format, bytes] : bombs()) {
        for (const Error& error : {readHeader(bytes).error(), decodeRgb(bytes).error()}) {
            EXPECT_EQ(error.code, ErrorCode::TooLarge) << format;
            EXPECT_THAT(error.message(), HasSubstr("30000 x 30000")) << format;
            EXPECT_THAT(error.message(), HasSubstr("100000000")) << format;
        }
    }
}

TEST(ReadHeader, CountsPixelsExactlyAtTheLimit) {
    const Bytes bytes = build::encodedRgb(build::cornersRgb(20, 10), ".png");
    EXPECT_TRUE(decodeRgb(bytes, {200}));
    EXPECT_EQ(decodeRgb(bytes, {199}).error().code, ErrorCode::TooLarge);
}

TEST(ReadHeader, NamesFormatAndSize) {
    for (const auto& [ending, format] : std::vector<std::pair<std::string, std::string>>{
             {".jpg", "jpeg"}, {".png", "png"}, {".webp", "webp"}, {".tiff", "tiff"}, {".bmp", "bmp"}}) {
        const auto header = readHeader(build::encodedRgb(build::cornersRgb(33, 21), ending));
        ASSERT_TRUE(header) << ending;
        EXPECT_EQ(header->format, format);
        EXPECT_EQ(header->width, 33);
        EXPECT_EQ(header->height, 21);
        EXPECT_EQ(header->orientation, 1);
    }
}

TEST(DecodeRgb, RefusesWhatIsNoPicture) {
    const auto codeOf = [](std::string_view text) {
        return decodeRgb(std::as_bytes(std::span(text.data(), text.size()))).error().code;
    };
    for (const std::string_view text :
         {"", "B", "BM", "\xFF\xD8", "\xFF\xD8\xFF", "RIFF1234WEBP", "II*", "GIF89a1234567890",
          "<svg xmlns='http://www.w3.org/2000/svg'/>", "\x89PNG\r\n\x1A\n"}) {
        EXPECT_EQ(codeOf(text), ErrorCode::Decode) << text;
    }
}

TEST(LoadRgb, SaysWhenTheFileIsNotThere) {
    EXPECT_EQ(loadRgb("/no/such/file.jpg").error().code, ErrorCode::NotFound);
    EXPECT_FALSE(loadRgb("/tmp"));
}

}  // namespace
}  // namespace adapnet::image
