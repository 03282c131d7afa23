// Every reason that core gives for a file is known to the window and translated. The reasons are the real
// ones: of damaged files in a gallery that is really opened.
#include "ui/common/reasons.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/service/workbench.h"
#include "tests/support/pictures.h"
#include "ui/common/names.h"
#include "ui/settings/language.h"
#include "ui/shell/outcome_dialog.h"

namespace adapnet::ui {
namespace {

class Reasons : public testing::Test {
  protected:
    ~Reasons() override { applyLanguage(QStringLiteral("en")); }
    static void SetUpTestSuite() { ::adapnet::test::enableHistogramModel(); }

    fs::path photo(const char* name) const { return m_folder / "photos" / name; }
    // The first `share` of a sound picture of this kind.
    void cut(const char* name, double share) const {
        ::adapnet::test::savePicture(::adapnet::test::drawObject(0, 0), photo(name));
        auto bytes = *readFile(photo(name));
        bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * share));
        ASSERT_TRUE(writeFileSafely(photo(name), bytes));
    }
    service::IndexReport reportOfDamagedFiles() const {
        ::adapnet::test::drawGallery(m_folder / "photos", 1, 1);
        ::adapnet::test::writeText(photo("empty.jpg"), "");
        ::adapnet::test::writeText(photo("text.jpg"), "this is no picture");
        for (const char* name : {"cut.jpg", "cut.png", "cut.webp", "cut.tiff", "cut.bmp"}) cut(name, 0.5);
        for (const char* name : {"head.jpg", "head.png", "head.webp", "head.bmp"}) cut(name, 0.01);
        std::string giant("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x02\0\0\0", 29);
        ::adapnet::test::writeText(photo("giant.png"), giant + std::string(400, 'x'));
        EXPECT_EQ(::mkfifo(photo("pipe.jpg").c_str(), 0600), 0);
        service::GalleryRequest request;
        request.folder = m_folder / "photos";
        request.cacheFile = m_folder / "cache.sqlite";
        request.models = {"histogram"};
        const auto opened = service::Workbench::open(request, {});
        EXPECT_TRUE(opened) << opened.error().message();
        return opened ? (*opened)->indexReport() : service::IndexReport{};
    }

    ::adapnet::test::TemporaryFolder m_folder;
};

TEST_F(Reasons, OfDamagedFilesAreKnownAndTranslated) {
    const auto report = reportOfDamagedFiles();
    auto problems = report.damaged;
    problems.insert(problems.end(), report.tooLarge.begin(), report.tooLarge.end());
    EXPECT_GE(problems.size(), 10U);
    for (const char* language : {"de", "zh_CN"}) {
        applyLanguage(QString::fromLatin1(language));
        for (const auto& problem : problems) {
            EXPECT_TRUE(isKnownReason(problem.reason)) << problem.path << ": " << problem.reason;
            EXPECT_NE(reasonText(problem.reason).toStdString(), problem.reason) << problem.path;
        }
    }
}

// Reasons that no gallery of a test can bring about.
TEST_F(Reasons, OfFullMemoryAndBrokenDisksAreTranslated) {
    for (const char* language : {"de", "zh_CN"}) {
        applyLanguage(QString::fromLatin1(language));
        for (const char* reason :
             {"not enough memory", "not enough memory to decode it",
              "no memory for the picture: std::bad_alloc",
              "adapnet: not enough memory for a picture of this size",
              "adapnet: the network gave values that are no numbers", "the file is larger than 2 GB",
              "it cannot be read: Is a directory", "it cannot be read: Input/output error",
              "cannot read '/a b/c.jpg': Too many levels of symbolic links",
              "the box 500,0,600,50 holds no pixel of the picture, which is 160 x 120",
              "the folder cannot be read: Permission denied", "the path leaves the gallery folder"}) {
            EXPECT_TRUE(isKnownReason(reason)) << reason;
            EXPECT_NE(reasonText(reason).toStdString(), reason);
        }
    }
}

