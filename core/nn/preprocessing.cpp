#include "core/nn/preprocessing.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"

namespace adapnet::nn {

namespace {

constexpr std::array<std::pair<Shrinking, const char*>, 2> kShrinkings{
    {{Shrinking::Area, "area"}, {Shrinking::Lanczos, "lanczos"}}};
constexpr std::array<std::pair<Resizing, const char*>, 4> kResizings{
    {{Resizing::FloatRounded, "float_rounded"},
     {Resizing::EightBitArea, "eight_bit_area"},
     {Resizing::FloatTruncated, "float_truncated"},
     {Resizing::FloatExactStep, "float_exact_step"}}};
constexpr std::array<std::pair<Aggregation, const char*>, 4> kAggregations{
    {{Aggregation::Mean, "mean"},
     {Aggregation::Maximum, "maximum"},
     {Aggregation::Power, "power"},
     {Aggregation::ShiftedPower, "shifted_power"}}};
constexpr std::array<double, 3> kImageNetMean{0.485, 0.456, 0.406};  // red, green, blue
constexpr std::array<double, 3> kImageNetDeviation{0.229, 0.224, 0.225};
constexpr std::array<std::string_view, 7> kPublished{"mobilenet", "cfcd",  "senet",      "superglobal",
                                                     "cirtorch",  "pycls", "torchvision"};
// Published methods do not limit the picture; this is the largest side that a manifest may ask for.
constexpr int kNoLimit = 4096;

std::array<double, 3> reversed(const std::array<double, 3>& values) {
    return {values[2], values[1], values[0]};
}

// "0.5" when all three are the same, as the first manifests had it.
std::string listed(const std::array<double, 3>& values) {
    std::string text = formatReal(values[0]);
    if (values[1] != values[0] || values[2] != values[0])
        for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) text += "," + formatReal(values[i]);
    return text;
}

}  // namespace

Result<void> Preprocessing::check() const {
    const auto wrong = [](const char* what) { return fail(ErrorCode::BadInput, what); };
    if (maxSide < 16 || maxSide > kNoLimit) return wrong("the picture size must be 16 to 4096");
    if (scales.empty() || scales.size() > 8 ||
        std::any_of(scales.begin(), scales.end(), [](double s) { return !(s >= 0.1 && s <= 4); }))
        return wrong("one to eight scales between 0.1 and 4 are needed");
    for (std::size_t i = 0; i < 3; ++i)
        if (!(mean[i] >= -10 && mean[i] <= 10) || !(deviation[i] >= 1e-3 && deviation[i] <= 100))
            return wrong("mean or deviation is out of range");
    if (!(power >= 1 && power <= 100)) return wrong("the power over the scales must be 1 to 100");
    return {};
}

std::string Preprocessing::text() const {
    // Parts that have their usual value are left out: feature sets of older versions keep their key.
    std::string text = std::string(bgr ? "bgr" : "rgb") + " mean " + listed(mean) + " std " +
                       listed(deviation) + ' ' + shrinkingName(shrinking) + " max_side " +
                       std::to_string(maxSide) + " bilinear scales";
    for (const double scale : scales) text += " " + formatReal(scale);
    if (resizing != Resizing::FloatRounded) text += std::string(" ") + resizingName(resizing);
    if (aggregation != Aggregation::Mean) text += std::string(" ") + aggregationName(aggregation);
    if (aggregation == Aggregation::Power || aggregation == Aggregation::ShiftedPower)
        text += " " + formatReal(power);
    if (pooling.relup) text += " relup";
    if (pooling.relupInner) text += " relup_inner";
    if (pooling.regionalGem) text += " regional_gem";
    if (pooling.gemPlus) text += " gem_plus";
    return text;
}

const char* shrinkingName(Shrinking shrinking) {
    for (const auto& [value, name] : kShrinkings)
        if (value == shrinking) return name;
    return "area";
}

const char* resizingName(Resizing resizing) {
    for (const auto& [value, name] : kResizings)
        if (value == resizing) return name;
    return "float_rounded";
}

const char* aggregationName(Aggregation aggregation) {
    for (const auto& [value, name] : kAggregations)
        if (value == aggregation) return name;
    return "mean";
}

Result<Shrinking> parseShrinking(std::string_view wanted) {
    for (const auto& [value, name] : kShrinkings)
        if (wanted == name) return value;
    return fail(ErrorCode::BadInput,
                "unknown way to shrink '" + std::string(wanted) + "'; use area or lanczos");
}

Result<Resizing> parseResizing(std::string_view wanted) {
    for (const auto& [value, name] : kResizings)
        if (wanted == name) return value;
    return fail(ErrorCode::BadInput,
                "unknown resizing '" + std::string(wanted) +
                    "'; use float_rounded, eight_bit_area, float_truncated or float_exact_step");
}

Result<Aggregation> parseAggregation(std::string_view wanted) {
    for (const auto& [value, name] : kAggregations)
        if (wanted == name) return value;
    return fail(ErrorCode::BadInput, "unknown aggregation '" + std::string(wanted) +
                                         "'; use mean, maximum, power or shifted_power");
}

std::span<const std::string_view> publishedPreprocessings() {
    return kPublished;
}

Result<Preprocessing> publishedPreprocessing(std::string_view method) {
    Preprocessing result;
    if (method == "mobilenet") {
        result.scales = {0.5, 1.0};
        return result;
    }
    result.bgr = method != "cirtorch" && method != "torchvision";
    result.mean = result.bgr ? reversed(kImageNetMean) : kImageNetMean;
    result.deviation = result.bgr ? reversed(kImageNetDeviation) : kImageNetDeviation;
    result.maxSide = kNoLimit;
    if (method == "pycls" || method == "torchvision") {
        result.scales = {0.7071, 1.0, 1.4142};
    } else if (method == "cfcd") {
        result.scales = {0.3535, 0.5, 0.7071, 1.0, 1.4142};
    } else if (method == "senet") {
        result.scales = {0.7071, 1.0, 1.4142};
        result.resizing = Resizing::EightBitArea;
    } else if (method == "superglobal") {
        result.scales = {0.7071, 1.0, 1.4142};
        result.resizing = Resizing::FloatTruncated;
        result.aggregation = Aggregation::Maximum;
        result.pooling = {true, true, true, true};
    } else if (method == "cirtorch") {
        result.maxSide = 1024;
        result.shrinking = Shrinking::Lanczos;
        result.scales = {1.0, 0.70710678118654757, 0.5};
        result.resizing = Resizing::FloatExactStep;
    } else {
        return fail(ErrorCode::BadInput, "unknown preprocessing '" + std::string(method) + "'");
    }
    return result;
}

}  // namespace adapnet::nn
