#include "core/protocol/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/pictures.h"

namespace adapnet::protocol {
namespace {

using testing::HasSubstr;

Manifest example() {
    ManifestQuery query;
    query.number = 3;
    query.image = "jpg/a \"b\".jpg";
    query.name = "a";
    query.sourceHash = "00ff";
    query.box = image::Box{1, 2, 30, 40};
    query.mixKind = "fog";
    query.files = {{"fog_3/00003.png", "fog", 3, "noiser-v1|set|a|fog|3", "12", "34"},
                   {"rain_5/00003.png", "rain", 5, "noiser-v1|set|a|rain|5", "56", "78"}};
    ManifestQuery whole = query;
    whole.number = 4;
    whole.box.reset();
    return {"set", "0.1.0", 2, {query, whole}};
}

std::string refusal(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto manifest = manifestFromJson(text);
    return manifest ? "read" : manifest.error().message();
}

TEST(Manifest, ComesBackAsItWasWritten) {
    const auto again = manifestFromJson(manifestToJson(example()));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, example());
    EXPECT_EQ(*manifestFromJson(manifestToJson({})), Manifest{});
}

TEST(Manifest, RefusesWhatItDoesNotUnderstand) {
    const std::string text = manifestToJson(example());
    EXPECT_THAT(refusal(text, "adapnet-benchmark", "other"), HasSubstr("\"format\""));
    EXPECT_THAT(refusal(text, "\"version\":1", "\"version\":2"), HasSubstr("version 1"));
    EXPECT_THAT(refusal(text, "\"noiser-v1\"", "\"noiser-v2\""), HasSubstr("noiser-v1"));
    EXPECT_THAT(refusal(text, "\"mix\":\"fog\"", "\"mix\":\"snow\""), HasSubstr("unknown kind \"snow\""));
    EXPECT_THAT(refusal(text, "\"severity\":5", "\"severity\":6"), HasSubstr("severity"));
    EXPECT_THAT(refusal(text, "\"severity\":5", "\"severity\":\"x\""), HasSubstr("not a manifest"));
    EXPECT_THAT(refusal(text, "[1,2,30,40]", "[1,2,30]"), HasSubstr("not a manifest"));
    EXPECT_THAT(refusal(text, "\"files\"", "\"pictures\""), HasSubstr("files"));
    EXPECT_FALSE(manifestFromJson(""));
    EXPECT_FALSE(manifestFromJson("[]"));
    EXPECT_FALSE(manifestFromJson(text.substr(0, text.size() / 2)));
}

TEST(Manifest, NeverLeavesItsFolder) {
    const std::string text = manifestToJson(example());
    for (const char* outside : {"../x.png", "a/../../x.png", "/etc/passwd", ""})
        EXPECT_THAT(refusal(text, "rain_5/00003.png", outside), HasSubstr("outside")) << outside;
    EXPECT_THAT(refusal(text, "jpg/a", "../jpg/a"), HasSubstr("outside"));
}

TEST(Manifest, NamesTheFileThatCannotBeRead) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(loadManifest(folder / "none.json").error().code, ErrorCode::NotFound);
    test::writeText(folder / "bad.json", "{}");
    EXPECT_THAT(loadManifest(folder / "bad.json").error().message(), HasSubstr("bad.json"));
}

}  // namespace
}  // namespace adapnet::protocol
