// Pictures a second of a shipped network, by device, precision and batch size; JSON on standard output.
// usage: nn_bench [MODEL_ID] [WIDTH HEIGHT] [DEVICE]
// Needs core/nn only, so that it can be built alone (-DADAPNET_ONLY_NN=ON) and run on a machine with a GPU.
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/numbers.h"
#include "core/base/random.h"
#include "core/nn/network.h"

using namespace adapnet;

namespace {

// The best of five passes: on a shared machine the fastest is the least disturbed.
Result<double> bestMilliseconds(nn::DescriptorNetwork& network, const std::vector<nn::RgbView>& batch) {
    double best = 0;
    for (int pass = 0; pass < 6; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        if (auto rows = network.describe(batch); !rows) return fail(rows.error());
        const double ms =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        if (pass == 1 || (pass > 1 && ms < best)) best = ms;  // the first pass warms up
    }
    return best;
}

Result<nlohmann::ordered_json> run(const std::string& id, int width, int height,
                                   const std::string& deviceFilter) {
    const auto models = nn::listModels(nn::modelFolders());
    if (!models) return fail(models.error());
    nlohmann::ordered_json report = nlohmann::ordered_json::array();
    RandomStream stream("nn bench");
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (auto& value : pixels) value = static_cast<std::uint8_t>(stream.below(256));
    const nn::RgbView view{pixels.data(), width, height, static_cast<std::size_t>(width) * 3};
    for (const nn::ModelInfo& model : *models) {
        if (!id.empty() && model.id != id) continue;
        for (const nn::DeviceInfo& device : nn::listDevices()) {
            if (deviceFilter != "all" && device.id != deviceFilter) continue;
            for (const nn::Precision precision : device.precisions) {
                auto network = nn::loadNetwork(model, {device.id, precision, 0});
                if (!network) return fail(network.error());
                for (const std::size_t batch : {1U, 8U, 32U}) {
                    const std::vector<nn::RgbView> views(batch, view);
                    const auto ms = bestMilliseconds(**network, views);
                    if (!ms) return fail(ms.error());
                    report.push_back({{"model", model.id},
                                      {"device", device.id},
                                      {"precision", nn::precisionName(precision)},
                                      {"cosine_to_fp32", (*network)->precisionCosine()},
                                      {"width", width},
                                      {"height", height},
                                      {"batch", batch},
                                      {"ms_per_image", *ms / static_cast<double>(batch)},
                                      {"images_per_second", 1000.0 * static_cast<double>(batch) / *ms}});
                }
            }
        }
    }
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string id = argc > 1 ? argv[1] : "";
    const auto width = parseInteger(argc > 3 ? argv[2] : "320");
    const auto height = parseInteger(argc > 3 ? argv[3] : "240");
    if (!width || !height || *width < 1 || *height < 1 || *width > 4096 || *height > 4096) {
        std::cerr << "usage: nn_bench [MODEL_ID] [WIDTH HEIGHT] [DEVICE|all]\n";
        return 2;
    }
    const auto report =
        run(id, static_cast<int>(*width), static_cast<int>(*height), argc > 4 ? argv[4] : "all");
    if (!report) {
        std::cerr << report.error().message() << "\n";
        return 1;
    }
    std::cout << report->dump(1) << "\n";
    return 0;
}
