// What the threads of one extraction share. Only for core/features.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/features/extraction.h"

namespace adapnet::features {

using SteadyClock = std::chrono::steady_clock;

// Adds up the time spent in a stage by several threads.
class StageClock {
  public:
    void add(SteadyClock::duration time) {
        m_nanoseconds += std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    }
    double ms() const { return static_cast<double>(m_nanoseconds.load()) / 1e6; }
    template <class Body>
    auto measure(Body&& body) {
        struct Adder {
            StageClock& clock;
            SteadyClock::time_point start = SteadyClock::now();
            ~Adder() { clock.add(SteadyClock::now() - start); }
        } const adder{*this};
        return body();
    }

  private:
    std::atomic<std::int64_t> m_nanoseconds{0};
};

struct StageClocks {
    StageClock read, decode, thumbnail, resize, forward, write;
};

// A picture on its way through the stages.
struct Picture {
    std::size_t file = 0;  // index in the request
    catalog::FileRecord record;
    catalog::PictureRecord picture;
    catalog::ThumbnailRecord thumbnail;
    std::int64_t bytes = 0;
    // Only the writer touches these after the decode stage:
    std::size_t awaited = 0;  // models whose answer is still to come
    bool isStored = false;
    std::string failure;  // of the first model that could not take it
};

struct ModelInput {
    std::size_t model = 0;
    cv::Mat pixels;
};

// What one device gets of one picture.
struct DeviceItem {
    std::shared_ptr<Picture> picture;
    std::vector<ModelInput> inputs;
};

// What the writer gets: the answer of one model for one picture, or a file without new vectors.
struct Finished {
    std::shared_ptr<Picture> picture;             // null for a file alone
    std::optional<catalog::VectorRecord> vector;  // none: the model failed
    std::string failure;
    std::optional<catalog::FileRecord> file;  // a file alone: its line for the cache; none: nothing changed
    bool isProblem = false;                   // counts as failed
};

// The writer's queue. Other than BoundedQueue it can wait until a moment, for a commit once a second.
class FinishedQueue {
  public:
    explicit FinishedQueue(std::size_t maxItems) : m_maxItems(maxItems) {}

    // Blocks while full; false once closed.
    bool push(Finished item) {
        std::unique_lock lock(m_mutex);
        m_space.wait(lock, [&] { return m_closed || m_items.size() < m_maxItems; });
        if (m_closed) return false;
        m_items.push_back(std::move(item));
        m_filled.notify_one();
        return true;
    }
    // Nothing at `deadline`, or when closed and drained.
    std::optional<Finished> popUntil(SteadyClock::time_point deadline) {
        std::unique_lock lock(m_mutex);
        m_filled.wait_until(lock, deadline, [&] { return m_closed || !m_items.empty(); });
        if (m_items.empty()) return std::nullopt;
        std::optional<Finished> item(std::move(m_items.front()));
        m_items.pop_front();
        m_space.notify_one();
        return item;
    }
    // Blocks until something is there (true), or the queue is closed and drained (false).
    bool waitForMore() {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [&] { return m_closed || !m_items.empty(); });
        return !m_items.empty();
    }
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_filled.notify_all();
        m_space.notify_all();
    }

  private:
    const std::size_t m_maxItems;
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_space;
    std::deque<Finished> m_items;
    bool m_closed = false;
};

// Which vectors are there, and who takes care of which content: equal files are extracted once.
class Claims {
  public:
    enum class Kind {
        Mine,      // the caller extracts it for `models`
        Finished,  // every vector is stored
        Shared     // another file of this run with the same content takes care of it
    };
    struct Answer {
        Kind kind = Kind::Finished;
        std::vector<std::size_t> models;
    };

    void setFinished(std::vector<std::unordered_set<std::string>> finished) {
        m_finished = std::move(finished);
    }
    bool isFinished(const std::string& hash) const {
        for (const auto& set : m_finished)
            if (!set.contains(hash)) return false;
        return true;
    }
    Answer claim(const std::string& hash, std::size_t file) {
        Answer answer;
        for (std::size_t model = 0; model < m_finished.size(); ++model)
            if (!m_finished[model].contains(hash)) answer.models.push_back(model);
        if (answer.models.empty()) return answer;
        const std::lock_guard lock(m_mutex);
        const bool isFirst = m_owners.emplace(hash, file).second;
        answer.kind = isFirst ? Kind::Mine : Kind::Shared;
        return answer;
    }
    // After the run: the file that took care of this content.
    std::size_t owner(const std::string& hash) const { return m_owners.at(hash); }

  private:
    std::vector<std::unordered_set<std::string>> m_finished;  // per model; fixed while threads run
    std::mutex m_mutex;
    std::unordered_map<std::string, std::size_t> m_owners;
};

