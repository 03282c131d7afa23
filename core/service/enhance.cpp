#include "core/service/enhance.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "core/base/files.h"
#include "core/degrade/repair.h"

namespace adapnet::service {

namespace {

// Loaded enhancers by their weights, for the whole process: a few megabytes each.
class Enhancers {
  public:
    Result<cv::Mat> apply(const nn::EnhancerInfo& info, const cv::Mat& rgb) {
        // One at a time: SRCNN's maps of one picture of 320 px take some 40 MB, and it uses all processors.
        const std::lock_guard lock(m_mutex);
        auto& enhancer = m_loaded[info.manifest.string() + '|' + info.checksum];
        if (!enhancer) {
            auto loaded = nn::loadEnhancer(info);
            if (!loaded) return fail(loaded.error().whileDoing("loading the enhancer '" + info.id + "'"));
            enhancer = std::move(*loaded);
        }
        auto bytes = enhancer->enhance({rgb.data, rgb.cols, rgb.rows, rgb.step});
        if (!bytes) return fail(bytes.error().whileDoing("repairing the query"));
        cv::Mat out(rgb.size(), CV_8UC3);
        std::memcpy(out.data, bytes->data(), bytes->size());
        return out;
    }

  private:
    std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<nn::PictureEnhancer>> m_loaded;
};

Enhancers& enhancers() {
    static Enhancers all;
    return all;
}

}  // namespace

std::vector<nn::EnhancerInfo> availableEnhancers() {
    return nn::scanEnhancerFolders(nn::enhancerFolders()).enhancers;
}

Result<nn::EnhancerInfo> resolveEnhancer(const std::string& id) {
    const auto listing = nn::scanEnhancerFolders(nn::enhancerFolders());
    for (const auto& info : listing.enhancers)
        if (info.id == id) return info;
    for (const auto& broken : listing.broken)
        if (broken.id == id)
            return fail(ErrorCode::Model,
                        "the enhancer '" + validUtf8(id) + "' cannot be used: " + broken.reason);
    std::string names;
    for (const auto& info : listing.enhancers) names += (names.empty() ? "" : ", ") + info.id;
    return fail(ErrorCode::NotFound, "there is no enhancer '" + validUtf8(id) + "'; choose from " +
                                         (names.empty() ? "none, because no files were found" : names));
}

Result<cv::Mat> enhance(const cv::Mat& rgb, const std::string& id) {
    if (id.empty()) return rgb;
    const auto info = resolveEnhancer(id);
    if (!info) return fail(info.error());
    return enhance(rgb, *info);
}

Result<cv::Mat> enhance(const cv::Mat& rgb, const nn::EnhancerInfo& info) {
    if (rgb.empty() || rgb.type() != CV_8UC3)
        return fail(ErrorCode::BadInput, "there is no picture to repair");
    const auto size = nn::enhancedSize(info, rgb.cols, rgb.rows);
    cv::Mat fitting = rgb;
    if (size.width != rgb.cols || size.height != rgb.rows)
        cv::resize(rgb, fitting, {size.width, size.height}, 0, 0, cv::INTER_AREA);
    auto repaired = enhancers().apply(info, fitting);
    if (!repaired || repaired->size() == rgb.size()) return repaired;
    cv::Mat out;
    cv::resize(*repaired, out, rgb.size(), 0, 0, cv::INTER_LINEAR);
    return out;
}

void lendEnhancers() {
    degrade::setRepairer([](const cv::Mat& rgb, std::string_view network) {
        auto repaired = enhance(rgb, std::string(network));
        if (!repaired) {
            const bool memory = repaired.error().code == ErrorCode::OutOfMemory;
            CV_Error(memory ? cv::Error::StsNoMem : cv::Error::StsError, repaired.error().message());
        }
        return std::move(*repaired);
    });
}

std::string enhancementNote(const std::string& id) {
    const auto info = resolveEnhancer(id);
    return "query repaired by " + validUtf8(id) + (info ? ", weights SHA-256 " + info->checksum : "");
}

}  // namespace adapnet::service
