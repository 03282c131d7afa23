// The failure atlas: the model with its work in the background, and the screen driven by events.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <semaphore>

#include "tests/ui/window_fixture.h"
#include "tests/ui/window_thread.h"
#include "ui/atlas/atlas_dialog.h"
#include "ui/atlas/atlas_view.h"
#include "ui/ranking/ranking_view.h"
#include "ui/settings/language.h"

namespace adapnet::ui {
namespace {

class AtlasModelTest : public testing::Test {
  protected:
    void open(bool withGroundTruth) {
        m_gallery = std::make_shared<test::FakeGallery>(service::GalleryRequest{}, withGroundTruth);
        m_session = std::make_unique<SessionModel>(test::fakeServices(m_gallery));
        m_model = std::make_unique<AtlasModel>(m_session.get());
        QObject::connect(m_model.get(), &AtlasModel::problem, m_model.get(),
                         [this](const QString& text) { m_problems << text; });
        m_session->openGallery({});
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_session->gallery() != nullptr; }));
    }
    static service::AtlasRequest small() {
        service::AtlasRequest request;
        request.kinds = {"gaussian_noise", "fog", "rain"};
        request.severities = {1, 5};
        request.bootstrap.resamples = 200;
        return request;
    }
    bool idle() {
        return QTest::qWaitFor([this] { return m_model->isIdle(); });
    }

    QStringList m_problems;
    std::shared_ptr<test::FakeGallery> m_gallery;
    std::unique_ptr<SessionModel> m_session;
    std::unique_ptr<AtlasModel> m_model;
};

TEST_F(AtlasModelTest, IsNotPossibleWithoutAGroundTruth) {
    open(false);
    EXPECT_FALSE(m_model->isPossible());
    m_model->show();
    m_model->start();
    EXPECT_TRUE(m_model->isIdle());
    EXPECT_EQ(m_model->plan(), nullptr);
}

TEST_F(AtlasModelTest, MeasuresNothingUntilItIsAsked) {
    open(true);
    m_model->show();
    ASSERT_TRUE(idle());
    ASSERT_NE(m_model->plan(), nullptr);
    EXPECT_EQ(m_model->plan()->rankings, 12 * (1 + 15 * 3 * 10)) << "a first look";
    EXPECT_TRUE(m_model->planText().contains(QStringLiteral("5,412"))) << m_model->planText().toStdString();
    EXPECT_EQ(m_gallery->atlasCellsMeasured(), 0);
}

TEST_F(AtlasModelTest, AStopKeepsWhatIsFinishedAndTheNextStartGoesOn) {
    open(true);
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&](std::int64_t cell) {
        if (cell != 30) return;
        reached.release();
        go.acquire();
    };
    m_model->setRequest(small());
    ASSERT_TRUE(idle());
    m_model->start();
    reached.acquire();
    EXPECT_TRUE(m_model->isRunning());
    m_model->stop();
    EXPECT_TRUE(m_model->isStopping());
    go.release();
    ASSERT_TRUE(idle());
    EXPECT_TRUE(m_problems.isEmpty()) << "a stop is no failure";
    ASSERT_NE(m_model->atlas(), nullptr) << "what is there stays";
    EXPECT_FALSE(m_model->isFinished());
    // Seven places, query by query: four whole queries and two places of the fifth; the place in work when
    // the stop came is not there.
    EXPECT_EQ(m_model->atlas()->find("gaussian_noise", 1, 0)->measured, 5U);
    EXPECT_EQ(m_model->atlas()->find("gaussian_noise", 5, 0)->measured, 4U);
    ASSERT_NE(m_model->plan(), nullptr);
    EXPECT_EQ(m_model->plan()->finished, 30);
    EXPECT_TRUE(m_model->planText().contains(QStringLiteral("21 %"))) << m_model->planText().toStdString();
    m_gallery->beforeAtlasCell = nullptr;
    m_model->start();
    ASSERT_TRUE(idle());
    ASSERT_NE(m_model->atlas(), nullptr);
    EXPECT_TRUE(m_model->isFinished());
    EXPECT_TRUE(m_model->atlas()->isFinished());
    EXPECT_EQ(m_gallery->atlasCellsMeasured(), m_model->plan()->cells) << "nothing twice";
    EXPECT_EQ(m_model->progress().done, m_model->plan()->cells - 30);
}

