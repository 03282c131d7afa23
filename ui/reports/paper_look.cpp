#include "ui/reports/paper_look.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <span>

#include "core/base/files.h"
#include "core/image/image.h"
#include "ui/common/image_convert.h"

namespace adapnet::ui::paper {

LabelInk inkOf(eval::Label label, const QColor& unknown) {
    switch (label) {
        case eval::Label::Positive:
            return {QColor(0x1b, 0x7f, 0x3b), QStringLiteral("+")};
        case eval::Label::Negative:
            return {QColor(0xb3, 0x26, 0x1e), QStringLiteral("−")};
        case eval::Label::Junk:
            return {QColor(0x6b, 0x72, 0x7c), QStringLiteral("o")};
        case eval::Label::Unknown:
            break;
    }
    return {unknown, QString()};
}

QString visibleText(const std::string& text) {
    const QString valid = QString::fromStdString(validUtf8(text));
    QString out;
    for (const QChar c : valid) {
        const ushort code = c.unicode();
        const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                               code == 0x200E || code == 0x200F || code == 0x2028 || code == 0x2029;
        if (c.category() == QChar::Other_Control || direction)
            out += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

QImage toImage(const cv::Mat& rgb, int maxSide) {
    if (rgb.empty() || rgb.type() != CV_8UC3) return {};
    return toQImage(image::shrinkToFit(rgb, maxSide));
}

QStringList fontFamilies() {
    return {QStringLiteral("DejaVu Sans"), QStringLiteral("Noto Sans CJK SC")};
}

bool hasFonts() {
    return qobject_cast<QGuiApplication*>(QCoreApplication::instance()) != nullptr;
}

Result<QByteArray> toPdf(const PdfDocument& document,
                         const std::function<void(QPdfWriter& device, QPainter& painter)>& draw) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter device(&buffer);
        device.setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
        device.setResolution(document.dotsPerInch);
        device.setPageSize(document.page);
        device.setPageMargins(
            QMarginsF(document.marginMm, document.marginMm, document.marginMm, document.marginMm),
            QPageLayout::Millimeter);
        device.setTitle(document.title);
        device.setCreator(document.creator);
        QPainter painter;
        if (!painter.begin(&device)) return fail(ErrorCode::Internal, "the PDF writer did not start");
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        draw(device, painter);
        if (!painter.end()) return fail(ErrorCode::Internal, "the PDF writer could not finish");
    }
    return buffer.data();
}

Result<void> writeBytes(const std::filesystem::path& path, const QByteArray& bytes) {
    return writeFileSafely(
        path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

}  // namespace adapnet::ui::paper
