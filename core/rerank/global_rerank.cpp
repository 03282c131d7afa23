#include "core/rerank/global_rerank.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/rerank/checks.h"

namespace adapnet::rerank {

namespace {

using Row = std::vector<double>;

double product(const Row& a, const Row& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void addTo(Row& sum, double weight, const Row& x) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * x[i];
}

void normalise(Row& x) {
    const double length = std::sqrt(product(x, x));
    if (length > 0)
        for (double& value : x) value /= length;
}

// The head of a ranking with its descriptors in double precision.
struct Head {
    std::vector<std::uint32_t> rows;
    std::vector<Row> values;
    std::size_t size() const { return rows.size(); }
    // Positions by falling score, equal ones by row.
    std::vector<std::size_t> orderBy(const std::vector<double>& scores) const {
        std::vector<std::size_t> order(size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return scores[a] != scores[b] ? scores[a] > scores[b] : rows[a] < rows[b];
        });
        return order;
    }
};

Head headOf(const Descriptors& gallery, std::span<const Ranked> first, int length) {
    Head head;
    for (const Ranked& entry : first.first(std::min(first.size(), static_cast<std::size_t>(length)))) {
        const auto row = gallery.row(entry.row);
        head.rows.push_back(entry.row);
        head.values.emplace_back(row.begin(), row.end());
    }
    return head;
}

// Similarities of every pair, each computed once: both halves must be the same number.
std::vector<Row> pairwise(const std::vector<Row>& values) {
    std::vector<Row> all(values.size(), Row(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i; j < values.size(); ++j) all[i][j] = all[j][i] = product(values[i], values[j]);
    return all;
}

// The nearest of the list, best first, without `self`.
std::vector<std::size_t> nearest(const Head& head, const Row& similarities, std::size_t self, int count) {
    std::vector<std::size_t> order = head.orderBy(similarities);
    std::erase(order, self);
    order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
    return order;
}

// The re-ranked head and the tail behind it.
std::vector<Ranked> withTail(const Head& head, const std::vector<double>& scores,
                             std::span<const Ranked> first) {
    std::vector<Ranked> out;
    for (std::size_t i = 0; i < head.size(); ++i)
        out.push_back({head.rows[i], static_cast<float>(scores[i])});
    sortBestFirst(out);
    const auto tail = first.subspan(head.size());
    if (tail.empty()) return out;
    const float drop = out.empty() ? 0 : std::max(0.0F, tail.front().score - out.back().score);
    for (const Ranked& entry : tail) {
        // Rounding must not lift an image over the one before it.
        const float score = std::min(entry.score - drop, out.back().score);
        out.push_back({entry.row, score});
    }
    return out;
}

class SuperGlobal final : public Reranker {
  public:
    SuperGlobal(std::string id, const SuperGlobalParams& params) : m_id(std::move(id)), m_params(params) {}
    const std::string& id() const override { return m_id; }
    Result<std::vector<Ranked>> rerank(std::span<const float> query, const Descriptors& gallery,
                                       std::span<const Ranked> first) const override {
        auto result = superGlobalRerank(query, gallery, first, m_params);
        if (!result) return fail(result.error());
        return std::move(result->ranking);
    }

  private:
    const std::string m_id;
    const SuperGlobalParams m_params;
};

class LinearSum final : public Reranker {
  public:
    LinearSum(std::string id, const LinearSumParams& params) : m_id(std::move(id)), m_params(params) {}
    const std::string& id() const override { return m_id; }
    Result<std::vector<Ranked>> rerank(std::span<const float> query, const Descriptors& gallery,
                                       std::span<const Ranked> first) const override {
        return linearSumRerank(query, gallery, first, m_params);
    }

  private:
    const std::string m_id;
    const LinearSumParams m_params;
};

}  // namespace

Result<void> SuperGlobalParams::check() const {
    if (listLength < 1 || neighbours < 1)
        return fail(ErrorCode::BadInput, "re-ranking needs at least one image and one neighbour");
    if (!(beta >= 0) || !std::isfinite(beta)) return fail(ErrorCode::BadInput, "beta must be 0 or above");
    return {};
}

Result<SuperGlobalResult> superGlobalRerank(std::span<const float> query, const Descriptors& gallery,
                                            std::span<const Ranked> first, const SuperGlobalParams& params) {
    if (auto fine = params.check(); !fine) return fail(fine.error());
    if (auto fine = checkInput(query, gallery, first); !fine) return fail(fine.error());
    const Head head = headOf(gallery, first, params.listLength);
    const auto similarities = pairwise(head.values);
    const Row q(query.begin(), query.end());
    SuperGlobalResult result;
    for (std::size_t i = 0; i < head.size(); ++i) {
        Row refined = head.values[i];
        double sum = 1;
        for (const std::size_t j : nearest(head, similarities[i], i, params.neighbours)) {
            const double weight = params.beta * similarities[i][j];
            addTo(refined, weight, head.values[j]);
            sum += weight;
        }
        // Opposite neighbours may cancel the weights out; then the image stays what it is.
        if (std::abs(sum) > 1e-9)
            for (double& value : refined) value /= sum;
        else
            refined = head.values[i];
        result.first.push_back(product(q, refined));
        result.refined.push_back(std::move(refined));
    }
    result.middleOrder = head.orderBy(result.first);
    Row expanded;
    const std::size_t best = std::min(head.size(), static_cast<std::size_t>(params.neighbours) + 1);
    for (std::size_t i = 0; i < best; ++i) {
        const Row& refined = result.refined[result.middleOrder[i]];
        if (expanded.empty()) expanded = refined;
        for (std::size_t d = 0; d < refined.size(); ++d) expanded[d] = std::max(expanded[d], refined[d]);
    }
    std::vector<double> scores;
    for (std::size_t i = 0; i < head.size(); ++i) {
        result.second.push_back(product(expanded, result.refined[i]));
        scores.push_back((result.first[i] + result.second[i]) / 2);
    }
    result.ranking = withTail(head, scores, first);
    return result;
}

Result<void> LinearSumParams::check() const {
    if (listLength < 1 || neighbours < 1 || iterations < 1)
        return fail(ErrorCode::BadInput, "re-ranking needs at least one image, neighbour and iteration");
    if (!(lambda >= 0) || !std::isfinite(lambda))
        return fail(ErrorCode::BadInput, "lambda must be 0 or above");
    if (!(eta >= 0 && eta <= 1)) return fail(ErrorCode::BadInput, "eta must be 0 to 1");
    return {};
}

Result<std::vector<Ranked>> linearSumRerank(std::span<const float> query, const Descriptors& gallery,
                                            std::span<const Ranked> first, const LinearSumParams& params) {
    if (auto fine = params.check(); !fine) return fail(fine.error());
    if (auto fine = checkInput(query, gallery, first); !fine) return fail(fine.error());
    Head head = headOf(gallery, first, params.listLength);
    Row q(query.begin(), query.end());
    const auto weight = [&](std::size_t rank, double similarity) {
        switch (params.weights) {
            case SumWeights::Uniform:
                return params.lambda;
            case SumWeights::Similarity:
                return params.lambda * std::max(0.0, similarity);
            case SumWeights::Linear:
                break;
        }
        return params.lambda * static_cast<double>(static_cast<std::size_t>(params.neighbours) - rank) /
               static_cast<double>(params.neighbours);
    };
    std::vector<double> scores;
    for (const Row& x : head.values) scores.push_back(product(q, x));
    std::vector<std::size_t> order(head.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (int iteration = 0; iteration < params.iterations; ++iteration) {
        const auto similarities = pairwise(head.values);
        std::vector<double> before;
        for (const Row& x : head.values) before.push_back(product(q, x));
        const auto summed = [&](Row x, const std::vector<std::size_t>& neighbours, const Row& similarity) {
            for (std::size_t r = 0; r < neighbours.size(); ++r)
                addTo(x, weight(r, similarity[neighbours[r]]), head.values[neighbours[r]]);
            if (params.renormalise) normalise(x);
            return x;
        };
        std::vector<Row> updated;
        for (std::size_t i = 0; i < head.size(); ++i)
            updated.push_back(summed(head.values[i], nearest(head, similarities[i], i, params.neighbours),
                                     similarities[i]));
        auto best = order;
        best.resize(std::min(best.size(), static_cast<std::size_t>(params.neighbours)));
        q = summed(q, best, before);
        head.values = std::move(updated);
        for (std::size_t i = 0; i < head.size(); ++i)
            scores[i] = (1 - params.eta) * before[i] + params.eta * product(q, head.values[i]);
        order = head.orderBy(scores);
    }
    return withTail(head, scores, first);
}

std::unique_ptr<Reranker> makeSuperGlobal(std::string id, const SuperGlobalParams& params) {
    return std::make_unique<SuperGlobal>(std::move(id), params);
}

std::unique_ptr<Reranker> makeLinearSum(std::string id, const LinearSumParams& params) {
    return std::make_unique<LinearSum>(std::move(id), params);
}

}  // namespace adapnet::rerank
