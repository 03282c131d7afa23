#include "core/demo/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace adapnet::demo {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr int kShift = 4;

Point3 unit(const Point3& v) {
    const double n = cv::norm(v);
    return n > 0 ? v * (1 / n) : v;
}

Point3 normalOf(const Quad& quad) {
    return unit((quad.corners[1] - quad.corners[0]).cross(quad.corners[0] - quad.corners[3]));
}

Point3 centreOf(const Quad& quad) {
    return (quad.corners[0] + quad.corners[1] + quad.corners[2] + quad.corners[3]) * 0.25;
}

bool hasCutOutCorner(const cv::Mat& texture) {
    const int right = texture.cols - 1;
    const int bottom = texture.rows - 1;
    return texture.at<cv::Vec4b>(0, 0)[3] == 0 || texture.at<cv::Vec4b>(0, right)[3] == 0 ||
           texture.at<cv::Vec4b>(bottom, 0)[3] == 0 || texture.at<cv::Vec4b>(bottom, right)[3] == 0;
}

// Slightly larger, so that neighbouring pieces leave no seam.
std::vector<cv::Point2d> grown(const std::array<cv::Point2f, 4>& corners, double by) {
    cv::Point2d centre(0, 0);
    for (const auto& c : corners) centre += cv::Point2d(c) * 0.25;
    std::vector<cv::Point2d> out;
    for (const auto& c : corners) {
        const cv::Point2d d = cv::Point2d(c) - centre;
        const double n = std::max(1e-6, std::hypot(d.x, d.y));
        out.push_back(cv::Point2d(c) + d * (by / n));
    }
    return out;
}

}  // namespace

Quad makeQuad(const Point3& topLeft, const Point3& topRight, const Point3& bottomRight,
              const Point3& bottomLeft, const Canvas& canvas) {
    Quad quad;
    quad.corners = {topLeft, topRight, bottomRight, bottomLeft};
    quad.texture = canvas.texture();
    if (cv::countNonZero(canvas.glow) > 0) quad.glow = canvas.glow.clone();
    return quad;
}

void addBlock(std::vector<Quad>& quads, const Point3& centreBottom, const Point3& size, const Canvas* front,
              const Canvas* left, const Canvas* right, const Canvas* top) {
    const double x1 = centreBottom[0] - size[0] / 2;
    const double x2 = centreBottom[0] + size[0] / 2;
    const double y1 = centreBottom[1];
    const double y2 = y1 + size[1];
    const double z1 = centreBottom[2] - size[2] / 2;
    const double z2 = centreBottom[2] + size[2] / 2;
    if (front) quads.push_back(makeQuad({x1, y2, z2}, {x2, y2, z2}, {x2, y1, z2}, {x1, y1, z2}, *front));
    if (left) quads.push_back(makeQuad({x1, y2, z1}, {x1, y2, z2}, {x1, y1, z2}, {x1, y1, z1}, *left));
    if (right) quads.push_back(makeQuad({x2, y2, z2}, {x2, y2, z1}, {x2, y1, z1}, {x2, y1, z2}, *right));
    if (top) quads.push_back(makeQuad({x1, y2, z1}, {x2, y2, z1}, {x2, y2, z2}, {x1, y2, z2}, *top));
}

void addCylinder(std::vector<Quad>& quads, const Point3& centreBottom, double bottomRadius, double topRadius,
                 double height, const Canvas& around, int strips) {
    const cv::Mat texture = around.texture();
    const int half = strips / 2;
    for (int i = 0; i < strips; ++i) {
        const double a1 = (-90.0 + 360.0 * i / strips) * kDegree;
        const double a2 = (-90.0 + 360.0 * (i + 1) / strips) * kDegree;
        const auto at = [&](double angle, double radius, double y) {
            return Point3{centreBottom[0] + radius * std::sin(angle), y,
                          centreBottom[2] + radius * std::cos(angle)};
        };
        const int column = i < half ? i : strips - 1 - i;
        const int from = texture.cols * column / half;
        const int to = std::max(from + 1, texture.cols * (column + 1) / half);
        Quad quad;
        const double y1 = centreBottom[1];
        const double y2 = y1 + height;
        quad.corners = {at(a1, topRadius, y2), at(a2, topRadius, y2), at(a2, bottomRadius, y1),
                        at(a1, bottomRadius, y1)};
        cv::Mat strip = texture.colRange(from, to);
        quad.glow = around.glow.colRange(from, to);
        if (i >= half) {
            cv::Mat mirrored;
            cv::flip(strip, mirrored, 1);
            strip = mirrored;
            cv::flip(quad.glow, mirrored, 1);
            quad.glow = mirrored;
        }
        quad.texture = strip;
        quads.push_back(quad);
    }
}

