// Parity of poolings, whitening, resizing and losses over batches with the published implementations.
#include <gtest/gtest.h>
#include <torch/csrc/autograd/variable.h>

#include "core/nn/pair_losses.h"
#include "core/nn/pooling.h"
#include "core/nn/recall_surrogate.h"
#include "core/nn/scaling.h"
#include "core/nn/whitening.h"
#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using test::difference;
using test::filledInput;

at::Tensor toDouble(const nlohmann::json& rows) {
    std::vector<double> values;
    for (const auto& row : rows)
        for (const double value : row.get<std::vector<double>>()) values.push_back(value);
    return at::tensor(values, at::kDouble).view({static_cast<std::int64_t>(rows.size()), -1});
}

double largestDifference(const at::Tensor& actual, const nlohmann::json& expected) {
    return (actual.detach() - toDouble(expected)).abs().max().item<double>();
}

// ---- pooling

TEST(ReferencePooling, MacSpocGemAndRmacAgree) {
    const auto v = test::vectors("vectors_pooling_rerank");
    for (const auto& c : v["pooling"]) {
        const auto map = filledInput(c["input"]);
        EXPECT_LT(difference(macPool(map), c["mac"]), 1e-5);
        EXPECT_LT(difference(spocPool(map), c["spoc"]), 1e-5);
        const auto gem = generalisedMean(map, 3);
        EXPECT_LT(difference(gem, c["gem_p3_eps1e-6"]), 1e-5);
        EXPECT_LT(difference(generalisedMean(map, 2.5), c["gem_p2.5_eps1e-6"]), 1e-5);
        EXPECT_LT(difference(gem / (gem.norm(2, {1}, true) + 1e-6), c["l2n_of_gem_p3"]), 1e-5);
        const auto rmac = rmacPool(map);
        EXPECT_LT(difference(rmac, c["rmac_L3_eps1e-6"]), 1e-5);
        // Regional pooling with MAC is R-MAC at length 1.
        EXPECT_LT(
            (regionalPool(map, macPool) - rmac / (rmac.norm(2, {1}, true) + 1e-6)).abs().max().item<double>(),
            1e-6);
    }
}

TEST(ReferencePooling, RmacLooksAtTheSameSquares) {
    const auto v = test::vectors("vectors_pooling_rerank");
    for (const auto& c : v["rmac_regions_L3"]) {
        std::vector<Region> wanted;
        for (const auto& r : c["regions_top_left_height_width"]) {
            EXPECT_EQ(r[2], r[3]);
            wanted.push_back({r[0], r[1], r[2]});
        }
        EXPECT_EQ(rmacRegions(c["H"], c["W"]), wanted) << c["H"] << " x " << c["W"];
    }
    EXPECT_EQ(rmacRegions(1, 1), (std::vector<Region>{{0, 0, 1}}));
}

TEST(ReferencePooling, TheRefinementsOfSuperGlobalAgree) {
    const auto v = test::vectors("vectors_pooling_rerank")["superglobal_pooling"];
    const auto map = filledInput(v["input"]);
    const auto regional = regionalGem(map);
    EXPECT_LT(difference(regional, v["rgem_pr2.5_size5"]), 1e-5);
    EXPECT_LT(difference(gemPlus(regional), v["gemp_p4.6_eps1e-8_after_rgem"]), 1e-5);
    EXPECT_LT(difference(gemPlus(map), v["gemp_without_rgem"]), 1e-5);
    const auto rows = [&](const char* name) {
        std::vector<at::Tensor> list;
        for (const auto& row : v[name]["in"]) list.push_back(test::toTensor(row).unsqueeze(0));
        return list;
    };
    const auto infinite = rows("sgem_infinity");
    EXPECT_LT(difference(maximumOfUnits(infinite), v["sgem_infinity"]["out"]), 1e-5);
    const auto finite = rows("sgem_ps10_finite");
    EXPECT_LT(difference(shiftedPowerMean(finite, 10), v["sgem_ps10_finite"]["out"]), 1e-5);
    const auto& lifted = v["relup_alpha0.014_of"];
    EXPECT_LT(difference(test::toTensor(lifted["in"]).clamp_min(0.014), lifted["out"]), 1e-7);
}

