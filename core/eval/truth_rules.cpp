#include "core/eval/truth_rules.h"

#include <algorithm>
#include <cmath>

namespace adapnet::eval {

namespace {

constexpr double kMaxCoordinate = 1e6;

}  // namespace

std::optional<std::string> galleryPathProblem(const std::string& path) {
    if (path.empty()) return "is empty";
    if (path.find('\0') != std::string::npos) return "contains a zero byte";
    if (path.front() == '/') return "is absolute; give it relative to the gallery folder";
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t slash = std::min(path.find('/', from), path.size());
        if (path.compare(from, slash - from, "..") == 0) return "leads out of the gallery folder";
        from = slash + 1;
    }
    return std::nullopt;
}

std::optional<std::string> boxProblem(const std::array<double, 4>& box) {
    for (const double value : box) {
        if (!std::isfinite(value) || std::abs(value) > kMaxCoordinate)
            return "has a coordinate outside -1000000..1000000";
    }
    if (box[2] <= box[0] || box[3] <= box[1]) return "is empty: x2 must be above x1 and y2 above y1";
    return std::nullopt;
}

}  // namespace adapnet::eval