std::optional<cv::Point2d> Camera::project(const Point3& p) const {
    const Point3 d = rotation * (p - position);
    if (d[2] < 0.02) return std::nullopt;
    return cv::Point2d(centre.x + focal * d[0] / d[2], centre.y - focal * d[1] / d[2]);
}

Camera lookAt(const Point3& target, double yaw, double pitch, double roll, double distance, double focal,
              cv::Size size) {
    const double y = yaw * kDegree;
    const double p = pitch * kDegree;
    const Point3 away{std::sin(y) * std::cos(p), std::sin(p), std::cos(y) * std::cos(p)};
    const Point3 forward = away * -1;
    const Point3 right = unit(forward.cross(Point3(0, 1, 0)));
    const Point3 up = right.cross(forward);
    const double c = std::cos(roll * kDegree);
    const double s = std::sin(roll * kDegree);
    const Point3 r = right * c + up * s;
    const Point3 u = up * c - right * s;
    Camera camera;
    camera.rotation = cv::Matx33d(r[0], r[1], r[2], u[0], u[1], u[2], forward[0], forward[1], forward[2]);
    camera.position = target + away * distance;
    camera.focal = focal;
    camera.centre = {size.width / 2.0, size.height / 2.0};
    return camera;
}

void paintQuad(cv::Mat& picture, cv::Mat& coverage, const Quad& quad, const Camera& camera,
               const Light& light) {
    std::array<cv::Point2f, 4> corners;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto p = camera.project(quad.corners[i]);
        if (!p || std::abs(p->x) > 20000 || std::abs(p->y) > 20000) return;
        corners[i] = cv::Point2f(*p);
    }
    const std::vector<cv::Point2d> outline = grown(corners, quad.bothSides ? 0.0 : 0.7);
    double x1 = 1e9, y1 = 1e9, x2 = -1e9, y2 = -1e9;
    for (const auto& p : outline) {
        x1 = std::min(x1, p.x);
        y1 = std::min(y1, p.y);
        x2 = std::max(x2, p.x);
        y2 = std::max(y2, p.y);
    }
    const cv::Rect area =
        cv::Rect(cvFloor(x1) - 1, cvFloor(y1) - 1, cvCeil(x2 - x1) + 3, cvCeil(y2 - y1) + 3) &
        cv::Rect(0, 0, picture.cols, picture.rows);
    if (area.empty()) return;

    // Shrunk first where the piece is far away: interpolation alone would flicker.
    const double wide = std::max(cv::norm(corners[1] - corners[0]), cv::norm(corners[2] - corners[3]));
    const double tall = std::max(cv::norm(corners[3] - corners[0]), cv::norm(corners[2] - corners[1]));
    cv::Mat texture = quad.texture;
    cv::Mat glow = light.night > 0 ? quad.glow : cv::Mat();
    const cv::Size target(std::clamp(cvCeil(wide * 1.15), 2, texture.cols),
                          std::clamp(cvCeil(tall * 1.15), 2, texture.rows));
    if (target != texture.size() && texture.cols > 1 && texture.rows > 1) {
        cv::Mat smaller;
        cv::resize(texture, smaller, target, 0, 0, cv::INTER_AREA);
        texture = smaller;
        if (!glow.empty()) {
            cv::Mat smallerGlow;
            cv::resize(glow, smallerGlow, target, 0, 0, cv::INTER_AREA);
            glow = smallerGlow;
        }
    }
    const auto w = static_cast<float>(texture.cols);
    const auto h = static_cast<float>(texture.rows);
    const std::array<cv::Point2f, 4> from{
        cv::Point2f(-0.5F, -0.5F), {w - 0.5F, -0.5F}, {w - 0.5F, h - 0.5F}, {-0.5F, h - 0.5F}};
    std::array<cv::Point2f, 4> to;
    std::vector<cv::Point> polygon;
    for (std::size_t i = 0; i < 4; ++i) {
        to[i] = corners[i] - cv::Point2f(static_cast<float>(area.x), static_cast<float>(area.y));
        polygon.emplace_back(cvRound((outline[i].x - area.x) * (1 << kShift)),
                             cvRound((outline[i].y - area.y) * (1 << kShift)));
    }
    const cv::Mat homography = cv::getPerspectiveTransform(from.data(), to.data());
    cv::Mat patch;
    cv::warpPerspective(texture, patch, homography, area.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::Mat lit;
    if (!glow.empty())
        cv::warpPerspective(glow, lit, homography, area.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::Mat mask(area.size(), CV_8U, cv::Scalar(0));
    cv::fillConvexPoly(mask, polygon, cv::Scalar(255), cv::LINE_AA, kShift);

    const Point3 normal = normalOf(quad);
    const double facing = quad.flatLight ? 0.8 : std::max(0.0, normal.dot(unit(light.direction)));
    const Rgb gain = light.ambient + light.sun * facing;
    const Point3 view = unit(camera.position - centreOf(quad));
    const Point3 mirror = normal * (2 * normal.dot(view)) - view;
    const double glare = quad.gloss * std::pow(std::max(0.0, mirror.dot(unit(light.direction))), 12) * 120;
    const bool collect = !coverage.empty();
    for (int y = 0; y < area.height; ++y) {
        auto* out = picture.ptr<cv::Vec3b>(area.y + y) + area.x;
        const auto* in = patch.ptr<cv::Vec4b>(y);
        const auto* m = mask.ptr<std::uint8_t>(y);
        const auto* g = lit.empty() ? nullptr : lit.ptr<std::uint8_t>(y);
        auto* c = collect ? coverage.ptr<std::uint8_t>(area.y + y) + area.x : nullptr;
        for (int x = 0; x < area.width; ++x) {
            if (m[x] == 0 || in[x][3] == 0) continue;
            const double inside = m[x] / 255.0;
            const double a = inside * in[x][3] / 255.0;
            const double shine = g ? g[x] / 255.0 * light.night : 0;
            for (int k = 0; k < 3; ++k) {
                static constexpr std::array kWarm{1.0, 0.82, 0.5};
                const double own = in[x][k] * inside;
                const double v = own * gain[k] * (1 - shine) + a * glare +
                                 shine * (own * 0.5 + 150 * kWarm[static_cast<std::size_t>(k)] * a);
                out[x][k] = cv::saturate_cast<std::uint8_t>(out[x][k] * (1 - a) + v);
            }
            if (c) c[x] = std::max(c[x], cv::saturate_cast<std::uint8_t>(a * 255));
        }
    }
}

void paintQuads(cv::Mat& picture, cv::Mat& coverage, const std::vector<Quad>& quads, const Camera& camera,
                const Light& light) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < quads.size(); ++i) {
        const Point3 centre = centreOf(quads[i]);
        const double facing = normalOf(quads[i]).dot(camera.position - centre);
        if (facing <= 0 && !quads[i].bothSides) continue;
        order.emplace_back(-cv::norm(camera.position - centre), i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [distance, i] : order) paintQuad(picture, coverage, quads[i], camera, light);
}

