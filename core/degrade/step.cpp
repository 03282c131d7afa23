#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/degrade/degradation.h"

namespace adapnet::degrade {

namespace {

std::string inQuotes(std::string_view text) {
    constexpr std::size_t kShown = 60;
    return '"' + validUtf8(text.substr(0, kShown)) + (text.size() > kShown ? "...\"" : "\"");
}

template <class Range, class Name>
std::string listed(const Range& range, const Name& name) {
    std::string text;
    for (const auto& entry : range) text += (text.empty() ? "" : ", ") + name(entry);
    return text;
}

const ParamSpec* findSpec(std::span<const ParamSpec> params, std::string_view key) {
    const auto found = std::ranges::find(params, key, &ParamSpec::key);
    return found == params.end() ? nullptr : &*found;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

// "model=frequency" in two.
std::pair<std::string_view, std::string_view> conditionOf(const ParamSpec& spec) {
    const std::string_view text = spec.onlyWhen;
    const std::size_t equals = text.find('=');
    return {text.substr(0, equals), text.substr(equals + 1)};
}

double choiceIndex(const ParamSpec& spec, std::string_view choice) {
    return static_cast<double>(std::ranges::find(spec.choices, choice) - spec.choices.begin());
}

std::string allowedText(const ParamSpec& spec) {
    if (spec.kind == ParamKind::Choice) {
        return "one of " + listed(spec.choices, [](const std::string& choice) { return choice; });
    }
    return (spec.kind == ParamKind::Integer ? "a whole number from " : "a number from ") +
           formatReal(spec.minimum) + " to " + formatReal(spec.maximum);
}

bool isAllowed(const ParamSpec& spec, double value) {
    if (!(value >= spec.minimum && value <= spec.maximum)) return false;
    return spec.kind == ParamKind::Real || value == std::floor(value);
}

Result<double> parseValue(const Degradation& degradation, const ParamSpec& spec, std::string_view text) {
    if (spec.kind == ParamKind::Choice) {
        const double index = choiceIndex(spec, lowerCase(text));
        if (index < static_cast<double>(spec.choices.size())) return index;
    } else if (const auto number = parseReal(text); number && isAllowed(spec, *number)) {
        return *number + 0.0;  // -0 becomes 0
    }
    return fail(ErrorCode::BadInput, spec.key + " of " + degradation.kind() + " must be " +
                                         allowedText(spec) + ", not " + inQuotes(text));
}

// Makes the choices that the keys in `given` need, and refuses contradictions.
Result<void> makeNeededChoices(const Degradation& degradation, std::set<std::string> given,
                               ParamValues& values) {
    std::vector<std::string> open(given.begin(), given.end());
    while (!open.empty()) {
        const ParamSpec* spec = findSpec(degradation.params(), open.back());
        open.pop_back();
        if (spec->onlyWhen.empty()) continue;
        const auto [key, choice] = conditionOf(*spec);
        const ParamSpec* condition = findSpec(degradation.params(), key);
        const double index = choiceIndex(*condition, choice);
        if (given.insert(condition->key).second) {
            values[condition->key] = index;
            open.push_back(condition->key);
        } else if (values[condition->key] != index) {
            return fail(ErrorCode::BadInput,
                        spec->key + " of " + degradation.kind() + " is used only with " + spec->onlyWhen);
        }
    }
    return {};
}

Result<Step> parseSeverity(const Degradation& degradation, std::string_view value, bool alone) {
    const auto level = parseInteger(value);
    if (!level || *level < 1 || *level > 5 || !alone) {
        return fail(ErrorCode::BadInput,
                    "severity of " + degradation.kind() + " must be 1, 2, 3, 4 or 5 and stand alone");
    }
    return Step{degradation.kind(), degradation.severity(static_cast<int>(*level)), true};
}

// Names of protocol noiser-v1 for one choice of a registered kind.
struct Alias {
    std::string_view name;
    std::string_view kind;
    std::string_view key;
    std::string_view choice;
};
constexpr std::array kAliases{Alias{"impulse_noise", "salt_and_pepper", "per", "sample"},
                              Alias{"speckle_noise", "speckle", "distribution", "normal"},
                              Alias{"low_resolution", "resolution_loss", "method", "area"}};

const Alias* findAlias(std::string_view name) {
    const auto found = std::ranges::find(kAliases, name, &Alias::name);
    return found == kAliases.end() ? nullptr : &*found;
}

void makeAliasChoice(const Alias& alias, Step& step) {
    const ParamSpec* spec = findSpec(find(alias.kind)->params(), alias.key);
    step.values[spec->key] = choiceIndex(*spec, alias.choice);
}

Result<const Degradation*> findKnown(std::string_view kind) {
    if (const Degradation* degradation = find(kind)) return degradation;
    return fail(ErrorCode::BadInput, "unknown degradation " + inQuotes(kind) + "; known are " +
                                         listed(registry(), [](const auto& known) { return known->kind(); }) +
                                         ", and repair, which mends");
}

Result<void> checkStep(const Step& step) {
    const auto degradation = findKnown(step.kind);
    if (!degradation) return fail(degradation.error());
    for (const auto& [key, value] : step.values) {
        const ParamSpec* spec = findSpec((*degradation)->params(), key);
        if (spec == nullptr) {
            return fail(ErrorCode::BadInput, step.kind + " has no parameter " + inQuotes(key));
        }
        if (!isAllowed(*spec, value)) {
            return fail(ErrorCode::BadInput, key + " of " + step.kind + " must be " + allowedText(*spec));
        }
    }
    for (const ParamSpec& spec : (*degradation)->params()) {
        if (!step.values.contains(spec.key)) {
            return fail(ErrorCode::BadInput, step.kind + " needs a value for " + spec.key);
        }
    }
    return {};
}

}  // namespace

bool isUsed(const ParamSpec& spec, std::span<const ParamSpec> params, const ParamValues& values) {
    if (spec.onlyWhen.empty()) return true;
    const auto [key, choice] = conditionOf(spec);
    const ParamSpec* condition = findSpec(params, key);
    if (condition == nullptr) return true;
    const auto value = values.find(condition->key);
    const double index = value == values.end() ? condition->defaultValue : value->second;
    return index == choiceIndex(*condition, choice) && isUsed(*condition, params, values);
}

Result<Step> defaultStep(std::string_view kind) {
    const Alias* alias = findAlias(kind);
    const auto degradation = findKnown(alias != nullptr ? alias->kind : kind);
    if (!degradation) return fail(degradation.error());
    Step step{(*degradation)->kind(), {}, true};
    for (const ParamSpec& spec : (*degradation)->params()) step.values[spec.key] = spec.defaultValue;
    if (alias != nullptr) makeAliasChoice(*alias, step);
    return step;
}

Result<Step> parseStep(std::string_view text) {
    const std::size_t colon = text.find(':');
    auto step = defaultStep(text.substr(0, colon));
    if (!step || colon == std::string_view::npos) return step;
    const Degradation& degradation = *find(step->kind);
    std::set<std::string> given;
    const Alias* alias = findAlias(text.substr(0, colon));
    if (alias != nullptr) given.insert(std::string(alias->key));
    const std::string_view assignments = text.substr(colon + 1);
    for (std::size_t at = 0; at <= assignments.size();) {
        const std::size_t comma = std::min(assignments.find(',', at), assignments.size());
        const std::string_view assignment = assignments.substr(at, comma - at);
        at = comma + 1;
        const std::size_t equals = assignment.find('=');
        const std::string key = lowerCase(assignment.substr(0, equals));
        const std::string_view value =
            equals == std::string_view::npos ? std::string_view() : assignment.substr(equals + 1);
        if (key == "severity") {
            step = parseSeverity(degradation, value, assignment.size() == assignments.size());
            if (step && alias != nullptr) makeAliasChoice(*alias, *step);
            return step;
        }
        const ParamSpec* spec = findSpec(degradation.params(), key);
        if (spec == nullptr || equals == std::string_view::npos) {
            return fail(ErrorCode::BadInput,
                        inQuotes(assignment) + " is no parameter of " + step->kind +
                            "; write key=value with " +
                            listed(degradation.params(), [](const ParamSpec& known) { return known.key; }) +
                            " or severity");
        }
        if (!given.insert(spec->key).second) {
            return fail(ErrorCode::BadInput, spec->key + " of " + step->kind + " is given twice");
        }
        const auto parsed = parseValue(degradation, *spec, value);
        if (!parsed) return fail(parsed.error());
        step->values[spec->key] = *parsed;
    }
    if (const auto fits = makeNeededChoices(degradation, given, step->values); !fits)
        return fail(fits.error());
    return step;
}

std::string formatStep(const Step& step) {
    const Degradation* degradation = find(step.kind);
    if (degradation == nullptr) return step.kind;
    std::string text = step.kind;
    char separator = ':';
    for (const ParamSpec& spec : degradation->params()) {
        const auto value = step.values.find(spec.key);
        if (value == step.values.end() || !isUsed(spec, degradation->params(), step.values)) continue;
        text += separator + spec.key + '=';
        const auto index = static_cast<std::size_t>(std::max(0.0, value->second));
        const bool named = spec.kind == ParamKind::Choice && index < spec.choices.size();
        text += named ? spec.choices[index] : formatReal(value->second);
        separator = ',';
    }
    return text;
}

bool Recipe::empty() const {
    return std::ranges::none_of(steps, &Step::enabled);
}

Result<void> check(const Recipe& recipe) {
    if (recipe.steps.size() > kMaxSteps) {
        return fail(ErrorCode::BadInput,
                    "a recipe has at most " + std::to_string(kMaxSteps) + " degradations");
    }
    for (const Step& step : recipe.steps) {
        if (const auto checked = checkStep(step); !checked) return checked;
    }
    return {};
}

}  // namespace adapnet::degrade
