#include "core/service/train_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "core/base/sha256.h"
#include "core/degrade/noiser.h"
#include "core/demo/scenes.h"
#include "core/image/image.h"

namespace adapnet::service {

namespace {

constexpr int kSceneViews = 4;
constexpr int kValidationSide = 240;
constexpr std::size_t kValidationPictures = 320;
constexpr std::uint64_t kSceneSeed = 7001;  // other scenes than the demo gallery's

using Corners = std::array<cv::Point2f, 4>;

// A square region with a size and place that suit the view: at scale 1 a part of the photo near its native
// size, at half scale most of the photo.
Corners chooseRegion(const cv::Size& photo, const nn::ViewSpec& view, RandomStream& stream) {
    const double least = std::min(photo.width, photo.height);
    const double wanted = view.scale >= 0.75 ? view.side * stream.uniform(0.75, 1.35)
                                             : std::max(view.side * stream.uniform(0.7, 1.15), 0.7 * least);
    const double region = std::min(wanted, 1.1 * least);
    const auto place = [&](int n) {
        const double slack = n - region;
        return slack > 0 ? stream.uniform(0, slack) : slack * stream.uniform(0.3, 0.7);
    };
    const auto x = static_cast<float>(place(photo.width));
    const auto y = static_cast<float>(place(photo.height));
    const auto r = static_cast<float>(region);
    return {cv::Point2f(x, y), {x + r, y}, {x + r, y + r}, {x, y + r}};
}

// Another viewpoint: a small turn, another zoom, corners moved by up to 12 % of the side.
Corners turned(const Corners& corners, double strength, RandomStream& stream) {
    const cv::Point2f centre = (corners[0] + corners[2]) * 0.5F;
    const double side = corners[1].x - corners[0].x;
    const double angle = stream.normal() * 0.08 * strength;
    const double zoom = std::exp(stream.uniform(-0.22, 0.18) * strength);
    const double stretch = std::exp(stream.uniform(-0.1, 0.1) * strength);
    const cv::Point2f shift(static_cast<float>(stream.uniform(-0.08, 0.08) * side * strength),
                            static_cast<float>(stream.uniform(-0.08, 0.08) * side * strength));
    Corners result;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f d = corners[i] - centre;
        const double x = d.x * zoom * stretch;
        const double y = d.y * zoom / stretch;
        const double reach = 0.12 * strength * side;
        result[i] = centre + shift +
                    cv::Point2f(static_cast<float>(x * std::cos(angle) - y * std::sin(angle) +
                                                   stream.uniform(-reach, reach)),
                                static_cast<float>(x * std::sin(angle) + y * std::cos(angle) +
                                                   stream.uniform(-reach, reach)));
    }
    return result;
}

// Other light: exposure, contrast, colour temperature and gamma, as one table per channel.
cv::Mat relit(const cv::Mat& rgb, double strength, RandomStream& stream) {
    const double gain = std::exp(stream.uniform(-0.25, 0.25) * strength);
    const double contrast = std::exp(stream.uniform(-0.25, 0.25) * strength);
    const double gamma = std::exp(stream.uniform(-0.25, 0.25) * strength);
    const double warm = stream.uniform(-0.1, 0.1) * strength;
    cv::Mat table(1, 256, CV_8UC3);
    for (int i = 0; i < 256; ++i) {
        for (int c = 0; c < 3; ++c) {
            const double tint = c == 0 ? 1 + warm : c == 2 ? 1 - warm : 1;
            const double v = (std::pow(i / 255.0, gamma) - 0.5) * contrast + 0.5;
            table.at<cv::Vec3b>(0, i)[c] = cv::saturate_cast<std::uint8_t>(255 * v * gain * tint);
        }
    }
    cv::Mat out;
    cv::LUT(rgb, table, out);
    return out;
}

// A part of `photo`, somewhat out of focus: what lies behind a thing that is photographed.
cv::Mat surroundings(const cv::Mat& photo, const cv::Size& frame, RandomStream& stream) {
    const double most = std::min(static_cast<double>(photo.cols) / frame.width,
                                 static_cast<double>(photo.rows) / frame.height);
    const double factor = most * stream.uniform(0.5, 1.0);
    const int w = std::max(1, static_cast<int>(frame.width * factor));
    const int h = std::max(1, static_cast<int>(frame.height * factor));
    const auto x = static_cast<int>(stream.below(static_cast<std::uint64_t>(photo.cols - w + 1)));
    const auto y = static_cast<int>(stream.below(static_cast<std::uint64_t>(photo.rows - h + 1)));
    cv::Mat out;
    cv::resize(photo(cv::Rect(x, y, w, h)), out, frame, 0, 0,
               w > frame.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (const double sigma = stream.uniform(-1, 2.5); sigma > 0) cv::GaussianBlur(out, out, {}, sigma);
    return out;
}

// A soft bright spot, as a lamp leaves it on paper and glass.
void addReflection(cv::Mat& rgb, RandomStream& stream) {
    const double cx = stream.uniform(0, rgb.cols);
    const double cy = stream.uniform(0, rgb.rows);
    const double reach = rgb.cols * stream.uniform(0.15, 0.5);
    const double strength = stream.uniform(0, 100);
    // The spot is a product of a row and a column.
    const auto profile = [&](int n, double middle) {
        std::vector<double> values(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i)
            values[static_cast<std::size_t>(i)] =
                std::exp(-(i - middle) * (i - middle) / (2 * reach * reach));
        return values;
    };
    const auto across = profile(rgb.cols, cx);
    const auto down = profile(rgb.rows, cy);
    for (int y = 0; y < rgb.rows; ++y)
        for (int x = 0; x < rgb.cols; ++x) {
            const double light =
                strength * across[static_cast<std::size_t>(x)] * down[static_cast<std::size_t>(y)];
            auto& pixel = rgb.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] + light);
        }
}

