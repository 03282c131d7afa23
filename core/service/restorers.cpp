#include "core/service/restorers.h"

#include "core/service/enhance.h"

namespace adapnet::service {

std::vector<Restorer> availableRestorers() {
    std::vector<Restorer> restorers;
    for (const auto& info : availableEnhancers())
        restorers.push_back({info.id, [id = info.id](const cv::Mat& rgb) { return enhance(rgb, id); }});
    return restorers;
}

}  // namespace adapnet::service
