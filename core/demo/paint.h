// Brushes of the demo renderer: colours, noise, lettering and a canvas with transparency. Everything is drawn
// from RandomStream alone, never from a library's generator, so that pictures repeat.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace adapnet::demo {

using Rgb = cv::Vec3d;  // R, G, B in 0..255

Rgb hsv(double hue, double saturation, double value);  // all 0..1, hue wraps
Rgb mix(const Rgb& a, const Rgb& b, double t);
cv::Scalar scalar(const Rgb& colour);
int pick(RandomStream& stream, int count);
int between(RandomStream& stream, int low, int high);  // both ends included
bool chance(RandomStream& stream, double probability);

// Five colours that go together.
struct Palette {
    Rgb base, dark, light, accent, second;
};
Palette makePalette(RandomStream& stream);
Rgb wallColour(RandomStream& stream);  // muted, as plaster and stone are

// Smooth noise of several octaves, CV_32F, about -1..1. `cells`: bumps along the longer side.
cv::Mat fractalNoise(RandomStream& stream, cv::Size size, double cells, int octaves);

struct Lettering {
    int font = 0;      // 0..7
    int weight = 3;    // stroke, 1..9
    double slant = 0;  // -0.3..0.3
    bool blocky = false;
};
Lettering makeLettering(RandomStream& stream);
// An invented name of two or three syllables, or a word from signs and covers.
std::string inventName(RandomStream& stream);
std::string inventTitle(RandomStream& stream);

// What is painted becomes a texture. `alpha` starts opaque; `glow` is how much a point shines at night.
class Canvas {
  public:
    Canvas(int width, int height, const Rgb& colour);

    int width() const { return rgb.cols; }
    int height() const { return rgb.rows; }

    void rect(const cv::Rect2d& r, const Rgb& colour, double opacity = 1);
    void gradient(const cv::Rect2d& r, const Rgb& top, const Rgb& bottom, bool sideways = false);
    void polygon(const std::vector<cv::Point2d>& points, const Rgb& colour, double opacity = 1);
    void ellipse(cv::Point2d centre, cv::Size2d radii, const Rgb& colour, double angle = 0);
    void arc(cv::Point2d centre, cv::Size2d radii, double fromDeg, double toDeg, const Rgb& colour,
             double thick);
    void line(cv::Point2d a, cv::Point2d b, const Rgb& colour, double thick);
    // A part that stands out of the wall: lit upper edge, dark lower edge, soft shadow below.
    void ledge(const cv::Rect2d& r, const Rgb& colour, double shadow);
    // Letters fill `r` as far as their shape allows, centred.
    void text(const std::string& words, const cv::Rect2d& r, const Rgb& colour, const Lettering& lettering);
    // Brightness noise over everything: `amount` 0.1 is a tenth up and down.
    void roughen(RandomStream& stream, double cells, int octaves, double amount);
    void roughen(RandomStream& stream, const cv::Rect2d& r, double cells, int octaves, double amount);
    void bricks(RandomStream& stream, const cv::Rect2d& r, double course, const Rgb& joint, double variation);
    void shine(const cv::Rect2d& r, double amount);  // glow

    // Only what is inside the polygon stays opaque.
    void keepOnly(const std::vector<cv::Point2d>& points);
    void clear();  // all transparent
    // Opaque wherever something was drawn since clear(): draws of rect, polygon, ellipse, line add to alpha.
    cv::Mat texture() const;  // CV_8UC4, colours multiplied by alpha

    cv::Mat rgb, alpha, glow;
};

}  // namespace adapnet::demo
