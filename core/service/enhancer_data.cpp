#include "core/service/enhancer_data.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "core/degrade/noiser.h"
#include "core/demo/scenes.h"
#include "core/image/image.h"

namespace adapnet::service {

namespace {

constexpr std::uint64_t kSceneSeed = 7001;  // as in the training of descriptors: not the demo gallery's
constexpr int kPhotoSide = 320;             // longer side, the size of the inference
constexpr int kValidationSeverity = 3;
constexpr std::size_t kTries = 20;

void append(std::vector<std::uint8_t>& bytes, const cv::Mat& grey) {
    const cv::Mat plain = grey.isContinuous() ? grey : grey.clone();
    bytes.insert(bytes.end(), plain.data, plain.data + plain.total());
}

cv::Mat channelOf(const cv::Mat& rgb, int channel) {
    cv::Mat grey;
    cv::extractChannel(rgb, grey, channel);
    return grey;
}

}  // namespace

cv::Mat stretched(const cv::Mat& rgb) {
    double least = 0;
    double most = 0;
    cv::minMaxLoc(rgb.reshape(1), &least, &most);
    if (most <= least) return rgb.clone();
    cv::Mat table(1, 256, CV_8U);
    for (int i = 0; i < 256; ++i)
        table.at<std::uint8_t>(0, i) = cv::saturate_cast<std::uint8_t>((i - least) * 255 / (most - least));
    cv::Mat out;
    cv::LUT(rgb, table, out);
    return out;
}

Result<std::unique_ptr<PhotoCropSource>> PhotoCropSource::open(const TrainingFolder& folder,
                                                               const nn::EnhancerConfig& config,
                                                               const JobContext& job) {
    std::unique_ptr<PhotoCropSource> source(new PhotoCropSource(config));
    for (const std::string& kind : config.kinds) {
        const auto known = std::ranges::find(degrade::kKnownKinds, kind);
        if (known == degrade::kKnownKinds.end())
            return fail(ErrorCode::BadInput, "the training recipe: '" + validUtf8(kind) +
                                                 "' is none of the known kinds of noiser-v1");
        source->m_kinds.push_back(static_cast<std::size_t>(known - degrade::kKnownKinds.begin()));
    }
    if (source->m_kinds.size() == 1)
        return fail(ErrorCode::BadInput, "the training recipe: kinds must name two or more, or none");
    for (const TrainingPhoto& photo : folder.photos)
        (photo.validation ? source->m_validation : source->m_photos).push_back(photo.file);
    if (source->m_photos.empty() || source->m_validation.empty())
        return fail(ErrorCode::BadInput, "too few photos to train: both splits need some");
    const int scenes = config.sceneShare > 0 ? config.scenes : 0;
    ProgressMeter render(job.progress, "render", scenes);
    for (int i = 0; i < scenes; ++i) {
        if (job.stopRequested()) return fail(Error::cancelled());
        source->m_scenes.push_back(demo::Scene(kSceneSeed, i).view(0, {kPhotoSide, kPhotoSide * 3 / 4}).rgb);
        render.advance();
    }
    render.finish();
    return source;
}

Result<cv::Mat> PhotoCropSource::readPhoto(const std::vector<fs::path>& files, std::size_t number) const {
    for (std::size_t i = 0; i < std::min(kTries, files.size()); ++i) {
        auto rgb = image::loadRgb(files[(number + i) % files.size()]);
        if (!rgb || std::min(rgb->cols, rgb->rows) < 32) continue;
        return image::shrinkToFit(*rgb, kPhotoSide);
    }
    return fail(ErrorCode::BadInput, "too many photos of the training folder cannot be read, for example '" +
                                         displayPath(files[number % files.size()]) + "'");
}

Result<nn::CropBatch> PhotoCropSource::batch(std::int64_t step) const {
    const std::string stepKey =
        "noiser-v1|train|enhancer|" + std::to_string(m_config.seed) + "|" + std::to_string(step) + "|";
    nn::CropBatch batch;
    batch.crops = m_config.crops;
    batch.side = m_config.crop;
    const auto bytes = static_cast<std::size_t>(batch.crops) * static_cast<std::size_t>(batch.side) *
                       static_cast<std::size_t>(batch.side);
    batch.degraded.reserve(bytes);
    batch.clean.reserve(bytes);
    cv::Mat clean;
    cv::Mat degraded;
    for (int i = 0; i < batch.crops; ++i) {
        const std::string key = stepKey + std::to_string(i);
        RandomStream stream(key + "|crop");
        if (i % m_config.cropsPerView == 0) {
            cv::Mat picture;
            if (!m_scenes.empty() && stream.uniform() < m_config.sceneShare) {
                picture = m_scenes[stream.below(m_scenes.size())];
            } else {
                auto photo = readPhoto(m_photos, stream.below(m_photos.size()));
                if (!photo) return fail(photo.error());
                picture = std::move(*photo);
            }
            const int least = std::min(picture.cols, picture.rows);
            const int side = std::max(8, static_cast<int>(least * stream.uniform(0.75, 1.0)));
            const int x = static_cast<int>(stream.below(static_cast<std::uint64_t>(picture.cols - side + 1)));
            const int y = static_cast<int>(stream.below(static_cast<std::uint64_t>(picture.rows - side + 1)));
            cv::resize(picture(cv::Rect(x, y, side, side)), clean, {m_config.view, m_config.view}, 0, 0,
                       side > m_config.view ? cv::INTER_AREA : cv::INTER_LINEAR);
            if (stream.uniform() < 0.5) cv::flip(clean, clean, 1);
            degraded = clean;
            if (stream.uniform() >= m_config.cleanShare) {
                auto damaged = degradeKnown(clean, key, m_kinds);
                if (!damaged) return fail(damaged.error());
                degraded = damaged->rgb;
            }
            degraded = stretched(degraded);
            clean = stretched(clean);
        }
        const auto room = static_cast<std::uint64_t>(m_config.view - m_config.crop + 1);
        const cv::Rect part(static_cast<int>(stream.below(room)), static_cast<int>(stream.below(room)),
                            m_config.crop, m_config.crop);
        const auto channel = static_cast<int>(stream.below(3));
        append(batch.degraded, channelOf(degraded(part), channel));
        append(batch.clean, channelOf(clean(part), channel));
    }
    return batch;
}

Result<std::vector<nn::RepairSample>> PhotoCropSource::validation(int perKind) const {
    const auto count = std::min(static_cast<std::size_t>(std::max(1, perKind)), m_validation.size());
    std::vector<nn::RepairSample> samples;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t number = i * m_validation.size() / count;
        const auto photo = readPhoto(m_validation, number);
        if (!photo) return fail(photo.error());
        const cv::Mat clean = middleSquare(*photo, m_config.view);
        const auto channel = static_cast<int>(i % 3);
        const cv::Mat target = channelOf(stretched(clean), channel);
        const auto add = [&](std::string_view kind, const cv::Mat& rgb) {
            nn::RepairSample sample{std::string(kind), {}, {}};
            append(sample.degraded, channelOf(stretched(rgb), channel));
            append(sample.clean, target);
            samples.push_back(std::move(sample));
        };
        add("clean", clean);
        for (const std::string_view kind : degrade::kKnownKinds) {
            const std::string key = "noiser-v1|val|enhancer|" + std::to_string(number) + "|" +
                                    std::string(kind) + "|" + std::to_string(kValidationSeverity);
            const auto damaged =
                degrade::noiserDegrade(clean, std::string(kind), kValidationSeverity, RandomStream(key));
            if (!damaged) return fail(damaged.error());
            add(kind, *damaged);
        }
    }
    return samples;
}

}  // namespace adapnet::service
