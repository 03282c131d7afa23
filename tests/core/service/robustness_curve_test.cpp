#include "core/service/robustness_curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// View 0 is the query, views 1 and 2 are to be found.
class Curve : public test::OpenedGallery {
  protected:
    static void SetUpTestSuite() {
        open({.objects = 8,
              .views = 4,
              .hard = {2},
              .junk = {3},
              .box = std::array<double, 4>{10, 10, 140, 110}});
    }

    static CurveRequest strengths(std::size_t query = 0) {
        CurveRequest request;
        request.query = *s_workbench->groundTruthQuery(query);
        request.query.recipe.seed = 7;
        request.query.recipe.steps = {*degrade::parseStep("motion_blur"),
                                      *degrade::parseStep("gaussian_noise:sigma=0.3")};
        request.step = 1;
        request.parameter = "sigma";
        request.topK = 3;
        request.values = *curveValues(request);
        return request;
    }
    static CurveRequest boxes(CurveAxis axis) {
        CurveRequest request = strengths();
        request.axis = axis;
        request.values = *curveValues(request);
        return request;
    }
    static RobustnessCurve run(const CurveRequest& request) {
        auto curve = CurveEngine(*s_workbench).run(request, {}, {});
        EXPECT_TRUE(curve) << curve.error().message();
        return curve ? *curve : RobustnessCurve{};
    }
    // What `adapnet search` says about this point.
    static void expectEqualToSearch(const CurveRequest& request, const RobustnessCurve& curve) {
        for (const auto& point : curve.points) {
            const auto query = queryAt(request, point.value);
            ASSERT_TRUE(query);
            const auto found = s_workbench->search(*query, 1000, {});
            ASSERT_TRUE(found);
            EXPECT_EQ(found->box, point.box);
            EXPECT_EQ(found->models[0].averagePrecision, point.models[0].averagePrecision) << point.value;
            for (std::size_t p = 0; p < curve.positives.size(); ++p) {
                const auto& results = found->models[0].results;
                const auto place = std::find_if(results.begin(), results.end(), [&](const auto& result) {
                    return result.path == curve.positives[p];
                });
                ASSERT_NE(place, results.end());
                EXPECT_EQ(place->rank, point.models[0].ranks[p]) << point.value;
            }
        }
    }
};

TEST_F(Curve, HasTwentyOneValuesOverTheWholeRangeOfAParameter) {
    const auto request = strengths();
    ASSERT_EQ(request.values.size(), kCurvePoints);
    EXPECT_EQ(request.values.front(), 0);
    EXPECT_TRUE(std::is_sorted(request.values.begin(), request.values.end()));
    CurveRequest whole = request;
    whole.step = 0;
    whole.parameter = "length";
    const auto lengths = curveValues(whole);
    ASSERT_TRUE(lengths);
    for (const double value : *lengths) EXPECT_EQ(value, std::round(value));
    EXPECT_EQ(curveValues(boxes(CurveAxis::BoxScale))->front(), 0.5);
    EXPECT_EQ(curveValues(boxes(CurveAxis::BoxX))->at(10), 0);
}

TEST_F(Curve, EveryPointEqualsTheSearchWithItsRecipe) {
    const auto request = strengths();
    const auto curve = run(request);
    ASSERT_EQ(curve.points.size(), request.values.size());
    EXPECT_THAT(curve.positives, ElementsAre("object0/view1.png", "object0/view2.png"));
    expectEqualToSearch(request, curve);
    // Not all the same, or nothing was compared.
    EXPECT_NE(curve.points.front().models[0].ranks, curve.points.back().models[0].ranks);
}

TEST_F(Curve, EveryPointEqualsTheSearchWithItsBox) {
    for (const auto axis : {CurveAxis::BoxX, CurveAxis::BoxY, CurveAxis::BoxScale}) {
        const auto request = boxes(axis);
        const auto curve = run(request);
        ASSERT_EQ(curve.points.size(), kCurvePoints);
        expectEqualToSearch(request, curve);
        EXPECT_EQ(curve.points[10].box, (image::Box{10, 10, 140, 110}));
        EXPECT_NE(curve.points[9].box, curve.points[10].box);
    }
}

