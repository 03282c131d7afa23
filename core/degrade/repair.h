// The step "repair": a network mends the picture where the step stands in a recipe, usually behind the
// damage. It is no degradation, so it is not in registry(), but `find` knows it, and a recipe with it is
// written, read, copied and shown like any other. This folder knows no networks: core/service lends one
// (setRepairer).
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/degrade/degradation.h"

namespace adapnet::degrade {

inline constexpr std::string_view kRepairKind = "repair";
// Permanent identifiers; the choices of the step's parameter "network".
inline constexpr std::array<std::string_view, 2> kRepairNetworks{"denoising_autoencoder", "super_resolution"};

// rgb: CV_8UC3; returns CV_8UC3 of the same size. Throws cv::Exception whose `err` says what is wrong. Called
// from any thread.
using Repairer = cv::Mat (*)(const cv::Mat& rgb, std::string_view network);
// Until it is called, a recipe with an enabled repair fails with a sentence. Any thread; the last one counts.
void setRepairer(Repairer repairer);

// The networks of the enabled repair steps, in their order.
std::vector<std::string> repairsIn(const Recipe& recipe);

}  // namespace adapnet::degrade