TEST(RegionalGem, WorksOnMapsThatAreTooSmallToMirror) {
    const auto map = filledInput("small", {1, 2, 1, 2}, 0, 1);
    const auto out = regionalGem(map);
    EXPECT_EQ(out.sizes(), map.sizes());
    // Every window of a constant map sees the constant.
    EXPECT_LT((regionalGem(at::full({1, 1, 2, 2}, 0.5)) - 0.5).abs().max().item<double>(), 1e-6);
}

// ---- whitening

std::vector<double> whiteningRows() {
    RandomStream stream("wh-x");
    const double factors[] = {3, 2, 1, 0.5, 0.2};
    std::vector<double> x(200);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(-1 + 2 * stream.uniform());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] *= factors[i % 5];
    for (std::size_t i = 100; i < x.size(); ++i) x[i] = 0.7 * x[i - 100] + 0.3 * x[i];
    return x;
}

void expectWhitening(const Whitening& w, const nlohmann::json& v, std::span<const double> rows) {
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(w.mean[i], v["mean"][i].get<double>(), 1e-6);
    for (std::size_t i = 0; i < 25; ++i)
        EXPECT_NEAR(std::abs(w.projection[i]), v["abs_projection"][i / 5][i % 5].get<double>(),
                    1e-5 * std::max(1.0, std::abs(w.projection[i])));
    const auto applied = w.apply(rows.first(15));
    ASSERT_TRUE(applied);
    for (std::size_t i = 0; i < 15; ++i)
        EXPECT_NEAR(std::abs((*applied)[i]), v["apply_abs_first3"][i / 5][i % 5].get<double>(), 1e-5);
    const auto gram = [](const std::vector<double>& values, std::size_t d, std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t j = 0; j < d; ++j) sum += values[a * d + j] * values[b * d + j];
        return sum;
    };
    for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t b = 0; b < 3; ++b) {
            EXPECT_NEAR(gram(*applied, 5, a, b), v["gram_first3"][a][b].get<double>(), 1e-5);
            if (!v.contains("gram_first3_dim3")) continue;
            const auto three = w.first(3).apply(rows.first(15));
            ASSERT_TRUE(three);
            EXPECT_NEAR(gram(*three, 3, a, b), v["gram_first3_dim3"][a][b].get<double>(), 1e-5);
        }
    for (std::size_t r = 0; r < 5; ++r) {
        const std::span<const double> row(w.projection.data() + r * 5, 5);
        const double largest = *std::max_element(row.begin(), row.end());
        EXPECT_GE(largest, -*std::min_element(row.begin(), row.end()));
    }
}

TEST(ReferenceWhitening, PcaAndLearnedAgree) {
    const auto v = test::vectors("vectors_pooling_rerank")["whitening"];
    const auto rows = whiteningRows();
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(rows[100 + i], v["row_20_after_build"][i].get<double>(), 1e-7);
    const auto pca = fitPcaWhitening(rows, 5);
    ASSERT_TRUE(pca) << pca.error().message();
    expectWhitening(*pca, v["pca"], rows);
    std::vector<std::int64_t> queries, positives;
    for (std::int64_t i = 0; i < 20; ++i) {
        queries.push_back(i);
        positives.push_back(i + 20);
    }
    const auto learned = fitLearnedWhitening(rows, 5, queries, positives);
    ASSERT_TRUE(learned) << learned.error().message();
    expectWhitening(*learned, v["learned"], rows);
}

TEST(Whitening, GivesUnitVariancesAndSurvivesFlatDirections) {
    auto rows = whiteningRows();
    const auto full = fitPcaWhitening(rows, 5);
    ASSERT_TRUE(full);
    double sum = 0;
    for (std::size_t at = 0; at < rows.size(); at += 5) {
        double value = 0;
        for (std::size_t j = 0; j < 5; ++j) value += full->projection[j] * (rows[at + j] - full->mean[j]);
        sum += value * value;
    }
    EXPECT_NEAR(sum / 40, 1, 1e-9);
    for (std::size_t at = 0; at < rows.size(); at += 5) rows[at + 4] = rows[at + 3];
    const auto flat = fitPcaWhitening(rows, 5);
    ASSERT_TRUE(flat);
    for (const double value : flat->projection) EXPECT_TRUE(std::isfinite(value));
    // Pairs that do not differ at all: the scatter has no Cholesky factor without help.
    const std::int64_t same[] = {0, 1, 2};
    const auto helped = fitLearnedWhitening(rows, 5, same, same);
    ASSERT_TRUE(helped);
    for (const double value : helped->projection) EXPECT_TRUE(std::isfinite(value));
}

