#include "ui/models/import_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/help/shortcut_overlay.h"

namespace adapnet::ui {

namespace {

fs::path toPath(const QString& file) {
    return fs::path(QFile::encodeName(file).toStdString());
}

QString kindText(const QString& kind) {
    if (kind == QLatin1String("cfcd")) return ImportDialog::tr("CFCD");
    if (kind == QLatin1String("senet")) return ImportDialog::tr("SENet");
    if (kind == QLatin1String("cvnet")) return ImportDialog::tr("CVNet, SuperGlobal");
    if (kind == QLatin1String("cirtorch_gem")) return ImportDialog::tr("GeM (cirtorch)");
    if (kind == QLatin1String("adaface")) return ImportDialog::tr("AdaFace (faces)");
    if (kind == QLatin1String("resnet")) return ImportDialog::tr("ResNet (ImageNet)");
    return kind;
}

QString shrinkingText(nn::Shrinking shrinking) {
    switch (shrinking) {
        case nn::Shrinking::Area:
            return ImportDialog::tr("Average over the area");
        case nn::Shrinking::Lanczos:
            return ImportDialog::tr("Lanczos (cirtorch)");
    }
    return {};
}

QString resizingText(nn::Resizing resizing) {
    switch (resizing) {
        case nn::Resizing::FloatRounded:
            return ImportDialog::tr("Bilinear, rounded size (CFCD)");
        case nn::Resizing::EightBitArea:
            return ImportDialog::tr("Area in 8 bit (SENet, CVNet)");
        case nn::Resizing::FloatTruncated:
            return ImportDialog::tr("Bilinear, truncated size (SuperGlobal)");
        case nn::Resizing::FloatExactStep:
            return ImportDialog::tr("Bilinear, exact step (cirtorch)");
    }
    return {};
}

// The whole account, one tensor a line; names stay as they are in the file.
QString detailsOf(const service::ImportPlan& plan) {
    QStringList lines;
    for (const auto& name : plan.missing)
        lines << ImportDialog::tr("missing: %1").arg(QString::fromStdString(name));
    for (const auto& name : plan.unexpected)
        lines << ImportDialog::tr("unexpected: %1").arg(QString::fromStdString(name));
    for (const auto& tensor : plan.misshapen)
        lines << ImportDialog::tr("wrong shape: %1 is %2 instead of %3")
                     .arg(QString::fromStdString(tensor.name), QString::fromStdString(tensor.found),
                          QString::fromStdString(tensor.expected));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

ImportServices coreImportServices() {
    return {[](const service::ImportRequest& request) { return service::planImport(request); },
            [](const service::ImportRequest& request, const JobContext& job) {
                return service::importModel(request, job);
            }};
}

ImportDialog::ImportDialog(ImportServices services, QWidget* parent)
    : QDialog(parent), m_services(std::move(services)) {
    setWindowTitle(tr("Import a model"));
    buildLayout();
    for (const std::string& kind : service::importableKinds()) {
        const QString id = QString::fromStdString(kind);
        m_kind->addItem(kindText(id), id);
    }
    m_channels->addItem(tr("Red, green, blue"), false);
    m_channels->addItem(tr("Blue, green, red"), true);
    for (const auto shrinking : {nn::Shrinking::Area, nn::Shrinking::Lanczos})
        m_shrinking->addItem(shrinkingText(shrinking), static_cast<int>(shrinking));
    for (const auto resizing : {nn::Resizing::FloatRounded, nn::Resizing::EightBitArea,
                                nn::Resizing::FloatTruncated, nn::Resizing::FloatExactStep})
        m_resizing->addItem(resizingText(resizing), static_cast<int>(resizing));
    m_whitening->addItem(tr("None"), QString());

    connect(m_file, &QLineEdit::editingFinished, this, [this] {
        if (file() != m_askedFile) plan();  // leaving the field alone must not reset the form
    });
    connect(m_kind, &QComboBox::activated, this, &ImportDialog::plan);
    connect(m_channels, &QComboBox::activated, this, &ImportDialog::turnChannels);
    connect(m_name, &QLineEdit::textChanged, this, &ImportDialog::updateState);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getOpenFileName(
            this, tr("Weights to import"), QFileInfo(file()).path(),
            tr("PyTorch weights (*.pth *.pyth *.pt *.pkl *.tar *.ckpt);;All files (*)"));
        if (!chosen.isEmpty()) setFile(chosen);
    });
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::startImport);
    connect(m_close, &QPushButton::clicked, this, [this] { m_importing ? m_job.cancel() : reject(); });
    connect(&m_job, &JobRunner::runningChanged, this, &ImportDialog::updateState);
    connect(&m_job, &JobRunner::progressChanged, this, [this] {
        const Progress& progress = m_job.progress();
        m_progress->setRange(0, static_cast<int>(progress.total));
        m_progress->setValue(static_cast<int>(progress.done));
    });
    connect(&m_job, &JobRunner::failed, this, [this](const Error& error) {
        m_importing = false;
        say(errorText(error), true);
        updateState();
        Q_EMIT planned();
    });
    say(tr("Choose a weight file. It is only read; nothing in it is run."), false);
    updateState();
}

