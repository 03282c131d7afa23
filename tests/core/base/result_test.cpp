#include "core/base/result.h"

#include <gtest/gtest.h>

#include <set>

namespace adapnet {
namespace {

TEST(Error, ReadsFromTheOutsideIn) {
    const Error error{ErrorCode::Database, "file is not a database", {}};
    EXPECT_EQ(error.message(), "file is not a database");
    const Error outer = error.whileDoing("opening the cache").whileDoing("indexing photos");
    EXPECT_EQ(outer.message(), "indexing photos: opening the cache: file is not a database");
    EXPECT_EQ(outer.code, ErrorCode::Database);
    EXPECT_EQ(error.message(), "file is not a database");
}

TEST(Error, KnowsThatCancelledIsNoFailure) {
    EXPECT_TRUE(Error::cancelled().isCancelled());
    EXPECT_TRUE(Error::cancelled().whileDoing("indexing").isCancelled());
    EXPECT_FALSE((Error{ErrorCode::Io, "x", {}}).isCancelled());
}

TEST(Error, HasAStableNameForEveryCode) {
    std::set<std::string> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const std::string name = errorCodeName(static_cast<ErrorCode>(code));
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << name;
    }
    EXPECT_STREQ(errorCodeName(ErrorCode::NotFound), "not_found");
}

TEST(Result, CarriesAValueOrAnError) {
    const Result<int> good = 7;
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 7);
    const Result<int> bad = fail(ErrorCode::BadInput, "not a number");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::BadInput);
    const Result<void> wrapped = fail(bad.error().whileDoing("reading"));
    EXPECT_EQ(wrapped.error().message(), "reading: not a number");
}

}  // namespace
}  // namespace adapnet
