#include "ui/query/recipe_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <utility>

#include "core/degrade/repair.h"
#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {
// The first kinds of the registry are those of the degraded-query studies; they get a button of their own
// while the stack is empty.
constexpr std::size_t kQuickKinds = 5;
constexpr int kLeastWidth = 286;
}  // namespace

RecipePanel::RecipePanel(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* add = new QPushButton(Theme::instance().icon(QStringLiteral("add")), tr("Add"), this);
    add->setAccessibleName(tr("Add a degradation"));
    auto* addMenu = new QMenu(add);
    fillAddMenu(addMenu);
    add->setMenu(addMenu);
    auto* presets = new QPushButton(tr("Presets"), this);
    presets->setAccessibleName(tr("Presets of degradations"));
    auto* presetMenu = new QMenu(presets);
    fillPresetMenu(presetMenu);
    presets->setMenu(presetMenu);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    buttons->addWidget(add, 1);
    buttons->addWidget(presets, 1);

    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("plain"));
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(space::kSmall);
    m_empty = buildEmpty();
    m_list->addWidget(m_empty);
    m_list->addStretch(1);
    auto* scroll = m_scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    content->installEventFilter(this);
    scroll->setMinimumWidth(kLeastWidth);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setAccessibleName(tr("Steps of the degradation"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addLayout(buildHead());
    layout->addLayout(buttons);
    layout->addWidget(scroll, 1);
    layout->addWidget(buildSeedRow());

    connect(session, &SessionModel::recipeChanged, this, &RecipePanel::showRecipe);
    showRecipe();
}

QLayout* RecipePanel::buildHead() {
    m_clear = new QPushButton(tr("Clear"), this);
    m_clear->setObjectName(QStringLiteral("link"));
    m_clear->setAccessibleName(tr("Remove all steps"));
    m_clear->setToolTip(tr("Remove all steps"));
    connect(m_clear, &QPushButton::clicked, this, &RecipePanel::clear);
    auto* open =
        makeIconButton(QStringLiteral("folder"), tr("Open a recipe (a file can be dropped, too)"), this);
    open->setAccessibleName(tr("Open a recipe"));
    connect(open, &QToolButton::clicked, this, &RecipePanel::openRequested);
    m_save = makeIconButton(QStringLiteral("save"), tr("Save the recipe"), this);
    connect(m_save, &QToolButton::clicked, this, &RecipePanel::saveRequested);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::kTight);
    head->addWidget(makeHeading(tr("Degradation"), this), 1);
    head->addWidget(m_clear);
    head->addWidget(open);
    head->addWidget(m_save);
    head->addStrut(space::kControlHeight);
    return head;
}

void RecipePanel::fillAddMenu(QMenu* menu) {
    for (const auto& kind : degrade::registry())
        menu->addAction(nameOr(degradationName(kind->kind()), kind->kind()), this,
                        [this, id = kind->kind()] { addStep(id); });
    menu->addSeparator();
    menu->addAction(degradationName(degrade::kRepairKind), this,
                    [this] { addStep(std::string(degrade::kRepairKind)); });
}

void RecipePanel::fillPresetMenu(QMenu* menu) {
    const auto addPreset = [this](QMenu* into, const degrade::Preset& preset, const QString& text) {
        into->addAction(text, this, [this, steps = preset.steps] {
            degrade::Recipe recipe = m_session->query().recipe;
            recipe.steps = steps;
            m_session->setRecipe(recipe, m_session->newGesture());
        });
    };
    std::map<std::string, QMenu*> kinds;
    for (const degrade::Preset& preset : degrade::presets()) {
        const bool severity = preset.id.find("_severity_") != std::string::npos && preset.steps.size() == 1;
        if (!severity) {
            addPreset(menu, preset, nameOr(presetName(preset.id), preset.id));
            continue;
        }
        const std::string& kind = preset.steps.front().kind;
        if (kinds.empty()) menu->addSeparator();
        QMenu*& into = kinds[kind];
        if (into == nullptr) into = menu->addMenu(nameOr(degradationName(kind), kind));
        addPreset(into, preset,
                  tr("Severity %1").arg(QString::fromStdString(preset.id.substr(preset.id.size() - 1))));
    }
}

QWidget* RecipePanel::buildEmpty() {
    auto* empty = new QWidget;
    empty->setObjectName(QStringLiteral("plain"));
    auto* layout = new QVBoxLayout(empty);
    layout->setContentsMargins(0, space::kSmall, 0, 0);
    layout->setSpacing(space::kSmall);
    auto* text = makeCaption(
        tr("The query is searched as it is. Add damage to see how far each model finds it:"), empty);
    text->setWordWrap(true);
    layout->addWidget(text);
    std::size_t shown = 0;
    for (const auto& kind : degrade::registry()) {
        if (shown++ == kQuickKinds) break;
        const QString name = nameOr(degradationName(kind->kind()), kind->kind());
        auto* button = new QPushButton(Theme::instance().icon(QStringLiteral("add")), name, empty);
        button->setObjectName(QStringLiteral("entry"));
        button->setAccessibleName(tr("Add %1").arg(name));
        connect(button, &QPushButton::clicked, this, [this, id = kind->kind()] { addStep(id); });
        layout->addWidget(button);
    }
    return empty;
}

