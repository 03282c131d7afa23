// The 50 ms rule: while someone drags a slider or a box, the thread of the window is never busy for longer at
// a stretch: what it computes between two waits of its event loop.
#include <gtest/gtest.h>

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QMouseEvent>
#include <QSlider>
#include <QTimer>
#include <algorithm>
#include <functional>

#include "tests/ui/window_fixture.h"
#include "tests/ui/window_thread.h"
#include "ui/common/image_convert.h"
#include "ui/query/recipe_panel.h"
#include "ui/rankchange/rank_change_view.h"
#include "ui/robustness/robustness_view.h"

namespace adapnet::ui {
namespace {

constexpr int kFrameMs = 16;
constexpr int kFrames = 40;

// The longest stretch between two signs of life of the event loop, from construction on.
class StallMeter : public QObject {
  public:
    StallMeter() {
        auto* loop = QAbstractEventDispatcher::instance();
        connect(loop, &QAbstractEventDispatcher::awake, this, [this] { note(); });
        connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, [this] { note(); });
    }
    double longestMs() const { return m_longest; }
    int stretches() const { return m_stretches; }

  private:
    void note() {
        const double now = test::threadMs();
        m_longest = std::max(m_longest, now - m_last);
        m_last = now;
        ++m_stretches;
    }
    double m_last = test::threadMs();
    double m_longest = 0;
    int m_stretches = 0;
};

class StallTest : public test::WindowTest {
  protected:
    static constexpr int kPatienceMs = 60'000;  // of the workers on a busy machine; nothing that is measured

    bool rest() {
        return QTest::qWaitFor([this] { return m_window->isSettled(); }, kPatienceMs);
    }
    // A photograph of 12 megapixels in a large window, with a box whose crop is larger than the preview.
    void openLarge() {
        start(true);
        m_window->resize(1920, 1080);
        open();
        session().choosePixels(toQImage(test::drawPicture(3, 1, 4000, 3000)));
        ASSERT_TRUE(rest());
        session().setBox(image::Box{400, 300, 1700, 1300});
        page().recipePanel()->addStep("gaussian_noise");
        ASSERT_TRUE(rest());
        ASSERT_TRUE(QTest::qWaitFor([this] { return page().recipePanel()->cards().size() == 1; }));
        m_window->grab();
        ASSERT_TRUE(rest());
    }
    // Runs the event loop as the program does: `frame(0 .. kFrames - 1)` once a frame, then until all answers
    // are there.
    void measureWhile(const char* what, const std::function<void(int)>& frame) {
        QEventLoop loop;
        QTimer timer;
        int next = 0;
        QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
            if (next < kFrames)
                frame(next++);
            else if (m_window->isSettled())
                loop.quit();
        });
        timer.start(kFrameMs);
        const StallMeter meter;
        loop.exec();
        EXPECT_GE(meter.stretches(), kFrames) << "the loop was not measured";
        test::reportStretch(what, meter.longestMs());
    }
    static void mouse(QWidget* widget, QEvent::Type type, const QPointF& at) {
        const bool released = type == QEvent::MouseButtonRelease;
        QMouseEvent event(type, at, widget->mapToGlobal(at),
                          type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                          released ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(widget, &event);
    }
    void dragSlider(const char* what) {
        auto* slider = page().recipePanel()->cards().front()->findChild<QSlider*>();
        const double y = slider->height() / 2.0;
        measureWhile(what, [=](int frame) {
            const double x = 6 + (slider->width() - 12.0) * frame / (kFrames - 1);
            mouse(slider,
                  frame == 0             ? QEvent::MouseButtonPress
                  : frame == kFrames - 1 ? QEvent::MouseButtonRelease
                                         : QEvent::MouseMove,
                  {x, y});
        });
    }
};

TEST_F(StallTest, DraggingASliderNeverHoldsTheWindowUp) {
    openLarge();
    const auto before = session().query().recipe;
    dragSlider("slider");
    EXPECT_NE(session().query().recipe, before) << "the slider was not dragged";
}

TEST_F(StallTest, DraggingASliderBesideTheComparisonNeverHoldsTheWindowUp) {
    openLarge();
    page().showCompare();
    ASSERT_TRUE(rest());
    dragSlider("slider while comparing");
    page().compareView()->setMode(CompareView::Mode::Difference);
    dragSlider("slider while differing");
}

// While the curve grows and what moved is drawn anew with every answer.
TEST_F(StallTest, DraggingASliderBesideTheCurveNeverHoldsTheWindowUp) {
    openLarge();
    page().robustnessView()->model()->follow(9);  // no ground truth knows this picture
    page().showRobustness();
    dragSlider("slider beside the curve");
    EXPECT_TRUE(page().robustnessView()->model()->isComplete());
    page().showRankChanges();
    dragSlider("slider beside the changes");
}

TEST_F(StallTest, DrawingABoxNeverHoldsTheWindowUp) {
    openLarge();
    measureWhile("box", [this](int frame) {
        mouse(&editor(),
              frame == 0             ? QEvent::MouseButtonPress
              : frame == kFrames - 1 ? QEvent::MouseButtonRelease
                                     : QEvent::MouseMove,
              onScreen(2000 + 30.0 * frame, 1500 + 20.0 * frame));
    });
    EXPECT_GT(box().x1, 1900);
    EXPECT_GT(box().width(), 1000);
}

}  // namespace
}  // namespace adapnet::ui
