#include "app/gui/launch.h"

#include <QAction>
#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "ui/settings/language.h"
#include "ui/shell/work_page.h"

namespace adapnet::gui {

namespace {

struct Options {
    QCommandLineOption groundTruth{QStringLiteral("ground-truth"),
                                   QStringLiteral("Which pictures each query should find (JSON)."),
                                   QStringLiteral("FILE")};
    QCommandLineOption cache{QStringLiteral("cache"),
                             QStringLiteral("SQLite cache; default: in the user's cache folder."),
                             QStringLiteral("FILE")};
    QCommandLineOption demo{QStringLiteral("demo"),
                            QStringLiteral("Open the demo gallery; it is rendered when missing.")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"),
                                  QStringLiteral("Write a picture of the window as PNG and end."),
                                  QStringLiteral("FILE")};
    QCommandLineOption size{QStringLiteral("size"), QStringLiteral("Size of the window, as 1280x800."),
                            QStringLiteral("WxH")};
    QCommandLineOption theme{QStringLiteral("theme"), QStringLiteral("system, light or dark."),
                             QStringLiteral("NAME")};
    QCommandLineOption language{QStringLiteral("language"), QStringLiteral("en, de or zh_CN."),
                                QStringLiteral("CODE")};
    QCommandLineOption query{QStringLiteral("query"), QStringLiteral("Picture to search with."),
                             QStringLiteral("FILE")};
    QCommandLineOption box{QStringLiteral("box"), QStringLiteral("Box in the query, in pixels."),
                           QStringLiteral("x1,y1,x2,y2")};
    QCommandLineOption degrade{QStringLiteral("degrade"),
                               QStringLiteral("Damage the query; may be given several times."),
                               QStringLiteral("KIND:key=value,...")};
    QCommandLineOption recipe{QStringLiteral("recipe"),
                              QStringLiteral("Recipe file with the damage (JSON): steps, region, seed."),
                              QStringLiteral("FILE")};
    QCommandLineOption seed{QStringLiteral("seed"), QStringLiteral("Seed of the damage."),
                            QStringLiteral("N")};
    QCommandLineOption compare{QStringLiteral("compare"),
                               QStringLiteral("Show the comparison with the result of this rank."),
                               QStringLiteral("RANK")};
    QCommandLineOption view{
        QStringLiteral("view"),
        QStringLiteral("Show the robustness curve, what moved between the rankings, the "
                       "compensation lens, the failure atlas, the page of all models or the "
                       "training page: robustness, changes, lens, atlas, models or training."),
        QStringLiteral("NAME")};

