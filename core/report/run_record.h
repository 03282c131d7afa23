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
    cv::Mat thumbnail;          // RGB, may be empty
    std::string contentHash{};  // SHA-256 of the picture's file
};

struct RecordModel {
    std::string id, displayName, architecture, checksum, licence;
    std::string device;  // with precision
    std::string featureKey;
    std::string preprocessing;  // canonical text
    int dimension = 0;
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
    std::string galleryDigest;  // SHA-256 over path and content of every picture, in order (galleryDigest)
    std::string groundTruth;    // file, may be empty
    std::string groundTruthHash;
    std::string queryPath, queryHash;
    std::string queryFile;  // absolute; empty for a pasted picture
    std::optional<image::Box> box;
    degrade::Recipe recipe;
    bool compensation = true;  // false: the query was described without the Quality Compensation Block
    std::vector<std::string> indexSettings;   // "gallery mean removed", "exact search"
    int topK = 0;                             // results asked for
    std::string askedDevice, askedPrecision;  // "auto", "cpu"; "auto", "bf16"
    std::vector<RecordModel> models;
    std::map<std::string, double> timingsMs;
    std::string command;                            // gives the same result
    std::map<std::string, std::string> software;    // what computed it: "opencv" -> "4.6.0"
    std::vector<std::string> limits;                // what a reader must know about these figures, in English
    cv::Mat queryPicture, cleanCrop, degradedCrop;  // RGB
};

// One file without any script, pictures inside as data URIs, every text escaped.
Result<std::string> toHtml(const RunRecord& record);
inline constexpr const char* kReportFormat = "adapnet-report";
// {"format":"adapnet-report","version":2,..}, sealed, without the pictures; "<", ">" and "&" escaped.
std::string toJson(const RunRecord& record);
// The way back, of version 1 too. BadInput in one sentence; never follows a path that the text names. Says
// nothing about the seal.
Result<RunRecord> recordFromJson(std::string_view json);
// A TREC run: "QUERY Q0 PATH RANK SCORE MODEL", one line a result; blanks inside names are written as %20.
std::string toTrec(const RunRecord& record);
// RFC 4180, one line a result; text cells that start with = + - @ tab or return (or their full-width forms)
// get a leading '.
std::string toCsv(const RunRecord& record);

}  // namespace adapnet::report
