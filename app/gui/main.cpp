// adapnet-workbench: puts services, session and window together. Thread counts are set once, here.
#include <QApplication>
#include <QFile>
#include <algorithm>
#include <cstdio>
#include <opencv2/core/utility.hpp>
#include <string_view>

#include "app/gui/launch.h"
#include "core/base/files.h"
#include "core/service/report_service.h"
#include "ui/settings/app_settings.h"
#include "ui/settings/language.h"
#include "ui/shell/screenshot.h"

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

int complain(const std::string& sentence, int code) {
    std::fprintf(stderr, "adapnet-workbench: %s\n", sentence.c_str());
    return code;
}

// Answered before there is a window: a machine without a display can read the help, too.
bool isAsked(int argc, char** argv, std::string_view option) {
    return std::any_of(argv + 1, argv + argc, [&](const char* word) { return word == option; });
}

}  // namespace

int main(int argc, char** argv) {
    using namespace adapnet;
    // Decoding and preview have threads of their own; OpenCV's pool would only get in their way.
    cv::setNumThreads(1);
    if (isAsked(argc, argv, "--help") || isAsked(argc, argv, "-h")) {
        const QCoreApplication parserNeedsOne(argc, argv);
        std::fputs(gui::launchHelp().toLocal8Bit().constData(), stdout);
        return kDone;
    }
    if (isAsked(argc, argv, "--version")) {
        std::printf("adapnet-workbench %s\n", service::programVersion().c_str());
        return kDone;
    }
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("adapnet"));
    QApplication::setApplicationName(QStringLiteral("adapnet-workbench"));
    QApplication::setApplicationVersion(QString::fromStdString(service::programVersion()));

    const auto options = gui::parseLaunchOptions(QApplication::arguments());
    if (!options)
        return complain(options.error().message(),
                        options.error().code == ErrorCode::BadInput ? kWrongUse : kFailed);

    ui::AppSettings settings;
    ui::Theme::instance().apply(options->theme.isEmpty() ? settings.theme()
                                                         : ui::themeModeFromName(options->theme));
    ui::applyLanguage(options->language.isEmpty() ? settings.language() : options->language);

    ui::WindowDefaults defaults;
    if (!options->cache.isEmpty())
        defaults.cacheFile = fs::path(QFile::encodeName(options->cache).toStdString());
    defaults.demoFolder = userDataFolder() / "demo";
    defaults.chooseFirstPicture = options->query.isEmpty();
    ui::MainWindow window(ui::coreServices(), defaults);
    if (options->size.isValid()) window.resize(options->size);
    window.show();

    auto* launch = new gui::Launch(*options, &window);
    int screenshotResult = kDone;
    if (!options->screenshot.isEmpty()) {
        QObject::connect(launch, &gui::Launch::failed, &app, [&](const QString& reason) {
            screenshotResult = complain(reason.toStdString(), kFailed);
            QApplication::exit(screenshotResult);
        });
        auto* screenshot = new ui::Screenshot(&window, options->screenshot, &window);
        QObject::connect(screenshot, &ui::Screenshot::written, &app, [&](bool ok) {
            if (!ok)
                screenshotResult = complain("cannot write " + options->screenshot.toStdString(), kFailed);
            QApplication::exit(screenshotResult);
        });
        screenshot->start([launch] { return launch->isReached(); });
    }
    // Once the window is on the screen.
    QMetaObject::invokeMethod(launch, &gui::Launch::start, Qt::QueuedConnection);
    const int code = QApplication::exec();
    return options->screenshot.isEmpty() ? code : screenshotResult;
}
