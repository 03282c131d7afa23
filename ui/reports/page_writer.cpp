#include "ui/reports/page_writer.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPen>
#include <QTextOption>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/numbers.h"

namespace adapnet::ui::paper {

namespace {

constexpr double kMarginMm = 18;
constexpr double kCellGapMm = 3;

QString programText(const std::string& version) {
    return QStringLiteral("AdapNet Workbench %1").arg(visibleText(version));
}

}  // namespace

QString number(double value, int decimals) {
    return std::isfinite(value) ? QString::fromStdString(formatFixed(value, decimals)) : QStringLiteral("–");
}

QString recipeText(const degrade::Recipe& recipe) {
    QStringList steps;
    for (const degrade::Step& step : recipe.steps)
        steps << QString::fromStdString(degrade::formatStep(step)) +
                     (step.enabled ? QString() : QStringLiteral(" (off)"));
    return steps.isEmpty() ? QStringLiteral("none") : steps.join(QLatin1Char('\n'));
}

PageWriter::PageWriter(QPdfWriter& device, QPainter& painter, QString footer)
    : m_device(device), m_painter(painter), m_footer(std::move(footer)) {
    drawFooter();
}

QFont PageWriter::font(double points, bool bold) {
    QFont out;
    out.setFamilies(fontFamilies());
    out.setPointSizeF(points);
    out.setBold(bold);
    // Any letter spacing switches ligatures off, so that a name copied from the page has its own letters.
    out.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    return out;
}

QFont PageWriter::fixedFont(double points) {
    QFont out = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    out.setPointSizeF(points);
    return out;
}

double PageWriter::width() const {
    return m_device.width();
}

double PageWriter::bottom() const {
    return m_device.height() - mm(8);
}

void PageWriter::need(double height) {
    if (m_y + height <= bottom()) return;
    m_device.newPage();
    ++m_page;
    m_y = 0;
    drawFooter();
}

double PageWriter::textHeight(const QString& text, const QFont& face, double textWidth) const {
    return QFontMetricsF(face, &m_device)
        .boundingRect(QRectF(0, 0, textWidth, mm(2000)), kWrapFlags, text)
        .height();
}

void PageWriter::drawText(const QRectF& rect, const QString& text, const QFont& face, const QColor& colour,
                          int flags) {
    m_painter.setFont(face);
    m_painter.setPen(colour);
    m_painter.drawText(rect, flags, text);
}

void PageWriter::title(const char* name, const std::string& version, const std::string& created) {
    drawText(QRectF(0, m_y, width(), mm(11)), QString::fromUtf8(name), font(18, true), kInk);
    m_y += mm(10);
    paragraph(QStringLiteral("%1, %2").arg(programText(version), visibleText(created)), font(9), kMuted);
    space(4);
}

void PageWriter::heading(const QString& text, double keepMm) {
    space(5);
    need(mm(keepMm));
    m_painter.fillRect(QRectF(0, m_y, width(), mm(0.25)), kHairline);
    space(2.5);
    paragraph(text, font(12, true), kInk);
    space(1.5);
}

void PageWriter::paragraph(const QString& text, const QFont& face, const QColor& colour) {
    const double height = textHeight(text, face, width());
    need(height);
    drawText(QRectF(0, m_y, width(), height), text, face, colour);
    m_y += height;
}

void PageWriter::fact(const QString& key, const QString& value, bool fixed) {
    if (value.isEmpty()) return;
    const QFont face = fixed ? fixedFont(8) : font(9);
    const double left = mm(36);
    const double height = std::max(textHeight(value, face, width() - left), mm(4.6));
    need(height + mm(0.8));
    drawText(QRectF(0, m_y, left - mm(3), height), key, font(9), kMuted);
    drawText(QRectF(left, m_y, width() - left, height), value, face, kInk);
    m_y += height + mm(0.8);
}

void PageWriter::table(const std::vector<Column>& columns, const std::vector<QStringList>& rows) {
    std::vector<Column> fitted = columns;
    double left = width() / mm(1);
    for (const Column& column : columns) left -= column.widthMm;
    QStringList names;
    for (Column& column : fitted) {
        if (column.widthMm <= 0) column.widthMm = left;
        names << column.name;
    }
    const QFont nameFace = font(8, true);
    const QFont face = font(8);
    const auto heightOf = [&](const QStringList& cells, const QFont& own) {
        double height = mm(4.4);
        for (std::size_t i = 0; i < fitted.size(); ++i)
            height = std::max(height, textHeight(cells.value(static_cast<qsizetype>(i)), own,
                                                 mm(fitted[i].widthMm - kCellGapMm)));
        return height + mm(0.6);
    };
    const double nameHeight = heightOf(names, nameFace);
    need(nameHeight + mm(5));
    drawRow(fitted, names, nameFace, kMuted, nameHeight);
    for (const QStringList& cells : rows) {
        const double height = heightOf(cells, face);
        const int page = m_page;
        need(height);
        if (m_page != page) drawRow(fitted, names, nameFace, kMuted, nameHeight);
        drawRow(fitted, cells, face, kInk, height);
    }
}

void PageWriter::drawRow(const std::vector<Column>& columns, const QStringList& cells, const QFont& face,
                         const QColor& colour, double height) {
    double x = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int side = columns[i].isNumber ? Qt::AlignRight : Qt::AlignLeft;
        drawText(QRectF(x, m_y, mm(columns[i].widthMm - kCellGapMm), height),
                 cells.value(static_cast<qsizetype>(i)), face, colour,
                 side | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere);
        x += mm(columns[i].widthMm);
    }
    m_y += height;
}

