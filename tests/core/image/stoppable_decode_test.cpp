#include "core/image/stoppable_decode.h"

#include <gtest/gtest.h>

#include "tests/core/image/picture_builder.h"

namespace adapnet::image {
namespace {

TEST(StoppableDecode, GivesThePictureWhileNobodyAsksToStop) {
    const auto bytes = build::encodedRgb(build::cornersRgb(200, 150), ".jpg");
    const std::stop_source source;
    const auto stoppable = decodeRgb(bytes, DecodeLimits{}, source.get_token());
    const auto plain = decodeRgb(bytes);
    ASSERT_TRUE(stoppable && plain);
    EXPECT_EQ(cv::norm(*stoppable, *plain, cv::NORM_INF), 0);
}

TEST(StoppableDecode, IsCancelledInTheMiddleOfEveryKindOfJpeg) {
    std::stop_source source;
    source.request_stop();
    for (const int progressive : {0, 1}) {
        const auto bytes = build::encodedRgb(build::cornersRgb(400, 300), ".jpg",
                                             {cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
        const auto rgb = decodeRgb(bytes, DecodeLimits{}, source.get_token());
        ASSERT_FALSE(rgb);
        EXPECT_TRUE(rgb.error().isCancelled()) << rgb.error().message();
    }
}

TEST(StoppableDecode, ALargePngIsGivenOrGivenUp) {
    cv::Mat rgb(3200, 3200, CV_8UC3, cv::Scalar(10, 20, 30));
    const auto bytes = build::encodedRgb(rgb, ".png");
    std::stop_source source;
    const auto whole = decodeRgb(bytes, DecodeLimits{}, source.get_token());
    ASSERT_TRUE(whole) << whole.error().message();
    EXPECT_EQ(cv::norm(*whole, rgb, cv::NORM_INF), 0);
    source.request_stop();
    EXPECT_TRUE(decodeRgb(bytes, DecodeLimits{}, source.get_token()).error().isCancelled());
}

TEST(StoppableDecode, AStopIsNoDamage) {
    std::stop_source source;
    source.request_stop();
    const auto png = build::encodedRgb(build::cornersRgb(40, 30), ".png");
    EXPECT_TRUE(decodeRgb(png, DecodeLimits{}, source.get_token()).error().isCancelled());
    EXPECT_TRUE(decodeRgb(png));
}

}  // namespace
}  // namespace adapnet::image
