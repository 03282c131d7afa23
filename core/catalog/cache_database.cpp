#include "core/catalog/cache_database.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <unordered_map>

#include "core/catalog/schemas.h"
#include "core/catalog/sqlite_support.h"
#include "core/image/image.h"

namespace adapnet::catalog {

static_assert(std::endian::native == std::endian::little, "vectors are stored as little-endian float32");

namespace {

// Above this size a full check at every start would be felt; damage is then found where it is read.
constexpr std::uintmax_t kCheckedAtStartBytes = std::uintmax_t{64} << 20;

bool isHash(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// The same gallery however its folder was written.
std::string galleryName(const fs::path& folder) {
    std::error_code error;
    fs::path name = fs::weakly_canonical(fs::absolute(folder), error);
    if (error) name = fs::absolute(folder).lexically_normal();
    if (!name.has_filename() && name.has_parent_path() && name != name.root_path()) name = name.parent_path();
    return name.native();
}

// A slip of the pen in --cache must not rename a photograph or a ground truth.
Result<void> refuseForeignFile(const fs::path& file) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) return {};
    const std::string name = "'" + displayPath(file) + "'";
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::BadInput, name + " is not a file; name another cache");
    std::string head(std::size_t{64} << 10, '\0');
    std::ifstream input(file, std::ios::binary);
    input.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(input.gcount(), 0)));
    const std::string_view text = head;
    if (text.starts_with("SQLite format 3")) {
        // Big-endian at byte 68; zero until the first transaction. Another program's file is not ours to
        // move, be it whole or damaged.
        std::uint32_t id = 0;
        for (std::size_t i = 68; i < 72 && i < text.size(); ++i)
            id = id << 8 | static_cast<unsigned char>(text[i]);
        if (id != 0 && id != static_cast<std::uint32_t>(cacheSchema().applicationId))
            return fail(ErrorCode::Database, name + " belongs to another program; name another cache");
        return {};
    }
    const auto first = text.find_first_not_of(" \t\r\n");
    const bool isJson = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
    if (isJson || image::hasPictureEnding(file) ||
        image::readHeader(std::as_bytes(std::span(head))).has_value())
        return fail(ErrorCode::BadInput, name + " is no cache file; name another cache");
    return {};
}

// Which file a name stands for at the moment.
struct FileId {
    dev_t device = 0;
    ino_t number = 0;
    bool operator==(const FileId&) const = default;
};

std::optional<FileId> fileId(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return std::nullopt;
    return FileId{info.st_dev, info.st_ino};
}

class CacheFile final : public CacheDatabase {
  public:
    CacheFile(fs::path file, std::optional<fs::path> movedAside)
        : m_file(std::move(file)),
          m_movedAside(std::move(movedAside)),
          m_writer(std::make_unique<Connection>(m_file, ConnectionOptions{})),
          m_id(fileId(m_file)) {}

    // After the schema is there.
    void openReader() {
        m_reader = std::make_unique<Connection>(m_file, ConnectionOptions{.access = Access::Read});
    }
    Connection& writer() { return *m_writer; }

    ~CacheFile() override {
        // Found broken while in use: the next start builds a fresh one. The lock keeps others from opening or
        // moving the file meanwhile; one that took its place since is not ours to move. While it is open, no
        // other file can get its number.
        std::optional<FolderLock> lock;
        if (m_isDamaged)
            if (auto taken = FolderLock::take(m_file.parent_path())) lock.emplace(std::move(*taken));
        const bool isOurs = lock && m_id && fileId(m_file) == m_id;
        m_reader.reset();
        m_writer.reset();
        if (isOurs) (void)moveAside(m_file);
    }

    const std::optional<fs::path>& movedAside() const override { return m_movedAside; }
    const fs::path& file() const override { return m_file; }

    Result<void> addFeatureSet(const FeatureSetRecord& set) override {
        if (!isHash(set.key) || set.dimension <= 0)
            return fail(ErrorCode::BadInput,
                        "a feature set needs a key of 64 hexadecimal digits and a dimension");
        return write([&]() -> Result<void> {
            StatementUse insert(
                m_writer->prepare("INSERT INTO feature_sets (key, model_id, spec, dimension) "
                                  "VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"));
            insert->bind(1, set.key);
            insert->bind(2, validUtf8(set.modelId));
            insert->bind(3, validUtf8(set.spec));
            insert->bind(4, set.dimension);
            insert->exec();
            StatementUse stored(
                m_writer->prepare("SELECT model_id, spec, dimension FROM feature_sets WHERE key = ?"));
            stored->bind(1, set.key);
            stored->executeStep();
            if (stored->getColumn(0).getString() != validUtf8(set.modelId) ||
                stored->getColumn(1).getString() != validUtf8(set.spec) ||
                stored->getColumn(2).getInt() != set.dimension)
                return fail(ErrorCode::Database, "the feature key of model '" + set.modelId +
                                                     "' is taken by other settings; delete the cache");
            return {};
        });
    }

