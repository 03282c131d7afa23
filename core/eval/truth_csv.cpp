// Ground truth as CSV.
#include <algorithm>
#include <array>
#include <map>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/text_lines.h"
#include "core/eval/truth_builder.h"
#include "core/eval/truth_formats.h"
#include "core/eval/truth_rules.h"

namespace adapnet::eval {

namespace {

// Which field holds what; -1: there is none.
struct Columns {
    int query = 0;
    int reference = 1;
    int label = -1;
    int subset = -1;
    std::array<int, 4> box{-1, -1, -1, -1};
    bool hasBox() const {
        return std::all_of(box.begin(), box.end(), [](int column) { return column >= 0; });
    }
};

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

// Nothing when the row is no header.
std::optional<Columns> columnsOf(const std::vector<std::string>& fields) {
    static const std::map<std::string, int Columns::*> kNames{{"query", &Columns::query},
                                                              {"query_id", &Columns::query},
                                                              {"image", &Columns::query},
                                                              {"reference", &Columns::reference},
                                                              {"reference_id", &Columns::reference},
                                                              {"path", &Columns::reference},
                                                              {"label", &Columns::label},
                                                              {"relevance", &Columns::label},
                                                              {"subset", &Columns::subset}};
    Columns columns;
    columns.query = columns.reference = -1;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string name = lowered(fields[i]);
        const int at = static_cast<int>(i);
        if (const auto known = kNames.find(name); known != kNames.end()) columns.*(known->second) = at;
        constexpr std::array<std::string_view, 4> kBox{"x1", "y1", "x2", "y2"};
        for (std::size_t k = 0; k < kBox.size(); ++k)
            if (name == kBox[k]) columns.box[k] = at;
    }
    if (columns.query < 0 || columns.reference < 0) return std::nullopt;
    return columns;
}

std::string fieldAt(const FieldRow& row, int column) {
    const auto at = static_cast<std::size_t>(column);
    return column >= 0 && at < row.fields.size() ? row.fields[at] : std::string();
}

Result<std::optional<std::array<double, 4>>> boxAt(const FieldRow& row, const Columns& columns) {
    if (!columns.hasBox()) return std::nullopt;
    std::array<double, 4> box{};
    std::size_t empty = 0;
    for (std::size_t i = 0; i < box.size(); ++i) {
        const std::string text = fieldAt(row, columns.box[i]);
        if (text.empty()) {
            ++empty;
            continue;
        }
        const auto value = parseReal(text);
        if (!value) return fail(ErrorCode::BadInput, "\"" + validUtf8(text) + "\" is no coordinate of a box");
        box[i] = *value;
    }
    if (empty == box.size()) return std::nullopt;
    if (empty > 0) return fail(ErrorCode::BadInput, "a box needs all of x1, y1, x2 and y2");
    if (const auto problem = boxProblem(box)) return fail(ErrorCode::BadInput, "the box " + *problem);
    return box;
}

Result<void> addRow(TruthBuilder& builder, const FieldRow& row, const Columns& columns) {
    const std::string image = fieldAt(row, columns.query);
    auto box = boxAt(row, columns);
    if (!box) return fail(box.error());
    std::string key = image;
    if (*box)
        for (const double value : **box) key += '\n' + formatReal(value);
    auto query = builder.query(key, image, *box, fieldAt(row, columns.subset));
    if (!query) return fail(query.error());
    const std::string reference = fieldAt(row, columns.reference);
    if (reference.empty()) return {};
    const std::string label = fieldAt(row, columns.label);
    const auto judgement = label.empty() ? Judgement::Easy : judgementOf(label);
    if (!judgement)
        return fail(ErrorCode::BadInput,
                    "the label \"" + validUtf8(label) +
                        "\" must be easy, positive, hard, junk, negative or a whole number");
    return builder.judge(*query, reference, *judgement);
}

char separatorOf(std::string_view text) {
    LineReader lines(text);
    const auto first = lines.next();
    for (const char separator : {',', ';', '\t'})
        if (first && first->find(separator) != std::string_view::npos) return separator;
    return ',';
}

}  // namespace

Result<GroundTruth> parseTruthCsv(std::string_view text) {
    const auto rows = splitFields(text, separatorOf(text));
    if (!rows) return fail(ErrorCode::BadInput, "a quotation mark of the CSV file is not closed");
    if (rows->empty()) return fail(ErrorCode::BadInput, "the CSV file is empty");
    const auto header = columnsOf(rows->front().fields);
    Columns columns = header.value_or(Columns{});
    if (!header && rows->front().fields.size() > 2) columns.label = 2;
    TruthBuilder builder;
    for (std::size_t i = header ? 1 : 0; i < rows->size(); ++i) {
        const FieldRow& row = (*rows)[i];
        if (auto added = addRow(builder, row, columns); !added)
            return fail(added.error().whileDoing("line " + std::to_string(row.line)));
    }
    GroundTruth truth = builder.finish();
    if (truth.queries.empty()) return fail(ErrorCode::BadInput, "the CSV file names no query");
    return truth;
}

}  // namespace adapnet::eval
