// Numbers in files and on the command line: always the C locale, never the user's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapnet {

// The whole text must be one number; no blanks, no "nan", no "inf".
std::optional<double> parseReal(std::string_view text);
std::optional<std::int64_t> parseInteger(std::string_view text);

// Shortest text that reads back to the same value ("0.26", "17").
std::string formatReal(double value);
// Fixed number of decimals ("0.374").
std::string formatFixed(double value, int decimals);

}  // namespace adapnet
