// `adapnet whiten`: learns a whitening of a model's descriptors from training photos and their degraded
// crops, and writes the model with it.
#pragma once

#include <string>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/pair_whitening.h"

namespace adapnet::service {

struct WhitenJob {
    std::string model;  // identifier of a model that is found
    fs::path data;      // folder of training photos, as for training; its validation photos are not used
    fs::path out;       // "<name>.safetensors"
    std::string id;     // of the new model; empty: the name of `out`
    int pairs = 2400;
    double photographed =
        0;  // share of pairs whose second half is a photograph of the picture, see train_data.h
    std::uint64_t seed = 1;
    nn::PairWhiteningParams params;
    std::string device = "auto";
    nn::Precision precision = nn::Precision::Auto;
};

struct WhitenSummary {
    std::int64_t pairs = 0;   // readable photos that were used
    double cosineBefore = 0;  // mean cosine of the pairs, the clean mean removed
    nn::WhitenedModel model;
};

// BadInput: `photographed` outside 0..1. Photos, crops and damage depend on the seed only. Damage: the known
// kinds of noiser-v1.
Result<WhitenSummary> whitenModel(const WhitenJob& request, const JobContext& job);

}  // namespace adapnet::service
