// The comparison as a TREC run, for evaluation programs.
#include <cmath>

#include "core/base/numbers.h"
#include "core/report/run_record.h"
#include "core/report/trec_word.h"

namespace adapnet::report {

namespace {

// One column: a blank would start the next one.
std::string word(const std::string& text) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : validUtf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte != 0x7f && c != '%') {
            out += c;
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out.empty() ? "-" : out;
}

}  // namespace

std::string trecLine(const std::string& query, const RecordResult& result, const std::string& tag) {
    return word(query) + " Q0 " + word(result.path) + ' ' + std::to_string(result.rank) + ' ' +
           formatReal(std::isfinite(result.score) ? result.score : 0) + ' ' + word(tag) + '\n';
}

std::string toTrec(const RunRecord& record) {
    std::string out;
    for (const RecordModel& model : record.models)
        for (const RecordResult& result : model.results) out += trecLine(record.queryPath, result, model.id);
    return out;
}

}  // namespace adapnet::report