TEST_F(Curve, EqualsTheEvaluationOfThisQueryAlone) {
    const auto request = strengths(2);
    const auto curve = run(request);
    for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{20}}) {
        const auto evaluation = s_workbench->evaluate(curve.points[i].recipe, {});
        ASSERT_TRUE(evaluation);
        EXPECT_EQ(evaluation->models[0].metrics.medium.averagePrecisions[2],
                  curve.points[i].models[0].averagePrecision);
    }
}

TEST_F(Curve, ComputesWhatIsNearestToTheSliderFirst) {
    auto request = strengths();
    request.nearest = request.values[12];
    std::vector<double> order;
    CurveEngine engine(*s_workbench);
    ASSERT_TRUE(engine.run(request, [&](const CurvePoint& point) { order.push_back(point.value); }, {}));
    ASSERT_EQ(order.size(), kCurvePoints);
    EXPECT_EQ(order[0], request.values[12]);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end(), [&](double a, double b) {
        return std::abs(a - *request.nearest) < std::abs(b - *request.nearest) - 1e-9;
    }));
}

TEST_F(Curve, AnInterruptedRunGoesOnWhereItStopped) {
    const auto request = strengths();
    CurveEngine engine(*s_workbench);
    std::vector<CurvePoint> seen;
    std::stop_source stop;
    stop.request_stop();  // already before the start: the points in work are finished all the same
    int runs = 0;
    for (;; ++runs) {
        seen.clear();
        const auto curve = engine.run(
            request, [&](const CurvePoint& point) { seen.push_back(point); }, JobContext{stop.get_token()});
        if (curve) break;
        ASSERT_TRUE(curve.error().isCancelled());
        ASSERT_LT(runs, 10) << "an interrupted run must get further";
    }
    EXPECT_EQ(seen.size(), kCurvePoints);
    EXPECT_GT(runs, 0);
}

TEST_F(Curve, AKnownPointCostsNoNetwork) {
    const auto request = strengths();
    CurveEngine engine(*s_workbench);
    const auto first = engine.run(request, {}, {});
    ASSERT_TRUE(first);
    auto moved = request;  // the slider stands elsewhere: the same curve
    moved.query.recipe.steps[1].values["sigma"] = 0.77;
    moved.nearest = 0.77;
    for (const double value : request.values) EXPECT_EQ(*pointKey(request, value), *pointKey(moved, value));
    auto other = request;
    other.query.recipe.seed = 8;
    EXPECT_NE(*pointKey(request, 0.5), *pointKey(other, 0.5));
    other = request;
    other.follow = {3};
    EXPECT_NE(*pointKey(request, 0.5), *pointKey(other, 0.5));
    // One point more, nearest to the slider: it comes first unless all others are known from before.
    const double fresh = (request.values[0] + request.values[1]) / 2;
    moved.values.insert(moved.values.begin() + 1, fresh);
    moved.nearest = fresh;
    std::vector<double> order;
    auto second = engine.run(moved, [&](const CurvePoint& point) { order.push_back(point.value); }, {});
    ASSERT_TRUE(second);
    ASSERT_EQ(order.size(), moved.values.size());
    EXPECT_EQ(order.back(), fresh);
    std::erase_if(second->points, [&](const CurvePoint& point) { return point.value == fresh; });
    ASSERT_EQ(second->points.size(), first->points.size());
    for (std::size_t i = 0; i < first->points.size(); ++i)
        EXPECT_EQ(first->points[i].models[0].ranks, second->points[i].models[0].ranks);
}

CurvePoint pointWith(double value, int bestRank) {
    CurvePoint point;
    point.value = value;
    CurveModelPoint model;
    model.bestRank = bestRank;
    point.models = {model};
    return point;
}

TEST_F(Curve, BreaksWhereTheBestPositiveFirstLeavesTheTop) {
    auto request = strengths();
    request.topK = 10;
    request.values = {0, 1, 2, 3};
    std::vector<CurvePoint> points{pointWith(3, 2), pointWith(0, 1), pointWith(1, 10), pointWith(2, 11)};
    EXPECT_THAT(breakingPoints(request, points, 0), ElementsAre(2));
    points[3].models[0].bestRank = 0;  // not found at all
    EXPECT_THAT(breakingPoints(request, points, 0), ElementsAre(2));
    points[3].models[0].bestRank = 9;
    EXPECT_THAT(breakingPoints(request, points, 0), IsEmpty());
    points[3].models[0].bestRank = 40;
    points.erase(points.begin() + 2);  // the one before is not known yet
    EXPECT_THAT(breakingPoints(request, points, 0), IsEmpty());
}

