#include "ui/shell/opening_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

OpeningPage::OpeningPage(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* panel = makePanel(this);
    panel->setFixedWidth(520);
    m_title = new ElidedLabel(Qt::ElideMiddle, panel);
    m_title->setFont(Theme::instance().headingFont());
    m_stage = new QLabel(panel);
    m_numbers = makeCaption(QString(), panel);
    m_bar = new QProgressBar(panel);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of opening"));
    m_cancel = new QPushButton(tr("Stop"), panel);
    m_cancel->setToolTip(tr("What is finished is kept; opening the folder again goes on from there"));
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_session->cancelOpening();
    });
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_numbers, 1);
    foot->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_title);
    layout->addWidget(m_stage);
    layout->addSpacing(space::kSmall);
    layout->addWidget(m_bar);
    layout->addLayout(foot);
    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    outer->addWidget(panel, 0, Qt::AlignHCenter);
    outer->addStretch(3);

    connect(session, &SessionModel::openingProgress, this, &OpeningPage::showProgress);
    connect(session, &SessionModel::stageChanged, this, &OpeningPage::showProgress);
    showProgress();
}

QString OpeningPage::progressLine() const {
    return m_numbers->text();
}

void OpeningPage::showProgress() {
    const Progress& progress = m_session->opening().progress();
    m_title->setFullText(tr("Opening %1").arg(m_session->galleryName()));
    m_stage->setText(m_session->opening().isCancelled() ? tr("Stopping …")
                     : progress.stage.empty()           ? tr("Starting …")
                                                        : nameOr(stageName(progress.stage), progress.stage));
    m_numbers->setText(progressText(progress));
    // Qt's bar counts in int; galleries may not.
    constexpr int kBarSteps = 1000;
    m_bar->setRange(0, progress.total > 0 ? kBarSteps : 0);
    if (progress.total > 0) m_bar->setValue(static_cast<int>(progress.done * kBarSteps / progress.total));
    m_cancel->setEnabled(m_session->opening().isRunning() && !m_session->opening().isCancelled());
}

}  // namespace adapnet::ui
