#include "core/features/extraction.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>

#include "core/features/extraction_state.h"

namespace adapnet::features {

namespace {

constexpr int kMaxDecodeThreads = 16;
constexpr const char* kMissingReason = "the file is not there";

// A list from outside must not name files beyond the gallery.
bool staysInside(const fs::path& relative) {
    if (relative.empty() || relative.is_absolute()) return false;
    const fs::path normal = relative.lexically_normal();
    return !normal.empty() && *normal.begin() != "..";
}

class Extraction {
  public:
    Extraction(const ExtractionRequest& request, catalog::CacheDatabase& cache, const JobContext& job)
        : m_request(request), m_start(SteadyClock::now()), m_state(m_request, cache, job) {
        if (m_request.decodeThreads <= 0)
            m_request.decodeThreads =
                std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDecodeThreads);
    }

    Result<ExtractionSummary> run() {
        if (auto valid = check(); !valid) return fail(valid.error());
        if (auto planned = plan(); !planned) return fail(planned.error());
        runThreads();
        auto done = settleLate();
        m_state.meter->finish();
        if (!done) return fail(done.error());
        return summarise();
    }

  private:
    // What is left when the threads have ended.
    Result<void> settleLate() {
        if (auto error = m_state.error()) return fail(std::move(*error));
        if (m_state.job.stopRequested()) return fail(Error::cancelled());
        return storeLateRecords();
    }

    Result<void> check() {
        for (const ExtractionModel& model : m_request.models)
            if (!model.factory) return fail(ErrorCode::Internal, "a model has no factory");
        if (m_request.models.empty()) return fail(ErrorCode::BadInput, "name at least one model");
        if (m_request.thumbnailSide < 1) return fail(ErrorCode::Internal, "thumbnails need a size");
        return checkFolder();
    }

    Result<void> checkFolder() const {
        std::error_code code;
        if (fs::is_directory(m_request.folder, code)) return {};
        return fail(ErrorCode::NotFound, "the gallery folder '" + displayPath(m_request.folder) +
                                             "' is not there; connect or name it again");
    }

    // Looks at sizes and times only.
    Result<void> plan() {
        auto known = m_state.cache.files(m_request.folder);
        if (!known) return fail(known.error());
        for (catalog::FileRecord& file : *known) m_known.emplace(file.path, std::move(file));

        m_state.meter = std::make_unique<ProgressMeter>(m_state.job.progress, "extract",
                                                        static_cast<std::int64_t>(m_request.files.size()));
        std::vector<Task> unchanged;
        for (std::size_t i = 0; i < m_request.files.size(); ++i) {
            if (m_state.job.stopRequested()) return fail(Error::cancelled());
            const fs::path& relative = m_request.files[i];
            m_state.results[i].relative = relative;
            if (!staysInside(relative)) {
                settle(i, FileOutcome::Missing, "the path leaves the gallery folder");
                continue;
            }
            struct stat info {};
            if (::stat((m_request.folder / relative).c_str(), &info) != 0) {
                const int number = errno;
                if (auto there = checkFolder(); !there) return there;
                if (number == ENOENT || number == ENOTDIR)
                    settle(i, FileOutcome::Missing, kMissingReason);
                else
                    settle(i, FileOutcome::Damaged,
                           std::string("it cannot be read: ") + std::strerror(number));
                continue;
            }
            if (!S_ISREG(info.st_mode)) {
                settle(i, FileOutcome::Damaged, "it is not a regular file");
                continue;
            }
            Task task{i, static_cast<std::int64_t>(info.st_size),
                      std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec, std::nullopt};
            const auto record = m_known.find(relative.native());
            if (record == m_known.end() || record->second.contentHash.empty() ||
                record->second.size != task.size || record->second.mtimeNs != task.mtimeNs) {
                m_tasks.push_back(std::move(task));
            } else if (record->second.status == catalog::FileStatus::Damaged &&
                       record->second.decoderVersion == image::kDecoderVersion) {
                settle(i, FileOutcome::Damaged, record->second.reason);
                m_state.results[i].contentHash = record->second.contentHash;
            } else if (record->second.status == catalog::FileStatus::Ok ||
                       record->second.status == catalog::FileStatus::Missing) {
                task.known = record->second;
                unchanged.push_back(std::move(task));
            } else {
                m_tasks.push_back(std::move(task));  // too large: the limit may be another one now
            }
        }
        // Last, because they wait until the models are known.
        m_tasks.insert(m_tasks.end(), std::make_move_iterator(unchanged.begin()),
                       std::make_move_iterator(unchanged.end()));
        return {};
    }

