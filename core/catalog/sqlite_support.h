// What both databases share: opening with the same settings, prepared statements, migrations, and turning
// SQLite's exceptions into Errors. Only for core/catalog and its tests.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/files.h"
#include "core/base/result.h"

namespace adapnet::catalog {

Error sqliteError(const SQLite::Exception& exception);
// SQLITE_CORRUPT and SQLITE_NOTADB: the file itself is broken.
bool meansDamage(const SQLite::Exception& exception);

// Runs `body`, which returns a Result, and turns everything it throws into an Error.
template <class Body>
std::invoke_result_t<Body> guarded(Body&& body) {
    try {
        return body();
    } catch (const SQLite::Exception& exception) {
        return fail(sqliteError(exception));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the answer of the database");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, validUtf8(exception.what()));
    }
}

// One step of a database's history. Released entries never change; new ones go to the end.
struct Migration {
    int version;      // after this step
    const char* sql;  // from the version before
};

// What a database of one kind looks like.
struct Schema {
    std::int32_t applicationId;             // tells our files from those of other programs
    const char* kind;                       // "cache", for messages
    const char* sql;                        // creates the newest version in an empty file
    std::span<const Migration> migrations;  // from version 1 to the newest
    int version() const { return migrations.back().version; }
};

enum class Access { Write, Read };

struct ConnectionOptions {
    Access access = Access::Write;
    bool keepAtPowerLoss = false;  // synchronous FULL
    std::chrono::milliseconds busyTimeout{15'000};
};

// One connection with its prepared statements. Hold `mutex` while using it.
class Connection {
  public:
    Connection(const fs::path& file, const ConnectionOptions& options);

    // The statement for this text, reset and without bindings.
    SQLite::Statement& prepare(const char* sql);
    SQLite::Database& database() { return m_database; }
    std::mutex& mutex() { return m_mutex; }

  private:
    std::mutex m_mutex;
    SQLite::Database m_database;
    std::map<std::string_view, std::unique_ptr<SQLite::Statement>> m_statements;  // gone before the database
};

// Resets a statement when the function is left, so that no read transaction stays open.
class StatementUse {
  public:
    explicit StatementUse(SQLite::Statement& statement) : m_statement(statement) {}
    ~StatementUse() { m_statement.tryReset(); }
    StatementUse(const StatementUse&) = delete;
    StatementUse& operator=(const StatementUse&) = delete;
    SQLite::Statement* operator->() { return &m_statement; }
    SQLite::Statement& operator*() { return m_statement; }

  private:
    SQLite::Statement& m_statement;
};

void bindBytes(SQLite::Statement& statement, int index, std::string_view bytes);
std::string columnBytes(const SQLite::Statement& statement, int index);

// Creates or migrates inside one immediate transaction. Database error for files of other programs and of
// newer versions. `beforeMigration` runs before an existing older file is changed.
Result<void> bringUpToDate(Connection& connection, const Schema& schema,
                           const std::function<Result<void>(int version)>& beforeMigration = {});

// SQLite's quick check; an error names the first finding.
Result<void> quickCheck(SQLite::Database& database);

// Keeps other processes from opening databases of the same folder at the same time, so that creating,
// migrating and moving aside happen once. Held until destruction.
class FolderLock {
  public:
    // Creates the folder when it is not there.
    static Result<FolderLock> take(const fs::path& folder);
    FolderLock(FolderLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int fd) : m_fd(fd) {}
    int m_fd;
};

// Renames a database with its write-ahead log to FILE.broken-TIME; returns the new name.
Result<fs::path> moveAside(const fs::path& file);

std::int64_t unixMs();

}  // namespace adapnet::catalog
