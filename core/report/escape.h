// One function per format that makes foreign text harmless; every text of a report passes through one of
// them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace adapnet::report {

// For element content and quoted attribute values. Control characters and direction overrides (which can
// make "gpj.exe" read as "exe.jpg") become U+FFFD.
std::string htmlText(std::string_view text);

// A text cell of RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front,
// and so does one that starts with apostrophes before such a sign, so that taking one off always gives the
// text back.
std::string csvText(std::string_view text);

// "<", ">" and "&" of a finished JSON document become \u003c and so on: it may then stand inside a page.
std::string jsonForPages(std::string json);

std::string base64(std::span<const std::byte> bytes);

}  // namespace adapnet::report
