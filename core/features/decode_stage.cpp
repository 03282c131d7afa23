#include <algorithm>
#include <new>
#include <utility>

#include "core/base/sha256.h"
#include "core/features/extraction_state.h"
#include "core/image/stoppable_decode.h"

namespace adapnet::features {

namespace {

constexpr std::int64_t kLargePixels = 16'000'000;
constexpr int kThumbnailQuality = 85;

// One decode thread.
class Decoder {
  public:
    Decoder(ExtractionState& state, std::uint64_t maxStashedBytes)
        : m_state(state), m_maxStashedBytes(maxStashedBytes) {}

    void run(const std::vector<Task>& tasks, std::atomic<std::size_t>& next) {
        while (!m_state.ending()) {
            const std::size_t i = next++;
            if (i >= tasks.size()) break;
            handle(tasks[i]);
            if (m_state.gate.extractorsReady() || m_stashedBytes >= m_maxStashedBytes) flush();
        }
        if (!m_state.ending()) flush();
    }

  private:
    // A file on its way through this thread.
    struct Item {
        const Task* task = nullptr;
        std::vector<std::byte> bytes;
        cv::Mat rgb;
        std::shared_ptr<Picture> picture;
        std::optional<std::vector<std::size_t>> models;  // once claimed
        std::uint64_t weight() const { return bytes.size() + rgb.total() * rgb.elemSize(); }
    };

    void handle(const Task& task) {
        try {
            Item item;
            item.task = &task;
            if (task.known) {
                // Size and time are as they were: without a look into the file, when nothing is missing.
                if (!m_state.gate.waitForFinishedSets()) return;
                if (m_state.claims.isFinished(task.known->contentHash)) {
                    present(task, *task.known);
                    return;
                }
            }
            if (!read(item)) return;
            if (m_state.gate.finishedSetsKnown()) {
                if (!claim(item)) return;
                m_state.gate.want();
            }
            // While a network is still loading, decoding goes on; a known picture may need nothing, so it
            // waits.
            if ((item.models || !isKnownPicture(item)) && !decode(item)) return;
            m_stashedBytes += item.weight();
            m_stash.push_back(std::move(item));
        } catch (const std::bad_alloc&) {
            problem(task, FileOutcome::Failed, "not enough memory to decode it", {});
        }
    }

    // Hands on what waits in this thread.
    void flush() {
        for (Item& item : m_stash) {
            try {
                if (!item.models) {
                    if (!m_state.gate.waitForFinishedSets()) break;
                    if (!claim(item)) continue;
                }
                if (item.rgb.empty() && !decode(item)) continue;
                if (!m_state.gate.waitForExtractors()) break;
                handOn(item);
                item = {};
            } catch (const std::bad_alloc&) {
                problem(*item.task, FileOutcome::Failed, "not enough memory to decode it", {});
            }
        }
        m_stash.clear();
        m_stashedBytes = 0;
    }

    const fs::path& relative(const Task& task) const { return m_state.request.files[task.file]; }

    bool read(Item& item) {
        const Task& task = *item.task;
        const fs::path path = m_state.request.folder / relative(task);
        auto bytes = m_state.clocks.read.measure([&] { return readFile(path); });
        if (!bytes) {
            const Error& error = bytes.error();
            std::error_code code;
            if (!fs::is_directory(m_state.request.folder, code)) {
                m_state.abort(
                    {ErrorCode::NotFound,
                     "the gallery folder '" + displayPath(m_state.request.folder) +
                         "' is gone; connect it again and start once more, what is finished is kept",
                     {}});
                return false;
            }
            const auto outcome = error.code == ErrorCode::NotFound   ? FileOutcome::Missing
                                 : error.code == ErrorCode::TooLarge ? FileOutcome::TooLarge
                                                                     : FileOutcome::Damaged;
            problem(task, outcome, outcome == FileOutcome::Missing ? "the file is not there" : error.detail,
                    {});
            return false;
        }
        item.bytes = std::move(*bytes);
        item.picture = std::make_shared<Picture>();
        item.picture->file = task.file;
        item.picture->bytes = static_cast<std::int64_t>(item.bytes.size());
        auto& record = item.picture->record;
        record.path = relative(task).native();
        record.size = task.size;
        record.mtimeNs = task.mtimeNs;
        record.decoderVersion = image::kDecoderVersion;
        record.contentHash = m_state.clocks.read.measure([&] { return sha256Hex(item.bytes); });
        return true;
    }

    bool isKnownPicture(const Item& item) const {
        const auto known = m_state.cache.picture(item.picture->record.contentHash);
        return known && known->has_value();
    }

    // True when this thread is to extract the picture.
    bool claim(Item& item) {
        auto answer = m_state.claims.claim(item.picture->record.contentHash, item.task->file);
        switch (answer.kind) {
            case Claims::Kind::Mine:
                item.models = std::move(answer.models);
                return true;
            case Claims::Kind::Finished:
                present(*item.task, item.picture->record);
                return false;
            case Claims::Kind::Shared: {
                // How it ends is known when the run ends.
                FileResult& result = m_state.results[item.task->file];
                result.contentHash = item.picture->record.contentHash;
                result.outcome = FileOutcome::Present;
                m_state.finished.push({});
                return false;
            }
        }
        return false;
    }

