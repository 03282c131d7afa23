#include "ui/common/thumbnail_provider.h"

#include <QPainter>
#include <algorithm>
#include <exception>

#include "ui/common/image_convert.h"
#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kWorkers = 2;
constexpr int kPlaceholderSide = 64;

QPixmap symbol(const QString& name) {
    const ThemeColours& c = Theme::instance().colours();
    QPixmap pixmap(kPlaceholderSide, kPlaceholderSide);
    pixmap.fill(c.surfaceRaised);
    QPainter painter(&pixmap);
    const int side = kPlaceholderSide / 3;
    QColor faint = c.textMuted;
    faint.setAlphaF(0.5F);
    painter.drawPixmap((kPlaceholderSide - side) / 2, (kPlaceholderSide - side) / 2,
                       Theme::instance().pixmap(name, side, faint, 1.0));
    return pixmap;
}

}  // namespace

ThumbnailProvider::ThumbnailProvider(QObject* parent) : QObject(parent) {
    m_cache.setMaxCost(kCacheKilobytes);
    for (int i = 0; i < kWorkers; ++i)
        m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

ThumbnailProvider::~ThumbnailProvider() {
    for (auto& worker : m_workers) worker.request_stop();
    m_wake.notify_all();
    m_workers.clear();  // joins while the queue still exists
}

void ThumbnailProvider::setLoader(Loader loader) {
    {
        const std::lock_guard lock(m_mutex);
        m_loader = std::move(loader);
        m_queue.clear();
        ++m_generation;
    }
    m_cache.clear();
    m_asked.clear();
}

QPixmap ThumbnailProvider::thumbnail(std::size_t image) {
    if (const QPixmap* known = m_cache.object(image)) return *known;
    if (!m_asked.contains(image)) {
        const std::lock_guard lock(m_mutex);
        if (m_loader) {
            m_asked.insert(image);
            m_queue.push_back({image, m_generation});
            if (m_queue.size() > kMaxQueued) {
                m_asked.remove(m_queue.front().image);
                m_queue.pop_front();
            }
            m_wake.notify_one();
        }
    }
    return placeholder();
}

bool ThumbnailProvider::isReady(std::size_t image) const {
    return m_cache.contains(image);
}

bool ThumbnailProvider::isIdle() const {
    return m_asked.isEmpty();
}

QPixmap ThumbnailProvider::placeholder() {
    return symbol(QStringLiteral("picture"));
}

QPixmap ThumbnailProvider::brokenPicture() {
    return symbol(QStringLiteral("broken"));
}

void ThumbnailProvider::work(const std::stop_token& stop) {
    while (true) {
        Job job;
        Loader loader;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_queue.empty(); })) return;
            job = m_queue.back();
            m_queue.pop_back();
            loader = m_loader;
        }
        QImage picture;
        try {
            if (const auto rgb = loader(job.image)) picture = toQImage(*rgb);
        } catch (const std::exception&) {
            picture = {};  // shown as a broken picture, like one that cannot be read
        }
        QMetaObject::invokeMethod(
            this, [this, job, picture] { deliver(job.image, job.generation, picture); },
            Qt::QueuedConnection);
    }
}

void ThumbnailProvider::deliver(std::size_t image, quint64 generation, const QImage& picture) {
    if (generation != m_generation) return;
    m_asked.remove(image);
    const QPixmap pixmap = picture.isNull() ? brokenPicture() : QPixmap::fromImage(picture);
    const int kilobytes = std::max(1, pixmap.width() * pixmap.height() / 256);
    m_cache.insert(image, new QPixmap(pixmap), kilobytes);
    Q_EMIT thumbnailReady(image);
    if (m_asked.isEmpty()) Q_EMIT idle();
}

}  // namespace adapnet::ui
