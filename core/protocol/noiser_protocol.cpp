#include "core/protocol/noiser_protocol.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/degrade/noiser.h"

namespace adapnet::protocol {

std::string datasetName(std::string_view name, const std::filesystem::path& file) {
    if (!name.empty()) return std::string(name);
    constexpr std::string_view kPrefix = "gnd_";
    std::string stem = file.stem().native();
    if (stem.starts_with(kPrefix)) stem.erase(0, kPrefix.size());
    return stem;
}

std::string queryName(std::string_view dataset, std::string_view path) {
    if (dataset != "roxford5k" && dataset != "rparis6k") return std::string(path);
    path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
    return std::string(path.substr(0, path.rfind('.')));
}

std::string streamKey(std::string_view dataset, std::string_view name, std::string_view kind, int severity) {
    return std::string(kNoiser) + '|' + std::string(dataset) + '|' + std::string(name) + '|' +
           std::string(kind) + '|' + std::to_string(severity);
}

std::vector<std::size_t> mixKinds(std::string_view dataset, std::span<const std::string> names,
                                  int rotation) {
    const std::string prefix = std::string(kNoiser) + "|mix|" + std::string(dataset) + '|';
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto place = [&](std::size_t i) { return std::tuple(fnv1a64(prefix + names[i]), names[i], i); };
    std::ranges::sort(order, {}, place);
    constexpr std::size_t kKinds = degrade::kNoiserKinds.size();
    const auto turned = static_cast<std::size_t>(
        (rotation % static_cast<int>(kKinds) + static_cast<int>(kKinds)) % static_cast<int>(kKinds));
    std::vector<std::size_t> kinds(names.size());
    for (std::size_t position = 0; position < order.size(); ++position)
        kinds[order[position]] = (position + turned) % kKinds;
    return kinds;
}

Result<cv::Mat> degradeQuery(const cv::Mat& crop, std::string_view dataset, std::string_view name,
                             std::string_view kind, int severity) {
    const std::string key = streamKey(dataset, name, kind, severity);
    return degrade::noiserDegrade(crop, kind, severity, RandomStream(std::string_view(key)));
}

std::string pixelsHash(const cv::Mat& rgb) {
    Sha256 hash;
    hash.update(std::to_string(rgb.cols) + 'x' + std::to_string(rgb.rows) + '\n');
    for (int y = 0; y < rgb.rows; ++y) {
        hash.update(std::as_bytes(
            std::span(rgb.ptr<std::uint8_t>(y), static_cast<std::size_t>(rgb.cols) * rgb.elemSize())));
    }
    return hash.hexDigest();
}

}  // namespace adapnet::protocol
