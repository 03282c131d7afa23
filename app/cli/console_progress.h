// Progress as one line on standard error that overwrites itself; silent when standard error is no terminal.
#pragma once

#include <mutex>
#include <string>

#include "core/base/job.h"

namespace adapnet::cli {

class ConsoleProgress : public ProgressSink {
  public:
    explicit ConsoleProgress(bool visible) : m_visible(visible) {}
    ~ConsoleProgress() override { clear(); }
    void report(const Progress& snapshot) override;
    // Removes the line, so that what follows starts in the first column.
    void clear();

  private:
    std::mutex m_mutex;
    bool m_visible;
    std::size_t m_width = 0;
};

// "extract 120/955, 38.2 a second, 22 s left, 1 failed"
std::string progressText(const Progress& snapshot);

}  // namespace adapnet::cli
