#include "core/rerank/query_expansion.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/rerank/checks.h"

namespace adapnet::rerank {

namespace {

// v + sum of weighted neighbours, L2-normalised. The division by k + 1 of the formula falls out of the norm.
std::vector<float> expanded(std::span<const float> v, const Descriptors& gallery,
                            std::span<const std::uint32_t> best, double alpha) {
    std::vector<double> sum(v.begin(), v.end());
    for (const std::uint32_t row : best) {
        const std::span<const float> x = gallery.row(row);
        const double weight = std::pow(std::max(0.0, dot(v, x)), alpha);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * static_cast<double>(x[i]);
    }
    double square = 0;
    for (const double value : sum) square += value * value;
    if (!(square > 0)) return {v.begin(), v.end()};  // neighbours that cancel the query out say nothing
    std::vector<float> out(sum.size());
    std::transform(sum.begin(), sum.end(), out.begin(),
                   [&](double value) { return static_cast<float>(value / std::sqrt(square)); });
    return out;
}

class QueryExpansion final : public Reranker {
  public:
    QueryExpansion(std::string id, const ExpansionParams& params) : m_id(std::move(id)), m_params(params) {}

    const std::string& id() const override { return m_id; }

    Result<std::vector<Ranked>> rerank(std::span<const float> query, const Descriptors& gallery,
                                       std::span<const Ranked> first) const override {
        const auto better = expandQuery(query, gallery, first, m_params);
        if (!better) return fail(better.error().whileDoing("expanding the query"));
        std::vector<Ranked> out(first.begin(), first.end());
        for (Ranked& entry : out) entry.score = static_cast<float>(dot(*better, gallery.row(entry.row)));
        sortBestFirst(out);
        return out;
    }

  private:
    const std::string m_id;
    const ExpansionParams m_params;
};

}  // namespace

Result<void> ExpansionParams::check() const {
    if (neighbours < 1) return fail(ErrorCode::BadInput, "query expansion needs at least 1 neighbour");
    if (!(alpha >= 0) || !std::isfinite(alpha)) return fail(ErrorCode::BadInput, "alpha must be 0 or above");
    return {};
}

Result<std::vector<float>> expandQuery(std::span<const float> query, const Descriptors& gallery,
                                       std::span<const Ranked> first, const ExpansionParams& params) {
    if (auto fine = params.check(); !fine) return fail(fine.error());
    if (auto fine = checkInput(query, gallery, first); !fine) return fail(fine.error());
    std::vector<std::uint32_t> best;
    const std::size_t count = std::min(first.size(), static_cast<std::size_t>(params.neighbours));
    for (std::size_t i = 0; i < count; ++i) best.push_back(first[i].row);
    return expanded(query, gallery, best, params.alpha);
}

Result<std::vector<float>> augmentDatabase(const Descriptors& gallery, const ExpansionParams& params) {
    if (auto fine = params.check(); !fine) return fail(fine.error());
    if (gallery.dimension == 0 || gallery.values.size() % gallery.dimension != 0) {
        return fail(ErrorCode::BadInput, "the gallery's descriptors are not a whole number of rows");
    }
    const std::size_t rows = gallery.rows();
    std::vector<float> out;
    out.reserve(gallery.values.size());
    std::vector<Ranked> others;
    std::vector<std::uint32_t> best;
    for (std::size_t row = 0; row < rows; ++row) {
        others.clear();
        for (std::size_t other = 0; other < rows; ++other) {
            if (other == row) continue;
            others.push_back({static_cast<std::uint32_t>(other),
                              static_cast<float>(dot(gallery.row(row), gallery.row(other)))});
        }
        sortBestFirst(others);
        best.clear();
        const std::size_t count = std::min(others.size(), static_cast<std::size_t>(params.neighbours));
        for (std::size_t i = 0; i < count; ++i) best.push_back(others[i].row);
        const std::vector<float> better = expanded(gallery.row(row), gallery, best, params.alpha);
        out.insert(out.end(), better.begin(), better.end());
    }
    return out;
}

std::unique_ptr<Reranker> makeQueryExpansion(std::string id, const ExpansionParams& params) {
    return std::make_unique<QueryExpansion>(std::move(id), params);
}

}  // namespace adapnet::rerank
