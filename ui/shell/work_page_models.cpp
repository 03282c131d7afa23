// The choice of the models whose rankings are shown: boxes side by side, or in a menu where there are many.
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWidgetAction>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/shell/work_page.h"

namespace adapnet::ui {

namespace {

constexpr std::size_t kMostBoxesInARow = 3;  // models; their names are long

}  // namespace

// Size of the vectors, device, and what half precision costs: the core says "cpu bf16 (cosine 0.9997)".
QString WorkPage::modelToolTip(const nn::ModelInfo& model, const std::string& device) {
    static const QRegularExpression known(
        QStringLiteral("^(\\S+) (fp32|bf16|fp16) \\(cosine ([0-9.]+)\\)(.*)$"));
    const QString text = QString::fromStdString(device);
    QStringList lines{tr("%n number(s) a picture", nullptr, model.dimension)};
    const auto parts = known.match(text);
    if (!parts.hasMatch()) {
        lines << tr("Computed on %1").arg(text);
    } else {
        lines << tr("Computed on %1 in %2").arg(parts.captured(1), parts.captured(2));
        if (parts.captured(2) != QLatin1String("fp32"))
            lines << tr("Least cosine to the vectors of fp32: %1")
                         .arg(QLocale().toString(parts.captured(3).toDouble(), 'f', 4));
        if (!parts.captured(4).isEmpty()) lines << parts.captured(4).trimmed();
    }
    return lines.join(QLatin1Char('\n'));
}

void WorkPage::showModels() {
    for (QCheckBox* box : m_modelBoxes) box->deleteLater();
    m_modelBoxes.clear();
    if (m_modelMenu != nullptr) m_modelMenu->deleteLater();
    m_modelMenu = nullptr;
    const auto& gallery = m_session->gallery();
    if (!gallery) return;
    const auto models = gallery->models();
    QMenu* menu = nullptr;
    if (models.size() > kMostBoxesInARow) {
        m_modelMenu = new QToolButton(this);
        m_modelMenu->setPopupMode(QToolButton::InstantPopup);
        m_modelMenu->setToolTip(tr("The models whose rankings are shown"));
        menu = new QMenu(m_modelMenu);
        m_modelMenu->setMenu(menu);
        m_modelRow->addWidget(m_modelMenu);
    }
    for (std::size_t i = 0; i < models.size(); ++i) {
        const QString name = QString::fromStdString(models[i].displayName);
        auto* box = new QCheckBox(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")), this);
        box->setAccessibleName(tr("Rank with %1").arg(name));
        box->setToolTip(modelToolTip(models[i], gallery->deviceOf(i)));
        connect(box, &QCheckBox::toggled, this, [this] {
            std::vector<std::string> chosen;
            const auto all = m_session->gallery()->models();
            for (std::size_t k = 0; k < m_modelBoxes.size() && k < all.size(); ++k)
                if (m_modelBoxes[k]->isChecked()) chosen.push_back(all[k].id);
            m_session->setShownModels(std::move(chosen));
        });
        if (menu != nullptr) {
            // A box, not a menu entry: the menu stays open while several are chosen.
            auto* action = new QWidgetAction(menu);
            box->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
            action->setDefaultWidget(box);
            menu->addAction(action);
        } else {
            m_modelRow->addWidget(box);
        }
        m_modelBoxes.push_back(box);
    }
    checkModels();
}

void WorkPage::checkModels() {
    if (!m_session->gallery()) return;
    const auto models = m_session->gallery()->models();
    const auto& shown = m_session->shownModels();
    for (std::size_t i = 0; i < m_modelBoxes.size() && i < models.size(); ++i) {
        const QSignalBlocker blocker(m_modelBoxes[i]);
        m_modelBoxes[i]->setChecked(std::find(shown.begin(), shown.end(), models[i].id) != shown.end());
    }
    if (m_modelMenu == nullptr) return;
    m_modelMenu->setText(tr("Models: %1 of %2").arg(shown.size()).arg(models.size()));
    m_modelMenu->setAccessibleName(m_modelMenu->text());
}

}  // namespace adapnet::ui