TEST(Whitening, RefusesWhatItCannotFit) {
    const std::vector<double> one{1, 2, 3};
    EXPECT_EQ(fitPcaWhitening(one, 3).error().code, ErrorCode::BadInput);
    EXPECT_EQ(fitPcaWhitening(one, 2).error().code, ErrorCode::BadInput);
    EXPECT_EQ(fitPcaWhitening(std::vector<double>(6, 1.0), 3).error().code, ErrorCode::BadInput);
    EXPECT_EQ(fitPcaWhitening(std::vector<double>{1, 2, NAN, 4}, 2).error().code, ErrorCode::BadInput);
    const std::int64_t rows[] = {0, 7};
    EXPECT_EQ(fitLearnedWhitening(whiteningRows(), 5, rows, std::span(rows).first(1)).error().code,
              ErrorCode::BadInput);
    const std::int64_t outside[] = {0, 40};
    EXPECT_EQ(fitLearnedWhitening(whiteningRows(), 5, rows, outside).error().code, ErrorCode::BadInput);
    EXPECT_EQ(fitPcaWhitening(whiteningRows(), 5)->apply(one).error().code, ErrorCode::BadInput);
}

// ---- resizing

at::Tensor resizeInput() {
    RandomStream stream("resize-u8");
    auto bytes = at::empty({1, 9, 11, 3}, at::kByte);
    for (std::int64_t i = 0; i < bytes.numel(); ++i)
        bytes.data_ptr<std::uint8_t>()[i] = static_cast<std::uint8_t>(std::floor(256 * stream.uniform()));
    return bytes;
}

at::Tensor resized(double scale, Resizing resizing) {
    return resizePlanes(resizeInput().permute({0, 3, 1, 2}).to(at::kFloat), scale, resizing);
}

TEST(ReferenceResizing, EveryRuleAgrees) {
    const auto v = test::vectors("vectors_degradation_resize")["resize"];
    EXPECT_EQ(difference(resizeInput()[0][0].to(at::kFloat), v["input_first_row"]), 0);
    const auto area = resized(0.7071, Resizing::EightBitArea)[0].permute({1, 2, 0});
    EXPECT_EQ(difference(area, v["senet_down_0.7071_INTER_AREA_on_uint8"]["values"]), 0);

    // OpenCV's fixed point differs by one grey level at most.
    const auto& up = v["senet_up_1.4142_INTER_LINEAR_on_uint8"];
    const auto larger = resized(1.4142, Resizing::EightBitArea)[0].permute({1, 2, 0});
    EXPECT_EQ(larger.sizes().vec(), up["shape"].get<std::vector<std::int64_t>>());
    EXPECT_LE((larger[0] - test::toTensor(up["first_row"])).abs().max().item<double>(), 1);
    EXPECT_NEAR(larger.sum().item<double>(), up["sum"].get<double>(), 100);

    EXPECT_LT(difference(resized(0.7071, Resizing::FloatRounded)[0][0],
                         v["cfcd_down_0.7071_INTER_LINEAR_on_float"]["channel0"]),
              1e-5);
    EXPECT_LT(difference(resized(0.3535, Resizing::FloatRounded)[0][0],
                         v["cfcd_down_0.3535_INTER_LINEAR_on_float"]["channel0"]),
              1e-5);
    EXPECT_LT(difference(resized(0.7071, Resizing::FloatTruncated)[0][0],
                         v["superglobal_down_0.7071_tensor_bilinear_no_antialias"]["channel0"]),
              1e-5);
    const auto& wide = v["superglobal_up_1.4142_tensor_bilinear"];
    const auto enlarged = resized(1.4142, Resizing::FloatTruncated);
    EXPECT_LT(difference(enlarged[0][0][0], wide["channel0_row0"]), 1e-5);
    EXPECT_NEAR(enlarged.sum().item<double>(), wide["sum"].get<double>(), 0.1);
    EXPECT_LT(difference(resized(1 / std::sqrt(2.0), Resizing::FloatExactStep)[0][0],
                         v["cirtorch_down_1/sqrt2_interpolate_scale_factor"]["channel0"]),
              1e-4);
}

