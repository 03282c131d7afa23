// A small world of textured flat pieces: enough perspective for buildings, boxes and cans. Units are those of
// the object (about 1 to 3 high); y points up, the ground is y = 0, a wall is z = 0, the camera looks from
// +z.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/demo/paint.h"

namespace adapnet::demo {

using Point3 = cv::Vec3d;

struct Quad {
    std::array<Point3, 4> corners;  // top left, top right, bottom right, bottom left, seen from outside
    cv::Mat texture;                // CV_8UC4, colours multiplied by alpha
    cv::Mat glow;                   // CV_8U or empty
    double gloss = 0;               // 0..1: how much light it mirrors
    bool bothSides = false;         // also drawn from behind (flat cut-outs)
    bool flatLight = false;         // shading is already painted
};

enum class Setting { Ground, Water, Wall, Table };

// What a family builds.
struct SceneModel {
    std::string family;
    Setting setting = Setting::Ground;
    bool landmark = true;      // stays in one place: same surroundings in all views
    std::vector<Quad> quads;   // the object; any order
    std::vector<Quad> around;  // belongs to the place, not to the object
    bool lying = false;        // seen from above
    bool street = false;       // has neighbours
    double maxYaw = 50;        // degrees to either side
};

Quad makeQuad(const Point3& topLeft, const Point3& topRight, const Point3& bottomRight,
              const Point3& bottomLeft, const Canvas& canvas);
// Front, both sides and top of a block around (x, z), standing on `y`. Empty canvases are left out.
void addBlock(std::vector<Quad>& quads, const Point3& centreBottom, const Point3& size, const Canvas* front,
              const Canvas* left, const Canvas* right, const Canvas* top);
// An upright cylinder (or cone when the radii differ) from strips; the texture goes once around the front
// half and is mirrored at the back.
void addCylinder(std::vector<Quad>& quads, const Point3& centreBottom, double bottomRadius, double topRadius,
                 double height, const Canvas& around, int strips);

struct Camera {
    cv::Matx33d rotation;  // rows: right, up, forward
    Point3 position;
    double focal = 600;
    cv::Point2d centre;

    // Nothing when the point lies behind the camera.
    std::optional<cv::Point2d> project(const Point3& p) const;
    double depth(const Point3& p) const { return (rotation * (p - position))[2]; }
};
// Looks at `target` from direction (yaw, pitch) in degrees; pitch > 0 looks down.
Camera lookAt(const Point3& target, double yaw, double pitch, double roll, double distance, double focal,
              cv::Size size);

// Light of one view.
struct Light {
    Point3 direction{0.4, 0.7, 0.6};  // towards the sun
    Rgb sun{1, 1, 1};                 // gains, about 0..1.2
    Rgb ambient{0.6, 0.6, 0.65};
    double night = 0;  // 0 day .. 1 night
};

// Paints one piece; `coverage` (CV_8U, may be empty) collects where the object is.
void paintQuad(cv::Mat& picture, cv::Mat& coverage, const Quad& quad, const Camera& camera,
               const Light& light);
// All pieces that face the camera, far ones first.
void paintQuads(cv::Mat& picture, cv::Mat& coverage, const std::vector<Quad>& quads, const Camera& camera,
                const Light& light);
// Darkens the ground (or the wall) where the pieces keep the sun away.
void paintShadow(cv::Mat& picture, const std::vector<Quad>& quads, const Camera& camera, const Light& light,
                 bool onWall, double strength, double softness);

}  // namespace adapnet::demo
