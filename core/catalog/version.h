// Which SQLite stores the cache; for reports.
#pragma once

#include <string>

namespace adapnet::catalog {

std::string libraryVersion();  // "3.40.1"

}  // namespace adapnet::catalog
