#include "core/nn/recall_surrogate.h"

#include <torch/csrc/api/include/torch/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <map>

namespace adapnet::nn {

namespace {

constexpr double kLargestExponent = 50;
constexpr std::int64_t kDoubleSums = 8192;  // rows above which sums over rows are in double precision

at::Tensor softStep(const at::Tensor& x, double temperature) {
    return at::sigmoid((x / temperature).clamp(-kLargestExponent, kLargestExponent));
}

// Positions of the other rows of each row's class: N x P and which of them are real; P = largest class - 1.
struct Partners {
    at::Tensor index, valid;
    at::Tensor queries;  // rows that have at least one
};

Partners partnersOf(const at::Tensor& labels) {
    const auto plain = labels.to(at::kCPU).contiguous();
    const auto* values = plain.data_ptr<std::int64_t>();
    const auto n = static_cast<std::size_t>(plain.size(0));
    std::map<std::int64_t, std::vector<std::int64_t>> classes;
    for (std::size_t i = 0; i < n; ++i) classes[values[i]].push_back(static_cast<std::int64_t>(i));
    std::size_t largest = 1;
    for (const auto& [label, rows] : classes) largest = std::max(largest, rows.size());
    const std::size_t width = std::max<std::size_t>(1, largest - 1);
    std::vector<std::int64_t> index(n * width, 0);
    std::vector<std::int64_t> valid(n * width, 0);
    std::vector<std::int64_t> queries;
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t at = i * width;
        const auto& rows = classes.at(values[i]);
        for (const std::int64_t row : rows) {
            if (row == static_cast<std::int64_t>(i)) continue;
            index[at] = row;
            valid[at++] = 1;
        }
        if (rows.size() > 1) queries.push_back(static_cast<std::int64_t>(i));
    }
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(n), static_cast<std::int64_t>(width)};
    const auto device = labels.device();
    return {at::tensor(index).view(shape).to(device), at::tensor(valid).view(shape).to(device).to(at::kBool),
            at::tensor(queries, at::kLong).to(device)};
}

// The similarities with virtual rows: M S M^T, row and column combinations of what is there already.
at::Tensor mixed(const at::Tensor& similarities, const at::Tensor& first, const at::Tensor& second,
                 const at::Tensor& alphas) {
    const auto a = alphas.unsqueeze(1);
    const auto rows = at::cat({similarities, a * similarities.index_select(0, first) +
                                                 (1 - a) * similarities.index_select(0, second)},
                              0);
    return at::cat({rows, alphas * rows.index_select(1, first) + (1 - alphas) * rows.index_select(1, second)},
                   1);
}

}  // namespace

SimilarityMix drawMix(const at::Tensor& labels, std::size_t limit, RandomStream& stream) {
    const auto plain = labels.to(at::kCPU).contiguous();
    std::map<std::int64_t, std::vector<std::int64_t>> classes;
    for (std::int64_t i = 0; i < plain.size(0); ++i) classes[plain.data_ptr<std::int64_t>()[i]].push_back(i);
    SimilarityMix mix;
    for (const auto& [label, rows] : classes) {
        std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = i + 1; j < rows.size(); ++j) pairs.emplace_back(rows[i], rows[j]);
        // A few swaps of a shuffle choose without replacement.
        const std::size_t count = std::min(limit, pairs.size());
        for (std::size_t i = 0; i < count; ++i) {
            std::swap(pairs[i], pairs[i + stream.below(pairs.size() - i)]);
            mix.pairs.push_back(pairs[i]);
            mix.alphas.push_back(stream.uniform());
        }
    }
    return mix;
}

