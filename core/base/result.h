// Result<T>: either a value or an Error that says what a user can act on.
// Library exceptions are turned into Errors at the border of the folder that uses the library.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace adapnet {

enum class ErrorCode {
    Cancelled,    // the user asked to stop; an outcome, not a failure
    NotFound,     // a file, model or entry does not exist
    BadInput,     // wrong arguments, wrong format of a text
    TooLarge,     // a picture above the pixel limit
    Io,           // reading or writing failed
    Decode,       // a picture is damaged or of no known kind
    Database,     // SQLite said no
    Model,        // weights or manifest do not fit
    IndexFile,    // an index file is foreign, damaged or of another feature set
    Device,       // the asked device is not there
    OutOfMemory,  // on the device or the machine
    Internal      // a mistake of ours
};

// Stable lower-case identifier, as printed by `--json` ("not_found").
const char* errorCodeName(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;  // one sentence, no full stop, English; says what to do where that is known
    std::string during;  // what was being done, outermost first ("opening the cache")

    // The same error with the surrounding action put in front.
    Error whileDoing(std::string action) const;
    // "opening the cache: file is not a database"
    std::string message() const;
    bool isCancelled() const { return code == ErrorCode::Cancelled; }

    static Error cancelled() { return {ErrorCode::Cancelled, "cancelled", {}}; }
};

template <class T>
using Result = tl::expected<T, Error>;

// `return fail(ErrorCode::Io, "cannot read x")` in a function that returns a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(detail), {}});
}
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace adapnet