    Result<void> store(const fs::path& galleryFolder, const CacheBatch& batch) override {
        return write([&]() -> Result<void> {
            for (const PictureRecord& picture : batch.pictures) {
                if (!isHash(picture.contentHash))
                    return fail(ErrorCode::BadInput, "a content hash is not valid");
                StatementUse insert(
                    m_writer->prepare("INSERT INTO pictures (content_hash, width, height, format) "
                                      "VALUES (?, ?, ?, ?) ON CONFLICT (content_hash) DO NOTHING"));
                insert->bind(1, picture.contentHash);
                insert->bind(2, picture.width);
                insert->bind(3, picture.height);
                insert->bind(4, picture.format);
                insert->exec();
            }
            for (const ThumbnailRecord& thumbnail : batch.thumbnails) {
                StatementUse insert(
                    m_writer->prepare("INSERT INTO thumbnails (content_hash, jpeg) VALUES (?, ?) "
                                      "ON CONFLICT (content_hash) DO NOTHING"));
                insert->bind(1, thumbnail.contentHash);
                bindBytes(*insert, 2,
                          {reinterpret_cast<const char*>(thumbnail.jpeg.data()), thumbnail.jpeg.size()});
                insert->exec();
            }
            if (auto done = storeVectors(batch.vectors); !done) return done;
            return storeFiles(galleryFolder, batch.files);
        });
    }

