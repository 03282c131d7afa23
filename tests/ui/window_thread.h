// How long the window's thread was busy. The rule is 50 ms at a stretch; figures are printed and recorded in
// every run, but machines that others use as well make them many times larger, so they are held to the rule
// only when asked: ADAPNET_MEASURE=1 (docs/performance.md).
#pragma once

#include <gtest/gtest.h>
#include <time.h>

#include <QtGlobal>
#include <cstdio>
#include <string>

namespace adapnet::ui::test {

inline constexpr double kLongestStretchMs = 50;

// Processor time of the calling thread, so that other programs on the machine do not count.
inline double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

inline void reportStretch(const char* what, double longestMs) {
    std::printf("[ %-28s] longest stretch %.1f ms\n", what, longestMs);
    ::testing::Test::RecordProperty(what, std::to_string(longestMs));
    if (qEnvironmentVariableIsSet("ADAPNET_MEASURE")) {
        EXPECT_LE(longestMs, kLongestStretchMs) << what;
    }
}

}  // namespace adapnet::ui::test
