#include "ui/reports/figure.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <utility>

#include "ui/reports/paper_look.h"

namespace adapnet::ui {

namespace {

using paper::inkOf;
using paper::kInk;
using paper::kMmPerInch;
using paper::kMuted;
using paper::kPaper;
using paper::LabelInk;
using paper::toImage;
using paper::visibleText;

constexpr double kGapMm = 2;
constexpr double kFrameMm = 0.9;
constexpr double kCaptionMm = 4.6;
constexpr double kRowNameMm = 5.4;
constexpr double kQueryShare = 0.26;  // of the width
constexpr double kTextPoints = 8;

const QColor kEmpty(0xee, 0xf0, 0xf2);

// Draws in dots; `dots` of them make one millimetre.
class FigurePainter {
  public:
    FigurePainter(const report::RunRecord& record, const FigureOptions& options)
        : m_record(record), m_options(options), m_dots(options.dotsPerInch / kMmPerInch) {}

    QSize size() const {
        return {static_cast<int>(std::lround(mm(m_options.widthMm))),
                static_cast<int>(std::lround(std::max(rowHeight() * rows(), queryHeight())))};
    }

    void draw(QPainter& painter) {
        m_painter = &painter;
        painter.fillRect(QRect(QPoint(0, 0), size()), kPaper);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setRenderHint(QPainter::TextAntialiasing);
        drawQuery();
        for (std::size_t i = 0; i < m_record.models.size(); ++i)
            drawRow(m_record.models[i], rowHeight() * static_cast<double>(i));
    }

  private:
    double mm(double value) const { return value * m_dots; }
    int places() const { return m_options.lastRank - m_options.firstRank + 1; }
    double rows() const { return static_cast<double>(m_record.models.size()); }
    double queryWidth() const { return mm(m_options.widthMm * kQueryShare); }
    double left() const { return queryWidth() + mm(2 * kGapMm); }
    double side() const { return (mm(m_options.widthMm) - left() - mm(kGapMm) * (places() - 1)) / places(); }
    double rowHeight() const { return mm(kRowNameMm) + side() + mm(kCaptionMm) + mm(kGapMm); }
    double queryHeight() const {
        const cv::Mat& rgb = m_record.queryPicture;
        const double shape = rgb.empty() ? 1 : static_cast<double>(rgb.rows) / rgb.cols;
        return mm(kRowNameMm) + queryWidth() * shape;
    }

    QFont font(bool bold) const {
        QFont face;
        face.setFamilies(paper::fontFamilies());
        face.setPixelSize(static_cast<int>(std::lround(kTextPoints / 72 * m_options.dotsPerInch)));
        face.setBold(bold);
        return face;
    }
    void text(const QRectF& area, const QString& words, const QColor& colour, bool bold, int flags) {
        m_painter->setFont(font(bold));
        m_painter->setPen(colour);
        const QFontMetricsF metrics(font(bold), m_painter->device());
        m_painter->drawText(area, flags | Qt::TextSingleLine,
                            metrics.elidedText(words, Qt::ElideRight, area.width()));
    }
    void frame(const QRectF& area, const QColor& colour, double width) {
        QPen pen(colour, mm(width));
        pen.setJoinStyle(Qt::MiterJoin);
        m_painter->setPen(pen);
        m_painter->setBrush(Qt::NoBrush);
        const double half = mm(width) / 2;
        m_painter->drawRect(area.adjusted(half, half, -half, -half));
    }
    int pixelsFor(double dots) const { return std::clamp(static_cast<int>(dots), 16, 2000); }

    void drawQuery() {
        text(QRectF(0, 0, queryWidth(), mm(kRowNameMm)), QStringLiteral("Query"), kInk, true,
             Qt::AlignLeft | Qt::AlignVCenter);
        const QRectF area(0, mm(kRowNameMm), queryWidth(), queryHeight() - mm(kRowNameMm));
        const QImage picture =
            toImage(m_record.queryPicture, pixelsFor(std::max(area.width(), area.height())));
        if (picture.isNull()) {
            m_painter->fillRect(area, kEmpty);
            return;
        }
        m_painter->drawImage(area, picture);
        if (!m_record.box) return;
        const image::Box& box = *m_record.box;
        const double scale = area.width() / m_record.queryPicture.cols;
        const QRectF drawn(area.x() + box.x1 * scale, area.y() + box.y1 * scale, box.width() * scale,
                           box.height() * scale);
        // White as in the papers; a dark line on either side keeps it visible on white.
        const double dark = mm(0.2);
        frame(drawn.adjusted(-dark, -dark, dark, dark), kInk, kFrameMm + 0.4);
        frame(drawn, kPaper, kFrameMm);
    }

