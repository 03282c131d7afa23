// What somebody wants to know before an atlas is begun: how much work it is, how much of that is there from
// before, and which command does the same. For the window.
#pragma once

#include <cstdint>
#include <string>

#include "core/service/failure_atlas.h"

namespace adapnet::service {

struct AtlasPlan {
    std::int64_t rankings = 0;  // of one model, all seeds
    std::int64_t cells = 0;     // queries times places of the grid; the unit of the journal
    std::int64_t finished = 0;  // cells that the journal holds
    fs::path journal;           // where `adapnet atlas` keeps it
    std::string command;
};

// Reads the pictures' hashes and the journal once, no picture. Errors: those of AtlasRequest::check, and
// BadInput without a ground truth. `request.journal` is not used.
Result<AtlasPlan> planAtlas(const Workbench& workbench, const AtlasRequest& request);

}  // namespace adapnet::service
