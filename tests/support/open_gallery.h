// Opens a drawn gallery (drawGallery) as the services do.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "core/service/workbench.h"
#include "tests/support/pictures.h"

namespace adapnet::test {

// FOLDER/photos with the histogram model and the cache FOLDER/cache.sqlite. `groundTruth` below FOLDER;
// empty: none. Null after a failed expectation.
inline std::unique_ptr<service::Workbench> openGallery(const fs::path& folder,
                                                       const fs::path& groundTruth = {}) {
    enableHistogramModel();
    service::GalleryRequest request;
    request.folder = folder / "photos";
    if (!groundTruth.empty()) request.groundTruth = folder / groundTruth;
    request.cacheFile = folder / "cache.sqlite";
    request.models = {"histogram"};
    auto workbench = service::Workbench::open(request, {});
    EXPECT_TRUE(workbench) << workbench.error().message();
    return workbench ? std::move(*workbench) : nullptr;
}

}  // namespace adapnet::test
