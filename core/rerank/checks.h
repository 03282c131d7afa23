// What every re-ranker makes sure of before it starts.
#pragma once

#include "core/rerank/reranker.h"

namespace adapnet::rerank {

// BadInput: sizes differ, a row is not in the gallery or stands twice, the query is not finite.
Result<void> checkInput(std::span<const float> query, const Descriptors& gallery,
                        std::span<const Ranked> first);

// In double precision, whatever the order of the caller's loop: scores must not depend on the machine.
double dot(std::span<const float> a, std::span<const float> b);

// Best first, equal scores by row, so that runs repeat.
void sortBestFirst(std::vector<Ranked>& ranking);

}  // namespace adapnet::rerank