// Where the threads wait for the networks: decode threads for the sets of finished vectors and for the
// extractors, inference threads until somebody wants an extractor.
class ModelGate {
  public:
    explicit ModelGate(std::size_t models) : m_extractors(models), m_specs(models) {}

    // -- inference threads --
    bool waitUntilWanted() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_wanted || m_closed; });
        return m_wanted && !m_closed;
    }
    // The gate keeps the extractors until all threads have ended.
    void publish(std::size_t model, std::unique_ptr<FeatureExtractor> extractor) {
        const std::lock_guard lock(m_mutex);
        m_specs[model] = extractor->spec();
        m_extractors[model] = std::move(extractor);
        ++m_published;
        m_changed.notify_all();
    }

    // -- the thread that runs the extraction --
    void want() {
        const std::lock_guard lock(m_mutex);
        m_wanted = true;
        m_changed.notify_all();
    }
    void announceFinishedSets() {
        const std::lock_guard lock(m_mutex);
        m_setsKnown = true;
        m_changed.notify_all();
    }
    // Nothing was missing: inference threads need not create their networks.
    void leaveIfUnwanted() {
        const std::lock_guard lock(m_mutex);
        if (m_wanted) return;
        m_closed = true;
        m_changed.notify_all();
    }
    // Wakes everybody for good.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

    // -- decode threads; false: the run is ending --
    bool waitForFinishedSets() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_setsKnown || m_closed; });
        return m_setsKnown && !m_closed;
    }
    bool finishedSetsKnown() {
        const std::lock_guard lock(m_mutex);
        return m_setsKnown;
    }
    bool extractorsReady() {
        const std::lock_guard lock(m_mutex);
        return m_published == m_extractors.size();
    }
    bool waitForExtractors() {
        want();
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_published == m_extractors.size() || m_closed; });
        return m_published == m_extractors.size() && !m_closed;
    }

    FeatureExtractor& extractor(std::size_t model) { return *m_extractors[model]; }
    const FeatureSpec& spec(std::size_t model) const { return *m_specs[model]; }
    std::size_t models() const { return m_extractors.size(); }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<FeatureExtractor>> m_extractors;
    std::vector<std::optional<FeatureSpec>> m_specs;
    std::size_t m_published = 0;
    bool m_wanted = false;
    bool m_setsKnown = false;
    bool m_closed = false;
};

// What waits here is lost in a crash, and the writer is much faster than any network.
inline constexpr std::size_t kFinishedItems = 32;

// Everything the stages reach. The thread that runs the extraction owns it and outlives the others.
struct ExtractionState {
    ExtractionState(const ExtractionRequest& r, catalog::CacheDatabase& c, const JobContext& j)
        : request(r),
          cache(c),
          job(j),
          gate(r.models.size()),
          finished(kFinishedItems),
          results(r.files.size()) {}

    const ExtractionRequest& request;
    catalog::CacheDatabase& cache;
    const JobContext& job;
    ModelGate gate;
    Claims claims;
    std::vector<std::string> featureKeys;  // per model, fixed with the finished sets
    std::vector<std::string> devices;      // distinct
    std::vector<std::size_t> deviceOfModel;
    std::vector<std::unique_ptr<BoundedQueue<DeviceItem>>> queues;  // per device
    FinishedQueue finished;
    std::vector<FileResult> results;  // entry i is written by the one thread that has file i
    std::unique_ptr<ProgressMeter> meter;
    StageClocks clocks;
    std::atomic<std::int64_t> forwardPictures{0};
    std::mutex largePicture;  // held while one is decoded, so that memory holds only one of them

    bool ending() const { return m_ending.load(std::memory_order_relaxed) || job.stopRequested(); }
    // The first error stays; everything winds down. What is already computed is still written.
    void abort(Error error) {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_error) m_error = std::move(error);
        }
        wakeAll();
    }
    void wakeAll() {
        m_ending = true;
        gate.close();
        for (const auto& queue : queues) queue->abandon();
    }
    std::optional<Error> error() {
        const std::lock_guard lock(m_mutex);
        return m_error;
    }

  private:
    std::atomic<bool> m_ending{false};
    std::mutex m_mutex;
    std::optional<Error> m_error;
};

// A file to look at. `known` is what the cache said when size and time had not changed.
struct Task {
    std::size_t file = 0;
    std::int64_t size = 0;
    std::int64_t mtimeNs = 0;
    std::optional<catalog::FileRecord> known;
};

// The bodies of the threads. None of them throws.
void runDecodeStage(ExtractionState& state, const std::vector<Task>& tasks, std::atomic<std::size_t>& next);
void runInferenceStage(ExtractionState& state, std::size_t device);
void runWriteStage(ExtractionState& state);

}  // namespace adapnet::features
