#include "ui/query/query_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

QueryPanel::QueryPanel(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* split = m_split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(space::kMedium);
    split->addWidget(buildPictureSide());
    split->addWidget(buildPreviewSide());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);

    connect(session, &SessionModel::pictureChanged, this, &QueryPanel::showPicture);
    connect(session, &SessionModel::boxChanged, this, &QueryPanel::showBox);
    connect(session, &SessionModel::previewChanged, this, &QueryPanel::showPreview);
    connect(session, &SessionModel::recipeChanged, this, &QueryPanel::showPreview);
    connect(m_editor, &BoxEditor::zoomChanged, this, &QueryPanel::showZoom);
    showPicture();
    showBox();
    showPreview();
}

void QueryPanel::buildTools() {
    m_tools = new QWidget(this);
    m_name = new ElidedLabel(Qt::ElideMiddle, m_tools);
    m_name->setObjectName(QStringLiteral("caption"));
    m_name->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_zoom = makeCaption(QString(), m_tools);
    m_whole = makeIconButton(QStringLiteral("whole"), tr("Whole picture (no box)"), m_tools);
    m_fit = makeIconButton(QStringLiteral("fit"), tr("Fit to the window"), m_tools);
    m_real = makeIconButton(QStringLiteral("real"), tr("Real pixels (100 %)"), m_tools);
    connect(m_whole, &QToolButton::clicked, this, &QueryPanel::chooseWholePicture);
    connect(m_fit, &QToolButton::clicked, m_editor, &BoxEditor::fit);
    connect(m_real, &QToolButton::clicked, m_editor, &BoxEditor::showRealPixels);
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_zoom);
    layout->addWidget(m_whole);
    layout->addWidget(m_fit);
    layout->addWidget(m_real);
}

QWidget* QueryPanel::buildPictureSide() {
    auto* side = new QWidget(this);
    m_editor = new BoxEditor(m_session, side);
    buildTools();

    // Each field says itself what it is; a caption would cost room that long languages need.
    auto* fields = new QWidget(side);
    fields->setAccessibleName(tr("Box"));
    auto* numbers = new QHBoxLayout(fields);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(space::kTight);
    const auto add = [&](QSpinBox*& field, const QString& letter, const QString& name) {
        field = numberField(letter, name);
        numbers->addWidget(field);
    };
    add(m_x, tr("x "), tr("Left edge of the box in pixels"));
    add(m_y, tr("y "), tr("Upper edge of the box in pixels"));
    add(m_width, tr("w "), tr("Width of the box in pixels"));
    add(m_height, tr("h "), tr("Height of the box in pixels"));
    numbers->addStretch(1);

    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_editor, 1);
    layout->addWidget(fields);
    return side;
}

QWidget* QueryPanel::buildPreviewSide() {
    auto* side = new QWidget(this);
    m_preview = new PreviewPane(m_session, side);
    m_previewSize = makeCaption(QString(), side);
    m_peek = new QPushButton(Theme::instance().icon(QStringLiteral("eye")), tr("Hold to see clean"), side);
    m_peek->setToolTip(tr("Shows the clean crop while held. Key: P"));
    m_peek->setAccessibleName(tr("Peek at the clean crop while held"));
    connect(m_peek, &QPushButton::pressed, m_preview, [this] { m_preview->setPeeking(true); });
    connect(m_peek, &QPushButton::released, m_preview, [this] { m_preview->setPeeking(false); });

    auto* foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    foot->addWidget(m_previewSize, 1);
    foot->addWidget(m_peek);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_preview, 1);
    layout->addLayout(foot);
    return side;
}

QSpinBox* QueryPanel::numberField(const QString& label, const QString& name) {
    auto* field = new QSpinBox(this);
    field->setPrefix(label);
    field->setAccessibleName(name);
    field->setToolTip(name);
    field->setKeyboardTracking(false);
    field->setRange(0, 0);
    field->setMinimumWidth(80);
    connect(field, &QSpinBox::valueChanged, this, &QueryPanel::takeTypedBox);
    return field;
}

void QueryPanel::takeTypedBox() {
    if (!m_session->hasPicture()) return;
    m_session->setBox(typedBox(m_x->value(), m_y->value(), m_width->value(), m_height->value(),
                               m_session->picture()->size()),
                      m_session->newGesture());
    showBox();
}

void QueryPanel::chooseWholePicture() {
    m_session->setBox(std::nullopt, m_session->newGesture());
}

void QueryPanel::showPicture() {
    const bool has = m_session->hasPicture();
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_x, m_y, m_width, m_height, m_whole, m_fit, m_real, m_peek})
        control->setEnabled(has);
    const QString path = has ? QString::fromStdString(m_session->query().image->path) : QString();
    // The folder would leave no room for the name; it is in the tool tip.
    m_name->setFullText(has && path.isEmpty() ? tr("Pasted picture") : path.section(QLatin1Char('/'), -1));
    if (!path.isEmpty()) m_name->setToolTip(path.toHtmlEscaped());
    showBox();
    showZoom();
}

void QueryPanel::showBox() {
    const image::Box box = m_session->effectiveBox();
    const QSize size = m_session->hasPicture() ? m_session->picture()->size() : QSize(1, 1);
    const auto show = [](QSpinBox* field, int minimum, int maximum, int value) {
        const QSignalBlocker blocker(field);
        field->setRange(minimum, maximum);
        field->setValue(value);
    };
    show(m_x, 0, size.width() - 1, box.x1);
    show(m_y, 0, size.height() - 1, box.y1);
    show(m_width, m_session->hasPicture() ? 1 : 0, size.width(), box.width());
    show(m_height, m_session->hasPicture() ? 1 : 0, size.height(), box.height());
    m_whole->setEnabled(m_session->query().box.has_value());
    m_previewSize->setText(m_session->hasPicture() ? tr("%1 × %2 px").arg(box.width()).arg(box.height())
                                                   : QString());
}

void QueryPanel::showZoom() {
    if (!m_session->hasPicture()) {
        m_zoom->clear();
        return;
    }
    const double percent = m_editor->viewport().percent(m_editor->pane());
    m_zoom->setText(tr("%1 %").arg(qRound(percent)));
}

void QueryPanel::showPreview() {
    m_preview->setToolTip(m_session->hasPicture() ? recipeText(m_session->query().recipe).toHtmlEscaped()
                                                  : QString());
}

}  // namespace adapnet::ui
