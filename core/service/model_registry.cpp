#include "core/service/model_registry.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/features/network_extractor.h"
#include "core/service/workbench.h"

namespace adapnet::service {

namespace {

constexpr std::string_view kTestModel = "histogram";

bool testModelEnabled() {
    const char* value = std::getenv("ADAPNET_TEST_MODEL");
    return value != nullptr && value == kTestModel;
}

// Forwards to an extractor that somebody keeps.
class LentExtractor : public features::FeatureExtractor {
  public:
    explicit LentExtractor(std::shared_ptr<features::FeatureExtractor> lender)
        : m_lender(std::move(lender)) {}
    features::FeatureSpec spec() const override { return m_lender->spec(); }
    features::InputRule inputRule() const override { return m_lender->inputRule(); }
    Result<std::vector<float>> extract(std::span<const cv::Mat> pictures) override {
        return m_lender->extract(pictures);
    }
    int preferredBatch(int width, int height) const override {
        return m_lender->preferredBatch(width, height);
    }
    double forwardMs() const override { return m_lender->forwardMs(); }

  private:
    std::shared_ptr<features::FeatureExtractor> m_lender;
};

nn::ModelInfo testModelInfo() {
    const auto spec = features::makeHistogramExtractor()->spec();
    nn::ModelInfo info;
    info.id = kTestModel;
    info.displayName = "Colour histogram (test)";
    info.architecture = "histogram";
    info.dimension = spec.dimension;
    info.checksum = spec.weightsChecksum;
    info.preprocessing = spec.preprocessing;
    info.licence = "none";
    return info;
}

}  // namespace

nn::ModelListing findModels() {
    return nn::scanModelFolders(nn::modelFolders());
}

Result<std::vector<nn::ModelInfo>> availableModels() {
    return findModels().models;
}

Result<std::vector<std::string>> selectableModels() {
    const auto models = availableModels();
    if (!models) return fail(models.error());
    std::vector<std::string> ids;
    for (const auto& model : *models) ids.push_back(model.id);
    if (testModelEnabled()) ids.emplace_back(kTestModel);
    return ids;
}

Result<std::vector<nn::ModelInfo>> resolveModels(const std::vector<std::string>& ids) {
    auto listing = findModels();
    auto& available = listing.models;
    const auto brokenOne = [&](const auto& isWanted) {
        return std::find_if(listing.skipped.begin(), listing.skipped.end(),
                            [&](const auto& file) { return file.isModel && isWanted(file); });
    };
    if (ids.empty()) {
        if (!available.empty()) return std::move(available);
        if (const auto broken = brokenOne([](const auto&) { return true; }); broken != listing.skipped.end())
            return fail(ErrorCode::Model, "no model can be used: " + broken->reason);
        return fail(ErrorCode::NotFound,
                    "no model files were found; set ADAPNET_MODELS to the folder that holds them");
    }
    if (testModelEnabled()) available.push_back(testModelInfo());
    std::vector<nn::ModelInfo> chosen;
    for (const auto& id : ids) {
        const auto found = std::find_if(available.begin(), available.end(),
                                        [&](const nn::ModelInfo& model) { return model.id == id; });
        if (found == available.end()) {
            const auto broken = brokenOne([&](const auto& file) { return file.id == id; });
            if (broken != listing.skipped.end())
                return fail(ErrorCode::Model,
                            "the model '" + validUtf8(id) + "' cannot be used: " + broken->reason);
            std::string names;
            for (const auto& model : available) names += (names.empty() ? "" : ", ") + model.id;
            return fail(ErrorCode::NotFound,
                        "there is no model '" + validUtf8(id) + "'; choose from " +
                            (names.empty() ? "none, because no model files were found" : names));
        }
        chosen.push_back(*found);
    }
    return chosen;
}

Result<LoadedModel> loadModel(const nn::ModelInfo& model, const nn::NetworkOptions& options) {
    LoadedModel loaded;
    if (model.id == kTestModel && testModelEnabled()) {
        loaded.extractor = features::makeHistogramExtractor();
        loaded.device = "cpu";
        return loaded;
    }
    auto network = nn::loadNetwork(model, options);
    if (!network) return fail(network.error().whileDoing("loading the model '" + model.id + "'"));
    loaded.network = network->get();
    loaded.device = loaded.network->device();
    loaded.precisionCosine = loaded.network->precisionCosine();
    loaded.extractor = features::makeNetworkExtractor(std::move(*network));
    return loaded;
}

bool halfPrecisionRefused(const LoadedModel& model) {
    return model.network != nullptr && model.network->precision() == nn::Precision::Fp32 &&
           model.precisionCosine < 1;
}

std::string deviceText(const LoadedModel& model) {
    return model.device + ' ' + model.extractor->spec().precision + " (" +
           (halfPrecisionRefused(model) ? "half precision refused, " : "") + "cosine " +
           formatFixed(model.precisionCosine, 4) + ')';
}

std::unique_ptr<features::FeatureExtractor> lend(const LoadedModel& model) {
    return std::make_unique<LentExtractor>(model.extractor);
}

}  // namespace adapnet::service
