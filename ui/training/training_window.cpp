#include "ui/training/training_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/help/shortcut_overlay.h"

namespace adapnet::ui {

namespace {

constexpr int kFormWidth = 360;
constexpr int kColumns = 2;
constexpr int kProgressParts = 1000;

fs::path toPath(const QString& file) {
    return fs::path(QFile::encodeName(QDir::fromNativeSeparators(file.trimmed())).toStdString());
}

QString textOf(const QLineEdit* field) {
    return field->text().trimmed();
}

}  // namespace

TrainingWindow::TrainingWindow(TrainingModel* model, QWidget* parent) : QDialog(parent), m_model(model) {
    setWindowTitle(tr("Train a network"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    buildLayout();
    for (const auto& recipe : model->services().recipes()) addRecipe(recipe);
    connect(m_recipe, &QComboBox::currentIndexChanged, this, &TrainingWindow::showState);
    for (QLineEdit* field : {m_data, m_startWeights, m_out})
        connect(field, &QLineEdit::textChanged, this, &TrainingWindow::showState);
    connect(m_start, &QPushButton::clicked, this, &TrainingWindow::startTraining);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        m_model->state() == TrainingModel::State::Paused ? m_model->goOn() : m_model->pause();
    });
    connect(m_cancel, &QPushButton::clicked, model, &TrainingModel::cancel);
    connect(model, &TrainingModel::stateChanged, this, &TrainingWindow::showState);
    connect(model, &TrainingModel::progressChanged, this, &TrainingWindow::showProgress);
    connect(model, &TrainingModel::pointsChanged, this, &TrainingWindow::showPoints);
    connect(model, &TrainingModel::finished, this, &TrainingWindow::showState);
    showState();
    showProgress();
    showPoints();
}

TrainingWindow::~TrainingWindow() {
    m_model->disconnect(this);
}

void TrainingWindow::buildLayout() {
    auto* plots = makePanel(this);
    auto* grid = new QGridLayout(plots);
    grid->setContentsMargins(space::kSmall, space::kSmall, space::kSmall, space::kSmall);
    grid->setSpacing(space::kSmall);
    for (std::size_t i = 0; i < kTrainingFigures.size(); ++i) {
        auto* chart = new TrainingChart(trainingFigureName(kTrainingFigures[i]), plots);
        grid->addWidget(chart, static_cast<int>(i) / kColumns, static_cast<int>(i) % kColumns);
        m_charts.push_back(chart);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
    layout->setSpacing(space::kMedium);
    layout->addWidget(buildForm());
    layout->addWidget(plots, 1);
    resize(1040, 640);
}

QWidget* TrainingWindow::buildForm() {
    auto* side = new QWidget(this);
    side->setFixedWidth(kFormWidth);
    m_form = new QWidget(side);
    auto* grid = new QGridLayout(m_form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::kSmall);
    grid->setVerticalSpacing(space::kTight);
    int row = 0;
    const auto addRow = [&](const QString& text, QWidget* field, auto&& choose) {
        auto* label = new QLabel(text, m_form);
        label->setBuddy(field);
        field->setAccessibleName(withoutMnemonic(text));
        auto* button = new QPushButton(tr("Choose …"), m_form);
        button->setAutoDefault(false);
        button->setAccessibleName(tr("Choose: %1").arg(withoutMnemonic(text)));
        connect(button, &QPushButton::clicked, this, choose);
        grid->addWidget(label, row++, 0, 1, 2);
        grid->addWidget(field, row, 0);
        grid->addWidget(button, row++, 1);
        grid->setRowMinimumHeight(row++, space::kTight);
    };
    m_recipe = new QComboBox(m_form);
    m_recipe->setMinimumContentsLength(16);
    addRow(tr("&Recipe"), m_recipe, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Training recipe"), {},
                                                          tr("Recipes (*.json);;All files (*)"));
        if (!file.isEmpty()) chooseRecipe(file);
    });
    m_data = new QLineEdit(m_form);
    m_data->setToolTip(tr("A folder with manifest.json, or with one folder of photos a class"));
    addRow(tr("&Photos"), m_data, [this] { browseFolder(m_data, tr("Photos to train on")); });
    m_startWeights = new QLineEdit(m_form);
    m_startWeights->setPlaceholderText(tr("Shipped baseline"));
    addRow(tr("Starting &weights"), m_startWeights, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Starting weights"), {},
                                                          tr("Weights (*.safetensors);;All files (*)"));
        if (!file.isEmpty()) setStart(file);
    });
    m_out = new QLineEdit(m_form);
    addRow(tr("&Output folder"), m_out, [this] { browseFolder(m_out, tr("Where the network goes")); });
    m_resume = new QCheckBox(tr("Go on from a &checkpoint that fits"), m_form);
    m_resume->setChecked(true);
    grid->addWidget(m_resume, row++, 0, 1, 2);
    m_about = makeCaption({}, side);
    m_about->setWordWrap(true);
    m_message = new QLabel(side);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_progressText = new QLabel(side);
    m_progressText->setWordWrap(true);
    m_progress = new QProgressBar(side);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the training"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    m_cancel = new QPushButton(tr("Cancel"), side);
    m_cancel->setToolTip(tr("Ends the run and keeps its checkpoint"));
    m_pause = new QPushButton(tr("Pause"), side);
    m_start = new QPushButton(tr("Start"), side);
    m_start->setObjectName(QStringLiteral("primary"));
    m_start->setDefault(true);
    for (QPushButton* button : {m_cancel, m_pause}) button->setAutoDefault(false);
    buttons->addStretch(1);
    for (QPushButton* button : {m_cancel, m_pause, m_start}) buttons->addWidget(button);

    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_form);
    layout->addWidget(m_about);
    layout->addStretch(1);
    layout->addWidget(m_message);
    layout->addWidget(m_progressText);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    return side;
}

