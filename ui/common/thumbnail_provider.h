// Thumbnails by number, loaded on worker threads and kept in a bounded least-recently-used cache. Asked for
// while painting: the answer comes at once (a placeholder at first), and `thumbnailReady` asks for a repaint.
// Belongs to the window's thread; the loader runs on the workers. The destructor stops and joins them.
#pragma once

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <opencv2/core.hpp>
#include <thread>
#include <vector>

#include "core/base/result.h"

namespace adapnet::ui {

class ThumbnailProvider : public QObject {
    Q_OBJECT
  public:
    // RGB, CV_8UC3; called from worker threads.
    using Loader = std::function<Result<cv::Mat>(std::size_t)>;

    explicit ThumbnailProvider(QObject* parent = nullptr);
    ~ThumbnailProvider() override;

    // Forgets every thumbnail and what is queued; answers of the earlier loader are dropped.
    void setLoader(Loader loader);

    // The thumbnail, or the placeholder while it loads. A picture that cannot be read keeps `brokenPicture`.
    virtual QPixmap thumbnail(std::size_t image);
    bool isReady(std::size_t image) const;
    // Nothing queued and nothing loading.
    bool isIdle() const;

    static QPixmap placeholder();
    static QPixmap brokenPicture();

  Q_SIGNALS:
    void thumbnailReady(std::size_t image);
    void idle();

  private:
    struct Job {
        std::size_t image = 0;
        quint64 generation = 0;
    };
    void work(const std::stop_token& stop);
    void deliver(std::size_t image, quint64 generation, const QImage& picture);

    static constexpr std::size_t kMaxQueued = 2000;  // the oldest wishes are forgotten first
    static constexpr int kCacheKilobytes = 160 * 1024;

    QCache<std::size_t, QPixmap> m_cache;
    QSet<std::size_t> m_asked;
    quint64 m_generation = 0;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_queue;  // taken from the back: what was asked last is on the screen now
    Loader m_loader;
    std::vector<std::jthread> m_workers;
};

}  // namespace adapnet::ui
