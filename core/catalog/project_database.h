// What a person made and cannot be computed again: recent galleries, saved queries with box and recipe, and
// judgements. Written with synchronous FULL. A broken file is an error and stays untouched; before an older
// file is brought up to date, a copy is kept beside it (FILE.before-vN).
//
// Any thread may call; calls on one object are taken one after the other.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace adapnet::catalog {

struct RecentGallery {
    fs::path folder;
    std::optional<fs::path> groundTruth;
    std::int64_t openedUnixMs = 0;
    bool operator==(const RecentGallery&) const = default;
};

struct SavedQuery {
    std::int64_t id = 0;  // given by `saveQuery`
    std::string name;
    std::string imageHash;          // content hash of the query picture
    fs::path imageFile;             // where it was then; may be empty
    std::optional<image::Box> box;  // none: the whole picture
    std::string recipeJson;
    std::int64_t savedUnixMs = 0;
    bool operator==(const SavedQuery&) const = default;
};

// Numbers are stored; add at the end only.
enum class Verdict { Positive = 0, Negative = 1, Junk = 2 };

// What a person says about one gallery picture for one query. The box is part of the query.
struct Judgement {
    std::string queryHash;
    std::optional<image::Box> box;
    std::string galleryHash;
    Verdict verdict = Verdict::Positive;
    std::int64_t judgedUnixMs = 0;
    bool operator==(const Judgement&) const = default;
};

class ProjectDatabase {
  public:
    // Creates the file and its folder when they are not there. Errors: Database for a broken file, a newer
    // version or a file of another program; Io where nothing can be written.
    static Result<std::unique_ptr<ProjectDatabase>> open(const fs::path& file);
    virtual ~ProjectDatabase() = default;

    // Adds the gallery or moves it to the front.
    virtual Result<void> rememberGallery(const RecentGallery& gallery) = 0;
    virtual Result<void> forgetGallery(const fs::path& folder) = 0;
    // Newest first.
    virtual Result<std::vector<RecentGallery>> recentGalleries(int atMost = 20) const = 0;

    // Inserts when `query.id` is 0, else replaces that query; returns the id. NotFound for an unknown id.
    virtual Result<std::int64_t> saveQuery(const SavedQuery& query) = 0;
    virtual Result<void> deleteQuery(std::int64_t id) = 0;
    // Newest first.
    virtual Result<std::vector<SavedQuery>> savedQueries() const = 0;

    // A second judgement of the same pair replaces the first.
    virtual Result<void> judge(const Judgement& judgement) = 0;
    virtual Result<void> withdrawJudgement(std::string_view queryHash, const std::optional<image::Box>& box,
                                           std::string_view galleryHash) = 0;
    // In the order of `galleryHash`.
    virtual Result<std::vector<Judgement>> judgements(std::string_view queryHash,
                                                      const std::optional<image::Box>& box) const = 0;
};

}  // namespace adapnet::catalog
