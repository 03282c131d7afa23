// The use cases behind both doors. The window and the command line call these functions and nothing below
// them, so a number that one shows and the other prints comes from the same call.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "core/eval/ground_truth.h"
#include "core/eval/metrics.h"
#include "core/image/image.h"
#include "core/nn/network.h"

namespace adapnet::service {

// Shipped models and those in ADAPNET_MODELS.
Result<std::vector<nn::ModelInfo>> availableModels();
// Identifiers that GalleryRequest::models may name. With ADAPNET_TEST_MODEL=histogram in the environment also
// "histogram", a colour histogram without weights for tests; it is never among the available models.
Result<std::vector<std::string>> selectableModels();

struct GalleryRequest {
    fs::path folder;
    std::optional<fs::path> groundTruth;
    std::vector<std::string> models;    // identifiers; empty: all available
    std::optional<fs::path> cacheFile;  // default: userCacheFolder()/cache.sqlite
    std::string device = "auto";
    nn::Precision precision = nn::Precision::Auto;
};

struct FileProblem {
    std::string path;  // relative to the gallery folder
    std::string reason;
};

// How every file of the gallery ended; printed by `adapnet index --json`.
struct IndexReport {
    std::int64_t added = 0;    // pictures extracted now, for at least one model
    std::int64_t present = 0;  // pictures that needed nothing
    std::int64_t missing = 0;  // named by the ground truth or known from before, but not there
    std::vector<FileProblem> damaged;
    std::vector<FileProblem> tooLarge;
    std::vector<std::string> missingPaths;
    double seconds = 0;
    double imagesPerSecond = 0;  // forward passes of this run
};

struct GalleryImage {
    std::string path;         // relative to the gallery folder, as UTF-8 for display
    fs::path relative;        // the same, as the file system has it
    std::string contentHash;  // SHA-256 of the file's bytes
    int width = 0;            // of the upright picture
    int height = 0;
};

// A picture to search with; from the gallery or from anywhere.
struct QueryImage {
    cv::Mat rgb;              // upright, CV_8UC3
    std::string contentHash;  // of the file's bytes (of the pixels for a pasted picture)
    fs::path file;            // empty for a pasted picture
    std::string path;         // for display; relative to the gallery when inside it
    double decodeMs = 0;      // time spent reading and decoding
};
Result<QueryImage> loadQueryImage(const fs::path& file);
// The hash of pasted pixels is that of the BMP file `savePastedQuery` writes, so that a search with that file
// gives the same noise and the same ranking.
QueryImage queryFromPixels(const cv::Mat& rgb);
Result<void> savePastedQuery(const QueryImage& image, const fs::path& bmpFile);

struct Query {
    std::shared_ptr<const QueryImage> image;
    std::optional<image::Box> box;  // none: the whole picture
    degrade::Recipe recipe;
    std::vector<std::string> models{};  // identifiers to rank with; empty: all of the gallery's
    // False: models with a Quality Compensation Block describe this query without it. The gallery and the
    // clean crop that results are compared with stay as the model is. No effect on models without one.
    bool compensation = true;
};

// The crop before and after the recipe: what `search` gives to the networks, without any network (for the
// live preview and `adapnet degrade`). A box outside the picture is BadInput.
struct QueryCrop {
    cv::Mat clean;
    cv::Mat degraded;               // shares its pixels with `clean` when the recipe is empty
    std::optional<image::Box> box;  // after clamping
};
Result<QueryCrop> cropQuery(const Query& query);

struct RankedResult {
    int rank = 0;           // from 1
    std::size_t image = 0;  // index into Workbench::images()
    std::string path;
    float score = 0;
    eval::Label label = eval::Label::Unknown;
    int cleanRank = 0;   // rank with the undegraded crop and the model as it is; 0 while unknown
    int moved = 0;       // cleanRank - rank: positive moved up
    bool isNew = false;  // in this list, but not within the clean query's first K
};

struct ModelRanking {
    std::string model;
    std::vector<RankedResult> results;  // first K
    // Within the clean query's first 10 but not within the first 10 now; rank = rank now, 0 when further down
    // than was searched.
    std::vector<RankedResult> lost;
    std::optional<double> averagePrecision;  // medium set-up, 0..1; with ground truth for this query only
    std::optional<double> cleanAveragePrecision;
    double cosineToClean = 1;  // between the degraded and the clean query's descriptor
    std::vector<float> gate;   // estimated degradation (clean, then known kinds); empty without a QCB
    std::string indexKind;     // "exact", "hnsw"
};

struct Comparison {
    std::vector<ModelRanking> models;         // in the order asked
    std::map<std::string, double> timingsMs;  // "decode","degrade","describe","search","total"
    cv::Mat degraded;                         // the crop as the networks saw it
    cv::Mat clean;                            // the crop before the recipe
    std::optional<image::Box> box;            // after clamping
};

struct EvaluationModel {
    std::string model;
    eval::ProtocolMetrics metrics;
    std::size_t queries = 0;
};
struct Evaluation {
    std::vector<EvaluationModel> models;
    std::vector<FileProblem> problems;  // queries that could not be read; they count as AP 0
    double seconds = 0;
};

// Numbers that only tests change.
struct WorkbenchTuning {
    std::size_t exactLimit = 200'000;  // vectors; above, HNSW is built
};

// One opened gallery: pictures, vectors, networks. All functions may be called from any thread; searches are
// taken one after the other. Nothing here writes to the picture files.
class Workbench {
  public:
    // Scans the folder (or the ground truth's list), extracts what the cache does not hold, builds the
    // indexes. Cancelled keeps what was finished.
    static Result<std::unique_ptr<Workbench>> open(const GalleryRequest& request, const JobContext& job,
                                                   const WorkbenchTuning& tuning = {});
    ~Workbench();

    const GalleryRequest& request() const;
    const IndexReport& indexReport() const;
    std::span<const GalleryImage> images() const;
    std::span<const nn::ModelInfo> models() const;
    const eval::GroundTruth* groundTruth() const;  // null without one
    // "cpu fp32 (cosine 1.0000)" and the like, per model.
    std::string deviceOf(std::size_t model) const;
    std::string featureKeyOf(std::size_t model) const;
    // "gallery mean removed", "exact search" or "HNSW search, M 16, ..., recall@10 0.998", per model.
    std::vector<std::string> indexSettingsOf(std::size_t model) const;

    Result<cv::Mat> loadImage(std::size_t image) const;
    // From the cache; longer side at most 256 px, upright.
    Result<cv::Mat> thumbnail(std::size_t image) const;
    Result<std::shared_ptr<const QueryImage>> queryFromGallery(std::size_t image) const;
    // The ground truth's query with this index, box applied.
    Result<Query> groundTruthQuery(std::size_t query) const;

    // Ranks the gallery for every model of the query, in the gallery's order; a model that the gallery was
    // not opened with is NotFound. The clean crop is ranked as well, by the model as it is (cached for the
    // same image and box): with a recipe, or without compensation, the answer tells what moved.
    Result<Comparison> search(const Query& query, int topK, const JobContext& job) const;

    // Every query of the ground truth, degraded with `recipe`.
    Result<Evaluation> evaluate(const degrade::Recipe& recipe, const JobContext& job) const;

    // The command that prints the same ranking ("adapnet search '/photos' --query ..."), quoted for a shell.
    // For a pasted picture a comment line says first to save it (savePastedQuery) as "pasted-query.bmp".
    std::string searchCommand(const Query& query, int topK) const;

    struct Impl;  // the state, known to this folder's sources only
    const Impl& state() const { return *m_impl; }

  private:
    explicit Workbench(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace adapnet::service
