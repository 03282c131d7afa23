// Opens a drawn gallery as the services do.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>

#include "core/service/workbench.h"
#include "tests/support/drawn_truth.h"

namespace adapnet::test {

// FOLDER/photos with the cache FOLDER/cache.sqlite. `groundTruth` below FOLDER; empty: none. Null after a
// failed expectation.
inline std::unique_ptr<service::Workbench> openGallery(const fs::path& folder,
                                                       const fs::path& groundTruth = {},
                                                       const std::vector<std::string>& models = {"histogram"},
                                                       nn::Precision precision = nn::Precision::Auto) {
    enableHistogramModel();
    service::GalleryRequest request;
    request.folder = folder / "photos";
    if (!groundTruth.empty()) request.groundTruth = folder / groundTruth;
    request.cacheFile = folder / "cache.sqlite";
    request.models = models;
    request.precision = precision;
    auto workbench = service::Workbench::open(request, {});
    EXPECT_TRUE(workbench) << workbench.error().message();
    return workbench ? std::move(*workbench) : nullptr;
}

// A drawn gallery with its ground truth, opened once for a whole suite.
class OpenedGallery : public testing::Test {
  protected:
    // `change` may alter the ground truth before anything is opened.
    static void open(const DrawnTruth& drawn, const std::function<void(eval::GroundTruth&)>& change = {}) {
        s_folder = std::make_unique<TemporaryFolder>();
        eval::GroundTruth truth = drawWithTruth(s_folder->path(), drawn);
        if (change) {
            change(truth);
            writeText(truthFile(), eval::groundTruthToJson(truth));
        }
        s_workbench = openGallery(s_folder->path(), "truth.json");
        ASSERT_TRUE(s_workbench);
    }
    static void TearDownTestSuite() {
        s_workbench.reset();
        s_folder.reset();
    }

    static fs::path photos() { return *s_folder / "photos"; }
    static fs::path truthFile() { return *s_folder / "truth.json"; }

    static inline std::unique_ptr<TemporaryFolder> s_folder;
    static inline std::unique_ptr<service::Workbench> s_workbench;
};

}  // namespace adapnet::test
