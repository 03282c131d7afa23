#include "app/cli/protocol_options.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/cli/text.h"
#include "core/base/files.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;

Json setupJson(const service::SetupMeans& means) {
    return Json{{"mAP", means.mAP}, {"mP@1", means.mP1}, {"mP@5", means.mP5}, {"mP@10", means.mP10}};
}

std::string cell(double value) {
    return rightAligned(figureText(value), 9);
}

std::string measured(double value, std::size_t width) {
    return rightAligned(std::isnan(value) ? "-" : figureText(value), width);
}

// Members that were not measured are left out.
Json descriptorsJson(const service::DescriptorMeans& means) {
    Json json = Json::object();
    const auto add = [&](const char* key, double value) {
        if (!std::isnan(value)) json[key] = value;
    };
    add("cosine_to_clean", means.cosineToClean);
    add("gate_says_clean", means.gateClean);
    add("gate_right", means.gateRight);
    return json;
}

}  // namespace

void addProtocolOptions(CLI::App& command, ProtocolTexts& texts, ProtocolUse use) {
    auto* protocol = command
                         .add_option("--protocol", texts.protocol,
                                     "Noisy queries by protocol: noiser-v1, fifteen kinds with fixed noise")
                         ->option_text("noiser-v1")
                         ->check(CLI::IsMember({"noiser-v1"}));
    if (use == ProtocolUse::Required) protocol->required();
    command
        .add_option("--settings", texts.settings,
                    "mix (one kind for each query), per-kind (every kind), or both (default)")
        ->option_text("mix,per-kind")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"mix", "per-kind"}))
        ->needs(protocol);
    command.add_option("--severities", texts.severities, "Severities of the kinds, 1 to 5 (default 3)")
        ->option_text("1,3,5")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(1, 5))
        ->needs(protocol);
    command.add_option("--rotation", texts.rotation, "Which kind the first query of the mix gets, 0 to 14")
        ->option_text("N")
        ->check(CLI::Range(0, 14))
        ->needs(protocol);
}

void addNoisyFolderOptions(CLI::App& command, ProtocolTexts& texts) {
    auto* folder = command
                       .add_option("--noisy-queries", texts.noisyFolder,
                                   "Folder of noisy pictures named like the queries, or one made by "
                                   "'adapnet benchmark make', instead of degrading the queries here")
                       ->option_text("FOLDER")
                       ->excludes(command.get_option("--settings"))
                       ->excludes(command.get_option("--severities"))
                       ->excludes(command.get_option("--rotation"));
    command
        .add_option(
            "--noisy-boxes", texts.boxes,
            "Cut the ground truth's boxes out of the noisy pictures: apply, ignore, or auto (by their "
            "size)")
        ->option_text("auto|apply|ignore")
        ->check(CLI::IsMember({"auto", "apply", "ignore"}))
        ->needs(folder);
    command.add_flag("--no-compensation", texts.withoutCompensation,
                     "With --protocol or --noisy-queries: leave out the compensation block of AdapNet");
}

bool asksFor(const ProtocolTexts& texts, const char* setting) {
    return std::ranges::find(texts.settings, setting) != texts.settings.end();
}

service::ProtocolOptions protocolOptionsOf(const ProtocolTexts& texts) {
    service::ProtocolOptions options;
    options.mix = asksFor(texts, "mix");
    options.perKind = asksFor(texts, "per-kind");
    options.severities = texts.severities;
    options.rotation = texts.rotation;
    if (!texts.noisyFolder.empty()) options.noisyFolder = texts.noisyFolder;
    options.compensation = !texts.withoutCompensation;
    if (texts.boxes == "apply") options.boxes = service::NoisyBoxes::Apply;
    if (texts.boxes == "ignore") options.boxes = service::NoisyBoxes::Ignore;
    return options;
}

Json protocolJson(const service::ProtocolEvaluation& evaluation,
                  const std::vector<service::SettingComparison>& comparisons) {
    Json models = Json::array();
    for (const auto& model : evaluation.models) {
        const auto& clean = model.settings.front();
        Json settings = Json::object();
        Json kept = Json::object();
        for (const auto& setting : model.settings) {
            settings[setting.name] = Json{{"easy", setupJson(setting.easy)},
                                          {"medium", setupJson(setting.medium)},
                                          {"hard", setupJson(setting.hard)}};
            settings[setting.name].update(descriptorsJson(setting.descriptors));
            if (&setting == &clean) continue;
            kept[setting.name] = Json{{"medium", service::retention(setting.medium.mAP, clean.medium.mAP)},
                                      {"hard", service::retention(setting.hard.mAP, clean.hard.mAP)}};
        }
        models.push_back(
            Json{{"model", model.model}, {"settings", std::move(settings)}, {"retention", std::move(kept)}});
    }
    Json json{{"models", std::move(models)}};
    if (!evaluation.enhancer.empty()) json["enhancer"] = evaluation.enhancer;
    if (!evaluation.compensation) json["compensation"] = false;
    for (const auto& comparison : comparisons)
        json["comparisons"].push_back(Json{{"setting", comparison.setting},
                                           {"first", comparison.first},
                                           {"second", comparison.second},
                                           {"difference", Json{{"value", comparison.paired.difference.value},
                                                               {"low", comparison.paired.difference.low},
                                                               {"high", comparison.paired.difference.high}}},
                                           {"queries", comparison.paired.difference.queries},
                                           {"verdict", eval::verdictName(comparison.paired.verdict)}});
    return json;
}

std::string protocolText(const service::ProtocolEvaluation& evaluation,
                         const std::vector<service::SettingComparison>& comparisons) {
    constexpr std::size_t kNameWidth = 20;
    std::ostringstream out;
    if (!evaluation.enhancer.empty()) out << "every query repaired by " << evaluation.enhancer << '\n';
    if (!evaluation.compensation) out << "without the compensation block\n";
    for (const auto& model : evaluation.models) {
        const auto& clean = model.settings.front();
        out << model.model << ", " << evaluation.queries << " queries, mAP\n"
            << std::string(kNameWidth, ' ')
            << "     easy   medium     hard   medium kept   cosine   gate says clean   names the kind\n";
        for (const auto& setting : model.settings) {
            const double kept = service::retention(setting.medium.mAP, clean.medium.mAP);
            out << padded("  " + setting.name, kNameWidth) << cell(setting.easy.mAP)
                << cell(setting.medium.mAP) << cell(setting.hard.mAP);
            out << "     " << (&setting != &clean ? cell(kept) : rightAligned({}, 9));
            const auto& means = setting.descriptors;
            out << measured(means.cosineToClean, 9);
            if (!std::isnan(means.gateClean))
                out << measured(means.gateClean, 18) << measured(means.gateRight, 17);
            out << '\n';
        }
        out << '\n';
    }
    if (!comparisons.empty())
        out << "medium mAP, first minus second, with the 95 % interval over the queries\n";
    for (const auto& [setting, first, second, paired] : comparisons) {
        out << padded("  " + setting, kNameWidth) << cell(paired.difference.value) << "  ["
            << cell(paired.difference.low) << ',' << cell(paired.difference.high) << " ]  " << first << " - "
            << second << ": " << eval::verdictText(paired.verdict) << '\n';
    }
    return out.str();
}

}  // namespace adapnet::cli
