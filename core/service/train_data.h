// Training pairs from a folder of photos: cutting, warping, light, degradation. Everything depends on seed
// and step only.
#pragma once

#include <array>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/nn/trainer.h"

namespace adapnet::service {

struct TrainingPhoto {
    fs::path file;
    std::string className;
    bool validation = false;
};

struct TrainingFolder {
    std::vector<TrainingPhoto> photos;  // sorted by path
    std::string description;            // JSON object for the manifest
};

// manifest.json {"images":[{"file","class","split":"train"|"val"}]} when there is one, else a folder per
// class with every tenth photo for validation. Errors: NotFound, BadInput.
Result<TrainingFolder> readTrainingFolder(const fs::path& folder);

// A square view of `side` px cut from `rgb` through four corners (in source pixels, clockwise from top left);
// outside the picture its border is mirrored.
cv::Mat cutView(const cv::Mat& rgb, const std::array<cv::Point2f, 4>& corners, int side);

// The largest square in the middle, brought to `side` px.
cv::Mat middleSquare(const cv::Mat& rgb, int side);

// `rgb` as a flat thing that somebody photographed: smaller (60 to 105 % of what fits), at an angle, in front
// of a part of `behind`, in other light, sometimes with a reflection. Both CV_8UC3; returns `frame`.
cv::Mat photographed(const cv::Mat& rgb, const cv::Mat& behind, const cv::Size& frame, RandomStream& stream);

struct DegradedPicture {
    cv::Mat rgb;
    std::int64_t kind = -1;  // 1..8, -1: two kinds
    int severity = 3;
};

// A picture damaged by known kinds only, by the draw of `key`: one kind at severity 1..5 with probability
// 0.8, otherwise two at 1..3. rgb: CV_8UC3. Source: protocol noiser-v1, "Training pairs". `choice`: indices
// into kKnownKinds that are drawn from, at least two; empty: all.
Result<DegradedPicture> degradeKnown(const cv::Mat& rgb, const std::string& key,
                                     std::span<const std::size_t> choice = {});

// All pictures decoded in memory (about 2 GB for 8,600 photos of 320 px); read-only afterwards.
class PhotoPairSource : public nn::PairSource {
  public:
    // Reads the photos; unreadable ones are left out. Renders the recipe's scenes.
    static Result<std::unique_ptr<PhotoPairSource>> open(const TrainingFolder& folder,
                                                         const nn::TrainConfig& config,
                                                         const JobContext& job);

    std::int64_t classCount() const override { return static_cast<std::int64_t>(m_classes.size()); }
    std::int64_t instanceCount() const override { return static_cast<std::int64_t>(m_instances.size()); }
    std::int64_t classOf(std::int64_t instance) const override;
    Result<nn::PairBatch> batch(std::int64_t step, std::span<const std::int64_t> instances) const override;
    nn::RgbView wholePicture(std::int64_t instance) const override;
    Result<nn::ValidationSet> validation() const override;

  private:
    struct Instance {
        std::vector<cv::Mat> views;  // one for a photo, several for a rendered scene
        std::int64_t classIndex = -1;
    };
    explicit PhotoPairSource(nn::TrainConfig config) : m_config(std::move(config)) {}
    std::int64_t chooseInstance(RandomStream& stream) const;

    nn::TrainConfig m_config;
    std::vector<std::string> m_classes;
    std::vector<std::vector<std::int64_t>> m_members;  // instances by class
    std::vector<Instance> m_instances;                 // photos first, then scenes
    std::int64_t m_photos = 0;
    std::vector<cv::Mat> m_validation;
    std::vector<std::int64_t> m_validationClasses;
};

}  // namespace adapnet::service
