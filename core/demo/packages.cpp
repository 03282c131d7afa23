// Things that lie or stand on a table: books, cartons, cans, rugs.
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/demo/families.h"

namespace adapnet::demo {

namespace {

Rgb inkOn(const Rgb& ground, const Palette& p) {
    return ground[0] + ground[1] + ground[2] > 384 ? p.dark : p.light;
}

void barcode(Canvas& canvas, RandomStream& stream, const cv::Rect2d& r) {
    canvas.rect(r, {250, 250, 250});
    double x = r.x + 4;
    while (x < r.x + r.width - 5) {
        const double w = stream.uniform(1, 4);
        canvas.rect({x, r.y + 4, w, r.height - 10}, {20, 20, 20});
        x += w + stream.uniform(1, 4);
    }
}

// Rows of small print: grey bars of uneven length.
void smallPrint(Canvas& canvas, RandomStream& stream, const cv::Rect2d& r, const Rgb& ink) {
    for (double y = r.y; y + 3 < r.y + r.height; y += 8) {
        double x = r.x;
        const double end = r.x + r.width * stream.uniform(0.6, 1.0);
        while (x < end) {
            const double w = std::min(stream.uniform(6, 26), end - x);
            canvas.rect({x, y, w, 3}, ink, 0.75);
            x += w + 5;
        }
    }
}

void badge(Canvas& canvas, RandomStream& stream, cv::Point2d c, double r, const Palette& p) {
    const int points = between(stream, 9, 18);
    std::vector<cv::Point2d> star;
    for (int i = 0; i < 2 * points; ++i) {
        const double a = 3.14159265 * i / points;
        star.push_back(c + cv::Point2d(std::cos(a), std::sin(a)) * (i % 2 ? r * 0.85 : r));
    }
    canvas.polygon(star, p.accent);
    static constexpr std::array kWords{"NEW", "BIO", "+25%", "100g", "No.1", "XL", "FRESH"};
    canvas.text(kWords[stream.below(kWords.size())], {c.x - r * 0.62, c.y - r * 0.3, r * 1.24, r * 0.6},
                inkOn(p.accent, p), {1, 5, 0.05, false});
}

struct Brand {
    Palette palette;
    std::string name, product;
    Lettering nameLetters, productLetters;
    Rgb ground;
};

Brand makeBrand(RandomStream& stream) {
    Brand b;
    b.palette = makePalette(stream);
    b.name = inventName(stream);
    static constexpr std::array kProducts{"Oat Flakes",  "Black Tea",      "Crackers",    "Dark Roast",
                                          "Muesli",      "Tomato Soup",    "Almond Milk", "Sea Salt",
                                          "Pasta No. 5", "Washing Powder", "Vitamin C",   "Honey Pops",
                                          "Rice",        "Lemon Soda",     "Green Peas",  "Cat Food",
                                          "Cocoa",       "Biscuits",       "Corn",        "Juice"};
    b.product = kProducts[stream.below(kProducts.size())];
    b.nameLetters = makeLettering(stream);
    b.nameLetters.weight = std::max(5, b.nameLetters.weight);
    b.productLetters = makeLettering(stream);
    const std::array grounds{b.palette.base, b.palette.light, b.palette.accent, b.palette.second};
    b.ground = grounds[static_cast<std::size_t>(pick(stream, 4))];
    return b;
}

Canvas packageFront(RandomStream& stream, const Brand& b, int w, int h) {
    const Palette& p = b.palette;
    Canvas canvas(w, h, b.ground);
    canvas.gradient({0, 0, double(w), double(h)}, b.ground * 1.04, b.ground * 0.9);
    const int layout = pick(stream, 4);
    if (layout == 0) {
        canvas.ellipse({w * 0.5, h * 0.72}, {w * 0.44, h * 0.27}, p.light);
        paintArtwork(canvas, stream, {w * 0.2, h * 0.56, w * 0.6, h * 0.32}, p);
    } else if (layout == 1) {
        paintArtwork(canvas, stream, {0, h * 0.48, double(w), h * 0.52}, p);
        canvas.polygon(
            {{0, h * 0.48}, {w * 0.5, h * 0.54}, {double(w), h * 0.48}, {double(w), h * 0.44}, {0, h * 0.44}},
            b.ground);
    } else if (layout == 2) {
        canvas.polygon({{0, h * 0.35}, {double(w), h * 0.2}, {double(w), h * 0.62}, {0, h * 0.77}}, p.second);
        paintArtwork(canvas, stream, {w * 0.22, h * 0.55, w * 0.56, h * 0.34}, p);
    } else {
        for (int i = 0; i < 7; ++i)
            canvas.rect({0, h * (0.5 + i * 0.07), double(w), h * 0.035}, i % 2 ? p.accent : p.second);
        paintArtwork(canvas, stream, {w * 0.14, h * 0.5, w * 0.72, h * 0.36}, p);
    }
    const cv::Rect2d plate(w * 0.06, h * 0.07, w * 0.88, h * 0.2);
    const bool filled = chance(stream, 0.55);
    const Rgb plateColour = chance(stream, 0.5) ? p.dark : p.accent;
    if (filled && chance(stream, 0.5))
        canvas.ellipse({w * 0.5, h * 0.17}, {w * 0.45, h * 0.12}, plateColour);
    else if (filled)
        canvas.rect(plate, plateColour);
    canvas.text(b.name, {plate.x + 10, plate.y + 6, plate.width - 20, plate.height - 12},
                inkOn(filled ? plateColour : b.ground, p), b.nameLetters);
    canvas.text(b.product, {w * 0.12, h * 0.31, w * 0.76, h * 0.09}, inkOn(b.ground, p), b.productLetters);
    if (chance(stream, 0.6))
        badge(canvas, stream, {w * stream.uniform(0.2, 0.8), h * stream.uniform(0.45, 0.9)},
              w * stream.uniform(0.09, 0.15), p);
    canvas.text(std::to_string(between(stream, 1, 19) * 50) + " g", {w * 0.72, h * 0.93, w * 0.22, h * 0.045},
                inkOn(b.ground, p), {0, 3, 0, false});
    canvas.roughen(stream, 4, 3, 0.03);
    return canvas;
}

}  // namespace

SceneModel buildBook(RandomStream& stream) {
    SceneModel scene;
    scene.setting = Setting::Table;
    scene.landmark = false;
    const Palette p = makePalette(stream);
    const double aspect = chance(stream, 0.25) ? 1.0 : stream.uniform(0.62, 0.76);
    const int h = 640;
    const int w = static_cast<int>(h * aspect);
    const Rgb ground = chance(stream, 0.5) ? p.base : chance(stream, 0.5) ? p.light : p.dark;
    Canvas cover(w, h, ground);
    const int layout = pick(stream, 4);
    const std::string title = inventTitle(stream);
    const std::string author = inventName(stream) + " " + inventName(stream);
    const Lettering letters = makeLettering(stream);
    if (layout == 0) {
        paintArtwork(cover, stream, {0, 0, double(w), double(h)}, p);
        cover.rect({0, h * 0.62, double(w), h * 0.22}, ground, 0.92);
        cover.text(title, {w * 0.08, h * 0.64, w * 0.84, h * 0.12}, inkOn(ground, p), letters);
        cover.text(author, {w * 0.15, h * 0.775, w * 0.7, h * 0.045}, inkOn(ground, p),
                   makeLettering(stream));
    } else if (layout == 1) {
        paintArtwork(cover, stream, {w * 0.12, h * 0.34, w * 0.76, h * 0.52}, p);
        cover.text(title, {w * 0.08, h * 0.06, w * 0.84, h * 0.17}, inkOn(ground, p), letters);
        cover.text(author, {w * 0.2, h * 0.25, w * 0.6, h * 0.05}, inkOn(ground, p), makeLettering(stream));
    } else if (layout == 2) {
        paintArtwork(cover, stream, {0, 0, double(w), h * 0.58}, p);
        cover.text(title, {w * 0.07, h * 0.62, w * 0.86, h * 0.18}, inkOn(ground, p), letters);
        cover.rect({w * 0.07, h * 0.82, w * 0.3, 4}, p.accent);
        cover.text(author, {w * 0.07, h * 0.86, w * 0.6, h * 0.05}, inkOn(ground, p), makeLettering(stream));
    } else {
        for (int i = 0; i < between(stream, 3, 9); ++i)
            cover.rect({0, stream.uniform(0, h), double(w), stream.uniform(4, 60)},
                       chance(stream, 0.5) ? p.accent : p.second);
        cover.ellipse({w * 0.5, h * 0.45}, {w * 0.36, w * 0.36}, p.light);
        cover.text(title, {w * 0.18, h * 0.38, w * 0.64, h * 0.13}, p.dark, letters);
        cover.text(author, {w * 0.15, h * 0.88, w * 0.7, h * 0.05}, inkOn(ground, p), makeLettering(stream));
    }
    cover.gradient({0, 0, 5, double(h)}, ground * 0.6, ground * 0.7, true);
    cover.rect({w * 0.045, 0, 3, double(h)}, {0, 0, 0}, 0.25);
    cover.roughen(stream, 5, 4, 0.05);
    Canvas spine(70, h, ground * 0.85);
    Canvas turned(h, 70, ground * 0.85);
    turned.text(title, {h * 0.1, 14, h * 0.5, 42}, inkOn(ground, p), letters);
    turned.text(author, {h * 0.66, 20, h * 0.26, 30}, p.accent, Lettering{});
    cv::rotate(turned.rgb, spine.rgb, cv::ROTATE_90_CLOCKWISE);
    Canvas pages(60, h, {232, 224, 206});
    for (int x = 0; x < 60; x += 3)
        pages.rect({double(x), 0, 1, double(h)}, Rgb(200, 190, 170) * stream.uniform(0.85, 1.05));
    Canvas pagesTop(w, 60, {232, 224, 206});
    for (int y = 0; y < 60; y += 3)
        pagesTop.rect({0, double(y), double(w), 1}, Rgb(200, 190, 170) * stream.uniform(0.85, 1.05));
    const double bw = 1.3 * aspect;
    const double bh = 1.3;
    const double thick = stream.uniform(0.06, 0.2);
    if (chance(stream, 0.55)) {  // lies on the table
        const double z = bh / 2;
        const double x = bw / 2;
        scene.quads.push_back(
            makeQuad({-x, thick, -z}, {x, thick, -z}, {x, thick, z}, {-x, thick, z}, cover));
        scene.quads.push_back(makeQuad({-x, thick, z}, {x, thick, z}, {x, 0, z}, {-x, 0, z}, pagesTop));
        scene.quads.push_back(makeQuad({-x, 0, -z}, {-x, thick, -z}, {-x, thick, z}, {-x, 0, z}, spine));
        scene.quads.push_back(makeQuad({x, thick, -z}, {x, 0, -z}, {x, 0, z}, {x, thick, z}, pages));
        scene.maxYaw = 40;
        scene.lying = true;
    } else {
        addBlock(scene.quads, {0, 0, 0}, {bw, bh, thick}, &cover, &spine, &pages, &pagesTop);
        scene.maxYaw = 50;
    }
    for (Quad& quad : scene.quads) quad.gloss = 0.35;
    return scene;
}

SceneModel buildPackage(RandomStream& stream) {
    SceneModel scene;
    scene.setting = Setting::Table;
    scene.landmark = false;
    const Brand brand = makeBrand(stream);
    const double height = stream.uniform(0.8, 1.6);
    const double width = stream.uniform(0.6, 1.2);
    const double depth = stream.uniform(0.25, 0.7);
    const int h = 620;
    const Canvas front =
        packageFront(stream, brand, std::clamp(static_cast<int>(h * width / height), 260, 760), h);
    const auto flank = [&] {
        Canvas canvas(std::clamp(static_cast<int>(h * depth / height), 120, 420), h, brand.ground * 0.95);
        const double w = canvas.width();
        canvas.text(brand.name, {w * 0.08, h * 0.06, w * 0.84, h * 0.1}, inkOn(brand.ground, brand.palette),
                    brand.nameLetters);
        canvas.rect({w * 0.08, h * 0.22, w * 0.84, h * 0.36}, brand.palette.light, 0.9);
        smallPrint(canvas, stream, {w * 0.14, h * 0.25, w * 0.7, h * 0.3}, brand.palette.dark);
        barcode(canvas, stream, {w * 0.2, h * 0.8, w * 0.6, h * 0.12});
        canvas.roughen(stream, 4, 3, 0.03);
        return canvas;
    };
    const Canvas left = flank();
    const Canvas right = flank();
    Canvas top(front.width(), 160, brand.ground);
    top.text(brand.name, {40, 40, front.width() - 80.0, 80}, inkOn(brand.ground, brand.palette),
             brand.nameLetters);
    top.rect({0, 78, double(front.width()), 3}, {0, 0, 0}, 0.2);
    if (chance(stream, 0.35)) {  // a milk carton: the top folds to a gable
        addBlock(scene.quads, {0, 0, 0}, {width, height, depth}, &front, &left, &right, nullptr);
        const double x = width / 2;
        const double z = depth / 2;
        const double up = depth * 0.6;
        scene.quads.push_back(
            makeQuad({-x, height + up, 0}, {x, height + up, 0}, {x, height, z}, {-x, height, z}, top));
        Canvas side(120, 80, brand.ground * 0.9);
        side.keepOnly({{60, 0}, {120, 80}, {0, 80}});
        scene.quads.push_back(
            makeQuad({x, height + up, z}, {x, height + up, -z}, {x, height, -z}, {x, height, z}, side));
        scene.quads.push_back(
            makeQuad({-x, height + up, -z}, {-x, height + up, z}, {-x, height, z}, {-x, height, -z}, side));
        Quad fin = makeQuad({-x, height + up + 0.12, 0}, {x, height + up + 0.12, 0}, {x, height + up, 0},
                            {-x, height + up, 0}, Canvas(80, 12, brand.ground * 1.05));
        fin.bothSides = true;
        scene.quads.push_back(fin);
    } else {
        addBlock(scene.quads, {0, 0, 0}, {width, height, depth}, &front, &left, &right, &top);
    }
    for (Quad& quad : scene.quads) quad.gloss = 0.3;
    scene.maxYaw = 55;
    return scene;
}

SceneModel buildCan(RandomStream& stream) {
    SceneModel scene;
    scene.setting = Setting::Table;
    scene.landmark = false;
    const Brand brand = makeBrand(stream);
    const Palette& p = brand.palette;
    const bool bottle = chance(stream, 0.4);
    Canvas label(900, 460, brand.ground);
    // The front of the label lies in the middle of the strip.
    const Canvas front = packageFront(stream, brand, 380, 460);
    front.rgb.copyTo(label.rgb(cv::Rect(260, 0, 380, 460)));
    smallPrint(label, stream, {40, 80, 180, 240}, inkOn(brand.ground, p));
    barcode(label, stream, {680, 300, 150, 100});
    smallPrint(label, stream, {680, 60, 180, 200}, inkOn(brand.ground, p));
    label.rect({0, 0, 900, 12}, p.accent);
    label.rect({0, 448, 900, 12}, p.accent);
    // Roundness: darker towards both sides, one soft streak of light.
    for (int x = 0; x < 900; ++x) {
        const double t = (x - 450) / 450.0;
        const double gain = 1.05 - 0.4 * t * t + 0.35 * std::exp(-std::pow((t + 0.42) / 0.1, 2));
        cv::Mat column = label.rgb.col(x);
        column *= gain;
    }
    const double radius = stream.uniform(0.32, 0.48);
    const double height = stream.uniform(0.75, 1.3);
    if (bottle) {
        const Rgb glass = hsv(stream.uniform(0.05, 0.6), stream.uniform(0.2, 0.8), stream.uniform(0.2, 0.7));
        Canvas body(200, 100, glass);
        body.gradient({0, 0, 70, 100}, glass * 0.5, glass * 1.4, true);
        body.gradient({70, 0, 130, 100}, glass * 1.4, glass * 0.4, true);
        addCylinder(scene.quads, {0, 0, 0}, radius, radius, 0.15, body, 32);
        addCylinder(scene.quads, {0, 0.15, 0}, radius * 1.01, radius * 1.01, height, label, 40);
        addCylinder(scene.quads, {0, 0.15 + height, 0}, radius, radius, 0.12, body, 32);
        addCylinder(scene.quads, {0, 0.27 + height, 0}, radius, radius * 0.36, 0.3, body, 32);
        addCylinder(scene.quads, {0, 0.57 + height, 0}, radius * 0.36, radius * 0.33, 0.35, body, 24);
        addCylinder(scene.quads, {0, 0.92 + height, 0}, radius * 0.4, radius * 0.4, 0.13,
                    Canvas(40, 20, p.accent), 24);
    } else {
        Canvas metal(300, 30, {190, 192, 196});
        metal.gradient({0, 0, 100, 30}, {110, 112, 116}, {240, 240, 242}, true);
        metal.gradient({100, 0, 200, 30}, {240, 240, 242}, {100, 102, 106}, true);
        addCylinder(scene.quads, {0, 0, 0}, radius, radius, 0.05, metal, 32);
        addCylinder(scene.quads, {0, 0.05, 0}, radius, radius, height, label, 40);
        addCylinder(scene.quads, {0, 0.05 + height, 0}, radius, radius * 0.93, 0.06, metal, 32);
        Canvas lid(200, 200, {186, 188, 192});
        lid.clear();
        lid.ellipse({100, 100}, {99, 99}, {196, 198, 202});
        lid.ellipse({100, 100}, {84, 84}, {164, 166, 172});
        lid.ellipse({100, 100}, {80, 80}, {206, 208, 212});
        lid.ellipse({100, 66}, {20, 30}, {150, 152, 158});
        const double r = radius * 0.93;
        const double y = 0.11 + height;
        scene.quads.push_back(makeQuad({-r, y, -r}, {r, y, -r}, {r, y, r}, {-r, y, r}, lid));
    }
    for (Quad& quad : scene.quads) quad.flatLight = true;
    scene.maxYaw = 40;
    return scene;
}

SceneModel buildRug(RandomStream& stream) {
    SceneModel scene;
    scene.setting = Setting::Table;
    scene.lying = true;
    const Palette p = makePalette(stream);
    const std::array colours{p.base, p.dark, p.light, p.accent, p.second};
    const int w = 640;
    const int h = 460;
    Canvas canvas(w, h, p.base);
    const int borders = between(stream, 2, 4);
    double inset = 0;
    for (int b = 0; b < borders; ++b) {
        const Rgb ground = colours[static_cast<std::size_t>(pick(stream, 5))];
        const Rgb motif = colours[static_cast<std::size_t>(pick(stream, 5))];
        canvas.rect({inset, inset, w - 2 * inset, h - 2 * inset}, ground);
        const double band = stream.uniform(16, 40);
        const int shape = pick(stream, 3);
        const auto mark = [&](cv::Point2d c) {
            const double r = band * 0.32;
            if (shape == 0) canvas.ellipse(c, {r, r}, motif);
            if (shape == 1)
                canvas.polygon({c + cv::Point2d(0, -r), c + cv::Point2d(r, 0), c + cv::Point2d(0, r),
                                c + cv::Point2d(-r, 0)},
                               motif);
            if (shape == 2) canvas.rect({c.x - r, c.y - r / 2, 2 * r, r}, motif);
        };
        for (double x = inset + band / 2; x < w - inset; x += band) {
            mark({x, inset + band / 2});
            mark({x, h - inset - band / 2});
        }
        for (double y = inset + band * 1.5; y < h - inset - band; y += band) {
            mark({inset + band / 2, y});
            mark({w - inset - band / 2, y});
        }
        inset += band;
    }
    canvas.rect({inset, inset, w - 2 * inset, h - 2 * inset},
                colours[static_cast<std::size_t>(pick(stream, 5))]);
    const cv::Point2d c(w / 2.0, h / 2.0);
    const double half = h / 2.0 - inset;
    for (int k = 5; k > 0; --k) {  // a medallion
        const Rgb colour = colours[static_cast<std::size_t>(pick(stream, 5))];
        const double r = half * 0.92 * k / 5;
        if (k % 2)
            canvas.polygon({c + cv::Point2d(0, -r), c + cv::Point2d(r * 1.4, 0), c + cv::Point2d(0, r),
                            c + cv::Point2d(-r * 1.4, 0)},
                           colour);
        else
            canvas.ellipse(c, {r * 1.1, r * 0.8}, colour);
    }
    const int motifs = between(stream, 6, 20);
    for (int i = 0; i < motifs; ++i) {  // mirrored in both directions, as woven patterns are
        const cv::Point2d d(stream.uniform(0.2, 0.95) * (w / 2.0 - inset), stream.uniform(0.25, 0.9) * half);
        const Rgb colour = colours[static_cast<std::size_t>(pick(stream, 5))];
        const double r = stream.uniform(5, 14);
        for (const double sx : {-1.0, 1.0}) {
            for (const double sy : {-1.0, 1.0}) {
                const cv::Point2d q(c.x + sx * d.x, c.y + sy * d.y);
                if (i % 3 == 0)
                    canvas.ellipse(q, {r, r * 0.6}, colour, 45 * sx * sy);
                else
                    canvas.polygon(
                        {q + cv::Point2d(0, -r), q + cv::Point2d(r, r * 0.6), q + cv::Point2d(-r, r * 0.6)},
                        colour);
            }
        }
    }
    for (int y = 0; y < h; y += 2) canvas.rect({0, double(y), double(w), 1}, {0, 0, 0}, 0.1);
    canvas.roughen(stream, 40, 3, 0.14);
    canvas.roughen(stream, 4, 3, 0.1);
    scene.quads.push_back(
        makeQuad({-0.9, 0.012, -0.65}, {0.9, 0.012, -0.65}, {0.9, 0.012, 0.65}, {-0.9, 0.012, 0.65}, canvas));
    scene.maxYaw = 40;
    return scene;
}

}  // namespace adapnet::demo
