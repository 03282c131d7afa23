// Pieces that the JSON forms of both kinds of reports share. Only for core/report.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/image/image.h"
#include "core/report/run_record.h"

namespace adapnet::report {

// No number: null.
inline nlohmann::ordered_json numberJson(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

inline nlohmann::ordered_json numberJson(const std::optional<double>& value) {
    return value ? numberJson(*value) : nlohmann::ordered_json(nullptr);
}

inline nlohmann::ordered_json boxJson(const std::optional<image::Box>& box) {
    if (!box) return nullptr;
    return {box->x1, box->y1, box->x2, box->y2};
}

// What identifies a model, without what it found.
inline nlohmann::ordered_json modelFactsJson(const RecordModel& model) {
    return {{"id", validUtf8(model.id)},
            {"name", validUtf8(model.displayName)},
            {"architecture", validUtf8(model.architecture)},
            {"sha256", validUtf8(model.checksum)},
            {"licence", validUtf8(model.licence)},
            {"device", validUtf8(model.device)},
            {"feature_key", validUtf8(model.featureKey)},
            {"dimension", model.dimension},
            {"preprocessing", validUtf8(model.preprocessing)},
            {"index", validUtf8(model.indexKind)}};
}

// Of a comparison or an evaluation: what was searched.
template <class Record>
nlohmann::ordered_json galleryJson(const Record& record) {
    return {{"folder", validUtf8(record.galleryFolder)},
            {"pictures", record.gallerySize},
            {"sha256", validUtf8(record.galleryDigest)},
            {"ground_truth", validUtf8(record.groundTruth)},
            {"ground_truth_sha256", validUtf8(record.groundTruthHash)}};
}

// What the user asked to compute with.
template <class Record>
nlohmann::ordered_json computeJson(const Record& record) {
    return {{"device", validUtf8(record.askedDevice)}, {"precision", validUtf8(record.askedPrecision)}};
}

inline nlohmann::ordered_json textsJson(const std::vector<std::string>& texts) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& text : texts) list.push_back(validUtf8(text));
    return list;
}

inline nlohmann::ordered_json softwareJson(const std::map<std::string, std::string>& software) {
    auto object = nlohmann::ordered_json::object();
    for (const auto& [name, version] : software) object[validUtf8(name)] = validUtf8(version);
    return object;
}

}  // namespace adapnet::report
