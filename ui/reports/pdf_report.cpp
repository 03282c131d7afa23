#include "ui/reports/pdf_report.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextOption>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/numbers.h"
#include "ui/reports/paper_look.h"

namespace adapnet::ui {

namespace {

using paper::inkOf;
using paper::kInk;
using paper::kMmPerInch;
using paper::kMuted;
using paper::LabelInk;
using paper::toImage;
using paper::visibleText;

constexpr double kMarginMm = 18;
constexpr int kDotsPerInch = 300;
constexpr int kPictureSide = 800;  // pixels; 58 mm at 300 dots an inch are 690
constexpr int kThumbnailSide = 256;
constexpr int kStripLength = 10;  // pictures in the figure above each table

const QColor kHairline(0xd3, 0xd8, 0xde);
const QColor kAccent(0x1f, 0x5f, 0xbf);

QString plain(const std::string& text) {
    return QString::fromStdString(text);
}

QString number(double value, int decimals) {
    return std::isfinite(value) ? plain(formatFixed(value, decimals)) : QStringLiteral("–");
}

// Writes from top to bottom and starts a new page when something does not fit.
class PageWriter {
  public:
    PageWriter(QPdfWriter& device, QPainter& painter, QString footer)
        : m_device(device), m_painter(painter), m_footer(std::move(footer)) {
        drawFooter();
    }

    static double mm(double value) { return value / kMmPerInch * kDotsPerInch; }
    double width() const { return m_device.width(); }
    double bottom() const { return m_device.height() - mm(8); }
    double y() const { return m_y; }
    void space(double millimetres) { m_y += mm(millimetres); }

    // A new page unless `height` dots still fit.
    void need(double height) {
        if (m_y + height <= bottom()) return;
        m_device.newPage();
        ++m_page;
        m_y = 0;
        drawFooter();
    }

    static QFont font(double points, bool bold = false) {
        QFont out;
        out.setFamilies(paper::fontFamilies());
        out.setPointSizeF(points);
        out.setBold(bold);
        // Any letter spacing switches ligatures off, so that a name copied from the page has its own letters.
        out.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
        return out;
    }
    static QFont fixedFont(double points) {
        QFont out = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        out.setPointSizeF(points);
        return out;
    }

    double textHeight(const QString& text, const QFont& face, double textWidth) const {
        return QFontMetricsF(face, &m_device)
            .boundingRect(QRectF(0, 0, textWidth, mm(2000)), kWrapFlags, text)
            .height();
    }
    void drawText(const QRectF& rect, const QString& text, const QFont& face, const QColor& colour,
                  int flags = kWrapFlags) {
        m_painter.setFont(face);
        m_painter.setPen(colour);
        m_painter.drawText(rect, flags, text);
    }

    void title(const QString& text, const QString& below) {
        drawText(QRectF(0, m_y, width(), mm(11)), text, font(18, true), kInk);
        m_y += mm(10);
        paragraph(below, font(9), kMuted);
        space(4);
    }
    void heading(const QString& text, double keepMm) {
        space(5);
        need(mm(keepMm));
        m_painter.fillRect(QRectF(0, m_y, width(), mm(0.25)), kHairline);
        space(2.5);
        paragraph(text, font(12, true), kInk);
        space(1.5);
    }
    void paragraph(const QString& text, const QFont& face, const QColor& colour) {
        const double height = textHeight(text, face, width());
        need(height);
        drawText(QRectF(0, m_y, width(), height), text, face, colour);
        m_y += height;
    }
    void fact(const QString& key, const QString& value, bool fixed = false) {
        if (value.isEmpty()) return;
        const QFont face = fixed ? fixedFont(8) : font(9);
        const double left = mm(36);
        const double height = std::max(textHeight(value, face, width() - left), mm(4.6));
        need(height + mm(0.8));
        drawText(QRectF(0, m_y, left - mm(3), height), key, font(9), kMuted);
        drawText(QRectF(left, m_y, width() - left, height), value, face, kInk);
        m_y += height + mm(0.8);
    }

    // The picture inside `area`, as large as it fits, in the upper left corner; returns where it lies.
    QRectF picture(const QImage& image, const QRectF& area) {
        if (image.isNull()) return {};
        const QSizeF size = QSizeF(image.size()).scaled(area.size(), Qt::KeepAspectRatio);
        const QRectF place(area.topLeft(), size);
        m_painter.drawImage(place, image);
        return place;
    }
    void frame(const QRectF& rect, const QColor& colour, double widthMm) {
        QPen pen(colour, mm(widthMm));
        pen.setJoinStyle(Qt::MiterJoin);
        m_painter.setPen(pen);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(rect);
    }
    void fill(const QRectF& rect, const QColor& colour) { m_painter.fillRect(rect, colour); }
    void moveTo(double y) { m_y = y; }

    static constexpr int kWrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere;

  private:
    void drawFooter() {
        const QRectF line(0, m_device.height() - mm(5), width(), mm(5));
        drawText(line, m_footer, font(7.5), kMuted, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine);
        drawText(line, QStringLiteral("Page %1").arg(m_page), font(7.5), kMuted,
                 Qt::AlignRight | Qt::AlignBottom | Qt::TextSingleLine);
    }

