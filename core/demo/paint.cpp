#include "core/demo/paint.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace adapnet::demo {

namespace {

constexpr int kShift = 4;  // sub-pixel bits of OpenCV's drawing functions
constexpr double kSub = 1 << kShift;

cv::Point sub(const cv::Point2d& p) {
    return {cvRound(p.x * kSub), cvRound(p.y * kSub)};
}

cv::Rect whole(const cv::Rect2d& r, const cv::Mat& mat) {
    const int x1 = std::clamp(cvRound(r.x), 0, mat.cols);
    const int y1 = std::clamp(cvRound(r.y), 0, mat.rows);
    const int x2 = std::clamp(cvRound(r.x + r.width), x1, mat.cols);
    const int y2 = std::clamp(cvRound(r.y + r.height), y1, mat.rows);
    return {x1, y1, x2 - x1, y2 - y1};
}

std::vector<cv::Point> subAll(const std::vector<cv::Point2d>& points) {
    std::vector<cv::Point> out;
    out.reserve(points.size());
    for (const auto& p : points) out.push_back(sub(p));
    return out;
}

constexpr std::array kFonts{cv::FONT_HERSHEY_SIMPLEX,        cv::FONT_HERSHEY_DUPLEX,
                            cv::FONT_HERSHEY_COMPLEX,        cv::FONT_HERSHEY_TRIPLEX,
                            cv::FONT_HERSHEY_SCRIPT_SIMPLEX, cv::FONT_HERSHEY_SCRIPT_COMPLEX,
                            cv::FONT_HERSHEY_DUPLEX,         cv::FONT_HERSHEY_COMPLEX_SMALL};

// White letters on black, cut to their bounds.
cv::Mat letterMask(const std::string& words, const Lettering& lettering) {
    const int font = kFonts[static_cast<std::size_t>(std::clamp(lettering.font, 0, 7))];
    const double scale = 2.2;
    int baseline = 0;
    const cv::Size size = cv::getTextSize(words, font, scale, lettering.weight, &baseline);
    const int margin = 24;
    cv::Mat mask(size.height + baseline + 2 * margin, size.width + 2 * margin + 40, CV_8U, cv::Scalar(0));
    cv::putText(mask, words, {margin, size.height + margin}, font, scale, cv::Scalar(255), lettering.weight,
                cv::LINE_AA);
    if (lettering.blocky) {
        cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {5, 7}));
    }
    if (lettering.slant != 0) {
        const double s = lettering.slant;
        const double shift = s > 0 ? 0 : -s * mask.rows;
        const cv::Matx23d shear(1, -s, s * mask.rows * 0.5 + shift * 0.5, 0, 1, 0);
        cv::warpAffine(mask, mask, shear, {mask.cols + cvRound(std::abs(s) * mask.rows), mask.rows});
    }
    const cv::Rect bounds = cv::boundingRect(mask);
    return bounds.area() > 0 ? mask(bounds).clone() : mask;
}

}  // namespace

Rgb hsv(double hue, double saturation, double value) {
    hue = (hue - std::floor(hue)) * 6;
    const double v = value * 255;
    const int sector = static_cast<int>(hue) % 6;
    const double f = hue - std::floor(hue);
    const double p = v * (1 - saturation);
    const double q = v * (1 - saturation * f);
    const double t = v * (1 - saturation * (1 - f));
    switch (sector) {
        case 0:
            return {v, t, p};
        case 1:
            return {q, v, p};
        case 2:
            return {p, v, t};
        case 3:
            return {p, q, v};
        case 4:
            return {t, p, v};
        default:
            return {v, p, q};
    }
}

Rgb mix(const Rgb& a, const Rgb& b, double t) {
    return a * (1 - t) + b * t;
}

cv::Scalar scalar(const Rgb& colour) {
    return {std::clamp(colour[0], 0.0, 255.0), std::clamp(colour[1], 0.0, 255.0),
            std::clamp(colour[2], 0.0, 255.0)};
}

