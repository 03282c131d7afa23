#include "ui/settings/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/settings/language.h"

namespace adapnet::ui {

namespace {

QString precisionText(nn::Precision precision) {
    switch (precision) {
        case nn::Precision::Auto:
            return SettingsDialog::tr("Automatic");
        case nn::Precision::Fp32:
            return SettingsDialog::tr("32 bit (fp32)");
        case nn::Precision::Bf16:
            return SettingsDialog::tr("16 bit (bf16)");
        case nn::Precision::Fp16:
            return SettingsDialog::tr("16 bit (fp16)");
    }
    return {};
}

void choose(QComboBox* box, const QString& data) {
    const int index = box->findData(data);
    box->setCurrentIndex(index < 0 ? 0 : index);
}

}  // namespace

SettingsDialog::SettingsDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Settings"));
    buildLayout();

    m_theme->addItem(tr("As the system"), themeModeName(ThemeMode::System));
    m_theme->addItem(tr("Light"), themeModeName(ThemeMode::Light));
    m_theme->addItem(tr("Dark"), themeModeName(ThemeMode::Dark));
    choose(m_theme, themeModeName(Theme::instance().mode()));
    m_language->addItem(tr("As the system"), QString());
    for (const QString& code : availableLanguages()) m_language->addItem(languageName(code), code);
    choose(m_language, m_settings.language());
    for (QComboBox* box : {m_device, m_precision}) {
        box->addItem(tr("Looking for devices …"));
        box->setEnabled(false);
    }

    connect(m_theme, &QComboBox::activated, this, [this] {
        const ThemeMode mode = themeModeFromName(m_theme->currentData().toString());
        m_settings.setTheme(mode);
        Q_EMIT themeChosen(mode);
    });
    connect(m_language, &QComboBox::activated, this, [this] {
        m_settings.setLanguage(m_language->currentData().toString());
        Q_EMIT languageChosen(m_settings.language());
    });
    connect(m_device, &QComboBox::activated, this, [this] {
        if (m_device->currentData().toString() == m_settings.device()) return;
        m_settings.setDevice(m_device->currentData().toString());
        fillPrecisions();
        tellCompute();
    });
    connect(m_precision, &QComboBox::activated, this, [this] {
        if (m_precision->currentData().toString() == m_settings.precision()) return;
        m_settings.setPrecision(m_precision->currentData().toString());
        tellCompute();
    });
    // Not with every click: the gallery is opened again.
    connect(this, &QDialog::finished, this, [this] {
        if (m_modelsChanged) tellCompute();
    });
}

void SettingsDialog::tellCompute() {
    m_modelsChanged = false;
    Q_EMIT computeChanged();
}

