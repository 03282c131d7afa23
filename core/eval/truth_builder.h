// Builds a ground truth from judgements that come one at a time, as the readers of line-based formats meet
// them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/eval/ground_truth.h"

namespace adapnet::eval {

enum class Judgement { Easy, Hard, Junk, Negative };

// Used by one reader on one thread. Errors are BadInput and name the picture; the caller adds the line.
class TruthBuilder {
  public:
    // The query with this key, made on the first call. BadInput when the picture's path leads out of the
    // gallery.
    Result<std::size_t> query(const std::string& key, const std::string& image,
                              const std::optional<std::array<double, 4>>& box, const std::string& subset);
    // Puts the picture into the gallery as well, unless it is junk and outside (see `addGallery`).
    Result<void> judge(std::size_t query, const std::string& path, Judgement judgement);
    Result<void> addGallery(const std::string& path);
    GroundTruth finish();

  private:
    GroundTruth m_truth;
    std::unordered_map<std::string, std::size_t> m_queryOfKey;
    std::vector<std::unordered_set<std::string>> m_judged;
    std::unordered_set<std::string> m_gallery;
};

// "easy", "positive", "hard", "junk", "negative" in any case, or a relevance: 1, 2 and above, below 0, 0.
std::optional<Judgement> judgementOf(const std::string& text);

}  // namespace adapnet::eval
