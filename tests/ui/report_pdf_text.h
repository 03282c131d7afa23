// Reads the text back out of a PDF as Qt writes it, to prove that what we drew is text. Knows only what Qt
// produces: composite fonts with a ToUnicode table, glyphs as <hhhh> Tj, Flate streams.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QRegularExpression>
#include <QString>

namespace adapnet::ui::test {

class PdfText {
  public:
    explicit PdfText(const QByteArray& file) : m_file(file), m_latin(QString::fromLatin1(file)) { read(); }

    int pages() const { return m_pages; }
    // All glyphs in drawing order, as text, without line breaks.
    const QString& text() const { return m_text; }

  private:
    using Table = QHash<uint, QString>;

    QString object(int number) const {
        const QString head = QStringLiteral("\n%1 0 obj\n").arg(number);
        const qsizetype from = m_latin.indexOf(head);
        if (from < 0) return {};
        return m_latin.mid(from + head.size(),
                           m_latin.indexOf(QStringLiteral("endobj"), from) - from - head.size());
    }

    QByteArray stream(int number) const {
        const QByteArray body = object(number).toLatin1();
        const qsizetype from = body.indexOf("stream\n");
        if (from < 0) return {};
        const QByteArray raw = body.mid(from + 7, body.lastIndexOf("endstream") - from - 7);
        if (!body.left(from).contains("FlateDecode")) return raw;
        // qUncompress wants the expected length in front; it grows the buffer when that is too small.
        return qUncompress(QByteArray("\x00\x10\x00\x00", 4) + raw);
    }

    static QString fromHex(const QString& hex) {
        QString out;
        for (qsizetype i = 0; i + 4 <= hex.size(); i += 4) out += QChar(hex.mid(i, 4).toUShort(nullptr, 16));
        return out;
    }

    Table glyphsOf(int font) const {
        Table table;
        static const QRegularExpression toUnicode(QStringLiteral("/ToUnicode (\\d+) 0 R"));
        const QString map = QString::fromLatin1(stream(toUnicode.match(object(font)).captured(1).toInt()));
        // Either "<first> <last> [<a> <b> ...]" or "<first> <last> <a>", where the characters count on from
        // a.
        static const QRegularExpression range(
            QStringLiteral("<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> (?:\\[([^\\]]*)\\]|<([0-9A-Fa-f]{4})>)"));
        static const QRegularExpression entry(QStringLiteral("<([0-9A-Fa-f]+)>"));
        for (auto ranges = range.globalMatch(map); ranges.hasNext();) {
            const auto match = ranges.next();
            uint glyph = match.captured(1).toUInt(nullptr, 16);
            if (match.capturedLength(4) > 0) {
                ushort code = match.captured(4).toUShort(nullptr, 16);
                for (const uint last = match.captured(2).toUInt(nullptr, 16); glyph <= last; ++glyph)
                    table.insert(glyph, QString(QChar(code++)));
            }
            for (auto entries = entry.globalMatch(match.captured(3)); entries.hasNext(); ++glyph)
                table.insert(glyph, fromHex(entries.next().captured(1)));
        }
        return table;
    }

    void read() {
        static const QRegularExpression page(QStringLiteral("/Type /Page\\n[^>]*?/Contents (\\d+) 0 R"));
        static const QRegularExpression token(QStringLiteral("/F(\\d+) [\\d.]+ Tf|<([0-9A-Fa-f]{4})> ?Tj"));
        QHash<int, Table> fonts;
        for (auto pagesFound = page.globalMatch(m_latin); pagesFound.hasNext();) {
            ++m_pages;
            const QString content = QString::fromLatin1(stream(pagesFound.next().captured(1).toInt()));
            int font = 0;
            for (auto tokens = token.globalMatch(content); tokens.hasNext();) {
                const auto match = tokens.next();
                if (match.hasCaptured(1) && !match.captured(1).isEmpty()) {
                    font = match.captured(1).toInt();
                    if (!fonts.contains(font)) fonts.insert(font, glyphsOf(font));
                } else {
                    // Blank and tab are one glyph in many fonts, and the table may name either.
                    m_text += fonts[font]
                                  .value(match.captured(2).toUInt(nullptr, 16))
                                  .replace(QLatin1Char('\t'), QLatin1Char(' '));
                }
            }
        }
    }

    QByteArray m_file;
    QString m_latin;
    QString m_text;
    int m_pages = 0;
};

}  // namespace adapnet::ui::test