ImportDialog::~ImportDialog() {
    // A field that goes while it has the focus still tells that it was left.
    m_file->disconnect(this);
}

void ImportDialog::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kSmall);
    const auto addRow = [&](int row, const QString& text, QWidget* field, int columns) {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        field->setAccessibleName(withoutMnemonic(text));
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1, 1, columns);
    };
    m_file = new QLineEdit(this);
    m_choose = new QPushButton(tr("Choose …"), this);
    m_choose->setAccessibleName(tr("Choose the weight file"));
    m_choose->setAutoDefault(false);
    addRow(0, tr("&File"), m_file, 1);
    grid->addWidget(m_choose, 0, 2);
    m_kind = new QComboBox(this);
    addRow(1, tr("&Kind"), m_kind, 2);
    m_name = new QLineEdit(this);
    m_name->setMaxLength(64);
    m_name->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[a-z0-9_]*")), m_name));
    m_name->setToolTip(tr("Lower-case letters, digits and \"_\"; empty: chosen from kind and depth"));
    addRow(2, tr("&Name"), m_name, 2);
    layout->addLayout(grid);

    m_account = new QLabel(this);
    m_account->setWordWrap(true);
    m_account->setTextFormat(Qt::PlainText);
    m_account->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_account);
    m_details = new QPlainTextEdit(this);
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Tensors that do not fit"));
    m_details->setMinimumHeight(6 * fontMetrics().height());
    m_details->hide();
    layout->addWidget(m_details, 1);

    m_input = new QGroupBox(tr("Pictures for this network"), this);
    auto* inputGrid = new QGridLayout(m_input);
    inputGrid->setHorizontalSpacing(space::kMedium);
    inputGrid->setVerticalSpacing(space::kSmall);
    buildInput(inputGrid);
    layout->addWidget(m_input);

    m_progress = new QProgressBar(this);
    m_progress->setAccessibleName(tr("Progress of the import"));
    m_progress->setTextVisible(false);
    layout->addWidget(m_progress);
    layout->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setAutoDefault(false);
    m_import = new QPushButton(tr("Import"), this);
    m_import->setObjectName(QStringLiteral("primary"));
    m_import->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_import);
    layout->addLayout(buttons);
    setMinimumWidth(560);
}

void ImportDialog::buildInput(QGridLayout* grid) {
    int row = 0;
    const auto addRow = [&](const QString& text, QWidget* field) {
        auto* label = new QLabel(text, m_input);
        label->setBuddy(field);
        field->setAccessibleName(withoutMnemonic(text));
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row++, 1, 1, 3);
    };
    const auto addChannels = [&](const QString& text, std::array<QDoubleSpinBox*, 3>& boxes, double least) {
        auto* label = new QLabel(text, m_input);
        grid->addWidget(label, row, 0);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            boxes[i] = new QDoubleSpinBox(m_input);
            boxes[i]->setDecimals(6);
            boxes[i]->setSingleStep(0.001);
            boxes[i]->setRange(least, 10);
            boxes[i]->setAccessibleName(
                tr("%1, channel %2", "mean or deviation").arg(withoutMnemonic(text)).arg(i + 1));
            grid->addWidget(boxes[i], row, static_cast<int>(i) + 1);
        }
        label->setBuddy(boxes[0]);
        ++row;
    };
    m_size = new QSpinBox(m_input);
    m_size->setRange(16, 4096);
    m_size->setSuffix(tr(" px"));
    addRow(tr("&Longest side"), m_size);
    m_shrinking = new QComboBox(m_input);
    m_shrinking->setToolTip(tr("How a picture with a longer side is brought to this size"));
    addRow(tr("&Shrinking"), m_shrinking);
    m_channels = new QComboBox(m_input);
    addRow(tr("C&hannel order"), m_channels);
    addChannels(tr("&Mean"), m_mean, -10);
    addChannels(tr("&Deviation"), m_deviation, 0.001);
    m_resizing = new QComboBox(m_input);
    addRow(tr("&Resizing"), m_resizing);
    m_whitening = new QComboBox(m_input);
    addRow(tr("&Whitening"), m_whitening);
}

QString ImportDialog::file() const {
    return QDir::fromNativeSeparators(m_file->text().trimmed());
}

void ImportDialog::setFile(const QString& file) {
    m_file->setText(QDir::toNativeSeparators(file));
    plan();
}

void ImportDialog::setKind(const QString& kind) {
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(kind)));
    plan();
}

