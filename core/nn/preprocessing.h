// What happens to a picture before the network sees it, and how the descriptors of several sizes become one:
// the part of a manifest that decides whether published numbers can be reproduced. No LibTorch here.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::nn {

// How a picture whose longer side is above `maxSide` is shrunk to it, in 8 bit and before anything else.
enum class Shrinking {
    Area,    // "area": average over the area
    Lanczos  // "lanczos": Pillow's thumbnail with a Lanczos filter (cirtorch)
};

// How a picture of n pixels is brought to relative size s. All are bilinear with half-pixel centres and a
// clamped edge; "step" is the distance between neighbouring samples in pixels of the input.
enum class Resizing {
    FloatRounded,    // "float_rounded": size round(n s), ties to even, step n/m (CFCD, AdapNet)
    EightBitArea,    // "eight_bit_area": 8-bit; area average when shrinking; round(n s), step 1/s (SENet,
                     // CVNet)
    FloatTruncated,  // "float_truncated": size int(n s), step n/m (SuperGlobal)
    FloatExactStep,  // "float_exact_step": size floor(n s), step 1/s (cirtorch)
};

// The descriptors of all sizes, each at length 1, become one; the result has length 1 again.
enum class Aggregation {
    Mean,         // "mean"
    Maximum,      // "maximum": largest entry (Scale-GeM of SuperGlobal)
    Power,        // "power": power mean with `power` (cirtorch's msp; entries must not be negative)
    ShiftedPower  // "shifted_power": Scale-GeM with finite power on rows of their own length
};

// Refinements of the pooling; "relup*" need a ResNet. A network with a switch of its own ("superglobal") has
// them on.
struct PoolingSwitches {
    bool relup = false;        // ReLUP behind the blocks of stages 1 to 3
    bool relupInner = false;   // ReLUP inside the blocks of stage 1
    bool regionalGem = false;  // Regional-GeM on the last map
    bool gemPlus = false;      // GeM+ (p = 4.6, epsilon 1e-8) instead of GeM
    bool operator==(const PoolingSwitches&) const = default;
};

struct Preprocessing {
    bool bgr = false;  // channels in the order blue, green, red; mean and deviation in the same order
    std::array<double, 3> mean{0.5, 0.5, 0.5};  // of values in 0..1
    std::array<double, 3> deviation{0.5, 0.5, 0.5};
    int maxSide = 320;  // the longer side is shrunk to this before anything else
    Shrinking shrinking = Shrinking::Area;
    std::vector<double> scales{1.0};
    Resizing resizing = Resizing::FloatRounded;
    Aggregation aggregation = Aggregation::Mean;
    double power = 3;  // of Power and ShiftedPower
    PoolingSwitches pooling;

    // BadInput: sizes, scales, means or deviations out of range.
    Result<void> check() const;
    // Canonical text of all values that change a descriptor, for the key of a feature set.
    std::string text() const;
};

const char* shrinkingName(Shrinking shrinking);
const char* resizingName(Resizing resizing);
const char* aggregationName(Aggregation aggregation);
Result<Shrinking> parseShrinking(std::string_view name);
Result<Resizing> parseResizing(std::string_view name);
Result<Aggregation> parseAggregation(std::string_view name);

// Preprocessing of a published method by name, with its scales: "mobilenet", "cfcd", "senet", "superglobal",
// "cirtorch", "pycls", "torchvision". BadInput for another name.
Result<Preprocessing> publishedPreprocessing(std::string_view method);
std::span<const std::string_view> publishedPreprocessings();

}  // namespace adapnet::nn
