#include "app/cli/pdf_output.h"

#ifdef ADAPNET_WITH_PDF

#include <QGuiApplication>
#include <array>
#include <string>

#include "ui/reports/figure.h"
#include "ui/reports/pdf_report.h"

namespace adapnet::cli {

namespace {

// Calls `draw` with an application object, which fonts need.
template <class Draw>
Result<void> withFonts(Draw draw) {
    // Fonts need an application object, but no display: the offscreen platform serves, whatever the session
    // has.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks about the session have no place among this program's messages; failures come as results.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    std::string name = "adapnet";
    std::array<char*, 2> arguments{name.data(), nullptr};
    int count = 1;
    const QGuiApplication application(count, arguments.data());
    return draw();
}

}  // namespace

Result<void> writePdfReport(const report::RunRecord& record, const fs::path& file) {
    return withFonts([&] { return ui::writePdf(record, file); });
}

Result<void> writePdfReport(const report::EvaluationRecord& record, const fs::path& file) {
    return withFonts([&] { return ui::writePdf(record, file); });
}

Result<void> writeFigureFile(const report::RunRecord& record, const ui::FigureOptions& options,
                             const fs::path& file) {
    return withFonts([&] { return ui::writeFigure(record, options, file); });
}

}  // namespace adapnet::cli

#else

namespace adapnet::cli {

namespace {

Result<void> noPdf() {
    return fail(ErrorCode::BadInput,
                "this build cannot write PDF because it was made without Qt; use --html");
}

}  // namespace

Result<void> writePdfReport(const report::RunRecord&, const fs::path&) {
    return noPdf();
}

Result<void> writePdfReport(const report::EvaluationRecord&, const fs::path&) {
    return noPdf();
}

Result<void> writeFigureFile(const report::RunRecord&, const ui::FigureOptions&, const fs::path&) {
    return fail(ErrorCode::BadInput, "this build cannot draw figures because it was made without Qt");
}

}  // namespace adapnet::cli

#endif
