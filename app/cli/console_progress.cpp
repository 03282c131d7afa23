#include "app/cli/console_progress.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <mutex>
#include <streambuf>

#include "core/base/files.h"
#include "core/base/numbers.h"

namespace adapnet::cli {

namespace {

// The terminal has one line of progress, whoever writes it.
struct Line {
    std::mutex mutex;
    std::size_t width = 0;  // 0: nothing stands there
};

Line& line() {
    static Line shared;
    return shared;
}

// Takes everything and keeps nothing.
class Nowhere : public std::streambuf {
  protected:
    int_type overflow(int_type c) override { return traits_type::not_eof(c); }
    std::streamsize xsputn(const char*, std::streamsize count) override { return count; }
};

// Standard error, also after std::cerr leads nowhere. Never destroyed: threads of libraries outlive main.
std::ostream& terminal() {
    static std::ostream& own = *new std::ostream(std::cerr.rdbuf());
    return own;
}

// Under the mutex.
void erase(Line& shown) {
    if (shown.width == 0) return;
    terminal() << '\r' << std::string(shown.width, ' ') << '\r' << std::flush;
    shown.width = 0;
}

std::string oneLine(std::string_view text) {
    std::string safe = validUtf8(text);
    std::replace_if(
        safe.begin(), safe.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return safe;
}

}  // namespace

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
    Line& shown = line();
    const std::lock_guard lock(shown.mutex);
    const std::string text = progressText(snapshot);
    const std::size_t blanks = shown.width > text.size() ? shown.width - text.size() : 0;
    terminal() << '\r' << text << std::string(blanks, ' ') << std::flush;
    shown.width = text.size();
}

void ConsoleProgress::clear() {
    const std::lock_guard lock(line().mutex);
    erase(line());
}

void silenceLibraries() {
    terminal();
    std::cerr.rdbuf(new Nowhere);
}

std::ostream& results() {
    ConsoleProgress::clear();
    return std::cout;
}

void note(std::string_view text) {
    const std::lock_guard lock(line().mutex);
    erase(line());
    terminal() << "adapnet: " << oneLine(text) << std::endl;
}

}  // namespace adapnet::cli
