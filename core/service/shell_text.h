// Text for a POSIX shell, as in "copy as command".
#pragma once

#include <string>
#include <string_view>

namespace adapnet::service {

// One word of a command line that a shell (bash, zsh, dash for printable text) reads back byte for byte.
// Names with control characters or bytes that are not UTF-8 use the $'...' form, so that the command stays
// one line of readable text.
std::string shellWord(std::string_view text);

}  // namespace adapnet::service
