// What stands behind, under and in front of the object: sky, ground, water, walls, tables, neighbours, trees,
// people.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/base/random.h"
#include "core/demo/geometry.h"

namespace adapnet::demo {

// A pattern that repeats over a plane, with smaller copies for far away.
struct Tile {
    std::vector<cv::Mat> levels;  // CV_8UC3, each half as large
    double units = 1;             // side of one repeat in the world
    Rgb average;
};
Tile makeTile(const Canvas& canvas, double units);
Tile groundTile(RandomStream& stream);
Tile wallTile(RandomStream& stream, bool outdoors);
Tile tableTile(RandomStream& stream);

// Fills what the camera sees of a plane through `origin`; `fade` is the colour far away, reached at `reach`.
void paintPlane(cv::Mat& picture, const Camera& camera, const Point3& origin, const Point3& along,
                const Point3& across, const Tile& tile, const Rgb& gain, const Rgb& fade, double reach);

struct SkyStyle {
    Rgb top, horizon, cloud;
    double clouds = 0.5;  // 0..1
};
SkyStyle makeSky(RandomStream& stream, double night);
void paintSky(cv::Mat& picture, RandomStream& stream, const SkyStyle& style, double horizonRow);
// A dim room out of focus, behind a table.
void paintRoom(cv::Mat& picture, RandomStream& stream);

// Hills, trees or roofs all around, in the colours of distance.
std::vector<Quad> makeBackdrop(RandomStream& stream, const Rgb& haze);

// Flat cut-outs that always face the camera.
enum class CutOut { Tree, Bush, Person, Lamp, Car, Leaves, Bottle, Fruit, Mug };
Canvas drawCutOut(RandomStream& stream, CutOut kind);
Quad standUp(const Canvas& canvas, const Point3& foot, double height, const Camera& camera);

}  // namespace adapnet::demo
