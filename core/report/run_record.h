// One comparison as it goes into a report: everything another person needs to run it again.
#pragma once

#include <cstdint>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "core/eval/ground_truth.h"
#include "core/image/image.h"

namespace adapnet::report {

struct RecordResult {
    int rank = 0;
    std::string path;
    double score = 0;
    eval::Label label = eval::Label::Unknown;
    int cleanRank = 0;  // 0: unknown
    bool isNew = false;
    cv::Mat thumbnail;  // RGB, may be empty
};

struct RecordModel {
    std::string id, displayName, architecture, checksum, licence;
    std::string device;  // with precision
    std::string featureKey;
    std::string indexKind;
    std::optional<double> averagePrecision;
    double cosineToClean = 1;
    std::vector<RecordResult> results;
};

struct RunRecord {
    std::string programVersion;
    std::string createdUtc;  // ISO 8601
    std::string galleryFolder;
    std::size_t gallerySize = 0;
    std::string groundTruth;  // file, may be empty
    std::string queryPath, queryHash;
    std::optional<image::Box> box;
    degrade::Recipe recipe;
    std::vector<std::string> indexSettings;  // "gallery mean removed", "exact search"
    std::vector<RecordModel> models;
    std::map<std::string, double> timingsMs;
    std::string command;                            // gives the same result
    cv::Mat queryPicture, cleanCrop, degradedCrop;  // RGB
};

// One file without any script, pictures inside as data URIs, every text escaped.
Result<std::string> toHtml(const RunRecord& record);
// {"format":"adapnet-report","version":1,..}, without the pictures; "<", ">" and "&" escaped.
std::string toJson(const RunRecord& record);
// The way back. BadInput in one sentence; never follows a path that the text names.
Result<RunRecord> recordFromJson(std::string_view json);
// RFC 4180, one line a result; text cells that start with = + - @ tab or return (or their full-width forms)
// get a leading '.
std::string toCsv(const RunRecord& record);

}  // namespace adapnet::report