void paintShadow(cv::Mat& picture, const std::vector<Quad>& quads, const Camera& camera, const Light& light,
                 bool onWall, double strength, double softness) {
    if (strength <= 0) return;
    const Point3 sun = unit(light.direction);
    const double slope = onWall ? sun[2] : sun[1];
    if (slope < 0.12) return;
    cv::Mat mask(picture.size(), CV_8U, cv::Scalar(0));
    for (const Quad& quad : quads) {
        std::vector<cv::Point> polygon;
        for (const Point3& corner : quad.corners) {
            const double t = (onWall ? corner[2] : corner[1]) / slope;
            const auto p = camera.project(corner - sun * t);
            if (!p || std::abs(p->x) > 20000 || std::abs(p->y) > 20000) break;
            polygon.emplace_back(cvRound(p->x), cvRound(p->y));
        }
        if (polygon.size() != 4) continue;
        if (!hasCutOutCorner(quad.texture)) {
            cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{polygon}, cv::Scalar(255), cv::LINE_AA);
            continue;
        }
        // The shadow of a cut-out has its shape.
        const cv::Rect area = cv::boundingRect(polygon) & cv::Rect(0, 0, mask.cols, mask.rows);
        if (area.empty()) continue;
        cv::Mat shape;
        cv::extractChannel(quad.texture, shape, 3);
        cv::resize(shape, shape, {96, 96}, 0, 0, cv::INTER_AREA);
        const std::array<cv::Point2f, 4> from{cv::Point2f(0, 0), {96, 0}, {96, 96}, {0, 96}};
        std::array<cv::Point2f, 4> to;
        for (std::size_t k = 0; k < 4; ++k) to[k] = cv::Point2f(polygon[k] - area.tl());
        cv::Mat cast;
        cv::warpPerspective(shape, cast, cv::getPerspectiveTransform(from.data(), to.data()), area.size());
        cv::Mat part = mask(area);
        cv::max(part, cast, part);
    }
    const int radius = std::max(1, cvRound(softness)) * 2 + 1;
    cv::blur(mask, mask, {radius, radius});
    cv::blur(mask, mask, {radius, radius});
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        const auto* m = mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x) {
            if (m[x] == 0) continue;
            const double keep = 1 - strength * m[x] / 255.0;
            for (int k = 0; k < 3; ++k) row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * keep);
        }
    }
}

}  // namespace adapnet::demo