    Result<void> forgetGallery(const fs::path& galleryFolder) override {
        const std::string folder = galleryName(galleryFolder);
        // What is forgotten is also wiped from the pages of the file and from its log.
        auto done = guarded([&]() -> Result<void> {
            const std::lock_guard lock(m_writer->mutex());
            m_writer->database().exec("PRAGMA secure_delete = ON");
            return {};
        });
        if (!done) return done;
        done = write([&]() -> Result<void> {
            StatementUse orphans(m_writer->prepare(
                "DELETE FROM pictures WHERE content_hash IN "
                "(SELECT content_hash FROM files JOIN galleries ON galleries.id = files.gallery_id WHERE "
                "folder = ?1) "
                "AND content_hash NOT IN (SELECT content_hash FROM files JOIN galleries "
                "ON galleries.id = files.gallery_id WHERE folder <> ?1 AND content_hash IS NOT NULL)"));
            bindBytes(*orphans, 1, folder);
            orphans->exec();
            StatementUse gallery(m_writer->prepare("DELETE FROM galleries WHERE folder = ?"));
            bindBytes(*gallery, 1, folder);
            gallery->exec();
            return {};
        });
        auto wiped = guarded([&]() -> Result<void> {
            const std::lock_guard lock(m_writer->mutex());
            m_writer->database().exec("PRAGMA secure_delete = OFF");
            StatementUse checkpoint(m_writer->prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
            checkpoint->executeStep();
            return {};
        });
        return done ? wiped : done;
    }

    Result<std::vector<FileRecord>> files(const fs::path& galleryFolder) const override {
        return read([&]() -> Result<std::vector<FileRecord>> {
            StatementUse rows(m_reader->prepare(
                "SELECT path, size, mtime_ns, content_hash, status, reason, decoder_version FROM files "
                "WHERE gallery_id = (SELECT id FROM galleries WHERE folder = ?) ORDER BY path"));
            bindBytes(*rows, 1, galleryName(galleryFolder));
            std::vector<FileRecord> files;
            while (rows->executeStep()) {
                FileRecord& file = files.emplace_back();
                file.path = columnBytes(*rows, 0);
                file.size = rows->getColumn(1).getInt64();
                file.mtimeNs = rows->getColumn(2).getInt64();
                if (!rows->getColumn(3).isNull()) file.contentHash = rows->getColumn(3).getString();
                const int status = rows->getColumn(4).getInt();
                if (status < 0 || status > static_cast<int>(FileStatus::Missing)) return damaged();
                file.status = static_cast<FileStatus>(status);
                file.reason = rows->getColumn(5).getString();
                file.decoderVersion = rows->getColumn(6).getInt();
            }
            return files;
        });
    }

    Result<std::optional<PictureRecord>> picture(std::string_view contentHash) const override {
        const std::string hash(contentHash);
        auto found = pictures(std::span(&hash, 1));
        if (!found) return fail(found.error());
        if (found->empty()) return std::optional<PictureRecord>();
        return std::optional(std::move(found->front()));
    }

    Result<std::vector<PictureRecord>> pictures(std::span<const std::string> contentHashes) const override {
        return read([&]() -> Result<std::vector<PictureRecord>> {
            std::vector<PictureRecord> found;
            for (const std::string& hash : contentHashes) {
                StatementUse row(
                    m_reader->prepare("SELECT width, height, format FROM pictures WHERE content_hash = ?"));
                row->bind(1, hash);
                if (!row->executeStep()) continue;
                found.push_back({hash, row->getColumn(0).getInt(), row->getColumn(1).getInt(),
                                 row->getColumn(2).getString()});
            }
            return found;
        });
    }

    Result<std::optional<std::vector<std::byte>>> thumbnail(std::string_view contentHash) const override {
        return read([&]() -> Result<std::optional<std::vector<std::byte>>> {
            StatementUse row(m_reader->prepare("SELECT jpeg FROM thumbnails WHERE content_hash = ?"));
            row->bind(1, std::string(contentHash));
            if (!row->executeStep()) return std::optional<std::vector<std::byte>>();
            const std::string bytes = columnBytes(*row, 0);
            std::vector<std::byte> jpeg(bytes.size());
            std::memcpy(jpeg.data(), bytes.data(), bytes.size());
            return std::optional(std::move(jpeg));
        });
    }

    Result<std::vector<FeatureSetRecord>> featureSets() const override {
        return read([&]() -> Result<std::vector<FeatureSetRecord>> {
            StatementUse rows(
                m_reader->prepare("SELECT key, model_id, spec, dimension FROM feature_sets ORDER BY key"));
            std::vector<FeatureSetRecord> sets;
            while (rows->executeStep())
                sets.push_back({rows->getColumn(0).getString(), rows->getColumn(1).getString(),
                                rows->getColumn(2).getString(), rows->getColumn(3).getInt()});
            return sets;
        });
    }

    Result<VectorBlock> loadVectors(std::string_view featureKey,
                                    std::span<const std::string> contentHashes) const override {
        return read([&]() -> Result<VectorBlock> {
            StatementUse set(m_reader->prepare("SELECT id, dimension FROM feature_sets WHERE key = ?"));
            set->bind(1, std::string(featureKey));
            if (!set->executeStep())
                return fail(ErrorCode::NotFound, "the cache holds no vectors of this model and settings");
            const std::int64_t id = set->getColumn(0).getInt64();
            VectorBlock block;
            block.dimension = static_cast<std::size_t>(set->getColumn(1).getInt());
            block.values.resize(contentHashes.size() * block.dimension);
            const auto rowBytes = static_cast<int>(block.dimension * sizeof(float));
            for (std::size_t i = 0; i < contentHashes.size(); ++i) {
                StatementUse row(m_reader->prepare(
                    "SELECT value FROM vectors WHERE content_hash = ? AND feature_set = ?"));
                row->bindNoCopy(1, contentHashes[i]);
                row->bind(2, id);
                if (!row->executeStep()) {
                    block.missing.push_back(i);
                    continue;
                }
                const SQLite::Column value = row->getColumn(0);
                const void* bytes = value.getBlob();
                if (bytes == nullptr || value.getBytes() != rowBytes) return damaged();
                std::memcpy(block.values.data() + i * block.dimension, bytes,
                            static_cast<std::size_t>(rowBytes));
            }
            return block;
        });
    }

    Result<std::vector<std::string>> missingVectors(
        std::string_view featureKey, std::span<const std::string> contentHashes) const override {
        const auto finished = finishedHashes(featureKey);
        if (!finished) return fail(finished.error());
        std::vector<std::string> missing;
        std::unordered_set<std::string_view> listed;
        for (const std::string& hash : contentHashes)
            if (!finished->contains(hash) && listed.insert(hash).second) missing.push_back(hash);
        return missing;
    }

    Result<std::unordered_set<std::string>> finishedHashes(std::string_view featureKey) const override {
        return read([&]() -> Result<std::unordered_set<std::string>> {
            StatementUse rows(
                m_reader->prepare("SELECT content_hash FROM vectors WHERE feature_set = "
                                  "(SELECT id FROM feature_sets WHERE key = ?)"));
            rows->bind(1, std::string(featureKey));
            std::unordered_set<std::string> hashes;
            while (rows->executeStep()) hashes.insert(rows->getColumn(0).getString());
            return hashes;
        });
    }

    Result<CacheCounters> counters() const override {
        return read([&]() -> Result<CacheCounters> {
            StatementUse row(
                m_reader->prepare("SELECT (SELECT count(*) FROM galleries), (SELECT count(*) FROM files), "
                                  "(SELECT count(*) FROM pictures), (SELECT count(*) FROM feature_sets), "
                                  "(SELECT count(*) FROM vectors), (SELECT count(*) FROM thumbnails)"));
            row->executeStep();
            return CacheCounters{row->getColumn(0).getInt64(), row->getColumn(1).getInt64(),
                                 row->getColumn(2).getInt64(), row->getColumn(3).getInt64(),
                                 row->getColumn(4).getInt64(), row->getColumn(5).getInt64()};
        });
    }

    Result<void> checkIntegrity() const override {
        return read([&]() -> Result<void> {
            StatementUse row(m_reader->prepare("PRAGMA integrity_check(1)"));
            row->executeStep();
            if (const std::string finding = row->getColumn(0).getString(); finding != "ok")
                return fail(ErrorCode::Database, "the file is damaged: " + validUtf8(finding));
            StatementUse keys(m_reader->prepare("PRAGMA foreign_key_check"));
            if (keys->executeStep())
                return fail(ErrorCode::Database, "a row of table '" + keys->getColumn(0).getString() +
                                                     "' belongs to nothing; delete the cache");
            return {};
        });
    }

  private:
    // One immediate transaction: a lock that is asked for at the start can be waited for, one that is asked
    // for in the middle cannot.
    Result<void> write(const std::function<Result<void>()>& body) {
        return noticingDamage([&]() -> Result<void> {
                   const std::lock_guard lock(m_writer->mutex());
                   SQLite::Transaction transaction(m_writer->database(),
                                                   SQLite::TransactionBehavior::IMMEDIATE);
                   auto done = body();
                   if (done) transaction.commit();
                   return done;
               })
            .map_error([&](const Error& error) {
                return error.whileDoing("writing to the cache '" + displayPath(m_file) + "'");
            });
    }

    template <class Body>
    std::invoke_result_t<Body> read(Body&& body) const {
        return noticingDamage([&]() -> std::invoke_result_t<Body> {
            const std::lock_guard lock(m_reader->mutex());
            return body();
        });
    }

    tl::unexpected<Error> damaged() const {
        m_isDamaged = true;
        return fail(ErrorCode::Database,
                    "the cache '" + displayPath(m_file) + "' is damaged; start again and it will be rebuilt");
    }

    template <class Body>
    std::invoke_result_t<Body> noticingDamage(Body&& body) const {
        return guarded([&]() -> std::invoke_result_t<Body> {
            try {
                return body();
            } catch (const SQLite::Exception& exception) {
                if (!meansDamage(exception)) throw;
                return damaged();
            }
        });
    }

    Result<void> storeVectors(std::span<const VectorRecord> vectors) {
        std::unordered_map<std::string_view, std::pair<std::int64_t, std::size_t>> sets;  // id, dimension
        for (const VectorRecord& vector : vectors) {
            auto set = sets.find(vector.featureKey);
            if (set == sets.end()) {
                StatementUse row(m_writer->prepare("SELECT id, dimension FROM feature_sets WHERE key = ?"));
                row->bind(1, vector.featureKey);
                if (!row->executeStep())
                    return fail(ErrorCode::BadInput, "a vector names a feature set that was not added");
                set = sets.emplace(vector.featureKey,
                                   std::pair(row->getColumn(0).getInt64(),
                                             static_cast<std::size_t>(row->getColumn(1).getInt())))
                          .first;
            }
            const auto [id, dimension] = set->second;
            if (vector.values.size() != dimension || !std::all_of(vector.values.begin(), vector.values.end(),
                                                                  [](float v) { return std::isfinite(v); }))
                return fail(ErrorCode::BadInput, "a vector has a wrong length or a value that is no number");
            StatementUse insert(
                m_writer->prepare("INSERT INTO vectors (content_hash, feature_set, value) VALUES (?, ?, ?) "
                                  "ON CONFLICT (content_hash, feature_set) DO NOTHING"));
            insert->bind(1, vector.contentHash);
            insert->bind(2, id);
            insert->bind(3, vector.values.data(), static_cast<int>(dimension * sizeof(float)));
            insert->exec();
        }
        return {};
    }

    Result<void> storeFiles(const fs::path& galleryFolder, std::span<const FileRecord> files) {
        if (files.empty()) return {};
        const std::string folder = galleryName(galleryFolder);
        StatementUse gallery(
            m_writer->prepare("INSERT INTO galleries (folder) VALUES (?) ON CONFLICT (folder) DO NOTHING"));
        bindBytes(*gallery, 1, folder);
        gallery->exec();
        StatementUse found(m_writer->prepare("SELECT id FROM galleries WHERE folder = ?"));
        bindBytes(*found, 1, folder);
        found->executeStep();
        const std::int64_t galleryId = found->getColumn(0).getInt64();
        for (const FileRecord& file : files) {
            if (file.path.empty() || (!file.contentHash.empty() && !isHash(file.contentHash)))
                return fail(ErrorCode::BadInput,
                            "a file needs a path, and a content hash that is valid or empty");
            StatementUse insert(
                m_writer->prepare("INSERT INTO files (gallery_id, path, size, mtime_ns, content_hash, "
                                  "status, reason, decoder_version) "
                                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gallery_id, path) DO UPDATE "
                                  "SET size = excluded.size, "
                                  "mtime_ns = excluded.mtime_ns, content_hash = excluded.content_hash, "
                                  "status = excluded.status, "
                                  "reason = excluded.reason, decoder_version = excluded.decoder_version"));
            insert->bind(1, galleryId);
            bindBytes(*insert, 2, file.path);
            insert->bind(3, file.size);
            insert->bind(4, file.mtimeNs);
            if (!file.contentHash.empty()) insert->bind(5, file.contentHash);
            insert->bind(6, static_cast<int>(file.status));
            insert->bind(7, validUtf8(file.reason));
            insert->bind(8, file.decoderVersion);
            insert->exec();
        }
        return {};
    }

