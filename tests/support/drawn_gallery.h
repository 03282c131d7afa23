// A drawn gallery with a ground truth, shared by the tests of one suite of commands.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/command_line.h"
#include "tests/support/drawn_truth.h"

namespace adapnet::test {

// Objects 0.. with views 0, 1 and 2: view 0 asks with a box, views 1 and 2 are to be found.
class DrawnGallery : public testing::Test {
  protected:
    static void SetUpTestSuite() { draw(3); }
    static void TearDownTestSuite() { s_folder.reset(); }

    static void draw(int objects) {
        enableHistogramModel();
        s_folder = std::make_unique<TemporaryFolder>();
        drawWithTruth(s_folder->path(), {.objects = objects, .easy = {1, 2}, .first = objects});
    }

    static fs::path photos() { return *s_folder / "photos"; }
    static fs::path truthFile() { return *s_folder / "truth.json"; }
    static fs::path queryFile() { return photos() / "object1/view0.png"; }
    static std::vector<std::string> withCache(std::vector<std::string> words) {
        const std::vector<std::string> common{"--models", "histogram", "--cache",
                                              (*s_folder / "cache.sqlite").string()};
        words.insert(words.end(), common.begin(), common.end());
        return words;
    }

    static inline std::unique_ptr<TemporaryFolder> s_folder;
};

}  // namespace adapnet::test
