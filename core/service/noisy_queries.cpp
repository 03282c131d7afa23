#include "core/service/noisy_queries.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include "core/degrade/noiser.h"
#include "core/protocol/noiser_protocol.h"

namespace adapnet::service {

namespace {

using protocol::kHeadlineSeverity;

std::string settingName(const std::string& kind, int severity) {
    return severity == kHeadlineSeverity ? kind : kind + '_' + std::to_string(severity);
}

bool isMixed(const protocol::ManifestQuery& query, const protocol::DegradedFile& file) {
    return file.kind == query.mixKind && file.severity == kHeadlineSeverity;
}

// Index of a setting, added when it is new.
class SettingList {
  public:
    explicit SettingList(std::vector<std::string>& names) : m_names(names) {}
    std::size_t operator()(const std::string& name) {
        const auto found = std::ranges::find(m_names, name);
        if (found != m_names.end()) return static_cast<std::size_t>(found - m_names.begin());
        m_names.push_back(name);
        return m_names.size() - 1;
    }

  private:
    std::vector<std::string>& m_names;
};

bool hasEveryKind(const NoisyPlan& plan) {
    return std::ranges::all_of(degrade::kNoiserKinds, [&](std::string_view kind) {
        return std::ranges::find(plan.settings, kind) != plan.settings.end();
    });
}

void planDegraded(const eval::GroundTruth& truth, const ProtocolOptions& options, NoisyPlan& plan) {
    SettingList setting(plan.settings);
    const auto mixed = protocol::mixKinds(plan.dataset, plan.names, options.rotation);
    const std::size_t mix = options.mix ? setting("mix") : 0;
    for (std::size_t q = 0; q < truth.queries.size(); ++q) {
        for (std::size_t k = 0; k < degrade::kNoiserKinds.size(); ++k) {
            const std::string kind(degrade::kNoiserKinds[k]);
            std::map<int, std::vector<std::size_t>> bySeverity;
            if (options.perKind) {
                for (const int severity : options.severities)
                    bySeverity[severity] = {setting(settingName(kind, severity))};
            }
            if (options.mix && mixed[q] == k) bySeverity[kHeadlineSeverity].push_back(mix);
            for (auto& [severity, settings] : bySeverity)
                plan.variants[q].push_back({kind, severity, {}, {}, false, std::move(settings)});
        }
    }
}

// The settings that every query of the manifest has: a folder with the mix alone has one picture of a kind
// here and there, which is no figure of that kind.
std::vector<std::string> completeSettings(const protocol::Manifest& manifest) {
    std::map<std::string, std::size_t> counts;
    for (const auto& entry : manifest.queries) {
        for (const auto& file : entry.files) {
            ++counts[settingName(file.kind, file.severity)];
            if (isMixed(entry, file)) ++counts["mix"];
        }
    }
    std::vector<std::string> settings;
    if (counts["mix"] == manifest.queries.size()) settings.emplace_back("mix");
    for (int severity = 1; severity <= 5; ++severity) {
        for (const std::string_view kind : degrade::kNoiserKinds) {
            const std::string name = settingName(std::string(kind), severity);
            if (counts[name] == manifest.queries.size()) settings.push_back(name);
        }
    }
    return settings;
}

Result<void> planManifest(const eval::GroundTruth& truth, const fs::path& folder, NoisyPlan& plan) {
    const auto manifest = protocol::loadManifest(folder / protocol::kManifestName);
    if (!manifest) return fail(manifest.error());
    const auto complete = completeSettings(*manifest);
    if (manifest->queries.empty() || complete.empty())
        return fail(ErrorCode::BadInput, "the manifest of '" + displayPath(folder) +
                                             "' has no setting with a picture for every query");
    plan.settings.insert(plan.settings.end(), complete.begin(), complete.end());
    const auto indexOf = [&plan](const std::string& name) -> std::optional<std::size_t> {
        const auto found = std::ranges::find(plan.settings, name);
        if (found == plan.settings.end()) return std::nullopt;
        return static_cast<std::size_t>(found - plan.settings.begin());
    };
    for (const auto& entry : manifest->queries) {
        if (entry.number >= truth.queries.size() || truth.queries[entry.number].image != entry.image)
            return fail(ErrorCode::BadInput, "the noisy queries were made for another ground truth: query " +
                                                 std::to_string(entry.number + 1) + " is '" +
                                                 validUtf8(entry.image) + "' there");
        for (const auto& file : entry.files) {
            NoisyVariant variant{file.kind, file.severity, folder / file.file, file.pixelsHash, false, {}};
            if (const auto kind = indexOf(settingName(file.kind, file.severity)))
                variant.settings.push_back(*kind);
            if (const auto mix = indexOf("mix"); mix && isMixed(entry, file))
                variant.settings.push_back(*mix);
            if (!variant.settings.empty()) plan.variants[entry.number].push_back(std::move(variant));
        }
    }
    // A query that the folder lacks counts as not found in every setting.
    for (std::size_t s = 1; s < plan.settings.size(); ++s) {
        for (auto& variants : plan.variants) {
            const bool there = std::ranges::any_of(variants, [&](const NoisyVariant& variant) {
                return std::ranges::find(variant.settings, s) != variant.settings.end();
            });
            if (!there) variants.push_back({{}, 0, {}, {}, true, {s}});
        }
    }
    plan.boxes = NoisyBoxes::Ignore;  // our own files are crops
    return {};
}

// The picture for a query: same relative path, else same file name; any picture ending.
std::optional<fs::path> findForeign(const fs::path& folder, const fs::path& query) {
    constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"};
    std::error_code error;
    for (const fs::path& base : {folder / query, folder / query.filename()}) {
        if (fs::is_regular_file(base, error)) return base;
        for (const char* ending : kEndings) {
            fs::path other = base;
            other.replace_extension(ending);
            if (fs::is_regular_file(other, error)) return other;
        }
    }
    return std::nullopt;
}

Result<void> planForeign(const eval::GroundTruth& truth, const fs::path& folder, NoisyPlan& plan) {
    plan.settings.emplace_back("foreign");
    std::size_t found = 0;
    for (std::size_t q = 0; q < truth.queries.size(); ++q) {
        NoisyVariant variant;
        variant.settings = {1};
        if (auto file = findForeign(folder, truth.queries[q].image)) {
            variant.file = std::move(*file);
            ++found;
        } else {
            variant.missing = true;
        }
        plan.variants[q].push_back(std::move(variant));
    }
    if (found == 0)
        return fail(ErrorCode::NotFound,
                    "'" + displayPath(folder) + "' has no picture named like a query of the ground truth");
    return {};
}

}  // namespace

std::size_t NoisyPlan::pictures() const {
    std::size_t count = variants.size();
    for (const auto& list : variants) count += list.size();
    return count;
}

Result<NoisyPlan> planNoisyQueries(const eval::GroundTruth& truth, const std::string& dataset,
                                   const ProtocolOptions& options) {
    NoisyPlan plan;
    plan.dataset = dataset;
    plan.settings = {"clean"};
    plan.boxes = options.boxes;
    plan.variants.resize(truth.queries.size());
    for (const auto& query : truth.queries) plan.names.push_back(protocol::queryName(dataset, query.image));
    if (!options.noisyFolder) {
        planDegraded(truth, options, plan);
    } else {
        std::error_code error;
        const fs::path& folder = *options.noisyFolder;
        if (!fs::is_directory(folder, error))
            return fail(ErrorCode::NotFound, "there is no folder '" + displayPath(folder) + "'");
        const bool ours = fs::exists(folder / protocol::kManifestName, error);
        const auto planned = ours ? planManifest(truth, folder, plan) : planForeign(truth, folder, plan);
        if (!planned) return fail(planned.error());
    }
    plan.averages = hasEveryKind(plan);
    return plan;
}

Result<cv::Mat> noisyPicture(const NoisyPlan& plan, std::size_t query, const NoisyVariant& variant,
                             const std::optional<image::Box>& box, const QueryImage* clean,
                             const cv::Mat& cleanCrop) {
    if (variant.missing) return fail(ErrorCode::NotFound, "the folder has no noisy picture for this query");
    if (variant.file.empty()) {
        if (clean == nullptr) return fail(ErrorCode::NotFound, "there is no clean picture to degrade");
        return protocol::degradeQuery(cleanCrop, plan.dataset, plan.names[query], variant.kind,
                                      variant.severity);
    }
    auto rgb = image::loadRgb(variant.file);
    if (!rgb) return fail(rgb.error().whileDoing("reading '" + displayPath(variant.file) + "'"));
    if (!variant.pixelsHash.empty() && protocol::pixelsHash(*rgb) != variant.pixelsHash)
        return fail(ErrorCode::BadInput, "'" + displayPath(variant.file) + "' was changed since it was made");
    if (!box || plan.boxes == NoisyBoxes::Ignore) return rgb;
    if (plan.boxes == NoisyBoxes::Apply) return image::crop(*rgb, *box);
    if (clean == nullptr)
        return fail(ErrorCode::BadInput, "without the clean picture nobody can tell whether '" +
                                             displayPath(variant.file) +
                                             "' is cropped; say whether boxes apply");
    if (rgb->size() == cleanCrop.size()) return rgb;
    if (rgb->size() == clean->rgb.size()) return image::crop(*rgb, *box);
    return fail(ErrorCode::BadInput,
                "'" + displayPath(variant.file) + "' is " + std::to_string(rgb->cols) + " x " +
                    std::to_string(rgb->rows) +
                    " px, neither the clean picture's size nor its box's; say whether boxes apply");
}

}  // namespace adapnet::service
