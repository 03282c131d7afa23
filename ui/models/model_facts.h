// What the model page says about one model, as lines of label and text; no widget.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/service/model_library.h"

namespace adapnet::ui {

struct ModelFact {
    QString label;
    QString text;         // may hold line breaks
    bool isCode = false;  // a hash or a path: fixed width, breaks anywhere
};

// `provenance` and `check` are left out while they are not known; a failed one is told in one line.
std::vector<ModelFact> modelFacts(const nn::ModelInfo& model,
                                  const std::optional<Result<service::ModelProvenance>>& provenance,
                                  const std::optional<Result<service::ModelCheck>>& check);

}  // namespace adapnet::ui
