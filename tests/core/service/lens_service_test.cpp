#include "core/service/lens_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/service/protocol_service.h"
#include "core/service/report_service.h"
#include "core/service/verify_service.h"
#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The shipped AdapNet and the histogram over drawn objects; view 0 is the query, views 1 and 2 are its
// positives.
class LensService : public test::OpenedGallery {
  protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<test::TemporaryFolder>();
        test::drawWithTruth(s_folder->path(), {.objects = 4, .hard = {2}});
        s_workbench =
            test::openGallery(s_folder->path(), "truth.json", {"adapnet", "histogram"}, nn::Precision::Fp32);
        ASSERT_TRUE(s_workbench);
    }

    static LensRequest damaged() {
        LensRequest request;
        request.query = *s_workbench->groundTruthQuery(1);
        request.query.recipe.seed = 3;
        request.query.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.35")};
        return request;
    }
    static Restorer median() {
        return {"median", [](const cv::Mat& rgb) -> Result<cv::Mat> {
                    cv::Mat out;
                    cv::medianBlur(rgb, out, 5);
                    return out;
                }};
    }
    static int rankIn(const ModelRanking& ranking, const std::string& path) {
        for (const auto& result : ranking.results)
            if (result.path == path) return result.rank;
        return 0;
    }
    // The same figures as a search with this query.
    static void expectLikeSearch(const LensAnswer& answer, const Lens& lens, const Query& query,
                                 const std::string& model) {
        Query alone = query;
        alone.models = {model};
        const auto found = s_workbench->search(alone, 100, {});
        ASSERT_TRUE(found) << found.error().message();
        ASSERT_TRUE(answer.positives);
        EXPECT_EQ(found->models[0].cosineToClean, answer.cosineToClean) << model;
        EXPECT_EQ(found->models[0].averagePrecision, answer.positives->averagePrecision) << model;
        for (std::size_t i = 0; i < lens.positives.size(); ++i)
            EXPECT_EQ(rankIn(found->models[0], lens.positives[i]), answer.positives->ranks[i]) << model;
    }
};

TEST_F(LensService, EveryRouteEqualsTheSearchThatItStandsFor) {
    auto request = damaged();
    request.restorers = {median()};
    const auto lens = lookThroughLens(*s_workbench, request, {});
    ASSERT_TRUE(lens) << lens.error().message();
    EXPECT_TRUE(lens->meanRemoved);
    EXPECT_THAT(lens->positives, ElementsAre("object1/view1.png", "object1/view2.png"));
    ASSERT_THAT(lens->models, SizeIs(2));
    const LensModel& adapnet = lens->models[0];
    ASSERT_THAT(adapnet.routes, SizeIs(3));
    EXPECT_EQ(adapnet.routes[0].route, LensRoute::NoHelp);
    EXPECT_EQ(adapnet.routes[1].route, LensRoute::Compensated);
    EXPECT_EQ(adapnet.routes[2].route, LensRoute::Restored);
    EXPECT_EQ(adapnet.routes[2].restorer, "median");
    Query off = request.query;
    off.compensation = false;
    expectLikeSearch(adapnet.routes[0], *lens, off, "adapnet");
    expectLikeSearch(adapnet.routes[1], *lens, request.query, "adapnet");
    EXPECT_NE(adapnet.routes[0].cosineToClean, adapnet.routes[1].cosineToClean);

    Query clean = request.query;
    clean.recipe.steps.clear();
    expectLikeSearch(adapnet.clean, *lens, clean, "adapnet");
    EXPECT_NEAR(adapnet.clean.cosineToClean, 1, 1e-6);
    clean.compensation = false;
    ASSERT_TRUE(adapnet.cleanNoHelp);
    expectLikeSearch(*adapnet.cleanNoHelp, *lens, clean, "adapnet");
    ASSERT_TRUE(adapnet.hurtsClean);
    EXPECT_EQ(*adapnet.hurtsClean,
              *adapnet.clean.positives->averagePrecision < *adapnet.cleanNoHelp->positives->averagePrecision);

    // The restored pixels as a query of their own, without the block.
    Query restored;
    restored.image = std::make_shared<const QueryImage>(queryFromPixels(lens->restored.at(0)));
    restored.models = {"adapnet"};
    restored.compensation = false;
    const auto found = s_workbench->search(restored, 100, {});
    ASSERT_TRUE(found);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_EQ(rankIn(found->models[0], lens->positives[i]), adapnet.routes[2].positives->ranks[i]);
}

