#include "core/service/atlas_journal.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

namespace adapnet::service {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-atlas-journal";

std::string headLine(const std::string& key) {
    return Json{{"format", kFormat}, {"version", 1}, {"key", key}}.dump() + "\n";
}

std::string lineOf(std::size_t query, std::size_t cell, const AtlasValues& values) {
    return Json{{"query", query}, {"cell", cell}, {"ap", values}}.dump() + "\n";
}

// Nothing when the line is not whole.
std::optional<AtlasValues> valuesOf(const Json& line, std::size_t models, std::size_t seeds) {
    if (!line.is_object() || !line.contains("query") || !line["query"].is_number_unsigned() ||
        !line.contains("cell") || !line["cell"].is_number_unsigned() || !line.contains("ap") ||
        !line["ap"].is_array() || line["ap"].size() != models)
        return std::nullopt;
    const std::size_t expected = line["cell"] == 0 ? 1 : seeds;
    AtlasValues values;
    for (const Json& row : line["ap"]) {
        if (!row.is_array() || row.size() != expected) return std::nullopt;
        std::vector<double> own;
        for (const Json& value : row) {
            if (!value.is_null() && !value.is_number()) return std::nullopt;
            own.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
        }
        values.push_back(std::move(own));
    }
    return values;
}

}  // namespace

Result<AtlasJournal> AtlasJournal::open(const fs::path& file, const std::string& key, std::size_t models,
                                        std::size_t seeds) {
    AtlasJournal journal;
    journal.m_file = file;
    std::error_code error;
    if (!fs::exists(file, error)) {
        fs::create_directories(fs::absolute(file).parent_path(), error);
        if (auto written = writeFileSafely(file, headLine(key)); !written)
            return fail(written.error().whileDoing("beginning the journal of the atlas"));
        return journal;
    }
    const auto text = readTextFile(file);
    if (!text) return fail(text.error().whileDoing("reading the journal of the atlas"));
    if (!text->starts_with(headLine(key)))
        return fail(ErrorCode::BadInput, "the journal '" + displayPath(file) +
                                             "' belongs to another atlas; give another file or remove it");
    std::size_t whole = headLine(key).size();
    for (std::size_t from = whole; from < text->size();) {
        const std::size_t end = text->find('\n', from);
        if (end == std::string::npos) break;
        const Json line = Json::parse(text->begin() + static_cast<std::ptrdiff_t>(from),
                                      text->begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
        auto values = valuesOf(line, models, seeds);
        if (!values) break;
        journal.m_values[{line["query"].get<std::size_t>(), line["cell"].get<std::size_t>()}] =
            std::move(*values);
        whole = from = end + 1;
    }
    // What a crash left behind must not stand in front of the next line.
    if (whole < text->size()) {
        if (auto written = writeFileSafely(file, std::string_view(*text).substr(0, whole)); !written)
            return fail(written.error().whileDoing("mending the journal of the atlas"));
    }
    return journal;
}

const AtlasValues* AtlasJournal::find(std::size_t query, std::size_t cell) const {
    const auto found = m_values.find({query, cell});
    return found == m_values.end() ? nullptr : &found->second;
}

Result<void> AtlasJournal::keep(std::size_t query, std::size_t cell, AtlasValues values) {
    if (!m_file.empty()) {
        std::ofstream out(m_file, std::ios::binary | std::ios::app);
        out << lineOf(query, cell, values) << std::flush;
        if (!out)
            return fail(ErrorCode::Io, "cannot write the journal '" + displayPath(m_file) +
                                           "'; check the disk and start again to go on");
    }
    m_values[{query, cell}] = std::move(values);
    return {};
}

}  // namespace adapnet::service
