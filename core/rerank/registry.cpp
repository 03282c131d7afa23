#include <algorithm>

#include "core/rerank/global_rerank.h"
#include "core/rerank/query_expansion.h"
#include "core/rerank/reranker.h"

namespace adapnet::rerank {

namespace {

// The order is the order on the screen. Identifiers are stored in reports and sessions: never change one.
std::vector<std::unique_ptr<Reranker>> registerBuiltInRerankers() {
    std::vector<std::unique_ptr<Reranker>> list;
    list.push_back(makeQueryExpansion("alpha_query_expansion", {.neighbours = 10, .alpha = 3}));
    list.push_back(makeQueryExpansion("average_query_expansion", {.neighbours = 10, .alpha = 0}));
    list.push_back(makeSuperGlobal("super_global", {.listLength = 400, .neighbours = 9, .beta = 0.15}));
    list.push_back(makeLinearSum("linear_sum", {.listLength = 400, .neighbours = 9}));
    return list;
}

}  // namespace

std::span<const std::unique_ptr<Reranker>> registry() {
    static const std::vector<std::unique_ptr<Reranker>> kList = registerBuiltInRerankers();
    return kList;
}

const Reranker* find(std::string_view id) {
    const auto list = registry();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry->id() == id; });
    return found == list.end() ? nullptr : found->get();
}

}  // namespace adapnet::rerank
