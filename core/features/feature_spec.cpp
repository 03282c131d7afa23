#include "core/base/sha256.h"
#include "core/features/extractor.h"

namespace adapnet::features {

namespace {

// Names and lengths make every text stand for one spec only. The structured binding names each field once:
// with a new field it no longer compiles, so that none can be forgotten.
template <class Visit>
void visitFields(const FeatureSpec& spec, Visit&& visit) {
    const auto& [modelId, weightsChecksum, preprocessing, precision, decoderVersion, dimension] = spec;
    visit("model", modelId);
    visit("weights", weightsChecksum);
    visit("preprocessing", preprocessing);
    visit("precision", precision);
    visit("decoder", std::to_string(decoderVersion));
    visit("dimension", std::to_string(dimension));
}

}  // namespace

std::string FeatureSpec::key() const {
    Sha256 hash;
    hash.update("adapnet feature key 1\n");
    visitFields(*this, [&](const char* name, const std::string& value) {
        hash.update(std::string(name) + ' ' + std::to_string(value.size()) + ':').update(value).update("\n");
    });
    return hash.hexDigest();
}

std::string FeatureSpec::text() const {
    std::string lines;
    visitFields(*this, [&](const char* name, const std::string& value) {
        lines += std::string(name) + ": " + value + "\n";
    });
    return lines;
}

}  // namespace adapnet::features
