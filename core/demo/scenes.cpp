#include "core/demo/scenes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/demo/families.h"
#include "core/demo/surroundings.h"
#include "core/demo/weather.h"

namespace adapnet::demo {

namespace {

constexpr std::array kFamilies{
    Family{"facade", buildFacade},     Family{"poster", buildPoster},
    Family{"package", buildPackage},   Family{"tower", buildTower},
    Family{"painting", buildPainting}, Family{"book", buildBook},
    Family{"bridge", buildBridge},     Family{"sign", buildSign},
    Family{"can", buildCan},           Family{"dome", buildDome},
    Family{"clock", buildClock},       Family{"office", buildOffice},
    Family{"church", buildChurch},     Family{"mural", buildMural},
    Family{"rug", buildRug},           Family{"lighthouse", buildLighthouse},
    Family{"window", buildWindow},     Family{"statue", buildStatue},
};

// A stream of its own for every purpose, so that a change to one leaves the others alone.
RandomStream streamFor(std::uint64_t seed, std::int64_t scene, std::string_view purpose, int view = -1) {
    return RandomStream("adapnet-demo-v1|" + std::to_string(seed) + "|" + std::to_string(scene) + "|" +
                        std::string(purpose) + "|" + std::to_string(view));
}

struct Extent {
    Point3 low{1e9, 1e9, 1e9};
    Point3 high{-1e9, -1e9, -1e9};
};

Extent extentOf(const std::vector<Quad>& quads) {
    Extent e;
    for (const Quad& quad : quads) {
        for (const Point3& p : quad.corners) {
            for (int k = 0; k < 3; ++k) {
                e.low[k] = std::min(e.low[k], p[k]);
                e.high[k] = std::max(e.high[k], p[k]);
            }
        }
    }
    return e;
}

// The object's outline in the picture, also where it lies outside the frame.
std::optional<cv::Rect2d> outlineOf(const std::vector<Quad>& quads, const Camera& camera) {
    double x1 = 1e9, y1 = 1e9, x2 = -1e9, y2 = -1e9;
    for (const Quad& quad : quads) {
        for (const Point3& corner : quad.corners) {
            const auto p = camera.project(corner);
            if (!p) return std::nullopt;
            x1 = std::min(x1, p->x);
            y1 = std::min(y1, p->y);
            x2 = std::max(x2, p->x);
            y2 = std::max(y2, p->y);
        }
    }
    return cv::Rect2d(x1, y1, x2 - x1, y2 - y1);
}

}  // namespace

std::span<const Family> families() {
    return kFamilies;
}

struct Scene::Impl {
    std::uint64_t seed = 0;
    std::int64_t index = 0;
    SceneModel model;
    Extent extent;
    std::vector<Quad> neighbours;

    RandomStream stream(std::string_view purpose, int view = -1) const {
        return streamFor(seed, index, purpose, view);
    }

    bool outdoors() const { return model.landmark && model.setting != Setting::Table; }

