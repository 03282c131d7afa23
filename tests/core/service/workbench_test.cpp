#include "core/service/workbench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "tests/support/drawn_truth.h"

namespace adapnet::service {
namespace {

using test::drawGallery;
using test::drawObject;
using test::savePicture;
using test::TemporaryFolder;
using test::writeText;
using testing::ElementsAre;
using testing::HasSubstr;

class WorkbenchTest : public testing::Test {
  protected:
    static void SetUpTestSuite() { test::enableHistogramModel(); }

    GalleryRequest request() const {
        GalleryRequest request;
        request.folder = m_folder / "photos";
        request.cacheFile = m_folder / "cache/cache.sqlite";
        request.models = {"histogram"};
        return request;
    }
    std::unique_ptr<Workbench> open(const GalleryRequest& asked, const WorkbenchTuning& tuning = {}) const {
        auto workbench = Workbench::open(asked, {}, tuning);
        EXPECT_TRUE(workbench) << workbench.error().message();
        return workbench ? std::move(*workbench) : nullptr;
    }
    std::unique_ptr<Workbench> open() const { return open(request()); }
    fs::path photo(const fs::path& name) const { return m_folder / "photos" / name; }

    // View 0 is the query, view 1 easy, view 2 hard, view 3 junk.
    GalleryRequest withGroundTruth() const {
        test::drawWithTruth(m_folder.path(), {.views = 4,
                                              .hard = {2},
                                              .junk = {3},
                                              .box = std::array<double, 4>{8.7, 4.2, 150.9, 118.5},
                                              .first = 1});
        GalleryRequest asked = request();
        asked.groundTruth = m_folder / "truth.json";
        return asked;
    }

    static degrade::Recipe noise(double sigma, std::uint64_t seed = 1) {
        degrade::Recipe recipe;
        recipe.seed = seed;
        recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=" + std::to_string(sigma)));
        return recipe;
    }
    static Query query(const Workbench& workbench, const fs::path& file) {
        auto image = loadQueryImage(file);
        EXPECT_TRUE(image) << image.error().message();
        static_cast<void>(workbench);
        return {std::make_shared<const QueryImage>(std::move(*image)), std::nullopt, {}};
    }
    static std::vector<std::string> paths(const std::vector<RankedResult>& results) {
        std::vector<std::string> list;
        for (const auto& result : results) list.push_back(result.path);
        return list;
    }

    TemporaryFolder m_folder;
};

TEST_F(WorkbenchTest, ListsEveryPictureAndAddsItOnce) {
    drawGallery(m_folder / "photos", 2, 3);
    const auto first = open();
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->indexReport().added, 6);
    EXPECT_EQ(first->indexReport().present, 0);
    ASSERT_EQ(first->images().size(), 6U);
    EXPECT_EQ(first->images()[0].path, "object0/view0.png");
    EXPECT_EQ(first->images()[5].path, "object1/view2.png");
    EXPECT_EQ(first->images()[0].width, 160);
    EXPECT_EQ(first->images()[0].height, 120);
    EXPECT_EQ(first->images()[0].contentHash.size(), 64U);

