// Flat things on walls: posters, paintings, signs, clocks, murals, coloured windows; and the artwork that
// covers and labels share.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/demo/families.h"

namespace adapnet::demo {

namespace {

constexpr double kPi = std::numbers::pi;

void hang(SceneModel& scene, const Canvas& canvas, double width, double height, double thick, double gloss) {
    const double z = 0.02 + thick;
    Quad front = makeQuad({-width / 2, height / 2, z}, {width / 2, height / 2, z},
                          {width / 2, -height / 2, z}, {-width / 2, -height / 2, z}, canvas);
    front.gloss = gloss;
    scene.quads.push_back(front);
    scene.setting = Setting::Wall;
}

void artRays(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    const cv::Point2d c(a.x + a.width * stream.uniform(0.2, 0.8), a.y + a.height * stream.uniform(0.3, 0.9));
    const int n = between(stream, 8, 22);
    const double r = a.width + a.height;
    for (int i = 0; i < n; ++i) {
        const double t = 2 * kPi * i / n;
        const double d = kPi / n;
        canvas.polygon({c, c + cv::Point2d(std::cos(t), std::sin(t)) * r,
                        c + cv::Point2d(std::cos(t + d), std::sin(t + d)) * r},
                       p.accent);
    }
    const double s = std::min(a.width, a.height) * stream.uniform(0.12, 0.28);
    canvas.ellipse(c, {s, s}, p.light);
    canvas.ellipse(c, {s * 0.8, s * 0.8}, p.second);
}

void artShapes(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    const std::array colours{p.accent, p.second, p.light, p.dark, p.base * 0.7};
    const int n = between(stream, 5, 16);
    for (int i = 0; i < n; ++i) {
        const Rgb c = colours[static_cast<std::size_t>(pick(stream, 5))];
        const cv::Point2d q(a.x + stream.uniform() * a.width, a.y + stream.uniform() * a.height);
        const double s = std::min(a.width, a.height) * stream.uniform(0.06, 0.3);
        switch (pick(stream, 5)) {
            case 0:
                canvas.ellipse(q, {s, s}, c);
                break;
            case 1:
                canvas.polygon({q, q + cv::Point2d(s * 1.8, 0), q + cv::Point2d(s * 0.9, -s * 1.6)}, c);
                break;
            case 2:
                canvas.rect({q.x - s, q.y - s * 0.4, 2 * s, s * 0.8}, c, stream.uniform(0.6, 1.0));
                break;
            case 3:
                canvas.arc(q, {s, s}, stream.uniform(0, 180), stream.uniform(200, 360), c, s * 0.3);
                break;
            default: {
                const double t = stream.uniform(0, kPi);
                canvas.line(q, q + cv::Point2d(std::cos(t), std::sin(t)) * s * 3, c, s * 0.25);
            }
        }
    }
}

void artGrid(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    const std::array colours{p.accent, p.second, p.light, p.dark, p.base * 0.75};
    const int n = between(stream, 3, 8);
    const double s = a.width / n;
    const int motif = pick(stream, 3);
    for (int y = 0; y * s < a.height; ++y) {
        for (int x = 0; x < n; ++x) {
            const cv::Rect2d cell(a.x + x * s, a.y + y * s, s, std::min(s, a.height - y * s));
            const Rgb c1 = colours[static_cast<std::size_t>(pick(stream, 5))];
            const Rgb c2 = colours[static_cast<std::size_t>(pick(stream, 5))];
            canvas.rect(cell, c1);
            const cv::Point2d m(cell.x + s / 2, cell.y + cell.height / 2);
            if (motif == 0) canvas.ellipse(m, {s * 0.34, cell.height * 0.34}, c2);
            if (motif == 1) {
                const bool flip = chance(stream, 0.5);
                canvas.polygon({{cell.x, cell.y},
                                {cell.x + s, flip ? cell.y : cell.y + cell.height},
                                {cell.x, cell.y + cell.height}},
                               c2);
            }
            if (motif == 2)
                canvas.ellipse({m.x, cell.y + cell.height * (chance(stream, 0.5) ? 0.3 : 0.7)},
                               {s * 0.45, cell.height * 0.18}, c2);
        }
    }
}

void artPlant(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    const int stems = between(stream, 3, 7);
    for (int i = 0; i < stems; ++i) {
        cv::Point2d q(a.x + a.width * stream.uniform(0.25, 0.75), a.y + a.height);
        double t = stream.uniform(-2.1, -1.0);
        const double step = a.height / 14;
        for (int k = 0; k < 11; ++k) {
            const cv::Point2d n = q + cv::Point2d(std::cos(t), std::sin(t)) * step;
            canvas.line(q, n, p.dark, a.width * 0.012);
            if (k > 2) {
                const double side = k % 2 ? 0.9 : -0.9;
                canvas.ellipse(n + cv::Point2d(std::cos(t + side), std::sin(t + side)) * step,
                               {step, step * 0.4}, k % 3 ? p.second : p.accent, (t + side) * 57.3);
            }
            q = n;
            t += stream.uniform(-0.3, 0.3);
        }
        const double r = step * stream.uniform(0.8, 1.6);
        for (int k = 0; k < 8; ++k)
            canvas.ellipse(q + cv::Point2d(std::cos(k * kPi / 4), std::sin(k * kPi / 4)) * r,
                           {r * 0.6, r * 0.35}, p.accent, k * 45.0);
        canvas.ellipse(q, {r * 0.5, r * 0.5}, p.light);
    }
}

void artFace(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    const cv::Point2d c(a.x + a.width * stream.uniform(0.4, 0.6), a.y + a.height * 0.45);
    const double s = std::min(a.width, a.height) * stream.uniform(0.2, 0.28);
    const Rgb skin = hsv(stream.uniform(0.04, 0.09), stream.uniform(0.25, 0.6), stream.uniform(0.5, 0.95));
    canvas.polygon({{c.x - s * 1.9, a.y + a.height},
                    {c.x - s * 0.9, c.y + s * 1.3},
                    {c.x + s * 0.9, c.y + s * 1.3},
                    {c.x + s * 1.9, a.y + a.height}},
                   p.second);
    canvas.ellipse(c - cv::Point2d(0, s * 0.2), {s * 1.12, s * 1.4}, p.dark);
    canvas.rect({c.x - s * 0.3, c.y + s * 0.7, s * 0.6, s * 0.8}, skin * 0.8);
    canvas.ellipse(c, {s * 0.82, s * 1.1}, skin);
    canvas.polygon({{c.x + s * 0.05, c.y - s},
                    {c.x + s * 0.8, c.y - s * 0.2},
                    {c.x + s * 0.65, c.y + s * 0.7},
                    {c.x + s * 0.1, c.y + s * 1.05}},
                   skin * 0.85);
    for (const double x : {-0.36, 0.36}) {
        canvas.ellipse(c + cv::Point2d(x * s, -s * 0.1), {s * 0.15, s * 0.08}, {245, 244, 240});
        canvas.ellipse(c + cv::Point2d(x * s, -s * 0.1), {s * 0.07, s * 0.07}, {40, 30, 26});
        canvas.line(c + cv::Point2d((x - 0.16) * s, -s * 0.3), c + cv::Point2d((x + 0.16) * s, -s * 0.32),
                    p.dark, s * 0.07);
    }
    canvas.line(c + cv::Point2d(0, 0), c + cv::Point2d(s * 0.09, s * 0.3), skin * 0.65, s * 0.05);
    canvas.ellipse(c + cv::Point2d(0, s * 0.56), {s * 0.25, s * 0.08}, {176, 60, 60});
    if (chance(stream, 0.5)) canvas.ellipse(c - cv::Point2d(0, s * 1.05), {s * 1.3, s * 0.34}, p.accent);
}

void artCity(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    canvas.gradient(a, p.base, mix(p.accent, p.light, 0.5));
    canvas.ellipse({a.x + a.width * stream.uniform(0.2, 0.8), a.y + a.height * stream.uniform(0.2, 0.5)},
                   {a.width * 0.13, a.width * 0.13}, p.light);
    for (int layer = 0; layer < 3; ++layer) {
        double x = a.x - 5;
        while (x < a.x + a.width) {
            const double w = a.width * stream.uniform(0.05, 0.16);
            const double h = a.height * stream.uniform(0.15, 0.55) * (1.1 - 0.25 * layer);
            canvas.rect({x, a.y + a.height - h, std::min(w, a.x + a.width - x), h},
                        mix(p.second, p.dark, 0.3 + 0.33 * layer));
            x += w;
        }
    }
}

// A word may be laid over any picture once a quiet patch is below it.
void caption(Canvas& canvas, RandomStream& stream, const cv::Rect2d& r, const Palette& p,
             const std::string& words) {
    const bool patch = chance(stream, 0.5);
    if (patch) canvas.rect(r, chance(stream, 0.5) ? p.dark : p.light, stream.uniform(0.75, 1));
    const cv::Point centre(std::clamp(cvRound(r.x + r.width / 2), 0, canvas.width() - 1),
                           std::clamp(cvRound(r.y + r.height / 2), 0, canvas.height() - 1));
    const cv::Vec3b below = canvas.rgb.at<cv::Vec3b>(centre);
    const Rgb ink = below[0] + below[1] + below[2] > 384 ? p.dark : p.light;
    canvas.text(words, {r.x + r.width * 0.04, r.y + r.height * 0.1, r.width * 0.92, r.height * 0.8}, ink,
                makeLettering(stream));
}

}  // namespace

void paintLandscape(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a) {
    const double horizon = a.y + a.height * stream.uniform(0.35, 0.65);
    const Rgb top = hsv(stream.uniform(0.5, 0.7), stream.uniform(0.15, 0.6), stream.uniform(0.4, 0.9));
    const Rgb low = hsv(stream.uniform(0.02, 0.16), stream.uniform(0.1, 0.6), stream.uniform(0.8, 1.0));
    canvas.gradient({a.x, a.y, a.width, horizon - a.y}, top, low);
    if (chance(stream, 0.6))
        canvas.ellipse(
            {a.x + a.width * stream.uniform(0.15, 0.85), a.y + (horizon - a.y) * stream.uniform(0.3, 0.9)},
            {a.width * 0.06, a.width * 0.06}, mix(low, {255, 255, 255}, 0.5));
    const bool sea = chance(stream, 0.4);
    const Rgb ground =
        sea ? hsv(stream.uniform(0.48, 0.62), 0.5, 0.5)
            : hsv(stream.uniform(0.1, 0.35), stream.uniform(0.3, 0.65), stream.uniform(0.35, 0.65));
    canvas.gradient({a.x, horizon, a.width, a.y + a.height - horizon}, mix(ground, low, 0.35), ground * 0.6);
    for (int layer = 0; layer < between(stream, 1, 4); ++layer) {
        const cv::Mat ridge = fractalNoise(stream, {200, 2}, 4.0 + 3 * layer, 4);
        std::vector<cv::Point2d> outline{{a.x, horizon + 1}};
        for (int i = 0; i < 200; ++i) {
            outline.emplace_back(a.x + a.width * i / 199.0,
                                 horizon - a.height * (0.22 - 0.06 * layer) * (0.45 + ridge.at<float>(0, i)));
        }
        outline.emplace_back(a.x + a.width, horizon + 1);
        for (auto& p : outline) p.y = std::max(p.y, a.y);
        canvas.polygon(outline, mix(hsv(stream.uniform(0.3, 0.7), 0.3, 0.45), low, 0.55 - 0.16 * layer));
    }
    const int dabs = between(stream, 60, 260);
    for (int i = 0; i < dabs; ++i) {
        const double depth = stream.uniform();
        const double y = horizon + (a.y + a.height - horizon) * depth * 0.97;
        const double s = a.height * (0.01 + 0.035 * depth);
        const double x = a.x + stream.uniform() * a.width;
        const Rgb c =
            sea ? mix(ground, low, stream.uniform(0, 0.7))
                : hsv(stream.uniform(0.05, 0.4), stream.uniform(0.3, 0.7), stream.uniform(0.25, 0.8));
        canvas.ellipse({x, y}, {s * (sea ? 2.6 : 1.2), s * (sea ? 0.25 : 0.8)}, c);
    }
    if (chance(stream, 0.5)) {
        const double x = a.x + a.width * stream.uniform(0.2, 0.7);
        const double s = a.width * stream.uniform(0.08, 0.16);
        if (sea) {
            canvas.polygon({{x, horizon + s * 0.5},
                            {x + s, horizon + s * 0.5},
                            {x + s * 0.8, horizon + s * 0.8},
                            {x + s * 0.2, horizon + s * 0.8}},
                           {70, 44, 34});
            canvas.polygon({{x + s * 0.5, horizon - s},
                            {x + s * 0.5, horizon + s * 0.45},
                            {x + s * 1.05, horizon + s * 0.4}},
                           {240, 234, 220});
        } else {
            canvas.rect({x, horizon - s * 0.2, s, s * 0.7}, {222, 206, 180});
            canvas.polygon({{x - s * 0.1, horizon - s * 0.2},
                            {x + s * 0.5, horizon - s * 0.7},
                            {x + s * 1.1, horizon - s * 0.2}},
                           {150, 66, 48});
        }
    }
}

void paintArtwork(Canvas& canvas, RandomStream& stream, const cv::Rect2d& a, const Palette& p) {
    if (chance(stream, 0.5))
        canvas.gradient(a, p.base, mix(p.base, p.dark, stream.uniform(0.2, 0.7)));
    else
        canvas.rect(a, chance(stream, 0.4) ? p.light : p.base);
    // Painted aside, so that shapes end at the border of the area.
    Canvas aside(std::max(8, cvRound(a.width)), std::max(8, cvRound(a.height)), p.base);
    canvas
        .rgb(cv::Rect(cvRound(a.x), cvRound(a.y), aside.width(), aside.height()) &
             cv::Rect(0, 0, canvas.width(), canvas.height()))
        .copyTo(aside.rgb(cv::Rect(0, 0, std::min(aside.width(), canvas.width() - cvRound(a.x)),
                                   std::min(aside.height(), canvas.height() - cvRound(a.y)))));
    const cv::Rect2d all(0, 0, aside.width(), aside.height());
    switch (pick(stream, 7)) {
        case 0:
            artRays(aside, stream, all, p);
            break;
        case 1:
            artShapes(aside, stream, all, p);
            break;
        case 2:
            artGrid(aside, stream, all, p);
            break;
        case 3:
            artPlant(aside, stream, all, p);
            break;
        case 4:
            artFace(aside, stream, all, p);
            break;
        case 5:
            artCity(aside, stream, all, p);
            break;
        default:
            paintLandscape(aside, stream, all);
    }
    const cv::Rect place = cv::Rect(cvRound(a.x), cvRound(a.y), aside.width(), aside.height()) &
                           cv::Rect(0, 0, canvas.width(), canvas.height());
    if (!place.empty()) aside.rgb(cv::Rect(0, 0, place.width, place.height)).copyTo(canvas.rgb(place));
}

SceneModel buildPoster(RandomStream& stream) {
    SceneModel scene;
    scene.landmark = false;
    const Palette p = makePalette(stream);
    const double aspect = stream.uniform(0.62, 0.8);
    const int h = 720;
    const int w = static_cast<int>(h * aspect);
    Canvas canvas(w, h, p.light);
    const double m = chance(stream, 0.5) ? w * 0.05 : 0;
    const double split = stream.uniform(0.5, 0.8);
    const bool titleTop = chance(stream, 0.4);
    const cv::Rect2d art(m, titleTop ? h * (1 - split) : m, w - 2 * m, h * split - m);
    if (chance(stream, 0.5)) canvas.rect({0, 0, double(w), double(h)}, chance(stream, 0.5) ? p.dark : p.base);
    paintArtwork(canvas, stream, art, p);
    const double top = titleTop ? m : h * split;
    const double room = h * (1 - split) - m;
    caption(canvas, stream, {w * 0.06, top + room * 0.06, w * 0.88, room * 0.5}, p, inventTitle(stream));
    caption(canvas, stream, {w * 0.1, top + room * 0.6, w * 0.8, room * 0.17}, p,
            inventName(stream) + "  " + inventName(stream));
    caption(canvas, stream, {w * 0.2, top + room * 0.8, w * 0.6, room * 0.13}, p,
            std::to_string(between(stream, 1, 30)) + "." + std::to_string(between(stream, 1, 12)) + ". - " +
                inventTitle(stream));
    if (chance(stream, 0.3))
        caption(canvas, stream,
                {art.x + art.width * 0.1, art.y + art.height * stream.uniform(0.05, 0.7), art.width * 0.8,
                 art.height * 0.2},
                p, inventTitle(stream));
    canvas.roughen(stream, 5, 3, 0.04);
    hang(scene, canvas, aspect * 1.4, 1.4, 0.002, chance(stream, 0.3) ? 0.8 : 0.1);
    scene.maxYaw = 55;
    return scene;
}

SceneModel buildPainting(RandomStream& stream) {
    SceneModel scene;
    scene.landmark = false;
    const Palette p = makePalette(stream);
    const double aspect = stream.uniform(0.7, 1.5);
    const int w = static_cast<int>(640 * std::min(1.0, aspect));
    const int h = static_cast<int>(640 / std::max(1.0, aspect));
    Canvas canvas(w, h, p.base);
    const cv::Rect2d all(0, 0, w, h);
    if (chance(stream, 0.5))
        paintLandscape(canvas, stream, all);
    else
        paintArtwork(canvas, stream, all, p);
    // Strokes of the brush follow a slow field of directions and take the colour below them.
    const cv::Mat field = fractalNoise(stream, {w, h}, 3, 2);
    const int strokes = between(stream, 700, 1700);
    const double length = stream.uniform(7, 22);
    for (int i = 0; i < strokes; ++i) {
        const int x = pick(stream, w);
        const int y = pick(stream, h);
        const cv::Vec3b c = canvas.rgb.at<cv::Vec3b>(y, x);
        const double t = field.at<float>(y, x) * 4;
        const cv::Point2d d(std::cos(t) * length, std::sin(t) * length);
        canvas.line(cv::Point2d(x, y) - d, cv::Point2d(x, y) + d,
                    Rgb(c[0], c[1], c[2]) * stream.uniform(0.86, 1.14), stream.uniform(2, 5));
    }
    // The frame.
    const Rgb wood = chance(stream, 0.5)
                         ? hsv(0.11, 0.6, stream.uniform(0.5, 0.8))
                         : hsv(stream.uniform(0.04, 0.1), stream.uniform(0, 0.6), stream.uniform(0.1, 0.9));
    const double f = w * stream.uniform(0.03, 0.09);
    const double mat = chance(stream, 0.35) ? w * 0.06 : 0;
    Canvas framed(w, h, wood);
    framed.roughen(stream, 30, 3, 0.12);
    const int steps = 6;
    for (int i = 0; i < steps; ++i) {
        const double g = f * i / steps;
        const Rgb c = wood * (0.75 + 0.5 * std::abs(std::sin(i * 1.3 + 0.4)));
        framed.polygon({{g, g}, {w - g, g}, {w - f, f}, {f, f}}, c * 1.08);
        framed.polygon({{g, g}, {f, f}, {f, h - f}, {g, h - g}}, c);
        framed.polygon({{w - g, g}, {w - f, f}, {w - f, h - f}, {w - g, h - g}}, c * 0.85);
        framed.polygon({{g, h - g}, {w - g, h - g}, {w - f, h - f}, {f, h - f}}, c * 0.75);
    }
    framed.rect({f, f, w - 2 * f, h - 2 * f}, {238, 234, 224});
    const cv::Rect inside(cvRound(f + mat), cvRound(f + mat), cvRound(w - 2 * (f + mat)),
                          cvRound(h - 2 * (f + mat)));
    cv::Mat fitted;
    cv::resize(canvas.rgb, fitted, inside.size(), 0, 0, cv::INTER_AREA);
    fitted.copyTo(framed.rgb(inside));
    framed.rect({f, f, w - 2 * f, 4}, {0, 0, 0}, 0.35);
    hang(scene, framed, 1.2 * std::min(1.3, aspect), 1.2 * std::min(1.3, aspect) / aspect, 0.05, 0.25);
    Canvas edge(20, 20, wood * 0.6);
    const Quad& q = scene.quads[0];
    const Point3 in(0, 0, -0.05);
    scene.quads.push_back(makeQuad(q.corners[0] + in, q.corners[0], q.corners[3], q.corners[3] + in, edge));
    scene.quads.push_back(makeQuad(q.corners[1], q.corners[1] + in, q.corners[2] + in, q.corners[2], edge));
    scene.quads.push_back(makeQuad(q.corners[3], q.corners[2], q.corners[2] + in, q.corners[3] + in, edge));
    scene.maxYaw = 50;
    return scene;
}

SceneModel buildSign(RandomStream& stream) {
    SceneModel scene;
    const Palette p = makePalette(stream);
    const double aspect = stream.uniform(1.0, 3.6);
    const int h = aspect > 2 ? 240 : 420;
    const int w = static_cast<int>(h * aspect);
    Canvas canvas(w, h, chance(stream, 0.5) ? p.dark : p.base);
    const int shape = pick(stream, 4);
    const double b = h * stream.uniform(0.03, 0.08);
    const Rgb border = chance(stream, 0.5) ? p.light : p.accent;
    if (shape == 1) {
        canvas.clear();
        canvas.ellipse({w / 2.0, h / 2.0}, {w / 2.0 - 1, h / 2.0 - 1}, border);
        canvas.ellipse({w / 2.0, h / 2.0}, {w / 2.0 - b, h / 2.0 - b}, p.base);
    } else {
        canvas.rect({b * 0.6, b * 0.6, w - 1.2 * b, b * 0.7}, border);
        canvas.rect({b * 0.6, h - 1.3 * b, w - 1.2 * b, b * 0.7}, border);
        canvas.rect({b * 0.6, b * 0.6, b * 0.7, h - 1.2 * b}, border);
        canvas.rect({w - 1.3 * b, b * 0.6, b * 0.7, h - 1.2 * b}, border);
    }
    cv::Rect2d words(w * 0.12, h * 0.2, w * 0.76, h * 0.42);
    if (chance(stream, 0.5) && shape != 1) {  // a picture beside the name
        const double s = h * 0.66;
        Canvas icon(160, 160, p.light);
        paintArtwork(icon, stream, {0, 0, 160, 160}, makePalette(stream));
        cv::Mat fitted;
        cv::resize(icon.rgb, fitted, {cvRound(s), cvRound(s)}, 0, 0, cv::INTER_AREA);
        const cv::Rect place(cvRound(h * 0.17), cvRound(h * 0.17), fitted.cols, fitted.rows);
        if (place.x + place.width < w * 0.6) {
            fitted.copyTo(canvas.rgb(place));
            words = {h * 0.95, h * 0.18, w - h * 1.1, h * 0.42};
        }
    }
    const Rgb ink = chance(stream, 0.6) ? p.light : p.accent;
    canvas.text(inventTitle(stream), words, ink, makeLettering(stream));
    canvas.text(inventName(stream) + (chance(stream, 0.5) ? " & Co." : ""),
                {words.x, h * 0.66, words.width, h * 0.17}, mix(ink, p.light, 0.5), makeLettering(stream));
    canvas.shine({0, 0, double(w), double(h)}, chance(stream, 0.5) ? 0.7 : 0.3);
    canvas.roughen(stream, 8, 5, 0.1);
    for (int i = 0; i < between(stream, 0, 7); ++i) {  // rust runs down
        const double x = stream.uniform(0, w);
        const double y = stream.uniform(0, h * 0.6);
        canvas.rect({x, y, stream.uniform(2, 7), stream.uniform(20, h * 0.4)}, {96, 52, 28}, 0.3);
    }
    hang(scene, canvas, std::min(2.2, aspect * 0.7), std::min(2.2, aspect * 0.7) / aspect, 0.07, 0.3);
    scene.maxYaw = 52;
    return scene;
}

SceneModel buildClock(RandomStream& stream) {
    SceneModel scene;
    const Palette p = makePalette(stream);
    Canvas canvas(480, 480, p.dark);
    canvas.clear();
    const cv::Point2d c(240, 240);
    const Rgb rim = chance(stream, 0.4) ? hsv(0.11, 0.6, 0.7) : chance(stream, 0.5) ? p.dark : p.accent;
    const bool square = chance(stream, 0.25);
    if (square)
        canvas.rect({6, 6, 468, 468}, rim);
    else
        canvas.ellipse(c, {236, 236}, rim);
    if (!square) canvas.arc(c, {226, 226}, 150, 300, mix(rim, {255, 255, 255}, 0.5), 7);
    const Rgb face = chance(stream, 0.65)  ? Rgb(242, 238, 226)
                     : chance(stream, 0.5) ? p.base
                                           : Rgb(30, 32, 38);
    const Rgb ink = face[0] + face[1] + face[2] > 380 ? mix(p.dark, {10, 10, 10}, 0.5) : Rgb(238, 230, 208);
    const double r = stream.uniform(186, 212);
    if (square && chance(stream, 0.5))
        canvas.rect({40, 40, 400, 400}, face);
    else
        canvas.ellipse(c, {r, r}, face);
    if (chance(stream, 0.5)) {
        const Rgb middle = chance(stream, 0.5) ? p.second : mix(face, p.accent, 0.35);
        canvas.ellipse(c, {r * 0.55, r * 0.55}, middle);
        const int rays = between(stream, 0, 1) * between(stream, 6, 16);
        for (int i = 0; i < rays; ++i)
            canvas.ellipse(
                c + cv::Point2d(std::cos(2 * kPi * i / rays), std::sin(2 * kPi * i / rays)) * (r * 0.36),
                {r * 0.15, r * 0.05}, p.accent, 360.0 * i / rays);
    }
    static constexpr std::array kRoman{"XII", "I",   "II",   "III", "IV", "V",
                                       "VI",  "VII", "VIII", "IX",  "X",  "XI"};
    const int numbers = pick(stream, 3);
    const Lettering lettering = makeLettering(stream);
    for (int i = 0; i < 60; ++i) {
        const double a = i * kPi / 30;
        const cv::Point2d d(std::sin(a), -std::cos(a));
        canvas.line(c + d * (r * (i % 5 ? 0.93 : 0.9)), c + d * (r * 0.97), ink, i % 5 ? 2 : 6);
        if (i % 5) continue;
        const cv::Point2d at = c + d * (r * 0.76);
        const int hour = i / 5;
        if (numbers == 0)
            canvas.text(kRoman[static_cast<std::size_t>(hour)], {at.x - 24, at.y - 17, 48, 34}, ink,
                        {3, lettering.weight, 0, false});
        else if (numbers == 1)
            canvas.text(std::to_string(hour == 0 ? 12 : hour), {at.x - 22, at.y - 20, 44, 40}, ink,
                        lettering);
        else
            canvas.line(c + d * (r * 0.68), c + d * (r * 0.87), ink, hour % 3 ? 7 : 13);
    }
    if (chance(stream, 0.6)) canvas.text(inventName(stream), {195, 148, 90, 22}, ink, makeLettering(stream));
    const double time = stream.uniform();
    const auto hand = [&](double turn, double length, double thick, const Rgb& colour) {
        const double a = turn * 2 * kPi;
        const cv::Point2d d(std::sin(a), -std::cos(a));
        canvas.line(c - d * (length * 0.15) + cv::Point2d(3, 4), c + d * length + cv::Point2d(3, 4),
                    mix(face, {0, 0, 0}, 0.3), thick);
        canvas.line(c - d * (length * 0.15), c + d * length, colour, thick);
    };
    hand(time, r * 0.5, 13, ink);
    hand(std::fmod(time * 12, 1.0), r * 0.78, 8, ink);
    if (chance(stream, 0.5)) hand(stream.uniform(), r * 0.82, 3, {200, 40, 36});
    canvas.ellipse(c, {12, 12}, rim);
    canvas.roughen(stream, 5, 4, 0.06);
    canvas.shine({100, 100, 280, 280}, 0.35);
    hang(scene, canvas, 1.1, 1.1, 0.08, 0.6);
    scene.landmark = chance(stream, 0.5);
    return scene;
}

SceneModel buildMural(RandomStream& stream) {
    SceneModel scene;
    const Palette p = makePalette(stream);
    const double aspect = stream.uniform(1.1, 2.4);
    const int h = 460;
    const int w = static_cast<int>(h * aspect);
    Canvas canvas(w, h, wallColour(stream));
    const cv::Mat bare = canvas.rgb.clone();
    paintArtwork(canvas, stream, {0, 0, double(w), double(h)}, p);
    for (int i = 0; i < between(stream, 1, 4); ++i) {  // big letters with an outline
        const std::string word = inventName(stream);
        const cv::Rect2d r(stream.uniform(0, w * 0.3), stream.uniform(0, h * 0.55),
                           w * stream.uniform(0.4, 0.7), h * stream.uniform(0.25, 0.45));
        Lettering bold{pick(stream, 4), 9, stream.uniform(-0.1, 0.3), true};
        for (const auto& d : {cv::Point2d(-4, -4), cv::Point2d(4, -4), cv::Point2d(-4, 4), cv::Point2d(5, 6)})
            canvas.text(word, {r.x + d.x, r.y + d.y, r.width, r.height}, p.dark, bold);
        canvas.text(word, r, hsv(stream.uniform(), 0.7, 0.95), bold);
    }
    for (int i = 0; i < between(stream, 20, 120); ++i)
        canvas.ellipse({stream.uniform(0, w), stream.uniform(0, h)},
                       {stream.uniform(1, 5), stream.uniform(1, 5)}, hsv(stream.uniform(), 0.6, 0.9));
    // The wall comes through: joints, and patches where the paint has gone.
    const cv::Mat worn = fractalNoise(stream, {w, h}, 6, 5);
    for (int y = 0; y < h; ++y) {
        auto* row = canvas.rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < w; ++x) {
            if (worn.at<float>(y, x) > 0.95F) row[x] = bare.at<cv::Vec3b>(y, x);
        }
    }
    if (chance(stream, 0.7))
        canvas.bricks(stream, {0, 0, double(w), double(h)}, stream.uniform(10, 18), {110, 100, 94}, 0.08);
    canvas.roughen(stream, 6, 6, 0.12);
    hang(scene, canvas, aspect * 1.1, 1.1, 0.001, 0);
    scene.maxYaw = 55;
    return scene;
}

