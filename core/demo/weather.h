// Light, weather and the faults of cameras: everything that changes between two photos of the same thing.
#pragma once

#include <opencv2/core.hpp>

#include "core/base/random.h"
#include "core/demo/geometry.h"

namespace adapnet::demo {

enum class Weather { Clear, Haze, Rain, Snow };

// How one view was taken. `strength` 0: a good photo, 1: a bad one.
struct Conditions {
    Light light;
    Weather weather = Weather::Clear;
    double strength = 0;
    Rgb haze{200, 205, 212};
};
// Query: a good photo without weather. Easy: sometimes a little of everything. Hard: often much.
enum class Effort { Query, Easy, Hard };
Conditions makeConditions(RandomStream& stream, bool outdoors, Effort effort);

// Over the whole picture, in the order in which it happens on the way to the file.
void paintWeather(cv::Mat& picture, RandomStream& stream, const Conditions& conditions);
// Shadow of branches, of something large and, indoors, of blinds.
void paintLightPatches(cv::Mat& picture, RandomStream& stream, bool indoors, double strength);
void takePhoto(cv::Mat& picture, RandomStream& stream, const Conditions& conditions);

}  // namespace adapnet::demo