    bool decode(Item& item) {
        const std::string& hash = item.picture->record.contentHash;
        const auto refuse = [&](const Error& error) {
            if (error.isCancelled()) return false;
            problem(*item.task,
                    error.code == ErrorCode::TooLarge      ? FileOutcome::TooLarge
                    : error.code == ErrorCode::OutOfMemory ? FileOutcome::Failed
                                                           : FileOutcome::Damaged,
                    error.detail, hash);
            return false;
        };
        const auto header = m_state.clocks.decode.measure(
            [&] { return image::readHeader(item.bytes, m_state.request.limits); });
        if (!header) return refuse(header.error());
        std::unique_lock large(m_state.largePicture, std::defer_lock);
        if (std::int64_t{header->width} * header->height > kLargePixels) {
            large.lock();
            if (m_state.ending()) return false;
        }
        auto rgb = m_state.clocks.decode.measure(
            [&] { return image::decodeRgb(item.bytes, m_state.request.limits, m_state.job.stop); });
        if (!rgb) return refuse(rgb.error());
        if (m_state.ending()) return false;
        item.rgb = std::move(*rgb);
        item.bytes = {};
        item.picture->picture = {hash, item.rgb.cols, item.rgb.rows, header->format};
        auto jpeg = m_state.clocks.thumbnail.measure([&] {
            return image::encodeJpeg(image::shrinkToFit(item.rgb, m_state.request.thumbnailSide),
                                     kThumbnailQuality);
        });
        if (!jpeg) return refuse(jpeg.error());
        item.picture->thumbnail = {hash, std::move(*jpeg)};
        return true;
    }

    // Resizes for each model and gives the picture to the devices.
    void handOn(Item& item) {
        std::vector<DeviceItem> items(m_state.queues.size());
        std::vector<std::size_t> weights(items.size(), item.picture->thumbnail.jpeg.size());
        // Models with one rule share the pixels, and all that take the picture as it is.
        std::vector<std::pair<InputRule, cv::Mat>> made;
        m_state.clocks.resize.measure([&] {
            for (const std::size_t model : *item.models) {
                const FeatureExtractor& extractor = m_state.gate.extractor(model);
                const InputRule rule = extractor.inputRule();
                const std::size_t device = m_state.deviceOfModel[model];
                auto known = std::ranges::find_if(made, [&](const auto& other) {
                    return other.first == rule ||
                           !(rule.shrinks(item.rgb.size()) || other.first.shrinks(item.rgb.size()));
                });
                if (known == made.end()) {
                    known = made.insert(known, {rule, shrunk(item.rgb, rule)});
                    weights[device] += known->second.total() * known->second.elemSize();
                }
                items[device].inputs.push_back({model, known->second});
            }
        });
        item.picture->awaited = item.models->size();
        for (std::size_t device = 0; device < items.size(); ++device) {
            if (items[device].inputs.empty()) continue;
            items[device].picture = item.picture;
            if (!m_state.queues[device]->push(std::move(items[device]), weights[device])) return;
        }
    }

    void present(const Task& task, catalog::FileRecord record) {
        FileResult& result = m_state.results[task.file];
        result.outcome = FileOutcome::Present;
        result.contentHash = record.contentHash;
        const bool isUnchanged = task.known && task.known->status == catalog::FileStatus::Ok;
        record.status = catalog::FileStatus::Ok;
        record.reason.clear();
        Finished finished;
        if (!isUnchanged) finished.file = std::move(record);
        m_state.finished.push(std::move(finished));
    }

    void problem(const Task& task, FileOutcome outcome, std::string reason, const std::string& hash) {
        FileResult& result = m_state.results[task.file];
        result.outcome = outcome;
        result.reason = reason;
        result.contentHash = hash;
        Finished finished;
        finished.isProblem = true;
        // Only what the content itself says is remembered: the next run may be allowed to read, or have more
        // memory. Missing files are marked when the whole run is known to be sound.
        if (!hash.empty() && (outcome == FileOutcome::Damaged || outcome == FileOutcome::TooLarge)) {
            finished.file =
                catalog::FileRecord{relative(task).native(),
                                    task.size,
                                    task.mtimeNs,
                                    hash,
                                    outcome == FileOutcome::Damaged ? catalog::FileStatus::Damaged
                                                                    : catalog::FileStatus::TooLarge,
                                    std::move(reason),
                                    image::kDecoderVersion};
        }
        m_state.finished.push(std::move(finished));
    }

    ExtractionState& m_state;
    const std::uint64_t m_maxStashedBytes;
    std::vector<Item> m_stash;
    std::uint64_t m_stashedBytes = 0;
};

}  // namespace

cv::Mat prepareInput(const FeatureExtractor& extractor, const cv::Mat& rgb) {
    return shrunk(rgb, extractor.inputRule());
}

void runDecodeStage(ExtractionState& state, const std::vector<Task>& tasks, std::atomic<std::size_t>& next) {
    try {
        const auto threads = static_cast<std::uint64_t>(std::max(1, state.request.decodeThreads));
        Decoder(state, state.request.maxQueuedBytes / threads).run(tasks, next);
    } catch (const std::exception& exception) {
        state.abort(
            {ErrorCode::Internal, std::string("decoding stopped: ") + validUtf8(exception.what()), {}});
    }
}

}  // namespace adapnet::features