SceneModel buildWindow(RandomStream& stream) {
    SceneModel scene;
    Canvas canvas(520, 520, wallColour(stream));
    canvas.clear();
    const cv::Point2d c(260, 260);
    const Rgb stone = wallColour(stream);
    const std::array glass{hsv(stream.uniform(), 0.8, 0.8), hsv(stream.uniform(), 0.8, 0.7),
                           hsv(stream.uniform(), 0.7, 0.9), hsv(0.6, 0.8, 0.6), hsv(0.13, 0.8, 0.95)};
    canvas.ellipse(c, {256, 256}, stone);
    canvas.arc(c, {246, 246}, 0, 360, stone * 0.7, 5);
    canvas.ellipse(c, {232, 232}, {30, 30, 38});
    const int order = between(stream, 6, 16);
    const int rings = between(stream, 2, 4);
    for (int ring = 0; ring < rings; ++ring) {
        const double r1 = 228.0 * ring / rings + 14;
        const double r2 = 228.0 * (ring + 1) / rings;
        const int n = order * (ring == 0 ? 1 : chance(stream, 0.5) ? 2 : 1);
        const int shape = pick(stream, 3);
        const int shift = pick(stream, 5);
        const int repeat = between(stream, 1, 3);
        for (int i = 0; i < n; ++i) {
            const double a1 = 2 * kPi * (i + 0.06) / n;
            const double a2 = 2 * kPi * (i + 0.94) / n;
            const Rgb colour = glass[static_cast<std::size_t>((i % (repeat + 1) + shift + ring) % 5)] *
                               stream.uniform(0.8, 1.1);
            const auto at = [&](double a, double r) { return c + cv::Point2d(std::cos(a), std::sin(a)) * r; };
            const double middle = (a1 + a2) / 2;
            if (shape == 0)
                canvas.polygon({at(a1, r1), at(a1, r2), at(middle, r2 + 3), at(a2, r2), at(a2, r1)}, colour);
            if (shape == 1)
                canvas.ellipse(
                    at(middle, (r1 + r2) / 2),
                    {(r2 - r1) * 0.46, std::min((r2 - r1) * 0.46, (r1 + r2) / 2 * (a2 - a1) * 0.45)}, colour,
                    middle * 180 / kPi);
            if (shape == 2)
                canvas.polygon({at(middle, r1), at(a1, (r1 + r2) / 2), at(middle, r2), at(a2, (r1 + r2) / 2)},
                               colour);
        }
        canvas.arc(c, {r2 + 4, r2 + 4}, 0, 360, stone * 0.9, 6);
    }
    for (int i = 0; i < order; ++i) {
        const cv::Point2d d(std::cos(2 * kPi * i / order), std::sin(2 * kPi * i / order));
        canvas.line(c + d * 14, c + d * 232, stone * 0.95, 5);
    }
    canvas.ellipse(c, {26, 26}, stone);
    canvas.ellipse(c, {17, 17}, glass[4]);
    canvas.shine({90, 90, 340, 340}, 0.6);
    canvas.roughen(stream, 10, 4, 0.15);
    hang(scene, canvas, 1.4, 1.4, 0.02, 0.2);
    return scene;
}

}  // namespace adapnet::demo
