#include "ui/models/model_facts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <array>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "ui/common/names.h"

namespace adapnet::ui {

namespace {

class ModelFacts {
    Q_DECLARE_TR_FUNCTIONS(ModelFacts)
  public:
    static void addNetwork(const nn::ModelInfo& model, std::vector<ModelFact>& facts);
    static void addInput(const nn::ModelInfo& model, std::vector<ModelFact>& facts);
    static void addCheck(const std::optional<Result<service::ModelCheck>>& check,
                         std::vector<ModelFact>& facts);
    static void addTraining(const nn::ModelInfo& model, const service::ModelProvenance& known,
                            std::vector<ModelFact>& facts);
    static void addFiles(const nn::ModelInfo& model, const service::ModelProvenance* known,
                         std::vector<ModelFact>& facts);
    static QString problemLabel() { return tr("Problem"); }
};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString whole(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString real(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

// One number where all channels agree.
QString channels(const std::array<double, 3>& values) {
    const auto one = [](double value) { return QLocale().toString(value, 'g', 6); };
    if (values[0] == values[1] && values[1] == values[2]) return one(values[0]);
    return QStringList{one(values[0]), one(values[1]), one(values[2])}.join(QStringLiteral("; "));
}

void ModelFacts::addNetwork(const nn::ModelInfo& model, std::vector<ModelFact>& facts) {
    facts.push_back({tr("Identifier"), text(model.id)});
    facts.push_back(
        {tr("Network"), tr("%1, %2 parameters").arg(text(model.architecture), whole(model.parameters))});
    facts.push_back({tr("Descriptor"), tr("%n number(s) a picture", nullptr, model.dimension)});
}

void ModelFacts::addInput(const nn::ModelInfo& model, std::vector<ModelFact>& facts) {
    QStringList scales;
    for (const double scale : model.scales) scales << QLocale().toString(scale, 'g', 6);
    QStringList lines;
    if (model.maxSide > 0)
        lines << (model.input.shrinking == nn::Shrinking::Lanczos
                      ? tr("longer side at most %1 px, shrunk with a Lanczos filter").arg(model.maxSide)
                      : tr("longer side at most %1 px").arg(model.maxSide));
    if (!scales.isEmpty()) lines << tr("relative sizes %1").arg(scales.join(QStringLiteral("; ")));
    lines << (model.input.bgr ? tr("channels blue, green, red") : tr("channels red, green, blue"))
          << tr("mean %1, deviation %2").arg(channels(model.input.mean), channels(model.input.deviation));
    facts.push_back({tr("Input"), lines.join(QLatin1Char('\n'))});
}

void ModelFacts::addCheck(const std::optional<Result<service::ModelCheck>>& check,
                          std::vector<ModelFact>& facts) {
    const QString label = tr("On this computer");
    if (!check) {
        facts.push_back({label, tr("Loading …")});
        return;
    }
    if (!*check) {
        facts.push_back({label, errorText(check->error())});
        return;
    }
    const service::ModelCheck& known = **check;
    QStringList lines{tr("%1 on %2", "precision, device").arg(text(known.precision), text(known.device))};
    if (known.halfRefused)
        lines << tr("half precision refused: least cosine to fp32 %1").arg(real(known.cosine, 4));
    else if (known.precision != "fp32")
        lines << tr("least cosine to fp32 %1").arg(real(known.cosine, 4));
    if (known.hasCompensation) lines << tr("estimates the damage and can correct for it");
    facts.push_back({label, lines.join(QLatin1Char('\n'))});
}

void ModelFacts::addTraining(const nn::ModelInfo& model, const service::ModelProvenance& known,
                             std::vector<ModelFact>& facts) {
    if (!known.importedFile.empty()) {
        facts.push_back(
            {tr("Imported from"),
             tr("%1, as %2", "file, kind of network").arg(text(known.importedFile), text(known.importedAs))});
        facts.push_back({tr("SHA-256 of that file"), text(known.importedHash), true});
    }
    QStringList training;
    if (!model.trainingSummary.empty()) training << text(model.trainingSummary);
    if (!known.trainedPrecision.empty()) training << tr("computed in %1").arg(text(known.trainedPrecision));
    if (known.whiteningPairs && known.whiteningRank)
        training << tr("whitening learnt from %1 pairs, rank %2")
                        .arg(whole(*known.whiteningPairs), whole(*known.whiteningRank));
    if (!training.isEmpty()) facts.push_back({tr("Training"), training.join(QLatin1Char('\n'))});
    QStringList data;
    if (!known.dataName.empty() && known.photos)
        data << tr("%1, %2 photos", "data set, count").arg(text(known.dataName), whole(*known.photos));
    for (const auto& source : known.sources)
        data << (source.licence.empty()
                     ? text(source.name)
                     : tr("%1 – %2", "data set, licence").arg(text(source.name), text(source.licence)));
    if (!data.isEmpty()) facts.push_back({tr("Training pictures"), data.join(QLatin1Char('\n'))});
    QStringList validation;
    if (known.cleanMap) validation << tr("clean queries %1").arg(real(*known.cleanMap, 3));
    if (known.degradedMap) validation << tr("degraded queries %1").arg(real(*known.degradedMap, 3));
    if (known.classMap) validation << tr("same class %1").arg(real(*known.classMap, 3));
    if (!validation.isEmpty())
        facts.push_back({tr("mAP on the validation pictures"), validation.join(QStringLiteral(" · "))});
}

void ModelFacts::addFiles(const nn::ModelInfo& model, const service::ModelProvenance* known,
                          std::vector<ModelFact>& facts) {
    if (!model.licence.empty()) {
        facts.push_back({tr("Licence"), text(model.licence)});
        if (known != nullptr && !known->licenceFile.empty())
            facts.push_back({tr("Text of the licence"), text(displayPath(known->licenceFile)), true});
    }
    if (known != nullptr && !known->weights.empty()) {
        const QString size = QLocale().formattedDataSize(static_cast<qint64>(known->weightsBytes), 1,
                                                         QLocale::DataSizeSIFormat);
        facts.push_back({known->weightsBytes > 0 ? tr("Weights (%1)").arg(size) : tr("Weights (missing)"),
                         text(displayPath(known->weights)), true});
    }
    facts.push_back({tr("SHA-256"), text(model.checksum), true});
}

}  // namespace

std::vector<ModelFact> modelFacts(const nn::ModelInfo& model,
                                  const std::optional<Result<service::ModelProvenance>>& provenance,
                                  const std::optional<Result<service::ModelCheck>>& check) {
    std::vector<ModelFact> facts;
    const bool isKnown = provenance && provenance->has_value();
    ModelFacts::addNetwork(model, facts);
    ModelFacts::addInput(model, facts);
    ModelFacts::addCheck(check, facts);
    if (isKnown) ModelFacts::addTraining(model, **provenance, facts);
    if (provenance && !*provenance)
        facts.push_back({ModelFacts::problemLabel(), errorText(provenance->error())});
    ModelFacts::addFiles(model, isKnown ? &**provenance : nullptr, facts);
    return facts;
}

}  // namespace adapnet::ui