    const auto second = open();
    ASSERT_NE(second, nullptr);
    EXPECT_EQ(second->indexReport().added, 0);
    EXPECT_EQ(second->indexReport().present, 6);
    EXPECT_EQ(second->indexReport().missing, 0);
}

TEST_F(WorkbenchTest, ARenamedFileCostsNoExtractionAndADeletedOneIsMissing) {
    drawGallery(m_folder / "photos", 2, 2);
    ASSERT_NE(open(), nullptr);
    fs::create_directories(photo("moved"));
    fs::rename(photo("object0/view0.png"), photo("moved/elsewhere.png"));
    const auto renamed = open();
    ASSERT_NE(renamed, nullptr);
    EXPECT_EQ(renamed->indexReport().added, 0);
    EXPECT_EQ(renamed->indexReport().present, 4);
    EXPECT_EQ(renamed->indexReport().missing, 0);

    fs::remove(photo("object1/view1.png"));
    const auto deleted = open();
    ASSERT_NE(deleted, nullptr);
    EXPECT_EQ(deleted->indexReport().missing, 1);
    EXPECT_THAT(deleted->indexReport().missingPaths, ElementsAre("object1/view1.png"));
    EXPECT_EQ(deleted->images().size(), 3U);
}

TEST_F(WorkbenchTest, DamagedAndGiantPicturesAreLinesInTheReport) {
    drawGallery(m_folder / "photos", 1, 2);
    writeText(photo("broken.jpg"), "this is no picture");
    // A PNG that says it has 20,000 x 20,000 pixels.
    std::string giant("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x02\0\0\0", 29);
    giant += std::string(400, 'x');
    writeText(photo("giant.png"), giant);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    const auto& report = workbench->indexReport();
    EXPECT_EQ(report.added, 2);
    ASSERT_EQ(report.damaged.size(), 1U);
    EXPECT_EQ(report.damaged[0].path, "broken.jpg");
    EXPECT_FALSE(report.damaged[0].reason.empty());
    ASSERT_EQ(report.tooLarge.size(), 1U);
    EXPECT_EQ(report.tooLarge[0].path, "giant.png");
    EXPECT_THAT(report.tooLarge[0].reason, HasSubstr("20000"));
    EXPECT_EQ(workbench->images().size(), 2U);
}

// Only the models that the query names are computed, and the command names the same.
TEST_F(WorkbenchTest, RanksWithTheModelsOfTheQueryOnly) {
    drawGallery(m_folder / "photos", 2, 2);
    GalleryRequest asked = request();
    asked.models = {"histogram", "baseline_gem"};
    const auto workbench = open(asked);
    ASSERT_NE(workbench, nullptr);
    Query one = query(*workbench, photo("object0/view0.png"));
    one.recipe = noise(0.2);
    const Query both = one;
    one.models = {"histogram"};
    const auto part = workbench->search(one, 3, {});
    ASSERT_TRUE(part) << part.error().message();
    ASSERT_EQ(part->models.size(), 1U);
    EXPECT_EQ(part->models[0].model, "histogram");
    EXPECT_THAT(workbench->searchCommand(one, 3), HasSubstr("--models histogram "));
    const auto all = workbench->search(both, 3, {});
    ASSERT_TRUE(all) << all.error().message();
    ASSERT_EQ(all->models.size(), 2U);
    EXPECT_EQ(paths(all->models[0].results), paths(part->models[0].results));
    EXPECT_EQ(all->models[1].model, "baseline_gem");
    one.models = {"adapnet"};
    EXPECT_EQ(workbench->search(one, 3, {}).error().code, ErrorCode::NotFound);
}

TEST_F(WorkbenchTest, AGalleryOfDamagedPicturesOpensButCannotBeSearched) {
    writeText(photo("broken.jpg"), "this is no picture");
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    EXPECT_TRUE(workbench->images().empty());
    savePicture(drawObject(0, 0), m_folder / "query.png");
    const auto comparison = workbench->search(query(*workbench, m_folder / "query.png"), 5, {});
    ASSERT_FALSE(comparison);
    EXPECT_EQ(comparison.error().code, ErrorCode::NotFound);
}

TEST_F(WorkbenchTest, SaysWhatIsWrongWithAFolder) {
    const auto missing = Workbench::open(request(), {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(missing.error().message(), HasSubstr("photos"));

    writeText(photo("notes.txt"), "x");
    const auto empty = Workbench::open(request(), {});
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error().message(), HasSubstr("there is no picture"));

    auto asked = request();
    asked.folder = photo("notes.txt");
    EXPECT_FALSE(Workbench::open(asked, {}));

    asked = request();
    asked.models = {"no_such_model"};
    const auto unknown = Workbench::open(asked, {});
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message(), HasSubstr("histogram"));
}

TEST_F(WorkbenchTest, ASearchRanksThePictureItselfFirstAndTheOtherViewsNext) {
    drawGallery(m_folder / "photos", 4, 3);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    const auto comparison = workbench->search(query(*workbench, photo("object2/view1.png")), 3, {});
    ASSERT_TRUE(comparison) << comparison.error().message();
    ASSERT_EQ(comparison->models.size(), 1U);
    const auto& ranking = comparison->models[0];
    ASSERT_EQ(ranking.results.size(), 3U);
    EXPECT_EQ(ranking.results[0].path, "object2/view1.png");
    EXPECT_NEAR(ranking.results[0].score, 1.0F, 1e-5F);
    for (const auto& result : ranking.results) {
        EXPECT_THAT(result.path, HasSubstr("object2/"));
        EXPECT_EQ(workbench->images()[result.image].path, result.path);
        EXPECT_EQ(result.label, eval::Label::Unknown);
        EXPECT_EQ(result.cleanRank, 0);
    }
    EXPECT_EQ(ranking.indexKind, "exact");
    EXPECT_FALSE(ranking.averagePrecision);
    for (const char* stage : {"decode", "degrade", "describe", "search", "total"})
        EXPECT_TRUE(comparison->timingsMs.contains(stage)) << stage;
}

TEST_F(WorkbenchTest, EqualPicturesKeepTheOrderOfTheGallery) {
    for (const char* name : {"a.png", "b.png", "c.png"}) savePicture(drawObject(1, 0), photo(name));
    savePicture(drawObject(2, 0), photo("other.png"));
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    const auto comparison = workbench->search(query(*workbench, photo("b.png")), 4, {});
    ASSERT_TRUE(comparison);
    EXPECT_THAT(paths(comparison->models[0].results), ElementsAre("a.png", "b.png", "c.png", "other.png"));
}

TEST_F(WorkbenchTest, MovedNewAndLostComeFromTheRankingOfTheCleanCrop) {
    drawGallery(m_folder / "photos", 12, 2);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    Query clean = query(*workbench, photo("object3/view0.png"));
    clean.box = image::Box{10, 10, 150, 110};
    Query noisy = clean;
    noisy.recipe = noise(0.5);
    const auto before = workbench->search(clean, 24, {});
    const auto after = workbench->search(noisy, 5, {});
    ASSERT_TRUE(before);
    ASSERT_TRUE(after);
    std::map<std::string, int> cleanRanks;
    for (const auto& result : before->models[0].results) cleanRanks[result.path] = result.rank;
    ASSERT_EQ(cleanRanks.size(), 24U);
    bool somethingMoved = false;
    std::set<std::string> shown;
    for (const auto& result : after->models[0].results) {
        EXPECT_EQ(result.cleanRank, cleanRanks[result.path]);
        EXPECT_EQ(result.moved, result.cleanRank - result.rank);
        EXPECT_EQ(result.isNew, result.cleanRank > 5);
        somethingMoved = somethingMoved || result.moved != 0;
    }
    EXPECT_TRUE(somethingMoved);
    EXPECT_LT(after->models[0].cosineToClean, 0.99);

    // Lost: the clean query's first ten that are not among the first ten now.
    const auto wide = workbench->search(noisy, 24, {});
    ASSERT_TRUE(wide);
    std::vector<std::string> expected;
    for (const auto& result : before->models[0].results)
        for (const auto& now : wide->models[0].results)
            if (result.rank <= 10 && now.path == result.path && now.rank > 10)
                expected.push_back(result.path);
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(paths(after->models[0].lost), expected);
    for (const auto& lost : after->models[0].lost) {
        EXPECT_GT(lost.rank, 10);
        EXPECT_EQ(wide->models[0].results[static_cast<std::size_t>(lost.rank) - 1].path, lost.path);
        EXPECT_EQ(wide->models[0].results[static_cast<std::size_t>(lost.rank) - 1].score, lost.score);
    }
}

TEST_F(WorkbenchTest, TheSameSeedGivesTheSameRankingAndTheGalleryStaysClean) {
    drawGallery(m_folder / "photos", 5, 2);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    Query noisy = query(*workbench, photo("object1/view0.png"));
    noisy.recipe = noise(0.4, 7);
    const auto first = workbench->search(noisy, 10, {});
    const auto again = open();
    const auto second = again->search(noisy, 10, {});
    noisy.recipe.seed = 8;
    const auto other = workbench->search(noisy, 10, {});
    ASSERT_TRUE(first && second && other);
    EXPECT_EQ(paths(first->models[0].results), paths(second->models[0].results));
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(first->models[0].results[i].score, second->models[0].results[i].score);
    EXPECT_NE(first->models[0].results[0].score, other->models[0].results[0].score);
    EXPECT_EQ(again->indexReport().added, 0);
}

TEST_F(WorkbenchTest, BoxesAreClampedAndBoxesOutsideAreRefused) {
    drawGallery(m_folder / "photos", 2, 1);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    Query asked = query(*workbench, photo("object0/view0.png"));
    asked.box = image::Box{-20, -5, 60, 500};
    const auto clamped = workbench->search(asked, 1, {});
    ASSERT_TRUE(clamped);
    EXPECT_EQ(clamped->box, (image::Box{0, 0, 60, 120}));
    EXPECT_EQ(clamped->clean.size(), cv::Size(60, 120));
    asked.box = image::Box{500, 500, 600, 600};
    const auto outside = workbench->search(asked, 1, {});
    ASSERT_FALSE(outside);
    EXPECT_EQ(outside.error().code, ErrorCode::BadInput);
    asked.box.reset();
    EXPECT_FALSE(workbench->search(asked, 0, {}));
}

TEST_F(WorkbenchTest, LabelsFollowTheGroundTruthAndTheQueryItselfIsJunk) {
    auto asked = withGroundTruth();
    // The query picture is part of this gallery.
    auto truth = eval::loadGroundTruth(*asked.groundTruth);
    ASSERT_TRUE(truth);
    truth->gallery.emplace_back("object0/view0.png");
    writeText(*asked.groundTruth, eval::groundTruthToJson(*truth));
    const auto workbench = open(asked);
    ASSERT_NE(workbench, nullptr);
    const auto labelled = workbench->groundTruthQuery(0);
    ASSERT_TRUE(labelled);
    EXPECT_EQ(labelled->box, (image::Box{8, 4, 150, 118}));
    const auto comparison = workbench->search(*labelled, 10, {});
    ASSERT_TRUE(comparison);
    std::map<std::string, eval::Label> labels;
    for (const auto& result : comparison->models[0].results) labels[result.path] = result.label;
    EXPECT_EQ(labels["object0/view0.png"], eval::Label::Junk);
    EXPECT_EQ(labels["object0/view1.png"], eval::Label::Positive);
    EXPECT_EQ(labels["object0/view2.png"], eval::Label::Positive);
    EXPECT_EQ(labels["object0/view3.png"], eval::Label::Junk);
    EXPECT_EQ(labels["object1/view1.png"], eval::Label::Negative);
    ASSERT_TRUE(comparison->models[0].averagePrecision);
    EXPECT_DOUBLE_EQ(*comparison->models[0].averagePrecision, 1.0);

    // Another box on the same picture keeps the labels; another picture has none.
    Query moved = *labelled;
    moved.box = image::Box{0, 0, 100, 100};
    EXPECT_TRUE(workbench->search(moved, 3, {})->models[0].averagePrecision);
    const auto unlabelled = workbench->search(query(*workbench, photo("object1/view1.png")), 3, {});
    ASSERT_TRUE(unlabelled);
    EXPECT_EQ(unlabelled->models[0].results[0].label, eval::Label::Unknown);
    EXPECT_FALSE(unlabelled->models[0].averagePrecision);
}

TEST_F(WorkbenchTest, AnEvaluationIsTheMeanOfItsSearches) {
    const auto workbench = open(withGroundTruth());
    ASSERT_NE(workbench, nullptr);
    EXPECT_EQ(workbench->images().size(), 9U);
    for (const auto& recipe : {degrade::Recipe{}, noise(0.5, 3)}) {
        const auto evaluation = workbench->evaluate(recipe, {});
        ASSERT_TRUE(evaluation) << evaluation.error().message();
        ASSERT_EQ(evaluation->models.size(), 1U);
        const auto& metrics = evaluation->models[0].metrics;
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            auto asked = workbench->groundTruthQuery(i);
            ASSERT_TRUE(asked);
            asked->recipe = recipe;
            const auto comparison = workbench->search(*asked, 10, {});
            ASSERT_TRUE(comparison);
            ASSERT_TRUE(comparison->models[0].averagePrecision);
            EXPECT_DOUBLE_EQ(metrics.medium.averagePrecisions[i], *comparison->models[0].averagePrecision);
            sum += *comparison->models[0].averagePrecision;
        }
        EXPECT_DOUBLE_EQ(metrics.medium.mAP, sum / 3);
        EXPECT_EQ(evaluation->models[0].queries, 3U);
        EXPECT_EQ(metrics.mediumBySubset.size(), 2U);
        EXPECT_TRUE(evaluation->problems.empty());
    }
}