    QList<QCommandLineOption> all() const {
        return {groundTruth, cache, demo,    screenshot, size, theme,   language,
                query,       box,   degrade, recipe,     seed, compare, view};
    }
};

void prepare(QCommandLineParser& parser, const Options& options) {
    parser.setApplicationDescription(QStringLiteral("Searches a gallery of pictures with a bad query."));
    parser.addPositionalArgument(QStringLiteral("FOLDER"), QStringLiteral("Folder of pictures to open."),
                                 QStringLiteral("[FOLDER]"));
    parser.addOptions(options.all());
    parser.addOption(
        {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Print this help and end.")});
    parser.addOption({QStringLiteral("version"), QStringLiteral("Print the version and end.")});
}

Result<QSize> parseSize(const QString& text) {
    const QStringList sides = text.split(QLatin1Char('x'));
    constexpr int kSmallest = 640;
    constexpr int kLargest = 16384;
    if (sides.size() == 2) {
        bool wideOk = false;
        bool highOk = false;
        const QSize size(sides[0].toInt(&wideOk), sides[1].toInt(&highOk));
        if (wideOk && highOk && size.width() >= kSmallest && size.width() <= kLargest &&
            size.height() >= 480 && size.height() <= kLargest)
            return size;
    }
    return fail(ErrorCode::BadInput, "--size must look like 1280x800, from 640x480 to 16384x16384");
}

}  // namespace

QString launchHelp() {
    QCommandLineParser parser;
    prepare(parser, Options{});
    return parser.helpText();
}

Result<LaunchOptions> parseLaunchOptions(const QStringList& arguments) {
    const Options names;
    QCommandLineParser parser;
    prepare(parser, names);
    if (!parser.parse(arguments)) return fail(ErrorCode::BadInput, parser.errorText().toStdString());
    LaunchOptions options;
    const QStringList positional = parser.positionalArguments();
    if (positional.size() > 1) return fail(ErrorCode::BadInput, "give one folder only");
    options.folder = positional.value(0);
    options.groundTruth = parser.value(names.groundTruth);
    options.cache = parser.value(names.cache);
    options.demo = parser.isSet(names.demo);
    options.screenshot = parser.value(names.screenshot);
    options.theme = parser.value(names.theme);
    options.language = parser.value(names.language);
    options.query = parser.value(names.query);
    if (options.demo && !options.folder.isEmpty())
        return fail(ErrorCode::BadInput, "give either a folder or --demo, not both");
    if (!options.folder.isEmpty() && !QFileInfo(options.folder).isDir())
        return fail(ErrorCode::NotFound, "the folder " + options.folder.toStdString() + " is not there");
    if (!options.groundTruth.isEmpty() && options.folder.isEmpty())
        return fail(ErrorCode::BadInput, "--ground-truth needs a folder");
    if (!options.groundTruth.isEmpty() && !QFileInfo(options.groundTruth).isFile())
        return fail(ErrorCode::NotFound,
                    "the ground truth " + options.groundTruth.toStdString() + " is not there");
    if (!options.query.isEmpty() && !QFileInfo(options.query).isFile())
        return fail(ErrorCode::NotFound, "the query " + options.query.toStdString() + " is not there");
    if (!options.query.isEmpty() && !options.opensSomething())
        return fail(ErrorCode::BadInput, "--query needs a folder or --demo");
    if (parser.isSet(names.size)) {
        const auto size = parseSize(parser.value(names.size));
        if (!size) return fail(size.error());
        options.size = *size;
    }
    if (!options.theme.isEmpty() && ui::themeModeName(ui::themeModeFromName(options.theme)) != options.theme)
        return fail(ErrorCode::BadInput, "--theme must be system, light or dark");
    if (!options.language.isEmpty() && !ui::availableLanguages().contains(options.language))
        return fail(ErrorCode::BadInput, "--language must be en, de or zh_CN");
    if (parser.isSet(names.box)) {
        const auto box = image::parseBox(parser.value(names.box).toStdString());
        if (!box) return fail(box.error());
        options.box = *box;
    }
    for (const QString& text : parser.values(names.degrade)) {
        auto step = degrade::parseStep(text.toStdString());
        if (!step) return fail(step.error());
        options.recipe.steps.push_back(*std::move(step));
    }
    if (parser.isSet(names.recipe)) {
        if (parser.isSet(names.degrade) || parser.isSet(names.seed))
            return fail(ErrorCode::BadInput, "give either --recipe or --degrade and --seed, not both");
        auto stored =
            degrade::loadRecipe(fs::path(QFile::encodeName(parser.value(names.recipe)).toStdString()));
        if (!stored) return fail(stored.error());
        options.recipe = *std::move(stored);
    }
    if (parser.isSet(names.seed)) {
        const auto seed = parseInteger(parser.value(names.seed).toStdString());
        if (!seed || *seed < 0) return fail(ErrorCode::BadInput, "--seed must be a whole number from 0");
        options.recipe.seed = static_cast<std::uint64_t>(*seed);
    }
    if (parser.isSet(names.compare)) {
        const auto rank = parseInteger(parser.value(names.compare).toStdString());
        if (!rank || *rank < 1 || *rank > 100)
            return fail(ErrorCode::BadInput, "--compare must be a rank from 1 to 100");
        options.compareRank = static_cast<int>(*rank);
    }
    options.view = parser.value(names.view);
    const QStringList views{QStringLiteral("robustness"), QStringLiteral("changes"), QStringLiteral("lens"),
                            QStringLiteral("atlas")};
    if (parser.isSet(names.view) && !views.contains(options.view) && !options.showsPage())
        return fail(ErrorCode::BadInput,
                    "--view must be robustness, changes, lens, atlas, models or training");
    if (parser.isSet(names.view) && options.compareRank > 0)
        return fail(ErrorCode::BadInput, "give either --compare or --view, not both");
    if (!options.opensSomething() && (views.contains(options.view) || options.compareRank > 0))
        return fail(
            ErrorCode::BadInput,
            "--compare and --view of a ranking need a folder or --demo; models and training need none");
    return options;
}

Launch::Launch(LaunchOptions options, ui::MainWindow* window)
    : QObject(window), m_options(std::move(options)), m_window(window) {
    auto* session = window->session();
    connect(session, &ui::SessionModel::galleryChanged, this, &Launch::takeGallery);
    connect(session, &ui::SessionModel::pictureChanged, this, &Launch::takePicture, Qt::QueuedConnection);
    connect(session, &ui::SessionModel::comparisonChanged, this, &Launch::takeComparison,
            Qt::QueuedConnection);
    connect(session, &ui::SessionModel::problem, this, &Launch::failed);
}

void Launch::start() {
    if (m_options.showsPage()) showPage();
    if (m_options.demo)
        m_window->openDemo();
    else if (!m_options.folder.isEmpty())
        m_window->openFolder(m_options.folder, m_options.groundTruth);
}

void Launch::showPage() {
    m_viewShown = true;
    m_window
        ->action(m_options.view == QLatin1String("models") ? QStringLiteral("models")
                                                           : QStringLiteral("train"))
        ->trigger();
    if (m_options.size.isValid()) m_window->frontWindow()->resize(m_options.size);
}

void Launch::takeGallery() {
    if (m_options.query.isEmpty() || !m_window->session()->gallery() || m_queryAsked) return;
    m_queryAsked = true;
    m_window->openPicture(m_options.query);
}

void Launch::takePicture() {
    if (m_recipeSet || !m_window->session()->hasPicture()) return;
    m_recipeSet = true;
    if (m_options.box) m_window->session()->setBox(*m_options.box);
    if (!m_options.recipe.steps.empty()) m_window->session()->setRecipe(m_options.recipe);
}

void Launch::takeComparison() {
    // The first answer may be that of the clean query.
    const auto* session = m_window->session();
    if (m_viewShown || !m_recipeSet || !session->comparison() ||
        session->comparedQuery().recipe != session->query().recipe)
        return;
    m_viewShown = true;
    auto* page = m_window->workPage();
    if (m_options.compareRank > 0)
        page->showCompareRank(m_options.compareRank);
    else if (m_options.view == QLatin1String("robustness"))
        page->showRobustness();
    else if (m_options.view == QLatin1String("changes"))
        page->showRankChanges();
    else if (m_options.view == QLatin1String("lens"))
        page->showLens();
    else if (m_options.view == QLatin1String("atlas"))
        page->showAtlas();
}

bool Launch::isReached() const {
    const auto* session = m_window->session();
    if (!m_options.opensSomething()) return m_viewShown || m_options.view.isEmpty();
    if (session->stage() != ui::SessionModel::Stage::Open) return false;
    if (session->gallery()->images().empty()) return true;
    return m_recipeSet && session->comparison() && m_viewShown;
}

}  // namespace adapnet::gui
