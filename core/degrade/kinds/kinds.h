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