TEST_F(WorkbenchTest, AQueryThatCannotBeReadCountsAsNotFound) {
    const auto asked = withGroundTruth();
    const auto before = open(asked)->evaluate({}, {});
    fs::remove(photo("object1/view0.png"));
    const auto after = open(asked)->evaluate({}, {});
    ASSERT_TRUE(before && after);
    ASSERT_EQ(after->problems.size(), 1U);
    EXPECT_EQ(after->problems[0].path, "object1/view0.png");
    EXPECT_DOUBLE_EQ(after->models[0].metrics.medium.averagePrecisions[1], 0.0);
    EXPECT_LT(after->models[0].metrics.medium.mAP, before->models[0].metrics.medium.mAP);
    EXPECT_EQ(after->models[0].metrics.medium.queries, 3U);
}

TEST_F(WorkbenchTest, APositiveThatIsMissingStillCounts) {
    const auto asked = withGroundTruth();
    fs::remove(photo("object0/view2.png"));
    const auto workbench = open(asked);
    ASSERT_NE(workbench, nullptr);
    EXPECT_EQ(workbench->indexReport().missing, 1);
    EXPECT_THAT(workbench->indexReport().missingPaths, ElementsAre("object0/view2.png"));
    const auto evaluation = workbench->evaluate({}, {});
    ASSERT_TRUE(evaluation);
    // One of two positives found at rank 1: half the precision-recall curve.
    EXPECT_DOUBLE_EQ(evaluation->models[0].metrics.medium.averagePrecisions[0], 0.5);
}

