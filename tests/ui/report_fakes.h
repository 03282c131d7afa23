// A run record as a small search gives it.
#pragma once

#include <string>

#include "core/report/evaluation_record.h"
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

// Of three queries, one of which could not be read.
inline report::EvaluationRecord smallEvaluation() {
    report::EvaluationRecord record;
    record.programVersion = "0.1.0";
    record.createdUtc = "2026-11-21T09:30:00Z";
    record.galleryFolder = "/photos";
    record.gallerySize = 955;
    record.galleryDigest = "9a11e27d16e57000";
    record.groundTruth = "/photos/ground-truth.json";
    record.groundTruthHash = "7e57ab1e7e57ab1e";
    record.recipe.seed = 4711;
    record.recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.26"));
    record.indexSettings = {"gallery mean removed", "exact search"};
    record.command = "adapnet evaluate '/photos' --seed 4711";
    record.software = {{"opencv", "4.6.0"}};
    record.limits = {"weights reimplemented"};
    for (const char* id : {"adapnet", "baseline_gem"}) {
        report::EvaluationRecordModel model;
        model.facts.id = id;
        model.facts.displayName = std::string("Model ") + id;
        model.facts.checksum = "feedface";
        model.facts.device = "cpu fp32";
        model.metrics.medium.mAP = 0.4375;
        model.metrics.medium.queries = 3;
        model.copies = report::RecordCopies{0.3125, 0.6875, 0.5625, 0.75, 1, 12, 3, 0, 955, 500'000, 0};
        record.models.push_back(std::move(model));
    }
    for (int q = 0; q < 3; ++q) {
        report::EvaluationQueryRecord query;
        query.path = "queries/" + std::to_string(q) + ".jpg";
        if (q == 2) query.problem = "the file is damaged";
        for (int m = 0; m < 2; ++m) {
            report::EvaluationAnswer answer;
            answer.medium = 0.8125 - 0.25 * q;
            if (q < 2)
                answer.results.push_back(
                    {1, "books/" + std::to_string(q) + ".jpg", 0.9, eval::Label::Unknown, 0, false, {}});
            query.answers.push_back(std::move(answer));
        }
        record.queries.push_back(std::move(query));
    }
    return record;
}

}  // namespace adapnet::ui::test
