#include "ui/settings/settings_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
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
        Q_EMIT computeChanged();
    });
    connect(m_precision, &QComboBox::activated, this, [this] {
        if (m_precision->currentData().toString() == m_settings.precision()) return;
        m_settings.setPrecision(m_precision->currentData().toString());
        Q_EMIT computeChanged();
    });
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
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kMedium);
    layout->setSpacing(space::kMedium);
    layout->addLayout(form);
    layout->addWidget(hint);
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
