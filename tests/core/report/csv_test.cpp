// What a CSV report must tell to be repeated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/report/run_record.h"

namespace adapnet::report {
namespace {

using testing::HasSubstr;

RunRecord smallRecord() {
    RunRecord record;
    record.queryPath = "query.jpg";
    record.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.26"),
                           *degrade::parseStep("speckle:distribution=normal,sigma=0.45")};
    record.indexSettings = {"gallery mean removed", "exact search"};
    record.timingsMs = {{"search", 1.25}, {"decode", 7}};
    record.command = "adapnet search '/photos' --query 'a,b.jpg'";
    RecordModel model;
    model.id = "adapnet";
    model.results.push_back({1, "found.jpg", 0.5, eval::Label::Unknown, 0, false, {}});
    record.models.push_back(model);
    return record;
}

TEST(CsvReport, TellsIndexSettingsTimingsAndTheCommand) {
    const std::string csv = toCsv(smallRecord());
    EXPECT_THAT(csv, HasSubstr(",index_settings,timings_ms,command\r\n"));
    EXPECT_THAT(csv, HasSubstr(",gallery mean removed | exact search,decode=7 | search=1.25,"
                               "\"adapnet search '/photos' --query 'a,b.jpg'\"\r\n"));
}

TEST(CsvReport, KeepsTheStepsThatAreSwitchedOff) {
    RunRecord record = smallRecord();
    record.recipe.steps[0].enabled = false;
    const std::string csv = toCsv(record);
    EXPECT_THAT(csv, HasSubstr("off gaussian_noise:sigma=0.26 | speckle:"));
}

TEST(CsvReport, ASettingOrCommandThatLooksLikeAFormulaIsText) {
    RunRecord record = smallRecord();
    record.indexSettings = {"=1+1"};
    record.command = "@SUM(A1)";
    const std::string csv = toCsv(record);
    EXPECT_THAT(csv, HasSubstr(",'=1+1,"));
    EXPECT_THAT(csv, HasSubstr(",'@SUM(A1)\r\n"));
}

}  // namespace
}  // namespace adapnet::report
