#include "core/service/gallery_scan.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <unordered_set>
#include <utility>

#include "core/image/image.h"

namespace adapnet::service {

namespace {

using FolderId = std::pair<dev_t, ino_t>;

class FolderWalk {
  public:
    FolderWalk(const fs::path& root, const JobContext& job)
        : m_root(root), m_job(job), m_meter(job.progress, "scan", 0) {}

    Result<GalleryScan> run() {
        m_waiting.push_back(fs::path());
        // Real folders first: a picture is then named by its own path and not by that of a link to it.
        while (!m_waiting.empty() || !m_links.empty()) {
            if (m_waiting.empty()) {
                m_waiting.push_back(*m_links.begin());
                m_links.erase(m_links.begin());
            }
            const fs::path next = std::move(m_waiting.back());
            m_waiting.pop_back();
            if (!visit(next)) return fail(Error::cancelled());
        }
        m_meter.finish();
        std::sort(m_scan.files.begin(), m_scan.files.end(),
                  [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
        return std::move(m_scan);
    }

  private:
    void problem(const fs::path& relative, const std::string& reason) {
        m_scan.problems.push_back({relative, "the folder cannot be read: " + reason});
    }

    // False when the job was asked to stop.
    bool visit(const fs::path& relative) {
        struct stat info {};
        const fs::path full = m_root / relative;
        if (::stat(full.c_str(), &info) != 0) {
            const int number = errno;
            if (number != ENOENT) problem(relative, std::strerror(number));
            return true;
        }
        if (!m_visited.insert({info.st_dev, info.st_ino}).second) return true;
        std::error_code error;
        fs::directory_iterator entries(full, error);
        if (error) {
            problem(relative, error.message());
            return true;
        }
        for (const fs::directory_iterator end; entries != end;) {
            if (m_job.stopRequested()) return false;
            look(relative / entries->path().filename(), *entries);
            entries.increment(error);
            if (error) {
                problem(relative, error.message());
                return true;
            }
        }
        return true;
    }

    void look(const fs::path& relative, const fs::directory_entry& entry) {
        std::error_code error;
        const bool isLink = entry.is_symlink(error);
        if (entry.is_directory(error)) {
            if (isLink)
                m_links.insert(relative);
            else
                m_waiting.push_back(relative);
            return;
        }
        if (!image::hasPictureEnding(relative)) return;
        m_scan.files.push_back(relative);
        m_meter.advance();
    }

    const fs::path& m_root;
    const JobContext& m_job;
    ProgressMeter m_meter;
    std::set<FolderId> m_visited;
    std::vector<fs::path> m_waiting;
    std::set<fs::path> m_links;
    GalleryScan m_scan;
};

}  // namespace

Result<GalleryScan> scanFolder(const fs::path& folder, const JobContext& job) {
    return FolderWalk(folder, job).run();
}

Result<GalleryScan> scanGroundTruth(const eval::GroundTruth& truth) {
    GalleryScan scan;
    std::unordered_set<std::string> seen;
    const auto leaves = [](const fs::path& path) {
        return path.empty() || path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
    };
    for (const auto& query : truth.queries)
        if (leaves(query.image))
            return fail(ErrorCode::BadInput,
                        "the ground truth names the query '" + validUtf8(query.image) +
                            "'; paths must be relative and stay inside the gallery folder");
    for (const auto& name : truth.gallery) {
        if (leaves(name))
            return fail(ErrorCode::BadInput,
                        "the ground truth names the picture '" + validUtf8(name) +
                            "'; paths must be relative and stay inside the gallery folder");
        if (seen.insert(name).second) scan.files.emplace_back(name);
    }
    return scan;
}

}  // namespace adapnet::service
