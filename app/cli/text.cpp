#include "app/cli/text.h"

#include <cmath>

#include "core/base/numbers.h"

namespace adapnet::cli {

std::string padded(std::string_view text, std::size_t width) {
    std::string cell(text);
    if (cell.size() < width) cell.append(width - cell.size(), ' ');
    return cell;
}

std::string rightAligned(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string figureText(double value) {
    return std::isnan(value) ? "-" : formatFixed(value, 4);
}

std::vector<std::string> splitAt(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

}  // namespace adapnet::cli
