// atlas_bench DIR GROUND_TRUTH CACHE MODEL...: what a ranking of the failure atlas costs. Crops described one
// by one and in batches take turns in one run, so that the load of the machine meets both alike; then the
// whole atlas, whose degradations run beside the networks.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "core/base/numbers.h"
#include "core/service/failure_atlas.h"
#include "core/service/query_ranker.h"

namespace {

using namespace adapnet;
using namespace adapnet::service;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kQueries = 6;
constexpr std::uint64_t kSeeds = 10;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void giveUp(const Error& error) {
    std::cerr << error.message() << '\n';
    std::exit(1);
}

template <class T>
T valueOf(Result<T> result) {
    if (!result) giveUp(result.error());
    return std::move(*result);
}

AtlasRequest requestOf() {
    AtlasRequest request;
    request.kinds = {"gaussian_noise", "motion_blur", "fog"};
    request.severities = {1, 3, 5};
    request.maxQueries = kQueries;
    return request;
}

struct Costs {
    double degrade = 0, alone = 0, batched = 0;  // seconds
    std::size_t crops = 0;
    bool isEqual = true;
};

void rankBoth(const Workbench& workbench, const ExactRanker& ranker, const std::vector<cv::Mat>& crops,
              bool aloneFirst, Costs& costs) {
    std::vector<std::vector<std::vector<index::Neighbour>>> alone(workbench.models().size());
    std::vector<std::vector<std::vector<index::Neighbour>>> batched(workbench.models().size());
    const auto rankAlone = [&] {
        const auto start = Clock::now();
        for (std::size_t model = 0; model < alone.size(); ++model)
            for (const cv::Mat& crop : crops)
                alone[model].push_back(valueOf(ranker.rank(model, {crop})).front());
        costs.alone += secondsSince(start);
    };
    const auto rankBatched = [&] {
        const auto start = Clock::now();
        for (std::size_t model = 0; model < batched.size(); ++model)
            batched[model] = valueOf(ranker.rank(model, crops));
        costs.batched += secondsSince(start);
    };
    aloneFirst ? rankAlone() : rankBatched();
    aloneFirst ? rankBatched() : rankAlone();
    for (std::size_t model = 0; model < alone.size(); ++model)
        for (std::size_t i = 0; i < crops.size(); ++i)
            for (std::size_t rank = 0; rank < alone[model][i].size(); ++rank)
                costs.isEqual = costs.isEqual && alone[model][i][rank].row == batched[model][i][rank].row &&
                                alone[model][i][rank].score == batched[model][i][rank].score;
}

Costs measure(const Workbench& workbench, const AtlasRequest& request) {
    const auto ranker = valueOf(ExactRanker::make(workbench));
    Costs costs;
    for (std::size_t query = 0; query < kQueries; ++query) {
        const Query clean = valueOf(workbench.groundTruthQuery(query));
        std::vector<cv::Mat> crops;
        bool aloneFirst = true;
        for (const auto& kind : request.kinds)
            for (const int severity : request.severities)
                for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
                    degrade::Recipe recipe;
                    recipe.seed = seed;
                    recipe.steps.push_back(
                        valueOf(degrade::parseStep(kind + ":severity=" + std::to_string(severity))));
                    const auto start = Clock::now();
                    crops.push_back(valueOf(degradedCrop(clean, recipe)));
                    costs.degrade += secondsSince(start);
                    if (!isFullBatch(crops)) continue;
                    rankBoth(workbench, ranker, crops, aloneFirst, costs);
                    aloneFirst = !aloneFirst;
                    costs.crops += crops.size();
                    crops.clear();
                }
    }
    return costs;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::cerr << "usage: atlas_bench DIR GROUND_TRUTH CACHE MODEL...\n";
        return 2;
    }
    GalleryRequest gallery;
    gallery.folder = argv[1];
    gallery.groundTruth = argv[2];
    gallery.cacheFile = argv[3];
    gallery.models.assign(argv + 4, argv + argc);
    const auto workbench = valueOf(Workbench::open(gallery, {}));
    const AtlasRequest request = requestOf();
    measure(*workbench, request);  // machine code for every size, and which batches are exact
    const Costs costs = measure(*workbench, request);
    const auto crops = static_cast<double>(costs.crops);
    const auto line = [](const char* name, double seconds, double count) {
        std::cout << name << ": " << formatFixed(1000 * seconds / count, 2) << " ms\n";
    };
    std::cout << costs.crops << " crops, " << gallery.models.size()
              << " models; a crop costs with all of them\n";
    line("degrading", costs.degrade, crops);
    line("ranking, one by one", costs.alone, crops);
    line("ranking, in batches", costs.batched, crops);
    std::cout << "ratio " << formatFixed(costs.alone / costs.batched, 2) << ", rankings "
              << (costs.isEqual ? "equal" : "DIFFERENT") << '\n';
    const auto start = Clock::now();
    const auto atlas = valueOf(buildAtlas(*workbench, request, {}));
    const double perQuery = 1 + static_cast<double>(request.kinds.size() * request.severities.size()) *
                                    static_cast<double>(kSeeds);
    line("the whole atlas, per crop that it asks for", secondsSince(start),
         static_cast<double>(atlas.queries.size()) * perQuery);
    return costs.isEqual ? 0 : 1;
}
