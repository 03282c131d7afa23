#include "core/degrade/repair.h"

#include <atomic>

#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

const std::string kNetwork = "network";

std::atomic<Repairer>& lentRepairer() {
    static std::atomic<Repairer> repairer{nullptr};
    return repairer;
}

std::string networkOf(const ParamValues& values) {
    const auto index = static_cast<std::size_t>(values.at(kNetwork));
    return std::string(kRepairNetworks.at(index));
}

class Repair final : public BuiltInDegradation {
  public:
    Repair()
        : BuiltInDegradation(std::string(kRepairKind),
                             {choiceParam(kNetwork, {kRepairNetworks.begin(), kRepairNetworks.end()})}) {}

    // There is no more or less of it.
    ParamValues severity(int) const override { return defaultsWith({}); }

    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream) const override {
        const Repairer repairer = lentRepairer();
        if (repairer == nullptr) CV_Error(cv::Error::StsNotImplemented, "no network that repairs is at hand");
        return repairer(rgb, networkOf(values));
    }
};

}  // namespace

void setRepairer(Repairer repairer) {
    lentRepairer() = repairer;
}

std::vector<std::string> repairsIn(const Recipe& recipe) {
    std::vector<std::string> networks;
    for (const Step& step : recipe.steps)
        if (step.enabled && step.kind == kRepairKind && step.values.contains(kNetwork))
            networks.push_back(networkOf(step.values));
    return networks;
}

std::unique_ptr<Degradation> makeRepair() {
    return std::make_unique<Repair>();
}

}  // namespace adapnet::degrade
