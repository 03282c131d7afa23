// What a gallery says about pictures that are gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/service/workbench.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using test::drawGallery;
using testing::ElementsAre;
using testing::IsEmpty;

class MissingPictures : public testing::Test {
  protected:
    static void SetUpTestSuite() { test::enableHistogramModel(); }

    IndexReport open() const {
        GalleryRequest request;
        request.folder = m_folder / "photos";
        request.cacheFile = m_folder / "cache/cache.sqlite";
        request.models = {"histogram"};
        const auto workbench = Workbench::open(request, {});
        EXPECT_TRUE(workbench) << workbench.error().message();
        return workbench ? (*workbench)->indexReport() : IndexReport{};
    }
    fs::path photo(const fs::path& name) const { return m_folder / "photos" / name; }

    test::TemporaryFolder m_folder;
};

TEST_F(MissingPictures, ADeletedPictureIsReportedOnce) {
    drawGallery(m_folder / "photos", 2, 2);
    open();
    fs::remove(photo("object1/view1.png"));
    const auto first = open();
    EXPECT_EQ(first.missing, 1);
    EXPECT_THAT(first.missingPaths, ElementsAre("object1/view1.png"));
    const auto second = open();
    EXPECT_EQ(second.missing, 0);
    EXPECT_THAT(second.missingPaths, IsEmpty());
    EXPECT_EQ(second.present, 3);
}

TEST_F(MissingPictures, APictureThatComesBackNeedsNoWorkAndCanBeMissedAgain) {
    drawGallery(m_folder / "photos", 2, 2);
    open();
    fs::rename(photo("object1/view1.png"), m_folder / "kept.png");
    EXPECT_EQ(open().missing, 1);
    fs::rename(m_folder / "kept.png", photo("object1/view1.png"));
    const auto back = open();
    EXPECT_EQ(back.added, 0);
    EXPECT_EQ(back.present, 4);
    EXPECT_EQ(back.missing, 0);
    fs::remove(photo("object1/view1.png"));
    EXPECT_EQ(open().missing, 1);
}

TEST_F(MissingPictures, ARenamedAndThenDeletedPictureIsMissedUnderItsLastNameOnly) {
    drawGallery(m_folder / "photos", 2, 2);
    open();
    fs::rename(photo("object1/view1.png"), photo("new name.png"));
    const auto renamed = open();
    EXPECT_EQ(renamed.missing, 0);
    EXPECT_EQ(renamed.added, 0);
    fs::remove(photo("new name.png"));
    EXPECT_THAT(open().missingPaths, ElementsAre("new name.png"));
}

}  // namespace
}  // namespace adapnet::service