    void build();
    void buildSquare(RandomStream& s);
    cv::Size chooseSize(int view) const;
    Camera chooseCamera(int view, bool strong, cv::Size size) const;
    void paintBehind(cv::Mat& picture, int view, const Camera& camera, const Conditions& conditions) const;
    void paintOutdoors(cv::Mat& picture, int view, const Camera& camera, const Conditions& conditions) const;
    void paintReflection(cv::Mat& picture, int view, const Camera& camera, const Light& light) const;
    void paintThings(cv::Mat& picture, cv::Mat& coverage, int view, const Camera& camera,
                     const Conditions& conditions, bool inFront, bool strong) const;
    View render(int view, cv::Size size) const;
};

void Scene::Impl::build() {
    const Family& family =
        kFamilies[static_cast<std::size_t>(index % static_cast<std::int64_t>(kFamilies.size()))];
    RandomStream shape = stream("object");
    model = family.build(shape);
    model.family = family.id;
    extent = extentOf(model.quads);
    if (model.setting == Setting::Ground) {
        RandomStream s = stream("square");
        buildSquare(s);
    }
    if (model.street) {
        RandomStream s = stream("street");
        for (const double side : {-1.0, 1.0}) {
            double x = side < 0 ? extent.low[0] : extent.high[0];
            for (int i = 0; i < 2; ++i) {
                const double w = s.uniform(0.8, 1.6);
                const double gap = s.uniform(0.25, 0.6);
                addNeighbour(neighbours, s,
                             {x + side * (gap + w / 2), 0, extent.high[2] - 0.6 - s.uniform(0, 0.3)},
                             {w, extent.high[1] * s.uniform(0.45, 1.05), 0.9});
                x += side * (gap + w);
            }
        }
    }
}

// Paving around the object and some houses far behind it.
void Scene::Impl::buildSquare(RandomStream& s) {
    Canvas paving(256, 256, hsv(s.uniform(0.05, 0.14), s.uniform(0.02, 0.16), s.uniform(0.5, 0.78)));
    paving.bricks(s, {0, 0, 256, 256}, s.uniform(8, 26), hsv(0.1, 0.06, 0.42), 0.08);
    paving.roughen(s, 20, 4, 0.1);
    const double margin = s.uniform(0.15, 0.7);
    const double x1 = extent.low[0] - margin;
    const double x2 = extent.high[0] + margin;
    const double z1 = extent.low[2] - margin * 0.5;
    const double z2 = extent.high[2] + margin;
    Quad ground = makeQuad({x1, 0.001, z1}, {x2, 0.001, z1}, {x2, 0.001, z2}, {x1, 0.001, z2}, paving);
    if (chance(s, 0.75)) model.around.push_back(ground);
    const int houses = between(s, 0, 3);
    for (int i = 0; i < houses; ++i) {
        const double side = chance(s, 0.5) ? 1 : -1;
        addNeighbour(model.around, s,
                     {side * (extent.high[0] + s.uniform(0.6, 4)), 0, extent.low[2] - s.uniform(2.5, 6)},
                     {s.uniform(0.9, 2.2), s.uniform(0.7, 1.5), 0.8});
    }
}

cv::Size Scene::Impl::chooseSize(int view) const {
    static const std::array<cv::Size, 7> kSizes{cv::Size(640, 480), {480, 640}, {560, 420}, {600, 400},
                                                {480, 360},         {420, 560}, {512, 512}};
    RandomStream s = stream("size", view);
    cv::Size size = kSizes[s.below(kSizes.size())];
    const Point3 span = extent.high - extent.low;
    // People turn the camera for tall things, mostly.
    const bool tall = !model.lying && span[1] > 1.3 * span[0];
    const bool wide = span[0] > 1.3 * span[1];
    if (((tall && size.width > size.height) || (wide && size.height > size.width)) && chance(s, 0.75))
        std::swap(size.width, size.height);
    return size;
}

Camera Scene::Impl::chooseCamera(int view, bool strong, cv::Size size) const {
    RandomStream s = stream("camera", view);
    const double turn = strong ? s.uniform(0.55, 1.0) : s.uniform(0.0, 0.5);
    const double yaw = model.maxYaw * turn * (chance(s, 0.5) ? 1 : -1);
    double pitch = 0;
    if (model.lying)
        pitch = strong ? s.uniform(26, 80) : s.uniform(42, 72);
    else if (model.setting == Setting::Table)
        pitch = strong ? s.uniform(4, 48) : s.uniform(8, 26);
    else if (model.setting == Setting::Wall)
        pitch = strong ? s.uniform(-36, 30) : s.uniform(-14, 12);
    else
        pitch = strong ? s.uniform(-16, 32) : s.uniform(-10, 10);
    const double roll = s.uniform(-1, 1) * (strong ? (outdoors() ? 9 : 24) : 3.5);
    const double focal = std::max(size.width, size.height) * s.uniform(0.85, 1.6);
    const double fill = strong ? s.uniform(0.42, 1.2) : s.uniform(0.62, 0.92);
    const Point3 middle = (extent.low + extent.high) * 0.5;
    const double reach = cv::norm(extent.high - extent.low);

    double distance = 3 * reach;
    Camera camera;
    for (int step = 0; step < 8; ++step) {
        double angle = pitch;
        if (model.setting == Setting::Ground || model.setting == Setting::Water) {
            // Nobody stands below the ground.
            const double lowest =
                std::asin(std::clamp((0.16 - middle[1]) / distance, -0.95, 0.95)) * 57.29578;
            angle = std::max(angle, lowest);
        }
        camera = lookAt(middle, yaw, angle, roll, distance, focal, size);
        const auto outline = outlineOf(model.quads, camera);
        if (!outline) {
            distance *= 1.6;
            continue;
        }
        const double share = std::max(outline->width / size.width, outline->height / size.height);
        distance = std::clamp(distance * (0.35 + 0.65 * share / fill), 0.45 * reach, 30.0 * reach);
    }
    if (const auto outline = outlineOf(model.quads, camera)) {
        const double freeX = std::max(0.0, (size.width - outline->width) / 2);
        const double freeY = std::max(0.0, (size.height - outline->height) / 2);
        const double play = strong ? 1.0 : 0.7;
        camera.centre.x +=
            size.width / 2.0 - (outline->x + outline->width / 2) + s.uniform(-play, play) * freeX;
        camera.centre.y +=
            size.height / 2.0 - (outline->y + outline->height / 2) + s.uniform(-play, play) * freeY;
    }
    return camera;
}

void Scene::Impl::paintOutdoors(cv::Mat& picture, int view, const Camera& camera, const Conditions& c) const {
    RandomStream air = stream("sky", view);
    const SkyStyle sky = makeSky(air, c.light.night);
    const Point3 ahead(camera.rotation(2, 0), 0, camera.rotation(2, 2));
    const auto horizon = camera.project(camera.position + ahead * 1000);
    paintSky(picture, air, sky, horizon ? horizon->y : picture.rows * 0.6);
    RandomStream place = stream("place");
    const Rgb fade = mix(sky.horizon, c.light.night > 0 ? Rgb(20, 22, 34) : Rgb(190, 196, 204), 0.3);
    std::vector<Quad> backdrop = makeBackdrop(place, {186, 194, 206});
    cv::Mat none;
    paintQuads(picture, none, backdrop, camera, c.light);
    const Rgb gain = c.light.ambient + c.light.sun * 0.6;
    if (model.setting == Setting::Water) {
        Canvas canvas(256, 256, mix(hsv(0.54, 0.45, 0.5), sky.top, 0.5));
        canvas.roughen(place, 24, 4, 0.22);
        paintPlane(picture, camera, {0, 0, 0}, {1, 0, 0}, {0, 0, 1}, makeTile(canvas, 1.3), gain, fade * 0.85,
                   30);
    } else {
        paintPlane(picture, camera, {0, 0, 0}, {1, 0, 0}, {0, 0, 1}, groundTile(place), gain,
                   mix(fade, Rgb(110, 112, 108), 0.4), 24);
    }
    paintQuads(picture, none, model.around, camera, c.light);
    paintQuads(picture, none, neighbours, camera, c.light);
}

void Scene::Impl::paintBehind(cv::Mat& picture, int view, const Camera& camera, const Conditions& c) const {
    RandomStream place = model.landmark ? stream("place") : stream("place", view);
    const Rgb gain = c.light.ambient + c.light.sun * 0.55;
    if (model.setting == Setting::Wall) {
        const Tile tile = wallTile(place, outdoors());
        paintPlane(picture, camera, {0, 0, 0}, {1, 0, 0}, {0, 1, 0}, tile, gain, tile.average.mul(gain), 60);
        RandomStream things = model.landmark ? stream("wall") : stream("wall", view);
        // Other things on the same wall.
        std::vector<Quad> others;
        const int count = pick(things, 4);
        for (int i = 0; i < count; ++i) {
            const double s = things.uniform(0.2, 0.7);
            const double side = chance(things, 0.5) ? 1 : -1;
            const double x = side * (extent.high[0] + 0.25 + s / 2 + things.uniform(0, 1.2));
            const double y = things.uniform(-0.7, 0.7);
            Canvas canvas(180, 180, wallColour(things));
            if (chance(things, 0.7)) paintArtwork(canvas, things, {12, 12, 156, 156}, makePalette(things));
            const double h = s * things.uniform(0.6, 1.4) / 2;
            others.push_back(makeQuad({x - s / 2, y + h, 0.02}, {x + s / 2, y + h, 0.02},
                                      {x + s / 2, y - h, 0.02}, {x - s / 2, y - h, 0.02}, canvas));
        }
        cv::Mat none;
        paintShadow(picture, others, camera, c.light, true, 0.35, 2);
        paintQuads(picture, none, others, camera, c.light);
        return;
    }
    if (model.setting == Setting::Table) {
        paintRoom(picture, place);
        const Tile tile = tableTile(place);
        paintPlane(picture, camera, {0, 0, 0}, {1, 0, 0}, {0, 0, 1}, tile, gain, tile.average.mul(gain) * 0.8,
                   40);
        return;
    }
    paintOutdoors(picture, view, camera, c);
}

void Scene::Impl::paintReflection(cv::Mat& picture, int view, const Camera& camera,
                                  const Light& light) const {
    std::vector<Quad> mirrored = model.quads;
    for (Quad& quad : mirrored) {
        for (Point3& corner : quad.corners) corner[1] = -corner[1];
        quad.bothSides = true;
    }
    cv::Mat below = picture.clone();
    cv::Mat none;
    paintQuads(below, none, mirrored, camera, light);
    RandomStream s = stream("ripples", view);
    const cv::Mat waves = fractalNoise(s, {64, picture.rows}, 60, 3);
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        const auto* from = below.ptr<cv::Vec3b>(y);
        for (int x = 0; x < picture.cols; ++x) {
            const int shift = cvRound(waves.at<float>(y, (x / 8) % 64) * 9);
            const auto& source = from[std::clamp(x + shift, 0, picture.cols - 1)];
            if (source == row[x]) continue;
            for (int k = 0; k < 3; ++k)
                row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * 0.45 + source[k] * 0.5);
        }
    }
}