TEST_F(AtlasModelTest, SaysOfUnfinishedNumbersThatTheyAre) {
    open(true);
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&](std::int64_t cell) {
        if (cell != 15) return;  // two whole queries and the clean third
        reached.release();
        go.acquire();
    };
    m_model->setRequest(small());
    QStringList grown;
    QObject::connect(m_model.get(), &AtlasModel::placeChanged, m_model.get(),
                     [&](const AtlasPlace& place) { grown << m_model->placeName(place); });
    m_model->start();
    reached.acquire();
    ASSERT_TRUE(QTest::qWaitFor([&] { return grown.size() == 15; }));
    EXPECT_EQ(grown[1], QStringLiteral("Gaussian noise, severity 1"));
    EXPECT_EQ(grown[14], QStringLiteral("Clean"));
    const auto* cell = m_model->atlas()->find("fog", 5, 1);
    EXPECT_EQ(cell->mAP.queries, 2U);
    const auto expected = eval::bootstrapMean(std::vector<double>{cell->perQuery[0], cell->perQuery[1]},
                                              m_model->request().bootstrap);
    EXPECT_EQ(cell->mAP.low, expected.low);
    EXPECT_TRUE(
        m_model->cellText({"fog", 5}, 1).endsWith(QStringLiteral("Unfinished: so far 2 of 20 queries.")))
        << m_model->cellText({"fog", 5}, 1).toStdString();
    EXPECT_TRUE(m_model->settingsText().endsWith(QStringLiteral("unfinished")));
    const QTemporaryDir folder;
    const QString csv = folder.filePath(QStringLiteral("half.csv"));
    m_model->save(csv);
    go.release();
    ASSERT_TRUE(idle());
    EXPECT_FALSE(QFile::exists(csv)) << "half an atlas is not saved";
    EXPECT_FALSE(m_model->cellText({"fog", 5}, 1).contains(QStringLiteral("Unfinished")));
    EXPECT_FALSE(m_model->settingsText().contains(QStringLiteral("unfinished")));
}

TEST_F(AtlasModelTest, ShowsAnAtlasThatIsFinishedFromBefore) {
    open(true);
    m_model->setRequest(small());
    m_model->start();
    ASSERT_TRUE(idle());
    const auto measured = m_gallery->atlasCellsMeasured();
    AtlasModel again(m_session.get());
    again.setRequest(small());
    ASSERT_TRUE(QTest::qWaitFor([&] { return again.isIdle(); }));
    EXPECT_EQ(again.atlas(), nullptr);
    again.show();
    ASSERT_TRUE(QTest::qWaitFor([&] { return again.atlas() != nullptr && again.isIdle(); }));
    EXPECT_EQ(m_gallery->atlasCellsMeasured(), measured);
}

TEST_F(AtlasModelTest, AnotherGalleryStopsTheWorkAndForgets) {
    open(true);
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&, first = true](std::int64_t) mutable {
        if (!std::exchange(first, false)) return;
        reached.release();
        go.acquire();
    };
    m_model->start();
    reached.acquire();
    m_session->closeGallery();
    EXPECT_FALSE(m_model->isPossible());
    go.release();
    ASSERT_TRUE(idle());
    EXPECT_EQ(m_model->atlas(), nullptr);
    EXPECT_LT(m_gallery->atlasCellsMeasured(), 3);
}

TEST_F(AtlasModelTest, MayEndWhileItMeasures) {
    open(true);
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&](std::int64_t cell) {
        if (cell != 9) return;
        reached.release();
        go.acquire();
    };
    m_model->setRequest(small());
    m_model->start();
    reached.acquire();
    // What was told so far is on its way to somebody who is gone.
    go.release();
    m_model.reset();
    QCoreApplication::processEvents();
    EXPECT_LT(m_gallery->atlasCellsMeasured(), 141);
}