void append(std::vector<std::uint8_t>& bytes, const cv::Mat& rgb) {
    const cv::Mat plain = rgb.isContinuous() ? rgb : rgb.clone();
    bytes.insert(bytes.end(), plain.data, plain.data + plain.total() * plain.elemSize());
}

}  // namespace

cv::Mat middleSquare(const cv::Mat& rgb, int side) {
    const int n = std::min(rgb.cols, rgb.rows);
    cv::Mat out;
    cv::resize(rgb(cv::Rect((rgb.cols - n) / 2, (rgb.rows - n) / 2, n, n)), out, {side, side}, 0, 0,
               n > side ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

Result<DegradedPicture> degradeKnown(const cv::Mat& rgb, const std::string& key,
                                     std::span<const std::size_t> choice) {
    RandomStream stream(key);
    const std::size_t count = choice.empty() ? degrade::kKnownKinds.size() : choice.size();
    const auto kindAt = [&](std::size_t i) { return choice.empty() ? i : choice[i]; };
    const auto apply = [&](const cv::Mat& picture, std::size_t kind, int severity) {
        const std::string name(degrade::kKnownKinds[kind]);
        return degrade::noiserDegrade(picture, name, severity,
                                      RandomStream(key + "|" + name + "|" + std::to_string(severity)));
    };
    DegradedPicture out;
    const auto first = static_cast<std::size_t>(stream.below(count));
    if (stream.uniform() < 0.8) {
        out.severity = 1 + static_cast<int>(stream.below(5));
        auto picture = apply(rgb, kindAt(first), out.severity);
        if (!picture) return fail(picture.error());
        out.rgb = *picture;
        out.kind = static_cast<std::int64_t>(kindAt(first)) + 1;
        return out;
    }
    const auto second = (first + 1 + static_cast<std::size_t>(stream.below(count - 1))) % count;
    const int strengthOne = 1 + static_cast<int>(stream.below(3));
    const int strengthTwo = 1 + static_cast<int>(stream.below(3));
    auto once = apply(rgb, kindAt(first), strengthOne);
    if (!once) return fail(once.error());
    auto twice = apply(*once, kindAt(second), strengthTwo);
    if (!twice) return fail(twice.error());
    out.rgb = *twice;
    out.severity = std::max(strengthOne, strengthTwo);
    return out;
}

cv::Mat photographed(const cv::Mat& rgb, const cv::Mat& behind, const cv::Size& frame, RandomStream& stream) {
    const double fit =
        std::min(static_cast<double>(frame.width) / rgb.cols, static_cast<double>(frame.height) / rgb.rows);
    const double factor = fit * stream.uniform(0.6, 1.05);
    const double stretch = std::exp(stream.uniform(-0.15, 0.15));
    const double angle = stream.normal() * 0.15;
    const cv::Point2d centre(frame.width * stream.uniform(0.42, 0.58),
                             frame.height * stream.uniform(0.42, 0.58));
    // Shrunk by area first: a warp alone would alias.
    cv::Mat flat = rgb;
    if (factor < 1)
        cv::resize(rgb, flat,
                   {std::max(1, static_cast<int>(rgb.cols * factor)),
                    std::max(1, static_cast<int>(rgb.rows * factor))},
                   0, 0, cv::INTER_AREA);
    const auto w = static_cast<float>(flat.cols);
    const auto h = static_cast<float>(flat.rows);
    const Corners from{cv::Point2f(0, 0), {w, 0}, {w, h}, {0, h}};
    Corners to;
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = (from[i].x / w - 0.5 + stream.uniform(-0.14, 0.14)) * rgb.cols * factor * stretch;
        const double y = (from[i].y / h - 0.5 + stream.uniform(-0.14, 0.14)) * rgb.rows * factor / stretch;
        to[i] = cv::Point2f(static_cast<float>(centre.x + x * std::cos(angle) - y * std::sin(angle)),
                            static_cast<float>(centre.y + x * std::sin(angle) + y * std::cos(angle)));
    }
    const cv::Mat map = cv::getPerspectiveTransform(from.data(), to.data());
    cv::Mat mask;
    cv::warpPerspective(cv::Mat(flat.size(), CV_8UC1, cv::Scalar(255)), mask, map, frame);
    cv::Mat thing;
    cv::warpPerspective(flat, thing, map, frame, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::Mat out = surroundings(behind, frame, stream);
    thing.copyTo(out, mask > 127);
    out = relit(out, 1.3, stream);
    if (stream.uniform() < 0.5) addReflection(out, stream);
    return out;
}

cv::Mat cutView(const cv::Mat& rgb, const Corners& corners, int side) {
    const auto s = static_cast<float>(side);
    const std::array<cv::Point2f, 4> target{cv::Point2f(0, 0), {s, 0}, {s, s}, {0, s}};
    const double edge = cv::norm(corners[1] - corners[0]);
    cv::Mat source = rgb;
    Corners from = corners;
    // Strong shrinking through a warp would alias: shrink by area first.
    if (edge > 1.5 * side) {
        const double factor = side / edge;
        cv::resize(rgb, source, {}, factor, factor, cv::INTER_AREA);
        for (cv::Point2f& p : from) p *= static_cast<float>(factor);
    }
    cv::Mat out;
    cv::warpPerspective(source, out, cv::getPerspectiveTransform(from.data(), target.data()), {side, side},
                        cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    return out;
}

Result<TrainingFolder> readTrainingFolder(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "there is no folder '" + displayPath(folder) + "'");
    TrainingFolder result;
    nlohmann::ordered_json about;
    if (const fs::path manifest = folder / "manifest.json"; fs::exists(manifest, error)) {
        const auto text = readTextFile(manifest);
        if (!text) return fail(text.error());
        try {
            const auto j = nlohmann::json::parse(*text);
            for (const auto& image : j.at("images"))
                result.photos.push_back({folder / image.at("file").get<std::string>(),
                                         image.at("class").get<std::string>(),
                                         image.value("split", "train") == "val"});
            about["name"] = j.value("pack", folder.filename().string());
            const auto sources = j.value("sources", nlohmann::json::object());
            for (const auto& [name, source] : sources.items())
                about["sources"].push_back(
                    {{"name", source.value("original", name)}, {"licence", source.value("license", "")}});
            about["manifest_sha256"] = sha256Hex(*text);
        } catch (const nlohmann::json::exception& exception) {
            return fail(ErrorCode::BadInput,
                        "'" + displayPath(manifest) + "' is not a readable manifest: " + exception.what());
        }
    } else {
        for (auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied,
                                                        error);
             it != fs::recursive_directory_iterator(); it.increment(error)) {
            if (it->is_regular_file(error) && image::hasPictureEnding(it->path()) &&
                it->path().parent_path() != folder)
                result.photos.push_back(
                    {it->path(), displayPath(it->path().parent_path().lexically_relative(folder)), false});
        }
        about["name"] = displayPath(folder.filename());
    }
    std::sort(result.photos.begin(), result.photos.end(),
              [](const auto& a, const auto& b) { return a.file < b.file; });
    if (std::none_of(result.photos.begin(), result.photos.end(), [](const auto& p) { return p.validation; }))
        for (std::size_t i = 9; i < result.photos.size(); i += 10) result.photos[i].validation = true;
    if (result.photos.empty())
        return fail(
            ErrorCode::BadInput,
            "'" + displayPath(folder) + "' holds no photos; it needs a manifest.json or one folder a class");
    about["photos"] = result.photos.size();
    result.description = about.dump();
    return result;
}

Result<std::unique_ptr<PhotoPairSource>> PhotoPairSource::open(const TrainingFolder& folder,
                                                               const nn::TrainConfig& config,
                                                               const JobContext& job) {
    std::unique_ptr<PhotoPairSource> source(new PhotoPairSource(config));
    std::map<std::string, std::int64_t> classes;
    ProgressMeter meter(job.progress, "decode", static_cast<std::int64_t>(folder.photos.size()));
    std::vector<cv::Mat> validation;
    std::vector<std::string> validationNames;
    for (const TrainingPhoto& photo : folder.photos) {
        if (job.stopRequested()) return fail(Error::cancelled());
        auto rgb = image::loadRgb(photo.file);
        meter.advance(1, 0, rgb ? 0 : 1);
        if (!rgb || std::min(rgb->cols, rgb->rows) < 32) continue;
        // Training works at the size of the inference; larger photos only cost memory.
        cv::Mat picture = image::shrinkToFit(*rgb, 320);
        if (photo.validation) {
            validation.push_back(picture);
            validationNames.push_back(photo.className);
            continue;
        }
        const auto [entry, isNew] =
            classes.try_emplace(photo.className, static_cast<std::int64_t>(classes.size()));
        if (isNew) source->m_members.emplace_back();
        source->m_members[static_cast<std::size_t>(entry->second)].push_back(source->instanceCount());
        source->m_instances.push_back({{picture}, entry->second});
    }
    meter.finish();
    source->m_classes.resize(classes.size());
    for (const auto& [name, index] : classes) source->m_classes[static_cast<std::size_t>(index)] = name;
    source->m_photos = source->instanceCount();
    if (source->m_photos < 2) return fail(ErrorCode::BadInput, "too few readable photos to train");
    // An even choice over the whole list, which is sorted by class.
    const std::size_t stride = std::max<std::size_t>(1, validation.size() / kValidationPictures);
    for (std::size_t i = 0; i < validation.size(); i += stride) {
        source->m_validation.push_back(validation[i]);
        const auto name = std::find(validationNames.begin(), validationNames.end(), validationNames[i]);
        source->m_validationClasses.push_back(name - validationNames.begin());
    }

    const int scenes = config.sceneShare > 0 ? config.scenes : 0;
    ProgressMeter render(job.progress, "render", scenes);
    for (int i = 0; i < scenes; ++i) {
        if (job.stopRequested()) return fail(Error::cancelled());
        Instance instance;
        const demo::Scene scene(kSceneSeed, i);
        for (int view = 0; view < kSceneViews; ++view)
            instance.views.push_back(scene.view(view, {320, 240}).rgb);
        source->m_instances.push_back(std::move(instance));
        render.advance();
    }
    render.finish();
    return source;
}

std::int64_t PhotoPairSource::classOf(std::int64_t instance) const {
    return m_instances[static_cast<std::size_t>(instance)].classIndex;
}

std::int64_t PhotoPairSource::chooseInstance(RandomStream& stream) const {
    const std::int64_t scenes = instanceCount() - m_photos;
    if (scenes > 0 && stream.uniform() < m_config.sceneShare)
        return m_photos + static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>(scenes)));
    if (stream.uniform() < m_config.classShare) {
        const auto& members = m_members[stream.below(m_members.size())];
        return members[stream.below(members.size())];
    }
    return static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>(m_photos)));
}

