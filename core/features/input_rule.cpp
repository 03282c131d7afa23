#include "core/features/input_rule.h"

#include "core/image/image.h"
#include "core/image/lanczos.h"

namespace adapnet::features {

InputRule inputRuleOf(const nn::ModelInfo& model) {
    return {model.maxSide, model.input.shrinking};
}

cv::Mat shrunk(const cv::Mat& rgb, const InputRule& rule) {
    switch (rule.shrinking) {
        case nn::Shrinking::Area:
            break;
        case nn::Shrinking::Lanczos:
            return image::lanczosThumbnail(rgb, rule.maxSide);
    }
    return image::shrinkToFit(rgb, rule.maxSide);
}

}  // namespace adapnet::features