TEST_F(AtlasModelTest, SaysInWordsWhatTheIntervalsShow) {
    open(true);
    m_model->setRequest(small());
    m_model->start();
    ASSERT_TRUE(idle());
    const auto words = [this](const char* kind) {
        return m_model->differenceTexts({kind, 5}).join(QLatin1Char('|'));
    };
    EXPECT_TRUE(words("gaussian_noise").startsWith(QStringLiteral("AdapNet (reimplementation) is better")))
        << words("gaussian_noise").toStdString();
    EXPECT_TRUE(words("rain").startsWith(QStringLiteral("AdapNet (reimplementation) is worse")));
    EXPECT_TRUE(words("rain").contains(QStringLiteral("−0.100 (from −0.100 to −0.100)")))
        << words("rain").toStdString();
    EXPECT_TRUE(words("fog").startsWith(QStringLiteral("No difference shown between AdapNet")))
        << words("fog").toStdString();
    const auto* cell = m_model->atlas()->find("fog", 5, 1);
    const QString text = m_model->cellText({"fog", 5}, 1);
    for (const double value : {cell->mAP.value, cell->mAP.low, cell->mAP.high})
        EXPECT_TRUE(text.contains(QString::number(value, 'f', 3))) << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("95\u00a0%")));
    EXPECT_TRUE(text.contains(QStringLiteral("Without damage")));
}

TEST_F(AtlasModelTest, SavesWhatTheCommandPrints) {
    open(true);
    m_model->setRequest(small());
    m_model->start();
    ASSERT_TRUE(idle());
    const QTemporaryDir folder;
    QSignalSpy saved(m_model.get(), &AtlasModel::saved);
    const auto contentOf = [](const QString& file) {
        QFile opened(file);
        EXPECT_TRUE(opened.open(QIODevice::ReadOnly));
        return opened.readAll().toStdString();
    };
    const QString csv = folder.filePath(QStringLiteral("a.csv"));
    m_model->save(csv);
    ASSERT_TRUE(idle());
    EXPECT_EQ(contentOf(csv), service::atlasToCsv(*m_model->atlas()));
    const QString json = folder.filePath(QStringLiteral("a.json"));
    m_model->save(json);
    ASSERT_TRUE(idle());
    EXPECT_EQ(contentOf(json), service::atlasToJson(*m_model->atlas()));
    EXPECT_EQ(saved.count(), 2);
    m_model->save(folder.filePath(QStringLiteral("no/such/a.csv")));
    ASSERT_TRUE(idle());
    EXPECT_EQ(m_problems.size(), 1);
}

class AtlasWindow : public test::WindowTest {
  protected:
    void openWithTruth() {
        start(true);
        open();
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        ASSERT_TRUE(rest());
        ASSERT_TRUE(page().showsAtlas());
        // Every step of the grid draws its intervals: few resamples keep these tests fast.
        auto request = model().request();
        request.bootstrap.resamples = 100;
        model().setRequest(request);
        ASSERT_TRUE(rest());
    }
    bool rest() {
        return QTest::qWaitFor([this] { return m_window->isSettled(); });
    }
    void measure() {
        view().measure();
        auto* dialog = m_window->findChild<AtlasDialog*>();
        ASSERT_NE(dialog, nullptr);
        ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->startButton()->isEnabled(); }));
        QTest::mouseClick(dialog->startButton(), Qt::LeftButton);
        ASSERT_TRUE(rest());
        ASSERT_NE(model().atlas(), nullptr);
    }
    AtlasView& view() { return *page().atlasView(); }
    AtlasModel& model() { return *view().model(); }
    QAction& action(const char* name) { return *m_window->action(QString::fromLatin1(name)); }
    QPushButton* button(const QString& text) {
        for (auto* candidate : view().findChildren<QPushButton*>())
            if (candidate->text() == text && candidate->isVisible()) return candidate;
        return nullptr;
    }
};

TEST_F(AtlasWindow, SaysWhatItNeedsWithoutAGroundTruth) {
    open();
    action("atlas").trigger();
    EXPECT_TRUE(page().showsAtlas());
    EXPECT_TRUE(action("atlas").isChecked());
    QSignalSpy wanted(&page(), &WorkPage::groundTruthRequested);
    // The window's answer is a dialog for files; here only the wish counts.
    QObject::disconnect(&page(), &WorkPage::groundTruthRequested, m_window.get(), nullptr);
    auto* load = button(QStringLiteral("Load ground truth …"));
    ASSERT_NE(load, nullptr);
    load->click();
    EXPECT_EQ(wanted.count(), 1);
    action("atlas").trigger();
    EXPECT_FALSE(page().showsAtlas());
    EXPECT_TRUE(page().rankings()->isVisible());
}