TEST_F(Reasons, StandInTheOutcomeTableInTheLanguageOfTheWindow) {
    service::IndexReport report;
    report.damaged = {{"a.jpg", "the jpeg file is damaged or cut off"}};
    report.tooLarge = {{"b.png", "the picture is 20000 x 20000 pixels, the limit is 100000000 in all"}};
    report.missingPaths = {"c.jpg"};
    applyLanguage(QStringLiteral("de"));
    const QString text = OutcomeDialog(report).asText();
    for (const char* part : {"Die JPEG-Datei ist besch", "Das Bild hat 20000 x 20000 Pixel", "nicht da"})
        EXPECT_TRUE(text.contains(QString::fromUtf8(part))) << part << '\n' << text.toStdString();
}

TEST_F(Reasons, OfAQueryThatCannotBeReadAreTranslated) {
    ::adapnet::test::writeText(m_folder / "text.jpg", "this is no picture");
    applyLanguage(QStringLiteral("de"));
    const auto unreadable = service::loadQueryImage(m_folder / "text.jpg");
    const auto missing = service::loadQueryImage(m_folder / "gone.jpg");
    ASSERT_FALSE(unreadable || missing);
    EXPECT_TRUE(errorText(unreadable.error()).contains(QStringLiteral("kein Bild")))
        << unreadable.error().message();
    EXPECT_TRUE(errorText(missing.error()).contains(QStringLiteral("ist nicht da")))
        << missing.error().message();
}

TEST_F(Reasons, OfFilesThatAreNoRecipesAreTranslated) {
    const std::string whole = degrade::recipeToJson({});
    std::vector<std::string> texts{whole.substr(0, 20),
                                   "[]",
                                   "{}",
                                   R"({"architecture":"gem"})",
                                   R"({"format":"other"})",
                                   R"({"format":"adapnet-recipe","version":2})",
                                   std::string(2 << 20, ' ')};
    for (const char* format :
         {"adapnet-report", "adapnet-evaluation-report", "adapnet-ground-truth", "adapnet-run",
          "adapnet-benchmark", "adapnet-atlas", "adapnet-model", "adapnet-enhancer"})
        texts.push_back(std::string(R"({"format":")") + format + "\"}");
    for (const char* language : {"de", "zh_CN"}) {
        applyLanguage(QString::fromLatin1(language));
        for (const auto& text : texts) {
            const auto recipe = degrade::recipeFromJson(text);
            ASSERT_FALSE(recipe);
            EXPECT_TRUE(isKnownReason(recipe.error().detail)) << recipe.error().detail;
            EXPECT_NE(reasonText(recipe.error().detail).toStdString(), recipe.error().detail);
        }
    }
}

TEST_F(Reasons, WhyAFileCouldNotBeWrittenAreTranslated) {
    ::adapnet::test::writeText(m_folder / "file", "in the way");
    std::vector<std::string> reasons{"cannot write '/a b/c.json': No space left on device",
                                     "cannot write '/a b/c.json': Permission denied",
                                     "cannot write '/a b/c.json': Read-only file system",
                                     "cannot replace '/a b/c.json': Is a directory"};
    for (const auto& file : {m_folder / "none" / "a.json", m_folder / "file" / "a.json"}) {
        const auto written = writeFileSafely(file, std::string_view("{}"));
        ASSERT_FALSE(written);
        reasons.push_back(written.error().detail);
    }
    for (const char* language : {"de", "zh_CN"}) {
        applyLanguage(QString::fromLatin1(language));
        for (const auto& reason : reasons) {
            EXPECT_TRUE(isKnownReason(reason)) << reason;
            EXPECT_NE(reasonText(reason).toStdString(), reason);
        }
    }
}

TEST_F(Reasons, UnknownOnesStayAsTheyAre) {
    EXPECT_FALSE(isKnownReason("the moon is full"));
    EXPECT_EQ(reasonText("the moon is full"), QStringLiteral("the moon is full"));
    EXPECT_EQ(reasonText("cannot read '%2 %1': No such file or directory"),
              QStringLiteral("The file %2 %1 is not there"));
}

}  // namespace
}  // namespace adapnet::ui