Result<nn::PairBatch> PhotoPairSource::batch(std::int64_t step,
                                             std::span<const std::int64_t> instances) const {
    const std::string stepKey =
        "noiser-v1|train|" + std::to_string(m_config.seed) + "|" + std::to_string(step);
    RandomStream chooser(stepKey + "|view");
    double total = 0;
    for (const nn::ViewSpec& view : m_config.views) total += view.share;
    double mark = chooser.uniform() * total;
    const nn::ViewSpec* spec = &m_config.views.back();
    for (const nn::ViewSpec& view : m_config.views) {
        if (mark < view.share) {
            spec = &view;
            break;
        }
        mark -= view.share;
    }
    nn::PairBatch batch;
    batch.pairs = instances.empty() ? m_config.pairs : static_cast<int>(instances.size());
    batch.side = spec->side;
    batch.scale = spec->scale;
    const auto bytes = static_cast<std::size_t>(batch.pairs) * static_cast<std::size_t>(spec->side) *
                       static_cast<std::size_t>(spec->side) * 3;
    batch.clean.reserve(bytes);
    if (m_config.degrade) batch.degraded.reserve(bytes);
    for (int i = 0; i < batch.pairs; ++i) {
        const std::string key = stepKey + "|" + std::to_string(i);
        RandomStream stream(key + "|cut");
        const std::int64_t index =
            instances.empty() ? chooseInstance(stream) : instances[static_cast<std::size_t>(i)];
        const Instance& instance = m_instances[static_cast<std::size_t>(index)];
        const auto views = instance.views.size();
        const cv::Mat& source = instance.views[stream.below(views)];
        const Corners region = chooseRegion(source.size(), *spec, stream);
        const bool turn = stream.uniform() < m_config.warp;
        cv::Mat clean =
            cutView(source, turn ? turned(region, m_config.warpStrength, stream) : region, spec->side);
        if (turn) clean = relit(clean, m_config.warpStrength, stream);
        append(batch.clean, clean);
        if (m_config.degrade) {
            cv::Mat base = clean;
            // A stream of its own: recipes without these keys draw what they always drew.
            RandomStream other(key + "|photographed");
            if (other.uniform() < m_config.photographed) {
                const auto& behind =
                    m_instances[other.below(static_cast<std::uint64_t>(m_photos))].views.front();
                const double edge = cv::norm(region[1] - region[0]);
                base = photographed(cutView(source, region, std::max(8, static_cast<int>(edge))), behind,
                                    clean.size(), other);
            } else if (views > 1 && stream.uniform() < 0.5) {
                // Of a rendered scene the degraded half shows another view of the object.
                base = cutView(instance.views[stream.below(views)], region, spec->side);
            }
            if (other.uniform() < m_config.undamaged) {
                append(batch.degraded, base);
                batch.kinds.push_back(0);
            } else {
                auto degraded = degradeKnown(base, key);
                if (!degraded) return fail(degraded.error());
                append(batch.degraded, degraded->rgb);
                batch.kinds.push_back(degraded->kind);
            }
        }
        batch.classes.push_back(instance.classIndex);
        batch.instances.push_back(index);
    }
    return batch;
}

