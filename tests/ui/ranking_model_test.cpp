#include "ui/ranking/ranking_model.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <QSignalSpy>
#include <set>

#include "core/degrade/noiser.h"
#include "ranking_fakes.h"
#include "ui/ranking/kind_names.h"

namespace adapnet::ui {
namespace {

using test::comparisonFrom;
using test::plainResults;

class RankingModelTest : public ::testing::Test {
  protected:
    void SetUp() override { QLocale::setDefault(QLocale::c()); }
    void TearDown() override { QLocale::setDefault(QLocale::system()); }

    void show(const std::string& text) { m_model.setComparison(comparisonFrom(text), {}); }

    RankingModel m_model;
};

TEST_F(RankingModelTest, PrintsRanksMovementAndLosses) {
    show(
        "model adapnet ap=0.5 clean=0.75 cosine=0.9\n"
        "cat_07 0.92 + 5\n"
        "cat_01 0.88 - 1\n"
        "dog_03 0.41 o 3\n"
        "dog_09 0.40 - new\n"
        "lost cat_02 27 3 +\n"
        "model baseline\n"
        "dog_03 0.70 ? ?\n");
    EXPECT_EQ(print(m_model),
              "adapnet\n"
              "1 cat_07 0.92 ▲ 4\n"
              "2 cat_01 0.88 ▼ 1\n"
              "3 dog_03 0.41 =\n"
              "4 dog_09 0.40 new\n"
              "lost cat_02 3 → 27\n"
              "baseline\n"
              "1 dog_03 0.70\n");
}

TEST_F(RankingModelTest, SaysAllThatATileShowsInWords) {
    show(
        "model adapnet\n"
        "a.jpg 0.9 + 1\nb.jpg 0.85 - 9\nbooks/17.jpg 0.82 + 7\nd.jpg 0.8 o 2\ne.jpg 0.7 ? new\n"
        "lost f.jpg 12 4 +\n");
    const auto spoken = [&](int rank) {
        return RankingModel::spokenText(*m_model.result(0, rank)).toStdString();
    };
    EXPECT_EQ(spoken(1), "rank 1, a.jpg, score 0.900, positive, not moved");
    EXPECT_EQ(spoken(3), "rank 3, books/17.jpg, score 0.820, positive, moved up 4");
    EXPECT_EQ(spoken(4), "rank 4, d.jpg, score 0.800, junk, moved down 2");
    EXPECT_EQ(spoken(5), "rank 5, e.jpg, score 0.700, new in the list");
    EXPECT_EQ(RankingModel::spokenText(m_model.lost(0).at(0)).toStdString(),
              "rank 12, f.jpg, score 0.000, positive, lost, was rank 4");
}

TEST_F(RankingModelTest, ALostResultBeyondTheSearchedRanksHasNoRankNorDistance) {
    show("model adapnet\na.jpg 0.9 + 1\nlost f.jpg 0 3 +\n");
    const RankingCell cell = m_model.lost(0).at(0);
    EXPECT_EQ(cell.distance, 0);
    EXPECT_EQ(RankingModel::movementText(cell).toStdString(), "3 → beyond");
    EXPECT_EQ(RankingModel::spokenText(cell).toStdString(),
              "f.jpg, positive, lost, was rank 3, now not in the first ranks");
}

TEST_F(RankingModelTest, ShowsAveragePrecisionWithItsChange) {
    show(
        "model a ap=0.5 clean=0.625 cosine=0.873\nx 0.9 + 2\n"
        "model b ap=0.5\nx 0.9 + ?\n"
        "model c ap=0.5 clean=0.5\nx 0.9 + 1\n"
        "model d\nx 0.9 ? ?\n");
    EXPECT_EQ(m_model.averagePrecisionText(0).toStdString(), "AP 0.500 (−0.125)");
    EXPECT_EQ(m_model.cosineText(0).toStdString(), "cosine to clean 0.873");
    EXPECT_EQ(m_model.averagePrecisionText(1).toStdString(), "AP 0.500");
    EXPECT_EQ(m_model.averagePrecisionText(2).toStdString(), "AP 0.500 (±0.000)");
    EXPECT_TRUE(m_model.averagePrecisionText(3).isEmpty());
    // Without a clean ranking there is nothing to be alike to.
    EXPECT_TRUE(m_model.cosineText(1).isEmpty());
}

TEST_F(RankingModelTest, NumbersFollowTheLocaleOnScreenButNotInPrint) {
    QLocale::setDefault(QLocale(QLocale::German));
    show("model a ap=0.5\nx 0.92 + ?\n");
    EXPECT_EQ(m_model.averagePrecisionText(0).toStdString(), "AP 0,500");
    EXPECT_EQ(print(m_model), "a\n1 x 0.92\n");
}

TEST_F(RankingModelTest, NamesTheStrongestEstimatedDegradations) {
    show("model adapnet gate=0.2,0.7,0,0,0.06,0,0,0.04,0\nx 0.9 ? ?\nmodel plain\nx 0.9 ? ?\n");
    EXPECT_EQ(m_model.gateText(0).toStdString(),
              "Estimated: Gaussian noise 70 %, clean 20 %, motion blur 6 %");
    EXPECT_EQ(m_model.gateShares(0).size(), 9U);
    EXPECT_TRUE(m_model.gateText(1).isEmpty());
    EXPECT_TRUE(m_model.gate(1).empty());
}

TEST_F(RankingModelTest, HasAWordForEveryKindThatANetworkCanEstimate) {
    std::set<QString> names;
    for (std::size_t entry = 0; entry <= degrade::kKnownKinds.size(); ++entry) {
        EXPECT_FALSE(gateName(entry).isEmpty()) << entry;
        names.insert(gateName(entry));
    }
    EXPECT_EQ(names.size(), degrade::kKnownKinds.size() + 1);
}

TEST_F(RankingModelTest, PagesInTensUpToAHundred) {
    show("model a\n" + plainResults("x", 120) + "model b\n" + plainResults("y", 4));
    EXPECT_EQ(m_model.pageCount(), 10);
    EXPECT_EQ(m_model.pageText().toStdString(), "Ranks 1 to 10 of 100");
    m_model.setPage(99);
    EXPECT_EQ(m_model.pageText().toStdString(), "Ranks 91 to 100 of 100");
    EXPECT_EQ(m_model.cells(0).front().path.toStdString(), "x_091.jpg");
    EXPECT_TRUE(m_model.cells(1).empty());
    m_model.setPage(-1);
    EXPECT_EQ(m_model.page(), 0);
    EXPECT_EQ(m_model.cells(1).size(), 4U);
}

TEST_F(RankingModelTest, TheLastPageCountsOnlyWhatIsThere) {
    show("model a\n" + plainResults("x", 13));
    m_model.setPage(1);
    EXPECT_EQ(m_model.pageText().toStdString(), "Ranks 11 to 13 of 13");
    m_model.choosePlace(4);
    EXPECT_EQ(m_model.focusedRank(), 0) << "place 4 does not exist on this page";
    m_model.choosePlace(3);
    EXPECT_EQ(m_model.focusedRank(), 13);
}

TEST_F(RankingModelTest, SteppingOverTheEdgeTurnsThePage) {
    show("model a\n" + plainResults("x", 25));
    QSignalSpy turned(&m_model, &RankingModel::changed);
    m_model.choosePlace(10);
    EXPECT_EQ(turned.count(), 0);
    m_model.stepRank(1);
    EXPECT_EQ(m_model.focusedRank(), 11);
    EXPECT_EQ(m_model.page(), 1);
    EXPECT_EQ(turned.count(), 1);
    m_model.stepRank(-1);
    EXPECT_EQ(m_model.page(), 0);
    m_model.setFocus(0, 1000);
    EXPECT_EQ(m_model.focusedRank(), 25);
    m_model.stepRank(1);
    EXPECT_EQ(m_model.focusedRank(), 25);
}

TEST_F(RankingModelTest, TurningThePageKeepsThePlace) {
    show("model a\n" + plainResults("x", 25));
    m_model.choosePlace(7);
    m_model.setPage(1);
    EXPECT_EQ(m_model.focusedRank(), 17);
    m_model.setPage(2);
    EXPECT_EQ(m_model.focusedRank(), 25) << "the page ends there";
}

TEST_F(RankingModelTest, StepsFromModelToModel) {
    show("model a\n" + plainResults("x", 12) + "model b\n" + plainResults("y", 3));
    m_model.stepRow(1);
    EXPECT_EQ(m_model.focusedRow(), 0) << "the first step only finds a place";
    EXPECT_EQ(m_model.focusedRank(), 1);
    m_model.choosePlace(9);
    m_model.stepRow(1);
    EXPECT_EQ(m_model.focusedRow(), 1);
    EXPECT_EQ(m_model.focusedRank(), 3) << "the shorter list ends there";
    m_model.stepRow(5);
    EXPECT_EQ(m_model.focusedRow(), 1);
}

TEST_F(RankingModelTest, AnotherRecipeKeepsPageAndPlaceAnotherQueryDoesNot) {
    const auto asked = [](int shade) {
        auto comparison = comparisonFrom("model a\n" + plainResults("x", 25));
        comparison->clean = cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(shade));
        return comparison;
    };
    m_model.setComparison(asked(10), {});
    m_model.setFocus(0, 14);
    m_model.setComparison(asked(10), {});
    EXPECT_EQ(m_model.page(), 1);
    EXPECT_EQ(m_model.focusedRank(), 14);
    m_model.setComparison(asked(11), {});
    EXPECT_EQ(m_model.page(), 0);
    EXPECT_EQ(m_model.focusedRank(), 0);
}

TEST_F(RankingModelTest, IsEmptyWithoutAComparison) {
    show("model a\n" + plainResults("x", 25));
    m_model.setFocus(0, 14);
    m_model.setComparison(nullptr, {});
    EXPECT_EQ(m_model.rowCount(), 0);
    EXPECT_EQ(print(m_model), "");
    m_model.choosePlace(1);
    m_model.stepRow(1);
    m_model.setPage(3);
    EXPECT_EQ(m_model.focusedRank(), 0);
    EXPECT_EQ(m_model.page(), 0);
    EXPECT_FALSE(m_model.result(0, 1).has_value());
}

TEST_F(RankingModelTest, PrefersTheGivenNameOverTheIdentifier) {
    m_model.setComparison(comparisonFrom("model adapnet\nx 0.9 ? ?\nmodel other\nx 0.9 ? ?\n"),
                          {QStringLiteral("AdapNet (reimplementation)"), QString()});
    EXPECT_EQ(m_model.modelName(0).toStdString(), "AdapNet (reimplementation)");
    EXPECT_EQ(m_model.modelName(1).toStdString(), "other");
}

}  // namespace
}  // namespace adapnet::ui
