#include "core/report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/files.h"

namespace adapnet::report {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// U+202A..U+202E, U+2066..U+2069, U+200E, U+200F, U+061C: they reorder the text around them.
bool startsDirectionMark(std::string_view text, std::size_t& length) {
    static constexpr std::array<std::string_view, 12> kMarks{
        "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
        "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xD8\x9C"};
    for (const std::string_view mark : kMarks) {
        if (text.substr(0, mark.size()) == mark) {
            length = mark.size();
            return true;
        }
    }
    return false;
}

bool startsFormula(std::string_view text) {
    static constexpr std::array<std::string_view, 11> kSigns{
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    return std::any_of(kSigns.begin(), kSigns.end(),
                       [&](std::string_view sign) { return text.substr(0, sign.size()) == sign; });
}

}  // namespace

std::string htmlText(std::string_view text) {
    const std::string valid = validUtf8(text);
    std::string out;
    out.reserve(valid.size() + valid.size() / 8);
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const char c = valid[i];
        const auto code = static_cast<unsigned char>(c);
        std::size_t length = 0;
        switch (c) {
            case '&':
                out += "&amp;";
                continue;
            case '<':
                out += "&lt;";
                continue;
            case '>':
                out += "&gt;";
                continue;
            case '"':
                out += "&quot;";
                continue;
            case '\'':
                out += "&#39;";
                continue;
            default:
                break;
        }
        if ((code < 0x20 && c != '\n' && c != '\t') || code == 0x7F) {
            out += kReplacement;
        } else if (code >= 0xC2 && startsDirectionMark(std::string_view(valid).substr(i), length)) {
            out += kReplacement;
            i += length - 1;
        } else {
            out += c;
        }
    }
    return out;
}

std::string csvText(std::string_view text) {
    std::string cell = validUtf8(text);
    const std::size_t first = std::min(cell.find_first_not_of('\''), cell.size());
    if (startsFormula(std::string_view(cell).substr(first))) cell.insert(0, 1, '\'');
    const bool blankEnds = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos && !blankEnds) return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string jsonForPages(std::string json) {
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

std::string base64(std::span<const std::byte> bytes) {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) {
            return i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U;
        };
        const std::uint32_t three = at(0) << 16 | at(1) << 8 | at(2);
        out += kDigits[three >> 18 & 63];
        out += kDigits[three >> 12 & 63];
        out += i + 1 < bytes.size() ? kDigits[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? kDigits[three & 63] : '=';
    }
    return out;
}

}  // namespace adapnet::report
