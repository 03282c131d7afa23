#include "core/base/result.h"

namespace adapnet {

const char* errorCodeName(ErrorCode code) {
    switch (code) {
        case ErrorCode::Cancelled:
            return "cancelled";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::BadInput:
            return "bad_input";
        case ErrorCode::TooLarge:
            return "too_large";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Decode:
            return "decode";
        case ErrorCode::Database:
            return "database";
        case ErrorCode::Model:
            return "model";
        case ErrorCode::IndexFile:
            return "index_file";
        case ErrorCode::Device:
            return "device";
        case ErrorCode::OutOfMemory:
            return "out_of_memory";
        case ErrorCode::Internal:
            return "internal";
    }
    return "internal";
}

Error Error::whileDoing(std::string action) const {
    Error outer = *this;
    outer.during = during.empty() ? std::move(action) : action + ": " + during;
    return outer;
}

std::string Error::message() const {
    return during.empty() ? detail : during + ": " + detail;
}

}  // namespace adapnet