TEST(PreparePixels, OrdersAndNormalisesTheChannels) {
    const auto bytes = resizeInput();
    auto input = *publishedPreprocessing("cfcd");
    const auto bgr = preparePixels(bytes, input, 1);
    const double blue = bytes[0][0][0][2].item<double>();
    EXPECT_NEAR(bgr[0][0][0][0].item<double>(), (blue / 255 - 0.406) / 0.225, 1e-5);
    input = *publishedPreprocessing("torchvision");
    const auto rgb = preparePixels(bytes, input, 1);
    EXPECT_LT((rgb.flip({1}) - bgr).abs().max().item<double>(), 1e-6);
    EXPECT_EQ(preparePixels(bytes.narrow(1, 0, 1).narrow(2, 0, 1), input, 0.1).size(2), 1);
}

TEST(Preprocessing, NamesItsPartsAndKeepsTheTextOfOlderManifests) {
    const auto usual = *publishedPreprocessing("mobilenet");
    EXPECT_EQ(usual.text(), "rgb mean 0.5 std 0.5 area max_side 320 bilinear scales 0.5 1");
    for (const auto& name : publishedPreprocessings()) {
        const auto input = publishedPreprocessing(name);
        ASSERT_TRUE(input) << name;
        EXPECT_TRUE(input->check()) << name;
        EXPECT_EQ(*parseShrinking(shrinkingName(input->shrinking)), input->shrinking);
        EXPECT_EQ(*parseResizing(resizingName(input->resizing)), input->resizing);
        EXPECT_EQ(*parseAggregation(aggregationName(input->aggregation)), input->aggregation);
    }
    EXPECT_EQ(
        publishedPreprocessing("superglobal")->text(),
        "bgr mean 0.406,0.456,0.485 std 0.225,0.224,0.229 area max_side 4096 bilinear scales 0.7071 1 1.4142 "
        "float_truncated maximum relup relup_inner regional_gem gem_plus");
    EXPECT_EQ(publishedPreprocessing("cirtorch")->text(),
              "rgb mean 0.485,0.456,0.406 std 0.229,0.224,0.225 lanczos max_side 1024 bilinear scales 1 "
              "0.7071067811865476 0.5 float_exact_step");
    EXPECT_FALSE(parseShrinking("nearest"));
    EXPECT_FALSE(publishedPreprocessing("vgg"));
    auto wrong = usual;
    wrong.deviation[1] = 0;
    EXPECT_FALSE(wrong.check());
}

// ---- losses over tuples

TEST(ReferencePairLosses, ContrastiveAndTripletAgree) {
    const auto v = test::vectors("vectors_losses")["contrastive_and_triplet"];
    auto rows = filledInput(v["vectors_as_rows"]);
    const auto tuples = (rows / rows.norm(2, {1}, true)).view({2, 5, 7});
    EXPECT_NEAR(contrastiveLoss(tuples, 0.7).item<double>(), v["contrastive_margin0.7_sum"].get<double>(),
                1e-4);
    EXPECT_NEAR(contrastiveLoss(tuples, 0.85).item<double>(), v["contrastive_margin0.85_sum"].get<double>(),
                1e-4);
    EXPECT_NEAR(tripletLoss(tuples, 0.1).item<double>(), v["triplet_margin0.1_sum"].get<double>(), 1e-4);
    EXPECT_NEAR(tripletLoss(tuples, 0.5).item<double>(), v["triplet_margin0.5_sum"].get<double>(), 1e-4);
}

TEST(HardTuples, TakeTheMostSimilarRowsOfOtherLabels) {
    const auto rows = at::tensor({1.0F, 0.0F, 0.9F, 0.1F, 0.0F, 1.0F, -1.0F, 0.0F}).view({4, 2});
    const auto labels = at::tensor(std::vector<std::int64_t>{0, 0, 1, 2});
    const auto tuples = hardTuples(rows, rows, labels, 2);
    ASSERT_EQ(tuples.sizes().vec(), (std::vector<std::int64_t>{4, 4, 2}));
    EXPECT_LT((tuples[0][2] - rows[2]).abs().max().item<double>(), 1e-6);
    EXPECT_LT((tuples[0][3] - rows[3]).abs().max().item<double>(), 1e-6);
    // Without any other label there is nothing to learn from.
    EXPECT_EQ(hardTuples(rows, rows, at::zeros({4}, at::kLong), 2).size(0), 0);
}

