#include "core/demo/surroundings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace adapnet::demo {

namespace {

constexpr int kTileSide = 256;  // a power of two
const cv::Rect2d kTileArea(0, 0, kTileSide, kTileSide);

// Noise that meets itself at the borders, so that repeats show no seams.
void roughenTile(Canvas& canvas, RandomStream& stream, int cells, int octaves, double amount) {
    constexpr int kMargin = 3;  // cells copied from the other side, as far as the interpolation reaches
    cv::Mat sum(kTileSide, kTileSide, CV_32F, cv::Scalar(0));
    double strength = 0.8 * amount;
    for (int octave = 0; octave < octaves && cells <= kTileSide / 2; ++octave) {
        cv::Mat grid(cells, cells, CV_32F);
        for (int i = 0; i < cells * cells; ++i)
            grid.at<float>(i / cells, i % cells) = static_cast<float>(stream.uniform(-1.0, 1.0));
        cv::Mat wider;
        cv::copyMakeBorder(grid, wider, kMargin, kMargin, kMargin, kMargin, cv::BORDER_WRAP);
        const double scale = static_cast<double>(kTileSide) / cells;
        cv::Mat layer;
        const int side = cvRound(wider.cols * scale);
        cv::resize(wider, layer, {side, side}, 0, 0, cv::INTER_CUBIC);
        const int offset = cvRound(kMargin * scale);
        cv::scaleAdd(layer(cv::Rect(offset, offset, kTileSide, kTileSide)), strength, sum, sum);
        strength *= 0.6;
        cells *= 2;
    }
    for (int y = 0; y < kTileSide; ++y) {
        auto* row = canvas.rgb.ptr<cv::Vec3b>(y);
        const auto* n = sum.ptr<float>(y);
        for (int x = 0; x < kTileSide; ++x) {
            for (int k = 0; k < 3; ++k) row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * (1 + n[x]));
        }
    }
}

void grain(Canvas& canvas, RandomStream& stream, double amount) {
    for (int y = 0; y < canvas.height(); ++y) {
        auto* row = canvas.rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < canvas.width(); ++x) {
            const double gain = 1 + amount * (stream.uniform() * 2 - 1);
            for (int k = 0; k < 3; ++k) row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * gain);
        }
    }
}

void planks(Canvas& canvas, RandomStream& stream, int count, double variation) {
    const double h = static_cast<double>(kTileSide) / count;
    for (int i = 0; i < count; ++i) {
        const cv::Rect area(0, cvRound(i * h), kTileSide, std::max(1, cvRound((i + 1) * h) - cvRound(i * h)));
        cv::Mat part = canvas.rgb(area);
        part *= 1 + stream.uniform(-variation, variation);
        // Grain runs along the plank.
        for (int y = 0; y < part.rows; ++y) {
            const double gain = 1 + stream.uniform(-0.06, 0.06);
            cv::Mat row = part.row(y);
            row *= gain;
        }
        canvas.rect({0, i * h, kTileSide, 1.5}, {30, 20, 12}, 0.6);
    }
}

}  // namespace

Tile makeTile(const Canvas& canvas, double units) {
    Tile tile;
    tile.units = units;
    tile.levels.push_back(canvas.rgb.clone());
    while (tile.levels.back().cols > 4) {
        cv::Mat half;
        cv::resize(tile.levels.back(), half, {}, 0.5, 0.5, cv::INTER_AREA);
        tile.levels.push_back(half);
    }
    const cv::Scalar mean = cv::mean(canvas.rgb);
    tile.average = {mean[0], mean[1], mean[2]};
    return tile;
}

