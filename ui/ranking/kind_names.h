// Words for the degradations that a network can estimate: entry 0 is "clean", the others are the known kinds.
#pragma once

#include <QString>
#include <cstddef>

namespace adapnet::ui {

// The translated name of one entry of ModelRanking::gate.
QString gateName(std::size_t entry);

}  // namespace adapnet::ui
