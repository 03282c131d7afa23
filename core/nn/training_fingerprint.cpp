#include "core/nn/training_fingerprint.h"

#include "core/base/sha256.h"

namespace adapnet::nn {

std::string trainingDataHash(const PairSource& source, const ValidationSet& set) {
    Sha256 hash;
    const auto number = [&](std::int64_t value) { hash.update(std::to_string(value)).update("\n"); };
    number(source.classCount());
    number(source.instanceCount());
    for (std::int64_t i = 0; i < source.instanceCount(); ++i) {
        const RgbView view = source.wholePicture(i);
        number(source.classOf(i));
        number(view.width);
        number(view.height);
        for (int y = 0; y < view.height; ++y)
            hash.update(std::as_bytes(std::span(view.data + static_cast<std::size_t>(y) * view.strideBytes,
                                                static_cast<std::size_t>(view.width) * 3)));
    }
    number(set.side);
    for (const auto* bytes : {&set.gallery, &set.clean, &set.degraded}) {
        number(static_cast<std::int64_t>(bytes->size()));
        hash.update(std::as_bytes(std::span(*bytes)));
    }
    for (const int severity : set.severity) number(severity);
    for (const std::int64_t label : set.classes) number(label);
    return hash.hexDigest();
}

}  // namespace adapnet::nn