Tile groundTile(RandomStream& stream) {
    const int kind = pick(stream, 5);
    if (kind == 0) {  // grass
        Canvas canvas(kTileSide, kTileSide,
                      hsv(stream.uniform(0.2, 0.33), stream.uniform(0.4, 0.7), stream.uniform(0.35, 0.55)));
        roughenTile(canvas, stream, 16, 4, 0.22);
        grain(canvas, stream, 0.25);
        return makeTile(canvas, 3.5);
    }
    if (kind == 1) {  // slabs
        Canvas canvas(kTileSide, kTileSide, hsv(0.1, stream.uniform(0.0, 0.15), stream.uniform(0.5, 0.75)));
        const int n = between(stream, 2, 5);
        const double s = static_cast<double>(kTileSide) / n;
        for (int i = 0; i < n * n; ++i) {
            const cv::Rect area(cvRound((i % n) * s), cvRound((i / n) * s), cvRound(s) - 2, cvRound(s) - 2);
            cv::Mat part = canvas.rgb(area & cv::Rect(0, 0, kTileSide, kTileSide));
            part *= 1 + stream.uniform(-0.1, 0.1);
        }
        for (int i = 0; i < n; ++i) {
            canvas.rect({0, (i + 1) * s - 2, kTileSide, 2}, {60, 56, 52});
            canvas.rect({(i + 1) * s - 2, 0, 2, kTileSide}, {60, 56, 52});
        }
        roughenTile(canvas, stream, 8, 4, 0.08);
        grain(canvas, stream, 0.06);
        return makeTile(canvas, 1.2);
    }
    if (kind == 2) {  // cobbles
        Canvas canvas(kTileSide, kTileSide, {70, 66, 62});
        const Rgb stone = hsv(stream.uniform(0.05, 0.6), stream.uniform(0, 0.15), stream.uniform(0.45, 0.65));
        for (int y = 0; y < 11; ++y) {
            for (int x = 0; x < 11; ++x) {
                const double step = kTileSide / 11.0;
                canvas.ellipse({(x + (y % 2 ? 0.5 : 0.0)) * step + 12, y * step + 12},
                               {step * 0.46, step * 0.43}, stone * stream.uniform(0.75, 1.15));
            }
        }
        grain(canvas, stream, 0.1);
        return makeTile(canvas, 0.9);
    }
    // asphalt or gravel
    const bool gravel = kind == 3;
    Canvas canvas(kTileSide, kTileSide,
                  gravel ? hsv(0.1, stream.uniform(0.05, 0.2), stream.uniform(0.5, 0.65))
                         : hsv(0.6, 0.05, stream.uniform(0.25, 0.42)));
    roughenTile(canvas, stream, 16, 4, gravel ? 0.1 : 0.12);
    grain(canvas, stream, gravel ? 0.22 : 0.12);
    return makeTile(canvas, 4.0);
}

Tile wallTile(RandomStream& stream, bool outdoors) {
    const Rgb colour = wallColour(stream);
    Canvas canvas(kTileSide, kTileSide, colour);
    static constexpr std::array kInside{0, 1, 2, 3, 4, 5, 5};
    static constexpr std::array kOutside{0, 0, 1, 4, 4, 5, 5};
    switch ((outdoors ? kOutside : kInside)[static_cast<std::size_t>(pick(stream, 7))]) {
        case 0:
            canvas =
                Canvas(kTileSide, kTileSide,
                       hsv(stream.uniform(0.0, 0.06), stream.uniform(0.3, 0.6), stream.uniform(0.4, 0.65)));
            canvas.bricks(stream, kTileArea, 16, hsv(0.1, 0.1, stream.uniform(0.45, 0.75)), 0.16);
            grain(canvas, stream, 0.08);
            return makeTile(canvas, 0.9);
        case 1:
            planks(canvas, stream, between(stream, 3, 7), 0.1);
            return makeTile(canvas, 1.1);
        case 2: {  // glazed tiles
            const int n = between(stream, 3, 6);
            const double s = static_cast<double>(kTileSide) / n;
            for (int i = 0; i < n; ++i) {
                for (int j = 0; j < n; ++j) {
                    const Rgb c = colour * stream.uniform(0.92, 1.04);
                    canvas.gradient({i * s, j * s, s - 3, s - 3}, mix(c, {255, 255, 255}, 0.15), c);
                }
                canvas.rect({0, (i + 1) * s - 3, kTileSide, 3}, {150, 148, 142});
                canvas.rect({(i + 1) * s - 3, 0, 3, kTileSide}, {150, 148, 142});
            }
            return makeTile(canvas, 1.0);
        }
        case 3: {  // wallpaper stripes
            const Rgb other = mix(colour, chance(stream, 0.5) ? Rgb(255, 255, 255) : Rgb(40, 40, 60), 0.25);
            const int n = between(stream, 3, 8);
            for (int i = 0; i < n; ++i) canvas.rect({i * 256.0 / n, 0, 128.0 / n, kTileSide}, other);
            grain(canvas, stream, 0.03);
            return makeTile(canvas, 1.0);
        }
        case 4:  // concrete
            canvas = Canvas(kTileSide, kTileSide, hsv(0.1, 0.04, stream.uniform(0.45, 0.7)));
            roughenTile(canvas, stream, 4, 6, 0.09);
            grain(canvas, stream, 0.05);
            return makeTile(canvas, 2.0);
        default:  // plaster
            roughenTile(canvas, stream, 5, 5, 0.045);
            grain(canvas, stream, 0.03);
            return makeTile(canvas, 1.6);
    }
}

