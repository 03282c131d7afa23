#include <algorithm>
#include <utility>

#include "core/demo/scenes.h"
#include "core/service/report_service.h"
#include "core/service/restorers.h"
#include "ui/viewmodels/session_services.h"

namespace adapnet::ui {

namespace {

class WorkbenchGallery : public Gallery {
  public:
    explicit WorkbenchGallery(std::unique_ptr<service::Workbench> workbench)
        : m_workbench(std::move(workbench)), m_curves(*m_workbench) {}

    const service::GalleryRequest& request() const override { return m_workbench->request(); }
    const service::IndexReport& indexReport() const override { return m_workbench->indexReport(); }
    std::span<const service::GalleryImage> images() const override { return m_workbench->images(); }
    std::span<const nn::ModelInfo> models() const override { return m_workbench->models(); }
    const eval::GroundTruth* groundTruth() const override { return m_workbench->groundTruth(); }
    std::string deviceOf(std::size_t model) const override { return m_workbench->deviceOf(model); }
    std::string featureKeyOf(std::size_t model) const override { return m_workbench->featureKeyOf(model); }
    Result<cv::Mat> loadImage(std::size_t image) const override { return m_workbench->loadImage(image); }
    Result<cv::Mat> thumbnail(std::size_t image) const override { return m_workbench->thumbnail(image); }
    Result<std::shared_ptr<const service::QueryImage>> queryFromGallery(std::size_t image) const override {
        return m_workbench->queryFromGallery(image);
    }
    Result<service::Query> groundTruthQuery(std::size_t query) const override {
        return m_workbench->groundTruthQuery(query);
    }
    Result<service::Comparison> search(const service::Query& query, int topK,
                                       const JobContext& job) const override {
        return m_workbench->search(query, topK, job);
    }
    Result<service::RobustnessCurve> curve(const service::CurveRequest& request,
                                           const service::CurveEngine::Sink& sink,
                                           const JobContext& job) const override {
        return m_curves.run(request, sink, job);
    }
    Result<service::Lens> lens(const service::LensRequest& request, const JobContext& job) const override {
        service::LensRequest whole = request;
        whole.restorers = service::availableRestorers();
        return service::lookThroughLens(*m_workbench, whole, job);
    }
    std::string curveCommand(const service::CurveRequest& request) const override {
        return m_curves.command(request);
    }
    Result<service::AtlasPlan> planAtlas(const service::AtlasRequest& request) const override {
        return service::planAtlas(*m_workbench, request);
    }
    Result<service::Atlas> atlas(const service::AtlasRequest& request, const service::AtlasFollower& follower,
                                 const JobContext& job) const override {
        auto kept = request;
        kept.journal = service::defaultAtlasJournal(*m_workbench, request);
        return service::buildAtlas(*m_workbench, kept, job, follower);
    }
    std::string searchCommand(const service::Query& query, int topK) const override {
        return m_workbench->searchCommand(query, topK);
    }
    report::RunRecord makeRecord(const service::Query& query,
                                 const service::Comparison& comparison) const override {
        return service::makeRunRecord(*m_workbench, query, comparison);
    }

  private:
    std::unique_ptr<service::Workbench> m_workbench;
    mutable service::CurveEngine m_curves;
};

// Named by its content, so a file that is there already needs no second writing.
Result<fs::path> keepPasted(const service::QueryImage& image) {
    if (image.contentHash.empty()) return fail(ErrorCode::BadInput, "there is no picture to search with");
    const fs::path folder = userDataFolder() / "pasted-queries";
    const fs::path file = folder / (image.contentHash.substr(0, 32) + ".bmp");
    std::error_code error;
    if (fs::is_regular_file(file, error)) return file;
    fs::create_directories(folder, error);  // a folder that cannot be made shows in the write that follows
    if (const auto saved = service::savePastedQuery(image, file); !saved)
        return fail(saved.error().whileDoing("keeping the pasted picture"));
    return file;
}

// A model that was chosen in the settings may have been removed since; the others describe the gallery.
service::GalleryRequest withKnownModels(service::GalleryRequest request) {
    if (request.models.empty()) return request;
    if (const auto known = service::selectableModels())
        std::erase_if(request.models, [&](const std::string& id) {
            return std::find(known->begin(), known->end(), id) == known->end();
        });
    return request;
}

}  // namespace

SessionServices coreServices() {
    SessionServices services;
    services.openGallery = [](const service::GalleryRequest& request,
                              const JobContext& job) -> Result<std::shared_ptr<Gallery>> {
        auto opened = service::Workbench::open(withKnownModels(request), job);
        if (!opened) return fail(std::move(opened.error()));
        return std::make_shared<WorkbenchGallery>(std::move(*opened));
    };
    services.loadPicture = [](const fs::path& file) { return service::loadQueryImage(file); };
    services.pictureFromPixels = [](const cv::Mat& rgb) { return service::queryFromPixels(rgb); };
    services.keepPasted = keepPasted;
    services.devices = [] { return nn::listDevices(); };
    services.renderDemo = [](const fs::path& folder,
                             const JobContext& job) -> Result<service::GalleryRequest> {
        auto rendered = demo::renderDemo(folder, demo::kDefaultSeed, job);
        if (!rendered) return fail(std::move(rendered.error()));
        service::GalleryRequest request;
        request.folder = folder;
        request.groundTruth = rendered->groundTruth;
        return request;
    };
    return services;
}

}  // namespace adapnet::ui