TEST_F(WorkbenchTest, AboveTheLimitAGraphIsSearchedButEvaluationsStayExact) {
    const auto asked = withGroundTruth();
    const auto exact = open(asked);
    const auto graph = open(asked, {.exactLimit = 4});
    ASSERT_TRUE(exact != nullptr && graph != nullptr);
    auto labelled = graph->groundTruthQuery(1);
    ASSERT_TRUE(labelled);
    labelled->recipe = noise(0.3);
    const auto fast = graph->search(*labelled, 9, {});
    const auto full = exact->search(*labelled, 9, {});
    ASSERT_TRUE(fast && full);
    EXPECT_EQ(fast->models[0].indexKind, "hnsw");
    EXPECT_EQ(full->models[0].indexKind, "exact");
    EXPECT_EQ(paths(fast->models[0].results), paths(full->models[0].results));
    EXPECT_THAT(graph->indexSettingsOf(0)[1], HasSubstr("recall@10 1.000"));
    const auto graphFigures = graph->evaluate(noise(0.4), {});
    const auto exactFigures = exact->evaluate(noise(0.4), {});
    ASSERT_TRUE(graphFigures && exactFigures);
    EXPECT_EQ(graphFigures->models[0].metrics.medium.averagePrecisions,
              exactFigures->models[0].metrics.medium.averagePrecisions);
}

