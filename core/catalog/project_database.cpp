#include "core/catalog/project_database.h"

#include "core/catalog/schemas.h"
#include "core/catalog/sqlite_support.h"

namespace adapnet::catalog {

namespace {

// Four zeros stand for the whole picture.
void bindBox(SQLite::Statement& statement, int index, const std::optional<image::Box>& box) {
    const image::Box value = box.value_or(image::Box{});
    statement.bind(index, value.x1);
    statement.bind(index + 1, value.y1);
    statement.bind(index + 2, value.x2);
    statement.bind(index + 3, value.y2);
}

std::optional<image::Box> columnBox(SQLite::Statement& statement, int index) {
    const image::Box box{statement.getColumn(index).getInt(), statement.getColumn(index + 1).getInt(),
                         statement.getColumn(index + 2).getInt(), statement.getColumn(index + 3).getInt()};
    if (box == image::Box{}) return std::nullopt;
    return box;
}

class ProjectFile final : public ProjectDatabase {
  public:
    explicit ProjectFile(const fs::path& file)
        : m_connection(file, ConnectionOptions{.keepAtPowerLoss = true}) {}
    Connection& connection() { return m_connection; }

    Result<void> rememberGallery(const RecentGallery& gallery) override {
        return write([&]() -> Result<void> {
            StatementUse row(m_connection.prepare(
                "INSERT INTO recent_galleries (folder, opened_ms, ground_truth) VALUES (?, ?, ?) ON CONFLICT "
                "(folder) "
                "DO UPDATE SET opened_ms = excluded.opened_ms, ground_truth = excluded.ground_truth"));
            bindBytes(*row, 1, gallery.folder.native());
            row->bind(2, gallery.openedUnixMs);
            if (gallery.groundTruth) bindBytes(*row, 3, gallery.groundTruth->native());
            row->exec();
            return {};
        });
    }

    Result<void> forgetGallery(const fs::path& folder) override {
        return write([&]() -> Result<void> {
            StatementUse row(m_connection.prepare("DELETE FROM recent_galleries WHERE folder = ?"));
            bindBytes(*row, 1, folder.native());
            row->exec();
            return {};
        });
    }

    Result<std::vector<RecentGallery>> recentGalleries(int atMost) const override {
        return read([&]() -> Result<std::vector<RecentGallery>> {
            StatementUse rows(
                m_connection.prepare("SELECT folder, opened_ms, ground_truth FROM recent_galleries "
                                     "ORDER BY opened_ms DESC, folder LIMIT ?"));
            rows->bind(1, atMost);
            std::vector<RecentGallery> galleries;
            while (rows->executeStep()) {
                RecentGallery& gallery = galleries.emplace_back();
                gallery.folder = columnBytes(*rows, 0);
                gallery.openedUnixMs = rows->getColumn(1).getInt64();
                if (!rows->getColumn(2).isNull()) gallery.groundTruth = columnBytes(*rows, 2);
            }
            return galleries;
        });
    }

    Result<std::int64_t> saveQuery(const SavedQuery& query) override {
        std::int64_t id = query.id;
        auto done = write([&]() -> Result<void> {
            const bool isNew = query.id == 0;
            StatementUse row(m_connection.prepare(isNew
                                                      ? "INSERT INTO queries (name, image_hash, image_file, "
                                                        "x1, y1, x2, y2, recipe_json, saved_ms) "
                                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                                      : "UPDATE queries SET name = ?, image_hash = ?, "
                                                        "image_file = ?, x1 = ?, y1 = ?, x2 = ?, y2 = ?, "
                                                        "recipe_json = ?, saved_ms = ? WHERE id = ?"));
            row->bind(1, validUtf8(query.name));
            row->bind(2, query.imageHash);
            bindBytes(*row, 3, query.imageFile.native());
            bindBox(*row, 4, query.box);
            row->bind(8, query.recipeJson);
            row->bind(9, query.savedUnixMs);
            if (!isNew) row->bind(10, query.id);
            const int changed = row->exec();
            if (changed == 0) return fail(ErrorCode::NotFound, "the saved query is not there any more");
            if (isNew) id = m_connection.database().getLastInsertRowid();
            return {};
        });
        if (!done) return fail(done.error());
        return id;
    }

    Result<void> deleteQuery(std::int64_t id) override {
        return write([&]() -> Result<void> {
            StatementUse row(m_connection.prepare("DELETE FROM queries WHERE id = ?"));
            row->bind(1, id);
            if (row->exec() == 0) return fail(ErrorCode::NotFound, "the saved query is not there any more");
            return {};
        });
    }

    Result<std::vector<SavedQuery>> savedQueries() const override {
        return read([&]() -> Result<std::vector<SavedQuery>> {
            StatementUse rows(m_connection.prepare(
                "SELECT id, name, image_hash, image_file, x1, y1, x2, y2, recipe_json, saved_ms FROM queries "
                "ORDER BY saved_ms DESC, id DESC"));
            std::vector<SavedQuery> queries;
            while (rows->executeStep()) {
                SavedQuery& query = queries.emplace_back();
                query.id = rows->getColumn(0).getInt64();
                query.name = rows->getColumn(1).getString();
                query.imageHash = rows->getColumn(2).getString();
                query.imageFile = columnBytes(*rows, 3);
                query.box = columnBox(*rows, 4);
                query.recipeJson = rows->getColumn(8).getString();
                query.savedUnixMs = rows->getColumn(9).getInt64();
            }
            return queries;
        });
    }