    void drawRow(const report::RecordModel& model, double top) {
        text(QRectF(left(), top, mm(m_options.widthMm) - left(), mm(kRowNameMm)),
             visibleText(model.displayName.empty() ? model.id : model.displayName), kInk, true,
             Qt::AlignLeft | Qt::AlignVCenter);
        for (int place = 0; place < places(); ++place) {
            const int rank = m_options.firstRank + place;
            const QRectF tile(left() + place * (side() + mm(kGapMm)), top + mm(kRowNameMm), side(), side());
            const auto result =
                std::find_if(model.results.begin(), model.results.end(),
                             [&](const report::RecordResult& candidate) { return candidate.rank == rank; });
            if (result == model.results.end()) continue;
            drawTile(*result, tile);
        }
    }

    void drawTile(const report::RecordResult& result, const QRectF& tile) {
        const LabelInk look = inkOf(result.label, kMuted);
        m_painter->fillRect(tile, kEmpty);
        const QImage picture = toImage(result.thumbnail, pixelsFor(tile.width()));
        if (!picture.isNull()) {
            const double inset = mm(kFrameMm);
            const QRectF inside = tile.adjusted(inset, inset, -inset, -inset);
            const QSizeF fitted = QSizeF(picture.size()).scaled(inside.size(), Qt::KeepAspectRatio);
            m_painter->drawImage(
                QRectF(inside.center() - QPointF(fitted.width(), fitted.height()) / 2, fitted), picture);
        }
        frame(tile, look.colour, result.label == eval::Label::Unknown ? 0.3 : kFrameMm);
        text(QRectF(tile.x(), tile.bottom(), tile.width(), mm(kCaptionMm)),
             QStringLiteral("%1 %2").arg(result.rank).arg(look.sign).trimmed(), look.colour, true,
             Qt::AlignHCenter | Qt::AlignVCenter);
    }

    const report::RunRecord& m_record;
    const FigureOptions& m_options;
    const double m_dots;
    QPainter* m_painter = nullptr;
};

Result<QByteArray> asPng(FigurePainter& figure, const FigureOptions& options) {
    QImage image(figure.size(), QImage::Format_RGB32);
    if (image.isNull()) return fail(ErrorCode::OutOfMemory, "the figure is too large for this memory");
    image.setDotsPerMeterX(static_cast<int>(std::lround(options.dotsPerInch / kMmPerInch * 1000)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    QPainter painter(&image);
    figure.draw(painter);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) return fail(ErrorCode::Internal, "the picture cannot be encoded");
    return buffer.data();
}

Result<QByteArray> asSvg(FigurePainter& figure, const FigureOptions& options, const QString& title) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator device;
    device.setOutputDevice(&buffer);
    device.setResolution(options.dotsPerInch);
    device.setSize(figure.size());
    device.setViewBox(QRect(QPoint(0, 0), figure.size()));
    device.setTitle(title.toHtmlEscaped());  // Qt writes it as it is
    QPainter painter;
    if (!painter.begin(&device)) return fail(ErrorCode::Internal, "the SVG writer did not start");
    figure.draw(painter);
    painter.end();
    return buffer.data();
}

Result<QByteArray> asPdf(FigurePainter& figure, const FigureOptions& options, const QString& title) {
    paper::PdfDocument document;
    document.title = title;
    document.dotsPerInch = options.dotsPerInch;
    const double toMm = kMmPerInch / options.dotsPerInch;
    document.page = QPageSize(QSizeF(figure.size().width() * toMm, figure.size().height() * toMm),
                              QPageSize::Millimeter, QString(), QPageSize::ExactMatch);
    return paper::toPdf(document, [&](QPdfWriter&, QPainter& painter) { figure.draw(painter); });
}

}  // namespace

Result<void> FigureOptions::check() const {
    if (firstRank < 1 || lastRank < firstRank || lastRank - firstRank >= kMostPlaces)
        return fail(ErrorCode::BadInput, "a figure shows ranks A to B, at most " +
                                             std::to_string(kMostPlaces) + " of them, such as 6 to 10");
    if (!(widthMm >= 40 && widthMm <= 2000) || dotsPerInch < 36 || dotsPerInch > 1200)
        return fail(ErrorCode::BadInput, "a figure is 40 to 2000 mm wide, at 36 to 1200 dots an inch");
    return {};
}

Result<void> writeFigure(const report::RunRecord& record, const FigureOptions& options,
                         const fs::path& path) {
    if (auto valid = options.check(); !valid) return valid;
    if (record.models.empty()) return fail(ErrorCode::BadInput, "there is no ranking to draw");
    if (!paper::hasFonts()) return fail(ErrorCode::BadInput, "a figure needs a program with fonts");
    const QString title = QStringLiteral("Ranks %1 to %2 for %3")
                              .arg(QString::number(options.firstRank), QString::number(options.lastRank),
                                   visibleText(record.queryPath));
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    FigurePainter figure(record, options);
    Result<QByteArray> bytes = fail(ErrorCode::BadInput, "the name must end in svg, pdf or png");
    if (ending == ".png") bytes = asPng(figure, options);
    if (ending == ".svg") bytes = asSvg(figure, options, title);
    if (ending == ".pdf") bytes = asPdf(figure, options, title);
    if (!bytes) return fail(bytes.error());
    return paper::writeBytes(path, *bytes);
}

}  // namespace adapnet::ui
