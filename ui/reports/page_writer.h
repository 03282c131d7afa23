// The pages of a PDF report, written from top to bottom: headings, facts, tables and pictures. Qt Gui only;
// one thread at a time.
#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "ui/reports/paper_look.h"

namespace adapnet::ui::paper {

inline const QColor kHairline(0xd3, 0xd8, 0xde);

// A dash for what is no number.
QString number(double value, int decimals);
// One step on a line, "none" without any. A step that is switched off still counts for the noise of those
// behind it, so it is named.
QString recipeText(const degrade::Recipe& recipe);

// Starts a new page when something does not fit. Lengths are dots unless they are called millimetres.
class PageWriter {
  public:
    static constexpr int kDotsPerInch = 300;
    static constexpr int kWrapFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere;

    PageWriter(QPdfWriter& device, QPainter& painter, QString footer);

    static double mm(double value) { return value / kMmPerInch * kDotsPerInch; }
    static QFont font(double points, bool bold = false);
    static QFont fixedFont(double points);

    double width() const;
    double y() const { return m_y; }
    void moveTo(double y) { m_y = y; }
    void space(double millimetres) { m_y += mm(millimetres); }
    // A new page unless `height` still fits.
    void need(double height);

    double textHeight(const QString& text, const QFont& face, double textWidth) const;
    void drawText(const QRectF& rect, const QString& text, const QFont& face, const QColor& colour,
                  int flags = kWrapFlags);
    void title(const char* name, const std::string& version, const std::string& created);
    // A new page unless `keepMm` fit below the heading as well.
    void heading(const QString& text, double keepMm);
    void paragraph(const QString& text, const QFont& face, const QColor& colour);
    // Nothing without a value.
    void fact(const QString& key, const QString& value, bool fixed = false);

    struct Column {
        QString name;
        double widthMm = 0;  // 0: what is left; of one column
        bool isNumber = false;
    };
    // The names again on every page.
    void table(const std::vector<Column>& columns, const std::vector<QStringList>& rows);

    // The picture inside `area`, as large as it fits, in the upper left corner; returns where it lies.
    QRectF picture(const QImage& image, const QRectF& area);
    void frame(const QRectF& rect, const QColor& colour, double widthMm);
    void fill(const QRectF& rect, const QColor& colour);
    // Somebody else draws over the whole width, `height` high.
    void area(double height, const std::function<void(QPainter&, const QRectF&)>& draw);

  private:
    double bottom() const;
    void drawFooter();
    void drawRow(const std::vector<Column>& columns, const QStringList& cells, const QFont& face,
                 const QColor& colour, double height);

    QPdfWriter& m_device;
    QPainter& m_painter;
    QString m_footer;
    double m_y = 0;
    int m_page = 1;
};

// A report on A4 as PDF, written aside and renamed, so that after a failure the former file stands. Errors:
// BadInput (no application object), Io.
Result<void> writePages(const char* title, const std::string& version, const std::string& created,
                        const fs::path& path, const std::function<void(PageWriter&)>& draw);

}  // namespace adapnet::ui::paper