void TrainingWindow::addRecipe(const service::TrainRecipe& recipe) {
    m_recipes.push_back(recipe);
    m_recipe->addItem(QString::fromStdString(recipe.config.displayName));
    m_recipe->setItemData(m_recipe->count() - 1, QString::fromStdString(displayPath(recipe.file)),
                          Qt::ToolTipRole);
}

void TrainingWindow::chooseRecipe(const QString& file) {
    const fs::path path = toPath(file);
    auto config = m_model->services().readRecipe(path);
    if (!config) {
        say(errorText(config.error()), true);
        return;
    }
    addRecipe({path, std::move(*config)});
    m_recipe->setCurrentIndex(m_recipe->count() - 1);
}

void TrainingWindow::setDataFolder(const QString& folder) {
    m_data->setText(QDir::toNativeSeparators(folder));
}

void TrainingWindow::setStart(const QString& file) {
    m_startWeights->setText(QDir::toNativeSeparators(file));
}

void TrainingWindow::setOutputFolder(const QString& folder) {
    m_out->setText(QDir::toNativeSeparators(folder));
}

TrainingWindow::Fields TrainingWindow::fields() const {
    const auto* chosen = recipe();
    return {
        chosen != nullptr ? QFile::decodeName(QByteArray::fromStdString(chosen->file.string())) : QString(),
        m_data->text(), m_startWeights->text(), m_out->text(), m_resume->isChecked()};
}

void TrainingWindow::setFields(const Fields& fields) {
    m_data->setText(fields.data);
    m_startWeights->setText(fields.start);
    m_out->setText(fields.out);
    m_resume->setChecked(fields.resume);
    if (fields.recipe.isEmpty()) return;
    const auto found = std::find_if(m_recipes.begin(), m_recipes.end(),
                                    [&](const auto& known) { return known.file == toPath(fields.recipe); });
    if (found == m_recipes.end())
        chooseRecipe(fields.recipe);
    else
        m_recipe->setCurrentIndex(static_cast<int>(found - m_recipes.begin()));
}

