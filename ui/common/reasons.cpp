#include "ui/common/reasons.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <array>
#include <optional>

namespace adapnet::ui {

namespace {

struct Wording {
    const char* pattern;  // of the whole reason; the groups become %1, %2, ...
    const char* text;
};

// The first that fits wins.
constexpr Wording kWordings[] = {
    // --- pictures
    {"the file is empty", QT_TRANSLATE_NOOP("Reasons", "The file is empty")},
    {"this is not a JPEG, PNG, WebP, TIFF or BMP picture",
     QT_TRANSLATE_NOOP("Reasons", "This is not a JPEG, PNG, WebP, TIFF or BMP picture")},
    {"the header of the (\\S+) file is damaged or cut off",
     QT_TRANSLATE_NOOP("Reasons", "The header of the %1 file is damaged or cut off")},
    {"the (\\S+) file is damaged or cut off(?: \\(.*\\))?",
     QT_TRANSLATE_NOOP("Reasons", "The %1 file is damaged or cut off")},
    {"the (\\S+) file is cut off", QT_TRANSLATE_NOOP("Reasons", "The %1 file is cut off")},
    {"the (\\S+) file has an unknown kind of pixels",
     QT_TRANSLATE_NOOP("Reasons", "The %1 file has an unknown kind of pixels")},
    {"the (\\S+) file contradicts its own header",
     QT_TRANSLATE_NOOP("Reasons", "The %1 file contradicts its own header")},
    {"the picture is (\\d+) x (\\d+) pixels, the limit is (\\d+) in all",
     QT_TRANSLATE_NOOP("Reasons", "The picture has %1 x %2 pixels, the limit is %3 in all")},
    {"the file is larger than 2 GB", QT_TRANSLATE_NOOP("Reasons", "The file is larger than 2 GB")},
    {"'.*' has (\\d+) bytes, more than the limit of (\\d+)",
     QT_TRANSLATE_NOOP("Reasons", "The file has %1 bytes, more than the limit of %2")},
    {"(?:\\S+: )?(?:no memory for the picture|not enough memory(?: to decode it| for a picture of this "
     "size)?)"
     "(?:: .*)?",
     QT_TRANSLATE_NOOP("Reasons", "There is not enough memory for this picture")},
    // --- files
    {"the file is not there", QT_TRANSLATE_NOOP("Reasons", "The file is not there")},
    {"(?:it|'.*') is not a regular file", QT_TRANSLATE_NOOP("Reasons", "It is not a regular file")},
    {"the path leaves the gallery folder",
     QT_TRANSLATE_NOOP("Reasons", "The path leaves the gallery folder")},
    {"(?:it cannot be read: |cannot read '.*': )Permission denied",
     QT_TRANSLATE_NOOP("Reasons", "There is no permission to read it")},
    {"(?:it cannot be read: |cannot read '.*': )Is a directory",
     QT_TRANSLATE_NOOP("Reasons", "It is a folder")},
    {"(?:it cannot be read: |cannot read '.*': )Input/output error",
     QT_TRANSLATE_NOOP("Reasons", "The disk cannot read it")},
    {"(?:it cannot be read: |cannot read '.*': )Too many levels of symbolic links",
     QT_TRANSLATE_NOOP("Reasons", "It is a link that leads to itself")},
    {"cannot read '(.*)': No such file or directory",
     QT_TRANSLATE_NOOP("Reasons", "The file %1 is not there")},
    {"it cannot be read: (.*)", QT_TRANSLATE_NOOP("Reasons", "It cannot be read (%1)")},
    {"cannot read '.*': (.*)", QT_TRANSLATE_NOOP("Reasons", "It cannot be read (%1)")},
    {"the folder cannot be read: Permission denied",
     QT_TRANSLATE_NOOP("Reasons", "There is no permission to read the folder")},
    {"the folder cannot be read: (.*)", QT_TRANSLATE_NOOP("Reasons", "The folder cannot be read (%1)")},
    {"cannot (?:write|replace) '.*': No space left on device",
     QT_TRANSLATE_NOOP("Reasons", "There is no space left on the disk")},
    {"cannot (?:write|replace) '.*': Permission denied",
     QT_TRANSLATE_NOOP("Reasons", "There is no permission to write there")},
    {"cannot (?:write|replace) '.*': Read-only file system",
     QT_TRANSLATE_NOOP("Reasons", "The disk can only be read")},
    {"cannot (?:write|replace) '.*': (?:No such file or directory|Not a directory)",
     QT_TRANSLATE_NOOP("Reasons", "The folder is not there")},
    {"cannot (?:write|replace) '.*': (.*)", QT_TRANSLATE_NOOP("Reasons", "It cannot be written (%1)")},
    // --- recipes
    {"this is not a recipe but a report", QT_TRANSLATE_NOOP("Reasons", "This is a report and not a recipe")},
    {"this is not a recipe but the report of an evaluation",
     QT_TRANSLATE_NOOP("Reasons", "This is the report of an evaluation and not a recipe")},
    {"this is not a recipe but a ground truth",
     QT_TRANSLATE_NOOP("Reasons", "This is a ground truth and not a recipe")},
    {"this is not a recipe but stored rankings",
     QT_TRANSLATE_NOOP("Reasons", "These are stored rankings and not a recipe")},
    {"this is not a recipe but the list of a noisy benchmark",
     QT_TRANSLATE_NOOP("Reasons", "This is the list of a noisy benchmark and not a recipe")},
    {"this is not a recipe but a failure atlas",
     QT_TRANSLATE_NOOP("Reasons", "This is a failure atlas and not a recipe")},
    {"this is not a recipe but the description of a network",
     QT_TRANSLATE_NOOP("Reasons", "This describes a network and is not a recipe")},
    {"this is not a recipe but one for training",
     QT_TRANSLATE_NOOP("Reasons", "This is a recipe for training and not one for damage")},
    {"this is not a recipe: it is damaged or no JSON",
     QT_TRANSLATE_NOOP("Reasons", "The file is damaged or no JSON")},
    {"this is not a recipe: it is longer than 1 MB",
     QT_TRANSLATE_NOOP("Reasons", "It is longer than 1 MB, too long for a recipe")},
    {"this is not a recipe: this program reads version 1 only",
     QT_TRANSLATE_NOOP("Reasons", "It is a recipe of another version; this program reads version 1 only")},
    {"this is not a recipe: (.*)", QT_TRANSLATE_NOOP("Reasons", "It is not a recipe (%1)")},
    // --- networks
    {"no descriptor could be computed for this picture",
     QT_TRANSLATE_NOOP("Reasons", "No vector could be computed for this picture")},
    {"(\\S+): the network gave values that are no numbers",
     QT_TRANSLATE_NOOP("Reasons", "%1 gave values that are no numbers")},
    // --- queries of a ground truth
    {"the run has no result for it", QT_TRANSLATE_NOOP("Reasons", "The stored run has no result for it")},
    {"the box (\\S+) holds no pixel of the picture, which is (\\d+) x (\\d+)",
     QT_TRANSLATE_NOOP("Reasons", "The box %1 holds no pixel of the picture of %2 x %3")},
};

// Formats as they are usually written; core's own names are lower case.
QString formatName(const QString& word) {
    for (const auto* name : {"JPEG", "PNG", "WebP", "TIFF", "BMP"})
        if (word.compare(QLatin1String(name), Qt::CaseInsensitive) == 0) return QString::fromLatin1(name);
    return word;
}

std::optional<QString> translated(const std::string& reason) {
    static const auto patterns = [] {
        std::array<QRegularExpression, std::size(kWordings)> made;
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = QRegularExpression(
                QRegularExpression::anchoredPattern(QString::fromLatin1(kWordings[i].pattern)),
                QRegularExpression::DotMatchesEverythingOption);
        return made;
    }();
    const QString text = QString::fromStdString(reason);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const auto match = patterns[i].match(text);
        if (!match.hasMatch()) continue;
        QString out = QCoreApplication::translate("Reasons", kWordings[i].text);
        QStringList groups = match.capturedTexts().mid(1);
        for (QString& group : groups) group = formatName(group);
        switch (groups.size()) {  // all at once: a file name may hold "%2"
            case 0:
                return out;
            case 1:
                return out.arg(groups[0]);
            case 2:
                return out.arg(groups[0], groups[1]);
            default:
                return out.arg(groups[0], groups[1], groups[2]);
        }
    }
    return std::nullopt;
}

}  // namespace

QString reasonText(const std::string& reason) {
    return translated(reason).value_or(QString::fromStdString(reason));
}

bool isKnownReason(const std::string& reason) {
    return translated(reason).has_value();
}

}  // namespace adapnet::ui
