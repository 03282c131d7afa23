// The terminal: progress as one line on standard error that overwrites itself (silent when standard error is
// no terminal), and everything else, which must never be glued to that line.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "core/base/job.h"

namespace adapnet::cli {

class ConsoleProgress : public ProgressSink {
  public:
    explicit ConsoleProgress(bool visible) : m_visible(visible) {}
    ~ConsoleProgress() override { clear(); }
    void report(const Progress& snapshot) override;
    // Removes the line, so that what follows starts in the first column.
    static void clear();

  private:
    const bool m_visible;
};

// Called once, before anything is printed: what libraries say about damaged pictures through std::cerr goes
// nowhere, since every bad picture has its line in our report.
void silenceLibraries();

// Standard output, with the progress line removed first.
std::ostream& results();
// "adapnet: TEXT" as one line on standard error, whatever is inside: file names may hold line breaks. The
// progress line is removed first.
void note(std::string_view text);

// "extract 120/955, 38.2 a second, 22 s left, 1 failed"
std::string progressText(const Progress& snapshot);

}  // namespace adapnet::cli
