#include <algorithm>
#include <bit>
#include <cmath>
#include <list>
#include <map>
#include <tuple>

#include "core/features/extraction_state.h"

namespace adapnet::features {

namespace {

// A stop is answered between two calls of a network: no call shall take longer than this.
constexpr double kLongestCallMs = 250;
// A picture of a rare size is taken at the latest when this many batches have gone by.
constexpr std::uint64_t kMaxWaitBatches = 8;

// One device: groups pictures of equal size, so that a network gets them in batches.
class Device {
  public:
    Device(ExtractionState& state, std::size_t device)
        : m_state(state),
          m_device(device),
          m_batchLimit(state.gate.models(), 1 << 16),
          m_msPerPixel(state.gate.models(), 0),
          m_calls(state.gate.models(), 0) {}

    Result<void> createExtractors() {
        for (std::size_t model = 0; model < m_state.gate.models(); ++model) {
            if (m_state.deviceOfModel[model] != m_device) continue;
            auto extractor = m_state.request.models[model].factory();
            if (!extractor) return fail(extractor.error());
            if (!*extractor) return fail(ErrorCode::Internal, "a factory gave no extractor");
            const auto& promised = m_state.request.models[model].spec;
            if (promised && promised->key() != (*extractor)->spec().key())
                return fail(ErrorCode::Model,
                            "model '" + promised->modelId +
                                "' is not the one whose vectors were asked for; start again");
            m_state.gate.publish(model, std::move(*extractor));
        }
        return {};
    }

    Result<void> run() {
        auto& queue = *m_state.queues[m_device];
        while (!m_state.ending()) {
            auto item = m_waiting == 0 ? queue.pop() : queue.tryPop();
            if (item) {
                for (ModelInput& input : item->inputs) {
                    if (auto done = add(item->picture, std::move(input)); !done) return done;
                }
                continue;
            }
            if (m_waiting == 0) break;  // closed and drained
            // Nothing else is ready: a small batch now is better than an idle device.
            if (auto done = runOldest(); !done) return done;
        }
        return {};
    }

  private:
    struct Entry {
        std::shared_ptr<Picture> picture;
        cv::Mat pixels;
        std::uint64_t arrival = 0;
    };
    using BucketKey = std::tuple<std::size_t, int, int>;  // model, width, height
    using Bucket = std::list<Entry>;

    Result<void> add(std::shared_ptr<Picture> picture, ModelInput input) {
        const BucketKey key{input.model, input.pixels.cols, input.pixels.rows};
        m_waitingBytes += bytesOf(input.pixels);
        ++m_waiting;
        Bucket& bucket = m_buckets[key];
        bucket.push_back({std::move(picture), std::move(input.pixels), m_arrivals++});
        const std::size_t full = batchSize(key);
        if (bucket.size() >= full) return runBatch(key, full);
        if (m_waitingBytes > m_state.request.maxQueuedBytes) return runOldest();
        const auto oldest = oldestBucket();
        if (m_arrivals - oldest->second.front().arrival > kMaxWaitBatches * batchSize(oldest->first))
            return runOldest();
        return {};
    }

    static std::size_t bytesOf(const cv::Mat& pixels) { return pixels.total() * pixels.elemSize(); }

    std::map<BucketKey, Bucket>::iterator oldestBucket() {
        return std::min_element(m_buckets.begin(), m_buckets.end(), [](const auto& a, const auto& b) {
            return a.second.front().arrival < b.second.front().arrival;
        });
    }

    Result<void> runOldest() {
        const auto oldest = oldestBucket();
        return runBatch(oldest->first, std::min(oldest->second.size(), batchSize(oldest->first)));
    }

    // Powers of two: a network keeps plans and memory for every shape it has seen.
    std::size_t batchSize(const BucketKey& key) const {
        const auto& [model, width, height] = key;
        auto size = static_cast<std::size_t>(
            std::max(1, m_state.gate.extractor(model).preferredBatch(width, height)));
        size = std::min(size, m_batchLimit[model]);
        if (const double ms = m_msPerPixel[model] * width * height; ms > 0)
            size = std::min(size, static_cast<std::size_t>(std::max(1.0, kLongestCallMs / ms)));
        return std::bit_floor(size);
    }