int pick(RandomStream& stream, int count) {
    return static_cast<int>(stream.below(static_cast<std::uint64_t>(count)));
}

int between(RandomStream& stream, int low, int high) {
    return low + pick(stream, high - low + 1);
}

bool chance(RandomStream& stream, double probability) {
    return stream.uniform() < probability;
}

namespace {

// A printed colour: pure greens and cyans of a screen do not exist in ink.
Rgb ink(double hue, double saturation, double value) {
    const double turn = hue - std::floor(hue);
    const double neon = std::max(0.0, 1 - std::abs(turn - 0.38) / 0.16);
    return hsv(hue, saturation * (1 - 0.25 * neon), value * (1 - 0.28 * neon));
}

}  // namespace

Palette makePalette(RandomStream& stream) {
    const double hue = stream.uniform();
    const std::array steps{0.5, 0.08, 0.33, 0.42, 0.58, 0.14};
    const double step = steps[static_cast<std::size_t>(pick(stream, 6))];
    const double saturation = stream.uniform(0.25, 0.85);
    Palette p;
    p.base = ink(hue, saturation, stream.uniform(0.45, 0.9));
    p.dark = ink(hue + stream.uniform(-0.05, 0.05), stream.uniform(0.3, 0.8), stream.uniform(0.1, 0.3));
    p.light = ink(hue + stream.uniform(-0.1, 0.1), stream.uniform(0.02, 0.22), stream.uniform(0.85, 1.0));
    p.accent = ink(hue + step, stream.uniform(0.5, 0.9), stream.uniform(0.65, 0.95));
    p.second = ink(hue + step * 2 + 0.04, stream.uniform(0.3, 0.8), stream.uniform(0.4, 0.85));
    return p;
}

Rgb wallColour(RandomStream& stream) {
    switch (pick(stream, 7)) {
        case 0:
            return hsv(stream.uniform(0.08, 0.13), stream.uniform(0.15, 0.45), stream.uniform(0.7, 0.95));
        case 1:
            return hsv(stream.uniform(0.0, 0.05), stream.uniform(0.35, 0.65), stream.uniform(0.4, 0.7));
        case 2:
            return hsv(stream.uniform(), stream.uniform(0.0, 0.08), stream.uniform(0.55, 0.9));
        case 3:
            return hsv(stream.uniform(0.5, 0.62), stream.uniform(0.12, 0.4), stream.uniform(0.5, 0.85));
        case 4:
            return hsv(stream.uniform(0.25, 0.42), stream.uniform(0.1, 0.32), stream.uniform(0.5, 0.8));
        case 5:
            return hsv(stream.uniform(0.93, 1.02), stream.uniform(0.15, 0.4), stream.uniform(0.7, 0.92));
        default:
            return hsv(stream.uniform(0.1, 0.16), stream.uniform(0.3, 0.6), stream.uniform(0.75, 0.95));
    }
}

cv::Mat fractalNoise(RandomStream& stream, cv::Size size, double cells, int octaves) {
    cv::Mat sum(size, CV_32F, cv::Scalar(0));
    cv::Mat layer;
    double amplitude = 0.5;
    const int longer = std::max(size.width, size.height);
    for (int octave = 0; octave < octaves; ++octave) {
        const int w = std::clamp(cvRound(cells * size.width / longer) + 1, 2, size.width);
        const int h = std::clamp(cvRound(cells * size.height / longer) + 1, 2, size.height);
        cv::Mat grid(h, w, CV_32F);
        for (int y = 0; y < h; ++y) {
            auto* row = grid.ptr<float>(y);
            for (int x = 0; x < w; ++x) row[x] = static_cast<float>(stream.uniform(-1.0, 1.0));
        }
        cv::resize(grid, layer, size, 0, 0, octave == 0 ? cv::INTER_CUBIC : cv::INTER_LINEAR);
        cv::scaleAdd(layer, amplitude * 1.6, sum, sum);
        amplitude *= 0.55;
        cells *= 2.03;
        if (cells > longer) break;
    }
    return sum;
}

