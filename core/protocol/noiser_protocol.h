// Protocol noiser-v1 over a set of queries: which stream a degraded query gets, which kind it has in the
// mixed setting, and how a degraded picture is identified. Source: noise_protocol of this project's design;
// figures made with it are labelled noiser-v1. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::protocol {

inline constexpr std::string_view kNoiser = "noiser-v1";
// Of the mixed setting and of the headline figures of each kind.
inline constexpr int kHeadlineSeverity = 3;

// The data set in keys: the ground truth's own name, or, for formats without one, its file's name without
// ending and without "gnd_" in front ("gnd_roxford5k.pkl" is "roxford5k").
std::string datasetName(std::string_view name, const std::filesystem::path& file);

// The name of a query in keys. The revisited sets ("roxford5k", "rparis6k") list bare names, so folder and
// ending go ("jpg/all_souls_000013.jpg" is "all_souls_000013"); everywhere else it is the path as the ground
// truth writes it.
std::string queryName(std::string_view dataset, std::string_view path);

// "noiser-v1|<dataset>|<name>|<kind>|<severity>"
std::string streamKey(std::string_view dataset, std::string_view name, std::string_view kind, int severity);

// The mixed setting: for each query the index into degrade::kNoiserKinds. Queries in the order of the hash of
// "noiser-v1|mix|<dataset>|<name>" (ties by name, then by place) get kind (position + rotation) mod 15.
std::vector<std::size_t> mixKinds(std::string_view dataset, std::span<const std::string> names,
                                  int rotation = 0);

// crop: CV_8UC3, the query after its box. Errors as degrade::noiserDegrade.
Result<cv::Mat> degradeQuery(const cv::Mat& crop, std::string_view dataset, std::string_view name,
                             std::string_view kind, int severity);

// SHA-256 over "<width>x<height>\n" and the samples row by row in R, G, B order: the same whatever program
// packed them into a file.
std::string pixelsHash(const cv::Mat& rgb);

}  // namespace adapnet::protocol