    const fs::path m_file;
    const std::optional<fs::path> m_movedAside;
    mutable std::atomic<bool> m_isDamaged = false;
    std::unique_ptr<Connection> m_writer;
    std::unique_ptr<Connection> m_reader;
    const std::optional<FileId> m_id;  // of the file that is open
};

struct Opened {
    std::unique_ptr<CacheFile> cache;  // null: the file is broken
};

Result<Opened> tryOpen(const fs::path& file, const std::optional<fs::path>& movedAside) {
    return guarded([&]() -> Result<Opened> {
        try {
            auto cache = std::make_unique<CacheFile>(file, movedAside);
            std::error_code error;
            const auto size = fs::file_size(file, error);
            if (!error && size > 0 && size <= kCheckedAtStartBytes && !quickCheck(cache->writer().database()))
                return Opened{};
            if (auto done = bringUpToDate(cache->writer(), cacheSchema()); !done) return fail(done.error());
            cache->openReader();
            return Opened{std::move(cache)};
        } catch (const SQLite::Exception& exception) {
            if (meansDamage(exception)) return Opened{};
            throw;
        }
    });
}

}  // namespace

Result<std::unique_ptr<CacheDatabase>> CacheDatabase::open(const fs::path& file) {
    const auto during = [&](const Error& error) {
        return fail(error.whileDoing("opening the cache '" + displayPath(file) + "'"));
    };
    if (file.empty() || !file.has_filename())
        return during({ErrorCode::BadInput, "the cache needs a file name", {}});
    const fs::path absolute = fs::absolute(file);
    const auto lock = FolderLock::take(absolute.parent_path());
    if (!lock) return during(lock.error());
    if (auto allowed = refuseForeignFile(absolute); !allowed) return during(allowed.error());
    auto opened = tryOpen(absolute, std::nullopt);
    if (!opened) return during(opened.error());
    if (!opened->cache) {
        auto aside = moveAside(absolute);
        if (!aside) return during(aside.error());
        opened = tryOpen(absolute, *aside);
        if (!opened) return during(opened.error());
        if (!opened->cache) return during({ErrorCode::Database, "a fresh file is damaged at once", {}});
    }
    return std::move(opened->cache);
}

}  // namespace adapnet::catalog
