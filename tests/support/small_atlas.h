// An atlas of two kinds at two severities: what the tests of atlases ask for.
#pragma once

#include "core/service/failure_atlas.h"

namespace adapnet::test {

inline service::AtlasRequest smallAtlas() {
    service::AtlasRequest request;
    request.kinds = {"gaussian_noise", "contrast"};
    request.severities = {2, 5};
    request.firstSeed = 7;
    request.bootstrap.resamples = 200;
    return request;
}

}  // namespace adapnet::test
