// The main window over a drawn gallery, driven by events.
#pragma once

#include <gtest/gtest.h>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "tests/ui/fake_gallery.h"
#include "ui/query/query_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/work_page.h"

namespace adapnet::ui::test {

class WindowTest : public testing::Test {
  protected:
    WindowTest() { start(false); }

    void start(bool withGroundTruth) {
        m_window.reset();
        service::GalleryRequest request;
        request.folder = m_folder.path().toStdString();
        m_gallery = std::make_shared<FakeGallery>(request, withGroundTruth);
        WindowDefaults defaults;
        defaults.demoFolder = request.folder / "demo";
        m_window = std::make_unique<MainWindow>(fakeServices(m_gallery), defaults);
        m_window->resize(1280, 800);
        m_window->show();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return session().isIdle(); });
    }
    void open() {
        m_window->openFolder(m_folder.path());
        ASSERT_TRUE(settle());
        ASSERT_EQ(session().stage(), SessionModel::Stage::Open);
        ASSERT_TRUE(session().comparison()) << "the first picture is searched at once";
        QTest::qWait(0);  // cards are built after the event that asked for them
    }
    SessionModel& session() { return *m_window->session(); }
    WorkPage& page() { return *m_window->workPage(); }
    BoxEditor& editor() { return *page().queryPanel()->editor(); }
    void drop(const QMimeData& mime) {
        const QPoint at(100, 100);
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event(QPointF(at), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }
    QPoint onScreen(double x, double y) {
        return editor().viewport().toView(editor().pane(), QPointF(x, y)).toPoint();
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&editor(), Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(&editor(), (from + to) / 2);
        QTest::mouseMove(&editor(), to);
        QTest::mouseRelease(&editor(), Qt::LeftButton, Qt::NoModifier, to);
    }
    image::Box box() { return session().query().box.value_or(image::Box{}); }

    QTemporaryDir m_folder;
    std::shared_ptr<FakeGallery> m_gallery;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace adapnet::ui::test
