// Lines, words and separated fields of small text formats, for readers of this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapnet::eval {

// Lines without their end ("\n" or "\r\n"); a byte order mark in front is skipped. The text must outlive
// this.
class LineReader {
  public:
    explicit LineReader(std::string_view text);
    std::optional<std::string_view> next();
    std::size_t number() const { return m_number; }  // of the last line, from 1

  private:
    std::string_view m_rest;
    std::size_t m_number = 0;
};

// Separated by blanks and tabs.
std::vector<std::string_view> splitWords(std::string_view line);

struct FieldRow {
    std::size_t line = 0;  // where it begins, from 1
    std::vector<std::string> fields;
};
// Fields separated by `separator`; "..." may hold separators, line breaks and doubled quotes. Empty lines are
// skipped. Nothing when a quote is not closed.
std::optional<std::vector<FieldRow>> splitFields(std::string_view text, char separator);

}  // namespace adapnet::eval
