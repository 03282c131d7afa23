#include "core/service/model_import.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/sha256.h"
#include "core/checkpoint/mapping.h"
#include "core/nn/manifest.h"
#include "core/nn/model_folder.h"
#include "core/nn/safetensors.h"

namespace adapnet::service {

namespace {

using checkpoint::Architecture;

constexpr int kFaceSide = 112;    // pixels of AdaFace's aligned faces
constexpr float kUsualPower = 3;  // of GeM, where a file brings no pooling

// A file that has been read and understood.
struct Opened {
    checkpoint::Checkpoint file;
    checkpoint::Mapping mapping;
    ImportPlan plan;
};

const char* kindTitle(Architecture kind) {
    switch (kind) {
        case Architecture::Cfcd:
            return "CFCD";
        case Architecture::Senet:
            return "SENet";
        case Architecture::Cvnet:
            return "CVNet";
        case Architecture::CirtorchGem:
            return "GeM (cirtorch)";
        case Architecture::AdaFace:
            return "AdaFace";
        case Architecture::ResNet:
            return "GeM on";
    }
    return "";
}

// The architecture in core/nn, as docs/networks.md lists them.
std::string networkName(const checkpoint::Layout& layout, bool whitens) {
    const std::string depth = std::to_string(layout.depth);
    switch (layout.architecture) {
        case Architecture::CirtorchGem:
            return (whitens ? "cirtorch_gem_w_resnet" : "cirtorch_gem_resnet") + depth;
        case Architecture::AdaFace:
            return "adaface_ir" + depth;
        case Architecture::ResNet:
            return "cirtorch_gem_resnet" + depth;  // GeM without learned parts
        default:
            return std::string(checkpoint::architectureName(layout.architecture)) + "_resnet" + depth;
    }
}

const char* publishedName(const checkpoint::MappingReport& report) {
    switch (report.layout.architecture) {
        case Architecture::Cfcd:
            return "cfcd";
        case Architecture::Senet:
        case Architecture::Cvnet:
            return "senet";
        case Architecture::CirtorchGem:
            return "cirtorch";
        case Architecture::AdaFace:
            return "mobilenet";  // mean and deviation 0.5; the rest is set by preprocessingOf
        case Architecture::ResNet:
            return report.hasPyclsNames ? "pycls" : "torchvision";
    }
    return "torchvision";
}

bool isIdentifier(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

template <class T>
std::array<T, 3> reversed(const std::array<T, 3>& values) {
    return {values[2], values[1], values[0]};
}

Result<nn::Preprocessing> preprocessingOf(const ImportRequest& request,
                                          const checkpoint::MappingReport& report,
                                          const checkpoint::MetaColours& colours) {
    auto published = nn::publishedPreprocessing(publishedName(report));
    if (!published) return fail(published.error());
    nn::Preprocessing input = std::move(*published);
    if (report.layout.architecture == Architecture::AdaFace) {
        input.bgr = true;
        input.maxSide = kFaceSide;
        input.scales = {1.0};
    }
    if (!colours.mean.empty()) {
        std::copy(colours.mean.begin(), colours.mean.end(), input.mean.begin());
        std::copy(colours.deviation.begin(), colours.deviation.end(), input.deviation.begin());
        input.bgr = false;
    }
    // The published mean belongs to the published order: with another order it is turned as well.
    if (request.bgr && *request.bgr != input.bgr) {
        input.bgr = *request.bgr;
        input.mean = reversed(input.mean);
        input.deviation = reversed(input.deviation);
    }
    if (request.mean) input.mean = *request.mean;
    if (request.deviation) input.deviation = *request.deviation;
    if (request.inputSize) input.maxSide = *request.inputSize;
    if (request.shrinking) input.shrinking = *request.shrinking;
    if (request.resizing) input.resizing = *request.resizing;
    if (request.aggregation) input.aggregation = *request.aggregation;
    if (!request.scales.empty()) input.scales = request.scales;
    if (auto fits = input.check(); !fits) return fail(fits.error());
    return input;
}

void fillAccount(ImportPlan& plan, const checkpoint::MappingReport& report) {
    plan.used = report.used;
    plan.notNeeded = report.notNeeded;
    plan.missing = report.missing;
    plan.unexpected = report.unexpected;
    plan.unexpectedCount = report.unexpectedCount;
    for (const auto& tensor : report.misshapen)
        plan.misshapen.push_back(
            {tensor.name, checkpoint::shapeText(tensor.expected), checkpoint::shapeText(tensor.found)});
    plan.isComplete = report.isComplete();
    plan.summary = report.summary();
}

Result<Opened> openImport(const ImportRequest& request) {
    const auto kind = checkpoint::parseArchitecture(request.as);
    if (!kind) return fail(kind.error());
    if (!request.id.empty() && !isIdentifier(request.id))
        return fail(ErrorCode::BadInput, "the name '" + validUtf8(request.id) +
                                             "' cannot be used; use lower-case letters, digits and '_'");
    if (!request.whitening.empty() && *kind != Architecture::CirtorchGem)
        return fail(ErrorCode::BadInput, "only cirtorch_gem files hold a whitening of their own");
    auto file = checkpoint::Checkpoint::open(request.file);
    if (!file) return fail(file.error());
    auto mapping = checkpoint::mapTensors(*file, *kind, request.ignored);
    if (!mapping) return fail(mapping.error().whileDoing("reading '" + displayPath(request.file) + "'"));

    ImportPlan plan;
    const checkpoint::Layout& layout = mapping->report.layout;
    const auto input = preprocessingOf(request, mapping->report, checkpoint::metaColours(*file));
    if (!input) return fail(input.error());
    plan.as = request.as;
    plan.input = *input;
    plan.depth = layout.depth;
    plan.dimension = static_cast<int>(layout.dimension);
    plan.architecture = networkName(layout, layout.whitens || !request.whitening.empty());
    const std::string trunk = *kind == Architecture::AdaFace ? "ir" : "resnet";
    plan.id = request.id.empty() ? (*kind == Architecture::ResNet ? "" : request.as + "_") + trunk +
                                       std::to_string(layout.depth)
                                 : request.id;
    plan.displayName = request.displayName.empty()
                           ? std::string(kindTitle(*kind)) +
                                 (*kind == Architecture::AdaFace ? " IR-" : " ResNet-") +
                                 std::to_string(layout.depth) + " (imported)"
                           : validUtf8(request.displayName);
    plan.container = file->container() == checkpoint::Container::Zip ? "zip" : "legacy";
    plan.fileHash = file->hash();
    plan.whitenings = checkpoint::whiteningNames(*file);
    for (const auto& tensor : mapping->tensors)
        plan.parameters += static_cast<std::int64_t>(tensor.view.elements());
    fillAccount(plan, mapping->report);
    return Opened{std::move(*file), std::move(*mapping), std::move(plan)};
}

nn::RawTensor floatTensor(std::vector<std::int64_t> shape, const std::vector<float>& values) {
    nn::RawTensor tensor{"F32", std::move(shape), {}};
    tensor.bytes.resize(values.size() * sizeof(float));
    if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

// The whitening as a layer: P (x - m) = P x + (-P m).
Result<void> addWhitening(Opened& opened, const std::string& name, nn::SafetensorsFile& weights) {
    if (opened.mapping.report.layout.whitens)
        return fail(ErrorCode::BadInput,
                    "the network has a whitening layer of its own; import it without another");
    const std::int64_t columns = opened.mapping.report.layout.dimension;
    const auto whitening = checkpoint::readWhitening(opened.file, name, columns);
    if (!whitening) return fail(whitening.error());
    const auto width = static_cast<std::size_t>(columns);
    std::vector<float> bias(static_cast<std::size_t>(whitening->rows));
    for (std::size_t row = 0; row < bias.size(); ++row) {
        double sum = 0;
        for (std::size_t i = 0; i < width; ++i)
            sum -= static_cast<double>(whitening->projection[row * width + i]) *
                   static_cast<double>(whitening->mean[i]);
        bias[row] = static_cast<float>(sum);
    }
    weights.tensors["whiten.weight"] = floatTensor({whitening->rows, columns}, whitening->projection);
    weights.tensors["whiten.bias"] = floatTensor({whitening->rows}, bias);
    opened.plan.dimension = static_cast<int>(whitening->rows);
    opened.plan.parameters += whitening->rows * (columns + 1);
    return {};
}

Result<nn::SafetensorsFile> convert(Opened& opened, const ImportRequest& request, const JobContext& job) {
    nn::SafetensorsFile weights;
    ProgressMeter meter(job.progress, "import", static_cast<std::int64_t>(opened.mapping.tensors.size()));
    // Tensors may share their values in the file; ours each have their own.
    std::uint64_t left = opened.file.fileSize();
    for (const auto& [name, view] : opened.mapping.tensors) {
        if (job.stopRequested()) return fail(Error::cancelled());
        if (!view.isFinite())
            return fail(ErrorCode::Model, "the tensor '" + name + "' holds values that are no numbers");
        auto values = view.contiguous();
        if (values.stored == checkpoint::ScalarType::I64)
            return fail(ErrorCode::Model, "the tensor '" + name + "' holds whole numbers instead of weights");
        if (values.bytes.size() > left)
            return fail(ErrorCode::Model, "the weight file is damaged: its tensors share their values");
        left -= values.bytes.size();
        weights.tensors[name] = {checkpoint::scalarName(values.stored),
                                 {view.shape().begin(), view.shape().end()},
                                 std::move(values.bytes)};
        meter.advance();
    }
    if (opened.mapping.report.layout.architecture == Architecture::ResNet) {
        weights.tensors["pool.p"] = floatTensor({1}, {kUsualPower});
        ++opened.plan.parameters;
    }
    if (!request.whitening.empty())
        if (auto added = addWhitening(opened, request.whitening, weights); !added) return fail(added.error());
    weights.metadata = {{"imported_as", request.as}};
    meter.finish();
    return weights;
}

std::string provenance(const ImportPlan& plan, const ImportRequest& request) {
    nlohmann::ordered_json j;
    j["imported"] = {{"file", displayPath(request.file.filename())},
                     {"sha256", plan.fileHash},
                     {"container", plan.container},
                     {"as", plan.as},
                     {"tensors_used", plan.used},
                     {"tensors_not_needed", plan.notNeeded}};
    if (!request.whitening.empty()) j["imported"]["whitening"] = validUtf8(request.whitening);
    return j.dump();
}

// The id must be free, or belong to an earlier import in the same folder that may be replaced.
Result<void> checkIdIsFree(const std::string& id, const fs::path& manifest, bool replace) {
    std::error_code ignored;
    if (fs::exists(manifest, ignored)) {
        if (replace) return {};
        return fail(ErrorCode::BadInput,
                    "there is a model '" + id + "' already; choose another name or replace it");
    }
    const auto known = nn::listModels(nn::modelFolders());
    if (!known) return fail(known.error());
    for (const auto& model : *known)
        if (model.id == id)
            return fail(ErrorCode::BadInput, "there is a model '" + id + "' already in '" +
                                                 displayPath(model.manifest.parent_path()) +
                                                 "'; choose another name");
    return {};
}

Result<void> tryLoading(const fs::path& manifest) {
    const auto read = nn::readManifest(manifest);
    if (!read) return fail(read.error());
    nn::NetworkOptions options;
    options.device = "cpu";
    options.precision = nn::Precision::Fp32;
    const auto network = nn::loadNetwork(read->info, options);
    if (!network) return fail(network.error().whileDoing("trying the imported model"));
    return {};
}

}  // namespace

std::vector<std::string> importableKinds() {
    std::vector<std::string> kinds;
    for (const Architecture kind : checkpoint::allArchitectures())
        kinds.emplace_back(checkpoint::architectureName(kind));
    return kinds;
}

fs::path userModelFolder() {
    return nn::userModelFolder();
}

Result<ImportPlan> planImport(const ImportRequest& request) {
    auto opened = openImport(request);
    if (!opened) return fail(opened.error());
    return std::move(opened->plan);
}

Result<ImportedModel> importModel(const ImportRequest& request, const JobContext& job) {
    const std::string during = "importing '" + displayPath(request.file) + "'";
    auto opened = openImport(request);
    if (!opened) return fail(opened.error());
    if (!opened->plan.isComplete) return fail(Error{ErrorCode::Model, opened->plan.summary, during});
    const fs::path folder = request.folder.value_or(userModelFolder());
    const fs::path manifest = folder / (opened->plan.id + ".json");
    const fs::path weightFile = folder / (opened->plan.id + ".safetensors");
    if (auto isFree = checkIdIsFree(opened->plan.id, manifest, request.replace); !isFree)
        return fail(isFree.error());
    auto weights = convert(*opened, request, job);
    if (!weights)
        return fail(weights.error().isCancelled() ? weights.error() : weights.error().whileDoing(during));
    ImportPlan plan = std::move(opened->plan);
    // The bytes of the download are not needed any more: at most the tensors and the new file are held.
    opened = fail(ErrorCode::Internal, "");
    const auto bytes = nn::formatSafetensors(*weights);
    weights->tensors.clear();

    nn::ManifestDraft draft;
    draft.id = plan.id;
    draft.displayName = plan.displayName;
    draft.architecture = plan.architecture;
    draft.dimension = plan.dimension;
    draft.input = plan.input;
    draft.checksum = sha256Hex(bytes);
    draft.parameters = plan.parameters;
    draft.licence = "not stated; see where the file came from";
    draft.trainingSummary = "imported from '" + displayPath(request.file.filename()) + "' as " + plan.as;
    draft.trainingJson = provenance(plan, request);

    // Written and tried in a folder of its own, so that a model that cannot be used replaces none that can.
    const fs::path staging = folder / (".importing-" + plan.id + "-" + std::to_string(::getpid()));
    const auto placed = [&]() -> Result<void> {
        std::error_code failed;
        fs::create_directories(staging, failed);
        if (failed)
            return fail(ErrorCode::Io,
                        "the folder '" + displayPath(folder) + "' cannot be written: " + failed.message());
        const fs::path tried = staging / manifest.filename();
        if (auto written = writeFileSafely(staging / weightFile.filename(), bytes); !written) return written;
        if (auto written = nn::writeManifest(draft, tried); !written) return written;
        if (auto loaded = tryLoading(tried); !loaded) return loaded;
        fs::rename(staging / weightFile.filename(), weightFile, failed);
        if (!failed) fs::rename(tried, manifest, failed);
        if (failed)
            return fail(ErrorCode::Io,
                        "'" + displayPath(manifest) + "' cannot be written: " + failed.message());
        return {};
    }();
    std::error_code ignored;
    fs::remove_all(staging, ignored);
    if (!placed) return fail(placed.error().whileDoing(during));
    return ImportedModel{std::move(plan), weightFile, manifest};
}

}  // namespace adapnet::service
