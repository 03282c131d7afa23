// What core says about files, in the language of the window. Core words its reasons in English; they are
// recognised by their wording here, and a test makes the real ones and demands a translation for each.
#pragma once

#include <QString>
#include <string>

namespace adapnet::ui {

// The reason translated; unknown wordings stay as they are.
QString reasonText(const std::string& reason);
bool isKnownReason(const std::string& reason);

}  // namespace adapnet::ui