    void settle(std::size_t file, FileOutcome outcome, std::string reason) {
        m_state.results[file].outcome = outcome;
        m_state.results[file].reason = std::move(reason);
        m_state.meter->advance(1, 0, 1);
    }

    // Starts the stages and joins them, whatever happens.
    void runThreads() {
        assignDevices();
        const std::stop_callback onStop(m_state.job.stop, [this] { m_state.wakeAll(); });
        std::atomic<std::size_t> next{0};
        std::vector<std::thread> decoders;
        std::vector<std::thread> devices;
        std::thread writer;
        try {
            writer = std::thread([this] { runWriteStage(m_state); });
            for (std::size_t device = 0; device < m_state.queues.size(); ++device)
                devices.emplace_back([this, device] { runInferenceStage(m_state, device); });
            const auto count =
                std::min<std::size_t>(static_cast<std::size_t>(m_request.decodeThreads), m_tasks.size());
            for (std::size_t i = 0; i < count; ++i)
                decoders.emplace_back([this, &next] { runDecodeStage(m_state, m_tasks, next); });
            if (auto ready = announceSpecs(); !ready) m_state.abort(ready.error());
        } catch (const std::exception& exception) {
            m_state.abort({ErrorCode::Internal,
                           std::string("cannot start a thread: ") + validUtf8(exception.what()),
                           {}});
        }
        for (std::thread& thread : decoders) thread.join();
        for (const auto& queue : m_state.queues) queue->close();
        m_state.gate.leaveIfUnwanted();
        for (std::thread& thread : devices) thread.join();
        m_state.finished.close();
        if (writer.joinable()) writer.join();
    }

    void assignDevices() {
        for (const ExtractionModel& model : m_request.models) {
            auto device = std::find(m_state.devices.begin(), m_state.devices.end(), model.device);
            if (device == m_state.devices.end()) device = m_state.devices.insert(device, model.device);
            m_state.deviceOfModel.push_back(static_cast<std::size_t>(device - m_state.devices.begin()));
        }
        for (std::size_t i = 0; i < m_state.devices.size(); ++i)
            m_state.queues.push_back(std::make_unique<BoundedQueue<DeviceItem>>(m_request.maxQueuedBytes));
    }

    // Finds out which vectors exist. Needs the networks only where a spec was not given.
    Result<void> announceSpecs() {
        ModelGate& gate = m_state.gate;
        const bool allGiven =
            std::all_of(m_request.models.begin(), m_request.models.end(),
                        [](const ExtractionModel& model) { return model.spec.has_value(); });
        if (!allGiven && !gate.waitForExtractors()) return {};  // the run is ending; its reason is noted
        std::vector<std::unordered_set<std::string>> finished;
        for (std::size_t model = 0; model < m_request.models.size(); ++model) {
            const FeatureSpec spec = allGiven ? *m_request.models[model].spec : gate.spec(model);
            m_specs.push_back(spec);
            m_state.featureKeys.push_back(spec.key());
            auto added = m_state.cache.addFeatureSet({spec.key(), spec.modelId, spec.text(), spec.dimension});
            if (!added) return added;
            auto hashes = m_state.cache.finishedHashes(spec.key());
            if (!hashes) return fail(hashes.error());
            finished.push_back(std::move(*hashes));
        }
        m_state.claims.setFinished(std::move(finished));
        gate.announceFinishedSets();
        return {};
    }

