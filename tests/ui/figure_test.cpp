// The figure of a comparison: what it draws, in which formats, and the dialog that asks for it.
#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/report_fakes.h"
#include "tests/ui/window_fixture.h"
#include "ui/reports/figure.h"
#include "ui/reports/figure_dialog.h"

namespace adapnet::ui {
namespace {

QByteArray contentOf(const QString& file) {
    QFile opened(file);
    EXPECT_TRUE(opened.open(QIODevice::ReadOnly)) << file.toStdString();
    return opened.readAll();
}

class Figure : public testing::Test {
  protected:
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Result<void> write(const char* name, const report::RunRecord& record, int first, int last) const {
        FigureOptions options;
        options.firstRank = first;
        options.lastRank = last;
        options.dotsPerInch = 96;
        return writeFigure(record, options, fs::path(path(name).toStdString()));
    }
    // How many pixels have nearly this colour.
    static int count(const QImage& image, const QColor& colour) {
        int found = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (std::abs(pixel.red() - colour.red()) < 12 &&
                    std::abs(pixel.green() - colour.green()) < 12 &&
                    std::abs(pixel.blue() - colour.blue()) < 12)
                    ++found;
            }
        return found;
    }

    QTemporaryDir m_folder;
};

const QColor kGreen(0x1b, 0x7f, 0x3b);
const QColor kRed(0xb3, 0x26, 0x1e);

TEST_F(Figure, IsWrittenAsSvgPdfAndPng) {
    const auto record = test::smallRecord();
    for (const char* name : {"a.svg", "a.pdf", "a.png"}) {
        const auto written = write(name, record, 6, 10);
        ASSERT_TRUE(written) << written.error().message();
    }
    const QImage png(path("a.png"));
    EXPECT_NEAR(png.width(), 174 / 25.4 * 96, 1);
    EXPECT_TRUE(contentOf(path("a.pdf")).startsWith("%PDF-1.4"));
    EXPECT_TRUE(contentOf(path("a.pdf")).contains("pdfaid:part"));
    QSvgRenderer svg(path("a.svg"));
    EXPECT_TRUE(svg.isValid());
    const QByteArray text = contentOf(path("a.svg"));
    EXPECT_FALSE(text.contains("<script"));
    for (const char* rank : {">6 −<", ">7 +<", ">8 +<", ">9 −<", ">10 +<"})
        EXPECT_TRUE(text.contains(rank)) << rank;
    EXPECT_FALSE(text.contains(">5 +<"));
    EXPECT_TRUE(text.contains("Model adapnet"));
    EXPECT_TRUE(text.contains("Model baseline_gem"));
}

TEST_F(Figure, FramesSayWhatIsRightByColourAndTheBoxIsWhite) {
    auto record = test::smallRecord();
    for (auto& model : record.models)
        for (auto& result : model.results) result.label = eval::Label::Positive;
    ASSERT_TRUE(write("right.png", record, 1, 4));
    const QImage right(path("right.png"));
    EXPECT_GT(count(right, kGreen), 500);
    EXPECT_EQ(count(right, kRed), 0);
    for (auto& model : record.models)
        for (auto& result : model.results) result.label = eval::Label::Negative;
    ASSERT_TRUE(write("wrong.png", record, 1, 4));
    const QImage wrong(path("wrong.png"));
    EXPECT_EQ(count(wrong, kGreen), 0);
    EXPECT_GT(count(wrong, kRed), 500);

    // The query is a flat colour, so white inside its area is the box.
    const int queryWidth = static_cast<int>(wrong.width() * 0.26);
    const QImage query = wrong.copy(4, 26, queryWidth - 8, queryWidth / 2);
    EXPECT_GT(count(query, Qt::white), 50);
    record.box.reset();
    ASSERT_TRUE(write("whole.png", record, 1, 4));
    EXPECT_EQ(count(QImage(path("whole.png")).copy(4, 26, queryWidth - 8, queryWidth / 2), Qt::white), 0);
}

TEST_F(Figure, HostileNamesStayText) {
    auto record = test::smallRecord();
    record.models[0].displayName = "<script>alert(1)</script>\n\xE2\x80\xAEgpj";
    record.queryPath = "\"><svg onload=x>";
    ASSERT_TRUE(write("hostile.svg", record, 1, 3));
    const QByteArray text = contentOf(path("hostile.svg"));
    EXPECT_FALSE(text.contains("<script>"));
    EXPECT_FALSE(text.contains("<svg onload"));
    EXPECT_TRUE(QSvgRenderer(path("hostile.svg")).isValid());
}

TEST_F(Figure, RefusesWhatCannotBeDrawn) {
    const auto record = test::smallRecord();
    EXPECT_FALSE(write("a.gif", record, 1, 5));
    EXPECT_FALSE(write("a.png", record, 5, 1));
    EXPECT_FALSE(write("a.png", record, 0, 3));
    EXPECT_FALSE(write("a.png", record, 1, 21));
    EXPECT_FALSE(write("a.png", {}, 1, 5));
    EXPECT_FALSE(write("no/such/folder/a.png", record, 1, 5));
    EXPECT_TRUE(write("beyond.png", record, 11, 15)) << "ranks that are not there stay empty";
}

class FigureWindow : public test::WindowTest {};

TEST_F(FigureWindow, IsExportedFromTheMenuWithOneMoreClick) {
    start(true);
    EXPECT_FALSE(m_window->action(QStringLiteral("export_figure"))->isEnabled());
    open();
    m_window->action(QStringLiteral("export_figure"))->trigger();
    FigureDialog* dialog = nullptr;
    ASSERT_TRUE(QTest::qWaitFor([&] {
        dialog = m_window->findChild<FigureDialog*>();
        return dialog != nullptr;
    }));
    dialog->setFolder(m_folder.filePath(QStringLiteral("figures")));
    dialog->setRanks(6, 10);
    QSignalSpy exported(dialog, &FigureDialog::exported);
    dialog->startExport();
    ASSERT_TRUE(exported.count() > 0 || exported.wait(20000));
    for (const char* format : {"svg", "pdf", "png"}) {
        const QString file = dialog->fileFor(QString::fromLatin1(format));
        EXPECT_TRUE(QFile::exists(file)) << dialog->outcome().toStdString();
    }
    // The ranks stay in order whatever is typed.
    auto ranks = dialog->findChildren<QSpinBox*>();
    ASSERT_EQ(ranks.size(), 2);
    dialog->setRanks(1, 3);
    ranks[0]->setValue(7);
    EXPECT_EQ(ranks[1]->value(), 7);
}

}  // namespace
}  // namespace adapnet::ui