TEST_F(LensService, TheProtocolCountsWhatTheGateSays) {
    ProtocolOptions options;
    options.mix = false;
    const auto evaluation = evaluateProtocol(*s_workbench, options, {});
    ASSERT_TRUE(evaluation) << evaluation.error().message();
    double clean = 0;
    for (std::size_t i = 0; i < evaluation->queries; ++i) {
        LensRequest request;
        request.query = *s_workbench->groundTruthQuery(i);
        const auto lens = lookThroughLens(*s_workbench, request, {});
        ASSERT_TRUE(lens);
        const auto& gate = lens->models[0].cleanGate;
        clean += std::ranges::max_element(gate) == gate.begin() ? 1 : 0;
    }
    const ProtocolModel& adapnet = evaluation->models[0];
    const auto share = clean / static_cast<double>(evaluation->queries);
    EXPECT_NEAR(adapnet.find("clean")->descriptors.gateClean, share, 1e-12);
    EXPECT_NEAR(adapnet.find("clean")->descriptors.gateRight, share, 1e-12);
    EXPECT_GE(adapnet.find("gaussian_noise")->descriptors.gateRight, 0);
    EXPECT_LE(adapnet.find("gaussian_noise")->descriptors.gateRight, 1);
    EXPECT_TRUE(std::isnan(adapnet.find("fog")->descriptors.gateRight)) << "the gate does not know fog";
    EXPECT_FALSE(std::isnan(adapnet.find("unknown")->descriptors.gateClean));
}

TEST_F(LensService, TheGateTellsBothCropsAndAModelWithoutABlockHasTwoRoutes) {
    auto request = damaged();
    request.restorers = {median()};
    const auto lens = lookThroughLens(*s_workbench, request, {});
    ASSERT_TRUE(lens);
    const LensModel& adapnet = lens->models[0];
    EXPECT_TRUE(adapnet.hasCompensation);
    for (const auto* gate : {&adapnet.gate, &adapnet.cleanGate}) {
        ASSERT_THAT(*gate, SizeIs(9));
        EXPECT_NEAR(std::accumulate(gate->begin(), gate->end(), 0.0), 1, 1e-4);
    }
    EXPECT_NE(adapnet.gate, adapnet.cleanGate);
    const auto asSearched = s_workbench->search(request.query, 1, {});
    ASSERT_TRUE(asSearched);
    EXPECT_EQ(adapnet.gate, asSearched->models[0].gate);

    const LensModel& histogram = lens->models[1];
    EXPECT_FALSE(histogram.hasCompensation);
    EXPECT_THAT(histogram.gate, IsEmpty());
    EXPECT_FALSE(histogram.cleanNoHelp);
    EXPECT_FALSE(histogram.hurtsClean);
    ASSERT_THAT(histogram.routes, SizeIs(2));
    EXPECT_EQ(histogram.routes[0].route, LensRoute::NoHelp);
    EXPECT_EQ(histogram.routes[1].route, LensRoute::Restored);
    expectLikeSearch(histogram.routes[0], *lens, request.query, "histogram");
}

TEST_F(LensService, RestoringToTheCleanCropBringsBackTheCleanAnswer) {
    auto request = damaged();
    const auto crop = cropQuery(request.query);
    ASSERT_TRUE(crop);
    request.restorers = {{"perfect", [&](const cv::Mat& rgb) -> Result<cv::Mat> {
                              EXPECT_EQ(cv::norm(rgb, crop->degraded, cv::NORM_INF), 0);
                              return crop->clean.clone();
                          }}};
    const auto lens = lookThroughLens(*s_workbench, request, {});
    ASSERT_TRUE(lens);
    EXPECT_NEAR(lens->models[1].routes.back().cosineToClean, 1, 1e-6);
    EXPECT_EQ(lens->models[1].routes.back().positives->ranks, lens->models[1].clean.positives->ranks);
    EXPECT_EQ(lens->models[0].routes.back().cosineToClean, lens->models[0].cleanNoHelp->cosineToClean);
}

