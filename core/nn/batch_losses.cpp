#include "core/nn/batch_losses.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <array>

#include "core/nn/hard_tuples.h"
#include "core/nn/pair_losses.h"
#include "core/nn/recall_surrogate.h"

namespace adapnet::nn {

namespace {

at::Tensor unitRows(const at::Tensor& x) {
    return x / x.norm(2, {1}, true).clamp_min(1e-12);
}

template <at::Tensor (*kLoss)(const at::Tensor&, double)>
BatchLossOutput overTuples(const BatchLossInput& in) {
    const auto tuples = hardTuples(in.queries, in.positives, in.labels, in.negatives);
    const auto count = static_cast<double>(std::max<std::int64_t>(1, tuples.size(0)));
    return {kLoss(tuples, in.margin) / count, -1};
}

BatchLossOutput recallAtK(const BatchLossInput& in) {
    const auto rows = unitRows(at::cat({in.queries, in.positives}, 0));
    const auto labels = at::cat({in.labels, in.labels}, 0);
    RecallParams params;
    params.rankTemperature = in.temperature;
    const auto mix =
        in.mixPairs > 0 && in.stream != nullptr ? drawMix(labels, in.mixPairs, *in.stream) : SimilarityMix();
    const auto out = recallSurrogate(rows, labels, params, mix);
    return {out.loss, out.hardRecall[0].item<double>()};
}

constexpr std::array<BatchLossEntry, 3> kBatchLosses{{{"contrastive", overTuples<contrastiveLoss>},
                                                      {"triplet", overTuples<tripletLoss>},
                                                      {"recall_at_k", recallAtK}}};

}  // namespace

std::span<const BatchLossEntry> batchLosses() {
    return kBatchLosses;
}

const BatchLossEntry* findBatchLoss(std::string_view id) {
    const auto found = std::find_if(kBatchLosses.begin(), kBatchLosses.end(),
                                    [&](const BatchLossEntry& entry) { return id == entry.id; });
    return found == kBatchLosses.end() ? nullptr : &*found;
}

at::Tensor batchLocalMatching(const at::Tensor& queryMaps, const at::Tensor& positiveMaps,
                              const at::Tensor& queries, const at::Tensor& positives,
                              const at::Tensor& labels, std::int64_t negatives, double margin) {
    const auto near = localDescriptors(queryMaps);
    const auto far = localDescriptors(positiveMaps);
    const auto same = labels.unsqueeze(1) == labels.unsqueeze(0);
    const auto scores =
        at::matmul(unitRows(queries.detach()), unitRows(positives.detach()).t()).masked_fill(same, -2);
    const auto [best, order] = scores.topk(std::min(negatives, labels.size(0)), 1);
    at::Tensor sum = near.features.sum() * 0;
    const std::int64_t count = labels.size(0);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto chosen = order[i].index_select(0, (best[i] > -1.5).nonzero().squeeze(1));
        if (chosen.size(0) == 0) continue;
        const auto with = [&](const at::Tensor& mine, const at::Tensor& theirs) {
            return at::cat({mine.narrow(0, i, 1), theirs.narrow(0, i, 1), theirs.index_select(0, chosen)}, 0);
        };
        sum = sum + localMatchingLoss(with(near.features, far.features), with(near.attention, far.attention),
                                      {margin, 0.9})
                        .loss;
    }
    return sum / static_cast<double>(std::max<std::int64_t>(1, count));
}

at::Tensor tupleLocalMatching(const at::Tensor& queryMaps, const at::Tensor& positiveMaps, double margin) {
    const auto near = localDescriptors(queryMaps);
    const auto far = localDescriptors(positiveMaps);
    const std::int64_t count = near.features.size(0) / kTuplePictures;
    at::Tensor sum = near.features.sum() * 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t anchor = i * kTuplePictures;
        const auto tuple = [&](const at::Tensor& mine, const at::Tensor& theirs) {
            return at::cat({mine.narrow(0, anchor, 1), theirs.narrow(0, anchor + 1, kTuplePictures - 1)}, 0);
        };
        sum = sum + localMatchingLoss(tuple(near.features, far.features),
                                      tuple(near.attention, far.attention), {margin, 0.9})
                        .loss;
    }
    return sum / static_cast<double>(std::max<std::int64_t>(1, count));
}

}  // namespace adapnet::nn
