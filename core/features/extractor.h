// What turns a picture into a descriptor: a network, or a colour histogram in tests.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/features/input_rule.h"

namespace adapnet::features {

// Everything that can change a vector; the feature key is a hash over all fields.
struct FeatureSpec {
    std::string modelId;
    std::string weightsChecksum;  // SHA-256 of the weight file
    std::string preprocessing;    // canonical text: sizes, scales, means, resize method
    std::string precision;        // "fp32", "bf16", "fp16"
    int decoderVersion = 0;
    int dimension = 0;

    std::string key() const;   // 64 hexadecimal digits
    std::string text() const;  // the fields, one a line, for people
};

// Belongs to the thread that uses it.
class FeatureExtractor {
  public:
    virtual ~FeatureExtractor() = default;
    virtual FeatureSpec spec() const = 0;
    // How pictures are brought to size before `extract`. A pure function: decode threads call it while the
    // owner extracts.
    virtual InputRule inputRule() const = 0;
    // CV_8UC3 in R, G, B order, all of the same size. Returns rows x dimension values, rows of length 1.
    // OutOfMemory makes the caller try again with half as many.
    virtual Result<std::vector<float>> extract(std::span<const cv::Mat> pictures) = 0;
    virtual int preferredBatch(int width, int height) const = 0;
    // Time spent inside the network since construction, for the benchmark.
    virtual double forwardMs() const { return 0; }
};

// Creates the extractor on the thread that will use it.
using ExtractorFactory = std::function<Result<std::unique_ptr<FeatureExtractor>>()>;

// 4 x 4 x 4 RGB histogram, square-rooted, L2-normalised: no weights needed, used by tests.
std::unique_ptr<FeatureExtractor> makeHistogramExtractor();

}  // namespace adapnet::features