Tile tableTile(RandomStream& stream) {
    const int kind = pick(stream, 5);
    if (kind <= 1) {  // wood
        Canvas canvas(kTileSide, kTileSide,
                      hsv(stream.uniform(0.05, 0.1), stream.uniform(0.3, 0.65), stream.uniform(0.35, 0.8)));
        planks(canvas, stream, between(stream, 2, 5), 0.12);
        return makeTile(canvas, 1.4);
    }
    if (kind == 2) {  // checked cloth
        const Rgb colour = hsv(stream.uniform(), stream.uniform(0.4, 0.8), stream.uniform(0.5, 0.85));
        Canvas canvas(kTileSide, kTileSide, {240, 238, 232});
        for (int i = 0; i < 4; ++i) {
            canvas.rect({i * 64.0, 0, 32, kTileSide}, colour, 0.5);
            canvas.rect({0, i * 64.0, kTileSide, 32}, colour, 0.5);
        }
        grain(canvas, stream, 0.06);
        return makeTile(canvas, 0.9);
    }
    const Rgb colour = kind == 3 ? hsv(stream.uniform(), stream.uniform(0.0, 0.1), stream.uniform(0.75, 0.95))
                                 : wallColour(stream);
    Canvas canvas(kTileSide, kTileSide, colour);
    roughenTile(canvas, stream, 5, 6, kind == 3 ? 0.07 : 0.09);
    grain(canvas, stream, 0.03);
    return makeTile(canvas, 1.8);
}

void paintPlane(cv::Mat& picture, const Camera& camera, const Point3& origin, const Point3& along,
                const Point3& across, const Tile& tile, const Rgb& gain, const Rgb& fade, double reach) {
    const Point3 normal = along.cross(across);
    const double offset = normal.dot(origin - camera.position);
    const cv::Matx33d toWorld = camera.rotation.t();
    const double texelsPerUnit = tile.levels[0].cols / tile.units;
    const int top = static_cast<int>(tile.levels.size()) - 1;
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        for (int x = 0; x < picture.cols; ++x) {
            const Point3 local((x - camera.centre.x) / camera.focal, (camera.centre.y - y) / camera.focal, 1);
            const Point3 ray = toWorld * local;
            const double slope = normal.dot(ray);
            if (offset * slope <= 1e-9) continue;
            const double depth = offset / slope;
            const double far = std::min(1.0, depth / reach);
            const double t = far * far;
            const Point3 hit = camera.position + ray * depth - origin;
            const double grazing = std::max(0.08, std::abs(slope) / cv::norm(ray));
            const double footprint = depth / camera.focal * texelsPerUnit / std::sqrt(grazing);
            const int level = std::clamp(static_cast<int>(std::log2(std::max(1.0, footprint)) + 0.5), 0, top);
            const cv::Mat& texels = tile.levels[static_cast<std::size_t>(level)];
            const double u = hit.dot(along) / tile.units;
            const double v = hit.dot(across) / tile.units;
            const int side = texels.cols;
            const double fx = (u - std::floor(u)) * side;
            const double fy = (v - std::floor(v)) * side;
            const int ix = std::min(side - 1, static_cast<int>(fx));
            const int iy = std::min(side - 1, static_cast<int>(fy));
            const int jx = ix + 1 == side ? 0 : ix + 1;
            const int jy = iy + 1 == side ? 0 : iy + 1;
            const double ax = fx - ix;
            const double ay = fy - iy;
            const auto& p00 = texels.at<cv::Vec3b>(iy, ix);
            const auto& p01 = texels.at<cv::Vec3b>(iy, jx);
            const auto& p10 = texels.at<cv::Vec3b>(jy, ix);
            const auto& p11 = texels.at<cv::Vec3b>(jy, jx);
            for (int k = 0; k < 3; ++k) {
                const double c =
                    (p00[k] * (1 - ax) + p01[k] * ax) * (1 - ay) + (p10[k] * (1 - ax) + p11[k] * ax) * ay;
                row[x][k] = cv::saturate_cast<std::uint8_t>(c * gain[k] * (1 - t) + fade[k] * t);
            }
        }
    }
}

