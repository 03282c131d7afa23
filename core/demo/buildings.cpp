// Houses, offices and the parts that all buildings share.
#include <algorithm>
#include <cmath>

#include "core/demo/families.h"

namespace adapnet::demo {

namespace {

enum class Surface { Plaster, Brick, Stone, Timber };
enum class WindowHead { Flat, Arch, Gable, Lintel };

struct FacadeStyle {
    Rgb wall, trim, frame, shutter, door;
    Surface surface = Surface::Plaster;
    WindowHead head = WindowHead::Flat;
    int floors = 3, bays = 4;
    double windowWidth = 0.45, windowHeight = 0.6;  // share of a bay, of a floor
    bool shutters = false, balconies = false, shop = false, courses = true, quoins = false;
    int panes = 2, balconyFloor = 1;
    std::string shopName;
    Lettering lettering;
    Rgb awning, awningOther;
    int awningStripes = 9;
};

FacadeStyle makeStyle(RandomStream& stream) {
    FacadeStyle s;
    s.wall = wallColour(stream);
    s.trim = chance(stream, 0.6) ? mix(s.wall, {250, 246, 238}, 0.65) : mix(s.wall, {60, 50, 45}, 0.45);
    s.frame = chance(stream, 0.6) ? Rgb(238, 236, 230) : hsv(stream.uniform(), 0.4, 0.28);
    s.shutter = hsv(stream.uniform(), stream.uniform(0.3, 0.7), stream.uniform(0.25, 0.6));
    s.door = hsv(stream.uniform(), stream.uniform(0.4, 0.8), stream.uniform(0.2, 0.55));
    s.surface = static_cast<Surface>(pick(stream, 4));
    if (s.surface == Surface::Brick)
        s.wall = hsv(stream.uniform(0.0, 0.09), stream.uniform(0.35, 0.65), stream.uniform(0.38, 0.7));
    s.head = static_cast<WindowHead>(pick(stream, 4));
    s.floors = between(stream, 2, 5);
    s.bays = between(stream, 3, 7);
    s.windowWidth = stream.uniform(0.34, 0.58);
    s.windowHeight = stream.uniform(0.48, 0.7);
    s.shutters = chance(stream, 0.35) && s.windowWidth < 0.46;
    s.balconies = chance(stream, 0.45);
    s.balconyFloor = between(stream, 1, 3);
    s.shop = chance(stream, 0.5);
    s.courses = chance(stream, 0.7);
    s.quoins = chance(stream, 0.4);
    s.panes = between(stream, 1, 3);
    s.shopName = chance(stream, 0.5) ? inventTitle(stream) : inventName(stream);
    s.lettering = makeLettering(stream);
    s.awning = hsv(stream.uniform(), stream.uniform(0.5, 0.85), stream.uniform(0.4, 0.8));
    s.awningOther = chance(stream, 0.7) ? Rgb(240, 236, 226) : s.awning * 0.8;
    s.awningStripes = between(stream, 5, 14);
    return s;
}

void paintGlass(Canvas& canvas, RandomStream& stream, const cv::Rect2d& r) {
    const Rgb sky = hsv(0.57, stream.uniform(0.15, 0.45), stream.uniform(0.4, 0.75));
    canvas.gradient(r, mix(sky, {25, 32, 44}, stream.uniform(0.2, 0.6)),
                    mix(sky, {18, 22, 30}, stream.uniform(0.6, 0.9)));
    const double kind = stream.uniform();
    if (kind < 0.3) {  // curtains
        const Rgb cloth = hsv(stream.uniform(), stream.uniform(0, 0.25), stream.uniform(0.6, 0.9));
        canvas.rect({r.x, r.y, r.width * 0.28, r.height}, cloth, 0.8);
        canvas.rect({r.x + r.width * 0.72, r.y, r.width * 0.28, r.height}, cloth, 0.8);
    } else if (kind < 0.5) {  // blind
        canvas.rect({r.x, r.y, r.width, r.height * stream.uniform(0.2, 0.7)}, {208, 200, 184}, 0.85);
    } else if (kind < 0.75) {  // a reflection
        canvas.polygon({{r.x, r.y + r.height * 0.7},
                        {r.x + r.width * 0.6, r.y},
                        {r.x + r.width * 0.9, r.y},
                        {r.x, r.y + r.height}},
                       {235, 242, 250}, 1.0 - 0.75);
    }
    if (chance(stream, 0.45)) canvas.shine(r, stream.uniform(0.5, 1.0));
}

void paintWindow(Canvas& canvas, RandomStream& stream, const FacadeStyle& s, const cv::Rect2d& r) {
    const double u = std::max(2.0, r.width * 0.09);
    canvas.rect({r.x - u, r.y - u, r.width + 2 * u, r.height + 2 * u}, s.trim);
    if (s.head == WindowHead::Arch) {
        canvas.ellipse({r.x + r.width / 2, r.y}, {r.width / 2 + u, r.width * 0.42 + u}, s.trim);
        canvas.ellipse({r.x + r.width / 2, r.y}, {r.width / 2, r.width * 0.42}, {46, 54, 66});
    } else if (s.head == WindowHead::Gable) {
        canvas.polygon({{r.x - 2 * u, r.y - u},
                        {r.x + r.width / 2, r.y - r.width * 0.42},
                        {r.x + r.width + 2 * u, r.y - u}},
                       s.trim * 0.93);
        canvas.line({r.x - 2 * u, r.y - u}, {r.x + r.width + 2 * u, r.y - u}, s.trim * 0.6, 2);
    } else if (s.head == WindowHead::Lintel) {
        canvas.ledge({r.x - 1.6 * u, r.y - 2.6 * u, r.width + 3.2 * u, 1.8 * u}, s.trim, 4);
    }
    paintGlass(canvas, stream, r);
    canvas.rect({r.x, r.y, r.width, std::max(2.0, u)}, {8, 8, 14},
                0.5);  // the wall is thick: a shadow inside
    canvas.rect({r.x, r.y, std::max(1.5, u * 0.6), r.height}, {8, 8, 14}, 0.4);
    const double bar = std::max(1.5, r.width * 0.06);
    for (int i = 1; i < s.panes; ++i)
        canvas.rect({r.x + r.width * i / s.panes - bar / 2, r.y, bar, r.height}, s.frame);
    canvas.rect({r.x, r.y + r.height * 0.36, r.width, bar}, s.frame);
    canvas.rect({r.x, r.y + r.height - bar, r.width, bar}, s.frame);
    canvas.ledge({r.x - 1.5 * u, r.y + r.height, r.width + 3 * u, 1.3 * u}, s.trim, 5);
    if (s.shutters) {
        for (const double x : {r.x - r.width * 0.5 - u, r.x + r.width + u}) {
            canvas.rect({x + 2, r.y + 2, r.width * 0.5, r.height}, {0, 0, 0}, 0.3);
            canvas.rect({x, r.y, r.width * 0.5, r.height}, s.shutter);
            for (double y = r.y + 3; y < r.y + r.height - 2; y += 5)
                canvas.rect({x + 2, y, r.width * 0.5 - 4, 2}, s.shutter * 0.7);
        }
    }
    if (chance(stream, 0.12)) {  // flowers
        for (int i = 0; i < 14; ++i) {
            canvas.ellipse(
                {r.x + stream.uniform(0, r.width), r.y + r.height - 3 + stream.uniform(-6, 4)}, {4, 3},
                chance(stream, 0.5) ? hsv(stream.uniform(0.9, 1.1), 0.75, 0.85) : hsv(0.3, 0.6, 0.4));
        }
    }
}

void paintBalcony(Canvas& canvas, const FacadeStyle& s, const cv::Rect2d& r) {
    canvas.ledge({r.x, r.y + r.height, r.width, r.height * 0.16}, s.trim, 12);
    const Rgb iron{36, 36, 40};
    canvas.rect({r.x, r.y, r.width, 3}, iron);
    for (double x = r.x + 2; x < r.x + r.width; x += 7) canvas.rect({x, r.y, 2, r.height}, iron);
}

void paintShop(Canvas& canvas, RandomStream& stream, const FacadeStyle& s, const cv::Rect2d& r) {
    const Rgb panel = s.door;
    canvas.rect(r, panel);
    const double sign = r.height * 0.2;
    canvas.ledge({r.x + 4, r.y, r.width - 8, sign}, mix(panel, {10, 10, 16}, 0.3), 4);
    canvas.text(s.shopName, {r.x + r.width * 0.1, r.y + sign * 0.16, r.width * 0.8, sign * 0.68},
                chance(stream, 0.6) ? Rgb(246, 236, 206) : s.awning, s.lettering);
    canvas.shine({r.x + 4, r.y, r.width - 8, sign}, 0.35);
    const int windows = between(stream, 2, 4);
    const double w = r.width / windows;
    const int door = pick(stream, windows);
    for (int i = 0; i < windows; ++i) {
        const cv::Rect2d pane(r.x + i * w + 8, r.y + sign + 8, w - 16,
                              r.height - sign - (i == door ? 8 : 26));
        paintGlass(canvas, stream, pane);
        canvas.shine(pane, 0.8);
        if (i == door) {
            canvas.rect({pane.x + pane.width * 0.2, pane.y, pane.width * 0.6, pane.height}, panel * 0.8);
            canvas.rect({pane.x + pane.width * 0.27, pane.y + 8, pane.width * 0.46, pane.height * 0.6},
                        {60, 76, 86});
            continue;
        }
        for (int k = 0; k < 9; ++k) {  // goods on display
            const double size = stream.uniform(7, 18);
            canvas.rect({pane.x + stream.uniform(0, std::max(1.0, pane.width - size)),
                         pane.y + pane.height - size * stream.uniform(1, 2.6), size, size * 1.3},
                        hsv(stream.uniform(), stream.uniform(0.2, 0.8), stream.uniform(0.4, 0.9)));
        }
    }
    if (chance(stream, 0.7)) {
        const double top = r.y + sign + 2;
        const double drop = r.height * 0.22;
        const double step = r.width / s.awningStripes;
        canvas.rect({r.x, top + drop, r.width, drop * 0.5}, {0, 0, 0}, 0.35);
        for (int i = 0; i < s.awningStripes; ++i) {
            const Rgb c = i % 2 == 0 ? s.awning : s.awningOther;
            canvas.gradient({r.x + i * step, top, step + 1, drop}, c * 0.85, c);
            canvas.ellipse({r.x + (i + 0.5) * step, top + drop}, {step / 2, drop * 0.18}, c * 0.92);
        }
    }
}

void paintWall(Canvas& canvas, RandomStream& stream, const FacadeStyle& s, const cv::Rect2d& r) {
    canvas.rect(r, s.wall);
    if (s.surface == Surface::Brick)
        canvas.bricks(stream, r, stream.uniform(6, 9), mix(s.wall, {200, 190, 175}, 0.45), 0.14);
    if (s.surface == Surface::Stone) canvas.bricks(stream, r, stream.uniform(18, 30), s.wall * 0.72, 0.09);
    if (s.surface == Surface::Timber) {
        for (double y = r.y; y < r.y + r.height; y += 9) canvas.rect({r.x, y, r.width, 2}, s.wall * 0.75);
    }
    canvas.roughen(stream, r, 5, 6, 0.13);
}

Canvas paintFacade(RandomStream& stream, const FacadeStyle& s, int w, int h, bool main) {
    Canvas canvas(w, h, s.wall);
    paintWall(canvas, stream, s, {0, 0, double(w), double(h)});
    const double cornice = h * 0.055;
    const double ground = s.shop && main ? h * 0.26 : h * 0.06;
    const double floorHeight = (h - cornice - ground) / s.floors;
    const int bays = main ? s.bays : std::max(1, static_cast<int>(s.bays * double(w) / 560));
    const double bay = w * 0.94 / bays;
    for (int f = 0; f < s.floors; ++f) {
        const double y = cornice + f * floorHeight;
        if (s.courses && f > 0) canvas.ledge({0, y, double(w), std::max(3.0, h * 0.011)}, s.trim, 5);
        for (int b = 0; b < bays; ++b) {
            const double ww = bay * s.windowWidth;
            const double wh = floorHeight * s.windowHeight;
            const cv::Rect2d r(w * 0.03 + b * bay + (bay - ww) / 2, y + (floorHeight - wh) * 0.6, ww, wh);
            const bool door = main && !s.shop && f == s.floors - 1 && b == bays / 2;
            if (door) {
                const cv::Rect2d d(r.x - 4, r.y - 6, r.width + 8, h - r.y + 6);
                canvas.rect({d.x - 7, d.y - 7, d.width + 14, d.height + 7}, s.trim);
                canvas.rect(d, s.door);
                canvas.rect({d.x + 6, d.y + 8, d.width / 2 - 9, d.height * 0.4}, s.door * 0.75);
                canvas.rect({d.x + d.width / 2 + 3, d.y + 8, d.width / 2 - 9, d.height * 0.4}, s.door * 0.75);
                canvas.ellipse({d.x + d.width * 0.85, d.y + d.height * 0.55}, {3, 3}, {220, 190, 90});
            } else {
                paintWindow(canvas, stream, s, r);
            }
            if (s.balconies && main && !door &&
                (f == s.floors - 1 - s.balconyFloor || (f == 1 && b % 2 == 1))) {
                paintBalcony(canvas, s, {r.x - ww * 0.35, r.y + wh * 0.62, ww * 1.7, wh * 0.4});
            }
        }
    }
    if (s.shop && main)
        paintShop(canvas, stream, s, {w * 0.03, h - ground + 6, w * 0.94, ground - 6});
    else
        canvas.rect({0, h * 0.955, double(w), h * 0.045}, s.wall * 0.6);
    if (s.quoins) {
        for (double y = 0; y < h; y += 26) {
            const double q = static_cast<int>(y / 26) % 2 == 0 ? 26 : 16;
            canvas.rect({0, y, q, 23}, s.trim);
            canvas.rect({w - q, y, q, 23}, s.trim);
        }
    }
    canvas.ledge({0, 0, double(w), cornice * 0.55}, s.trim, 9);
    for (double x = 4; x < w; x += 14) canvas.rect({x, cornice * 0.6, 7, cornice * 0.3}, s.trim * 0.85);
    if (chance(stream, 0.5)) canvas.rect({w - 14.0, 0, 5, double(h)}, s.wall * 0.5);  // a drain pipe
    // Dirt gathers at the foot.
    for (int i = 0; i < 24; ++i)
        canvas.rect({0, h - i * h / 160.0, double(w), h / 160.0}, {30, 26, 22}, 0.25 * (1 - i / 24.0));
    return canvas;
}

void addRoof(SceneModel& scene, RandomStream& stream, const Point3& size, double height) {
    const Rgb tiles = hsv(stream.uniform(0.0, 0.09), stream.uniform(0.15, 0.65), stream.uniform(0.25, 0.6));
    Canvas canvas(420, 140, tiles);
    canvas.bricks(stream, {0, 0, 420, 140}, 8, tiles * 0.7, 0.12);
    canvas.roughen(stream, 8, 4, 0.15);
    const int dormers = between(stream, 0, 4);
    for (int i = 0; i < dormers; ++i) {
        const double x = 420.0 * (i + 0.5) / dormers;
        canvas.rect({x - 20, 40, 40, 66}, tiles * 0.55);
        canvas.rect({x - 13, 52, 26, 50}, {70, 86, 100});
        canvas.shine({x - 13, 52, 26, 50}, 0.8);
        canvas.rect({x - 1, 52, 2, 50}, {236, 234, 228});
        canvas.polygon({{x - 26, 46}, {x, 22}, {x + 26, 46}}, tiles * 0.8);
    }
    const double x = size[0] / 2 * 1.03;
    const double z = size[2] / 2;
    const double y = size[1];
    const double inset = chance(stream, 0.5) ? size[0] * 0.12 : 0;
    scene.quads.push_back(makeQuad({-x + inset, y + height, 0}, {x - inset, y + height, 0}, {x, y, z * 1.06},
                                   {-x, y, z * 1.06}, canvas));
    Canvas gable(160, 120, tiles * 0.9);
    gable.bricks(stream, {0, 0, 160, 120}, 8, tiles * 0.6, 0.12);
    gable.keepOnly({{80, 0}, {160, 120}, {0, 120}});
    const double hip = x - inset;
    scene.quads.push_back(
        makeQuad({hip, y + height, z}, {hip, y + height, -z}, {x, y, -z}, {x, y, z}, gable));
    scene.quads.push_back(
        makeQuad({-hip, y + height, -z}, {-hip, y + height, z}, {-x, y, z}, {-x, y, -z}, gable));
    for (const double at : {-0.3, 0.34}) {
        if (!chance(stream, 0.6)) continue;
        Canvas chimney(40, 60, {150, 84, 66});
        chimney.bricks(stream, {0, 0, 40, 60}, 6, {196, 180, 170}, 0.15);
        chimney.rect({0, 0, 40, 7}, {70, 60, 56});
        addBlock(scene.quads, {at * size[0], y + height * 0.5, 0}, {0.09, height * 0.75, 0.09}, &chimney,
                 &chimney, &chimney, nullptr);
    }
}

}  // namespace

SceneModel buildFacade(RandomStream& stream) {
    SceneModel scene;
    const FacadeStyle style = makeStyle(stream);
    const double width = stream.uniform(1.0, 1.9);
    const double height = 0.42 * style.floors + 0.3;
    const double depth = stream.uniform(0.7, 1.2);
    const int h = 620;
    const int w = static_cast<int>(h * width / height);
    const Canvas front = paintFacade(stream, style, std::clamp(w, 360, 900), h, true);
    const Canvas side =
        paintFacade(stream, style, std::clamp(static_cast<int>(h * depth / height), 200, 600), h, false);
    const Canvas other = paintFacade(stream, style, side.width(), h, false);
    addBlock(scene.quads, {0, 0, 0}, {width, height, depth}, &front, &other, &side, nullptr);
    if (chance(stream, 0.75)) addRoof(scene, stream, {width, height, depth}, stream.uniform(0.2, 0.5));
    scene.street = chance(stream, 0.75);
    scene.maxYaw = 52;
    return scene;
}

void addNeighbour(std::vector<Quad>& quads, RandomStream& stream, const Point3& centreBottom,
                  const Point3& size) {
    FacadeStyle style = makeStyle(stream);
    style.shutters = false;
    const Canvas front = paintFacade(stream, style, 300, 340, true);
    const Canvas side = paintFacade(stream, style, 200, 340, false);
    addBlock(quads, centreBottom, size, &front, &side, &side, nullptr);
}

SceneModel buildOffice(RandomStream& stream) {
    SceneModel scene;
    const Rgb frame = chance(stream, 0.5) ? hsv(0.6, 0.08, stream.uniform(0.25, 0.9)) : wallColour(stream);
    const Rgb glass = hsv(stream.uniform(0.45, 0.66), stream.uniform(0.2, 0.6), stream.uniform(0.35, 0.75));
    const int columns = between(stream, 5, 13);
    const int rows = between(stream, 8, 20);
    const int kind = pick(stream, 4);
    const double gap = stream.uniform(0.1, 0.4);
    const int sideColumns = std::max(3, columns * 2 / 3);
    const std::string name = inventName(stream);
    const Lettering lettering = makeLettering(stream);
    const Rgb band = hsv(stream.uniform(), 0.7, 0.8);
    const int bandEvery = between(stream, 3, 6);
    const auto face = [&](int n, bool main) {
        const int w = n * 46;
        const int h = 700;
        Canvas canvas(w, h, frame);
        const double cw = double(w) / n;
        const double ch = (h - 60.0) / rows;
        // The glass mirrors clouds as one large picture.
        const cv::Mat clouds = fractalNoise(stream, {n, rows}, 4, 3);
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < n; ++c) {
                const double lit = 1 + 0.45 * clouds.at<float>(r, c) + stream.uniform(-0.06, 0.06);
                Rgb pane = mix(glass * lit, {225, 236, 246}, 0.25 * (1 - double(r) / rows));
                if (chance(stream, 0.08)) pane = mix(pane, {20, 24, 30}, 0.5);
                cv::Rect2d area(c * cw + cw * gap / 2, 14 + r * ch + ch * gap / 2, cw * (1 - gap),
                                ch * (1 - gap));
                if (kind == 1) area = {c * cw - 1, 14 + r * ch + ch * 0.3, cw + 2, ch * 0.6};
                if (kind == 2) area = {c * cw + cw * 0.2, 14 + r * ch, cw * 0.65, ch + 1};
                canvas.gradient(area, pane * 1.05, pane * 0.88);
                if (kind == 3)
                    canvas.rect({area.x, area.y + area.height * 0.7, area.width, area.height * 0.12},
                                frame * 0.8);
                if (chance(stream, 0.35)) canvas.shine(area, stream.uniform(0.4, 0.9));
            }
            if (r % bandEvery == 1 && kind != 2)
                canvas.rect({0, 12 + r * ch, double(w), 4}, mix(frame, band, 0.6));
        }
        canvas.rect({0, 0, double(w), 12}, frame * 0.75);
        canvas.gradient({0, h - 46.0, double(w), 46}, {40, 50, 58}, {76, 88, 92});
        canvas.shine({0, h - 40.0, double(w), 30}, 0.8);
        for (double x = 0; x < w; x += cw) canvas.rect({x, h - 46.0, 7, 46}, frame * 0.9);
        if (main) {
            canvas.rect({w * 0.2, 22, w * 0.6, 44}, frame * 0.6);
            canvas.text(name, {w * 0.23, 27, w * 0.54, 34}, {248, 248, 250}, lettering);
            canvas.shine({w * 0.2, 22, w * 0.6, 44}, 0.6);
        }
        canvas.roughen(stream, 4, 3, 0.05);
        return canvas;
    };
    const Canvas front = face(columns, true);
    const Canvas side = face(sideColumns, false);
    Canvas top(64, 64, {96, 96, 100});
    const double width = columns * 0.13;
    const double depth = sideColumns * 0.13;
    const double height = rows * 0.125 + 0.15;
    addBlock(scene.quads, {0, 0, 0}, {width, height, depth}, &front, &side, &side, &top);
    if (chance(stream, 0.5)) {  // a lower wing
        const Canvas wing = face(columns, false);
        const double sideways = (chance(stream, 0.5) ? 1 : -1) * width * 0.78;
        addBlock(scene.quads, {sideways, 0, 0.1}, {width * 0.55, height * stream.uniform(0.25, 0.5), depth},
                 &wing, &side, &side, &top);
    }
    if (chance(stream, 0.4)) {
        Canvas box(80, 40, frame * 0.7);
        addBlock(scene.quads, {0, height, 0}, {width * 0.5, 0.15, depth * 0.5}, &box, &box, &box, nullptr);
    }
    for (Quad& quad : scene.quads) quad.gloss = 0.5;
    scene.street = chance(stream, 0.5);
    scene.maxYaw = 58;
    return scene;
}

}  // namespace adapnet::demo
