// What an atlas has computed so far, one line at a time, so that stop, crash and resume are one path.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace adapnet::service {

// values[model][seed]: average precision, NaN for a query without positives.
using AtlasValues = std::vector<std::vector<double>>;

// Used by one thread. The file holds a first line that names `key`, then one line per finished query and
// cell; a last line that a crash cut short is dropped.
class AtlasJournal {
  public:
    // Kept in memory only.
    AtlasJournal() = default;
    // Reads what is there, or begins a new file. BadInput when the file belongs to another key or is none of
    // ours.
    static Result<AtlasJournal> open(const fs::path& file, const std::string& key, std::size_t models,
                                     std::size_t seeds);

    // Null when this is not computed yet. Cell 0 is the clean query, with one seed.
    const AtlasValues* find(std::size_t query, std::size_t cell) const;
    Result<void> keep(std::size_t query, std::size_t cell, AtlasValues values);
    std::size_t size() const { return m_values.size(); }

  private:
    fs::path m_file;  // empty: memory only
    std::map<std::pair<std::size_t, std::size_t>, AtlasValues> m_values;
};

}  // namespace adapnet::service
