#include "core/nn/whitening.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>

#include "core/nn/tensors.h"

namespace adapnet::nn {

namespace {

constexpr double kLengthEpsilon = 1e-6;
constexpr double kLeastShare = 1e-12;  // of the largest variance

at::Tensor rowsOf(std::span<const double> values, std::size_t dimension) {
    const auto d = static_cast<std::int64_t>(dimension);
    // from_blob does not own the numbers.
    return at::from_blob(const_cast<double*>(values.data()),
                         {static_cast<std::int64_t>(values.size()) / d, d}, at::kDouble)
        .clone();
}

Result<void> checkRows(std::span<const double> values, std::size_t dimension) {
    if (dimension == 0 || values.size() % dimension != 0 || values.size() / dimension < 2)
        return fail(ErrorCode::BadInput, "whitening needs at least two descriptors of one length");
    for (const double value : values)
        if (!std::isfinite(value))
            return fail(ErrorCode::BadInput, "whitening cannot be fitted: a descriptor is not finite");
    return {};
}

Whitening packed(const at::Tensor& mean, at::Tensor projection) {
    const auto largest = projection.abs().argmax(1, true);
    projection = (projection * at::gather(projection, 1, largest).sign()).contiguous();
    const auto plainMean = mean.contiguous();
    Whitening result;
    result.dimension = static_cast<std::size_t>(mean.size(0));
    result.mean.assign(plainMean.data_ptr<double>(), plainMean.data_ptr<double>() + plainMean.numel());
    result.projection.assign(projection.data_ptr<double>(),
                             projection.data_ptr<double>() + projection.numel());
    return result;
}

// L of S = L L^T; a growing multiple of the identity is added until it exists.
at::Tensor lowerFactor(const at::Tensor& matrix) {
    const auto attempt = [](const at::Tensor& m) { return at::linalg_cholesky_ex(m, /*upper=*/false); };
    auto [factor, info] = attempt(matrix);
    const auto identity = at::eye(matrix.size(0), matrix.options());
    for (double added = 1e-10; info.item<int>() != 0; added *= 10)
        std::tie(factor, info) = attempt(matrix + added * identity);
    return factor;
}

}  // namespace

Whitening Whitening::first(std::size_t count) const {
    Whitening result = *this;
    if (count < rows()) result.projection.resize(count * dimension);
    return result;
}

Result<std::vector<double>> Whitening::apply(std::span<const double> values) const {
    if (dimension == 0 || mean.size() != dimension || projection.size() % dimension != 0 ||
        values.size() % dimension != 0)
        return fail(ErrorCode::BadInput, "the descriptors do not have the length of the whitening");
    const std::size_t outputs = rows();
    std::vector<double> result;
    result.reserve(values.size() / dimension * outputs);
    for (std::size_t at = 0; at < values.size(); at += dimension) {
        double squared = 0;
        for (std::size_t r = 0; r < outputs; ++r) {
            double sum = 0;
            for (std::size_t j = 0; j < dimension; ++j)
                sum += projection[r * dimension + j] * (values[at + j] - mean[j]);
            result.push_back(sum);
            squared += sum * sum;
        }
        const double length = std::sqrt(squared) + kLengthEpsilon;
        for (std::size_t r = result.size() - outputs; r < result.size(); ++r) result[r] /= length;
    }
    return result;
}

Result<Whitening> fitPcaWhitening(std::span<const double> values, std::size_t dimension, double power) {
    if (auto checked = checkRows(values, dimension); !checked) return fail(checked.error());
    if (!(power >= 0 && power <= 1))
        return fail(ErrorCode::BadInput, "the power of the whitening must be 0 to 1");
    return guarded([&]() -> Result<Whitening> {
        const at::NoGradGuard noGradients;
        const auto rows = rowsOf(values, dimension);
        const auto mean = rows.mean({0});
        const auto centred = rows - mean;
        const auto covariance = at::matmul(centred.t(), centred) / static_cast<double>(rows.size(0));
        const auto [ascending, directions] = at::linalg_eigh((covariance + covariance.t()) / 2, "L");
        const auto variances = ascending.flip({0});
        const double largest = variances[0].item<double>();
        if (!(largest > 0))
            return fail(ErrorCode::BadInput, "whitening cannot be fitted: all descriptors are the same");
        const auto factors = variances.clamp_min(kLeastShare * largest).pow(-power);
        return packed(mean, directions.flip({1}).t() * factors.unsqueeze(1));
    });
}

Result<Whitening> fitLearnedWhitening(std::span<const double> values, std::size_t dimension,
                                      std::span<const std::int64_t> queries,
                                      std::span<const std::int64_t> positives) {
    if (auto checked = checkRows(values, dimension); !checked) return fail(checked.error());
    if (queries.size() != positives.size() || queries.empty())
        return fail(ErrorCode::BadInput, "learned whitening needs pairs of descriptors");
    const auto count = static_cast<std::int64_t>(values.size() / dimension);
    for (const auto& list : {queries, positives})
        for (const std::int64_t row : list)
            if (row < 0 || row >= count)
                return fail(ErrorCode::BadInput,
                            "a pair for the whitening names a descriptor that is not there");
    return guarded([&]() -> Result<Whitening> {
        const at::NoGradGuard noGradients;
        const auto rows = rowsOf(values, dimension);
        const auto select = [&](std::span<const std::int64_t> list) {
            return rows.index_select(0, at::tensor(at::ArrayRef<std::int64_t>(list.data(), list.size())));
        };
        const auto first = select(queries);
        const auto mean = first.mean({0});
        const auto differences = first - select(positives);
        const auto scatter =
            at::matmul(differences.t(), differences) / static_cast<double>(differences.size(0));
        const auto identity = at::eye(scatter.size(0), scatter.options());
        const auto unitDifferences =
            at::linalg_solve_triangular(lowerFactor(scatter), identity, /*upper=*/false);
        const auto moved = at::matmul(rows - mean, unitDifferences.t());
        const auto [ascending, directions] = at::linalg_eigh(at::matmul(moved.t(), moved), "L");
        return packed(mean, at::matmul(directions.flip({1}).t(), unitDifferences));
    });
}

}  // namespace adapnet::nn
