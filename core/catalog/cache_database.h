// The cache: what is known about galleries, and every vector and thumbnail that was computed once. All of it
// can be computed again, so a broken cache is moved aside and rebuilt, and the file may be deleted at any
// time.
//
// A file is remembered by gallery folder and relative path; a picture is the SHA-256 of the file's bytes, so
// that a renamed, moved or copied file needs no new work. Paths are bytes, exactly as the file system has
// them.
//
// Any thread may call; calls on one object are taken one after the other, except that readers do not wait for
// the writer. Several processes may share one file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace adapnet::catalog {

// Numbers are stored; add at the end only.
enum class FileStatus { Ok = 0, Damaged = 1, TooLarge = 2, Missing = 3 };

// The last that was seen of one file of a gallery.
struct FileRecord {
    std::string path;  // relative to the gallery folder, raw bytes
    std::int64_t size = 0;
    std::int64_t mtimeNs = 0;  // negative before 1970
    std::string contentHash;   // 64 hexadecimal digits; empty while unknown
    FileStatus status = FileStatus::Ok;
    std::string reason;      // for everything but Ok: one sentence
    int decoderVersion = 0;  // that gave the status; a newer decoder looks again
    bool operator==(const FileRecord&) const = default;
};

struct PictureRecord {
    std::string contentHash;
    int width = 0;  // of the upright picture
    int height = 0;
    std::string format;  // "jpeg", "png", ...
    bool operator==(const PictureRecord&) const = default;
};

// Vectors made by one model with one way of preparing pictures. `key` comes from features::FeatureSpec::key.
struct FeatureSetRecord {
    std::string key;  // 64 hexadecimal digits
    std::string modelId;
    std::string spec;  // the fields behind the key as text, for people
    int dimension = 0;
    bool operator==(const FeatureSetRecord&) const = default;
};

struct VectorRecord {
    std::string featureKey;
    std::string contentHash;
    std::vector<float> values;
};

struct ThumbnailRecord {
    std::string contentHash;
    std::vector<std::byte> jpeg;
};

// What one transaction of the writer holds: all of it is stored, or nothing.
struct CacheBatch {
    std::vector<PictureRecord> pictures;  // stored first: vectors and thumbnails belong to a picture
    std::vector<ThumbnailRecord> thumbnails;
    std::vector<VectorRecord> vectors;
    std::vector<FileRecord> files;
    bool empty() const { return pictures.empty() && thumbnails.empty() && vectors.empty() && files.empty(); }
};

// Vectors of a list of pictures: row i belongs to hash i; rows that are not stored are zero and named.
struct VectorBlock {
    std::size_t dimension = 0;
    std::vector<float> values;         // rows x dimension, row-major
    std::vector<std::size_t> missing;  // rows without a stored vector, ascending
};

struct CacheCounters {
    std::int64_t galleries = 0;
    std::int64_t files = 0;
    std::int64_t pictures = 0;
    std::int64_t featureSets = 0;
    std::int64_t vectors = 0;
    std::int64_t thumbnails = 0;
    bool operator==(const CacheCounters&) const = default;
};

class CacheDatabase {
  public:
    // Creates the file and its folder when they are not there, and brings an older file up to date. A broken
    // file is renamed to FILE.broken-TIME and a fresh one takes its place (see movedAside). Errors: Database
    // for a file of a newer program version or of another program, Io where nothing can be written, BadInput
    // when `file` is a picture or a JSON file and surely not meant.
    static Result<std::unique_ptr<CacheDatabase>> open(const fs::path& file);
    virtual ~CacheDatabase() = default;

    // The name that a broken file got during `open`.
    virtual const std::optional<fs::path>& movedAside() const = 0;
    virtual const fs::path& file() const = 0;

    // -- writing: one transaction each --
    // Adds the feature set unless it is there. Database when the same key has other fields.
    virtual Result<void> addFeatureSet(const FeatureSetRecord& set) = 0;
    // Stores everything in one transaction. Pictures, vectors and thumbnails that are there already stay as
    // they are; files are replaced by path. BadInput for unknown feature keys and wrong dimensions.
    virtual Result<void> store(const fs::path& galleryFolder, const CacheBatch& batch) = 0;
    // Forgets a gallery's files, and every picture, vector and thumbnail that no other gallery shows.
    virtual Result<void> forgetGallery(const fs::path& galleryFolder) = 0;

    // -- reading --
    // Every file known of this gallery, ordered by path; empty for a folder never seen.
    virtual Result<std::vector<FileRecord>> files(const fs::path& galleryFolder) const = 0;
    virtual Result<std::optional<PictureRecord>> picture(std::string_view contentHash) const = 0;
    virtual Result<std::vector<PictureRecord>> pictures(std::span<const std::string> contentHashes) const = 0;
    virtual Result<std::optional<std::vector<std::byte>>> thumbnail(std::string_view contentHash) const = 0;
    virtual Result<std::vector<FeatureSetRecord>> featureSets() const = 0;
    // Rows in the order of `contentHashes` (repeats allowed). NotFound for a feature key never added.
    virtual Result<VectorBlock> loadVectors(std::string_view featureKey,
                                            std::span<const std::string> contentHashes) const = 0;
    // Those of `contentHashes` without a vector, in their order, each once. A key never added: all of them.
    virtual Result<std::vector<std::string>> missingVectors(
        std::string_view featureKey, std::span<const std::string> contentHashes) const = 0;
    // Every picture that has a vector of this feature set.
    virtual Result<std::unordered_set<std::string>> finishedHashes(std::string_view featureKey) const = 0;
    virtual Result<CacheCounters> counters() const = 0;
    // SQLite's own full check; Database names the first finding.
    virtual Result<void> checkIntegrity() const = 0;
};

}  // namespace adapnet::catalog