QWidget* RecipePanel::buildSeedRow() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    auto* caption = makeCaption(tr("Seed"), row);
    m_seed = new QLineEdit(row);
    m_seed->setAccessibleName(tr("Seed of the random numbers"));
    m_seed->setToolTip(tr("The same seed gives the same noise on every machine"));
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,19}")), m_seed));
    connect(m_seed, &QLineEdit::editingFinished, this, &RecipePanel::takeSeed);
    caption->setBuddy(m_seed);
    auto* dice = makeIconButton(QStringLiteral("dice"), tr("New seed"), row);
    connect(dice, &QToolButton::clicked, this, &RecipePanel::newSeed);
    layout->addWidget(caption);
    layout->addWidget(m_seed, 1);
    m_region = makeIconButton(
        QStringLiteral("region"),
        tr("Damage the whole picture before it is cropped, so that blurs reach across the box"), row);
    m_region->setAccessibleName(tr("Damage the whole picture before it is cropped"));
    m_region->setCheckable(true);
    connect(m_region, &QToolButton::clicked, this, &RecipePanel::takeRegion);
    layout->addWidget(dice);
    layout->addWidget(m_region);
    return row;
}

void RecipePanel::addStep(const std::string& kind) {
    auto step = degrade::defaultStep(kind);
    if (!step) return;
    degrade::Recipe recipe = m_session->query().recipe;
    recipe.steps.push_back(*std::move(step));
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::clear() {
    degrade::Recipe recipe = m_session->query().recipe;
    recipe.steps.clear();
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::newSeed() {
    degrade::Recipe recipe = m_session->query().recipe;
    // Short enough to be read out over a telephone.
    recipe.seed = QRandomGenerator::global()->bounded(1, 1'000'000);
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::takeSeed() {
    degrade::Recipe recipe = m_session->query().recipe;
    recipe.seed = m_seed->text().toULongLong();
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::takeRegion(bool whole) {
    degrade::Recipe recipe = m_session->query().recipe;
    recipe.region = whole ? degrade::Region::Full : degrade::Region::Crop;
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::editStep(std::size_t index, const degrade::Step& step) {
    degrade::Recipe recipe = m_session->query().recipe;
    if (index >= recipe.steps.size()) return;
    recipe.steps[index] = step;
    m_session->setRecipe(recipe, m_gesture);
}

void RecipePanel::removeStep(std::size_t index) {
    degrade::Recipe recipe = m_session->query().recipe;
    if (index >= recipe.steps.size()) return;
    recipe.steps.erase(recipe.steps.begin() + static_cast<std::ptrdiff_t>(index));
    m_session->setRecipe(recipe, m_session->newGesture());
}

void RecipePanel::moveStep(std::size_t index, int by) {
    degrade::Recipe recipe = m_session->query().recipe;
    const auto target = static_cast<std::ptrdiff_t>(index) + by;
    if (target < 0 || target >= static_cast<std::ptrdiff_t>(recipe.steps.size())) return;
    const auto place = static_cast<std::size_t>(target);
    if (index < m_cards.size()) m_focusWish = FocusWish{place, m_cards[index]->focusedControl()};
    std::swap(recipe.steps[index], recipe.steps[place]);
    m_session->setRecipe(recipe, m_session->newGesture());
}

QScrollBar* RecipePanel::scrollBar() const {
    return m_scroll->verticalScrollBar();
}

void RecipePanel::grantFocus() {
    const auto wish = std::exchange(m_focusWish, std::nullopt);
    if (!wish || wish->control < 0 || wish->card >= m_cards.size()) return;
    m_cards[wish->card]->focusControl(wish->control);
    m_scroll->ensureWidgetVisible(m_cards[wish->card]);
}

void RecipePanel::showRecipe() {
    const degrade::Recipe& recipe = m_session->query().recipe;
    m_seed->setText(QString::number(recipe.seed));
    m_region->setChecked(recipe.region == degrade::Region::Full);
    m_save->setEnabled(!recipe.steps.empty());
    const bool sameStack =
        m_cards.size() == recipe.steps.size() &&
        std::equal(m_cards.begin(), m_cards.end(), recipe.steps.begin(),
                   [](const StepCard* card, const auto& step) { return card->step().kind == step.kind; });
    if (!sameStack) {
        // Later: the change may come from a button on a card.
        QMetaObject::invokeMethod(this, &RecipePanel::rebuildCards, Qt::QueuedConnection);
        return;
    }
    for (std::size_t i = 0; i < m_cards.size(); ++i) m_cards[i]->setStep(recipe.steps[i]);
    m_clear->setVisible(!recipe.steps.empty());
    m_empty->setVisible(recipe.steps.empty());
    grantFocus();
}

void RecipePanel::rebuildCards() {
    for (StepCard* card : m_cards) {
        m_list->removeWidget(card);
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    const degrade::Recipe recipe = m_session->query().recipe;
    const int count = static_cast<int>(recipe.steps.size());
    for (int i = 0; i < count; ++i) {
        const auto index = static_cast<std::size_t>(i);
        auto* card = new StepCard(recipe.steps[index], i + 1, count);
        connect(card, &StepCard::gestureStarted, this, [this] { m_gesture = m_session->newGesture(); });
        connect(card, &StepCard::edited, this,
                [this, index](const degrade::Step& step) { editStep(index, step); });
        connect(card, &StepCard::removeRequested, this, [this, index] { removeStep(index); });
        connect(card, &StepCard::moveRequested, this, [this, index](int by) { moveStep(index, by); });
        m_list->insertWidget(i, card);
        m_cards.push_back(card);
    }
    m_clear->setVisible(count > 0);
    m_empty->setVisible(count == 0);
    grantFocus();
}

bool RecipePanel::eventFilter(QObject* watched, QEvent* event) {
    // Long words of some languages make the panel wider, once the cards have their fonts and whenever other
    // parameters are shown; nothing is cut off.
    if (watched == m_scroll->widget() && event->type() == QEvent::LayoutRequest)
        m_scroll->setMinimumWidth(
            std::max(kLeastWidth, m_scroll->widget()->minimumSizeHint().width() + space::kMedium));
    return QWidget::eventFilter(watched, event);
}

}  // namespace adapnet::ui
