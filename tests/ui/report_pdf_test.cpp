#include "ui/reports/pdf_report.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <QThread>
#include <filesystem>

#include "report_fakes.h"
#include "report_pdf_text.h"

namespace adapnet::ui {
namespace {

class PdfReport : public ::testing::Test {
  protected:
    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QByteArray read(const fs::path& path) const {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    template <class Record>
    QByteArray write(const Record& record) {
        const auto written = writePdf(record, at("report.pdf"));
        EXPECT_TRUE(written) << (written ? "" : written.error().message());
        return read(at("report.pdf"));
    }

    QTemporaryDir m_folder;
};

TEST_F(PdfReport, HoldsEverythingThatIsNeededToRunItAgain) {
    const QByteArray file = write(test::smallRecord());
    ASSERT_TRUE(file.startsWith("%PDF-1.4"));
    EXPECT_TRUE(file.trimmed().endsWith("%%EOF"));
    const test::PdfText pdf(file);
    EXPECT_GE(pdf.pages(), 2);
    for (const char* expected : {"AdapNet Workbench 0.1.0",
                                 "2026-11-21T09:30:00Z",
                                 "books/query.jpg",
                                 "0123456789abcdef",
                                 "10, 8, 50, 38",
                                 "gaussian_noise:sigma=0.26",
                                 "4711",
                                 "/photos",
                                 "955",
                                 "gallery mean removed; exact search",
                                 "decode 12.5 ms",
                                 "search 1.2",
                                 "Model adapnet",
                                 "Model baseline_gem",
                                 "feedface",
                                 "CC0-1.0",
                                 "cpu fp32",
                                 "cafe0123",
                                 "0.4375",
                                 "0.8125",
                                 "books/12.jpg",
                                 "0.7800",
                                 "adapnet search '/photos' --query 'books/query.jpg' --seed 4711"})
        EXPECT_TRUE(pdf.text().contains(QString::fromUtf8(expected))) << expected;
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("motion_blur")) &&
                pdf.text().contains(QStringLiteral("(off)")))
        << "a step that is off counts for the noise of the next";
    EXPECT_EQ(file.count("/Subtype /Image"), 3 + 2 * 10) << "query, two crops and ten thumbnails a model";
}

TEST_F(PdfReport, AnEvaluationHoldsItsFiguresAndWhatRepeatsThem) {
    const QByteArray file = write(test::smallEvaluation());
    const test::PdfText pdf(file);
    for (const char* expected : {"Evaluation report",
                                 "AdapNet Workbench 0.1.0",
                                 "2026-11-21T09:30:00Z",
                                 "Model adapnet",
                                 "Model baseline_gem",
                                 "0.4375",
                                 "Copy detection",
                                 "0.3125",
                                 "0.6875",
                                 "0.5625",
                                 "Every query",
                                 "Worst queries of Model baseline_gem",
                                 "queries/1.jpg",
                                 "books/1.jpg",
                                 "955",
                                 "9a11e27d16e57000",
                                 "7e57ab1e7e57ab1e",
                                 "gaussian_noise:sigma=0.26",
                                 "4711",
                                 "feedface",
                                 "gallery mean removed; exact search",
                                 "4.6.0",
                                 "weights reimplemented",
                                 "queries/2.jpg counts as not found: the file is damaged",
                                 "adapnet evaluate '/photos' --seed 4711"})
        EXPECT_TRUE(pdf.text().contains(QString::fromUtf8(expected))) << expected;
    EXPECT_FALSE(pdf.text().contains(QStringLiteral("normalised")));
    EXPECT_EQ(file.count("/SMask"), file.count("/SMask /None")) << "nothing on paper shines through";
    for (const char* opacity : {"/ca 0", "/CA 0"}) EXPECT_FALSE(file.contains(opacity)) << opacity;

    auto normalised = test::smallEvaluation();
    normalised.normalisation = "sscd";
    EXPECT_TRUE(test::PdfText(write(normalised)).text().contains(QStringLiteral("Scores normalised (sscd)")));
    EXPECT_EQ(test::PdfText(write(report::EvaluationRecord{})).pages(), 1);
}

TEST_F(PdfReport, ATableNamesItsColumnsAgainOnEveryPage) {
    auto record = test::smallEvaluation();
    for (int q = 3; q < 60; ++q) record.queries.push_back(record.queries[1]);
    for (int model = 0; model < 6; ++model) {
        record.models.push_back(record.models[0]);
        for (auto& query : record.queries) query.answers.push_back(query.answers[0]);
    }
    const test::PdfText pdf(write(record));
    EXPECT_GT(pdf.pages(), 3);
    // Eight tables, some of which go on over a page.
    EXPECT_GT(pdf.text().count(QStringLiteral("First result")), 8);
}

TEST_F(PdfReport, HostileNamesAreText) {
    report::RunRecord record = test::smallRecord(3);
    auto& results = record.models[0].results;
    results[0].path = "<script>alert(1)</script>&amp;<b>bold</b>.jpg";
    results[1].path = "line\nbreak\ttab\r.jpg";
    results[2].path = "turn\xE2\x80\xAEgpj.exe";
    record.models[1].results[0].path =
        "bad\xFF\xFE"
        "bytes.jpg";
    record.models[1].results[1].path = ") Tj (stream endstream endobj %%EOF";
    record.models[1].results[2].path = "=cmd|' /C calc'!A0 %1 %2 %n";
    record.queryPath = std::string(700, 'W') + "end";
    record.programVersion = "%1 %2";
    const QByteArray file = write(record);
    const test::PdfText pdf(file);
    for (const char* expected :
         {"<script>alert(1)</script>&amp;<b>bold</b>.jpg", "line\\u000abreak\\u0009tab\\u000d.jpg",
          "turn\\u202egpj.exe", ") Tj (stream endstream endobj %%EOF", "=cmd|' /C calc'!A0 %1 %2 %n"})
        EXPECT_TRUE(pdf.text().contains(QString::fromUtf8(expected))) << expected;
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("bytes.jpg")));
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("WWWend"))) << "long names are wrapped, not cut";
    for (const char* active : {"/JavaScript", "/JS", "/Launch", "/URI", "/OpenAction", "/EmbeddedFile"})
        EXPECT_FALSE(file.contains(active)) << active;
}