TEST_F(AtlasWindow, IsMeasuredFromTheDialogAndShownAsAGrid) {
    openWithTruth();
    auto* begin = button(QStringLiteral("Measure …"));
    ASSERT_NE(begin, nullptr);
    begin->click();
    auto* dialog = m_window->findChild<AtlasDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->queries()->value(), 12);
    dialog->queries()->setValue(20);
    for (int i = 0; i < dialog->kinds()->count(); ++i)
        if (i > 2) dialog->kinds()->item(i)->setCheckState(Qt::Unchecked);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model().plan() != nullptr; }));
    EXPECT_EQ(model().request().maxQueries, 0U) << "all";
    EXPECT_EQ(model().request().kinds.size(), 3U);
    EXPECT_TRUE(dialog->workText().contains(QStringLiteral("1,820"))) << dialog->workText().toStdString();
    dialog->startButton()->click();
    ASSERT_TRUE(rest());
    ASSERT_NE(model().atlas(), nullptr);
    QTableView* table = view().table();
    ASSERT_TRUE(table->isVisible());
    ASSERT_EQ(table->model()->rowCount(), 4);
    ASSERT_EQ(table->model()->columnCount(), 3);
    EXPECT_EQ(table->columnSpan(0, 0), 3) << "the clean query has no severity";
    const auto* cell = model().atlas()->find("salt_and_pepper", 3, 0);
    const auto index = table->model()->index(2, 1);
    EXPECT_EQ(index.data().toString(), QStringLiteral("%1 (%2–%3)")
                                           .arg(cell->mAP.value, 0, 'f', 3)
                                           .arg(cell->mAP.low, 0, 'f', 3)
                                           .arg(cell->mAP.high, 0, 'f', 3));
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    EXPECT_TRUE(spoken.startsWith(QStringLiteral("Salt and pepper, severity 3."))) << spoken.toStdString();
}

TEST_F(AtlasWindow, LeavingTheDialogChangesNothing) {
    openWithTruth();
    const auto before = model().request().seeds;
    view().measure();
    auto* dialog = m_window->findChild<AtlasDialog*>();
    ASSERT_NE(dialog, nullptr);
    dialog->seeds()->setValue(44);
    EXPECT_EQ(model().request().seeds, 44);
    for (int i = 0; i < dialog->kinds()->count(); ++i) dialog->kinds()->item(i)->setCheckState(Qt::Unchecked);
    EXPECT_FALSE(dialog->startButton()->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    EXPECT_EQ(model().request().seeds, before);
    ASSERT_TRUE(rest());
    EXPECT_EQ(m_gallery->atlasCellsMeasured(), 0);
}

TEST_F(AtlasWindow, AClickOnACellShowsItsWorstQueriesAndOneOpensWithTheDamage) {
    openWithTruth();
    measure();
    QTableView* table = view().table();
    const auto index = table->model()->index(1, 2);  // Gaussian noise, severity 5
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, table->visualRect(index).center());
    EXPECT_EQ(view().place(), (AtlasPlace{"gaussian_noise", 5}));
    const QString words = view().cellWords();
    EXPECT_TRUE(words.contains(model().cellText({"gaussian_noise", 5}, 0))) << words.toStdString();
    EXPECT_TRUE(words.contains(model().differenceTexts({"gaussian_noise", 5}).first()));
    const auto* cell = model().atlas()->find("gaussian_noise", 5, 0);
    const auto* worst = view().worst()->model();
    ASSERT_EQ(worst->rowCount(), static_cast<int>(cell->worst.size()));
    EXPECT_EQ(worst->index(0, 0).data().toString(),
              QStringLiteral("AP %1").arg(cell->perQuery[cell->worst[0]], 0, 'f', 3));
    EXPECT_LE(cell->perQuery[cell->worst[0]], cell->perQuery[cell->worst[1]]);
    ASSERT_TRUE(QTest::qWaitFor([&] { return rest(); }));

    const auto picture = view().worst()->visualRect(worst->index(0, 0));
    QTest::mouseClick(view().worst()->viewport(), Qt::LeftButton, Qt::NoModifier, picture.center());
    ASSERT_TRUE(rest());
    const auto& query = session().query();
    ASSERT_EQ(query.recipe.steps.size(), 1U);
    EXPECT_EQ(query.recipe.steps[0], *degrade::parseStep("gaussian_noise:severity=5"));
    EXPECT_EQ(query.recipe.seed, 1U);
    EXPECT_EQ(query.image->path, model().atlas()->queries[cell->worst[0]].image);
    EXPECT_FALSE(page().showsAtlas()) << "one wants to see what was found";
    action("atlas").trigger();
    EXPECT_TRUE(page().showsAtlas());
    EXPECT_EQ(view().place(), (AtlasPlace{"gaussian_noise", 5})) << "the cell is still chosen";
}

