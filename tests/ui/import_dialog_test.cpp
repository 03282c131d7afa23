#include "ui/models/import_dialog.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <mutex>

namespace adapnet::ui {
namespace {

service::ImportPlan completePlan() {
    service::ImportPlan plan;
    plan.as = "cfcd";
    plan.id = "cfcd_resnet50";
    plan.displayName = "CFCD ResNet-50 (imported)";
    plan.input.bgr = true;
    plan.input.mean = {0.406, 0.456, 0.485};
    plan.input.deviation = {0.225, 0.224, 0.229};
    plan.input.maxSide = 1024;
    plan.input.shrinking = nn::Shrinking::Lanczos;
    plan.input.resizing = nn::Resizing::EightBitArea;
    plan.whitenings = {"set/ms"};
    plan.used = 271;
    plan.isComplete = true;
    return plan;
}

// Answers without files; remembers what was asked.
class FakeImport {
  public:
    ImportServices services() {
        return {[this](const service::ImportRequest& request) -> Result<service::ImportPlan> {
                    const std::scoped_lock lock(m_mutex);
                    asked.push_back(request);
                    if (error) return fail(*error);
                    return plan;
                },
                [this](const service::ImportRequest& request,
                       const JobContext& job) -> Result<service::ImportedModel> {
                    const std::scoped_lock lock(m_mutex);
                    written.push_back(request);
                    if (job.stopRequested()) return fail(Error::cancelled());
                    if (error) return fail(*error);
                    return service::ImportedModel{plan, "a.safetensors", "a.json"};
                }};
    }
    service::ImportPlan plan = completePlan();
    std::optional<Error> error;
    std::vector<service::ImportRequest> asked, written;

  private:
    std::mutex m_mutex;
};

class ImportDialogTest : public ::testing::Test {
  protected:
    ImportDialogTest() : m_dialog(m_fake.services()) { m_dialog.show(); }

    template <class Widget>
    Widget* named(const char* accessibleName) const {
        for (auto* widget : m_dialog.findChildren<Widget*>())
            if (widget->accessibleName() == QString::fromLatin1(accessibleName)) return widget;
        return nullptr;
    }
    QPushButton* button(const char* text) const {
        for (auto* candidate : m_dialog.findChildren<QPushButton*>())
            if (candidate->text() == QString::fromLatin1(text)) return candidate;
        return nullptr;
    }
    void choose(const char* file) {
        QSignalSpy planned(&m_dialog, &ImportDialog::planned);
        m_dialog.setFile(QString::fromLatin1(file));
        ASSERT_TRUE(planned.wait(10000));
        QCoreApplication::processEvents();
    }
    bool says(const char* part) const {
        for (const auto* label : m_dialog.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QString::fromLatin1(part))) return true;
        return false;
    }

    FakeImport m_fake;
    ImportDialog m_dialog;
};

TEST_F(ImportDialogTest, OffersNothingBeforeAFileIsChosen) {
    EXPECT_FALSE(button("Import")->isEnabled());
    EXPECT_FALSE(m_dialog.findChild<QGroupBox*>()->isEnabled());
    EXPECT_TRUE(says("nothing in it is run"));
}

TEST_F(ImportDialogTest, ShowsThePublishedPreparationOfPictures) {
    choose("/weights/a.pyth");
    EXPECT_TRUE(says("271 tensor"));
    EXPECT_TRUE(button("Import")->isEnabled());
    EXPECT_EQ(named<QSpinBox>("Longest side")->value(), 1024);
    EXPECT_EQ(named<QComboBox>("Channel order")->currentText().toStdString(), "Blue, green, red");
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Mean, channel 1")->value(), 0.406);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Deviation, channel 3")->value(), 0.229);
    EXPECT_EQ(named<QComboBox>("Shrinking")->currentText().toStdString(), "Lanczos (cirtorch)");
    EXPECT_EQ(named<QComboBox>("Resizing")->currentText().toStdString(), "Area in 8 bit (SENet, CVNet)");
    EXPECT_EQ(named<QLineEdit>("Name")->placeholderText().toStdString(), "cfcd_resnet50");
}

TEST_F(ImportDialogTest, TurnsMeanAndDeviationWithTheChannels) {
    choose("/weights/a.pyth");
    auto* channels = named<QComboBox>("Channel order");
    channels->setCurrentIndex(0);
    Q_EMIT channels->activated(0);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Mean, channel 1")->value(), 0.485);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Mean, channel 3")->value(), 0.406);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Deviation, channel 1")->value(), 0.229);
    Q_EMIT channels->activated(0);  // the same again changes nothing
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Mean, channel 1")->value(), 0.485);
    channels->setCurrentIndex(1);
    Q_EMIT channels->activated(1);
    EXPECT_DOUBLE_EQ(named<QDoubleSpinBox>("Mean, channel 1")->value(), 0.406);
}

