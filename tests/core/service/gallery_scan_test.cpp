#include "core/service/gallery_scan.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using test::writeText;

std::vector<std::string> names(const GalleryScan& scan) {
    std::vector<std::string> list;
    for (const auto& file : scan.files) list.push_back(file.native());
    return list;
}

TEST(GalleryScan, FindsPicturesOfEveryKindInTheOrderOfTheirBytes) {
    const TemporaryFolder folder;
    for (const char* name : {"b.jpg", "B.JPEG", "a/z.png", "a b.webp", "a/deep/er/x.tif", "y.tiff", "c.bmp",
                             "notes.txt", "noending"})
        writeText(folder / name, "x");
    const auto scan = scanFolder(folder.path(), {});
    ASSERT_TRUE(scan);
    EXPECT_EQ(names(*scan), (std::vector<std::string>{"B.JPEG", "a b.webp", "a/deep/er/x.tif", "a/z.png",
                                                      "b.jpg", "c.bmp", "y.tiff"}));
    EXPECT_TRUE(scan->problems.empty());
}

TEST(GalleryScan, EndsInALoopOfLinksAndNamesEveryPictureOnce) {
    const TemporaryFolder folder;
    writeText(folder / "real/one.jpg", "x");
    fs::create_directory_symlink(folder.path(), folder / "real/up");
    fs::create_directory_symlink(folder / "real", folder / "alias");
    fs::create_directory_symlink(folder / "self", folder / "self");
    const auto scan = scanFolder(folder.path(), {});
    ASSERT_TRUE(scan);
    EXPECT_EQ(names(*scan), std::vector<std::string>{"real/one.jpg"});
}

TEST(GalleryScan, FollowsALinkToAFolderOutside) {
    const TemporaryFolder outside;
    const TemporaryFolder folder;
    writeText(outside / "one.jpg", "x");
    fs::create_directory_symlink(outside.path(), folder / "linked");
    const auto scan = scanFolder(folder.path(), {});
    ASSERT_TRUE(scan);
    EXPECT_EQ(names(*scan), std::vector<std::string>{"linked/one.jpg"});
}

TEST(GalleryScan, KeepsNamesThatAreNotUtf8ByteForByte) {
    const TemporaryFolder folder;
    const std::string name = "caf\xe9\n'\".jpg";
    writeText(folder / name, "x");
    const auto scan = scanFolder(folder.path(), {});
    ASSERT_TRUE(scan);
    EXPECT_EQ(names(*scan), std::vector<std::string>{name});
}

TEST(GalleryScan, StopsWhenAsked) {
    const TemporaryFolder folder;
    writeText(folder / "one.jpg", "x");
    std::stop_source stop;
    stop.request_stop();
    const auto scan = scanFolder(folder.path(), {stop.get_token()});
    ASSERT_FALSE(scan);
    EXPECT_TRUE(scan.error().isCancelled());
}

TEST(GalleryScan, TakesTheListOfAGroundTruthInItsOrderAndEachFileOnce) {
    eval::GroundTruth truth;
    truth.gallery = {"b.jpg", "a.jpg", "b.jpg"};
    const auto scan = scanGroundTruth(truth);
    ASSERT_TRUE(scan);
    EXPECT_EQ(names(*scan), (std::vector<std::string>{"b.jpg", "a.jpg"}));
}

TEST(GalleryScan, RefusesAGroundTruthThatLeavesTheFolder) {
    for (const char* path : {"/etc/passwd", "../up.jpg", "a/../../up.jpg", ""}) {
        eval::GroundTruth gallery;
        gallery.gallery = {path};
        const auto fromGallery = scanGroundTruth(gallery);
        ASSERT_FALSE(fromGallery) << path;
        EXPECT_EQ(fromGallery.error().code, ErrorCode::BadInput);

        eval::GroundTruth queries;
        queries.gallery = {"a.jpg"};
        queries.queries.push_back({path, std::nullopt, "", {}, {}, {}});
        EXPECT_FALSE(scanGroundTruth(queries)) << path;
    }
}

}  // namespace
}  // namespace adapnet::service
