// Re-ranking by global descriptors alone: what the best matches have in common is added to each of them and
// to the query, and the list is scored again. Sources: SuperGlobal (ICCV 2023, MIT), written from its
// formulas; "linear sum" is our reading of the abstract of Chen and Yao (2025,
// doi 10.3785/j.issn.1008-973X.2025.06.004), whose text could not be had.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/rerank/reranker.h"

namespace adapnet::rerank {

struct SuperGlobalParams {
    int listLength = 400;  // M: images that are re-ranked; those behind keep their order
    int neighbours = 9;    // K: of each image inside the list
    double beta = 0.15;    // weight of a neighbour, times its similarity
    Result<void> check() const;
};

// Everything that decided the order, for an explanation; lists are in the order of the first ranking.
struct SuperGlobalResult {
    std::vector<Ranked> ranking;
    std::vector<double> first, second;         // S1 = q . r, S2 = e . r; the score is their mean
    std::vector<std::size_t> middleOrder;      // positions by S1
    std::vector<std::vector<double>> refined;  // r, not normalised
};

// r_i: weighted mean of image i (weight 1) and its K neighbours in the list (weight beta times similarity).
// S1 = q . r. e: largest entries over the r of the K + 1 best by S1. S2 = e . r. Equal values: lower row
// first. Takes M^2 times dimension steps. Scores of images behind the list are lowered where needed, so that
// the ranking stays in order.
Result<SuperGlobalResult> superGlobalRerank(std::span<const float> query, const Descriptors& gallery,
                                            std::span<const Ranked> first, const SuperGlobalParams& params);

enum class SumWeights { Uniform, Similarity, Linear };

struct LinearSumParams {
    int listLength = 400;                         // M
    int neighbours = 9;                           // k
    SumWeights weights = SumWeights::Similarity;  // lambda, lambda max(0, t), lambda (k + 1 - r)/k
    double lambda = 0.15;
    double eta = 0.5;         // share of the new similarity in the score
    bool renormalise = true;  // the sums are brought to length 1 again
    int iterations = 1;       // with the updated descriptors and order
    Result<void> check() const;
};

// x_i' = x_i + sum_r w_r x_(r) over the k nearest of the list; q' the same with the first k of the list;
// score (1 - eta) q . x_i + eta q' . x_i'. With lambda = 0 the order stays.
Result<std::vector<Ranked>> linearSumRerank(std::span<const float> query, const Descriptors& gallery,
                                            std::span<const Ranked> first, const LinearSumParams& params);

std::unique_ptr<Reranker> makeSuperGlobal(std::string id, const SuperGlobalParams& params);
std::unique_ptr<Reranker> makeLinearSum(std::string id, const LinearSumParams& params);

}  // namespace adapnet::rerank
