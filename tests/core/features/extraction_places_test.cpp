// Names and folders that other programs stumble over.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/core/features/gallery.h"

namespace adapnet::features {
namespace {

TEST_F(ExtractFeatures, HostileNamesAreExtractedLikeOthers) {
    std::vector<std::string> names{"new\nline.jpg",
                                   "tab\t.jpg",
                                   "quote'.jpg",
                                   "double\".jpg",
                                   "'); DROP TABLE vectors; --.jpg",
                                   "percent%s%n.jpg",
                                   "back\\slash.jpg",
                                   "invalid\xff\xfe utf8.jpg",
                                   "emoji \xf0\x9f\x98\x80.jpg",
                                   "cafe\xcc\x81.jpg",
                                   "caf\xc3\xa9.jpg",
                                   "-rf.jpg",
                                   " .jpg",
                                   "dir'; ect\nory/in side.jpg",
                                   std::string(251, 'x') + ".jpg"};
    for (std::size_t i = 0; i < names.size(); ++i) put(names[i], jpegOf(i));
    put("bad\n\xff.jpg", "damaged");
    Behaviour behaviour;
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, static_cast<std::int64_t>(names.size()));
    EXPECT_EQ(summary->damaged, 1);
    for (const std::string& name : names) {
        EXPECT_EQ(lineOf(*summary, name).outcome, FileOutcome::Added);
        expectRightVector(name, key());
    }
    Behaviour second;
    ASSERT_EQ(run(second)->present, static_cast<std::int64_t>(names.size()));
    EXPECT_EQ(second.pictures, 0);
}

TEST_F(ExtractFeatures, ThePicturesAndTheirFolderStayAsTheyAre) {
    putPictures(10);
    put("bad.jpg", "damaged");
    const auto snapshot = [&] {
        std::string text;
        for (const auto& entry : fs::recursive_directory_iterator(m_gallery)) {
            struct stat info {};
            ::stat(entry.path().c_str(), &info);
            text += entry.path().native() + " " + std::to_string(info.st_mtim.tv_sec) + "." +
                    std::to_string(info.st_mtim.tv_nsec) + " " + std::to_string(info.st_mode) + " " +
                    sha256Hex(*readFile(entry.path())) + "\n";
        }
        struct stat folder {};
        ::stat(m_gallery.c_str(), &folder);
        return text + std::to_string(folder.st_mtim.tv_sec) + "." + std::to_string(folder.st_mtim.tv_nsec);
    };
    ::chmod(m_gallery.c_str(), 0555);
    for (const fs::path& file : listFiles()) ::chmod((m_gallery / file).c_str(), 0444);
    const std::string before = snapshot();
    Behaviour behaviour;
    const auto summary = run(behaviour);
    EXPECT_EQ(snapshot(), before);
    ::chmod(m_gallery.c_str(), 0755);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, 10);
    EXPECT_EQ(summary->damaged, 1);
}

}  // namespace
}  // namespace adapnet::features
