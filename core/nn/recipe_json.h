// How training recipes are read from JSON: every known key is taken out of the object, and what is left over
// at the end is a mistake that would otherwise go unnoticed. Pure; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace adapnet::nn {

// Lower-case letters, digits and underscores, at least one: what an id may be made of.
inline bool isPlainName(std::string_view id) {
    return !id.empty() &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

// A visitor (key, field, ...) that fills the fields whose keys are there and takes these keys away.
inline auto takingFrom(nlohmann::json& object) {
    return [&object](const char* key, auto& field, const auto&...) {
        if (const auto found = object.find(key); found != object.end()) {
            found->get_to(field);
            object.erase(found);
        }
    };
}

// `take(config, object)` fills a Config and takes its keys away; Config::check() has the last word. BadInput
// for anything that is no recipe.
template <class Config, class Take>
Result<Config> parseRecipe(std::string_view text, Take&& take) {
    try {
        auto object = nlohmann::json::parse(text);
        if (!object.is_object()) return fail(ErrorCode::BadInput, "the training recipe is not a JSON object");
        Config config;
        take(config, object);
        object.erase("about");  // free text
        if (!object.empty())
            return fail(ErrorCode::BadInput,
                        "the training recipe has the unknown key '" + object.begin().key() + "'");
        if (auto checked = config.check(); !checked) return fail(checked.error());
        return config;
    } catch (const nlohmann::json::exception& exception) {
        return fail(ErrorCode::BadInput,
                    std::string("the training recipe cannot be read: ") + exception.what());
    }
}

}  // namespace adapnet::nn
