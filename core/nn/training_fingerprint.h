// What a checkpoint belongs to: the same recipe over other pictures is another training.
#pragma once

#include <string>

#include "core/nn/trainer.h"

namespace adapnet::nn {

// SHA-256 over every training picture with its class and over the validation set: 64 hexadecimal digits. Some
// seconds for ten thousand pictures.
std::string trainingDataHash(const PairSource& source, const ValidationSet& set);

}  // namespace adapnet::nn
