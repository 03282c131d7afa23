#include "app/cli/console_progress.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include "core/base/numbers.h"

namespace adapnet::cli {

std::string progressText(const Progress& snapshot) {
    std::string text = snapshot.stage + " " + std::to_string(snapshot.done);
    if (snapshot.total > 0) text += "/" + std::to_string(snapshot.total);
    if (snapshot.perSecond > 0) text += ", " + formatFixed(snapshot.perSecond, 1) + " a second";
    if (snapshot.secondsLeft >= 0) text += ", " + formatFixed(std::ceil(snapshot.secondsLeft), 0) + " s left";
    if (snapshot.failed > 0) text += ", " + std::to_string(snapshot.failed) + " failed";
    return text;
}

void ConsoleProgress::report(const Progress& snapshot) {
    if (!m_visible) return;
    const std::lock_guard lock(m_mutex);
    const std::string text = progressText(snapshot);
    const std::size_t blanks = m_width > text.size() ? m_width - text.size() : 0;
    std::cerr << '\r' << text << std::string(blanks, ' ') << std::flush;
    m_width = text.size();
}

void ConsoleProgress::clear() {
    const std::lock_guard lock(m_mutex);
    if (m_width == 0) return;
    std::cerr << '\r' << std::string(m_width, ' ') << '\r' << std::flush;
    m_width = 0;
}

}  // namespace adapnet::cli
