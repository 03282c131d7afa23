// Monuments: a figure of rounded limbs on a plinth with its name.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/demo/families.h"

namespace adapnet::demo {

SceneModel buildStatue(RandomStream& stream) {
    SceneModel scene;
    const Rgb bronze = chance(stream, 0.5)   ? hsv(0.44, 0.25, stream.uniform(0.35, 0.6))
                       : chance(stream, 0.5) ? hsv(0.09, 0.45, stream.uniform(0.25, 0.45))
                                             : hsv(0.1, 0.06, stream.uniform(0.65, 0.9));
    Canvas figure(320, 520, bronze);
    figure.clear();
    // Built from rounded limbs, dark first and lighter towards the sun side.
    const double lean = stream.uniform(-20, 20);
    const double arm1 = stream.uniform(-150, 60);
    const double arm2 = stream.uniform(-60, 150);
    const bool rider = chance(stream, 0.3);
    const bool robe = chance(stream, 0.5);
    for (int pass = 0; pass < 5; ++pass) {
        const double shrink = 1 - pass * 0.16;
        const double shift = -pass * 2.2;
        const Rgb c = bronze * (0.55 + 0.17 * pass);
        const auto limb = [&](cv::Point2d a, cv::Point2d b, double thick) {
            figure.line(a + cv::Point2d(shift, shift * 0.5), b + cv::Point2d(shift, shift * 0.5), c,
                        thick * shrink);
        };
        const auto blob = [&](cv::Point2d p, cv::Size2d r) {
            figure.ellipse(p + cv::Point2d(shift, shift * 0.5), {r.width * shrink, r.height * shrink}, c);
        };
        const cv::Point2d hip(160, rider ? 250 : 300);
        const cv::Point2d neck(160 + lean, hip.y - 150);
        if (rider) {
            blob({170, 350}, {96, 50});
            limb({90, 340}, {50, 250}, 46);
            blob({40, 240}, {36, 20});
            for (const double x : {100.0, 125.0, 220.0, 248.0})
                limb({x, 370}, {x + (x < 150 ? -22.0 : 14.0), 505}, 22);
            limb({250, 340}, {292, 430}, 18);
        }
        if (robe && !rider)
            figure.polygon({{125 + shift + (1 - shrink) * 30, 250},
                            {195 + shift - (1 - shrink) * 30, 250},
                            {226 + shift - (1 - shrink) * 50, 512},
                            {94 + shift + (1 - shrink) * 50, 512}},
                           c);
        else if (!rider) {
            limb({148, 300}, {128 - lean * 0.4, 505}, 40);
            limb({174, 300}, {198, 505}, 38);
        }
        limb(hip, neck + cv::Point2d(0, 40), 78);
        blob(neck + cv::Point2d(0, 30), {52, 40});
        const auto arm = [&](double side, double deg) {
            const double a = deg * std::numbers::pi / 180;
            const cv::Point2d shoulder = neck + cv::Point2d(side * 44, 24);
            const cv::Point2d elbow =
                shoulder + cv::Point2d(side * std::abs(std::cos(a)) * 62, std::sin(a) * 62);
            limb(shoulder, elbow, 28);
            limb(elbow, elbow + cv::Point2d(side * 14, std::sin(a) * 64 - 10), 22);
        };
        arm(-1, arm1);
        arm(1, arm2);
        limb(neck, neck - cv::Point2d(0, 24), 24);
        blob(neck - cv::Point2d(-4, 48), {25, 32});
    }
    if (chance(stream, 0.6)) figure.line({262, 120}, {262, 512}, bronze * 0.6, 7);
    figure.roughen(stream, 14, 4, 0.18);
    const double base = stream.uniform(0.6, 1.0);
    const Rgb granite = wallColour(stream);
    Canvas plinth(260, static_cast<int>(260 * base / 0.8), granite);
    plinth.roughen(stream, 6, 6, 0.16);
    const double ph = plinth.height();
    plinth.ledge({0, 0, 260, ph * 0.1}, granite * 1.05, 9);
    plinth.rect({0, ph * 0.88, 260, ph * 0.12}, granite * 0.8);
    plinth.rect({50, ph * 0.3, 160, ph * 0.4}, granite * 0.7);
    plinth.text(inventName(stream), {62, ph * 0.34, 136, ph * 0.14}, {226, 200, 130}, makeLettering(stream));
    plinth.text(std::to_string(between(stream, 1600, 1950)), {90, ph * 0.53, 80, ph * 0.11}, {226, 200, 130},
                Lettering{});
    addBlock(scene.quads, {0, 0, 0}, {0.8, base, 0.8}, &plinth, &plinth, &plinth, nullptr);
    Canvas step(100, 20, granite * 0.85);
    addBlock(scene.quads, {0, 0, 0}, {1.2, 0.1, 1.2}, &step, &step, &step, &step);
    const double fh = stream.uniform(1.1, 1.5);
    const double fw = fh * 320 / 520;
    // Two leaves give the figure some body when seen from the side.
    for (const double z : {-0.05, 0.05}) {
        Quad quad = makeQuad({-fw / 2, base + fh, z}, {fw / 2, base + fh, z}, {fw / 2, base, z},
                             {-fw / 2, base, z}, figure);
        quad.bothSides = true;
        scene.quads.push_back(quad);
    }
    scene.maxYaw = 38;
    return scene;
}

}  // namespace adapnet::demo