service::ImportRequest ImportDialog::request() const {
    service::ImportRequest request;
    request.file = toPath(file());
    request.as = m_kind->currentData().toString().toStdString();
    request.id = m_name->text().toStdString();
    if (!m_plan) return request;
    request.inputSize = m_size->value();
    request.bgr = m_channels->currentData().toBool();
    request.mean.emplace();
    request.deviation.emplace();
    for (std::size_t i = 0; i < 3; ++i) {
        (*request.mean)[i] = m_mean[i]->value();
        (*request.deviation)[i] = m_deviation[i]->value();
    }
    request.shrinking = static_cast<nn::Shrinking>(m_shrinking->currentData().toInt());
    request.resizing = static_cast<nn::Resizing>(m_resizing->currentData().toInt());
    request.whitening = m_whitening->currentData().toString().toStdString();
    return request;
}

void ImportDialog::plan() {
    m_plan.reset();
    m_details->hide();
    m_askedFile = file();
    if (file().isEmpty()) {
        updateState();
        return;
    }
    if (m_job.isRunning()) {
        m_planAgain = true;
        return;
    }
    say(tr("Reading the file …"), false);
    m_job.start([plan = m_services.plan, asked = request()](const JobContext&) { return plan(asked); },
                [this](Result<service::ImportPlan> answer) { takePlan(std::move(answer)); });
}

void ImportDialog::takePlan(Result<service::ImportPlan> answer) {
    if (std::exchange(m_planAgain, false)) {
        plan();  // the answer is to an older question
        return;
    }
    if (!answer) {
        say(errorText(answer.error()), true);
        updateState();
        Q_EMIT planned();
        return;
    }
    m_plan = std::move(*answer);
    const nn::Preprocessing& input = m_plan->input;
    m_name->setPlaceholderText(QString::fromStdString(m_plan->id));
    m_size->setValue(input.maxSide);
    m_channels->setCurrentIndex(m_channels->findData(input.bgr));
    for (std::size_t i = 0; i < 3; ++i) {
        m_mean[i]->setValue(input.mean[i]);
        m_deviation[i]->setValue(input.deviation[i]);
    }
    m_shrinking->setCurrentIndex(m_shrinking->findData(static_cast<int>(input.shrinking)));
    m_resizing->setCurrentIndex(m_resizing->findData(static_cast<int>(input.resizing)));
    while (m_whitening->count() > 1) m_whitening->removeItem(1);
    for (const auto& name : m_plan->whitenings) {
        const QString text = QString::fromStdString(name);
        m_whitening->addItem(text, text);
    }
    const QString network = QString::fromStdString(m_plan->displayName);
    if (m_plan->isComplete) {
        say(tr("%1: all %n tensor(s) are there.", nullptr, static_cast<int>(m_plan->used)).arg(network),
            false);
    } else {
        say(tr("%1 cannot be imported: the tensors of the file do not fit.").arg(network), true);
        m_details->setPlainText(detailsOf(*m_plan));
        m_details->show();
    }
    updateState();
    Q_EMIT planned();
}

// Mean and deviation belong to the channels, so they turn with them.
void ImportDialog::turnChannels() {
    if (!m_plan || m_channels->currentData().toBool() == m_plan->input.bgr) return;
    m_plan->input.bgr = !m_plan->input.bgr;
    for (auto* boxes : {&m_mean, &m_deviation}) {
        const double first = (*boxes)[0]->value();
        (*boxes)[0]->setValue((*boxes)[2]->value());
        (*boxes)[2]->setValue(first);
    }
}

void ImportDialog::startImport() {
    if (!m_import->isEnabled()) return;
    m_importing = true;
    say(tr("Importing …"), false);
    m_job.start(
        [import = m_services.import, asked = request()](const JobContext& job) { return import(asked, job); },
        [this](const Result<service::ImportedModel>& model) { takeModel(model); });
}

void ImportDialog::takeModel(const Result<service::ImportedModel>& model) {
    m_importing = false;
    if (!model) {
        say(errorText(model.error()), true);
        updateState();
        return;
    }
    const QString id = QString::fromStdString(model->plan.id);
    say(tr("The model \"%1\" is ready. Galleries opened from now on use it.").arg(id), false);
    m_plan.reset();
    updateState();
    m_close->setFocus();
    Q_EMIT imported(id);
}

void ImportDialog::updateState() {
    const bool isBusy = m_job.isRunning();
    m_progress->setVisible(m_importing && isBusy);
    m_input->setEnabled(m_plan.has_value() && !m_importing);
    m_file->setEnabled(!m_importing);
    m_choose->setEnabled(!m_importing);
    m_kind->setEnabled(!m_importing);
    m_name->setEnabled(!m_importing);
    m_whitening->setEnabled(m_whitening->count() > 1);
    m_import->setEnabled(!isBusy && m_plan && m_plan->isComplete);
    m_close->setText(m_importing && isBusy ? tr("Cancel") : tr("Close"));
}

void ImportDialog::say(const QString& text, bool isProblem) {
    m_account->setText(text);
    m_account->setObjectName(isProblem ? QStringLiteral("problem") : QStringLiteral("caption"));
    m_account->style()->unpolish(m_account);
    m_account->style()->polish(m_account);
}

}  // namespace adapnet::ui
