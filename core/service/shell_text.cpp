#include "core/service/shell_text.h"

#include <algorithm>
#include <array>

#include "core/base/files.h"

namespace adapnet::service {

namespace {

bool isPlain(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=,+@%").find(static_cast<char>(c)) != std::string_view::npos;
}

std::string escapedWord(std::string_view text) {
    constexpr std::array<char, 17> kDigits{"0123456789abcdef"};
    std::string word = "$'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            word += '\\';
            word += c;
        } else if (byte < 0x20 || byte >= 0x7f) {
            word += "\\x";
            word += kDigits[byte >> 4];
            word += kDigits[byte & 15];
        } else {
            word += c;
        }
    }
    return word + '\'';
}

}  // namespace

std::string shellWord(std::string_view text) {
    if (!text.empty() &&
        std::all_of(text.begin(), text.end(), [](char c) { return isPlain(static_cast<unsigned char>(c)); }))
        return std::string(text);
    const bool readable = validUtf8(text) == text && std::none_of(text.begin(), text.end(), [](char c) {
                              const auto byte = static_cast<unsigned char>(c);
                              return byte < 0x20 || byte == 0x7f;
                          });
    if (!readable) return escapedWord(text);
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'')
            word += "'\\''";
        else
            word += c;
    }
    return word + '\'';
}

}  // namespace adapnet::service