SkyStyle makeSky(RandomStream& stream, double night) {
    SkyStyle sky;
    const double kind = stream.uniform();
    if (night > 0.5) {
        sky.top = {8, 12, 30};
        sky.horizon = mix({40, 44, 80}, {110, 70, 60}, stream.uniform());
        sky.cloud = {40, 42, 60};
        sky.clouds = stream.uniform(0.0, 0.6);
    } else if (kind < 0.5) {
        sky.top = hsv(stream.uniform(0.55, 0.62), stream.uniform(0.45, 0.75), stream.uniform(0.6, 0.85));
        sky.horizon = hsv(0.57, stream.uniform(0.08, 0.25), stream.uniform(0.88, 0.98));
        sky.cloud = {250, 250, 252};
        sky.clouds = stream.uniform(0.0, 0.75);
    } else if (kind < 0.78) {
        const double grey = stream.uniform(150, 225);
        sky.top = {grey * 0.88, grey * 0.92, grey};
        sky.horizon = {grey + 20, grey + 20, grey + 22};
        sky.cloud = Rgb(1, 1, 1) * stream.uniform(120, 235);
        sky.clouds = stream.uniform(0.5, 1.0);
    } else {
        sky.top = hsv(stream.uniform(0.58, 0.75), stream.uniform(0.3, 0.55), stream.uniform(0.45, 0.75));
        sky.horizon = hsv(stream.uniform(0.02, 0.12), stream.uniform(0.35, 0.7), stream.uniform(0.85, 1.0));
        sky.cloud = hsv(stream.uniform(0.95, 1.08), stream.uniform(0.2, 0.5), stream.uniform(0.6, 0.95));
        sky.clouds = stream.uniform(0.2, 0.8);
    }
    return sky;
}

void paintSky(cv::Mat& picture, RandomStream& stream, const SkyStyle& style, double horizonRow) {
    const cv::Size half((picture.cols + 1) / 2, (picture.rows + 1) / 2);
    // Clouds flatten towards the horizon: noise is drawn wide and low.
    cv::Mat noise = fractalNoise(stream, {half.width, half.height}, stream.uniform(3, 7), 5);
    cv::Mat small(half, CV_8UC3);
    const double horizon = std::max(4.0, horizonRow / 2);
    const double threshold = 0.45 - style.clouds * 0.9;
    for (int y = 0; y < half.height; ++y) {
        const double t = std::clamp(y / horizon, 0.0, 1.0);
        const Rgb clear = mix(style.top, style.horizon, std::pow(t, 1.4));
        auto* row = small.ptr<cv::Vec3b>(y);
        const auto* n = noise.ptr<float>(
            std::min(half.height - 1, static_cast<int>(half.height * (1 - std::pow(1 - t, 1.5)) * 0.98)));
        for (int x = 0; x < half.width; ++x) {
            const double cover =
                std::clamp((n[x] - threshold) * 1.8, 0.0, 1.0) * std::min(1.0, style.clouds * 1.6);
            const Rgb shade = style.cloud * (1.02 - 0.28 * std::clamp(n[x] - threshold - 0.2, 0.0, 1.0));
            const Rgb c = mix(clear, shade, cover * 0.92);
            for (int k = 0; k < 3; ++k) row[x][k] = cv::saturate_cast<std::uint8_t>(c[k]);
        }
    }
    cv::resize(small, picture, picture.size(), 0, 0, cv::INTER_LINEAR);
}

void paintRoom(cv::Mat& picture, RandomStream& stream) {
    const cv::Size small(80, 60);
    Canvas canvas(small.width, small.height, wallColour(stream) * stream.uniform(0.5, 1.0));
    const int things = between(stream, 4, 12);
    for (int i = 0; i < things; ++i) {
        const double w = stream.uniform(4, 26);
        const double h = stream.uniform(6, 40);
        const Rgb colour = hsv(stream.uniform(), stream.uniform(0.05, 0.5), stream.uniform(0.2, 0.95));
        const double x = stream.uniform(-5, 80);
        if (chance(stream, 0.7))
            canvas.rect({x, stream.uniform(0, 60), w, h}, colour, stream.uniform(0.4, 1));
        else
            canvas.ellipse({x, stream.uniform(0, 50)}, {w / 3, w / 3}, colour);
    }
    cv::GaussianBlur(canvas.rgb, canvas.rgb, {0, 0}, stream.uniform(1.6, 3.5));
    cv::resize(canvas.rgb, picture, picture.size(), 0, 0, cv::INTER_CUBIC);
}

