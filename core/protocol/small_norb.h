// smallNORB: its matrix files, and the degradations of the degraded-samples study on its pictures. The data
// set is not part of this program (research use only); a folder with the unpacked files is named by the user.
//
// Files: "smallnorb-5x46789x9x18x6x2x96x96-training-{dat,cat,info}.mat" and
// "smallnorb-5x01235x9x18x6x2x96x96-testing-{...}.mat": int32 magic, int32 number of dimensions, at least
// three int32 sizes, then the values in C order, all little endian. dat: pairs x 2 cameras x rows x columns,
// uint8; cat: pairs, int32; info: pairs x 4, int32 (instance, elevation, azimuth, lighting).
#pragma once

#include <array>
#include <cstdint>
#include <fstream>
#include <opencv2/core.hpp>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace adapnet::protocol {

enum class NorbSplit { Training, Testing };
const char* norbSplitName(NorbSplit split);  // "training", "testing": as in file names and keys

// One split, pictures read from the file when asked for. Belongs to one thread.
class SmallNorb {
  public:
    static constexpr int kCategories = 5;  // animal, human, plane, truck, car

    // NotFound names the missing file (and says to unpack a .gz); BadInput a file of another kind or length.
    static Result<SmallNorb> open(const fs::path& folder, NorbSplit split);

    NorbSplit split() const { return m_split; }
    // Two pictures (cameras) for each pair: picture 2 p + camera.
    std::size_t size() const { return m_categories.size() * 2; }
    cv::Size pictureSize() const { return m_pictureSize; }
    int category(std::size_t picture) const { return m_categories[picture / 2]; }
    // instance 0..9, elevation 0..8, azimuth 0, 2, .., 34 (tens of degrees), lighting 0..5
    std::array<std::int32_t, 4> info(std::size_t picture) const { return m_info[picture / 2]; }
    // CV_64F, grey / 255.
    Result<cv::Mat> picture(std::size_t number);

  private:
    NorbSplit m_split = NorbSplit::Training;
    cv::Size m_pictureSize;
    std::vector<std::int32_t> m_categories;
    std::vector<std::array<std::int32_t, 4>> m_info;
    fs::path m_file;
    std::ifstream m_pictures;
    std::streamoff m_firstByte = 0;
};

// The study's three: noise (Gaussian 0.1, salt and pepper 10 %, or speckle +-0.1, one of them by lot),
// low resolution (Haar level 1 or 2 by lot, replicated) and motion (T = 1, a and b from N(0, 0.05^2)).
enum class NorbDegradation { None, Noise, LowResolution, Motion };
const char* norbDegradationName(NorbDegradation kind);  // "clean", "noise", "low_resolution", "motion"

// grey: CV_64F in 0..1, both sides divisible by 4 for the low resolution (others are completed). The result
// is not clipped. The choice is number 0 of the stream "norb-v1|<split>|<picture>|<kind>"; its numbers come
// from the stream of that key with "|<choice>" appended (motion has no choice and uses the key itself).
cv::Mat norbDegrade(const cv::Mat& grey, NorbDegradation kind, std::string_view split, std::size_t picture);

// (x - min) / (max - min); zeros where the picture is constant. CV_64F.
cv::Mat stretched(const cv::Mat& grey);

// What the networks of this program take: the stretched picture in 8 bit, three equal channels.
cv::Mat norbInput(const cv::Mat& grey);

}  // namespace adapnet::protocol