TEST(ReferenceLocalMatching, FindsTheSameMatchesLossAndGradient) {
    const auto v = test::vectors("vectors_losses")["cfcd_local_matching"];
    auto features = filledInput(v["features"]);
    const auto order = at::tensor(std::vector<std::int64_t>{3, 1, 4, 0, 2, 6, 5, 8, 7});
    features[1] = 0.8 * features[0].index_select(0, order) + 0.35 * features[1];
    features = features.detach().set_requires_grad(true);
    const auto attention = filledInput(v["attention"]);
    const auto out = localMatchingLoss(features, attention, {1.1, v["lowe_ratio"]});
    const auto list = [](const at::Tensor& x) {
        return std::vector<std::int64_t>(x.data_ptr<std::int64_t>(), x.data_ptr<std::int64_t>() + x.numel());
    };
    EXPECT_EQ(list(out.matches.anchors), v["query_indices"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(list(out.matches.positives), v["positive_indices"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(list(out.matches.negatives[0]), v["negative_indices"][0].get<std::vector<std::int64_t>>());
    EXPECT_EQ(list(out.matches.negatives[1]), v["negative_indices"][1].get<std::vector<std::int64_t>>());
    EXPECT_NEAR(out.loss.item<double>(), v["loss_margin1.1"].get<double>(), 1e-4);
    out.loss.backward();
    EXPECT_LT(difference(features.grad()[0], v["grad_features_query_margin1.1"]), 1e-4);
    EXPECT_EQ(localMatchingLoss(features, attention, {0.1, 0.9}).loss.item<double>(), 0);
}

TEST(LocalMatching, WithoutAMatchIsZeroInsideTheGraph) {
    auto features = at::ones({3, 4, 2}).set_requires_grad(true);  // all alike: the ratio test keeps nothing
    const auto out = localMatchingLoss(features, at::ones({3, 4}));
    EXPECT_EQ(out.loss.item<double>(), 0);
    out.loss.backward();
    EXPECT_EQ(features.grad().abs().max().item<double>(), 0);
}

// ---- recall at k

class ReferenceRecall : public ::testing::Test {
  protected:
    nlohmann::json v = test::vectors("vectors_recall_at_k");
    at::Tensor labels = at::arange(3, at::kLong).repeat_interleave(4);
    at::Tensor embeddings() const { return toDouble(v["embeddings"]).set_requires_grad(true); }
};

TEST_F(ReferenceRecall, LossRanksAndGradientAgreeInBothVariants) {
    for (const auto& [name, counts] : {std::pair{"case_A_query_counted_in_database", true},
                                       std::pair{"case_B_query_excluded_from_database", false}}) {
        const auto& c = v[name];
        for (const std::int64_t block : {512, 5}) {
            const auto x = embeddings();
            RecallParams params;
            params.queryCounts = counts;
            params.block = block;
            const auto out = recallSurrogate(x, labels, params);
            EXPECT_NEAR(out.loss.item<double>(), c["total_loss"].get<double>(), 1e-7);
            EXPECT_LT(largestDifference(out.softRecall, c["recall_surrogate_per_query_and_k"]), 1e-6);
            for (std::int64_t p = 0; p < 3; ++p)
                EXPECT_NEAR(out.softRanks[0][p].item<double>(),
                            c["soft_ranks_query0"][static_cast<std::size_t>(p)][1].get<double>(), 1e-6);
            out.loss.backward();
            EXPECT_LT(largestDifference(x.grad(), c["grad_wrt_embeddings"]), 1e-6);
        }
    }
    const auto x = embeddings();
    RecallParams warm;
    warm.rankTemperature = 0.1;
    const auto out = recallSurrogate(x, labels, warm);
    const auto& c = v["case_C_tau_rank_0.1_query_excluded"];
    EXPECT_NEAR(out.loss.item<double>(), c["total_loss"].get<double>(), 1e-7);
    out.loss.backward();
    EXPECT_LT(largestDifference(x.grad(), c["grad_wrt_embeddings"]), 1e-6);
    // Single precision stays close.
    const auto single = recallSurrogate(embeddings().to(at::kFloat), labels, warm);
    EXPECT_NEAR(single.loss.item<double>(), c["total_loss"].get<double>(), 1e-4);
}

TEST_F(ReferenceRecall, SimilarityMixAgrees) {
    const auto& c = v["case_D_simix"];
    SimilarityMix mix;
    for (std::int64_t cls = 0; cls < 3; ++cls)
        for (std::size_t p = 0; p < 6; ++p) {
            mix.pairs.emplace_back(4 * cls + c["pair_order"][p][0].get<std::int64_t>(),
                                   4 * cls + c["pair_order"][p][1].get<std::int64_t>());
            mix.alphas.push_back(c["alpha_per_class"][static_cast<std::size_t>(cls)][p]);
        }
    for (const auto& [suffix, counts] :
         {std::pair{"query_counted", true}, std::pair{"query_excluded", false}}) {
        const auto x = embeddings();
        RecallParams params;
        params.queryCounts = counts;
        const auto out = recallSurrogate(x, labels, params, mix);
        EXPECT_NEAR(out.loss.item<double>(), c[std::string("total_loss_") + suffix].get<double>(), 1e-7);
        out.loss.backward();
        EXPECT_LT(largestDifference(x.grad(), c[std::string("grad_wrt_real_embeddings_") + suffix]), 1e-6);
    }
}

TEST_F(ReferenceRecall, ChunksGiveTheGradientOfTheWholeBatch) {
    const auto& c = v["case_E_two_stage_backprop"];
    const auto inputs = toDouble(c["inputs_Z"]);
    const auto weights = toDouble(c["weights_W"]).set_requires_grad(true);
    RecallParams params;
    params.rankTemperature = 0.1;
    at::Tensor seen;
    const auto loss = chunkedBackward(
        12, c["chunk"],
        [&](std::int64_t first, std::int64_t count) {
            const auto y = at::matmul(inputs.narrow(0, first, count), weights);
            return y / y.norm(2, {1}, true);
        },
        [&](const at::Tensor& x) {
            seen = x;
            return recallSurrogate(x, labels, params).loss;
        });
    EXPECT_LT(largestDifference(seen, c["embeddings"]), 1e-6);
    EXPECT_NEAR(loss.item<double>(), c["total_loss"].get<double>(), 1e-7);
    EXPECT_LT(largestDifference(seen.grad(), c["grad_wrt_embeddings"]), 1e-6);
    EXPECT_LT(largestDifference(weights.grad(), c["grad_wrt_W"]), 1e-6);
}

TEST_F(ReferenceRecall, TheFigureItselfAgrees) {
    const auto& c = v["case_F_recall_at_k_metric"];
    RecallParams params;
    params.ks = c["k"].get<std::vector<std::int64_t>>();
    const auto out = recallSurrogate(embeddings(), labels, params);
    for (std::size_t i = 0; i < params.ks.size(); ++i)
        EXPECT_NEAR(out.hardRecall[static_cast<std::int64_t>(i)].item<double>(), c["recall"][i].get<double>(),
                    1e-9);
}

TEST_F(ReferenceRecall, OrderDoesNotMatterAndClassesMayDifferInSize) {
    const auto shuffle = at::tensor(std::vector<std::int64_t>{7, 2, 11, 0, 5, 9, 1, 3, 10, 4, 8, 6});
    const auto a = recallSurrogate(embeddings(), labels);
    const auto b = recallSurrogate(embeddings().index_select(0, shuffle), labels.index_select(0, shuffle));
    EXPECT_NEAR(a.loss.item<double>(), b.loss.item<double>(), 1e-12);
    const auto mixedSizes = at::tensor(std::vector<std::int64_t>{0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 3, 4});
    const auto c = recallSurrogate(embeddings(), mixedSizes);
    EXPECT_EQ(c.softRecall.size(0), 10);  // two rows have no partner
    const auto lonely = embeddings();
    const auto none = recallSurrogate(lonely, at::arange(12, at::kLong));
    none.loss.backward();
    EXPECT_EQ(none.loss.item<double>(), 0);
    EXPECT_EQ(lonely.grad().abs().max().item<double>(), 0);
}

TEST(DrawMix, TakesPairsOfOneClassUpToTheLimit) {
    RandomStream a("mix"), b("mix");
    const auto labels = at::tensor(std::vector<std::int64_t>{3, 3, 3, 3, 5, 7, 7});
    const auto mix = drawMix(labels, 4, a);
    EXPECT_EQ(mix.pairs.size(), 5U);  // four of the six pairs of class 3, one of class 7
    for (const auto& [x, y] : mix.pairs) {
        EXPECT_NE(x, y);
        EXPECT_EQ(labels[x].item<std::int64_t>(), labels[y].item<std::int64_t>());
    }
    EXPECT_EQ(drawMix(labels, 4, b).alphas, mix.alphas);
}

}  // namespace
}  // namespace adapnet::nn
