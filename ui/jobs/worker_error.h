// An exception that reached the end of a worker thread, as an Error for the window: nothing that one job
// throws may end the program. Any thread.
#pragma once

#include <exception>
#include <new>
#include <opencv2/core.hpp>

#include "core/base/result.h"

namespace adapnet::ui {

inline Error errorFrom(const std::exception& exception) {
    const auto* picture = dynamic_cast<const cv::Exception*>(&exception);
    const bool memory = dynamic_cast<const std::bad_alloc*>(&exception) != nullptr ||
                        (picture != nullptr && picture->code == cv::Error::StsNoMem);
    if (memory) return {ErrorCode::OutOfMemory, "there is not enough memory", {}};
    return {ErrorCode::Internal, exception.what(), {}};
}

}  // namespace adapnet::ui
