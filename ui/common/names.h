// Words for the permanent identifiers of core, translated. Core never holds words for people; a test walks
// all registries and demands a name for each entry.
#pragma once

#include <QString>
#include <span>
#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/degrade/degradation.h"

namespace adapnet::ui {

// Empty for an identifier without a name.
QString degradationName(std::string_view kind);
QString paramName(std::string_view kind, std::string_view key);
QString choiceName(std::string_view choice);
QString unitSuffix(std::string_view unit);  // " px", " °"; empty for none
QString presetName(std::string_view id);
QString stageName(std::string_view stage);  // of long work: "Reading pictures"

// The name, or the identifier itself where there is none (a recipe of a newer version).
QString nameOr(const QString& name, std::string_view id);

// One sentence for the notice bar: what failed in words, then the detail.
QString errorText(const Error& error);
// "132 of 955 · 23 a second · 40 s left"
QString progressText(const Progress& progress);
// "40 s", "3 min 20 s", "1 h 5 min"
QString durationText(double seconds);

// False for a parameter that the other values make meaningless (ParamSpec::onlyWhen).
bool isParamUsed(const degrade::ParamSpec& spec, std::span<const degrade::ParamSpec> all,
                 const degrade::ParamValues& values);
// "Gaussian noise (sigma 0.26), motion blur (length 21 px)"; "none" for an empty recipe.
QString recipeText(const degrade::Recipe& recipe);
// A number as it is shown, without needless zeros, in the user's locale.
QString numberText(double value, double step);

}  // namespace adapnet::ui