TEST_F(WorkbenchTest, StopsWhenAsked) {
    const auto asked = withGroundTruth();
    std::stop_source stop;
    stop.request_stop();
    const JobContext job{stop.get_token()};
    const auto opened = Workbench::open(asked, job);
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().isCancelled());
    const auto workbench = open(asked);
    ASSERT_NE(workbench, nullptr);
    EXPECT_TRUE(workbench->search(*workbench->groundTruthQuery(0), 3, job).error().isCancelled());
    EXPECT_TRUE(workbench->evaluate({}, job).error().isCancelled());
}

TEST_F(WorkbenchTest, MayBeAskedFromManyThreadsAtOnce) {
    drawGallery(m_folder / "photos", 6, 2);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    std::vector<std::string> first(6);
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&, i] {
            const std::string name = "object" + std::to_string(i) + "/view0.png";
            for (int repeat = 0; repeat < 5; ++repeat) {
                Query asked = query(*workbench, photo(name));
                asked.recipe = noise(0.01);
                const auto comparison = workbench->search(asked, 2, {});
                if (comparison) first[static_cast<std::size_t>(i)] = comparison->models[0].results[0].path;
            }
        });
    for (auto& thread : threads) thread.join();
    for (int i = 0; i < 6; ++i)
        EXPECT_THAT(first[static_cast<std::size_t>(i)], HasSubstr("object" + std::to_string(i) + "/"));
}