void Scene::Impl::paintThings(cv::Mat& picture, cv::Mat& coverage, int view, const Camera& camera,
                              const Conditions& c, bool inFront, bool strong) const {
    const bool lasting = model.landmark && !inFront;
    RandomStream s = lasting ? stream("around") : stream(inFront ? "front" : "around", view);
    const Point3 middle = (extent.low + extent.high) * 0.5;
    Point3 toCamera = camera.position - middle;
    toCamera[1] = 0;
    const double away = cv::norm(toCamera);
    if (away < 1e-6) return;
    toCamera *= 1 / away;
    const Point3 sideways(toCamera[2], 0, -toCamera[0]);
    const double wide = (extent.high[0] - extent.low[0]) / 2;
    std::vector<Quad> things;
    const bool table = model.setting == Setting::Table;
    if (table) {
        static constexpr std::array kThings{CutOut::Mug, CutOut::Fruit, CutOut::Bottle, CutOut::Fruit,
                                            CutOut::Leaves};
        const int count = inFront ? (strong ? pick(s, 3) : (chance(s, 0.15) ? 1 : 0)) : pick(s, 4);
        for (int i = 0; i < count; ++i) {
            const CutOut kind = kThings[s.below(kThings.size())];
            const double height = kind == CutOut::Bottle ? s.uniform(0.9, 1.3) : s.uniform(0.35, 0.6);
            const double side =
                (chance(s, 0.5) ? 1 : -1) * (inFront ? s.uniform(0.1, 1.0) : s.uniform(0.9, 1.9));
            const double depth = inFront ? (extent.high[2] + s.uniform(0.35, 0.7)) : -s.uniform(0.3, 1.1);
            const Canvas canvas = drawCutOut(s, kind);
            things.push_back(standUp(
                canvas, middle + sideways * (side * wide) + toCamera * depth - Point3(0, middle[1], 0),
                height, camera));
        }
    } else if (model.setting == Setting::Wall) {
        const bool person = inFront && outdoors() && chance(s, strong ? 0.5 : 0.12);
        const bool leaves = inFront && chance(s, strong ? 0.4 : 0.08);
        const double floor = -s.uniform(0.9, 1.5);
        if (person) {
            const Canvas canvas = drawCutOut(s, CutOut::Person);
            things.push_back(standUp(canvas,
                                     sideways * (s.uniform(-1.2, 1.2) * wide) +
                                         toCamera * s.uniform(0.2, 0.5) + Point3(0, floor - 0.6, 0),
                                     1.75, camera));
        }
        if (leaves) {
            const Canvas canvas = drawCutOut(s, CutOut::Leaves);
            things.push_back(standUp(canvas,
                                     sideways * (s.uniform(-1.2, 1.2) * wide) +
                                         toCamera * s.uniform(0.2, 0.5) + Point3(0, extent.low[1] - 0.15, 0),
                                     s.uniform(0.5, 1.1), camera));
        }
    } else if (inFront) {
        const int count = strong ? between(s, 1, 4) : pick(s, 3);
        static constexpr std::array kThings{CutOut::Person, CutOut::Person, CutOut::Tree,
                                            CutOut::Lamp,   CutOut::Bush,   CutOut::Car};
        for (int i = 0; i < count && model.setting == Setting::Ground; ++i) {
            const CutOut kind = kThings[s.below(kThings.size())];
            double height = 0.3;
            if (kind == CutOut::Tree) height = s.uniform(0.8, 1.5);
            if (kind == CutOut::Lamp) height = s.uniform(0.6, 0.9);
            if (kind == CutOut::Car) height = 0.26;
            const double near =
                extent.high[2] + std::max(0.25, away - extent.high[2]) * s.uniform(0.08, strong ? 0.5 : 0.3);
            const double side =
                (kind == CutOut::Tree && !strong ? (chance(s, 0.5) ? 1 : -1) * s.uniform(0.8, 1.2)
                                                 : s.uniform(-1.3, 1.3)) *
                wide;
            const Canvas canvas = drawCutOut(s, kind);
            things.push_back(standUp(
                canvas, Point3(middle[0], 0, middle[2]) + sideways * side + toCamera * near, height, camera));
        }
        if (strong && chance(s, 0.25)) {  // twigs close to the lens
            const Canvas canvas = drawCutOut(s, CutOut::Leaves);
            const double d = away * 0.55;
            Quad quad = standUp(
                canvas, middle + toCamera * d + sideways * (s.uniform(-0.5, 0.5) * wide) - Point3(0, 0.25, 0),
                away * 0.35, camera);
            things.push_back(quad);
        }
    } else if (model.setting == Setting::Ground) {
        const int count = between(s, 1, 5);
        for (int i = 0; i < count; ++i) {
            const CutOut kind = chance(s, 0.7) ? CutOut::Tree : CutOut::Bush;
            const double side = (chance(s, 0.5) ? 1 : -1) * (wide + s.uniform(0.4, 2.2));
            const Canvas canvas = drawCutOut(s, kind);
            things.push_back(standUp(canvas, {middle[0] + side, 0, extent.low[2] - s.uniform(0.1, 1.5)},
                                     kind == CutOut::Tree ? s.uniform(0.8, 1.6) : 0.3, camera));
        }
    }
    if (things.empty()) return;
    if (model.setting != Setting::Wall)
        paintShadow(picture, things, camera, c.light, false, c.light.night > 0 ? 0.15 : 0.35, 3);
    // What stands close to the lens is out of focus in part of the photos.
    const bool soft = inFront && chance(s, 0.4);
    if (!soft) {
        paintQuads(picture, coverage, things, camera, c.light);
        return;
    }
    cv::Mat sharp = picture.clone();
    cv::Mat mask(picture.size(), CV_8U, cv::Scalar(0));
    paintQuads(sharp, mask, things, camera, c.light);
    cv::blur(sharp, sharp, {5, 5});
    cv::Mat feather;
    cv::blur(mask, feather, {5, 5});
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        const auto* f = sharp.ptr<cv::Vec3b>(y);
        const auto* m = feather.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x) {
            const double a = m[x] / 255.0;
            for (int k = 0; k < 3; ++k)
                row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * (1 - a) + f[x][k] * a);
        }
    }
    if (!coverage.empty()) cv::max(coverage, mask, coverage);
}

