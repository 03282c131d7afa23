// The built-in degradations, one file each, and what they share. Everything here is immutable after
// construction, so any thread may use it.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/degrade/degradation.h"

namespace adapnet::degrade {

std::unique_ptr<Degradation> makeGaussianNoise();
std::unique_ptr<Degradation> makeSaltAndPepper();
std::unique_ptr<Degradation> makeSpeckle();
std::unique_ptr<Degradation> makeMotionBlur();
std::unique_ptr<Degradation> makeResolutionLoss();
std::unique_ptr<Degradation> makeShotNoise();
std::unique_ptr<Degradation> makeGaussianBlur();
std::unique_ptr<Degradation> makeJpeg();
std::unique_ptr<Degradation> makeLowLight();
std::unique_ptr<Degradation> makeContrast();
std::unique_ptr<Degradation> makeDefocusBlur();
std::unique_ptr<Degradation> makePixelate();
std::unique_ptr<Degradation> makeFog();
std::unique_ptr<Degradation> makeRain();
std::unique_ptr<Degradation> makeOcclusion();

// Identifier and parameters of a degradation; a kind adds `severity` and `apply`.
class BuiltInDegradation : public Degradation {
  public:
    BuiltInDegradation(std::string kind, std::vector<ParamSpec> params)
        : m_kind(std::move(kind)), m_params(std::move(params)) {}
    const std::string& kind() const final { return m_kind; }
    std::span<const ParamSpec> params() const final { return m_params; }

  protected:
    // The default values with some of them replaced.
    ParamValues defaultsWith(std::initializer_list<std::pair<const char*, double>> changed) const;

  private:
    std::string m_kind;
    std::vector<ParamSpec> m_params;
};

// A kind whose pixels depend on the stream by position and on near pixels only: it writes `applyPart`.
class LocalDegradation : public BuiltInDegradation {
  public:
    using BuiltInDegradation::BuiltInDegradation;
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const final {
        return applyPart(rgb, cv::Rect(0, 0, rgb.cols, rgb.rows), values, stream);
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override = 0;
    bool isLocal(const ParamValues&) const override { return true; }
};

// Five values by severity 1..5; levels outside count as the nearest.
double atSeverity(const double (&values)[5], int level);

struct Range {
    double minimum = 0;
    double maximum = 1;
    double step = 0.01;
};
ParamSpec realParam(std::string key, Range range, double defaultValue, std::string unit = {},
                    std::string onlyWhen = {});
ParamSpec integerParam(std::string key, Range range, double defaultValue, std::string unit = {},
                       std::string onlyWhen = {});
ParamSpec choiceParam(std::string key, std::vector<std::string> choices, std::string onlyWhen = {});

}  // namespace adapnet::degrade
