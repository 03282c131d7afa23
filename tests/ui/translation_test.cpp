// German and Simplified Chinese are complete: every text of the sources has a finished translation that keeps
// its placeholders, and no translation is left over from a text that is gone.
#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLibraryInfo>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <map>
#include <set>
#include <tuple>

#include "ranking_fakes.h"
#include "report_fakes.h"
#include "ui/compare/compare_view.h"
#include "ui/ranking/kind_names.h"
#include "ui/ranking/ranking_view.h"
#include "ui/reports/report_dialog.h"
#include "ui/settings/language.h"

namespace adapnet::ui {
namespace {

using Key = std::tuple<QString, QString, QString>;  // context, source, comment

struct Message {
    bool finished = true;
    QStringList forms;
};
using Catalogue = std::map<Key, Message>;

// One text, or one per plural form.
QStringList readForms(QXmlStreamReader& xml) {
    QStringList forms;
    QString text;
    for (xml.readNext(); !(xml.isEndElement() && xml.name() == QLatin1String("translation")) && !xml.atEnd();
         xml.readNext()) {
        if (xml.isStartElement())
            forms << xml.readElementText();
        else if (xml.isCharacters())
            text += xml.text();
    }
    return forms.isEmpty() ? QStringList{text} : forms;
}

Catalogue readCatalogue(const QString& path) {
    Catalogue out;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return out;
    QXmlStreamReader xml(&file);
    QString context, source, comment;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        const auto name = xml.name();
        if (xml.isStartElement()) {
            if (name == QLatin1String("name")) context = xml.readElementText();
            if (name == QLatin1String("message")) {
                source.clear();
                comment.clear();
                message = {};
            }
            if (name == QLatin1String("source")) source = xml.readElementText();
            if (name == QLatin1String("comment")) comment = xml.readElementText();
            if (name == QLatin1String("translation")) {
                message.finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
                message.forms = readForms(xml);
            }
        } else if (xml.isEndElement() && name == QLatin1String("message")) {
            out.insert({{context, source, comment}, message});
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return out;
}

QString translationsFolder() {
    return QStringLiteral(ADAPNET_SOURCE_DIR "/translations/");
}

std::string describe(const Key& key) {
    return std::get<0>(key).toStdString() + ": \"" + std::get<1>(key).toStdString() + "\"";
}

// What the sources hold now, asked of the same tool that maintains the catalogues.
const Catalogue& sourceTexts() {
    static const Catalogue texts = [] {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("now.ts"));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(ADAPNET_SOURCE_DIR));
        lupdate.start(QLibraryInfo::path(QLibraryInfo::BinariesPath) + QStringLiteral("/lupdate"),
                      {QStringLiteral("-silent"), QStringLiteral("-locations"), QStringLiteral("none"),
                       QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("ui"),
                       QStringLiteral("app/gui"), QStringLiteral("-ts"), file});
        EXPECT_TRUE(lupdate.waitForFinished(60000)) << lupdate.errorString().toStdString();
        return readCatalogue(file);
    }();
    return texts;
}

class Translation : public ::testing::TestWithParam<const char*> {
  protected:
    Catalogue catalogue() const {
        return readCatalogue(translationsFolder() + QStringLiteral("adapnet_%1.ts").arg(language()));
    }
    QString language() const { return QString::fromLatin1(GetParam()); }
    void TearDown() override { applyLanguage(QStringLiteral("en")); }
};

TEST_P(Translation, HasEveryTextOfTheSourcesAndNoOther) {
    ASSERT_GT(sourceTexts().size(), 100U);
    const Catalogue known = catalogue();
    for (const auto& [key, message] : sourceTexts())
        EXPECT_TRUE(known.count(key))
            << "missing: " << describe(key) << "\nrun: cmake --build <folder> --target adapnet_ui_lupdate";
    for (const auto& [key, message] : known)
        EXPECT_TRUE(sourceTexts().count(key)) << "not in the sources any more: " << describe(key);
}

TEST_P(Translation, IsFinished) {
    for (const auto& [key, message] : catalogue()) {
        EXPECT_TRUE(message.finished) << describe(key);
        for (const QString& form : message.forms) EXPECT_FALSE(form.trimmed().isEmpty()) << describe(key);
    }
}

TEST_P(Translation, KeepsPlaceholdersAndMnemonics) {
    static const QRegularExpression placeholder(QStringLiteral("%(?:L?\\d+|n)"));
    static const QRegularExpression mnemonic(QStringLiteral("&(?=[^&\\s])"));
    const auto placeholders = [](const QString& text) {
        std::set<QString> out;
        for (auto found = placeholder.globalMatch(text); found.hasNext();)
            out.insert(found.next().captured());
        return out;
    };
    for (const auto& [key, message] : catalogue()) {
        const QString source = std::get<1>(key);
        for (const QString& form : message.forms) {
            EXPECT_EQ(placeholders(source), placeholders(form)) << describe(key);
            if (!source.contains(QLatin1Char(';'))) {
                EXPECT_EQ(source.count(mnemonic), form.count(mnemonic)) << describe(key);
            }
        }
    }
}

TEST_P(Translation, IsEmbeddedAndChangesWhileTheProgramRuns) {
    applyLanguage(QStringLiteral("en"));
    const QString english = RankingView::shortcutEntries().front().section;
    EXPECT_EQ(english.toStdString(), "Rankings");
    applyLanguage(language());
    const QString translated = RankingView::shortcutEntries().front().section;
    EXPECT_NE(translated, english);
    EXPECT_EQ(translated,
              catalogue().at({QStringLiteral("adapnet::ui::RankingView"), english, QString()}).forms.front());
    EXPECT_NE(gateName(1).toStdString(), "Gaussian noise");
    applyLanguage(QStringLiteral("en"));
    EXPECT_EQ(RankingView::shortcutEntries().front().section, english);
}

// German texts are longer than English ones, Chinese glyphs are wider.
TEST_P(Translation, FitsIntoTheWidgets) {
    applyLanguage(language());
    test::FlatThumbnails thumbnails;
    RankingView rankings(&thumbnails);
    rankings.setComparison(
        test::comparisonFrom("model adapnet ap=0.5 clean=0.75 cosine=0.9 gate=0.2,0.7,0,0,0.06,0,0,0.04,0\n"
                             "a.jpg 0.92 + 5\nb.jpg 0.88 - 1\nc.jpg 0.71 o new\nlost e.jpg 27 3 +\n"),
        {QStringLiteral("AdapNet (reimplementation)")});
    CompareView compare;
    compare.setMode(CompareView::Mode::Overlay);
    ReportDialog report(std::make_shared<report::RunRecord>(test::smallRecord()), QStringLiteral("/tmp"));
    CompareView pair;
    const QImage picture(800, 600, QImage::Format_RGB888);
    for (CompareView* view : {&compare, &pair}) {
        view->setQuery(picture, QStringLiteral("a.jpg"));
        view->setResult(picture.scaled(700, 333), QStringLiteral("b.jpg"));
    }
    for (QWidget* widget : std::initializer_list<QWidget*>{&rankings, &compare, &pair, &report}) {
        // The pane of the compare view in a window of 1280 px.
        EXPECT_LE(widget->minimumSizeHint().width(), 650);
        widget->resize(650, 600);
        widget->show();
        QApplication::processEvents();
        for (const QLabel* label : widget->findChildren<QLabel*>()) {
            if (!label->isVisible() || label->wordWrap() || label->text().isEmpty()) continue;
            EXPECT_GE(label->width(), label->sizeHint().width()) << label->text().toStdString();
        }
        for (const QAbstractButton* button : widget->findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || button->text().isEmpty()) continue;
            EXPECT_GE(button->width(), button->sizeHint().width()) << button->text().toStdString();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Languages, Translation, ::testing::Values("de", "zh_CN"),
                         [](const auto& language) { return std::string(language.param); });

TEST(EnglishPlurals, AreFinished) {
    const Catalogue plurals = readCatalogue(translationsFolder() + QStringLiteral("adapnet_en.ts"));
    EXPECT_FALSE(plurals.empty());
    std::set<Key> counted;
    for (const auto& [key, message] : sourceTexts())
        if (std::get<1>(key).contains(QLatin1String("%n"))) counted.insert(key);
    for (const auto& [key, message] : plurals) {
        EXPECT_TRUE(message.finished) << describe(key);
        EXPECT_TRUE(counted.erase(key)) << describe(key);
    }
    for (const Key& key : counted) ADD_FAILURE() << "missing: " << describe(key);
}

}  // namespace
}  // namespace adapnet::ui
