#include "ui/models/models_window.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/service/workbench.h"
#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {

constexpr int kListWidth = 248;
constexpr int kChunk = 16;  // a hash may break here

// A hash or path without blanks would make the window as wide as itself.
QString breakable(const QString& code) {
    QString out;
    for (qsizetype i = 0; i < code.size(); ++i) {
        if (i > 0 && (i % kChunk == 0 || code[i] == QLatin1Char('/'))) out += QChar(0x200B);
        out += code[i];
    }
    return out;
}

}  // namespace

ModelServices coreModelServices(const std::string& device, const std::string& precision) {
    nn::NetworkOptions options;
    options.device = device;
    options.precision = nn::parsePrecision(precision).value_or(nn::Precision::Auto);
    return {
        [] { return service::availableModels(); },
        [](const nn::ModelInfo& model) { return service::readProvenance(model); },
        [options](const nn::ModelInfo& model) { return service::checkModel(model, options); },
        [](const nn::ModelInfo& model, const std::string& name) { return service::renameModel(model, name); },
        [](const nn::ModelInfo& model) { return service::removeModel(model); }};
}

ModelsWindow::ModelsWindow(ModelServices services, QWidget* parent)
    : QDialog(parent),
      m_services(std::move(services)),
      m_reading(LatestOnly::Policy::KeepRunning),
      m_loading(LatestOnly::Policy::KeepRunning) {
    setWindowTitle(tr("Models"));
    buildLayout();
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelsWindow::choose);
    connect(m_recipeSwitch, &QPushButton::toggled, this, [this](bool on) {
        m_recipe->setVisible(on);
        m_recipeSwitch->setText(on ? tr("Hide the training recipe") : tr("Show the training recipe"));
    });
    connect(m_rename, &QPushButton::clicked, this, [this] {
        if (model() == nullptr) return;
        bool isChosen = false;
        const QString name =
            QInputDialog::getText(this, tr("Rename the model"), tr("Name:"), QLineEdit::Normal,
                                  QString::fromStdString(model()->displayName), &isChosen);
        if (isChosen) rename(name);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (model() == nullptr) return;
        const auto answer = QMessageBox::question(
            this, tr("Remove the model"),
            tr("Delete \"%1\" and its weights? This cannot be undone; the file it was imported from stays.")
                .arg(QString::fromStdString(model()->displayName)),
            QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer == QMessageBox::Yes) remove();
    });
    for (auto* worker : {&m_reading, &m_loading})
        connect(worker, &LatestOnly::failed, this, [this](const Error& error) { say(errorText(error)); });
    connect(&m_change, &JobRunner::failed, this, [this](const Error& error) { say(errorText(error)); });
    choose();
    reload();
}

ModelsWindow::~ModelsWindow() {
    m_reading.disconnect(this);
    m_loading.disconnect(this);
    m_change.disconnect(this);
}

void ModelsWindow::buildLayout() {
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Models"));
    m_list->setObjectName(QStringLiteral("models"));
    m_list->setFixedWidth(kListWidth);
    m_list->setWordWrap(true);
    auto* import = new QPushButton(tr("Import a model …"), this);
    import->setAutoDefault(false);
    connect(import, &QPushButton::clicked, this, &ModelsWindow::importRequested);
    auto* left = new QVBoxLayout;
    left->setSpacing(space::kSmall);
    left->addWidget(m_list, 1);
    left->addWidget(import);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
    layout->setSpacing(space::kMedium);
    layout->addLayout(left);
    layout->addWidget(buildDetails(), 1);
    setMinimumSize(720, 440);
    resize(920, 640);
}

QWidget* ModelsWindow::buildDetails() {
    auto* panel = makePanel(this);
    m_title = makeHeading({}, panel);
    m_title->setWordWrap(true);
    m_rename = new QPushButton(tr("Rename …"), panel);
    m_remove = new QPushButton(tr("Remove …"), panel);
    for (QPushButton* button : {m_rename, m_remove}) button->setAutoDefault(false);
    m_problem = new QLabel(panel);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_scroll = new QScrollArea(panel);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recipeSwitch = new QPushButton(tr("Show the training recipe"), panel);
    m_recipeSwitch->setObjectName(QStringLiteral("link"));
    m_recipeSwitch->setCheckable(true);
    m_recipeSwitch->setAutoDefault(false);
    m_recipe = new QPlainTextEdit(panel);
    m_recipe->setReadOnly(true);
    m_recipe->setAccessibleName(tr("Training recipe"));
    m_recipe->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_recipe->hide();

    auto* head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    head->addWidget(m_title, 1);
    head->addWidget(m_rename);
    head->addWidget(m_remove);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kMedium);
    layout->setSpacing(space::kSmall);
    layout->addLayout(head);
    layout->addWidget(m_problem);
    layout->addWidget(m_scroll, 3);
    layout->addWidget(m_recipeSwitch, 0, Qt::AlignLeft);
    layout->addWidget(m_recipe, 2);
    return panel;
}

