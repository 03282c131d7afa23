// How results look on paper, for the PDF report and the figure: ink on white, and the sign that says the same
// as the colour. Needs Qt Gui only; any thread.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QImage>
#include <QMarginsF>
#include <QPageSize>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <string>

#include "core/base/result.h"
#include "core/eval/ground_truth.h"

class QPainter;
class QPdfWriter;

namespace adapnet::ui::paper {

inline constexpr double kMmPerInch = 25.4;

inline const QColor kInk(0x1c, 0x1f, 0x24);
inline const QColor kMuted(0x5b, 0x63, 0x6e);
inline const QColor kPaper(0xff, 0xff, 0xff);

struct LabelInk {
    QColor colour;
    QString sign;
};
// `unknown` is the colour of a result of which the ground truth says nothing; it has no sign.
LabelInk inkOf(eval::Label label, const QColor& unknown);

// Text from outside as it may stand on paper: valid, and with line breaks, control characters and
// direction overrides written out, so that a name cannot change how the rest of the page reads.
QString visibleText(const std::string& text);

// No larger than print needs; owns its pixels. Null for anything but 8-bit RGB.
QImage toImage(const cv::Mat& rgb, int maxSide);

// Everything on paper is set in these.
QStringList fontFamilies();
// Whether this program can set text at all; the command line without a QGuiApplication cannot.
bool hasFonts();

struct PdfDocument {
    QString title;
    QString creator = QStringLiteral("AdapNet Workbench");
    QPageSize page;
    double marginMm = 0;
    int dotsPerInch = 300;
};
// PDF/A-1b, painted by `draw`. Internal when Qt cannot write it.
Result<QByteArray> toPdf(const PdfDocument& document,
                         const std::function<void(QPdfWriter& device, QPainter& painter)>& draw);

Result<void> writeBytes(const std::filesystem::path& path, const QByteArray& bytes);

}  // namespace adapnet::ui::paper