TEST_F(PdfReport, KeepsNamesOfAllScripts) {
    report::RunRecord record = test::smallRecord(1);
    record.models[0].results[0].path = "图库/Straße_Ωμέγα.jpg";
    record.models[1].results[0].path = "office/file_flat.jpg";
    const test::PdfText pdf(write(record));
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("office/file_flat.jpg"))) << "no ligatures in names";
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("Straße_Ωμέγα.jpg")));
}

TEST_F(PdfReport, LongListsGoOnOverPages) {
    const test::PdfText small(write(test::smallRecord(10)));
    const test::PdfText large(write(test::smallRecord(100)));
    EXPECT_GT(large.pages(), small.pages());
    for (int rank = 1; rank <= 100; ++rank)
        EXPECT_TRUE(large.text().contains(QStringLiteral("books/%1.jpg").arg(rank))) << rank;
    EXPECT_TRUE(large.text().contains(QStringLiteral("Page %1").arg(large.pages())));
}

TEST_F(PdfReport, BearsARecordWithoutPicturesAndModels) {
    const test::PdfText pdf(write(report::RunRecord{}));
    EXPECT_EQ(pdf.pages(), 1);
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("the whole picture")));
    EXPECT_TRUE(pdf.text().contains(QStringLiteral("none")));
}

TEST_F(PdfReport, LeavesTheFormerFileWhenItCannotWrite) {
    const fs::path folder = at("report.pdf");
    ASSERT_TRUE(fs::create_directory(folder));
    const auto written = writePdf(test::smallRecord(1), folder);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Io);
    EXPECT_TRUE(fs::is_directory(folder));
    std::size_t left = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(m_folder.path().toStdString())) ++left;
    EXPECT_EQ(left, 1U) << "no temporary file stays behind";
    EXPECT_FALSE(writePdf(test::smallRecord(1), at("missing/report.pdf")));
}

TEST_F(PdfReport, CanBeWrittenOnAnotherThread) {
    Result<void> written;
    auto* thread = QThread::create([&] { written = writePdf(test::smallRecord(20), at("thread.pdf")); });
    thread->start();
    ASSERT_TRUE(thread->wait(60000));
    delete thread;
    ASSERT_TRUE(written);
    EXPECT_TRUE(test::PdfText(read(at("thread.pdf"))).text().contains(QStringLiteral("books/20.jpg")));
}

}  // namespace
}  // namespace adapnet::ui
