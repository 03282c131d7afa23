#include "core/eval/text_lines.h"

#include <utility>

namespace adapnet::eval {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view withoutMark(std::string_view text) {
    return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

}  // namespace

LineReader::LineReader(std::string_view text) : m_rest(withoutMark(text)) {}

std::optional<std::string_view> LineReader::next() {
    if (m_rest.empty()) return std::nullopt;
    const auto end = m_rest.find('\n');
    std::string_view line = m_rest.substr(0, end);
    m_rest = end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++m_number;
    return line;
}

std::vector<std::string_view> splitWords(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < line.size();) {
        while (i < line.size() && isBlank(line[i])) ++i;
        const std::size_t from = i;
        while (i < line.size() && !isBlank(line[i])) ++i;
        if (i > from) words.push_back(line.substr(from, i - from));
    }
    return words;
}

std::optional<std::vector<FieldRow>> splitFields(std::string_view text, char separator) {
    text = withoutMark(text);
    std::vector<FieldRow> rows;
    FieldRow row;
    std::string field;
    std::size_t line = 1;
    row.line = line;
    bool quoted = false;
    bool wasQuoted = false;
    const auto endField = [&] {
        // Blanks around a field are the writer's spacing, inside quotes they are meant.
        if (!wasQuoted) {
            while (!field.empty() && isBlank(field.back())) field.pop_back();
            field.erase(0, field.find_first_not_of(" \t"));
        }
        row.fields.push_back(std::exchange(field, {}));
        wasQuoted = false;
    };
    const auto endRow = [&] {
        endField();
        if (row.fields.size() > 1 || !row.fields[0].empty()) rows.push_back(std::move(row));
        row = {};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                field += c;
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && !wasQuoted && field.find_first_not_of(" \t") == std::string::npos) {
            field.clear();
            quoted = wasQuoted = true;
        } else if (c == separator) {
            endField();
        } else if (c == '\n') {
            endRow();
            row.line = line;
        } else if (!wasQuoted) {
            field += c;
        }
    }
    if (quoted) return std::nullopt;
    endRow();
    return rows;
}

}  // namespace adapnet::eval