RecallOutput recallSurrogate(const at::Tensor& embeddings, const at::Tensor& labels,
                             const RecallParams& params, const SimilarityMix& mix) {
    const std::int64_t real = embeddings.size(0);
    const auto device = embeddings.device();
    auto similarities = at::matmul(embeddings, embeddings.t());
    auto allLabels = labels;
    if (!mix.pairs.empty()) {
        std::vector<std::int64_t> first, second;
        for (const auto& [a, b] : mix.pairs) {
            first.push_back(a);
            second.push_back(b);
        }
        const auto firstRows = at::tensor(first).to(device);
        similarities = mixed(similarities, firstRows, at::tensor(second).to(device),
                             at::tensor(mix.alphas, at::kDouble).to(device, similarities.scalar_type()));
        allLabels = at::cat({labels, labels.index_select(0, firstRows)}, 0);
    }
    const Partners partners = partnersOf(allLabels);
    const std::int64_t rows = similarities.size(0);
    const std::int64_t queries = partners.queries.size(0);
    const auto options = similarities.options().requires_grad(false);
    std::vector<double> ks;
    for (const std::int64_t k : params.ks) ks.push_back(static_cast<double>(std::min(k, real)));
    const auto limits = at::tensor(ks, at::kDouble).to(device, similarities.scalar_type());

    RecallOutput out;
    if (queries == 0) {
        out.loss = similarities.sum() * 0;
        out.softRecall = at::zeros({0, limits.size(0)}, options);
        out.softRanks = at::zeros({0, 1}, options);
        out.hardRecall = at::zeros({limits.size(0)}, options);
        return out;
    }
    const auto plain = similarities.detach();
    auto slope = at::zeros_like(plain);
    double total = 0;
    std::vector<at::Tensor> recalls, ranks, hits;
    for (std::int64_t at = 0; at < queries; at += params.block) {
        const auto query = partners.queries.narrow(0, at, std::min(params.block, queries - at));
        const auto count = query.size(0);
        const at::AutoGradMode withGradients(true);
        const auto s = plain.index_select(0, query).detach().set_requires_grad(true);
        const auto index = partners.index.index_select(0, query);
        const auto valid = partners.valid.index_select(0, query);
        const auto own = s.gather(1, index);
        const auto ahead = softStep(s.unsqueeze(2) - own.unsqueeze(1), params.rankTemperature);  // b x N x P
        const auto everything = at::arange(rows, index.options());
        auto counted = (everything.view({1, rows, 1}) != index.unsqueeze(1));
        if (!params.queryCounts)
            counted = counted.logical_and(everything.view({1, rows, 1}) != query.view({count, 1, 1}));
        const auto masked = ahead * counted.to(s.scalar_type());
        const auto sums =
            rows > kDoubleSums ? masked.sum({1}, false, at::kDouble).to(s.scalar_type()) : masked.sum({1});
        const auto rank = 1 + sums;  // b x P
        const auto validNumbers = valid.to(s.scalar_type());
        const auto hit = softStep(limits.view({1, 1, -1}) - rank.unsqueeze(2), params.hitTemperature) *
                         validNumbers.unsqueeze(2);
        const auto positives = validNumbers.sum(1, true);
        const auto recall = at::minimum(hit.sum(1), limits) / at::minimum(limits, positives);
        const auto part = (1 - recall.mean(1)).sum() / static_cast<double>(queries);
        slope.index_copy_(0, query, torch::autograd::grad({part}, {s}).front());
        total += part.item<double>();
        recalls.push_back(recall.detach());
        ranks.push_back((rank * validNumbers).detach());

        // The figure itself: how many rows of other classes stand in front of the best right one.
        const at::NoGradGuard noGradients;
        const auto realPositive = valid.logical_and(index < real);
        const auto best = at::where(realPositive, own, at::full_like(own, -1e9)).amax({1}, true);
        auto inFront = (s > best).logical_and(everything.view({1, rows}) < real);
        inFront = inFront.logical_and(everything.view({1, rows}) != query.unsqueeze(1));
        const auto position = inFront.sum(1, true) + 1;
        const auto isReal = query < real;
        hits.push_back((position <= limits.view({1, -1}))
                           .to(s.scalar_type())
                           .index_select(0, isReal.nonzero().squeeze(1)));
    }
    // The value is `total`, the gradient is `slope`; no graph over queries x rows x positives is kept.
    out.loss = (similarities * slope).sum();
    out.loss = out.loss - out.loss.detach() + total;
    out.softRecall = at::cat(recalls, 0);
    out.softRanks = at::cat(ranks, 0);
    out.hardRecall = at::cat(hits, 0).mean({0});
    return out;
}

at::Tensor chunkedBackward(std::int64_t rows, std::int64_t chunk,
                           const std::function<at::Tensor(std::int64_t, std::int64_t)>& embed,
                           const std::function<at::Tensor(const at::Tensor&)>& loss) {
    const auto eachChunk = [&](auto&& visit) {
        for (std::int64_t first = 0; first < rows; first += chunk)
            visit(first, std::min(chunk, rows - first));
    };
    std::vector<at::Tensor> parts;
    {
        const at::NoGradGuard noGradients;
        eachChunk([&](std::int64_t first, std::int64_t count) { parts.push_back(embed(first, count)); });
    }
    const auto leaf = at::cat(parts, 0).detach().set_requires_grad(true);
    const auto value = loss(leaf);
    value.backward();
    const auto slope = leaf.grad();
    if (slope.defined())
        eachChunk([&](std::int64_t first, std::int64_t count) {
            embed(first, count).backward(slope.narrow(0, first, count));
        });
    return value.detach();
}

}  // namespace adapnet::nn