    // Takes up to `count` pictures of a bucket through the network.
    Result<void> runBatch(BucketKey key, std::size_t count) {
        auto& bucket = m_buckets[key];
        std::vector<Entry> entries;
        for (count = std::bit_floor(count); entries.size() < count;) {
            m_waitingBytes -= bytesOf(bucket.front().pixels);
            --m_waiting;
            entries.push_back(std::move(bucket.front()));
            bucket.pop_front();
        }
        if (bucket.empty()) m_buckets.erase(key);

        std::size_t at = 0;
        std::size_t size = entries.size();
        while (at < entries.size() && !m_state.ending()) {
            size = std::min(size, entries.size() - at);
            const auto part = std::span(entries).subspan(at, size);
            auto rows = call(key, part);
            // Here the failed call has let go of its memory, so that a smaller one has a chance.
            if (!rows && rows.error().code == ErrorCode::OutOfMemory) {
                if (size > 1) {
                    size /= 2;
                    m_batchLimit[std::get<0>(key)] = size;
                    continue;
                }
                deliverFailure(part.front(), std::get<0>(key),
                               "not enough memory for a picture of this size");
            } else if (!rows) {
                return fail(rows.error().whileDoing("extracting with model '" +
                                                    m_state.gate.spec(std::get<0>(key)).modelId + "'"));
            } else if (!deliver(part, std::get<0>(key), *rows)) {
                return fail(ErrorCode::Internal, "model '" + m_state.gate.spec(std::get<0>(key)).modelId +
                                                     "' gave a wrong number of values");
            }
            at += size;
        }
        return {};
    }

    Result<std::vector<float>> call(const BucketKey& key, std::span<const Entry> entries) {
        const auto& [model, width, height] = key;
        std::vector<cv::Mat> pictures;
        pictures.reserve(entries.size());
        for (const Entry& entry : entries) pictures.push_back(entry.pixels);
        const auto start = SteadyClock::now();
        auto rows = [&]() -> Result<std::vector<float>> {
            try {
                return m_state.gate.extractor(model).extract(pictures);
            } catch (const std::bad_alloc&) {
                return fail(ErrorCode::OutOfMemory, "not enough memory");
            }
        }();
        const auto time = SteadyClock::now() - start;
        m_state.clocks.forward.add(time);
        if (rows) {
            m_state.forwardPictures += static_cast<std::int64_t>(entries.size());
            const double ms = std::chrono::duration<double, std::milli>(time).count() /
                              (static_cast<double>(entries.size()) * width * height);
            // The first call prepares the network and says nothing about the others; later ones that meet a
            // new size are slower than usual as well.
            double& known = m_msPerPixel[model];
            if (m_calls[model]++ == 1 || ms < known)
                known = ms;
            else if (known > 0)
                known = 0.8 * known + 0.2 * ms;
        }
        return rows;
    }

    bool deliver(std::span<const Entry> entries, std::size_t model, const std::vector<float>& rows) {
        const FeatureSpec& spec = m_state.gate.spec(model);
        const auto dimension = static_cast<std::size_t>(spec.dimension);
        if (rows.size() != entries.size() * dimension) return false;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto row = std::span(rows).subspan(i * dimension, dimension);
            if (!std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); })) {
                deliverFailure(entries[i], model, "the network gave values that are no numbers");
                continue;
            }
            Finished finished;
            finished.picture = entries[i].picture;
            finished.vector = catalog::VectorRecord{
                m_state.featureKeys[model], entries[i].picture->record.contentHash, {row.begin(), row.end()}};
            m_state.finished.push(std::move(finished));
        }
        return true;
    }

    void deliverFailure(const Entry& entry, std::size_t model, const std::string& reason) {
        Finished finished;
        finished.picture = entry.picture;
        finished.failure = m_state.gate.spec(model).modelId + ": " + reason;
        m_state.finished.push(std::move(finished));
    }

    ExtractionState& m_state;
    const std::size_t m_device;
    std::vector<std::size_t> m_batchLimit;  // per model, lowered when memory ran out
    std::vector<double> m_msPerPixel;       // per model, as measured
    std::vector<std::uint64_t> m_calls;     // per model, successful ones
    std::map<BucketKey, Bucket> m_buckets;  // none is empty
    std::size_t m_waiting = 0;
    std::size_t m_waitingBytes = 0;
    std::uint64_t m_arrivals = 0;
};

}  // namespace

void runInferenceStage(ExtractionState& state, std::size_t device) {
    try {
        Device worker(state, device);
        if (!state.gate.waitUntilWanted()) return;
        auto done = worker.createExtractors();
        if (done) done = worker.run();
        if (!done) state.abort(done.error());
    } catch (const std::exception& exception) {
        state.abort(
            {ErrorCode::Internal, std::string("extraction stopped: ") + validUtf8(exception.what()), {}});
    }
}

}  // namespace adapnet::features
