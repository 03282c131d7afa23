#include "core/nn/pair_whitening.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/nn/manifest.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

namespace {

at::Tensor matrix(std::span<const float> values, std::size_t dimension) {
    // from_blob does not own the numbers; the conversion makes its own copy.
    return at::from_blob(
               const_cast<float*>(values.data()),
               {static_cast<std::int64_t>(values.size() / dimension), static_cast<std::int64_t>(dimension)},
               at::kFloat)
        .to(at::kDouble);
}

std::vector<float> plain(const at::Tensor& tensor) {
    const auto values = tensor.to(at::kFloat).contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

}  // namespace

Result<PairWhitening> fitPairWhitening(std::span<const float> clean, std::span<const float> degraded,
                                       std::size_t dimension, const PairWhiteningParams& params) {
    if (dimension < 2 || clean.size() != degraded.size() || clean.size() % dimension != 0 ||
        clean.size() / dimension < 2)
        return fail(ErrorCode::BadInput, "whitening needs at least two pairs of descriptors of one length");
    if (params.rank < 1 || static_cast<std::size_t>(params.rank) >= dimension)
        return fail(ErrorCode::BadInput, "the rank must be between 1 and " + std::to_string(dimension - 1));
    if (!(params.power > 0 && params.power <= 1) || !(params.shrinkage > 0 && params.shrinkage <= 10))
        return fail(ErrorCode::BadInput,
                    "power must be above 0 and at most 1, shrinkage above 0 and at most 10");
    return guarded([&]() -> Result<PairWhitening> {
        const at::NoGradGuard noGradients;
        const auto x = matrix(clean, dimension);
        const auto difference = x - matrix(degraded, dimension);
        const auto scatter = at::matmul(difference.t(), difference) / static_cast<double>(x.size(0));
        const auto [ascending, columns] = at::linalg_eigh(scatter, "L");
        const auto variances = ascending.flip({0}).clamp_min(0);
        const double mean = variances.mean().item<double>();
        if (!(mean > 0))
            return fail(ErrorCode::BadInput, "the pairs do not differ; there is nothing to learn");
        const auto weights = (variances + params.shrinkage * mean).pow(-params.power / 2);
        const auto d = static_cast<std::int64_t>(dimension);
        const double rest = weights.narrow(0, params.rank, d - params.rank).mean().item<double>();
        const auto removed = (1 - weights.narrow(0, 0, params.rank) / rest).clamp_min(0).sqrt();
        const auto directions = columns.flip({1}).narrow(1, 0, params.rank).t();
        return PairWhitening{plain(x.mean({0})), plain(directions * removed.unsqueeze(1))};
    });
}

Result<WhitenedModel> writeWhitened(const ModelInfo& model, const PairWhitening& whitening,
                                    const std::string& id, const std::string& whiteningJson,
                                    const std::filesystem::path& out) {
    const auto manifest = readManifest(model.manifest);
    if (!manifest) return fail(manifest.error());
    auto file = readSafetensors(manifest->weights);
    if (!file) return fail(file.error());
    if (file->tensors.contains(kWhiteningRows))
        return fail(ErrorCode::BadInput, "'" + model.id + "' is whitened already");
    const auto d = static_cast<std::int64_t>(whitening.mean.size());
    if (d != model.dimension)
        return fail(ErrorCode::BadInput, "the whitening belongs to descriptors of another length");
    const auto text = readTextFile(model.manifest, 1 << 22);
    if (!text) return fail(text.error());
    auto j = nlohmann::ordered_json::parse(*text, nullptr, false);
    if (!j.is_object()) return fail(ErrorCode::Model, "'" + displayPath(model.manifest) + "' is no JSON");
    return guarded([&]() -> Result<WhitenedModel> {
        TensorMap layer;
        layer[kWhiteningMean] = at::tensor(whitening.mean);
        layer[kWhiteningRows] = at::tensor(whitening.rows).view({-1, d});
        for (auto& [name, tensor] : fromTensors(layer, at::kHalf).tensors) file->tensors[name] = tensor;
        const auto bytes = formatSafetensors(*file);
        if (auto written = writeFileSafely(out, bytes); !written) return fail(written.error());
        j["id"] = id;
        j["weights"] = out.filename().string();
        j["sha256"] = sha256Hex(bytes);
        j["parameters"] =
            model.parameters + static_cast<std::int64_t>(whitening.mean.size() + whitening.rows.size());
        j["summary"] = model.trainingSummary + ", whitened on pairs of training pictures";
        j["whitening"] = nlohmann::ordered_json::parse(whiteningJson, nullptr, false);
        j["whitening"]["without_sha256"] = model.checksum;
        if (auto written = writeFileSafely(fs::path(out).replace_extension(".json"), j.dump(1) + "\n");
            !written)
            return fail(written.error());
        return WhitenedModel{j["sha256"].get<std::string>(), bytes.size()};
    });
}

}  // namespace adapnet::nn