Lettering makeLettering(RandomStream& stream) {
    Lettering out;
    out.font = pick(stream, 8);
    out.weight = between(stream, 2, 9);
    if (out.font == 4 || out.font == 5) out.weight = between(stream, 2, 5);
    if (chance(stream, 0.25)) out.slant = stream.uniform(-0.1, 0.3);
    out.blocky = out.font < 4 && chance(stream, 0.4);
    return out;
}

std::string inventName(RandomStream& stream) {
    static constexpr std::array kFirst{"No",  "Lu",  "Ka",  "Ve",  "Bri", "Mo", "Sel", "Tor",
                                       "Ar",  "Fi",  "Zan", "Quo", "Del", "Pa", "Hel", "Ri",
                                       "Ost", "Gra", "Ny",  "Wen", "Cas", "El", "Ju",  "Du"};
    static constexpr std::array kNext{"ra", "mi", "lo", "ven", "da", "ti", "ko", "ne", "bel",
                                      "sa", "ru", "li", "fo",  "ma", "go", "pe", "zi", "ta"};
    static constexpr std::array kLast{"n",  "va", "ria", "x",  "ston", "lle", "berg", "to",
                                      "la", "no", "s",   "ro", "dor",  "tte", "ki",   "um"};
    std::string out = kFirst[stream.below(kFirst.size())];
    if (chance(stream, 0.6)) out += kNext[stream.below(kNext.size())];
    out += kLast[stream.below(kLast.size())];
    if (chance(stream, 0.5)) {
        for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

std::string inventTitle(RandomStream& stream) {
    static constexpr std::array kWords{
        "MUSEUM",    "CAFE",       "Jazz Night", "EXPO",      "Harvest",  "ATLAS",      "The Long Road",
        "OPERA",     "Silent Sea", "HOTEL",      "Bakery",    "FRESH",    "Garden",     "MOTION",
        "Winter",    "RADIO",      "Cinema",     "BOOKS",     "Orchid",   "TEA",        "The Garden",
        "NORTH",     "Festival",   "COPPER",     "Blue Hour", "FLORA",    "Market",     "SOLAR",
        "Poems",     "STUDIO",     "Rivers",     "1974",      "ELECTRIC", "Paper Moon", "VELO",
        "Harbour",   "LUNA",       "Saffron",    "GRAND",     "Alpine",   "CARNIVAL",   "The Clock",
        "Nocturne",  "SPRING",     "Origin",     "DELTA",     "Honey",    "PHARMACY",   "Tailor",
        "The Island"};
    const std::string word = kWords[stream.below(kWords.size())];
    return chance(stream, 0.3) ? inventName(stream) : word;
}

Canvas::Canvas(int width, int height, const Rgb& colour)
    : rgb(height, width, CV_8UC3, scalar(colour)),
      alpha(height, width, CV_8U, cv::Scalar(255)),
      glow(height, width, CV_8U, cv::Scalar(0)) {}

void Canvas::rect(const cv::Rect2d& r, const Rgb& colour, double opacity) {
    const cv::Rect area = whole(r, rgb);
    if (area.empty()) return;
    cv::Mat part = rgb(area);
    if (opacity >= 1) {
        part.setTo(scalar(colour));
        alpha(area).setTo(255);
    } else {
        cv::addWeighted(part, 1 - opacity, cv::Mat(part.size(), CV_8UC3, scalar(colour)), opacity, 0, part);
    }
}

void Canvas::gradient(const cv::Rect2d& r, const Rgb& top, const Rgb& bottom, bool sideways) {
    const cv::Rect area = whole(r, rgb);
    if (area.empty()) return;
    cv::Mat part = rgb(area);
    const int steps = sideways ? part.cols : part.rows;
    for (int i = 0; i < steps; ++i) {
        const cv::Scalar c = scalar(mix(top, bottom, steps > 1 ? static_cast<double>(i) / (steps - 1) : 0));
        (sideways ? part.col(i) : part.row(i)).setTo(c);
    }
    alpha(area).setTo(255);
}

void Canvas::polygon(const std::vector<cv::Point2d>& points, const Rgb& colour, double opacity) {
    const std::vector<std::vector<cv::Point>> shape{subAll(points)};
    if (opacity >= 1) {
        cv::fillPoly(rgb, shape, scalar(colour), cv::LINE_AA, kShift);
        cv::fillPoly(alpha, shape, cv::Scalar(255), cv::LINE_AA, kShift);
        return;
    }
    cv::Mat over = rgb.clone();
    cv::fillPoly(over, shape, scalar(colour), cv::LINE_AA, kShift);
    cv::addWeighted(rgb, 1 - opacity, over, opacity, 0, rgb);
}

void Canvas::ellipse(cv::Point2d centre, cv::Size2d radii, const Rgb& colour, double angle) {
    const cv::Size axes(cvRound(radii.width * kSub), cvRound(radii.height * kSub));
    cv::ellipse(rgb, sub(centre), axes, angle, 0, 360, scalar(colour), cv::FILLED, cv::LINE_AA, kShift);
    cv::ellipse(alpha, sub(centre), axes, angle, 0, 360, cv::Scalar(255), cv::FILLED, cv::LINE_AA, kShift);
}

void Canvas::arc(cv::Point2d centre, cv::Size2d radii, double fromDeg, double toDeg, const Rgb& colour,
                 double thick) {
    const cv::Size axes(cvRound(radii.width * kSub), cvRound(radii.height * kSub));
    const int t = std::max(1, cvRound(thick));
    cv::ellipse(rgb, sub(centre), axes, 0, fromDeg, toDeg, scalar(colour), t, cv::LINE_AA, kShift);
    cv::ellipse(alpha, sub(centre), axes, 0, fromDeg, toDeg, cv::Scalar(255), t, cv::LINE_AA, kShift);
}

void Canvas::line(cv::Point2d a, cv::Point2d b, const Rgb& colour, double thick) {
    const int t = std::max(1, cvRound(thick));
    cv::line(rgb, sub(a), sub(b), scalar(colour), t, cv::LINE_AA, kShift);
    cv::line(alpha, sub(a), sub(b), cv::Scalar(255), t, cv::LINE_AA, kShift);
}

void Canvas::ledge(const cv::Rect2d& r, const Rgb& colour, double shadow) {
    const int bands = std::max(2, cvRound(shadow));
    for (int i = bands; i > 0; --i) {
        rect({r.x + i * 0.3, r.y + r.height + i - 1, r.width - i * 0.3, 1}, {20, 18, 25},
             0.45 * (1 - i / (bands + 1.0)));
    }
    gradient(r, mix(colour, {255, 255, 250}, 0.25), mix(colour, {20, 20, 30}, 0.25));
}

void Canvas::text(const std::string& words, const cv::Rect2d& r, const Rgb& colour,
                  const Lettering& lettering) {
    if (words.empty() || r.width < 4 || r.height < 4) return;
    const cv::Mat letters = letterMask(words, lettering);
    // Letters may be stretched by half, not more: wider words get smaller instead.
    double w = r.width;
    double h = r.height;
    const double natural = static_cast<double>(letters.cols) / letters.rows;
    if (w / h > natural * 1.5) w = h * natural * 1.5;
    if (w / h < natural * 0.6) h = w / (natural * 0.6);
    const cv::Rect area = whole({r.x + (r.width - w) / 2, r.y + (r.height - h) / 2, w, h}, rgb);
    if (area.width < 2 || area.height < 2) return;
    cv::Mat mask;
    cv::resize(letters, mask, area.size(), 0, 0, cv::INTER_AREA);
    cv::Mat part = rgb(area);
    cv::Mat visible = alpha(area);
    const cv::Scalar ink = scalar(colour);
    for (int y = 0; y < part.rows; ++y) {
        auto* row = part.ptr<cv::Vec3b>(y);
        auto* a = visible.ptr<std::uint8_t>(y);
        const auto* m = mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < part.cols; ++x) {
            const double t = m[x] / 255.0;
            for (int c = 0; c < 3; ++c)
                row[x][c] = cv::saturate_cast<std::uint8_t>(row[x][c] * (1 - t) + ink[c] * t);
            a[x] = std::max(a[x], m[x]);
        }
    }
}

void Canvas::roughen(RandomStream& stream, double cells, int octaves, double amount) {
    roughen(stream, {0, 0, static_cast<double>(width()), static_cast<double>(height())}, cells, octaves,
            amount);
}

void Canvas::roughen(RandomStream& stream, const cv::Rect2d& r, double cells, int octaves, double amount) {
    const cv::Rect area = whole(r, rgb);
    if (area.width < 2 || area.height < 2) return;
    const cv::Mat noise = fractalNoise(stream, area.size(), cells, octaves);
    cv::Mat part = rgb(area);
    const auto strength = static_cast<float>(amount);
    for (int y = 0; y < part.rows; ++y) {
        auto* row = part.ptr<cv::Vec3b>(y);
        const auto* n = noise.ptr<float>(y);
        for (int x = 0; x < part.cols; ++x) {
            const float gain = 1 + n[x] * strength;
            for (int c = 0; c < 3; ++c) row[x][c] = cv::saturate_cast<std::uint8_t>(row[x][c] * gain);
        }
    }
}

void Canvas::bricks(RandomStream& stream, const cv::Rect2d& r, double course, const Rgb& joint,
                    double variation) {
    const cv::Rect area = whole(r, rgb);
    if (area.empty()) return;
    cv::Mat part = rgb(area);
    const double length = course * stream.uniform(1.7, 2.8);
    const double gap = std::max(1.0, course * 0.12);
    int row = 0;
    for (double y = 0; y < area.height; y += course, ++row) {
        for (double x = row % 2 == 0 ? 0 : -length / 2; x < area.width; x += length) {
            const cv::Rect brick = whole({x, y, length - gap, course - gap}, part);
            if (brick.empty()) continue;
            cv::Mat b = part(brick);
            b *= 1 + stream.uniform(-variation, variation);
        }
        const cv::Rect bed = whole({0, y + course - gap, static_cast<double>(area.width), gap}, part);
        if (!bed.empty()) part(bed).setTo(scalar(joint));
        for (double x = row % 2 == 0 ? 0 : -length / 2; x < area.width; x += length) {
            const cv::Rect head = whole({x + length - gap, y, gap, course}, part);
            if (!head.empty()) part(head).setTo(scalar(joint));
        }
    }
}

void Canvas::shine(const cv::Rect2d& r, double amount) {
    const cv::Rect area = whole(r, glow);
    if (!area.empty()) glow(area).setTo(cv::Scalar(std::clamp(amount, 0.0, 1.0) * 255));
}

void Canvas::keepOnly(const std::vector<cv::Point2d>& points) {
    cv::Mat mask(alpha.size(), CV_8U, cv::Scalar(0));
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{subAll(points)}, cv::Scalar(255), cv::LINE_AA,
                 kShift);
    cv::min(alpha, mask, alpha);
}

void Canvas::clear() {
    alpha.setTo(cv::Scalar(0));
}

cv::Mat Canvas::texture() const {
    cv::Mat out(rgb.size(), CV_8UC4);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* c = rgb.ptr<cv::Vec3b>(y);
        const auto* a = alpha.ptr<std::uint8_t>(y);
        auto* o = out.ptr<cv::Vec4b>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            for (int k = 0; k < 3; ++k) o[x][k] = static_cast<std::uint8_t>((c[x][k] * a[x] + 127) / 255);
            o[x][3] = a[x];
        }
    }
    return out;
}

}  // namespace adapnet::demo