const nn::ModelInfo* ModelsWindow::model() const {
    const int row = m_list->currentRow();
    return row >= 0 && row < static_cast<int>(m_models.size()) ? &m_models[static_cast<std::size_t>(row)]
                                                               : nullptr;
}

QString ModelsWindow::shownModel() const {
    return model() != nullptr ? QString::fromStdString(model()->id) : QString();
}

void ModelsWindow::reload(const QString& id) {
    m_wanted = id.isEmpty() ? shownModel() : id;
    m_reading.request([list = m_services.models](const std::stop_token&) { return list(); },
                      [this](const Result<std::vector<nn::ModelInfo>>& models) { takeModels(models); });
}

void ModelsWindow::takeModels(const Result<std::vector<nn::ModelInfo>>& models) {
    if (!models) {
        say(errorText(models.error()));
        Q_EMIT shown();
        return;
    }
    m_models = *models;
    m_known.clear();
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const auto& info : m_models) {
            auto* item = new QListWidgetItem(QString::fromStdString(info.displayName), m_list);
            item->setToolTip(QString::fromStdString(info.id));
        }
        const auto found = std::find_if(m_models.begin(), m_models.end(), [this](const auto& info) {
            return QString::fromStdString(info.id) == m_wanted;
        });
        m_list->setCurrentRow(found == m_models.end() ? 0 : static_cast<int>(found - m_models.begin()));
    }
    choose();
    if (!m_models.empty()) return;
    say(tr("No model files were found."));
    Q_EMIT shown();
}

void ModelsWindow::choose() {
    showFacts();
    const nn::ModelInfo* chosen = model();
    if (chosen == nullptr) return;
    const Known& known = m_known[chosen->id];
    if (known.provenance && known.check) {
        Q_EMIT shown();
        return;
    }
    struct Answer {
        Result<service::ModelProvenance> provenance;
        Result<service::ModelCheck> check;
    };
    m_loading.request(
        [services = m_services, info = *chosen](const std::stop_token&) {
            return Answer{services.provenance(info), services.check(info)};
        },
        [this, id = chosen->id](Answer answer) {
            m_known[id] = {std::move(answer.provenance), std::move(answer.check)};
            if (model() == nullptr || model()->id != id) return;
            showFacts();
            Q_EMIT shown();
        });
}

void ModelsWindow::showFacts() {
    const nn::ModelInfo* chosen = model();
    const Known known = chosen != nullptr ? m_known[chosen->id] : Known{};
    m_facts =
        chosen != nullptr ? modelFacts(*chosen, known.provenance, known.check) : std::vector<ModelFact>{};
    m_title->setText(chosen != nullptr ? QString::fromStdString(chosen->displayName) : QString());
    if (chosen != nullptr) m_problem->hide();

    auto* sheet = new QWidget;
    sheet->setObjectName(QStringLiteral("plain"));
    auto* form = new QFormLayout(sheet);
    form->setContentsMargins(0, 0, space::kSmall, 0);
    form->setHorizontalSpacing(space::kMedium);
    form->setVerticalSpacing(space::kSmall);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const ModelFact& fact : m_facts) {
        auto* label = makeCaption(fact.label, sheet);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        auto* text = new QLabel(fact.isCode ? breakable(fact.text) : fact.text, sheet);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (fact.isCode) text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        text->setAccessibleName(fact.label);
        form->addRow(label, text);
    }
    m_scroll->setWidget(sheet);  // deletes the one before
    const bool isKnown = known.provenance && known.provenance->has_value();
    const bool isOwn = isKnown && (**known.provenance).isOwn;
    m_rename->setVisible(isOwn);
    m_remove->setVisible(isOwn);
    const QString recipe = isKnown ? QString::fromStdString((**known.provenance).recipe) : QString();
    m_recipe->setPlainText(recipe);
    m_recipeSwitch->setVisible(!recipe.isEmpty());
    m_recipe->setVisible(!recipe.isEmpty() && m_recipeSwitch->isChecked());
}

void ModelsWindow::rename(const QString& name) {
    change([work = m_services.rename,
            text = name.trimmed().toStdString()](const nn::ModelInfo& info) { return work(info, text); },
           shownModel());
}

void ModelsWindow::remove() {
    change(m_services.remove, {});
}

// Writes files, so it is done aside.
void ModelsWindow::change(std::function<Result<void>(const nn::ModelInfo&)> work, const QString& next) {
    if (model() == nullptr || m_change.isRunning()) return;
    m_change.start([work = std::move(work), info = *model()](const JobContext&) { return work(info); },
                   [this, next](const Result<void>& outcome) {
                       if (!outcome) {
                           say(errorText(outcome.error()));
                           Q_EMIT shown();
                           return;
                       }
                       Q_EMIT changed();
                       reload(next);
                   });
}

void ModelsWindow::say(const QString& text) {
    m_problem->setText(text);
    m_problem->show();
}

}  // namespace adapnet::ui
