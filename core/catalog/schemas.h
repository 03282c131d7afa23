// Tables of both databases and their history. Only for core/catalog and its tests.
#pragma once

#include "core/catalog/sqlite_support.h"

namespace adapnet::catalog {

const Schema& cacheSchema();
const Schema& projectSchema();

}  // namespace adapnet::catalog