QRectF PageWriter::picture(const QImage& image, const QRectF& area) {
    if (image.isNull()) return {};
    const QSizeF size = QSizeF(image.size()).scaled(area.size(), Qt::KeepAspectRatio);
    const QRectF place(area.topLeft(), size);
    m_painter.drawImage(place, image);
    return place;
}

void PageWriter::frame(const QRectF& rect, const QColor& colour, double widthMm) {
    QPen pen(colour, mm(widthMm));
    pen.setJoinStyle(Qt::MiterJoin);
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(rect);
}

void PageWriter::fill(const QRectF& rect, const QColor& colour) {
    m_painter.fillRect(rect, colour);
}

void PageWriter::area(double height, const std::function<void(QPainter&, const QRectF&)>& draw) {
    need(height);
    m_painter.save();
    m_painter.setFont(font(8));  // what is drawn may begin with the font of the last heading
    draw(m_painter, QRectF(0, m_y, width(), height));
    m_painter.restore();
    m_y += height;
}

void PageWriter::drawFooter() {
    const QRectF line(0, m_device.height() - mm(5), width(), mm(5));
    drawText(line, m_footer, font(7.5), kMuted, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine);
    drawText(line, QStringLiteral("Page %1").arg(m_page), font(7.5), kMuted,
             Qt::AlignRight | Qt::AlignBottom | Qt::TextSingleLine);
}

Result<void> writePages(const char* title, const std::string& version, const std::string& created,
                        const fs::path& path, const std::function<void(PageWriter&)>& draw) {
    if (!hasFonts())
        return fail(ErrorCode::BadInput, "a PDF needs a program with fonts; write the HTML form instead");
    const PdfDocument document{QString::fromUtf8(title), programText(version), QPageSize(QPageSize::A4),
                               kMarginMm, PageWriter::kDotsPerInch};
    const auto bytes = toPdf(document, [&](QPdfWriter& device, QPainter& painter) {
        PageWriter page(device, painter,
                        QStringLiteral("%1 · %2").arg(programText(version), visibleText(created)));
        draw(page);
    });
    if (!bytes) return fail(bytes.error());
    return writeBytes(path, *bytes);
}

}  // namespace adapnet::ui::paper
