// Query and result beside each other, on top of each other, in turn, or as their difference, with linked zoom
// and pan. Shares the pictures; belongs to the GUI thread.
#pragma once

#include <QImage>
#include <QString>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/common/picture_pyramid.h"
#include "ui/compare/linked_viewport.h"
#include "ui/help/shortcut_overlay.h"

class QAction;
class QLabel;
class QSlider;
class QToolButton;

namespace adapnet::ui {

class PicturePane;

class CompareView : public QWidget {
    Q_OBJECT
  public:
    enum class Mode { SideBySide, Blink, Overlay, Difference };
    enum class Side { Query, Result };

    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    using Picture = std::shared_ptr<const PicturePyramid>;
    // Null for no picture. 100 % means the pixels of `picture->size()`.
    void setQuery(Picture picture, const QString& caption);
    void setResult(Picture picture, const QString& caption);
    // Small pictures, of which a pyramid costs nothing.
    void setQuery(const QImage& picture, const QString& caption) {
        setQuery(PicturePyramid::of(picture), caption);
    }
    void setResult(const QImage& picture, const QString& caption) {
        setResult(PicturePyramid::of(picture), caption);
    }

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isLinked() const { return m_linked; }
    void setLinked(bool linked);
    // Share of the result in the overlay, 0..1.
    double opacity() const { return m_opacity; }
    void setOpacity(double opacity);
    // Blink mode: which picture is seen now.
    Side shownSide() const { return m_shown; }
    void flip();

    LinkedViewport* queryViewport() { return &m_queryViewport; }
    // The query's own while linked.
    LinkedViewport* resultViewport() { return m_linked ? &m_queryViewport : &m_resultViewport; }

    // What the eye has chosen, for a view that takes the place of this one.
    struct View {
        Mode mode = Mode::SideBySide;
        bool linked = true;
        double opacity = 0.5;
        LinkedViewport::State query, result;
    };
    View view() const;
    void setView(const View& view);

    // The keys that this view answers, for the shortcut overlay.
    static std::vector<ShortcutEntry> shortcutEntries();

  public Q_SLOTS:
    void fit();
    void realPixels();
    void zoomBy(double factor);  // both pictures, at the middle

  Q_SIGNALS:
    void closeRequested();  // Esc
    void shownSideChanged();
    void modeChanged();
    void linkedChanged();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void buildActions();
    QWidget* buildBar();
    // Gives the panes what the mode shows.
    void apply();
    void retranslate();
    void updateZoomText();
    const Picture& difference();

    Picture m_query, m_result;
    Picture m_difference;  // made when it is first asked for
    QString m_queryCaption, m_resultCaption;
    LinkedViewport m_queryViewport, m_resultViewport;
    Mode m_mode = Mode::SideBySide;
    bool m_linked = true;
    double m_opacity = 0.5;
    Side m_shown = Side::Query;
    QTimer m_blink;
    PicturePane* m_left = nullptr;
    PicturePane* m_right = nullptr;
    QSlider* m_slider = nullptr;
    QToolButton* m_linkButton = nullptr;
    QLabel* m_sliderLabel = nullptr;
    QLabel* m_zoomText = nullptr;
    QAction* m_sideAction = nullptr;
    QAction* m_blinkAction = nullptr;
    QAction* m_overlayAction = nullptr;
    QAction* m_differenceAction = nullptr;
    QAction* m_linkAction = nullptr;
    QAction* m_fitAction = nullptr;
    QAction* m_realAction = nullptr;
};

}  // namespace adapnet::ui