TEST_F(AtlasWindow, ArrowKeysWalkTheGrid) {
    openWithTruth();
    measure();
    view().choosePlace({"gaussian_noise", 1});
    view().table()->setFocus();
    QTest::keyClick(view().table(), Qt::Key_Right);
    EXPECT_EQ(view().place(), (AtlasPlace{"gaussian_noise", 3}));
    QTest::keyClick(view().table(), Qt::Key_Down);
    EXPECT_EQ(view().place(), (AtlasPlace{"salt_and_pepper", 3}));
    EXPECT_TRUE(view().cellWords().contains(model().cellText({"salt_and_pepper", 3}, 0)));
}

TEST_F(AtlasWindow, TwoModelsAreComparedCellByCell) {
    openWithTruth();
    measure();
    ASSERT_EQ(view().shown()->count(), 3);
    view().shown()->setFocus();
    QTest::keyClick(view().shown(), Qt::Key_End);
    ASSERT_EQ(view().shown()->currentIndex(), 2);
    auto* grid = qobject_cast<AtlasGrid*>(view().table()->model());
    const auto noise = grid->indexOf({"gaussian_noise", 3});
    const auto fog = grid->indexOf({"fog", 3});
    EXPECT_TRUE(noise.data(AtlasGrid::NumberRole).toString().startsWith(QLatin1Char('+')));
    EXPECT_GT(noise.data(AtlasGrid::ShadeRole).toDouble(), 0);
    EXPECT_LT(grid->indexOf({"rain", 3}).data(AtlasGrid::ShadeRole).toDouble(), 0);
    EXPECT_FALSE(fog.data(AtlasGrid::ShadeRole).isValid()) << "no difference shown, no colour";
    EXPECT_TRUE(fog.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("No difference shown")));
    view().choosePlace({"fog", 3});
    EXPECT_TRUE(view().cellWords().contains(QStringLiteral("Baseline GeM: Mean average precision")));
}

TEST_F(AtlasWindow, ProgressAndStopAreSeenAndAnotherLanguageDoesNotStopTheWork) {
    openWithTruth();
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&](std::int64_t cell) {
        if (cell != 5) return;
        reached.release();
        go.acquire();
    };
    model().start();
    reached.acquire();
    QCoreApplication::processEvents();
    ASSERT_NE(button(QStringLiteral("Stop")), nullptr);
    EXPECT_FALSE(m_window->isSettled());
    applyLanguage(QStringLiteral("de"));
    const auto isGerman = [this] { return action("undo").text() == QStringLiteral("&Rückgängig"); };
    ASSERT_TRUE(QTest::qWaitFor(isGerman));
    EXPECT_TRUE(page().showsAtlas());
    EXPECT_TRUE(model().isRunning());
    go.release();
    ASSERT_TRUE(rest());
    EXPECT_NE(model().atlas(), nullptr);
    applyLanguage(QStringLiteral("en"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !isGerman(); }));
    EXPECT_TRUE(QTest::qWaitFor([this] { return view().table()->isVisible(); }));
}

