// Training crops for the networks that repair pictures: photos and rendered scenes, damaged by known kinds of
// protocol noiser-v1 only. Everything depends on seed and step only.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/nn/enhancer_trainer.h"
#include "core/service/train_data.h"

namespace adapnet::service {

// The three channels together stretched so that the least value of all is 0 and the largest 255, as in front
// of an enhancer; a picture of one single value stays as it is. rgb: CV_8UC3.
cv::Mat stretched(const cv::Mat& rgb);

// Reads the photos as they are needed; nothing but the scenes is kept in memory. A photo that cannot be read
// is replaced by the next one.
class PhotoCropSource : public nn::CropSource {
  public:
    // Renders the recipe's scenes. Errors: BadInput (no photo for one of the splits, a
    // kind that is not known, only one kind), Cancelled.
    static Result<std::unique_ptr<PhotoCropSource>> open(const TrainingFolder& folder,
                                                         const nn::EnhancerConfig& config,
                                                         const JobContext& job);

    Result<nn::CropBatch> batch(std::int64_t step) const override;
    // Evenly chosen photos of the `val` split, in "clean" and in every known kind at severity 3; the middle
    // square, one colour channel of each.
    Result<std::vector<nn::RepairSample>> validation(int perKind) const override;

  private:
    explicit PhotoCropSource(nn::EnhancerConfig config) : m_config(std::move(config)) {}
    Result<cv::Mat> readPhoto(const std::vector<fs::path>& files, std::size_t number) const;

    nn::EnhancerConfig m_config;
    std::vector<fs::path> m_photos;
    std::vector<fs::path> m_validation;
    std::vector<cv::Mat> m_scenes;
    std::vector<std::size_t> m_kinds;  // indices into kKnownKinds; empty: all
};

}  // namespace adapnet::service