TEST_F(ImportDialogTest, ImportsWithWhatTheFormSays) {
    choose("/weights/a.pyth");
    named<QLineEdit>("Name")->setText(QStringLiteral("mine"));
    named<QSpinBox>("Longest side")->setValue(512);
    named<QDoubleSpinBox>("Mean, channel 2")->setValue(0.5);
    named<QComboBox>("Shrinking")->setCurrentIndex(0);
    named<QComboBox>("Resizing")->setCurrentIndex(0);
    named<QComboBox>("Whitening")->setCurrentIndex(1);
    QSignalSpy imported(&m_dialog, &ImportDialog::imported);
    QTest::mouseClick(button("Import"), Qt::LeftButton);
    ASSERT_TRUE(imported.wait(10000));
    ASSERT_EQ(m_fake.written.size(), 1U);
    const service::ImportRequest& request = m_fake.written[0];
    EXPECT_EQ(request.file, "/weights/a.pyth");
    EXPECT_EQ(request.as, "cfcd");
    EXPECT_EQ(request.id, "mine");
    EXPECT_EQ(request.inputSize, 512);
    EXPECT_EQ(request.bgr, true);
    EXPECT_EQ((*request.mean)[1], 0.5);
    EXPECT_EQ((*request.deviation)[0], 0.225);
    EXPECT_EQ(request.shrinking, nn::Shrinking::Area);
    EXPECT_EQ(request.resizing, nn::Resizing::FloatRounded);
    EXPECT_EQ(request.whitening, "set/ms");
    EXPECT_TRUE(says("is ready"));
    EXPECT_FALSE(button("Import")->isEnabled());
}

TEST_F(ImportDialogTest, ListsTheTensorsThatDoNotFitAndImportsNothing) {
    m_fake.plan.isComplete = false;
    m_fake.plan.missing = {"fc.weight"};
    m_fake.plan.unexpected = {"strange"};
    m_fake.plan.misshapen = {{"bn.bias", "512", "256"}};
    choose("/weights/a.pyth");
    EXPECT_FALSE(button("Import")->isEnabled());
    const auto* details = m_dialog.findChild<QPlainTextEdit*>();
    EXPECT_TRUE(details->isVisible());
    EXPECT_EQ(details->toPlainText().toStdString(),
              "missing: fc.weight\nunexpected: strange\nwrong shape: bn.bias is 256 instead of 512");
}

TEST_F(ImportDialogTest, ReadsAgainForAnotherKind) {
    choose("/weights/a.pyth");
    QSignalSpy planned(&m_dialog, &ImportDialog::planned);
    m_dialog.setKind(QStringLiteral("senet"));
    ASSERT_TRUE(planned.wait(10000));
    ASSERT_EQ(m_fake.asked.size(), 2U);
    EXPECT_EQ(m_fake.asked[1].as, "senet");
    EXPECT_FALSE(m_fake.asked[1].mean)
        << "the published values of the new kind are wanted, not the shown ones";
}

TEST_F(ImportDialogTest, KeepsChangesWhenTheFileFieldIsLeftAsItWas) {
    choose("/weights/a.pyth");
    named<QSpinBox>("Longest side")->setValue(512);
    Q_EMIT named<QLineEdit>("File")->editingFinished();
    EXPECT_EQ(m_fake.asked.size(), 1U);
    EXPECT_EQ(named<QSpinBox>("Longest side")->value(), 512);
}

TEST_F(ImportDialogTest, SaysWhyAFileCannotBeRead) {
    m_fake.error = Error{ErrorCode::Model, "the file holds no tensors", {}};
    choose("/weights/a.pyth");
    EXPECT_TRUE(says("the file holds no tensors"));
    EXPECT_FALSE(button("Import")->isEnabled());
}

TEST_F(ImportDialogTest, HasANameForEveryField) {
    choose("/weights/a.pyth");
    for (auto* widget : m_dialog.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
        if (widget->parentWidget() != &m_dialog && widget->parentWidget()->focusPolicy() != Qt::NoFocus)
            continue;
        if (qobject_cast<QLabel*>(widget) != nullptr || qobject_cast<QPushButton*>(widget) != nullptr)
            continue;
        EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->metaObject()->className();
    }
}

}  // namespace
}  // namespace adapnet::ui
