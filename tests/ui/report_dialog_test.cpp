#include "ui/reports/report_dialog.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "report_fakes.h"
#include "ui/common/theme.h"

namespace adapnet::ui {
namespace {

class ReportDialogTest : public ::testing::Test {
  protected:
    ReportDialogTest() : m_dialog(std::make_shared<report::RunRecord>(test::smallRecord()), m_folder.path()) {
        m_dialog.show();
    }

    QPushButton* button(const QString& text) const {
        for (QPushButton* candidate : m_dialog.findChildren<QPushButton*>())
            if (candidate->text() == text) return candidate;
        return nullptr;
    }
    void exportNow() {
        QSignalSpy exported(&m_dialog, &ReportDialog::exported);
        QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
        ASSERT_TRUE(exported.wait(30000));
        QCoreApplication::processEvents();  // new lines are shown with the next event
    }
    bool says(const QString& part) const {
        for (const QLabel* label : m_dialog.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(part)) return true;
        return false;
    }
    QByteArray read(const QString& name) const {
        QFile file(QDir(m_folder.path()).filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    ReportDialog m_dialog;
};

TEST_F(ReportDialogTest, WritesAllFourFormsAndSaysSo) {
    EXPECT_EQ(m_dialog.baseName().toStdString(), "adapnet-report-20261121-093000");
    m_dialog.setBaseName(QStringLiteral("run"));
    exportNow();
    EXPECT_TRUE(read(QStringLiteral("run.html")).contains("books/12.jpg"));
    EXPECT_TRUE(read(QStringLiteral("run.pdf")).startsWith("%PDF"));
    EXPECT_TRUE(read(QStringLiteral("run.csv")).contains("books/12.jpg"));
    EXPECT_TRUE(read(QStringLiteral("run.json")).contains("books/12.jpg"));
    ASSERT_EQ(m_dialog.outcomes().size(), 4U);
    for (const auto& outcome : m_dialog.outcomes()) {
        EXPECT_TRUE(outcome.error.isEmpty()) << outcome.error.toStdString();
        EXPECT_EQ(outcome.bytes, QFileInfo(outcome.file).size());
        EXPECT_TRUE(says(QFileInfo(outcome.file).fileName() + QStringLiteral(" written")));
    }
}

TEST_F(ReportDialogTest, WritesOnlyTheChosenForms) {
    m_dialog.setBaseName(QStringLiteral("run"));
    m_dialog.setFormats({QStringLiteral("csv")});
    exportNow();
    EXPECT_EQ(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("run.csv")});
}

TEST_F(ReportDialogTest, MakesAMissingFolder) {
    m_dialog.setFolder(m_folder.filePath(QStringLiteral("new/deep")));
    EXPECT_TRUE(says(QStringLiteral("The folder will be made.")));
    m_dialog.setBaseName(QStringLiteral("run"));
    m_dialog.setFormats({QStringLiteral("json")});
    exportNow();
    EXPECT_FALSE(read(QStringLiteral("new/deep/run.json")).isEmpty());
}

TEST_F(ReportDialogTest, SaysInOneSentenceWhyAFileCouldNotBeWritten) {
    // A file where the folder should be: no user can write below it.
    QFile blocker(m_folder.filePath(QStringLiteral("blocked")));
    ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
    blocker.close();
    m_dialog.setFolder(m_folder.filePath(QStringLiteral("blocked")));
    exportNow();
    ASSERT_EQ(m_dialog.outcomes().size(), 4U);
    for (const auto& outcome : m_dialog.outcomes()) {
        EXPECT_FALSE(outcome.error.isEmpty());
        EXPECT_FALSE(outcome.error.contains(QLatin1Char('\n')));
    }
    EXPECT_TRUE(says(QStringLiteral("not written")));
    EXPECT_FALSE(button(QStringLiteral("Open folder"))->isVisible());
}

TEST_F(ReportDialogTest, OneFailureDoesNotStopTheOthers) {
    m_dialog.setBaseName(QStringLiteral("run"));
    ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("run.html")));
    exportNow();
    EXPECT_FALSE(m_dialog.outcomes().at(0).error.isEmpty());
    for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(m_dialog.outcomes().at(i).error.isEmpty());
}

TEST_F(ReportDialogTest, WarnsBeforeItReplacesAFileOfSomebodyElse) {
    QFile other(m_folder.filePath(QStringLiteral("run.csv")));
    ASSERT_TRUE(other.open(QIODevice::WriteOnly));
    other.close();
    m_dialog.setBaseName(QStringLiteral("run"));
    EXPECT_TRUE(says(QStringLiteral("Will be replaced: run.csv")));
    exportNow();
    EXPECT_FALSE(says(QStringLiteral("Will be replaced"))) << "its own files need no warning";
}

TEST_F(ReportDialogTest, AcceptsNoNameThatLeavesTheFolder) {
    for (const char* name : {"", "  ", "../up", "a/b", ".hidden"}) {
        m_dialog.setBaseName(QString::fromLatin1(name));
        EXPECT_FALSE(button(QStringLiteral("Export"))->isEnabled()) << name;
        m_dialog.startExport();
    }
    m_dialog.setBaseName(QStringLiteral("fine"));
    EXPECT_TRUE(button(QStringLiteral("Export"))->isEnabled());
    m_dialog.setFormats({});
    EXPECT_FALSE(button(QStringLiteral("Export"))->isEnabled());
    EXPECT_TRUE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

TEST(ReportDialogClosing, WaitsForTheFileBeingWritten) {
    QTemporaryDir folder;
    {
        ReportDialog dialog(std::make_shared<report::RunRecord>(test::smallRecord(100)), folder.path());
        dialog.setBaseName(QStringLiteral("run"));
        dialog.startExport();
    }
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 4);
}

}  // namespace
}  // namespace adapnet::ui
