// Galleries drawn on the spot, for tests: a picture is a background with blocks of colour, so that a colour
// histogram tells pictures apart, and views of one object have nearly the same colours.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/random.h"
#include "core/image/image.h"

namespace adapnet::test {

namespace fs = std::filesystem;

// A folder of its own below the temporary folder, removed with the object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        static std::atomic<int> counter{0};
        m_path = fs::temp_directory_path() /
                 ("adapnet-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        fs::create_directories(m_path);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return m_path; }
    fs::path operator/(const fs::path& name) const { return m_path / name; }

  private:
    fs::path m_path;
};

// Object `object` seen in view `view`: same colours, moved a little.
inline cv::Mat drawObject(int object, int view, int width = 160, int height = 120) {
    RandomStream colours("object|" + std::to_string(object));
    RandomStream places("object|" + std::to_string(object) + "|view|" + std::to_string(view));
    const auto colour = [&] {
        return cv::Scalar(colours.uniform(0, 255), colours.uniform(0, 255), colours.uniform(0, 255));
    };
    cv::Mat rgb(height, width, CV_8UC3, colour());
    for (int i = 0; i < 5; ++i) {
        const cv::Scalar fill = colour();
        const int x = (i * width) / 5 + static_cast<int>(places.uniform(-4, 4));
        const int top = height / 5 + static_cast<int>(places.uniform(-6, 6));
        cv::rectangle(rgb, cv::Rect(x, top, width / 6, height / 2), fill, cv::FILLED);
    }
    return rgb;
}

inline void savePicture(const cv::Mat& rgb, const fs::path& file) {
    fs::create_directories(file.parent_path());
    const auto saved = image::saveRgb(rgb, file);
    ASSERT_TRUE(saved) << saved.error().message();
}

inline void writeText(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

// objects x views pictures "objectN/viewM.png" below `folder`.
inline void drawGallery(const fs::path& folder, int objects, int views) {
    for (int object = 0; object < objects; ++object)
        for (int view = 0; view < views; ++view)
            savePicture(drawObject(object, view), folder / ("object" + std::to_string(object)) /
                                                      ("view" + std::to_string(view) + ".png"));
}

// Makes the weightless model "histogram" known to this process and its children.
inline void enableHistogramModel() {
    ::setenv("ADAPNET_TEST_MODEL", "histogram", 1);
}

}  // namespace adapnet::test
