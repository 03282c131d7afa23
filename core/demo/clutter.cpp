// Trees, people and other things that stand around or in the way.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/demo/surroundings.h"

namespace adapnet::demo {

namespace {

void dabs(Canvas& canvas, RandomStream& stream, cv::Point2d centre, cv::Size2d spread, int count,
          const Rgb& colour, double size) {
    for (int i = 0; i < count; ++i) {
        const double angle = stream.uniform(0, 6.2832);
        const double r = std::sqrt(stream.uniform());
        const cv::Point2d p(centre.x + std::cos(angle) * r * spread.width,
                            centre.y + std::sin(angle) * r * spread.height);
        // Upper leaves get more light.
        const double lit = 0.72 + 0.45 * (centre.y + spread.height - p.y) / (2 * spread.height) +
                           stream.uniform(-0.14, 0.14);
        canvas.ellipse(p, {size * stream.uniform(0.6, 1.5), size * stream.uniform(0.4, 1.0)}, colour * lit,
                       stream.uniform(0, 180));
    }
}

Canvas tree(RandomStream& stream) {
    const Rgb leaf = hsv(stream.uniform(0.15, 0.33), stream.uniform(0.3, 0.6), stream.uniform(0.24, 0.45));
    Canvas canvas(240, 320, leaf * 0.8);
    canvas.clear();
    const Rgb bark = hsv(0.07, 0.35, stream.uniform(0.2, 0.4));
    canvas.polygon({{112, 320}, {116, 150}, {124, 150}, {130, 320}}, bark);
    for (int i = 0; i < 5; ++i)
        canvas.line({120, stream.uniform(150, 230)}, {stream.uniform(50, 190), stream.uniform(80, 150)}, bark,
                    4);
    if (chance(stream, 0.3)) {  // conifer
        for (int i = 0; i < 9; ++i)
            dabs(canvas, stream, {120, 40 + i * 26.0}, {12 + i * 10.0, 18}, 30, leaf * 0.8, 8);
        return canvas;
    }
    const int blobs = between(stream, 4, 8);
    for (int i = 0; i < blobs; ++i) {
        dabs(canvas, stream, {stream.uniform(70, 170), stream.uniform(55, 150)},
             {stream.uniform(35, 60), stream.uniform(28, 48)}, 70, leaf, 7);
    }
    return canvas;
}

Canvas person(RandomStream& stream) {
    const Rgb skin = hsv(stream.uniform(0.05, 0.08), stream.uniform(0.3, 0.55), stream.uniform(0.4, 0.9));
    const Rgb coat = hsv(stream.uniform(), stream.uniform(0.05, 0.5), stream.uniform(0.15, 0.6));
    const Rgb legs = hsv(stream.uniform(0.55, 0.7), stream.uniform(0.1, 0.5), stream.uniform(0.15, 0.5));
    Canvas canvas(120, 320, coat);
    canvas.clear();
    const double stride = stream.uniform(4, 20);
    canvas.polygon({{44, 170}, {62, 170}, {58 - stride, 312}, {44 - stride, 312}}, legs);
    canvas.polygon({{58, 170}, {78, 170}, {76 + stride, 312}, {62 + stride, 312}}, legs * 0.85);
    canvas.ellipse({46 - stride, 314}, {12, 6}, {30, 26, 24});
    canvas.ellipse({72 + stride, 314}, {12, 6}, {30, 26, 24});
    canvas.polygon({{38, 70}, {84, 70}, {90, 110}, {84, 190}, {38, 190}, {32, 110}}, coat);
    canvas.polygon({{38, 72}, {30, 84}, {20, 170}, {32, 172}, {42, 110}}, coat * 0.9);
    canvas.polygon({{84, 72}, {92, 84}, {100, 168}, {88, 172}, {80, 110}}, coat * 0.8);
    canvas.ellipse({26, 176}, {7, 8}, skin);
    canvas.ellipse({94, 174}, {7, 8}, skin * 0.9);
    canvas.rect({54, 56, 14, 18}, skin * 0.85);
    canvas.ellipse({61, 38}, {17, 21}, skin);
    const Rgb hair = hsv(0.07, stream.uniform(0.1, 0.6), stream.uniform(0.08, 0.6));
    canvas.ellipse({61, 33}, {18, 19}, hair);  // seen from behind
    canvas.polygon({{84, 74}, {92, 110}, {84, 190}, {70, 190}, {74, 80}}, {0, 0, 10}, 0.25);
    return canvas;
}

Canvas lamp(RandomStream& stream) {
    const Rgb iron = hsv(stream.uniform(), 0.15, stream.uniform(0.12, 0.35));
    Canvas canvas(90, 380, iron);
    canvas.clear();
    canvas.rect({41, 60, 8, 320}, iron);
    canvas.rect({41, 60, 3, 320}, mix(iron, {255, 255, 255}, 0.3));
    canvas.rect({34, 340, 22, 40}, iron * 0.9);
    canvas.polygon({{24, 58}, {66, 58}, {58, 14}, {32, 14}}, {232, 222, 190});
    canvas.shine({26, 14, 38, 44}, 1);
    canvas.polygon({{22, 16}, {45, 0}, {68, 16}}, iron);
    canvas.line({24, 58}, {32, 14}, iron, 3);
    canvas.line({66, 58}, {58, 14}, iron, 3);
    return canvas;
}

Canvas car(RandomStream& stream) {
    const Rgb paint = chance(stream, 0.4)
                          ? hsv(0, 0, stream.uniform(0.1, 0.95))
                          : hsv(stream.uniform(), stream.uniform(0.4, 0.9), stream.uniform(0.3, 0.8));
    Canvas canvas(380, 150, paint);
    canvas.clear();
    canvas.polygon({{90, 62}, {130, 18}, {250, 16}, {300, 62}}, paint * 0.92);
    canvas.polygon({{106, 60}, {138, 26}, {188, 25}, {188, 60}}, {70, 88, 104});
    canvas.polygon({{198, 60}, {198, 25}, {244, 25}, {280, 60}}, {60, 76, 92});
    canvas.polygon({{10, 112}, {16, 74}, {70, 60}, {310, 58}, {366, 74}, {372, 112}}, paint);
    canvas.polygon({{12, 112}, {14, 96}, {370, 96}, {372, 112}}, {0, 0, 0}, 0.35);
    canvas.line({60, 64}, {320, 62}, mix(paint, {255, 255, 255}, 0.5), 2);
    for (const double x : {86.0, 298.0}) {
        canvas.ellipse({x, 112}, {34, 34}, {22, 22, 24});
        canvas.ellipse({x, 112}, {18, 18}, {160, 162, 166});
        canvas.ellipse({x, 112}, {6, 6}, {60, 60, 62});
    }
    canvas.ellipse({360, 82}, {8, 6}, {250, 240, 200});
    canvas.rect({12, 78, 8, 12}, {190, 30, 30});
    return canvas;
}

Canvas leaves(RandomStream& stream) {
    const Rgb leaf = hsv(stream.uniform(0.18, 0.36), stream.uniform(0.3, 0.6), stream.uniform(0.2, 0.42));
    Canvas canvas(300, 240, leaf);
    canvas.clear();
    const int stems = between(stream, 4, 8);
    for (int i = 0; i < stems; ++i) {
        cv::Point2d p(stream.uniform(0, 300), 242);
        double angle = stream.uniform(-2.2, -0.9);
        for (int k = 0; k < 14; ++k) {
            const cv::Point2d q = p + cv::Point2d(std::cos(angle), std::sin(angle)) * 13;
            canvas.line(p, q, leaf * 0.6, 2.5);
            for (const double side : {-1.0, 1.0}) {
                const double a = angle + side * 0.9;
                canvas.ellipse(q + cv::Point2d(std::cos(a), std::sin(a)) * 12, {13, 5},
                               leaf * stream.uniform(0.7, 1.3), a * 57.3);
            }
            p = q;
            angle += stream.uniform(-0.25, 0.25);
        }
    }
    return canvas;
}

Canvas roundThing(RandomStream& stream, CutOut kind) {
    const Rgb colour = hsv(stream.uniform(), stream.uniform(0.1, 0.85), stream.uniform(0.35, 0.95));
    Canvas canvas(160, 220, colour);
    canvas.clear();
    if (kind == CutOut::Fruit) {
        const Rgb fruit =
            hsv(stream.uniform(-0.02, 0.3), stream.uniform(0.6, 0.95), stream.uniform(0.6, 0.95));
        for (int i = 0; i < 26; ++i) {
            const double t = i / 26.0;
            canvas.ellipse({80 - 16 * t, 146 - 20 * t}, {72 * (1 - t), 72 * (1 - t)},
                           mix(fruit * 0.5, mix(fruit, {255, 255, 240}, 0.25), t));
        }
        canvas.line({80, 78}, {90, 52}, {90, 62, 30}, 5);
        return canvas;
    }
    if (kind == CutOut::Mug) {
        canvas.arc({120, 140}, {28, 34}, -100, 100, colour * 0.8, 11);
        canvas.gradient({20, 70, 106, 140}, colour, colour, true);
        canvas.gradient({20, 70, 40, 140}, mix(colour, {255, 255, 255}, 0.35), colour, true);
        canvas.gradient({84, 70, 42, 140}, colour, colour * 0.5, true);
        canvas.ellipse({73, 208}, {53, 12}, colour * 0.62);
        canvas.ellipse({73, 70}, {53, 15}, colour * 0.85);
        canvas.ellipse({73, 72}, {46, 11}, chance(stream, 0.6) ? Rgb(60, 36, 20) : Rgb(210, 190, 160));
        return canvas;
    }
    // bottle
    const Rgb glass = hsv(stream.uniform(0.05, 0.6), stream.uniform(0.3, 0.8), stream.uniform(0.15, 0.6));
    canvas.gradient({40, 90, 40, 128}, mix(glass, {255, 255, 255}, 0.35), glass, true);
    canvas.gradient({80, 90, 40, 128}, glass, glass * 0.5, true);
    canvas.polygon({{40, 91}, {66, 55}, {94, 55}, {120, 91}}, glass * 0.9);
    canvas.gradient({66, 8, 28, 50}, mix(glass, {255, 255, 255}, 0.25), glass * 0.6, true);
    canvas.rect({64, 2, 32, 14}, colour);
    canvas.gradient({40, 120, 80, 60}, {244, 238, 222}, {190, 182, 164}, true);
    canvas.text(inventName(stream), {46, 130, 68, 24}, colour * 0.6, makeLettering(stream));
    return canvas;
}

}  // namespace

Canvas drawCutOut(RandomStream& stream, CutOut kind) {
    switch (kind) {
        case CutOut::Tree:
            return tree(stream);
        case CutOut::Person:
            return person(stream);
        case CutOut::Lamp:
            return lamp(stream);
        case CutOut::Car:
            return car(stream);
        case CutOut::Leaves:
            return leaves(stream);
        case CutOut::Bush: {
            const Rgb leaf =
                hsv(stream.uniform(0.2, 0.36), stream.uniform(0.35, 0.7), stream.uniform(0.28, 0.5));
            Canvas canvas(260, 150, leaf);
            canvas.clear();
            for (int i = 0; i < 5; ++i)
                dabs(canvas, stream, {50 + i * 40.0, stream.uniform(70, 95)}, {46, 52}, 60, leaf, 7);
            return canvas;
        }
        default:
            return roundThing(stream, kind);
    }
}

Quad standUp(const Canvas& canvas, const Point3& foot, double height, const Camera& camera) {
    const double width = height * canvas.width() / canvas.height();
    Point3 right(camera.rotation(0, 0), 0, camera.rotation(0, 2));
    right *= width / 2 / std::max(1e-6, cv::norm(right));
    const Point3 up(0, height, 0);
    Quad quad = makeQuad(foot - right + up, foot + right + up, foot + right, foot - right, canvas);
    quad.bothSides = true;
    quad.flatLight = true;
    return quad;
}

}  // namespace adapnet::demo