void TrainingWindow::browseFolder(QLineEdit* field, const QString& title) {
    const QString folder = QFileDialog::getExistingDirectory(this, title, textOf(field));
    if (!folder.isEmpty()) field->setText(QDir::toNativeSeparators(folder));
}

const service::TrainRecipe* TrainingWindow::recipe() const {
    const int index = m_recipe->currentIndex();
    return index >= 0 && index < static_cast<int>(m_recipes.size())
               ? &m_recipes[static_cast<std::size_t>(index)]
               : nullptr;
}

QString TrainingWindow::whatIsMissing() const {
    if (recipe() == nullptr) return tr("Choose a training recipe.");
    if (textOf(m_data).isEmpty()) return tr("Choose the folder with the photos to train on.");
    if (!QFileInfo(textOf(m_data)).isDir()) return tr("The folder %1 is not there.").arg(textOf(m_data));
    if (!textOf(m_startWeights).isEmpty() && !QFileInfo(textOf(m_startWeights)).isFile())
        return tr("The file %1 is not there.").arg(textOf(m_startWeights));
    if (textOf(m_out).isEmpty()) return tr("Choose the folder for the trained network.");
    if (!QFileInfo(textOf(m_out)).isDir()) return tr("The folder %1 is not there.").arg(textOf(m_out));
    return {};
}

std::optional<service::TrainJob> TrainingWindow::job() const {
    if (!whatIsMissing().isEmpty()) return std::nullopt;
    service::TrainJob job;
    job.config = recipe()->file;
    job.data = toPath(textOf(m_data));
    job.out = service::weightsIn(toPath(textOf(m_out)), recipe()->config);
    if (!textOf(m_startWeights).isEmpty()) job.start = toPath(textOf(m_startWeights));
    job.resume = m_resume->isChecked();
    return job;
}

QString TrainingWindow::message() const {
    return m_message->text();
}

void TrainingWindow::startTraining() {
    const auto wanted = job();
    if (!wanted || m_model->isActive()) return;
    m_model->start(*wanted);
    Q_EMIT started();
}

void TrainingWindow::showState() {
    using State = TrainingModel::State;
    const State state = m_model->state();
    const bool isActive = m_model->isActive();
    m_form->setEnabled(!isActive);
    m_start->setEnabled(!isActive && job().has_value());
    m_pause->setEnabled(isActive && state != State::Stopping);
    m_pause->setText(state == State::Paused ? tr("Go on") : tr("Pause"));
    m_cancel->setEnabled(isActive && state != State::Stopping);
    m_progress->setVisible(isActive);
    m_progressText->setVisible(isActive);
    if (const auto* shown = recipe()) {
        const auto& config = shown->config;
        m_about->setText(tr("Architecture %1 · %2 steps of %3 pairs")
                             .arg(QString::fromStdString(config.architecture),
                                  QLocale().toString(static_cast<qlonglong>(config.steps)),
                                  QLocale().toString(config.pairs)));
    }
    QStringList texts;
    if (!isActive) texts << m_model->outcome() << whatIsMissing();
    texts.removeAll(QString());
    say(texts.join(QLatin1Char('\n')), !isActive && m_model->hasFailed());
    showProgress();
}

void TrainingWindow::showProgress() {
    m_progressText->setText(m_model->progressText());
    const auto share = m_model->progressShare();
    m_progress->setRange(0, share ? kProgressParts : 0);
    if (share) m_progress->setValue(static_cast<int>(std::lround(*share * kProgressParts)));
}

void TrainingWindow::showPoints() {
    const auto steps = static_cast<double>(m_model->steps());
    for (std::size_t i = 0; i < m_charts.size(); ++i)
        m_charts[i]->setCurve(m_model->curve(kTrainingFigures[i]), steps);
}

void TrainingWindow::say(const QString& text, bool isProblem) {
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    m_message->setObjectName(isProblem ? QStringLiteral("problem") : QStringLiteral("caption"));
    m_message->style()->unpolish(m_message);
    m_message->style()->polish(m_message);
}

}  // namespace adapnet::ui
