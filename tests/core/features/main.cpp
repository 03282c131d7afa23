#include <gtest/gtest.h>

#include <opencv2/core.hpp>

// As in the programs: while several threads decode, OpenCV's own pool is one thread. It also leaves this
// process without threads between tests, so that the tests which kill a process may fork.
int main(int argc, char** argv) {
    cv::setNumThreads(1);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