nn::RgbView PhotoPairSource::wholePicture(std::int64_t instance) const {
    const cv::Mat& rgb = m_instances[static_cast<std::size_t>(instance)].views.front();
    return {rgb.data, rgb.cols, rgb.rows, rgb.step[0]};
}

Result<nn::ValidationSet> PhotoPairSource::validation() const {
    nn::ValidationSet set;
    set.side = kValidationSide;
    set.classes = m_validationClasses;
    for (std::size_t i = 0; i < m_validation.size(); ++i) {
        const std::string key = "noiser-v1|validation|" + std::to_string(i);
        RandomStream stream(key + "|cut");
        const cv::Mat& photo = m_validation[i];
        const auto n = static_cast<float>(std::min(photo.cols, photo.rows));
        const auto x = static_cast<float>(photo.cols - n) / 2;
        const auto y = static_cast<float>(photo.rows - n) / 2;
        const Corners whole{cv::Point2f(x, y), {x + n, y}, {x + n, y + n}, {x, y + n}};
        const cv::Mat query = relit(cutView(photo, turned(whole, 1.3, stream), set.side), 1, stream);
        const std::size_t kind = i % degrade::kKnownKinds.size();
        const int severity = 2 + static_cast<int>(stream.below(4));
        auto degraded =
            degrade::noiserDegrade(query, degrade::kKnownKinds[kind], severity, RandomStream(key));
        if (!degraded) return fail(degraded.error());
        append(set.gallery, middleSquare(photo, set.side));
        append(set.clean, query);
        append(set.degraded, *degraded);
        set.severity.push_back(severity);
    }
    return set;
}

}  // namespace adapnet::service