    Result<void> judge(const Judgement& judgement) override {
        return write([&]() -> Result<void> {
            StatementUse row(m_connection.prepare(
                "INSERT INTO judgements (query_hash, x1, y1, x2, y2, gallery_hash, verdict, judged_ms) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (query_hash, x1, y1, x2, y2, gallery_hash) "
                "DO UPDATE SET verdict = excluded.verdict, judged_ms = excluded.judged_ms"));
            row->bind(1, judgement.queryHash);
            bindBox(*row, 2, judgement.box);
            row->bind(6, judgement.galleryHash);
            row->bind(7, static_cast<int>(judgement.verdict));
            row->bind(8, judgement.judgedUnixMs);
            row->exec();
            return {};
        });
    }

    Result<void> withdrawJudgement(std::string_view queryHash, const std::optional<image::Box>& box,
                                   std::string_view galleryHash) override {
        return write([&]() -> Result<void> {
            StatementUse row(
                m_connection.prepare("DELETE FROM judgements WHERE query_hash = ? AND x1 = ? AND y1 = ? "
                                     "AND x2 = ? AND y2 = ? AND gallery_hash = ?"));
            row->bind(1, std::string(queryHash));
            bindBox(*row, 2, box);
            row->bind(6, std::string(galleryHash));
            row->exec();
            return {};
        });
    }

    Result<std::vector<Judgement>> judgements(std::string_view queryHash,
                                              const std::optional<image::Box>& box) const override {
        return read([&]() -> Result<std::vector<Judgement>> {
            StatementUse rows(
                m_connection.prepare("SELECT gallery_hash, verdict, judged_ms FROM judgements WHERE "
                                     "query_hash = ? AND x1 = ? AND y1 = ? "
                                     "AND x2 = ? AND y2 = ? ORDER BY gallery_hash"));
            rows->bind(1, std::string(queryHash));
            bindBox(*rows, 2, box);
            std::vector<Judgement> judgements;
            while (rows->executeStep()) {
                const int verdict = rows->getColumn(1).getInt();
                if (verdict < 0 || verdict > static_cast<int>(Verdict::Junk))
                    return fail(ErrorCode::Database,
                                "a judgement has a value that this program does not know");
                judgements.push_back({std::string(queryHash), box, rows->getColumn(0).getString(),
                                      static_cast<Verdict>(verdict), rows->getColumn(2).getInt64()});
            }
            return judgements;
        });
    }

  private:
    Result<void> write(const std::function<Result<void>()>& body) {
        auto done = guarded([&]() -> Result<void> {
            const std::lock_guard lock(m_connection.mutex());
            SQLite::Transaction transaction(m_connection.database(), SQLite::TransactionBehavior::IMMEDIATE);
            auto result = body();
            if (result) transaction.commit();
            return result;
        });
        return done.map_error(
            [](const Error& error) { return error.whileDoing("writing to the project file"); });
    }

    template <class Body>
    std::invoke_result_t<Body> read(Body&& body) const {
        return guarded([&]() -> std::invoke_result_t<Body> {
            const std::lock_guard lock(m_connection.mutex());
            return body();
        });
    }

    mutable Connection m_connection;
};

// A broken file is found before anything is written to it: SQLite would repair its log into it on closing.
Result<void> checkUntouched(const fs::path& file) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) return {};
    if (!fs::is_regular_file(status)) return fail(ErrorCode::BadInput, "it is not a file");
    if (fs::file_size(file, error) == 0) return {};
    SQLite::Database database(file.native(), SQLite::OPEN_READONLY, 15'000);
    database.exec("PRAGMA trusted_schema = OFF");
    database.exec("PRAGMA cell_size_check = ON");
    return quickCheck(database);
}

}  // namespace

Result<std::unique_ptr<ProjectDatabase>> ProjectDatabase::open(const fs::path& file) {
    const auto during = [&](const Error& error) {
        return fail(error.whileDoing("opening the project file '" + displayPath(file) + "'"));
    };
    if (file.empty() || !file.has_filename())
        return during({ErrorCode::BadInput, "the project needs a file name", {}});
    const fs::path absolute = fs::absolute(file);
    const auto lock = FolderLock::take(absolute.parent_path());
    if (!lock) return during(lock.error());
    if (auto sound = guarded([&] { return checkUntouched(absolute); }); !sound) {
        Error error = sound.error();
        if (error.code == ErrorCode::Database) error.detail += "; it was left as it is, restore a copy of it";
        return during(error);
    }
    auto opened = guarded([&]() -> Result<std::unique_ptr<ProjectDatabase>> {
        auto project = std::make_unique<ProjectFile>(absolute);
        const auto keepCopy = [&](int version) -> Result<void> {
            fs::path copy = absolute;
            copy += ".before-v" + std::to_string(version + 1);
            std::error_code error;
            fs::remove(copy, error);
            SQLite::Statement vacuum(project->connection().database(), "VACUUM INTO ?");
            vacuum.bind(1, copy.native());
            vacuum.exec();
            return {};
        };
        if (auto done = bringUpToDate(project->connection(), projectSchema(), keepCopy); !done)
            return fail(done.error());
        return project;
    });
    if (!opened) return during(opened.error());
    return opened;
}

}  // namespace adapnet::catalog
