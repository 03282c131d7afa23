// A run record as a small search gives it.
#pragma once

#include <string>

#include "core/report/run_record.h"

namespace adapnet::ui::test {

inline report::RunRecord smallRecord(int results = 12) {
    report::RunRecord record;
    record.programVersion = "0.1.0";
    record.createdUtc = "2026-11-21T09:30:00Z";
    record.galleryFolder = "/photos";
    record.gallerySize = 955;
    record.queryPath = "books/query.jpg";
    record.queryHash = "0123456789abcdef";
    record.box = image::Box{10, 8, 50, 38};
    record.recipe.seed = 4711;
    record.recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.26"));
    record.recipe.steps.push_back(*degrade::parseStep("motion_blur"));
    record.recipe.steps.back().enabled = false;
    record.indexSettings = {"gallery mean removed", "exact search"};
    record.timingsMs = {{"decode", 12.5}, {"search", 1.25}};
    record.command = "adapnet search '/photos' --query 'books/query.jpg' --seed 4711";
    record.queryPicture = cv::Mat(60, 80, CV_8UC3, cv::Scalar(200, 120, 40));
    record.cleanCrop = cv::Mat(30, 40, CV_8UC3, cv::Scalar(180, 160, 90));
    record.degradedCrop = cv::Mat(30, 40, CV_8UC3, cv::Scalar(170, 150, 80));
    for (const char* id : {"adapnet", "baseline_gem"}) {
        report::RecordModel model;
        model.id = id;
        model.displayName = std::string("Model ") + id;
        model.architecture = "gem";
        model.checksum = "feedface";
        model.licence = "CC0-1.0";
        model.device = "cpu fp32 (cosine 1.0000)";
        model.featureKey = "cafe0123";
        model.indexKind = "exact";
        model.averagePrecision = 0.4375;
        model.cosineToClean = 0.8125;
        for (int rank = 1; rank <= results; ++rank) {
            report::RecordResult result;
            result.rank = rank;
            result.path = "books/" + std::to_string(rank) + ".jpg";
            result.score = 0.9 - 0.01 * rank;
            result.label = rank % 3 == 0 ? eval::Label::Negative : eval::Label::Positive;
            result.cleanRank = rank + 2;
            result.thumbnail = cv::Mat(12, 16, CV_8UC3, cv::Scalar(20 * (rank % 10), 90, 160));
            model.results.push_back(result);
        }
        record.models.push_back(model);
    }
    return record;
}

}  // namespace adapnet::ui::test
