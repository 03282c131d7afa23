#include "core/checkpoint/mapping.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/files.h"

namespace adapnet::checkpoint {

namespace {

constexpr std::size_t kMostWhitenings = 64;

std::string listed(const std::vector<std::string>& names, std::size_t count, const char* what) {
    constexpr std::size_t kShown = 3;
    std::string text = std::to_string(count) + (count == 1 ? " tensor is " : " tensors are ") + what + " (";
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i > 0 ? ", " : "") + names[i];
    return text + (count > kShown ? ", ...)" : ")");
}

struct Found {
    std::string_view fileName;
    TensorView view;
};

}  // namespace

std::string MappingReport::summary() const {
    std::vector<std::string> parts;
    if (!missing.empty()) parts.push_back(listed(missing, missing.size(), "missing"));
    if (unexpectedCount > 0) parts.push_back(listed(unexpected, unexpectedCount, "unexpected"));
    if (!misshapen.empty()) {
        std::vector<std::string> names;
        for (const Misshapen& tensor : misshapen)
            names.push_back(tensor.name + ": " + shapeText(tensor.found) + " instead of " +
                            shapeText(tensor.expected));
        parts.push_back(listed(names, names.size(), "misshapen"));
    }
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text.empty() ? std::to_string(used) + " tensors, nothing missing, nothing unexpected" : text;
}

Result<Mapping> mapTensors(const Checkpoint& checkpoint, Architecture architecture,
                           const std::vector<std::string>& ignored) {
    Mapping mapping;
    MappingReport& report = mapping.report;
    std::map<std::string, Found, std::less<>> found;
    Shapes shapes;
    const auto unexpected = [&](std::string_view name) {
        ++report.unexpectedCount;
        if (report.unexpected.size() < MappingReport::kMostNames)
            report.unexpected.push_back(validUtf8(name.substr(0, 256)));
    };
    const auto visited =
        checkpoint.forEachTensor([&](std::string_view name, const TensorView& view) -> Result<void> {
            const auto isIgnored = [&](const std::string& prefix) {
                return !prefix.empty() && name.starts_with(prefix);
            };
            const Renamed renamed = renameTensor(architecture, name);
            if (renamed.kind == Renamed::Kind::NotNeeded ||
                std::any_of(ignored.begin(), ignored.end(), isIgnored)) {
                ++report.notNeeded;
                return {};
            }
            if (renamed.kind == Renamed::Kind::Unknown) {
                unexpected(name);
                return {};
            }
            const auto [entry, isNew] = found.try_emplace(renamed.name, Found{name, view});
            if (!isNew)
                return fail(ErrorCode::Model, "the weight file holds '" + renamed.name + "' twice, as '" +
                                                  validUtf8(entry->second.fileName) + "' and as '" +
                                                  validUtf8(name) + "'");
            shapes.emplace(renamed.name, Shape(view.shape().begin(), view.shape().end()));
            return {};
        });
    if (!visited) return fail(visited.error());
    const auto layout = recogniseLayout(architecture, shapes);
    if (!layout) return fail(layout.error());
    report.layout = *layout;
    if (const auto stem = found.find("backbone.stem.conv.weight"); stem != found.end())
        report.hasPyclsNames = stem->second.fileName.find("stem.") != std::string_view::npos;
    const Shapes expected = expectedTensors(*layout);
    for (const auto& [name, shape] : expected) {
        const auto it = found.find(name);
        if (it == found.end()) {
            report.missing.push_back(name);
        } else if (shapes[name] != shape) {
            report.misshapen.push_back({name, validUtf8(it->second.fileName), shape, shapes[name]});
        } else {
            mapping.tensors.push_back({name, it->second.view});
        }
    }
    for (const auto& [name, tensor] : found)
        if (!expected.contains(name)) unexpected(tensor.fileName);
    report.used = mapping.tensors.size();
    return mapping;
}

std::vector<std::string> whiteningNames(const Checkpoint& checkpoint) {
    std::vector<std::string> names;
    const auto meta = checkpoint.meta();
    const auto sets = meta ? meta->find("Lw") : std::nullopt;
    if (!sets) return names;
    for (const pickle::Entry set : sets->entries())
        for (const pickle::Entry kind : set.value.entries())
            if (set.key.text() && kind.key.text() && names.size() < kMostWhitenings)
                names.push_back(
                    validUtf8(std::string(*set.key.text()) + "/" + std::string(*kind.key.text())));
    return names;
}

Result<Whitening> readWhitening(const Checkpoint& checkpoint, const std::string& name,
                                std::int64_t dimension) {
    const auto meta = checkpoint.meta();
    const auto sets = meta ? meta->find("Lw") : std::nullopt;
    const auto slash = name.find('/');
    const auto set = sets ? sets->find(name.substr(0, slash)) : std::nullopt;
    const auto kind = set && slash != std::string::npos ? set->find(name.substr(slash + 1)) : std::nullopt;
    if (!kind) {
        std::string known;
        for (const std::string& other : whiteningNames(checkpoint))
            known += (known.empty() ? "" : ", ") + other;
        return fail(ErrorCode::NotFound, "the weight file has no whitening '" + validUtf8(name) + "'; " +
                                             (known.empty() ? "it has none" : "choose from " + known));
    }
    const auto mean = kind->find("m");
    const auto projection = kind->find("P");
    if (!mean || !projection)
        return fail(ErrorCode::Model, "the whitening '" + validUtf8(name) + "' lacks its mean or its matrix");
    auto means = numpyArray(*mean);
    if (!means) return fail(means.error());
    auto rows = numpyArray(*projection);
    if (!rows) return fail(rows.error());
    if (static_cast<std::int64_t>(means->values.size()) != dimension || rows->shape.size() != 2 ||
        rows->shape[1] != dimension || rows->shape[0] > dimension)
        return fail(ErrorCode::Model,
                    "the whitening '" + validUtf8(name) + "' has shapes that do not fit the network");
    const auto isFinite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(means->values.begin(), means->values.end(), isFinite) ||
        !std::all_of(rows->values.begin(), rows->values.end(), isFinite))
        return fail(ErrorCode::Model,
                    "the whitening '" + validUtf8(name) + "' holds values that are no numbers");
    return Whitening{std::move(means->values), std::move(rows->values), rows->shape[0]};
}

MetaColours metaColours(const Checkpoint& checkpoint) {
    const auto meta = checkpoint.meta();
    const auto three = [&](std::string_view key) {
        std::vector<double> numbers;
        const auto list = meta ? meta->find(key) : std::nullopt;
        if (!list || list->size() != 3) return numbers;
        for (const pickle::Value item : list->items())
            if (const auto number = item.real(); number && std::isfinite(*number)) numbers.push_back(*number);
        if (numbers.size() != 3) numbers.clear();
        return numbers;
    };
    MetaColours colours{three("mean"), three("std")};
    if (colours.mean.empty() || colours.deviation.empty() ||
        std::any_of(colours.deviation.begin(), colours.deviation.end(), [](double d) { return !(d > 0); }))
        return {};
    return colours;
}

}  // namespace adapnet::checkpoint