TEST_F(Curve, AQualityBreaksFromAboveAndABoxOnBothSides) {
    auto request = strengths();
    request.topK = 10;
    request.query.recipe.steps = {*degrade::parseStep("jpeg")};
    request.step = 0;
    request.parameter = "quality";
    request.values = {1, 10, 50, 100};
    const std::vector<CurvePoint> points{pointWith(1, 5), pointWith(10, 60), pointWith(50, 20),
                                         pointWith(100, 1)};
    EXPECT_THAT(breakingPoints(request, points, 0), ElementsAre(50));

    auto box = boxes(CurveAxis::BoxX);
    box.topK = 10;
    box.values = {-0.5, -0.25, 0, 0.25, 0.5};
    std::vector<CurvePoint> around{pointWith(-0.5, 1), pointWith(-0.25, 30), pointWith(0, 1),
                                   pointWith(0.25, 4), pointWith(0.5, 90)};
    EXPECT_THAT(breakingPoints(box, around, 0), ElementsAre(-0.25, 0.5));
    around[2].models[0].bestRank = 70;
    EXPECT_THAT(breakingPoints(box, around, 0), ElementsAre(0));
}

TEST_F(Curve, ABoxThatLeavesThePictureIsAPointWithAProblem) {
    auto request = boxes(CurveAxis::BoxX);
    request.query.box = image::Box{100, 10, 160, 60};
    request.values = {-1, 0, 1};
    const auto curve = run(request);
    ASSERT_EQ(curve.points.size(), 3U);
    EXPECT_TRUE(curve.points[1].problem.empty());
    EXPECT_FALSE(curve.points[2].problem.empty());
    EXPECT_TRUE(curve.points[2].models.empty());
}

TEST_F(Curve, FollowsPicturesThatAPersonNames) {
    auto request = strengths();
    request.query.image = std::make_shared<const QueryImage>(queryFromPixels(test::drawObject(5, 0)));
    request.query.box.reset();
    const auto without = CurveEngine(*s_workbench).run(request, {}, {});
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, ErrorCode::BadInput);
    request.follow = {16, 15, 16};
    const auto curve = run(request);
    EXPECT_THAT(curve.positives, ElementsAre("object5/view2.png", "object5/view1.png"));
    EXPECT_EQ(curve.points.front().models[0].ranks.size(), 2U);
    EXPECT_THAT(CurveEngine(*s_workbench).command(request),
                HasSubstr("--along 2:sigma --follow object5/view2.png --follow object5/view1.png"));
}

TEST_F(Curve, ComputesOnlyTheModelsOfTheQuery) {
    auto request = strengths();
    request.query.models = {"histogram"};
    EXPECT_EQ(run(request).models.size(), 1U);
    request.query.models = {"no_such_model"};
    const auto unknown = CurveEngine(*s_workbench).run(request, {}, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
}

TEST_F(Curve, SaysWhatIsWrongWithARequest) {
    CurveEngine engine(*s_workbench);
    const auto messageOf = [&](const CurveRequest& request) {
        const auto curve = engine.run(request, {}, {});
        EXPECT_FALSE(curve);
        return curve ? std::string() : curve.error().message();
    };
    auto request = strengths();
    request.parameter = "length";
    EXPECT_THAT(messageOf(request), HasSubstr("sigma"));
    request = strengths();
    request.step = 5;
    EXPECT_THAT(messageOf(request), HasSubstr("no step 6"));
    request = strengths();
    request.values = {0.2, 0.1};
    EXPECT_THAT(messageOf(request), HasSubstr("ascend"));
    request = strengths();
    request.query.recipe.steps[1].enabled = false;
    EXPECT_THAT(messageOf(request), HasSubstr("switched off"));
    request = strengths();
    request.query.image.reset();
    EXPECT_THAT(messageOf(request), HasSubstr("no picture"));
}

}  // namespace
}  // namespace adapnet::service
