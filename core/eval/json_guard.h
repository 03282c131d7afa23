// A look at JSON from outside before it is parsed.
#pragma once

#include <string_view>

namespace adapnet::eval {

// Deeper than any format of this folder goes: refused before parsing, so that a hostile file cannot exhaust
// the stack.
bool isNestedTooDeeply(std::string_view json);

}  // namespace adapnet::eval
