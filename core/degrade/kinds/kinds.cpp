#include "core/degrade/kinds/kinds.h"

#include <algorithm>

namespace adapnet::degrade {

ParamValues BuiltInDegradation::defaultsWith(
    std::initializer_list<std::pair<const char*, double>> changed) const {
    ParamValues values;
    for (const ParamSpec& spec : m_params) values[spec.key] = spec.defaultValue;
    for (const auto& [key, value] : changed) values[key] = value;
    return values;
}

double atSeverity(const double (&values)[5], int level) {
    return values[std::clamp(level, 1, 5) - 1];
}

ParamSpec realParam(std::string key, Range range, double defaultValue, std::string unit,
                    std::string onlyWhen) {
    return {std::move(key),     ParamKind::Real, range.minimum,   range.maximum,
            range.step,         defaultValue,    std::move(unit), {},
            std::move(onlyWhen)};
}

ParamSpec integerParam(std::string key, Range range, double defaultValue, std::string unit,
                       std::string onlyWhen) {
    ParamSpec spec = realParam(std::move(key), range, defaultValue, std::move(unit), std::move(onlyWhen));
    spec.kind = ParamKind::Integer;
    return spec;
}

ParamSpec choiceParam(std::string key, std::vector<std::string> choices, std::string onlyWhen) {
    const auto last = static_cast<double>(choices.size()) - 1;
    return {std::move(key), ParamKind::Choice, 0, last, 1, 0, {}, std::move(choices), std::move(onlyWhen)};
}

}  // namespace adapnet::degrade