TEST_F(LensService, FollowsNamedPicturesAndNeedsNone) {
    auto request = damaged();
    request.follow = {7, 0, 7};
    const auto lens = lookThroughLens(*s_workbench, request, {});
    ASSERT_TRUE(lens);
    EXPECT_THAT(lens->positives, ElementsAre(s_workbench->images()[7].path, s_workbench->images()[0].path));
    request.follow = {99};
    EXPECT_FALSE(lookThroughLens(*s_workbench, request, {}));
    request.follow.clear();
    request.query.image =
        std::make_shared<const QueryImage>(queryFromPixels(test::drawObject(9, 0)));  // in no ground truth
    const auto unknown = lookThroughLens(*s_workbench, request, {});
    ASSERT_TRUE(unknown);
    EXPECT_THAT(unknown->positives, IsEmpty());
    EXPECT_FALSE(unknown->models[0].routes[0].positives);
    EXPECT_FALSE(unknown->models[0].hurtsClean);
    EXPECT_LT(unknown->models[0].routes[0].cosineToClean, 1);
}

TEST_F(LensService, WorksWithoutAGallery) {
    auto request = damaged();
    request.restorers = {median()};
    const auto lens = lookThroughLens({"adapnet"}, {"cpu", nn::Precision::Fp32, 0}, request, {});
    ASSERT_TRUE(lens) << lens.error().message();
    EXPECT_FALSE(lens->meanRemoved);
    ASSERT_THAT(lens->models, SizeIs(1));
    EXPECT_THAT(lens->models[0].routes, SizeIs(3));
    for (const auto& route : lens->models[0].routes) {
        EXPECT_FALSE(route.positives);
        EXPECT_LT(route.cosineToClean, 1);
    }
    EXPECT_EQ(lookThroughLens({"none"}, {}, request, {}).error().code, ErrorCode::NotFound);
}

TEST_F(LensService, SaysWhatARestorerDidWrongAndStops) {
    auto request = damaged();
    request.restorers = {
        {"broken", [](const cv::Mat&) -> Result<cv::Mat> { return fail(ErrorCode::Model, "no weights"); }}};
    auto lens = lookThroughLens(*s_workbench, request, {});
    ASSERT_FALSE(lens);
    EXPECT_THAT(lens.error().message(), HasSubstr("broken"));
    EXPECT_THAT(lens.error().message(), HasSubstr("no weights"));
    request.restorers = {{"small", [](const cv::Mat&) -> Result<cv::Mat> { return cv::Mat(2, 2, CV_8UC3); }}};
    EXPECT_EQ(lookThroughLens(*s_workbench, request, {}).error().code, ErrorCode::Internal);
    std::stop_source stop;
    stop.request_stop();
    lens = lookThroughLens(*s_workbench, damaged(), {stop.get_token()});
    ASSERT_FALSE(lens);
    EXPECT_TRUE(lens.error().isCancelled());
}

TEST_F(LensService, ASearchWithoutCompensationIsComparedWithTheModelAsItIs) {
    Query query = damaged().query;
    query.recipe.steps.clear();
    query.compensation = false;
    const auto off = s_workbench->search(query, 8, {});
    ASSERT_TRUE(off);
    EXPECT_LT(off->models[0].cosineToClean, 1 - 1e-7);
    EXPECT_GT(off->models[0].results[0].cleanRank, 0);
    EXPECT_EQ(off->models[1].cosineToClean, 1);  // it has no block
    EXPECT_EQ(off->models[1].results[0].cleanRank, 0);
    EXPECT_THAT(s_workbench->searchCommand(query, 8), HasSubstr(" --no-compensation"));
    query.compensation = true;
    EXPECT_THAT(s_workbench->searchCommand(query, 8), testing::Not(HasSubstr("compensation")));
}

TEST_F(LensService, AReportWithoutCompensationIsVerifiedWithoutIt) {
    Query query = damaged().query;
    query.compensation = false;
    query.models = {"adapnet"};
    const auto comparison = s_workbench->search(query, 8, {});
    ASSERT_TRUE(comparison);
    RecordOptions options;
    options.topK = 8;
    options.pictures = false;
    const auto record = makeRunRecord(*s_workbench, query, *comparison, options);
    const auto equal = verifyReport(report::toJson(record), {}, {});
    ASSERT_TRUE(equal) << equal.error().message();
    EXPECT_TRUE(equal->isEqual()) << equal->differences[0].where;
    auto on = record;
    on.compensation = true;
    const auto differs = verifyReport(report::toJson(on), {}, {});
    ASSERT_TRUE(differs);
    EXPECT_FALSE(differs->isEqual());
}

}  // namespace
}  // namespace adapnet::service
