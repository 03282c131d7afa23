// Small pieces of text that several commands print or read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapnet::cli {

// Cells of tables: blanks on the right or on the left; a figure with four decimals, "-" when there is none.
std::string padded(std::string_view text, std::size_t width);
std::string rightAligned(const std::string& text, std::size_t width);
std::string figureText(double value);

// "a,,b" -> "a", "", "b".
std::vector<std::string> splitAt(const std::string& text, char separator);

}  // namespace adapnet::cli
