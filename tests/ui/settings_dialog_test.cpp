// Which models describe a gallery: chosen in the settings, used when a gallery is opened.
#include "ui/settings/settings_dialog.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLayout>
#include <QSignalSpy>

#include "tests/support/pictures.h"
#include "tests/ui/window_fixture.h"

namespace adapnet::ui {
namespace {

std::vector<nn::ModelInfo> threeModels() {
    std::vector<nn::ModelInfo> models(3);
    for (std::size_t i = 0; i < models.size(); ++i) {
        models[i].id = std::string(1, static_cast<char>('a' + i));
        models[i].displayName = "Model & " + models[i].id;
    }
    return models;
}

class ModelChoice : public testing::Test {
  protected:
    ~ModelChoice() override { AppSettings().setModels({}); }
};

TEST_F(ModelChoice, IsAllUntilSomeoneChooses) {
    SettingsDialog dialog;
    QSignalSpy changed(&dialog, &SettingsDialog::computeChanged);
    dialog.show();
    dialog.setModels(threeModels());
    ASSERT_EQ(dialog.modelBoxes().size(), 3U);
    for (const QCheckBox* box : dialog.modelBoxes()) EXPECT_TRUE(box->isChecked() && box->isEnabled());
    dialog.modelBoxes()[1]->click();
    EXPECT_EQ(AppSettings().models(), (QStringList{QStringLiteral("a"), QStringLiteral("c")}));
    dialog.modelBoxes()[0]->click();
    EXPECT_FALSE(dialog.modelBoxes()[2]->isEnabled()) << "a gallery needs one";
    dialog.modelBoxes()[2]->click();
    EXPECT_EQ(AppSettings().models(), QStringList{QStringLiteral("c")});
    EXPECT_EQ(changed.count(), 0) << "the gallery is not opened again with every click";
    dialog.reject();
    EXPECT_EQ(changed.count(), 1);

    SettingsDialog again;
    QSignalSpy nothing(&again, &SettingsDialog::computeChanged);
    again.show();
    again.setModels(threeModels());
    EXPECT_FALSE(again.modelBoxes()[0]->isChecked());
    EXPECT_TRUE(again.modelBoxes()[2]->isChecked());
    again.reject();
    EXPECT_EQ(nothing.count(), 0);
    again.show();
    for (int i = 0; i < 2; ++i) again.modelBoxes()[static_cast<std::size_t>(i)]->click();
    EXPECT_EQ(AppSettings().models(), QStringList()) << "all of them: also those that come later";
}

// The list comes later than the dialog; on a low screen its last line lay under the text below.
TEST_F(ModelChoice, FindsRoomForEveryLineWhenTheListComes) {
    SettingsDialog dialog;
    dialog.show();
    std::vector<nn::ModelInfo> models;
    for (int i = 0; i < 8; ++i) {
        models.push_back(threeModels().front());
        models.back().id = "m" + std::to_string(i);
    }
    dialog.setModels(models);
    QCoreApplication::processEvents();
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
        if (!label->isVisible() || !label->wordWrap()) continue;
        EXPECT_GE(label->height(), label->heightForWidth(label->width())) << label->text().toStdString();
    }
    EXPECT_GE(dialog.height(), dialog.layout()->totalHeightForWidth(dialog.width()));
}

TEST_F(ModelChoice, OfModelsThatAreGoneIsAll) {
    AppSettings().setModels({QStringLiteral("gone")});
    SettingsDialog dialog;
    dialog.setModels(threeModels());
    for (const QCheckBox* box : dialog.modelBoxes()) EXPECT_TRUE(box->isChecked());
}

TEST_F(ModelChoice, IsAskedForWhenAGalleryIsOpened) {
    AppSettings().setModels({QStringLiteral("mean")});
    const QTemporaryDir folder;
    auto services = test::fakeServices(std::make_shared<test::FakeGallery>());
    std::vector<std::string> asked;
    services.openGallery = [&asked, open = services.openGallery](const service::GalleryRequest& request,
                                                                 const JobContext& job) {
        asked = request.models;
        return open(request, job);
    };
    MainWindow window(services, {});
    window.openFolder(folder.path());
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.session()->isIdle(); }));
    EXPECT_EQ(asked, std::vector<std::string>{"mean"});
}

TEST_F(ModelChoice, LeavesOutModelsThatAreGone) {
    ::adapnet::test::enableHistogramModel();
    const ::adapnet::test::TemporaryFolder folder;
    ::adapnet::test::drawGallery(folder / "photos", 1, 2);
    service::GalleryRequest request;
    request.folder = folder / "photos";
    request.cacheFile = folder / "cache.sqlite";
    request.models = {"gone", "histogram"};
    const auto opened = coreServices().openGallery(request, {});
    ASSERT_TRUE(opened) << opened.error().message();
    ASSERT_EQ((*opened)->models().size(), 1U);
    EXPECT_EQ((*opened)->models()[0].id, "histogram");
}

TEST_F(ModelChoice, NeverLeavesTheOpenGalleryWithoutRankings) {
    auto many = std::make_shared<test::FakeGallery>();
    many->addIdleModels(2);
    const auto few = std::make_shared<test::FakeGallery>();
    bool isSecond = false;
    auto services = test::fakeServices(many);
    services.openGallery = [&](const service::GalleryRequest&,
                               const JobContext&) -> Result<std::shared_ptr<Gallery>> {
        return std::exchange(isSecond, true) ? few : many;
    };
    SessionModel session(services);
    const auto settle = [&] { return QTest::qWaitFor([&] { return session.isIdle(); }); };
    session.openGallery({});
    ASSERT_TRUE(settle());
    session.setShownModels({"idle0"});
    session.openGallery({});
    ASSERT_TRUE(settle());
    EXPECT_EQ(session.shownModels(), (std::vector<std::string>{"grid", "mean"}));
    session.setShownModels({});
    session.openGallery({});
    ASSERT_TRUE(settle());
    EXPECT_TRUE(session.shownModels().empty()) << "nobody wanted any";
}

}  // namespace
}  // namespace adapnet::ui
