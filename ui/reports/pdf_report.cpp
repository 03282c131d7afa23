#include "ui/reports/pdf_report.h"

#include <QImage>
#include <algorithm>
#include <opencv2/core.hpp>

#include "ui/reports/page_writer.h"

namespace adapnet::ui {

namespace {

using paper::inkOf;
using paper::kHairline;
using paper::kInk;
using paper::kMuted;
using paper::LabelInk;
using paper::number;
using paper::PageWriter;
using paper::recipeText;
using paper::toImage;
using paper::visibleText;
using paper::writePages;

constexpr int kPictureSide = 800;  // pixels; 58 mm at 300 dots an inch are 690
constexpr int kThumbnailSide = 256;
constexpr int kStripLength = 10;  // pictures in the figure above each table

const QColor kAccent(0x1f, 0x5f, 0xbf);

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
    page.title("Retrieval report", record.programVersion, record.createdUtc);
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
    return writePages("Retrieval report", record.programVersion, record.createdUtc, path,
                      [&](PageWriter& page) { drawReport(page, record); });
}

}  // namespace adapnet::ui