TEST_F(AtlasWindow, TheGridFillsCellByCellAndAStopKeepsIt) {
    openWithTruth();
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    m_gallery->beforeAtlasCell = [&](std::int64_t cell) {
        if (cell != 3 && cell != 100) return;  // 46 places: two places of the first query, later the third
        reached.release();
        go.acquire();
    };
    model().start();
    reached.acquire();
    auto* grid = qobject_cast<AtlasGrid*>(view().table()->model());
    const auto textOf = [&](const char* kind, int severity) {
        return grid->indexOf({kind, severity}).data().toString();
    };
    ASSERT_TRUE(QTest::qWaitFor([&] { return textOf("gaussian_noise", 3).size() > 1; }));
    EXPECT_TRUE(view().table()->isVisible()) << "the grid is there while the work goes on";
    ASSERT_NE(button(QStringLiteral("Stop")), nullptr);
    const auto known = [&](const char* kind, int severity) {
        return QString::number(model().atlas()->find(kind, severity, 0)->mAP.value, 'f', 3);
    };
    EXPECT_EQ(textOf("gaussian_noise", 3), known("gaussian_noise", 3) + QStringLiteral("…"))
        << "one query has no interval";
    EXPECT_EQ(textOf("gaussian_noise", 5), QStringLiteral("…")) << "nothing there yet";
    view().choosePlace({"gaussian_noise", 5});
    EXPECT_TRUE(view().cellWords().contains(QStringLiteral("Not measured yet")));
    // Somebody looks at the difference, at another cell: both stay while it fills.
    view().shown()->setCurrentIndex(2);
    view().choosePlace({"gaussian_noise", 3});
    go.release();
    reached.acquire();
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return model().atlas()->find("gaussian_noise", 3, 0)->measured == 3; }));
    EXPECT_EQ(model().atlas()->find("rain", 5, 0)->measured, 2U);
    EXPECT_EQ(view().place(), (AtlasPlace{"gaussian_noise", 3}));
    EXPECT_EQ(view().shown()->currentIndex(), 2);
    EXPECT_TRUE(view().cellWords().contains(QStringLiteral("so far 3 of 12 queries")))
        << view().cellWords().toStdString();
    EXPECT_NEAR(grid->indexOf({"gaussian_noise", 3}).data(AtlasGrid::MeasuredRole).toDouble(), 0.25, 1e-9);
    QTest::mouseClick(button(QStringLiteral("Stop")), Qt::LeftButton);
    go.release();
    ASSERT_TRUE(rest());
    EXPECT_TRUE(view().table()->isVisible());
    EXPECT_FALSE(model().isFinished());
    EXPECT_TRUE(textOf("gaussian_noise", 3).contains(QStringLiteral("…")));
    for (auto* tool : view().findChildren<QToolButton*>()) {
        const bool saves = tool->accessibleName().startsWith(QStringLiteral("Save the atlas"));
        EXPECT_FALSE(saves && tool->isEnabled()) << "half an atlas is not saved";
    }
    m_gallery->beforeAtlasCell = nullptr;
    model().start();
    ASSERT_TRUE(rest());
    EXPECT_TRUE(model().isFinished());
    EXPECT_FALSE(textOf("gaussian_noise", 3).contains(QStringLiteral("…")));
    EXPECT_EQ(view().place(), (AtlasPlace{"gaussian_noise", 3})) << "and the cell stays chosen";
    EXPECT_EQ(view().shown()->currentIndex(), 2);
}

TEST_F(AtlasWindow, TheCommandIsCopied) {
    openWithTruth();
    measure();
    for (auto* tool : view().findChildren<QToolButton*>())
        if (tool->accessibleName().startsWith(QStringLiteral("Copy"))) tool->click();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("adapnet atlas --queries 12"));
}

// Of the window's thread: drawing the whole grid, and from cell to cell with its pictures.
TEST_F(AtlasWindow, NeitherTheGridNorACellHoldsTheWindowUp) {
    openWithTruth();
    measure();
    m_window->resize(1920, 1080);
    m_window->grab();
    ASSERT_TRUE(rest());
    double longest = 0;
    const auto measured = [&](const std::function<void()>& work) {
        const double from = test::threadMs();
        work();
        longest = std::max(longest, test::threadMs() - from);
    };
    measured([&] { Q_EMIT model().atlasChanged(); });
    measured([&] { view().repaint(); });
    for (const auto& kind : model().atlas()->kinds) {
        measured([&] { view().choosePlace({kind, 3}); });
        measured([&] { view().repaint(); });
    }
    test::reportStretch("atlas", longest);
}

}  // namespace
}  // namespace adapnet::ui
