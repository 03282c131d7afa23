#include "core/nn/pair_whitening.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "tests/core/nn/small_model.h"

namespace adapnet::nn {
namespace {

constexpr std::size_t kD = 8;

// Rows of eight values; the damage changes the first two of them only.
struct Pairs {
    std::vector<float> clean, degraded;
};

Pairs pairs(std::size_t count) {
    RandomStream stream("adapnet|test|pairs");
    Pairs p;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < kD; ++k) {
            const double x = stream.normal();
            p.clean.push_back(static_cast<float>(x));
            p.degraded.push_back(static_cast<float>(x + (k < 2 ? 2 * stream.normal() : 0)));
        }
    return p;
}

std::vector<double> applied(const PairWhitening& w, const float* x) {
    std::vector<double> z(kD), y;
    for (std::size_t i = 0; i < kD; ++i) z[i] = x[i] - w.mean[i];
    y = z;
    for (std::size_t r = 0; r < w.rank(); ++r) {
        double dot = 0;
        for (std::size_t i = 0; i < kD; ++i) dot += w.rows[r * kD + i] * z[i];
        for (std::size_t i = 0; i < kD; ++i) y[i] -= dot * w.rows[r * kD + i];
    }
    const double length = std::sqrt(std::inner_product(y.begin(), y.end(), y.begin(), 0.0));
    for (double& v : y) v /= length;
    return y;
}

TEST(PairWhitening, WeighsDownWhatTheDamageChanges) {
    const auto p = pairs(400);
    const auto w = fitPairWhitening(p.clean, p.degraded, kD, {2, 1.0, 0.01});
    ASSERT_TRUE(w) << w.error().message();
    ASSERT_EQ(w->rank(), 2U);
    // The removed part spans the first two values: variance 4 there, 0 elsewhere, so the weights are
    // (4.04 / 0.01)^-1/2 of the rest.
    double before = 0, after = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        const float* c = p.clean.data() + i * kD;
        const float* e = p.degraded.data() + i * kD;
        const auto a = applied(*w, c);
        const auto b = applied(*w, e);
        after += std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / 400;
        const double cc = std::inner_product(c, c + kD, c, 0.0);
        const double ee = std::inner_product(e, e + kD, e, 0.0);
        before += std::inner_product(c, c + kD, e, 0.0) / std::sqrt(cc * ee) / 400;
    }
    EXPECT_LT(before, 0.85);
    EXPECT_GT(after, 0.98);
    std::vector<float> unit(kD);
    for (std::size_t i = 0; i < kD; ++i) unit[i] = w->mean[i];
    unit[0] += 1;
    double kept = 1;
    for (std::size_t r = 0; r < 2; ++r) kept -= w->rows[r * kD] * w->rows[r * kD];
    EXPECT_NEAR(kept, std::sqrt(0.01 / 4.01), 0.03);
}

TEST(PairWhitening, RefusesWhatCannotBeLearntFrom) {
    const auto p = pairs(4);
    EXPECT_FALSE(fitPairWhitening(p.clean, p.clean, kD, {2, 0.5, 0.1}));  // no difference
    EXPECT_FALSE(fitPairWhitening(std::span(p.clean).first(kD), std::span(p.degraded).first(kD), kD, {}));
    EXPECT_FALSE(fitPairWhitening(p.clean, std::span(p.degraded).first(2 * kD), kD, {2, 0.5, 0.1}));
    EXPECT_FALSE(fitPairWhitening(p.clean, p.degraded, kD, {8, 0.5, 0.1}));
    EXPECT_FALSE(fitPairWhitening(p.clean, p.degraded, kD, {2, 0.0, 0.1}));
    EXPECT_FALSE(fitPairWhitening(p.clean, p.degraded, kD, {2, 0.5, 0.0}));
}

TEST(PairWhitening, AWhitenedModelGivesTheWhitenedDescriptorsOfItsSource) {
    const test::TemporaryFolder folder("whiten");
    const auto model = test::writeSmallModel(folder, "gem", "small", 32);
    std::vector<std::uint8_t> bytes(40 * 30 * 3);
    RandomStream stream("adapnet|test|picture");
    for (auto& value : bytes) value = static_cast<std::uint8_t>(stream.below(256));
    const RgbView view{bytes.data(), 40, 30, 120};

    PairWhitening w;
    for (int i = 0; i < 32; ++i) w.mean.push_back(i % 2 == 0 ? 0.125F : -0.0625F);  // exact in float16
    w.rows.assign(32, 0.0F);
    w.rows[3] = 0.5F;
    const auto written = writeWhitened(model, w, "white", R"({"pairs": 3})", folder / "white.safetensors");
    ASSERT_TRUE(written) << written.error().message();
    const auto manifest = readManifest(folder / "white.json");
    ASSERT_TRUE(manifest) << manifest.error().message();
    EXPECT_EQ(manifest->info.id, "white");
    EXPECT_EQ(manifest->info.parameters, model.parameters + 64);
    EXPECT_EQ(manifest->info.checksum, written->checksum);

    auto plain = loadNetwork(model, {"cpu", Precision::Fp32, 0});
    auto white = loadNetwork(manifest->info, {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(plain) << plain.error().message();
    ASSERT_TRUE(white) << white.error().message();
    const auto x = (*plain)->describe({&view, 1});
    const auto y = (*white)->describe({&view, 1});
    ASSERT_TRUE(x && y);
    std::vector<double> expected(32);
    double squares = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        expected[i] = ((*x)[i] - w.mean[i]) * (i == 3 ? 0.75 : 1.0);
        squares += expected[i] * expected[i];
    }
    for (std::size_t i = 0; i < 32; ++i) EXPECT_NEAR((*y)[i], expected[i] / std::sqrt(squares), 1e-5);

    const auto again = writeWhitened(manifest->info, w, "twice", "{}", folder / "twice.safetensors");
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().message().find("whitened already"), std::string::npos);
}

}  // namespace
}  // namespace adapnet::nn
