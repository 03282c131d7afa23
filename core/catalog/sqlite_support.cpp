#include "core/catalog/sqlite_support.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace adapnet::catalog {

Error sqliteError(const SQLite::Exception& exception) {
    const std::string text = validUtf8(exception.what());
    switch (exception.getErrorCode() & 0xff) {
        case SQLITE_FULL:
            return {ErrorCode::Io, "the disk is full; make room and try again", {}};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_IOERR:
            return {ErrorCode::Io, "the file or its folder cannot be written: " + text, {}};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::Database, "another program is using the file; try again when it is done", {}};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::Database, "the file is damaged: " + text, {}};
        case SQLITE_NOMEM:
            return {ErrorCode::OutOfMemory, "not enough memory for the database", {}};
        case SQLITE_INTERRUPT:
            return Error::cancelled();
        default:
            return {ErrorCode::Database, text, {}};
    }
}

bool meansDamage(const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Connection::Connection(const fs::path& file, const ConnectionOptions& options)
    : m_database(fs::absolute(file).native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                 static_cast<int>(options.busyTimeout.count())) {
    // Nothing stored in a file from somewhere else may run code or reach beyond the file.
    m_database.exec("PRAGMA trusted_schema = OFF");
    m_database.exec("PRAGMA cell_size_check = ON");
    // Vectors and thumbnails are a few kilobytes: several of them fit on a page. Only counts in an empty
    // file.
    m_database.exec("PRAGMA page_size = 16384");
    m_database.exec("PRAGMA cache_size = -32768");
    m_database.exec("PRAGMA foreign_keys = ON");
    if (options.access == Access::Read) m_database.exec("PRAGMA query_only = ON");
    m_database.exec(options.keepAtPowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

SQLite::Statement& Connection::prepare(const char* sql) {
    auto& statement = m_statements[sql];
    if (!statement) statement = std::make_unique<SQLite::Statement>(m_database, sql);
    statement->tryReset();
    statement->clearBindings();
    return *statement;
}

void bindBytes(SQLite::Statement& statement, int index, std::string_view bytes) {
    // SQLite takes a null pointer for NULL; an empty value is still a value.
    statement.bind(index, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()));
}

std::string columnBytes(const SQLite::Statement& statement, int index) {
    const SQLite::Column column = const_cast<SQLite::Statement&>(statement).getColumn(index);
    const auto* data = static_cast<const char*>(column.getBlob());
    return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(column.getBytes()));
}

Result<void> bringUpToDate(Connection& connection, const Schema& schema,
                           const std::function<Result<void>(int version)>& beforeMigration) {
    SQLite::Database& database = connection.database();
    const std::string kind = schema.kind;
    if (sqlite3_db_readonly(database.getHandle(), "main") == 1)
        return fail(ErrorCode::Io, "the file cannot be written; name another file for the " + kind);
    // A mode that stays in the file; it cannot be changed inside a transaction.
    if (database.execAndGet("PRAGMA journal_mode").getString() != "wal" &&
        database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() == 0)
        database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA journal_size_limit = 67108864");

    const auto readVersion = [&] { return database.execAndGet("PRAGMA user_version").getInt(); };
    const auto check = [&]() -> Result<int> {
        const auto id = static_cast<std::int32_t>(database.execAndGet("PRAGMA application_id").getInt());
        const int version = readVersion();
        const bool isEmpty = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() == 0;
        if (isEmpty && version == 0) return 0;
        if (id != schema.applicationId)
            return fail(ErrorCode::Database,
                        "the file belongs to another program; name another file for the " + kind);
        if (version > schema.version())
            return fail(ErrorCode::Database, "the " + kind + " has format " + std::to_string(version) +
                                                 " and this program knows formats up to " +
                                                 std::to_string(schema.version()) +
                                                 "; use a newer program or name another file");
        if (version < 1) return fail(ErrorCode::Database, "the " + kind + " has no valid format number");
        return version;
    };

    auto version = check();
    if (!version) return fail(version.error());
    if (*version == schema.version()) return {};
    if (*version > 0 && beforeMigration) {
        if (auto done = beforeMigration(*version); !done) return done;
    }
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    version = check();  // another process may have been faster
    if (!version) return fail(version.error());
    if (*version == 0) {
        database.exec(schema.sql);
        database.exec("PRAGMA application_id = " + std::to_string(schema.applicationId));
    } else {
        for (const Migration& step : schema.migrations)
            if (step.version > *version) database.exec(step.sql);
    }
    database.exec("PRAGMA user_version = " + std::to_string(schema.version()));
    transaction.commit();
    return {};
}

Result<void> quickCheck(SQLite::Database& database) {
    const std::string finding = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (finding != "ok") return fail(ErrorCode::Database, "the file is damaged: " + validUtf8(finding));
    return {};
}

Result<FolderLock> FolderLock::take(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail(ErrorCode::Io, "cannot use the folder '" + displayPath(folder) +
                                       "': " + (error ? error.message() : std::strerror(errno)));
    FolderLock lock(fd);
    // File systems without locks are used without them.
    while (::flock(fd, LOCK_EX) != 0 && errno == EINTR) {
    }
    return lock;
}

FolderLock::~FolderLock() {
    if (m_fd >= 0) ::close(m_fd);
}

Result<fs::path> moveAside(const fs::path& file) {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc);
    fs::path target = file;
    target += std::string(".broken-") + stamp;
    for (int i = 2; fs::exists(fs::symlink_status(target)); ++i) {
        target = file;
        target += std::string(".broken-") + stamp + "-" + std::to_string(i);
    }
    std::error_code error;
    fs::rename(file, target, error);
    if (error)
        return fail(ErrorCode::Io, "cannot move the damaged file '" + displayPath(file) +
                                       "' aside: " + error.message() + "; delete it");
    // An old log beside a fresh file would be replayed into it.
    for (const char* ending : {"-wal", "-shm"}) {
        fs::path from = file;
        fs::path to = target;
        from += ending;
        to += ending;
        fs::rename(from, to, error);
        if (error) fs::remove(from, error);
    }
    return target;
}

std::int64_t unixMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace adapnet::catalog
