// Google Benchmark programs for what runs while someone moves a slider: degradations and exact search.
#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/degrade/degradation.h"
#include "core/degrade/noiser.h"
#include "core/index/search_index.h"

namespace {

using namespace adapnet;

cv::Mat picture(int width, int height) {
    cv::Mat rgb(height, width, CV_8UC3);
    RandomStream stream("core bench");
    for (auto it = rgb.begin<cv::Vec3b>(); it != rgb.end<cv::Vec3b>(); ++it)
        *it = cv::Vec3b(static_cast<std::uint8_t>(stream.below(256)),
                        static_cast<std::uint8_t>(stream.below(256)),
                        static_cast<std::uint8_t>(stream.below(256)));
    return rgb;
}

void degradePicture(benchmark::State& state, const std::string& kind) {
    const cv::Mat rgb = picture(320, 240);
    degrade::Recipe recipe;
    recipe.steps.push_back(*degrade::defaultStep(kind));
    for (auto _ : state) benchmark::DoNotOptimize(degrade::applyRecipe(rgb, recipe, "bench"));
}

// A kind of protocol noiser-v1 on the largest crop of a 320 px query; severity 1 is the dearest for shot
// noise, 5 for the blurs.
void degradeByProtocol(benchmark::State& state, std::string_view kind, int severity) {
    const cv::Mat rgb = picture(320, 320);
    const RandomStream stream("bench");
    for (auto _ : state) benchmark::DoNotOptimize(degrade::noiserDegrade(rgb, kind, severity, stream));
}

void searchExact(benchmark::State& state) {
    constexpr std::size_t kDimension = 512;
    const auto rows = static_cast<std::size_t>(state.range(0));
    std::vector<float> values(rows * kDimension);
    RandomStream stream("search bench");
    for (float& value : values) value = static_cast<float>(stream.uniform(-1, 1));
    const auto index = index::buildExact(values, kDimension);
    const std::span<const float> query(values.data(), kDimension);
    for (auto _ : state) benchmark::DoNotOptimize((*index)->search(query, 100));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(searchExact)->Arg(1000)->Arg(20000)->Arg(200000)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    for (const auto& degradation : degrade::registry())
        benchmark::RegisterBenchmark(
            ("degrade/" + degradation->kind()).c_str(),
            [kind = degradation->kind()](benchmark::State& state) { degradePicture(state, kind); })
            ->Unit(benchmark::kMillisecond);
    for (const std::string_view kind : degrade::kNoiserKinds)
        for (const int severity : {1, 3, 5})
            benchmark::RegisterBenchmark(
                ("noiser/" + std::string(kind) + '/' + std::to_string(severity)).c_str(),
                [kind, severity](benchmark::State& state) { degradeByProtocol(state, kind, severity); })
                ->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
