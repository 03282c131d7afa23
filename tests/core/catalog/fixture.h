// A folder of its own for every test, and values to fill databases with.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "core/catalog/cache_database.h"
#include "core/catalog/schemas.h"
#include "core/catalog/sqlite_support.h"

namespace adapnet::catalog {

class InFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "adapnet-catalog-XXXXXX").native();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_folder = name;
        m_file = m_folder / "data.sqlite";
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void put(const fs::path& file, const std::string& bytes) {
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    std::vector<fs::path> brokenCopies() const {
        std::vector<fs::path> copies;
        for (const auto& entry : fs::directory_iterator(m_folder)) {
            const std::string name = entry.path().filename().native();
            if (name.find(".broken-") != std::string::npos && !name.ends_with("-wal") &&
                !name.ends_with("-shm"))
                copies.push_back(entry.path());
        }
        return copies;
    }

    fs::path m_folder, m_file;
};

inline std::string hashOf(const std::string& name) {
    return sha256Hex(name);
}

// Columns, indexes and foreign keys of every table, one a line: equal for equal schemas, however they came
// about.
inline std::string describeSchema(const fs::path& file) {
    SQLite::Database database(file.native(), SQLite::OPEN_READONLY);
    std::string text = "version " + database.execAndGet("PRAGMA user_version").getString() + " application " +
                       database.execAndGet("PRAGMA application_id").getString() + "\n";
    SQLite::Statement tables(database,
                             "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' "
                             "AND name NOT LIKE 'sqlite_%' ORDER BY name");
    const auto dump = [&](SQLite::Statement& rows) {
        while (rows.executeStep()) {
            for (int i = 0; i < rows.getColumnCount(); ++i) text += " " + rows.getColumn(i).getString();
            text += "\n";
        }
    };
    while (tables.executeStep()) {
        const std::string name = tables.getColumn(0).getString();
        for (int i = 0; i < 4; ++i) text += tables.getColumn(i).getString() + " ";
        text += "\n";
        for (
            const char* sql :
            {"SELECT name, type, \"notnull\", coalesce(dflt_value, 'none'), pk, hidden FROM "
             "pragma_table_xinfo(?)",
             "SELECT il.\"unique\", il.origin, il.partial, ii.seqno, ii.name FROM pragma_index_list(?) AS il "
             "JOIN pragma_index_info(il.name) AS ii ORDER BY il.origin, il.name, ii.seqno",
             "SELECT \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY 1, 2"}) {
            SQLite::Statement rows(database, sql);
            rows.bind(1, name);
            dump(rows);
        }
    }
    return text;
}

// An empty database as version `version` of the program left it.
inline void makeOldVersion(const fs::path& file, const Schema& schema, int version) {
    SQLite::Database database(file.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    for (const Migration& step : schema.migrations)
        if (step.version <= version) database.exec(step.sql);
    database.exec("PRAGMA application_id = " + std::to_string(schema.applicationId));
    database.exec("PRAGMA user_version = " + std::to_string(version));
}

inline std::vector<std::string> hostileNames() {
    std::string longName(255, 'x');
    return {"plain.jpg",
            "with space .jpg",
            "new\nline.jpg",
            "tab\t.jpg",
            "quote'.jpg",
            "double\".jpg",
            "'); DROP TABLE files; --.jpg",
            "\" OR 1=1; --.jpg",
            "percent%s%n.jpg",
            "back\\slash.jpg",
            "invalid\xff\xfe utf8.jpg",
            "cut \xe2\x82.jpg",
            "emoji \xf0\x9f\x98\x80.jpg",
            "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d.jpg",
            "cafe\xcc\x81.jpg",
            "caf\xc3\xa9.jpg",
            "=cmd|' /C calc'!A0.jpg",
            "trailing dot.",
            "folder/under; a 'folder'.jpg",
            longName};
}

}  // namespace adapnet::catalog