TEST_F(WorkbenchTest, ThumbnailsComeFromTheCacheAndSurviveItsLoss) {
    savePicture(drawObject(0, 0, 1000, 500), photo("wide.png"));
    savePicture(drawObject(1, 0, 40, 30), photo("small.png"));
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    EXPECT_EQ(workbench->thumbnail(1)->size(), cv::Size(256, 128));
    EXPECT_EQ(workbench->thumbnail(0)->size(), cv::Size(40, 30));
    EXPECT_EQ(workbench->loadImage(1)->size(), cv::Size(1000, 500));
}

TEST_F(WorkbenchTest, APastedPictureRanksLikeTheFileItIsSavedTo) {
    drawGallery(m_folder / "photos", 4, 2);
    const auto workbench = open();
    ASSERT_NE(workbench, nullptr);
    Query pasted{std::make_shared<const QueryImage>(queryFromPixels(drawObject(2, 9))), std::nullopt,
                 noise(0.3)};
    ASSERT_TRUE(savePastedQuery(*pasted.image, m_folder / "pasted-query.bmp"));
    Query saved = query(*workbench, m_folder / "pasted-query.bmp");
    saved.recipe = pasted.recipe;
    EXPECT_EQ(saved.image->contentHash, pasted.image->contentHash);
    const auto a = workbench->search(pasted, 8, {});
    const auto b = workbench->search(saved, 8, {});
    ASSERT_TRUE(a && b);
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_EQ(a->models[0].results[i].score, b->models[0].results[i].score);
    EXPECT_THAT(workbench->searchCommand(pasted, 8), HasSubstr("pasted-query.bmp"));
}

TEST_F(WorkbenchTest, NothingInTheGalleryFolderChanges) {
    drawGallery(m_folder / "photos", 2, 2);
    std::map<std::string, fs::file_time_type> before;
    for (const auto& entry : fs::recursive_directory_iterator(m_folder / "photos"))
        before[entry.path()] = entry.last_write_time();
    const auto workbench = open();
    ASSERT_TRUE(workbench->search(query(*workbench, photo("object0/view0.png")), 3, {}));
    std::map<std::string, fs::file_time_type> after;
    for (const auto& entry : fs::recursive_directory_iterator(m_folder / "photos"))
        after[entry.path()] = entry.last_write_time();
    EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace adapnet::service
