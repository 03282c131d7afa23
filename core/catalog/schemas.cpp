#include "core/catalog/schemas.h"

#include <array>

namespace adapnet::catalog {

namespace {

// Values are little-endian float32. Hashes are 64 hexadecimal digits, paths are raw bytes.
constexpr const char* kCacheSql = R"sql(
CREATE TABLE galleries (
    id INTEGER PRIMARY KEY,
    folder BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE pictures (
    content_hash TEXT PRIMARY KEY CHECK (length(content_hash) = 64),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    format TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE files (
    gallery_id INTEGER NOT NULL REFERENCES galleries (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    content_hash TEXT,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    decoder_version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (gallery_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_hash ON files (content_hash);
CREATE TABLE feature_sets (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    spec TEXT NOT NULL,
    dimension INTEGER NOT NULL CHECK (dimension > 0)
) STRICT;
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL REFERENCES pictures (content_hash) ON DELETE CASCADE,
    feature_set INTEGER NOT NULL REFERENCES feature_sets (id) ON DELETE CASCADE,
    value BLOB NOT NULL CHECK (length(value) % 4 = 0),
    UNIQUE (content_hash, feature_set)
) STRICT;
CREATE TABLE thumbnails (
    id INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL UNIQUE REFERENCES pictures (content_hash) ON DELETE CASCADE,
    jpeg BLOB NOT NULL
) STRICT;
)sql";

constexpr std::array kCacheMigrations{
    Migration{1, R"sql(
CREATE TABLE galleries (
    id INTEGER PRIMARY KEY,
    folder BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE pictures (
    content_hash TEXT PRIMARY KEY CHECK (length(content_hash) = 64),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    format TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE files (
    gallery_id INTEGER NOT NULL REFERENCES galleries (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    content_hash TEXT,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (gallery_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE feature_sets (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    spec TEXT NOT NULL,
    dimension INTEGER NOT NULL CHECK (dimension > 0)
) STRICT;
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL REFERENCES pictures (content_hash) ON DELETE CASCADE,
    feature_set INTEGER NOT NULL REFERENCES feature_sets (id) ON DELETE CASCADE,
    value BLOB NOT NULL CHECK (length(value) % 4 = 0),
    UNIQUE (content_hash, feature_set)
) STRICT;
CREATE TABLE thumbnails (
    id INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL UNIQUE REFERENCES pictures (content_hash) ON DELETE CASCADE,
    jpeg BLOB NOT NULL
) STRICT;
)sql"},
    // A damaged file is looked at again by a newer decoder, and a gallery can be forgotten quickly.
    Migration{2, R"sql(
ALTER TABLE files ADD COLUMN decoder_version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX files_by_hash ON files (content_hash);
)sql"},
};

// A box of four zeros stands for the whole picture, so that it can be part of a key.
constexpr const char* kProjectSql = R"sql(
CREATE TABLE recent_galleries (
    folder BLOB PRIMARY KEY,
    opened_ms INTEGER NOT NULL,
    ground_truth BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    image_hash TEXT NOT NULL,
    image_file BLOB NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    x2 INTEGER NOT NULL,
    y2 INTEGER NOT NULL,
    recipe_json TEXT NOT NULL,
    saved_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE judgements (
    query_hash TEXT NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    x2 INTEGER NOT NULL,
    y2 INTEGER NOT NULL,
    gallery_hash TEXT NOT NULL,
    verdict INTEGER NOT NULL,
    judged_ms INTEGER NOT NULL,
    PRIMARY KEY (query_hash, x1, y1, x2, y2, gallery_hash)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kProjectMigrations{
    Migration{1, R"sql(
CREATE TABLE recent_galleries (
    folder BLOB PRIMARY KEY,
    opened_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    image_hash TEXT NOT NULL,
    image_file BLOB NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    x2 INTEGER NOT NULL,
    y2 INTEGER NOT NULL,
    recipe_json TEXT NOT NULL,
    saved_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE judgements (
    query_hash TEXT NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    x2 INTEGER NOT NULL,
    y2 INTEGER NOT NULL,
    gallery_hash TEXT NOT NULL,
    verdict INTEGER NOT NULL,
    judged_ms INTEGER NOT NULL,
    PRIMARY KEY (query_hash, x1, y1, x2, y2, gallery_hash)
) STRICT, WITHOUT ROWID;
)sql"},
    // A gallery opened with a ground truth is opened with it again.
    Migration{2, "ALTER TABLE recent_galleries ADD COLUMN ground_truth BLOB;"},
};

}  // namespace

const Schema& cacheSchema() {
    static const Schema schema{0x41444E43, "cache", kCacheSql, kCacheMigrations};  // "ADNC"
    return schema;
}

const Schema& projectSchema() {
    static const Schema schema{0x41444E50, "project file", kProjectSql, kProjectMigrations};  // "ADNP"
    return schema;
}

}  // namespace adapnet::catalog
