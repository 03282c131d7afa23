// Parts of "copy as command" that several commands share.
#pragma once

#include <string>

#include "core/service/workbench.h"

namespace adapnet::service {

// The folder, then ground truth, cache, device and precision where they are not the usual ones; each word
// quoted for a shell. No space in front or behind.
std::string galleryWords(const Workbench& workbench);

}  // namespace adapnet::service
