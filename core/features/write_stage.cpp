#include "core/features/extraction_state.h"

namespace adapnet::features {

namespace {

// A crash loses at most this much work.
constexpr std::size_t kPicturesPerCommit = 64;
constexpr std::chrono::seconds kCommitAfter{1};

class Writer {
  public:
    explicit Writer(ExtractionState& state) : m_state(state) {}

    void run() {
        // After an error it still takes what comes, so that nobody waits for room in the queue.
        while (m_state.finished.waitForMore()) {
            const auto deadline = SteadyClock::now() + kCommitAfter;
            while (m_items < kPicturesPerCommit) {
                auto item = m_state.finished.popUntil(deadline);
                if (!item) break;
                take(std::move(*item));
            }
            commit();
        }
    }

  private:
    void take(Finished item) {
        ++m_items;
        if (!item.picture) {
            if (item.file) m_batch.files.push_back(std::move(*item.file));
            ++m_done;
            if (item.isProblem) ++m_failed;
            return;
        }
        Picture& picture = *item.picture;
        if (!picture.isStored) {
            m_batch.pictures.push_back(picture.picture);
            m_batch.thumbnails.push_back(std::move(picture.thumbnail));
            picture.isStored = true;
        }
        if (item.vector)
            m_batch.vectors.push_back(std::move(*item.vector));
        else if (picture.failure.empty())
            picture.failure = std::move(item.failure);
        if (--picture.awaited > 0) return;
        m_batch.files.push_back(picture.record);
        FileResult& result = m_state.results[picture.file];
        result.outcome = picture.failure.empty() ? FileOutcome::Added : FileOutcome::Failed;
        result.reason = picture.failure;
        result.contentHash = picture.record.contentHash;
        result.width = picture.picture.width;
        result.height = picture.picture.height;
        ++m_done;
        m_bytes += picture.bytes;
        if (!picture.failure.empty()) ++m_failed;
    }

    void commit() {
        if (!m_broken && !m_batch.empty()) {
            auto done = m_state.clocks.write.measure(
                [&] { return m_state.cache.store(m_state.request.folder, m_batch); });
            if (!done) {
                m_broken = true;
                m_state.abort(done.error());
            }
        }
        if (!m_broken && m_done > 0) m_state.meter->advance(m_done, m_bytes, m_failed);
        m_batch = {};
        m_items = 0;
        m_done = m_bytes = m_failed = 0;
    }

    ExtractionState& m_state;
    catalog::CacheBatch m_batch;
    std::size_t m_items = 0;
    std::int64_t m_done = 0;
    std::int64_t m_bytes = 0;
    std::int64_t m_failed = 0;
    bool m_broken = false;
};

}  // namespace

void runWriteStage(ExtractionState& state) {
    Writer writer(state);
    try {
        writer.run();
    } catch (const std::exception& exception) {
        state.abort(
            {ErrorCode::Internal, std::string("writing stopped: ") + validUtf8(exception.what()), {}});
        state.finished.close();
    }
}

}  // namespace adapnet::features
