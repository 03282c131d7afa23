// Buildings that stand alone: towers, churches, domes, bridges, lighthouses, monuments.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/demo/families.h"

namespace adapnet::demo {

namespace {

constexpr double kPi = std::numbers::pi;

void stone(Canvas& canvas, RandomStream& stream, double course) {
    const Rgb c = [&] {
        const cv::Vec3b p = canvas.rgb.at<cv::Vec3b>(0, 0);
        return Rgb(p[0], p[1], p[2]);
    }();
    if (course > 0)
        canvas.bricks(stream, {0, 0, double(canvas.width()), double(canvas.height())}, course, c * 0.78, 0.1);
    canvas.roughen(stream, 6, 6, 0.16);
}

void archedOpening(Canvas& canvas, const cv::Rect2d& r, const Rgb& inside, const Rgb& trim, bool pointed) {
    const double u = std::max(2.0, r.width * 0.12);
    const double cx = r.x + r.width / 2;
    const auto shape = [&](double grow) {
        std::vector<cv::Point2d> p{{r.x - grow, r.y + r.height}, {r.x - grow, r.y + r.width * 0.5}};
        for (int i = 0; i <= 12; ++i) {
            const double a = kPi - kPi * i / 12;
            const double half = r.width / 2 + grow;
            const double lift = pointed ? 1.5 * std::pow(std::sin(a), 0.8) : std::sin(a);
            p.emplace_back(cx + half * std::cos(a), r.y + r.width * 0.5 - half * lift);
        }
        p.emplace_back(r.x + r.width + grow, r.y + r.height);
        return p;
    };
    canvas.polygon(shape(u), trim);
    canvas.polygon(shape(0), inside);
    canvas.shine({r.x + 2, r.y + r.width * 0.3, r.width - 4, r.height - r.width * 0.3}, 0.7);
}

void dial(Canvas& canvas, cv::Point2d c, double r, const Rgb& face, const Rgb& ink, double time) {
    canvas.ellipse(c, {r * 1.12, r * 1.12}, ink);
    canvas.ellipse(c, {r, r}, face);
    for (int i = 0; i < 12; ++i) {
        const cv::Point2d d(std::sin(i * kPi / 6), -std::cos(i * kPi / 6));
        canvas.line(c + d * (r * 0.76), c + d * (r * 0.92), ink, r * 0.07);
    }
    const double hour = time * 2 * kPi;
    const double minute = time * 24 * kPi;
    canvas.line(c, c + cv::Point2d(std::sin(hour), -std::cos(hour)) * (r * 0.5), ink, r * 0.1);
    canvas.line(c, c + cv::Point2d(std::sin(minute), -std::cos(minute)) * (r * 0.78), ink, r * 0.07);
}

// Four leaning triangles.
void addSpire(std::vector<Quad>& quads, RandomStream& stream, const Point3& base, double half, double height,
              const Rgb& colour, bool seams) {
    Canvas canvas(160, 260, colour);
    if (seams) {
        for (int i = 0; i < 9; ++i) canvas.line({i * 20.0, 260}, {80, -30}, colour * 0.75, 2);
    } else {
        canvas.bricks(stream, {0, 0, 160, 260}, 9, colour * 0.72, 0.14);
    }
    canvas.roughen(stream, 6, 5, 0.14);
    canvas.keepOnly({{80, 0}, {160, 260}, {0, 260}});
    const Point3 top = base + Point3(0, height, 0);
    const Point3 x(half, 0, 0);
    const Point3 z(0, 0, half);
    const auto side = [&](const Point3& left, const Point3& right) {
        const Point3 across = (right - left) * 0.5;
        quads.push_back(makeQuad(top - across, top + across, base + right, base + left, canvas));
    };
    side(z - x, z + x);
    side(z + x, x - z);
    side(x * -1 - z, z - x);
    side(x - z, x * -1 - z);
}

struct TowerStyle {
    Rgb wall, trim, roof, face, ink;
    double course = 12;
    int levels = 3, belfry = 2;
    bool pointed = false, clock = true;
    double time = 0.2;
};

TowerStyle towerStyle(RandomStream& stream) {
    TowerStyle s;
    s.wall = wallColour(stream);
    s.trim = mix(s.wall, chance(stream, 0.7) ? Rgb(250, 246, 236) : Rgb(50, 44, 40), 0.5);
    s.roof = chance(stream, 0.4)
                 ? hsv(0.43, 0.35, 0.6)
                 : hsv(stream.uniform(0.0, 0.08), stream.uniform(0.1, 0.6), stream.uniform(0.25, 0.55));
    s.face = chance(stream, 0.6) ? Rgb(240, 236, 222) : Rgb(28, 34, 56);
    s.ink = s.face[0] > 128 ? Rgb(34, 30, 30) : Rgb(226, 190, 90);
    s.course = chance(stream, 0.7) ? stream.uniform(7, 22) : 0;
    s.levels = between(stream, 2, 5);
    s.belfry = between(stream, 1, 3);
    s.pointed = chance(stream, 0.5);
    s.clock = chance(stream, 0.6);
    s.time = stream.uniform();
    return s;
}

Canvas towerSide(RandomStream& stream, const TowerStyle& s) {
    Canvas canvas(200, 640, s.wall);
    stone(canvas, stream, s.course);
    canvas.rect({0, 0, 20, 640}, s.trim, 0.5);
    canvas.rect({180, 0, 20, 640}, s.trim, 0.5);
    const double level = 640.0 / (s.levels + 1);
    for (int i = 0; i <= s.levels; ++i) {
        const double y = i * level;
        canvas.ledge({0, y, 200, 11}, s.trim, 8);
        if (i == 0) {
            for (int k = 0; k < s.belfry; ++k) {
                const double w = 120.0 / s.belfry;
                archedOpening(canvas, {40 + k * w + 6, y + 36, w - 12, level - 56}, {30, 30, 36}, s.trim,
                              s.pointed);
                for (double l = y + 60; l < y + level - 24; l += 9)
                    canvas.rect({40 + k * w + 8, l, w - 16, 3}, s.trim * 0.5);
            }
        } else if (i == 1 && s.clock) {
            dial(canvas, {100, y + level / 2 + 4}, std::min(62.0, level * 0.36), s.face, s.ink, s.time);
            canvas.shine({100 - 30.0, y + level / 2 - 30, 60, 60}, 0.7);
        } else {
            archedOpening(canvas, {82, y + level * 0.3, 36, level * 0.5}, {40, 46, 58}, s.trim, s.pointed);
        }
    }
    return canvas;
}

}  // namespace

SceneModel buildTower(RandomStream& stream) {
    SceneModel scene;
    const TowerStyle s = towerStyle(stream);
    const Canvas side = towerSide(stream, s);
    const Canvas other = towerSide(stream, s);
    const double half = stream.uniform(0.26, 0.38);
    const double height = stream.uniform(1.8, 2.6);
    addBlock(scene.quads, {0, 0, 0}, {2 * half, height, 2 * half}, &side, &other, &other, nullptr);
    const int top = pick(stream, 3);
    Canvas rim(120, 24, s.trim);
    rim.gradient({0, 0, 120, 24}, s.trim, s.trim * 0.7);
    addBlock(scene.quads, {0, height, 0}, {2.25 * half, 0.07, 2.25 * half}, &rim, &rim, &rim, nullptr);
    if (top == 0) {
        addSpire(scene.quads, stream, {0, height + 0.07, 0}, half * 1.05, stream.uniform(0.6, 1.3), s.roof,
                 chance(stream, 0.5));
    } else if (top == 1) {  // battlements
        Canvas teeth(140, 40, s.wall);
        stone(teeth, stream, 8);
        teeth.clear();
        for (int i = 0; i < 5; ++i) teeth.alpha(cv::Rect(i * 28 + 4, 0, 20, 40)).setTo(255);
        teeth.alpha(cv::Rect(0, 20, 140, 20)).setTo(255);
        addBlock(scene.quads, {0, height + 0.07, 0}, {2.2 * half, 0.2, 2.2 * half}, &teeth, &teeth, &teeth,
                 nullptr);
        for (Quad& quad : scene.quads) quad.bothSides = quad.bothSides || quad.texture.rows == 40;
    } else {
        Canvas lantern(120, 160, s.wall);
        stone(lantern, stream, 0);
        archedOpening(lantern, {35, 40, 50, 118}, {32, 34, 40}, s.trim, false);
        addBlock(scene.quads, {0, height + 0.07, 0}, {1.3 * half, 0.4, 1.3 * half}, &lantern, &lantern,
                 &lantern, nullptr);
        addSpire(scene.quads, stream, {0, height + 0.47, 0}, half * 0.75, stream.uniform(0.3, 0.8), s.roof,
                 true);
    }
    if (chance(stream, 0.6)) {  // a house leans on it
        const double to = chance(stream, 0.5) ? 1 : -1;
        addNeighbour(scene.quads, stream, {to * (half + 0.55), 0, -0.1},
                     {1.1, stream.uniform(0.7, 1.1), 0.6});
    }
    scene.street = chance(stream, 0.3);
    scene.maxYaw = 50;
    return scene;
}

SceneModel buildChurch(RandomStream& stream) {
    SceneModel scene;
    TowerStyle s = towerStyle(stream);
    s.pointed = chance(stream, 0.7);
    const double width = stream.uniform(1.1, 1.5);
    const double body = stream.uniform(0.9, 1.3);
    const double gable = stream.uniform(0.4, 0.8);
    const int w = 520;
    const int h = static_cast<int>(w * (body + gable) / width);
    Canvas front(w, h, s.wall);
    stone(front, stream, s.course);
    const double eaves = h * gable / (body + gable);
    const double rose = w * stream.uniform(0.1, 0.15);
    const cv::Point2d c(w / 2.0, eaves * 1.05);
    front.ellipse(c, {rose * 1.15, rose * 1.15}, s.trim);
    const int petals = between(stream, 6, 14);
    front.ellipse(c, {rose, rose}, {36, 40, 60});
    const Rgb glassA = hsv(stream.uniform(), 0.7, 0.75);
    const Rgb glassB = hsv(stream.uniform(), 0.7, 0.75);
    for (int i = 0; i < petals; ++i) {
        const double a = 2 * kPi * i / petals;
        front.ellipse(c + cv::Point2d(std::cos(a), std::sin(a)) * (rose * 0.62), {rose * 0.28, rose * 0.11},
                      i % 2 ? glassA : glassB, a * 180 / kPi);
    }
    front.ellipse(c, {rose * 0.2, rose * 0.2}, s.trim);
    front.shine({c.x - rose * 0.7, c.y - rose * 0.7, rose * 1.4, rose * 1.4}, 0.8);
    archedOpening(front, {w * 0.4, h - h * 0.3, w * 0.2, h * 0.3}, s.roof * 0.5, s.trim, s.pointed);
    archedOpening(front, {w * 0.14, h - h * 0.36, w * 0.11, h * 0.24}, {50, 58, 74}, s.trim, s.pointed);
    archedOpening(front, {w * 0.75, h - h * 0.36, w * 0.11, h * 0.24}, {50, 58, 74}, s.trim, s.pointed);
    front.ledge({0, h * 0.58, double(w), 8}, s.trim, 7);
    front.line({0, eaves}, {w / 2.0, 0}, s.trim, 12);
    front.line({double(w), eaves}, {w / 2.0, 0}, s.trim, 12);
    front.keepOnly({{0, eaves}, {w / 2.0, 0}, {double(w), eaves}, {double(w), double(h)}, {0, double(h)}});
    const double depth = stream.uniform(1.2, 2.0);
    const double z = depth / 2;
    const double x = width / 2;
    scene.quads.push_back(
        makeQuad({-x, body + gable, z}, {x, body + gable, z}, {x, 0, z}, {-x, 0, z}, front));
    Canvas side(460, 280, s.wall);
    stone(side, stream, s.course);
    const int windows = between(stream, 3, 6);
    for (int i = 0; i < windows; ++i) {
        archedOpening(side, {460.0 * (i + 0.32) / windows, 70, 460 * 0.36 / windows, 150}, {60, 70, 92},
                      s.trim, s.pointed);
        side.rect({460.0 * i / windows - 6, 30, 12, 250}, s.trim * 0.9);
    }
    Canvas roof(400, 200, s.roof);
    roof.bricks(stream, {0, 0, 400, 200}, 9, s.roof * 0.7, 0.12);
    scene.quads.push_back(makeQuad({x, body, z}, {x, body, -z}, {x, 0, -z}, {x, 0, z}, side));
    scene.quads.push_back(makeQuad({-x, body, -z}, {-x, body, z}, {-x, 0, z}, {-x, 0, -z}, side));
    scene.quads.push_back(
        makeQuad({0, body + gable, z}, {0, body + gable, -z}, {x, body, -z}, {x, body, z}, roof));
    scene.quads.push_back(
        makeQuad({0, body + gable, -z}, {0, body + gable, z}, {-x, body, z}, {-x, body, -z}, roof));
    const int towers = pick(stream, 3);
    for (int i = 0; i < towers + (towers == 0 ? 1 : 0); ++i) {
        const double at = towers == 2 ? (i == 0 ? -1 : 1) * (x + 0.16) : towers == 1 ? x + 0.18 : 0;
        const Canvas shaft = towerSide(stream, s);
        const double half = 0.2;
        const double tall = body + gable * stream.uniform(0.9, 1.5);
        const double back = towers == 0 ? 0.0 : z - half + 0.03;
        addBlock(scene.quads, {at, 0, back}, {2 * half, tall, 2 * half}, &shaft, &shaft, &shaft, nullptr);
        addSpire(scene.quads, stream, {at, tall, back}, half * 1.1, stream.uniform(0.4, 0.9), s.roof, true);
    }
    scene.street = chance(stream, 0.4);
    scene.maxYaw = 48;
    return scene;
}

SceneModel buildDome(RandomStream& stream) {
    SceneModel scene;
    const TowerStyle s = towerStyle(stream);
    const double width = stream.uniform(1.6, 2.4);
    const double body = stream.uniform(0.6, 0.9);
    const double depth = stream.uniform(0.9, 1.3);
    // Front with columns and a pediment.
    Canvas front(760, static_cast<int>(760 * body / width), s.wall);
    stone(front, stream, s.course);
    const double h = front.height();
    const int bays = between(stream, 7, 13);
    for (int i = 0; i < bays; ++i) {
        archedOpening(front, {760.0 * (i + 0.3) / bays, h * 0.34, 760 * 0.4 / bays, h * 0.46}, {50, 56, 68},
                      s.trim, false);
    }
    front.ledge({0, 0, 760, h * 0.09}, s.trim, 9);
    front.rect({0, h * 0.92, 760, h * 0.08}, s.trim * 0.8);
    const Canvas plain = front;
    addBlock(scene.quads, {0, 0, 0}, {width, body, depth}, &front, &plain, &plain, nullptr);
    const int columns = between(stream, 4, 8);
    Canvas porch(360, 300, s.wall * 0.55);
    for (int i = 0; i < columns; ++i) {
        const double cx = 360.0 * (i + 0.5) / columns;
        const double r = 360.0 / columns * 0.26;
        porch.gradient({cx - r, 96, r, 190}, s.trim * 0.8, s.trim, true);
        porch.gradient({cx, 96, r, 190}, s.trim, s.trim * 0.5, true);
        porch.rect({cx - r * 1.5, 88, r * 3, 10}, s.trim);
        porch.rect({cx - r * 1.5, 284, r * 3, 16}, s.trim * 0.9);
    }
    porch.shine({100, 110, 160, 170}, 0.25);
    porch.ledge({0, 70, 360, 18}, s.trim, 6);
    porch.polygon({{0, 72}, {180, 4}, {360, 72}}, s.trim);
    porch.polygon({{40, 64}, {180, 14}, {320, 64}}, s.wall * 0.8);
    porch.ellipse({180, 46}, {18, 14}, s.trim * 0.7);
    porch.roughen(stream, 5, 4, 0.1);
    porch.alpha(cv::Rect(0, 0, 360, 72)).setTo(0);
    cv::Mat roofLine = porch.alpha(cv::Rect(0, 0, 360, 74));
    for (int y = 0; y < 72; ++y) {
        const int half = std::max(1, static_cast<int>(180.0 * (y - 3) / 68));
        if (y > 3) roofLine(cv::Rect(std::max(0, 180 - half), y, std::min(360, 2 * half), 1)).setTo(255);
    }
    const double pw = width * stream.uniform(0.3, 0.45);
    addBlock(scene.quads, {0, 0, depth / 2 + 0.12}, {pw, body * 1.3, 0.24}, &porch, nullptr, nullptr,
             nullptr);
    // Drum and dome: rings of a cylinder that narrows.
    const double radius = stream.uniform(0.32, 0.5);
    Canvas drum(400, 90, s.wall);
    stone(drum, stream, 0);
    for (int i = 0; i < 10; ++i)
        archedOpening(drum, {i * 40.0 + 12, 26, 16, 54}, {44, 50, 64}, s.trim, false);
    drum.rect({0, 0, 400, 10}, s.trim);
    addCylinder(scene.quads, {0, body, 0}, radius, radius, 0.3, drum, 28);
    const Rgb metal = chance(stream, 0.5)   ? hsv(0.44, 0.3, 0.62)
                      : chance(stream, 0.5) ? hsv(0.12, 0.6, 0.8)
                                            : s.roof;
    const double squat = stream.uniform(0.75, 1.25);
    const int rings = 7;
    const int ribs = between(stream, 6, 12);
    double y = body + 0.3;
    for (int i = 0; i < rings; ++i) {
        const double a1 = kPi / 2 * i / rings;
        const double a2 = kPi / 2 * (i + 1) / rings * 0.97;
        Canvas ring(300, 40, metal * (0.9 + 0.12 * i / rings));
        for (int k = 0; k < ribs; ++k) ring.rect({300.0 * k / ribs, 0, 6, 40}, metal * 0.7);
        ring.rect({0, 0, 300, 2}, metal * 0.75);
        ring.roughen(stream, 10, 3, 0.12);
        const double rise = (std::sin(a2) - std::sin(a1)) * radius * squat;
        addCylinder(scene.quads, {0, y, 0}, radius * 1.04 * std::cos(a1), radius * 1.04 * std::cos(a2), rise,
                    ring, 28);
        y += rise;
    }
    Canvas tip(60, 60, s.trim);
    archedOpening(tip, {10, 12, 14, 46}, {40, 44, 50}, s.trim * 0.8, false);
    archedOpening(tip, {36, 12, 14, 46}, {40, 44, 50}, s.trim * 0.8, false);
    addCylinder(scene.quads, {0, y - 0.01, 0}, 0.07, 0.07, 0.16, tip, 12);
    addCylinder(scene.quads, {0, y + 0.15, 0}, 0.075, 0.004, 0.16, Canvas(20, 20, metal), 12);
    if (chance(stream, 0.4)) {
        for (const double at : {-1.0, 1.0}) {
            addCylinder(scene.quads, {at * width * 0.4, body, 0.15}, 0.13, 0.13, 0.2, drum, 16);
            addCylinder(scene.quads, {at * width * 0.4, body + 0.2, 0.15}, 0.14, 0.02, 0.2,
                        Canvas(20, 20, metal), 16);
        }
    }
    scene.street = chance(stream, 0.4);
    scene.maxYaw = 45;
    return scene;
}

SceneModel buildBridge(RandomStream& stream) {
    SceneModel scene;
    scene.setting = Setting::Water;
    const int kind = pick(stream, 3);  // arches, suspension, truss
    const Rgb colour =
        kind == 0 ? wallColour(stream)
                  : hsv(stream.uniform(0.0, 0.65), stream.uniform(0.1, 0.75), stream.uniform(0.3, 0.75));
    const int w = 1000;
    const int h = 320;
    Canvas side(w, h, colour);
    if (kind == 0) {
        stone(side, stream, stream.uniform(8, 16));
        const int arches = between(stream, 2, 6);
        const double span = double(w) / arches;
        const double rise = std::min(span * stream.uniform(0.3, 0.46), 190.0);
        side.ledge({0, 60, double(w), 10}, mix(colour, {255, 250, 240}, 0.4), 9);
        for (double x = 0; x < w; x += 16) side.rect({x, 34, 4, 26}, colour * 0.8);
        side.rect({0, 28, double(w), 8}, mix(colour, {255, 250, 240}, 0.3));
        side.alpha(cv::Rect(0, 0, w, 28)).setTo(0);
        for (int i = 0; i < arches; ++i) {
            const cv::Point2d c((i + 0.5) * span, h);
            const double half = span * 0.41;
            side.arc(c, {half + 7, rise + 37}, 180, 360, colour * 0.7, 12);
            cv::ellipse(side.alpha, cv::Point(cvRound(c.x), cvRound(c.y)),
                        {cvRound(half), cvRound(rise + 30)}, 0, 180, 360, cv::Scalar(0), cv::FILLED,
                        cv::LINE_AA);
        }
        if (chance(stream, 0.5)) {
            for (int i = 1; i < arches; ++i) dial(side, {i * span, 105}, 15, colour * 0.8, colour * 0.5, 0.1);
        }
    } else {
        side.clear();
        const double deck = 200;
        side.rect({0, deck, double(w), 22}, colour);
        side.rect({0, deck + 18, double(w), 6}, colour * 0.6);
        for (double x = 0; x < w; x += 20) side.line({x, deck + 2}, {x + 10, deck + 20}, colour * 0.7, 2);
        if (kind == 1) {
            const double t1 = w * stream.uniform(0.18, 0.3);
            for (const double t : {t1, w - t1}) {
                side.rect({t - 14, 14, 10, h - 14.0}, colour * 0.95);
                side.rect({t + 6, 14, 10, h - 14.0}, colour * 0.85);
                for (const double y : {20.0, 80.0, 140.0}) side.rect({t - 14, y, 30, 9}, colour);
                side.rect({t - 22, h - 34.0, 46, 34}, {140, 136, 128});
                side.shine({t - 14, 14, 30, 10}, 0.9);
            }
            const auto cable = [&](double x1, double y1, double x2, double y2, double sag) {
                cv::Point2d last(x1, y1);
                for (int i = 1; i <= 40; ++i) {
                    const double t = i / 40.0;
                    const cv::Point2d p(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag * 4 * t * (1 - t));
                    side.line(last, p, colour * 0.8, 5);
                    side.line(p, {p.x, deck}, colour * 0.75, 2);
                    last = p;
                }
            };
            cable(t1, 18, w - t1, 18, 165);
            cable(0, deck - 10, t1, 18, 30);
            cable(w - t1, 18, w, deck - 10, 30);
        } else {
            const int panels = between(stream, 7, 13);
            const double peak = stream.uniform(90, 170);
            const auto top = [&](double x) { return deck - 30 - peak * std::sin(kPi * x / w); };
            for (int i = 0; i < panels; ++i) {
                const double x1 = double(w) * i / panels;
                const double x2 = double(w) * (i + 1) / panels;
                side.line({x1, top(x1)}, {x2, top(x2)}, colour, 9);
                side.line({x1, deck}, {x1, top(x1)}, colour * 0.9, 6);
                side.line({x1, i % 2 ? top(x1) : deck}, {x2, i % 2 ? deck : top(x2)}, colour * 0.85, 5);
            }
            for (const double x : {60.0, w / 2.0 - 30, w - 120.0}) {
                side.gradient({x, deck + 22, 60, h - deck - 22}, {176, 170, 158}, {120, 116, 108});
            }
        }
        side.roughen(stream, 12, 4, 0.12);
    }
    const double width = stream.uniform(3.0, 4.2);
    const double height = width * h / w;
    const double z = 0.22;
    Quad front = makeQuad({-width / 2, height, z}, {width / 2, height, z}, {width / 2, 0, z},
                          {-width / 2, 0, z}, side);
    front.bothSides = true;
    Quad back = front;
    for (Point3& corner : back.corners) corner[2] = -z;
    back.texture = front.texture.clone();
    for (int y = 0; y < back.texture.rows; ++y) {  // the far side lies in shadow
        auto* row = back.texture.ptr<cv::Vec4b>(y);
        for (int x = 0; x < back.texture.cols; ++x) {
            for (int k = 0; k < 3; ++k) row[x][k] = static_cast<std::uint8_t>(row[x][k] * 6 / 10);
        }
    }
    scene.quads = {back, front};
    Canvas road(200, 20, kind == 0 ? colour * 0.9 : Rgb(90, 90, 94));
    const double deckY = kind == 0 ? height * (1 - 60.0 / h) : height * (1 - 202.0 / h);
    scene.quads.push_back(makeQuad({-width / 2, deckY, -z}, {width / 2, deckY, -z}, {width / 2, deckY, z},
                                   {-width / 2, deckY, z}, road));
    // Both ends rest on the shore.
    const Rgb shore = hsv(stream.uniform(0.09, 0.3), stream.uniform(0.15, 0.4), stream.uniform(0.35, 0.55));
    Canvas wall(300, 120, kind == 0 ? colour * 0.85 : Rgb(150, 144, 134));
    stone(wall, stream, 14);
    Canvas grass(300, 120, shore);
    grass.roughen(stream, 30, 4, 0.3);
    for (const double end : {-1.0, 1.0}) {
        addBlock(scene.around, {end * (width / 2 + 1.45), 0, -0.2}, {3.0, deckY * 0.97, 1.3}, &wall, &wall,
                 &wall, &grass);
        if (chance(stream, 0.6))
            addNeighbour(scene.around, stream, {end * (width / 2 + 0.9), deckY * 0.95, -0.5},
                         {0.5, stream.uniform(0.3, 0.6), 0.3});
    }
    scene.maxYaw = 42;
    return scene;
}

SceneModel buildLighthouse(RandomStream& stream) {
    SceneModel scene;
    scene.setting = chance(stream, 0.5) ? Setting::Water : Setting::Ground;
    const Rgb white{240, 238, 232};
    const Rgb band = hsv(chance(stream, 0.6) ? stream.uniform(-0.03, 0.03) : stream.uniform(),
                         stream.uniform(0.5, 0.85), stream.uniform(0.35, 0.75));
    const bool mill = chance(stream, 0.4);
    const int bands = between(stream, 2, 6);
    const int style = pick(stream, 3);
    Canvas wall(420, 520, mill ? wallColour(stream) : white);
    for (int i = 0; i < bands && !mill; ++i) {
        const double h = 520.0 / bands;
        if (style == 0) wall.rect({0, i * h, 420, h / 2}, band);
        if (style == 1) {
            for (int x = -1; x < 5; ++x)
                wall.polygon({{x * 105.0, i * h},
                              {x * 105.0 + 105, i * h + h / 2},
                              {x * 105.0 + 105, i * h + h},
                              {x * 105.0, i * h + h / 2}},
                             band);
        }
        if (style == 2 && i == 0) wall.rect({0, 0, 420, h}, band);
    }
    if (mill) wall.bricks(stream, {0, 0, 420, 520}, 9, {180, 170, 160}, 0.14);
    wall.roughen(stream, 8, 5, 0.1);
    for (int i = 0; i < 4; ++i) {
        archedOpening(wall, {190.0 + (i % 2) * 60 - 20, 60.0 + i * 105, 22, 44}, {50, 56, 66},
                      {220, 216, 206}, false);
    }
    archedOpening(wall, {196, 446, 40, 74}, band * 0.6, {200, 196, 186}, false);
    const double base = stream.uniform(0.3, 0.45);
    const double top = base * stream.uniform(0.5, 0.8);
    const double height = mill ? 1.3 : stream.uniform(1.7, 2.4);
    addCylinder(scene.quads, {0, 0, 0}, base, top, height, wall, 28);
    if (mill) {
        addCylinder(scene.quads, {0, height, 0}, top * 1.15, 0.02, 0.45, Canvas(40, 40, hsv(0.05, 0.4, 0.35)),
                    24);
        Canvas sails(500, 500, {120, 90, 60});
        sails.clear();
        const double turn = stream.uniform(0, kPi / 2);
        for (int k = 0; k < 4; ++k) {
            const double a = turn + k * kPi / 2;
            const cv::Point2d d(std::cos(a), std::sin(a));
            const cv::Point2d n(-d.y, d.x);
            const cv::Point2d c(250, 250);
            const Rgb cloth = chance(stream, 0.8) ? Rgb(236, 230, 214) : band;
            sails.polygon(
                {c + d * 50 + n * 4, c + d * 240 + n * 4, c + d * 240 + n * 52, c + d * 50 + n * 52}, cloth);
            for (int i = 0; i < 9; ++i)
                sails.line(c + d * (52 + i * 23.0), c + d * (52 + i * 23.0) + n * 52, {110, 80, 54}, 3);
            sails.line(c, c + d * 245, {90, 64, 42}, 9);
        }
        sails.ellipse({250, 250}, {14, 14}, {60, 46, 34});
        const double r = stream.uniform(0.8, 1.0);
        const double y = height + 0.12;
        Quad quad = makeQuad({-r, y + r, top + 0.16}, {r, y + r, top + 0.16}, {r, y - r, top + 0.16},
                             {-r, y - r, top + 0.16}, sails);
        quad.bothSides = true;
        scene.quads.push_back(quad);
    } else {
        addCylinder(scene.quads, {0, height, 0}, top * 1.3, top * 1.3, 0.06, Canvas(40, 10, {60, 60, 64}),
                    24);
        Canvas lantern(200, 80, {70, 84, 92});
        for (int i = 0; i < 9; ++i) lantern.rect({i * 24.0, 0, 4, 80}, {50, 50, 52});
        lantern.shine({0, 14, 200, 60}, 1);
        addCylinder(scene.quads, {0, height + 0.06, 0}, top * 0.8, top * 0.8, 0.26, lantern, 20);
        addCylinder(scene.quads, {0, height + 0.32, 0}, top * 0.95, 0.01, 0.24, Canvas(40, 40, band), 20);
    }
    if (chance(stream, 0.6))
        addNeighbour(scene.quads, stream, {(chance(stream, 0.5) ? 1 : -1) * 0.85, 0, -0.2}, {0.8, 0.5, 0.6});
    scene.maxYaw = 40;
    return scene;
}

}  // namespace adapnet::demo