    QPdfWriter& m_device;
    QPainter& m_painter;
    QString m_footer;
    double m_y = 0;
    int m_page = 1;
};

QString boxText(const report::RunRecord& record) {
    if (!record.box) return QStringLiteral("the whole picture");
    const image::Box& box = *record.box;
    return QStringLiteral("%1, %2, %3, %4 (%5 × %6 px)")
        .arg(box.x1)
        .arg(box.y1)
        .arg(box.x2)
        .arg(box.y2)
        .arg(box.width())
        .arg(box.height());
}

QString recipeText(const degrade::Recipe& recipe) {
    // A step that is switched off still counts for the noise of those behind it, so it is named.
    QStringList steps;
    for (const degrade::Step& step : recipe.steps)
        steps << plain(degrade::formatStep(step)) + (step.enabled ? QString() : QStringLiteral(" (off)"));
    return steps.isEmpty() ? QStringLiteral("none") : steps.join(QLatin1Char('\n'));
}

// Query with its box on the left, the crop before and after the recipe on the right.
void drawQueryPictures(PageWriter& page, const report::RunRecord& record) {
    const double height = PageWriter::mm(62);
    const double gap = PageWriter::mm(5);
    const double column = (page.width() - 2 * gap) / 3;
    page.need(height + PageWriter::mm(6));
    const double top = page.y() + PageWriter::mm(5.5);
    const struct {
        const char* caption;
        const cv::Mat& pixels;
    } columns[] = {{"Query", record.queryPicture},
                   {"Clean crop", record.cleanCrop},
                   {"Degraded crop", record.degradedCrop}};
    double lowest = top;
    for (std::size_t i = 0; i < std::size(columns); ++i) {
        const double x = static_cast<double>(i) * (column + gap);
        page.drawText(QRectF(x, page.y(), column, PageWriter::mm(5)), QString::fromUtf8(columns[i].caption),
                      PageWriter::font(9), kMuted);
        const QRectF place =
            page.picture(toImage(columns[i].pixels, kPictureSide), QRectF(x, top, column, height));
        if (place.isNull()) continue;
        lowest = std::max(lowest, place.bottom());
        if (i == 0 && record.box && record.queryPicture.cols > 0) {
            const double sx = place.width() / record.queryPicture.cols;
            const double sy = place.height() / record.queryPicture.rows;
            const image::Box& box = *record.box;
            const QRectF drawn(place.x() + box.x1 * sx, place.y() + box.y1 * sy, box.width() * sx,
                               box.height() * sy);
            page.frame(drawn, Qt::white, 0.9);
            page.frame(drawn, kAccent, 0.5);
        }
    }
    page.moveTo(lowest);
    page.space(4);
}

void drawStrip(PageWriter& page, const report::RecordModel& model) {
    const double gap = PageWriter::mm(1.6);
    const double side = (page.width() - (kStripLength - 1) * gap) / kStripLength;
    page.need(side + PageWriter::mm(7));
    const auto count = std::min<std::size_t>(model.results.size(), kStripLength);
    for (std::size_t i = 0; i < count; ++i) {
        const report::RecordResult& result = model.results[i];
        const LabelInk ink = inkOf(result.label, kHairline);
        const QRectF tile(static_cast<double>(i) * (side + gap), page.y(), side, side);
        const QImage image = toImage(result.thumbnail, kThumbnailSide);
        if (image.isNull()) {
            page.fill(tile, QColor(0xf1, 0xf3, 0xf5));
        } else {
            const QSizeF size = QSizeF(image.size()).scaled(tile.size(), Qt::KeepAspectRatio);
            page.picture(image, QRectF(tile.center() - QPointF(size.width(), size.height()) / 2, size));
        }
        page.frame(tile, ink.colour, result.label == eval::Label::Unknown ? 0.25 : 0.7);
        const QRectF caption(tile.x(), tile.bottom() + PageWriter::mm(1), side, PageWriter::mm(4.5));
        page.drawText(caption, QStringLiteral("%1 %2").arg(result.rank).arg(ink.sign),
                      PageWriter::font(8, true), result.label == eval::Label::Unknown ? kInk : ink.colour);
    }
    page.space((side + PageWriter::mm(7)) / PageWriter::mm(1));
}

QString cleanText(const report::RecordResult& result) {
    if (result.isNew) return QStringLiteral("new");
    if (result.cleanRank <= 0) return QStringLiteral("–");
    const int moved = result.cleanRank - result.rank;
    const QString was = QString::number(result.cleanRank);
    if (moved == 0) return was + QStringLiteral(" =");
    return was + (moved > 0 ? QStringLiteral(" ▲%1") : QStringLiteral(" ▼%1")).arg(std::abs(moved));
}

void drawTable(PageWriter& page, const report::RecordModel& model) {
    const double x[] = {0, PageWriter::mm(12), PageWriter::mm(38), PageWriter::mm(58), PageWriter::mm(82)};
    const auto row = [&](const QStringList& cells, const QFont& face, const QColor& colour,
                         const QColor& labelColour) {
        const double last = page.width() - x[4];
        const double height = std::max(page.textHeight(cells[4], face, last), PageWriter::mm(4.4));
        page.need(height + PageWriter::mm(0.6));
        for (int i = 0; i < 5; ++i) {
            const double width = i == 4 ? last : x[i + 1] - x[i];
            page.drawText(QRectF(x[i], page.y(), width, height), cells[i], face,
                          i == 1 ? labelColour : colour);
        }
        page.moveTo(page.y() + height + PageWriter::mm(0.6));
    };
    row({QStringLiteral("Rank"), QStringLiteral("Label"), QStringLiteral("Score"),
         QStringLiteral("Clean rank"), QStringLiteral("Picture")},
        PageWriter::font(8, true), kMuted, kMuted);
    for (const report::RecordResult& result : model.results) {
        const LabelInk ink = inkOf(result.label, kHairline);
        const bool known = result.label != eval::Label::Unknown;
        row({QString::number(result.rank),
             known ? ink.sign + QLatin1Char(' ') + QString::fromLatin1(eval::labelName(result.label))
                   : QStringLiteral("–"),
             number(result.score, 4), cleanText(result), visibleText(result.path)},
            PageWriter::font(8), kInk, known ? ink.colour : kMuted);
    }
}

void drawModel(PageWriter& page, const report::RecordModel& model) {
    page.heading(visibleText(model.displayName.empty() ? model.id : model.displayName), 70);
    drawStrip(page, model);
    if (model.averagePrecision)
        page.fact(QStringLiteral("Average precision"), number(*model.averagePrecision, 4));
    page.fact(QStringLiteral("Cosine to clean"), number(model.cosineToClean, 4));
    page.fact(QStringLiteral("Identifier"), visibleText(model.id));
    page.fact(QStringLiteral("Architecture"), visibleText(model.architecture));
    page.fact(QStringLiteral("Checksum"), visibleText(model.checksum), true);
    page.fact(QStringLiteral("Licence"), visibleText(model.licence));
    page.fact(QStringLiteral("Device"), visibleText(model.device));
    page.fact(QStringLiteral("Index"), visibleText(model.indexKind));
    page.fact(QStringLiteral("Feature key"), visibleText(model.featureKey), true);
    page.space(2);
    drawTable(page, model);
}

void drawReport(PageWriter& page, const report::RunRecord& record) {
    page.title(QStringLiteral("Retrieval report"),
               QStringLiteral("AdapNet Workbench %1, %2")
                   .arg(visibleText(record.programVersion), visibleText(record.createdUtc)));
    drawQueryPictures(page, record);
    page.fact(QStringLiteral("Query"), visibleText(record.queryPath));
    page.fact(QStringLiteral("Content hash"), visibleText(record.queryHash), true);
    page.fact(QStringLiteral("Box"), boxText(record));
    page.fact(QStringLiteral("Degradation"), recipeText(record.recipe), true);
    page.fact(QStringLiteral("Seed"), QString::number(record.recipe.seed));
    if (!record.compensation)
        page.fact(QStringLiteral("Compensation"), QStringLiteral("off: described without the block"));
    page.fact(QStringLiteral("Gallery"), visibleText(record.galleryFolder));
    page.fact(QStringLiteral("Pictures"), QString::number(record.gallerySize));
    page.fact(QStringLiteral("Ground truth"), visibleText(record.groundTruth));
    QStringList settings;
    for (const std::string& setting : record.indexSettings) settings << visibleText(setting);
    page.fact(QStringLiteral("Index settings"), settings.join(QStringLiteral("; ")));
    QStringList timings;
    for (const auto& [stage, milliseconds] : record.timingsMs)
        timings << QStringLiteral("%1 %2 ms").arg(visibleText(stage), number(milliseconds, 1));
    page.fact(QStringLiteral("Timings"), timings.join(QStringLiteral(", ")));
    for (const report::RecordModel& model : record.models) drawModel(page, model);
    page.heading(QStringLiteral("The same result from the command line"), 30);
    page.paragraph(visibleText(record.command), PageWriter::fixedFont(8), kInk);
}

}  // namespace

Result<void> writePdf(const report::RunRecord& record, const fs::path& path) {
    if (!paper::hasFonts())
        return fail(ErrorCode::BadInput, "a PDF needs a program with fonts; write the HTML form instead");
    const QString program = QStringLiteral("AdapNet Workbench %1").arg(visibleText(record.programVersion));
    const paper::PdfDocument document{QStringLiteral("Retrieval report"), program, QPageSize(QPageSize::A4),
                                      kMarginMm, kDotsPerInch};
    const auto bytes = paper::toPdf(document, [&](QPdfWriter& device, QPainter& painter) {
        PageWriter page(device, painter,
                        QStringLiteral("%1 · %2").arg(program, visibleText(record.createdUtc)));
        drawReport(page, record);
    });
    if (!bytes) return fail(bytes.error());
    return paper::writeBytes(path, *bytes);
}

}  // namespace adapnet::ui
