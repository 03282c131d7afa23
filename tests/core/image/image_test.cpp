#include "core/image/image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>

#include "tests/core/image/picture_builder.h"

namespace adapnet::image {
namespace {

using testing::HasSubstr;

TEST(Box, ParsesWholeNumbersAndTruncatesFractions) {
    EXPECT_EQ(*parseBox("1,2,30,40"), (Box{1, 2, 30, 40}));
    EXPECT_EQ(*parseBox("1.9,2.9,30.9,40.9"), (Box{1, 2, 30, 40}));
    EXPECT_EQ(*parseBox("-1.9,-2,3,4"), (Box{-1, -2, 3, 4}));
    EXPECT_EQ(formatBox({1, 2, 30, 40}), "1,2,30,40");
    EXPECT_EQ(*parseBox(formatBox({-5, 0, 7, 9})), (Box{-5, 0, 7, 9}));
}

TEST(Box, RefusesOtherTexts) {
    for (const char* text :
         {"", "1", "1,2,3", "1,2,3,4,5", "1,2,3,", ",,,", "a,b,c,d", "1,2,nan,4", "1,2,inf,4", "1, 2,3,4",
          "1;2;3;4", "3,2,1,4", "1,4,3,2", "1,2,1,4", "1e10,0,1e11,5", "\xff,1,2,3"}) {
        const auto box = parseBox(text);
        ASSERT_FALSE(box) << text;
        EXPECT_EQ(box.error().code, ErrorCode::BadInput);
        EXPECT_THAT(box.error().message(), HasSubstr("x1,y1,x2,y2"));
        EXPECT_EQ(validUtf8(box.error().message()), box.error().message());
    }
}

TEST(Box, IsClampedToThePicture) {
    EXPECT_EQ(*clampBox({-5, -5, 500, 500}, 40, 30), (Box{0, 0, 40, 30}));
    EXPECT_EQ(*clampBox({10, 5, 20, 15}, 40, 30), (Box{10, 5, 20, 15}));
    EXPECT_EQ(clampBox({40, 0, 50, 10}, 40, 30).error().code, ErrorCode::BadInput);
    EXPECT_EQ(clampBox({10, 10, 10, 20}, 40, 30).error().code, ErrorCode::BadInput);
    EXPECT_THAT(clampBox({50, 0, 60, 9}, 40, 30).error().message(), HasSubstr("40 x 30"));
}

TEST(Crop, IsACopyOfTheRegion) {
    cv::Mat rgb = build::cornersRgb(40, 30);
    const auto region = crop(rgb, {10, 5, 100, 15});
    ASSERT_TRUE(region);
    EXPECT_EQ(region->size(), cv::Size(30, 10));
    EXPECT_EQ(build::largestDifference(*region, rgb(cv::Rect(10, 5, 30, 10))), 0);
    const cv::Vec3b before = region->at<cv::Vec3b>(0, 0);
    rgb.setTo(0);
    EXPECT_EQ(region->at<cv::Vec3b>(0, 0), before);
    EXPECT_FALSE(crop(rgb, {90, 90, 99, 99}));
}

TEST(ShrinkToFit, KeepsTheShapeAndNeverEnlarges) {
    const cv::Mat rgb = build::cornersRgb(400, 300);
    EXPECT_EQ(shrinkToFit(rgb, 100).size(), cv::Size(100, 75));
    EXPECT_EQ(shrinkToFit(rgb, 400).size(), cv::Size(400, 300));
    EXPECT_EQ(shrinkToFit(rgb, 1000).size(), cv::Size(400, 300));
    EXPECT_EQ(shrinkToFit(build::cornersRgb(1000, 1), 10).size(), cv::Size(10, 1));
    cv::Mat halves(10, 20, CV_8UC3, cv::Scalar::all(0));
    halves.colRange(0, 10).setTo(cv::Scalar::all(100));
    EXPECT_EQ(shrinkToFit(halves, 2).at<cv::Vec3b>(0, 0), cv::Vec3b::all(100));
}

TEST(PictureEnding, IsKnownInAnyCase) {
    for (const char* name : {"a.jpg", "a.JPEG", "a.Png", "a.webp", "a.tif", "a.TIFF", "b/c.bmp", "a.b.jpg"}) {
        EXPECT_TRUE(hasPictureEnding(name)) << name;
    }
    for (const char* name : {"a", "jpg", ".jpg", "a.jpg.txt", "a.gif", "a.jpgg", "a."}) {
        EXPECT_FALSE(hasPictureEnding(name)) << name;
    }
}

class SavedPicture : public testing::Test {
  protected:
    void SetUp() override {
        m_folder = fs::temp_directory_path() / ("adapnet-image-test-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }
    fs::path m_folder;
};

TEST_F(SavedPicture, ComesBackInEveryFormat) {
    const cv::Mat rgb = build::cornersRgb(50, 40);
    for (const char* name : {"a.png", "a.PNG", "a.bmp", "a.tif", "a.tiff", "\xc3\xa4 \"quoted\" 'name.png"}) {
        ASSERT_TRUE(saveRgb(rgb, m_folder / name)) << name;
        EXPECT_EQ(build::largestDifference(*loadRgb(m_folder / name), rgb), 0) << name;
    }
    for (const char* name : {"a.jpg", "a.jpeg", "a.webp"}) {
        ASSERT_TRUE(saveRgb(rgb, m_folder / name)) << name;
        EXPECT_LE(cv::norm(*loadRgb(m_folder / name), rgb, cv::NORM_L1) / (50 * 40 * 3), 4) << name;
    }
}

TEST_F(SavedPicture, IsRefusedForOtherEndingsAndPictures) {
    const cv::Mat rgb = build::cornersRgb(5, 4);
    EXPECT_EQ(saveRgb(rgb, m_folder / "a.gif").error().code, ErrorCode::BadInput);
    EXPECT_EQ(saveRgb(rgb, m_folder / "a").error().code, ErrorCode::BadInput);
    EXPECT_EQ(saveRgb(cv::Mat(), m_folder / "a.png").error().code, ErrorCode::BadInput);
    EXPECT_EQ(saveRgb(cv::Mat(4, 4, CV_8UC1), m_folder / "a.png").error().code, ErrorCode::BadInput);
    EXPECT_FALSE(saveRgb(rgb, m_folder / "no" / "folder" / "a.png"));
    EXPECT_TRUE(fs::is_empty(m_folder));
}

TEST(Encode, SameBytesForTheSamePixels) {
    const cv::Mat rgb = build::cornersRgb(64, 48);
    EXPECT_EQ(*encodeJpeg(rgb, 90), *encodeJpeg(rgb.clone(), 90));
    EXPECT_EQ(*encodePng(rgb), *encodePng(rgb.clone()));
    EXPECT_EQ(build::largestDifference(*decodeRgb(*encodePng(rgb)), rgb), 0);
    EXPECT_LT(encodeJpeg(rgb, 10)->size(), encodeJpeg(rgb, 95)->size());
}

}  // namespace
}  // namespace adapnet::image
