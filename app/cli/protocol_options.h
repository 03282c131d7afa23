// `adapnet evaluate --protocol` and `--noisy-queries`: options, and how the figures look.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/service/protocol_service.h"

namespace adapnet::cli {

// [--protocol noiser-v1] [--settings mix,per-kind] [--severities 1,3,5] [--rotation N]
// [--noisy-queries FOLDER] [--noisy-boxes auto|apply|ignore] [--no-compensation]
struct ProtocolTexts {
    std::string protocol;
    std::vector<std::string> settings{"mix", "per-kind"};
    std::vector<int> severities{3};
    int rotation = 0;
    std::string noisyFolder;
    std::string boxes = "auto";
    bool withoutCompensation = false;
    bool isAsked() const { return !protocol.empty() || !noisyFolder.empty(); }
};
// The options that `evaluate` and `benchmark make` share; `use` says whether the protocol must be named.
enum class ProtocolUse { Optional, Required };
void addProtocolOptions(CLI::App& command, ProtocolTexts& texts, ProtocolUse use);
void addNoisyFolderOptions(CLI::App& command, ProtocolTexts& texts);

service::ProtocolOptions protocolOptionsOf(const ProtocolTexts& texts);
bool asksFor(const ProtocolTexts& texts, const char* setting);

// {"models":[{"model":ID,"settings":{NAME:{"easy":{"mAP":..,"mP@1":..,..},"medium":..,"hard":..,
// and where they were measured "cosine_to_clean":C,"gate_says_clean":S,"gate_right":S}},
// "retention":{NAME:{"medium":..,"hard":..}}}]}; with several models also "comparisons":[{"setting","first",
// "second","difference":{"value","low","high"},"queries","verdict"}], and where they were asked for
// "enhancer":ID and "compensation":false. Numbers that do not exist are null.
nlohmann::ordered_json protocolJson(const service::ProtocolEvaluation& evaluation,
                                    const std::vector<service::SettingComparison>& comparisons);
std::string protocolText(const service::ProtocolEvaluation& evaluation,
                         const std::vector<service::SettingComparison>& comparisons);

}  // namespace adapnet::cli
