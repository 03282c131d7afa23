// The middle of the window: the query picture with its box, typed numbers, and the degraded crop beside it.
#pragma once

#include <QWidget>

#include "ui/query/box_editor.h"
#include "ui/query/preview_pane.h"

class QLabel;
class QPushButton;
class QSpinBox;
class QSplitter;
class QToolButton;

namespace adapnet::ui {

class ElidedLabel;

class QueryPanel : public QWidget {
    Q_OBJECT
  public:
    explicit QueryPanel(SessionModel* session, QWidget* parent = nullptr);

    BoxEditor* editor() { return m_editor; }
    PreviewPane* preview() { return m_preview; }
    // Name, zoom and view buttons; the page places them beside its tabs.
    QWidget* tools() { return m_tools; }
    // How the room is shared between picture and crop.
    QSplitter* splitter() { return m_split; }

  public Q_SLOTS:
    void chooseWholePicture();

  private:
    void buildTools();
    QWidget* buildPictureSide();
    QWidget* buildPreviewSide();
    QSpinBox* numberField(const QString& label, const QString& name);
    void takeTypedBox();
    void showBox();
    void showPicture();
    void showZoom();
    void showPreview();

    SessionModel* m_session;
    BoxEditor* m_editor = nullptr;
    PreviewPane* m_preview = nullptr;
    QWidget* m_tools = nullptr;
    QSplitter* m_split = nullptr;
    ElidedLabel* m_name = nullptr;
    QLabel* m_zoom = nullptr;
    QLabel* m_previewSize = nullptr;
    QToolButton* m_whole = nullptr;
    QToolButton* m_fit = nullptr;
    QToolButton* m_real = nullptr;
    QPushButton* m_peek = nullptr;
    QSpinBox* m_x = nullptr;
    QSpinBox* m_y = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
};

}  // namespace adapnet::ui