View Scene::Impl::render(int view, cv::Size size) const {
    const int place = ((view % kViewsPerScene) + kViewsPerScene) % kViewsPerScene;
    const bool strong = place >= 5;
    if (size.empty()) size = chooseSize(view);
    size.width = std::max(64, size.width);
    size.height = std::max(64, size.height);

    RandomStream taken = stream("conditions", view);
    const Conditions conditions = makeConditions(taken, outdoors(),
                                                 place == 0 ? Effort::Query
                                                 : strong   ? Effort::Hard
                                                            : Effort::Easy);
    const Camera camera = chooseCamera(view, strong, size);
    cv::Mat picture(size, CV_8UC3, cv::Scalar(128, 128, 128));
    cv::Mat none;
    paintBehind(picture, view, camera, conditions);
    paintThings(picture, none, view, camera, conditions, false, strong);
    if (model.setting == Setting::Water)
        paintReflection(picture, view, camera, conditions.light);
    else
        paintShadow(picture, model.quads, camera, conditions.light, model.setting == Setting::Wall,
                    conditions.light.night > 0 ? 0.2 : 0.45, size.width / 160.0);

    cv::Mat coverage(size, CV_8U, cv::Scalar(0));
    paintQuads(picture, coverage, model.quads, camera, conditions.light);
    RandomStream patches = stream("patches", view);
    const bool open = outdoors() && model.setting != Setting::Wall;
    if (!open && conditions.light.night == 0 && chance(patches, strong ? 0.4 : 0.15))
        paintLightPatches(picture, patches, !outdoors(), strong ? patches.uniform(0.25, 0.55) : 0.2);
    cv::Mat front(size, CV_8U, cv::Scalar(0));
    if (place != 0) paintThings(picture, front, view, camera, conditions, true, strong);

    RandomStream sky = stream("weather", view);
    paintWeather(picture, sky, conditions);
    RandomStream lens = stream("lens", view);
    takePhoto(picture, lens, conditions);

    View out;
    out.rgb = picture;
    const cv::Mat seen = (coverage > 96) & (front < 128);
    const double drawn = cv::countNonZero(coverage > 96);
    double inside = 1;
    if (const auto outline = outlineOf(model.quads, camera)) {
        const cv::Rect2d frame(0, 0, size.width, size.height);
        if (outline->area() > 0) inside = (*outline & frame).area() / outline->area();
    }
    out.visible = drawn > 0 ? inside * cv::countNonZero(seen) / drawn : 0;
    cv::Rect bounds = cv::boundingRect(seen);
    if (bounds.empty()) bounds = {0, 0, size.width, size.height};
    out.box = {bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height};
    if (out.visible < 0.3)
        out.difficulty = Difficulty::Junk;
    else if (strong || out.visible < 0.6 || conditions.light.night > 0)
        out.difficulty = Difficulty::Hard;
    return out;
}

Scene::Scene(std::uint64_t seed, std::int64_t index) : m_impl(std::make_unique<Impl>()) {
    m_impl->seed = seed;
    m_impl->index = std::max<std::int64_t>(0, index);
    m_impl->build();
}
Scene::~Scene() = default;
Scene::Scene(Scene&&) noexcept = default;
Scene& Scene::operator=(Scene&&) noexcept = default;

const std::string& Scene::family() const {
    return m_impl->model.family;
}

View Scene::view(int view, cv::Size size) const {
    return m_impl->render(view, size);
}

View renderView(std::uint64_t seed, std::int64_t scene, int view, cv::Size size) {
    return Scene(seed, scene).view(view, size);
}

}  // namespace adapnet::demo