void SettingsDialog::setModels(const std::vector<nn::ModelInfo>& models) {
    m_modelBoxes.clear();
    const QStringList chosen = m_settings.models();
    const auto isChosen = [&](const nn::ModelInfo& info) {
        return chosen.contains(QString::fromStdString(info.id));
    };
    // As the window opens a gallery: with all of them when none of the chosen is left.
    const bool all = std::none_of(models.begin(), models.end(), isChosen);
    auto* sheet = new QWidget;
    sheet->setObjectName(QStringLiteral("plain"));
    auto* rows = new QVBoxLayout(sheet);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    for (const auto& info : models) {
        const QString name = QString::fromStdString(info.displayName);
        auto* box = new QCheckBox(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")), sheet);
        box->setObjectName(QString::fromStdString(info.id));
        box->setAccessibleName(name);
        box->setChecked(all || isChosen(info));
        connect(box, &QCheckBox::toggled, this, &SettingsDialog::takeModels);
        rows->addWidget(box);
        m_modelBoxes.push_back(box);
    }
    if (models.empty()) rows->addWidget(makeCaption(tr("No model files were found."), sheet));
    rows->addStretch(1);
    m_models->setWidget(sheet);  // deletes the one before
    constexpr int kMostRows = 8;
    const int shown = std::clamp(static_cast<int>(models.size()), 1, kMostRows);
    m_models->setFixedHeight(shown *
                             (m_modelBoxes.empty() ? space::kLarge : m_modelBoxes[0]->sizeHint().height()));
    guardLastModel();
    // Not adjustSize: that stops at two thirds of the screen, and then texts lie over each other.
    layout()->activate();
    const int needed = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    resize(width(), needed);
}

void SettingsDialog::takeModels() {
    QStringList chosen;
    for (const QCheckBox* box : m_modelBoxes)
        if (box->isChecked()) chosen << box->objectName();
    const bool all = chosen.size() == static_cast<qsizetype>(m_modelBoxes.size());
    m_settings.setModels(all ? QStringList() : chosen);  // all: those of tomorrow, too
    m_modelsChanged = true;
    guardLastModel();
}

// Without any model there is no gallery to search.
void SettingsDialog::guardLastModel() {
    const auto checked = std::count_if(m_modelBoxes.begin(), m_modelBoxes.end(),
                                       [](const QCheckBox* box) { return box->isChecked(); });
    for (QCheckBox* box : m_modelBoxes) {
        const bool isLast = checked == 1 && box->isChecked();
        box->setEnabled(!isLast);
        box->setToolTip(isLast ? tr("A gallery needs one model") : QString());
    }
}

void SettingsDialog::setDevices(std::vector<nn::DeviceInfo> devices) {
    m_devices = std::move(devices);
    const QSignalBlocker blocker(m_device);
    m_device->clear();
    m_device->addItem(tr("Automatic"), QStringLiteral("auto"));
    for (const auto& device : m_devices) {
        const QString id = QString::fromStdString(device.id);
        const QString name = QString::fromStdString(device.name);
        m_device->addItem(name.isEmpty() || name == id ? id : QStringLiteral("%1 (%2)").arg(id, name), id);
    }
    choose(m_device, m_settings.device());
    fillPrecisions();
    for (QComboBox* box : {m_device, m_precision}) box->setEnabled(true);
}

void SettingsDialog::buildLayout() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::kMedium);
    form->setVerticalSpacing(space::kSmall);
    form->setLabelAlignment(Qt::AlignLeft);
    const auto add = [&](QComboBox*& box, const QString& text) {
        box = new QComboBox(this);
        box->setAccessibleName(text);
        box->setMinimumWidth(240);
        form->addRow(text, box);
    };
    add(m_theme, tr("Look"));
    add(m_language, tr("Language"));
    form->addRow(makeRule(this));
    add(m_device, tr("Device"));
    add(m_precision, tr("Precision"));
    auto* hint = makeCaption(tr("Lower precision is faster. Automatic uses it only where the vectors stay "
                                "the same to 0.999 cosine."),
                             this);
    hint->setWordWrap(true);
    m_models = new QScrollArea(this);
    m_models->setWidgetResizable(true);
    m_models->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_models->setFocusPolicy(Qt::NoFocus);
    m_models->setAccessibleName(tr("Models that describe a gallery"));
    m_models->setWidget(makeCaption(tr("Looking for models …")));
    m_models->setFixedHeight(space::kLarge);
    auto* modelsHint =
        makeCaption(tr("Every checked model describes every picture when a gallery is opened. Fewer models "
                       "open it faster; pictures that are described already stay so."),
                    this);
    modelsHint->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kMedium);
    layout->setSpacing(space::kMedium);
    layout->addLayout(form);
    layout->addWidget(hint);
    layout->addWidget(makeRule(this));
    layout->addWidget(new QLabel(tr("Models that describe a gallery"), this));
    layout->addWidget(m_models);
    layout->addWidget(modelsHint);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(420);
}

void SettingsDialog::fillPrecisions() {
    const QSignalBlocker blocker(m_precision);
    const QString device = m_device->currentData().toString();
    std::vector<nn::Precision> offered{nn::Precision::Auto};
    for (const auto& known : m_devices) {
        if (device != QLatin1String("auto") && QString::fromStdString(known.id) != device) continue;
        for (const nn::Precision precision : known.precisions)
            if (std::find(offered.begin(), offered.end(), precision) == offered.end())
                offered.push_back(precision);
    }
    m_precision->clear();
    for (const nn::Precision precision : offered)
        m_precision->addItem(precisionText(precision), QString::fromLatin1(nn::precisionName(precision)));
    choose(m_precision, m_settings.precision());
    // A precision that this device does not offer is not shown, so it must not be used either.
    m_settings.setPrecision(m_precision->currentData().toString());
}

}  // namespace adapnet::ui