    // Lines that can only be written when the run is known to be sound: files that share their content with
    // another one, and files that are missing.
    Result<void> storeLateRecords() {
        catalog::CacheBatch batch;
        for (const Task& task : m_tasks) {
            FileResult& result = m_state.results[task.file];
            if (result.outcome != FileOutcome::Present || m_state.claims.isFinished(result.contentHash))
                continue;
            const FileResult& owner = m_state.results[m_state.claims.owner(result.contentHash)];
            catalog::FileRecord record{
                result.relative.native(), task.size,    task.mtimeNs,          result.contentHash,
                catalog::FileStatus::Ok,  owner.reason, image::kDecoderVersion};
            result.reason = owner.reason;
            result.outcome = owner.outcome == FileOutcome::Added ? FileOutcome::Present : owner.outcome;
            if (result.outcome != FileOutcome::Present) m_state.meter->advance(0, 0, 1);
            if (owner.outcome == FileOutcome::Failed) record.reason.clear();
            if (owner.outcome == FileOutcome::Damaged) record.status = catalog::FileStatus::Damaged;
            if (owner.outcome == FileOutcome::TooLarge) record.status = catalog::FileStatus::TooLarge;
            batch.files.push_back(std::move(record));
        }
        bool anyMissing = false;
        for (const FileResult& result : m_state.results) {
            if (result.outcome != FileOutcome::Missing) continue;
            const auto known = m_known.find(result.relative.native());
            if (known == m_known.end() || known->second.status == catalog::FileStatus::Missing) continue;
            catalog::FileRecord record = known->second;
            record.status = catalog::FileStatus::Missing;
            record.reason = kMissingReason;
            batch.files.push_back(std::move(record));
            anyMissing = true;
        }
        if (anyMissing) {
            if (auto there = checkFolder(); !there) return there;
        }
        if (batch.empty()) return {};
        return m_state.clocks.write.measure([&] { return m_state.cache.store(m_request.folder, batch); });
    }

    Result<ExtractionSummary> summarise() {
        ExtractionSummary summary;
        summary.files = std::move(m_state.results);
        summary.specs = std::move(m_specs);
        std::vector<std::string> hashes;
        for (const FileResult& file : summary.files)
            if (file.outcome == FileOutcome::Present && file.width == 0) hashes.push_back(file.contentHash);
        const auto pictures = m_state.cache.pictures(hashes);
        if (!pictures) return fail(pictures.error());
        std::unordered_map<std::string, const catalog::PictureRecord*> byHash;
        for (const catalog::PictureRecord& picture : *pictures) byHash.emplace(picture.contentHash, &picture);
        for (FileResult& file : summary.files) {
            if (const auto found = byHash.find(file.contentHash); found != byHash.end() && file.width == 0) {
                file.width = found->second->width;
                file.height = found->second->height;
            }
            switch (file.outcome) {
                case FileOutcome::Added:
                    ++summary.added;
                    break;
                case FileOutcome::Present:
                    ++summary.present;
                    break;
                case FileOutcome::Missing:
                    ++summary.missing;
                    break;
                case FileOutcome::Damaged:
                    ++summary.damaged;
                    break;
                case FileOutcome::TooLarge:
                    ++summary.tooLarge;
                    break;
                case FileOutcome::Failed:
                    ++summary.failed;
                    break;
            }
        }
        const StageClocks& clocks = m_state.clocks;
        summary.forwardPictures = m_state.forwardPictures;
        summary.timings = {clocks.read.ms(),   clocks.decode.ms(),  clocks.thumbnail.ms(),
                           clocks.resize.ms(), clocks.forward.ms(), clocks.write.ms()};
        summary.seconds = std::chrono::duration<double>(SteadyClock::now() - m_start).count();
        return summary;
    }

    ExtractionRequest m_request;
    const SteadyClock::time_point m_start;
    ExtractionState m_state;
    std::unordered_map<std::string, catalog::FileRecord> m_known;
    std::vector<Task> m_tasks;
    std::vector<FeatureSpec> m_specs;
};

}  // namespace

Result<ExtractionSummary> extractFeatures(const ExtractionRequest& request, catalog::CacheDatabase& cache,
                                          const JobContext& job) {
    return Extraction(request, cache, job).run().map_error([](const Error& error) {
        return error.isCancelled() ? error : error.whileDoing("extracting descriptors");
    });
}

}  // namespace adapnet::features
