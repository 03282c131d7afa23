#include "core/eval/json_guard.h"

#include <cstddef>

namespace adapnet::eval {

namespace {

constexpr int kMaxDepth = 8;

}  // namespace

bool isNestedTooDeeply(std::string_view json) {
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText) {
            if (c == '\\') ++i;
            if (c == '"') inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxDepth) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace adapnet::eval