namespace {

// A wood from far away: crowns in front of each other, darker below.
void paintCrowns(Canvas& canvas, RandomStream& stream, const cv::Mat& ridge, const Rgb& colour, double near) {
    for (int i = 0; i < 420; ++i) {
        const double x = stream.uniform(0, 1024);
        const double height =
            std::max(6.0, (46 + 30 * ridge.at<float>(0, static_cast<int>(x))) * (1.25 - 0.5 * near));
        const double down = stream.uniform();
        const double size = stream.uniform(5, 12);
        canvas.ellipse({x, 160 - height * (1 - down) + size * 0.4}, {size, size * 0.8},
                       colour * (1.12 - 0.45 * down + stream.uniform(-0.1, 0.1)));
    }
}

}  // namespace

std::vector<Quad> makeBackdrop(RandomStream& stream, const Rgb& haze) {
    Canvas canvas(1024, 160, haze);
    canvas.clear();
    const int kind = pick(stream, 3);
    const int layers = between(stream, 2, 3);
    for (int layer = 0; layer < layers; ++layer) {
        const double near = (layer + 1.0) / layers;
        const Rgb dark = kind == 1   ? hsv(stream.uniform(0.22, 0.36), 0.45, 0.32)
                         : kind == 0 ? hsv(stream.uniform(0.3, 0.6), 0.25, 0.42)
                                     : hsv(stream.uniform(0.0, 0.65), 0.15, 0.45);
        const Rgb colour = mix(haze, dark, 0.45 + 0.5 * near);
        if (kind == 2) {  // roofs
            double x = -10;
            while (x < 1024) {
                const double w = stream.uniform(20, 80);
                const double h = stream.uniform(30, 130) * (1.15 - 0.5 * near);
                const Rgb c = colour * stream.uniform(0.85, 1.12);
                canvas.rect({x, 160 - h, w, h}, c);
                if (chance(stream, 0.4))
                    canvas.polygon({{x, 160 - h}, {x + w / 2, 160 - h - w * 0.35}, {x + w, 160 - h}},
                                   c * 0.85);
                for (double wy = 160 - h + 5; wy < 156; wy += 9) {
                    for (double wx = x + 4; wx < x + w - 5; wx += 8) {
                        canvas.rect({wx, wy, 3.5, 4.5}, c * stream.uniform(0.7, 0.95));
                        if (chance(stream, 0.4)) canvas.shine({wx, wy, 3.5, 4.5}, 0.8);
                    }
                }
                x += w + (chance(stream, 0.3) ? stream.uniform(0, 30) : 0);
            }
            continue;
        }
        const cv::Mat ridge = fractalNoise(stream, {1024, 2}, kind == 0 ? 6 : 30, kind == 0 ? 4 : 5);
        std::vector<cv::Point2d> outline{{0, 161}};
        for (int x = 0; x <= 1024; x += 2) {
            const double n = ridge.at<float>(0, std::min(1023, x));
            const double h = (kind == 0 ? 70 + 60 * n : 46 + 30 * n) * (1.25 - 0.5 * near);
            outline.emplace_back(x, 160 - std::max(3.0, h));
        }
        outline.emplace_back(1024, 161);
        canvas.polygon(outline, colour);
        if (kind == 1) paintCrowns(canvas, stream, ridge, colour, near);
    }
    canvas.roughen(stream, 90, 4, 0.2);
    std::vector<Quad> quads;
    const double r = 16;
    const double h = 5;
    const auto panel = [&](Point3 a, Point3 b) {
        Quad quad =
            makeQuad({a[0], h, a[2]}, {b[0], h, b[2]}, {b[0], -0.2, b[2]}, {a[0], -0.2, a[2]}, canvas);
        quad.flatLight = true;
        quad.bothSides = true;
        quads.push_back(quad);
    };
    panel({-r * 2.4, 0, r * 0.4}, {-r * 0.9, 0, -r});
    panel({-r * 0.9, 0, -r}, {r * 0.9, 0, -r});
    panel({r * 0.9, 0, -r}, {r * 2.4, 0, r * 0.4});
    return quads;
}

}  // namespace adapnet::demo
