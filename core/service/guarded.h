// The border to what may throw while queries are prepared. For the measuring services of this folder.
#pragma once

#include <exception>

#include "core/base/result.h"

namespace adapnet::service {

// What `make` returns; an exception (memory: one huge query) becomes an error and does not end the run.
template <class Make>
auto guarded(const Make& make) -> decltype(make()) {
    try {
        return make();
    } catch (const std::exception& error) {
        return fail(ErrorCode::OutOfMemory, error.what());
    }
}

}  // namespace adapnet::service
