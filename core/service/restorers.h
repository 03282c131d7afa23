// The enhancers of core/service/enhance.h as routes of the compensation lens.
#pragma once

#include <vector>

#include "core/service/lens_service.h"

namespace adapnet::service {

// Those that come with the program and those of the user, ordered by id. Each loads its weights when it is
// used first.
std::vector<Restorer> availableRestorers();

}  // namespace adapnet::service
