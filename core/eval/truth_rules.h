// What every reader of a ground truth demands of paths and boxes. For this folder's sources.
#pragma once

#include <array>
#include <optional>
#include <string>

namespace adapnet::eval {

// What is wrong with a path that is opened below the gallery folder ("is absolute; ..."), or with a box
// ("is empty: ..."); nothing when it is good.
std::optional<std::string> galleryPathProblem(const std::string& path);
std::optional<std::string> boxProblem(const std::array<double, 4>& box);

}  // namespace adapnet::eval
