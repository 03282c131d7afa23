#include "core/nn/pair_losses.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>

namespace adapnet::nn {

namespace {

at::Tensor unitAlong(const at::Tensor& x, std::int64_t axis) {
    return x / x.norm(2, {axis}, true).clamp_min(1e-12);
}

}  // namespace

at::Tensor contrastiveLoss(const at::Tensor& tuples, double margin) {
    const auto query = tuples.narrow(1, 0, 1);
    const auto distance = (query - tuples.narrow(1, 1, tuples.size(1) - 1) + 1e-6).pow(2).sum(2).sqrt();
    const auto positive = 0.5 * distance.narrow(1, 0, 1).pow(2).sum();
    const auto negatives = distance.narrow(1, 1, distance.size(1) - 1);
    return positive + 0.5 * (margin - negatives).clamp_min(0).pow(2).sum();
}

at::Tensor tripletLoss(const at::Tensor& tuples, double margin) {
    const auto query = tuples.narrow(1, 0, 1);
    const auto squared = (query - tuples.narrow(1, 1, tuples.size(1) - 1)).pow(2).sum(2);
    return (squared.narrow(1, 0, 1) - squared.narrow(1, 1, squared.size(1) - 1) + margin).clamp_min(0).sum();
}

at::Tensor hardTuples(const at::Tensor& queries, const at::Tensor& positives, const at::Tensor& labels,
                      std::int64_t count) {
    const auto q = unitAlong(queries, 1);
    const auto p = unitAlong(positives, 1);
    const auto same = labels.unsqueeze(1) == labels.unsqueeze(0);
    const auto scores = at::matmul(q.detach(), p.detach().t()).masked_fill(same, -2);
    const auto [best, order] = scores.topk(std::min(count, p.size(0)), 1);
    // The last place that holds a true negative, for each query.
    const auto found = (best > -1.5).sum(1);
    const auto usable = (found > 0).nonzero().squeeze(1);
    const auto places = at::arange(count, labels.options()).unsqueeze(0);
    const auto place = at::minimum(places, (found.index_select(0, usable) - 1).unsqueeze(1));
    const auto rows = order.index_select(0, usable).gather(1, place);
    const auto negatives = p.index_select(0, rows.flatten()).view({usable.size(0), count, p.size(1)});
    return at::cat(
        {q.index_select(0, usable).unsqueeze(1), p.index_select(0, usable).unsqueeze(1), negatives}, 1);
}

LocalMatchingOutput localMatchingLoss(const at::Tensor& features, const at::Tensor& attention,
                                      const LocalMatchingParams& params) {
    const auto unit = unitAlong(features, 2);
    const auto anchor = unit[0];
    const auto positive = unit[1];
    const std::int64_t places = unit.size(1);
    LocalMatchingOutput out;
    {
        const at::NoGradGuard noGradients;
        const auto distance = at::cdist(anchor.unsqueeze(0), positive.unsqueeze(0)).squeeze(0);
        const auto [nearest, anchors] =
            distance.topk(std::min<std::int64_t>(2, places), 0, /*largest=*/false);
        const auto all = at::arange(places, anchors.options());
        const auto first = anchors[0];
        const auto mutual = distance.argmin(1).index_select(0, first) == all;
        auto kept = mutual;
        if (places > 1) kept = kept.logical_and(nearest[0] / nearest[1].clamp_min(1e-12) <= params.ratio);
        auto attended = at::zeros({places}, kept.options());
        attended.index_fill_(0, std::get<1>(attention[1].topk(places / 2)), 1);
        out.matches.positives = kept.logical_and(attended).nonzero().squeeze(1);
        out.matches.anchors = first.index_select(0, out.matches.positives);
        const auto chosen = anchor.index_select(0, out.matches.anchors);
        if (chosen.size(0) > 0) {
            std::vector<at::Tensor> rows;
            for (std::int64_t n = 2; n < unit.size(0); ++n)
                rows.push_back(at::cdist(chosen.unsqueeze(0), unit[n].unsqueeze(0)).squeeze(0).argmin(1));
            if (!rows.empty()) out.matches.negatives = at::stack(rows);
        }
    }
    // Without a match the loss is zero but still belongs to the graph.
    out.loss = unit.sum() * 0;
    if (!out.matches.negatives.defined()) return out;
    const auto q = anchor.index_select(0, out.matches.anchors);
    const auto near = (q - positive.index_select(0, out.matches.positives)).pow(2).sum(1);
    for (std::int64_t n = 0; n < out.matches.negatives.size(0); ++n) {
        const auto far = (q - unit[n + 2].index_select(0, out.matches.negatives[n])).pow(2).sum(1);
        out.loss = out.loss + (near - far + params.margin).clamp_min(0).sum();
    }
    return out;
}

LocalDescriptors localDescriptors(const at::Tensor& maps) {
    const auto rows = maps.flatten(2).transpose(1, 2);
    return {rows, rows.abs().sum(2)};
}

}  // namespace adapnet::nn
