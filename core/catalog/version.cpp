#include "core/catalog/version.h"

#include <SQLiteCpp/Database.h>

namespace adapnet::catalog {

std::string libraryVersion() {
    return SQLite::getLibVersion();
}

}  // namespace adapnet::catalog
