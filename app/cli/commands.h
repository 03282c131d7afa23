// The sub-commands of `adapnet`. Each lives in its own file: it declares its options, and once the command
// line is understood it hands over what to run. Nothing is opened, read or started before that.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "core/base/job.h"
#include "core/base/result.h"

namespace adapnet::cli {

// What a sub-command does. Results go to standard output, everything else to standard error. The job carries
// Ctrl-C as its stop request and prints progress when standard error is a terminal. An Error becomes one line
// on standard error and exit code 1 (130 when cancelled).
using Action = std::function<Result<void>(const JobContext&)>;

// Each adds one sub-command to `app`; when it is the chosen one, parsing puts its work into `action`. Wrong
// use is reported by throwing CLI::ValidationError inside the sub-command's callback (exit code 2).
void addDemo(CLI::App& app, Action& action);
void addIndex(CLI::App& app, Action& action);
void addSearch(CLI::App& app, Action& action);
void addDegrade(CLI::App& app, Action& action);
void addEvaluate(CLI::App& app, Action& action);
void addModels(CLI::App& app, Action& action);
void addModelsImport(CLI::App& models, Action& action);  // "models import"
void addBench(CLI::App& app, Action& action);
void addTrain(CLI::App& app, Action& action);
void addWhiten(CLI::App& app, Action& action);
void addReport(CLI::App& app, Action& action);
void addBenchmark(CLI::App& app, Action& action);
void addStudy(CLI::App& app, Action& action);
void addCurve(CLI::App& app, Action& action);
void addFigure(CLI::App& app, Action& action);

}  // namespace adapnet::cli
