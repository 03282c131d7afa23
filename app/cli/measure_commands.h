// Commands that compare rankings and measure how models fail; declared as the others in commands.h.
#pragma once

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"

namespace adapnet::cli {

void addCompare(CLI::App& app, Action& action);
void addAtlas(CLI::App& app, Action& action);
void addLens(CLI::App& app, Action& action);
void addTruth(CLI::App& app, Action& action);

}  // namespace adapnet::cli
