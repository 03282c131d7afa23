// What the window needs from below, as an interface, so that every screen can be driven in a test without
// networks. The real one wraps service::Workbench one to one.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/report/run_record.h"
#include "core/service/atlas_plan.h"
#include "core/service/lens_service.h"
#include "core/service/robustness_curve.h"
#include "core/service/workbench.h"

namespace adapnet::ui {

// One opened gallery. All functions may be called from any thread.
class Gallery {
  public:
    virtual ~Gallery() = default;
    virtual const service::GalleryRequest& request() const = 0;
    virtual const service::IndexReport& indexReport() const = 0;
    virtual std::span<const service::GalleryImage> images() const = 0;
    virtual std::span<const nn::ModelInfo> models() const = 0;
    virtual const eval::GroundTruth* groundTruth() const = 0;
    virtual std::string deviceOf(std::size_t model) const = 0;
    virtual std::string featureKeyOf(std::size_t model) const = 0;
    virtual Result<cv::Mat> loadImage(std::size_t image) const = 0;
    virtual Result<cv::Mat> thumbnail(std::size_t image) const = 0;
    virtual Result<std::shared_ptr<const service::QueryImage>> queryFromGallery(std::size_t image) const = 0;
    virtual Result<service::Query> groundTruthQuery(std::size_t query) const = 0;
    virtual Result<service::Comparison> search(const service::Query& query, int topK,
                                               const JobContext& job) const = 0;
    // Points known from before come at once; `sink` is called on the calling thread.
    virtual Result<service::RobustnessCurve> curve(const service::CurveRequest& request,
                                                   const service::CurveEngine::Sink& sink,
                                                   const JobContext& job) const = 0;
    virtual Result<service::Lens> lens(const service::LensRequest& request, const JobContext& job) const = 0;
    virtual std::string curveCommand(const service::CurveRequest& request) const = 0;
    virtual Result<service::AtlasPlan> planAtlas(const service::AtlasRequest& request) const = 0;
    // Kept in the plan's journal, whatever the request names. `follower` is called on the calling thread.
    virtual Result<service::Atlas> atlas(const service::AtlasRequest& request,
                                         const service::AtlasFollower& follower,
                                         const JobContext& job) const = 0;
    virtual std::string searchCommand(const service::Query& query, int topK) const = 0;
    virtual report::RunRecord makeRecord(const service::Query& query,
                                         const service::Comparison& comparison) const = 0;
};

struct SessionServices {
    std::function<Result<std::shared_ptr<Gallery>>(const service::GalleryRequest&, const JobContext&)>
        openGallery;
    std::function<Result<service::QueryImage>(const fs::path&)> loadPicture;
    std::function<service::QueryImage(const cv::Mat&)> pictureFromPixels;
    // Keeps a pasted picture as a file among the program's data, so that a command can name it. The same
    // picture gives the same file.
    std::function<Result<fs::path>(const service::QueryImage&)> keepPasted;
    // May take a while: asks every device what it can do.
    std::function<std::vector<nn::DeviceInfo>()> devices;
    // Renders the demo gallery into a folder; the answer names the folder and its ground truth.
    std::function<Result<service::GalleryRequest>(const fs::path& folder, const JobContext&)> renderDemo;
};

// The services of core.
SessionServices coreServices();

}  // namespace adapnet::ui
