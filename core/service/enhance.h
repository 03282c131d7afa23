// Repairing a query before any model sees it: which enhancers there are, and one applied to a crop. Each is
// loaded once and kept.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/enhancer.h"

namespace adapnet::service {

// The shipped ones and those in ADAPNET_ENHANCERS, ordered by id.
std::vector<nn::EnhancerInfo> availableEnhancers();

// An unknown id is NotFound and names the known ones; one whose manifest is broken is Model and says what is
// wrong with it.
Result<nn::EnhancerInfo> resolveEnhancer(const std::string& id);

// rgb: CV_8UC3, not empty, never changed; the result has the same size. A picture larger than the enhancer's
// `max_side` (320 px for the shipped ones, the size the shipped models look at) goes through the network in
// that size. An empty id gives the picture itself. Any thread; one picture at a time.
Result<cv::Mat> enhance(const cv::Mat& rgb, const std::string& id);
// The same for many pictures: `info` of `resolveEnhancer`, so that the folders are looked through once.
Result<cv::Mat> enhance(const cv::Mat& rgb, const nn::EnhancerInfo& info);

// From now on the step "repair" of a recipe goes through `enhance`. Any thread, any number of times.
void lendEnhancers();

// "query repaired by denoising_autoencoder, weights SHA-256 ..." for a record; an unknown id is named as it
// is.
std::string enhancementNote(const std::string& id);

}  // namespace adapnet::service
