#include "ui/viewmodels/session_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUndoCommand>
#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <span>
#include <string_view>

#include "ui/common/image_convert.h"
#include "ui/common/names.h"

namespace adapnet::ui {

// One step of undo: the whole query before and after. Steps on the same picture share it; a step to another
// picture keeps both decoded, which `limitUndo` bounds.
class QueryCommand : public QUndoCommand {
  public:
    QueryCommand(SessionModel* session, const QString& text, SessionModel::State before,
                 SessionModel::State after, SessionModel::Gesture gesture)
        : QUndoCommand(text),
          m_session(session),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_gesture(gesture) {}

    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const QueryCommand*>(other);
        if (m_gesture == 0 || next->m_gesture != m_gesture) return false;
        m_after = next->m_after;
        return true;
    }
    void undo() override { m_session->takeState(m_before); }
    void redo() override { m_session->takeState(m_after); }
    const SessionModel::State& before() const { return m_before; }
    const SessionModel::State& after() const { return m_after; }

  private:
    SessionModel* m_session;
    SessionModel::State m_before, m_after;
    SessionModel::Gesture m_gesture;
};

namespace {

struct Crops {
    QImage clean;
    QImage degraded;
    cv::Mat cleanPixels;
    cv::Mat degradedPixels;
    QString error;
};

// Six rankings and curves at once are more than an eye takes in: the main network, the same training without
// its parts, and the plain one; where these are not, the first three. The others are a click away.
std::vector<std::string> shownAtFirst(std::span<const nn::ModelInfo> models) {
    constexpr std::size_t kMost = 3;
    constexpr std::array<std::string_view, kMost> kMain{"adapnet", "augmented", "baseline_gem"};
    std::vector<std::string> chosen;
    for (const auto& model : models)
        if (models.size() <= kMost || std::find(kMain.begin(), kMain.end(), model.id) != kMain.end())
            chosen.push_back(model.id);
    if (chosen.empty())
        for (const auto& model : models.first(kMost)) chosen.push_back(model.id);
    return chosen;
}

// The same call as the search makes, so that the preview shows what the networks see.
Crops makeCrops(service::Query query) {
    const auto shown = [](const cv::Mat& rgb) {
        return toQImage(image::shrinkToFit(rgb, SessionModel::kPreviewSide));
    };
    const auto crop = service::cropQuery(query);
    if (crop) return {shown(crop->clean), shown(crop->degraded), crop->clean, crop->degraded, {}};
    // The clean crop is still there when the recipe cannot be computed.
    query.recipe = {};
    const auto plain = service::cropQuery(query);
    if (!plain) return {{}, {}, {}, {}, errorText(plain.error())};
    return {shown(plain->clean), {}, plain->clean, {}, errorText(crop.error())};
}

// With a file that a command can name.
Result<service::Query> withFile(service::Query query,
                                const std::function<Result<fs::path>(const service::QueryImage&)>& keep) {
    if (!query.image->file.empty() || !query.image->path.empty()) return query;
    auto file = keep(*query.image);
    if (!file) return fail(std::move(file.error()));
    auto named = std::make_shared<service::QueryImage>(*query.image);
    named->file = std::move(*file);
    query.image = std::move(named);
    return query;
}

struct Timed {
    Result<service::Comparison> comparison;
    service::Query query;
    double ms = 0;
};

struct Opened {
    Result<std::shared_ptr<Gallery>> gallery;
    std::optional<Error> groundTruthProblem;
};

}  // namespace

SessionModel::SessionModel(SessionServices services, QObject* parent)
    : QObject(parent),
      m_services(std::move(services)),
      m_preview(LatestOnly::Policy::KeepRunning),
      m_search(LatestOnly::Policy::KeepRunning),
      m_output(LatestOnly::Policy::KeepRunning) {
    m_undo.setUndoLimit(500);
    connect(&m_opening, &JobRunner::progressChanged, this, &SessionModel::openingProgress);
    connect(&m_search, &LatestOnly::busyChanged, this, &SessionModel::searchingChanged);
    for (auto* worker : {&m_loading, &m_preview, &m_search, &m_output})
        connect(worker, &LatestOnly::busyChanged, this, &SessionModel::checkIdle);
    connect(&m_opening, &JobRunner::runningChanged, this, &SessionModel::checkIdle);
    connect(&m_opening, &JobRunner::failed, this, [this](const Error& error) { takeGallery(fail(error)); });
    connect(&m_search, &LatestOnly::failed, this, &SessionModel::failSearch);
    for (auto* worker : {&m_loading, &m_preview, &m_output})
        connect(worker, &LatestOnly::failed, this,
                [this](const Error& error) { Q_EMIT problem(errorText(error)); });
}

SessionModel::~SessionModel() {
    // Ask all workers first, so that their ends overlap; their destructors wait.
    m_opening.cancel();
    for (auto* worker : {&m_loading, &m_preview, &m_search, &m_output}) {
        worker->disconnect(this);
        worker->cancel();
    }
    m_opening.disconnect(this);
}

void SessionModel::setStage(Stage stage) {
    if (m_stage == stage) return;
    m_stage = stage;
    Q_EMIT stageChanged();
}

QString SessionModel::galleryName() const {
    const QString folder = QDir::cleanPath(QString::fromStdString(displayPath(m_request.folder)));
    const QString name = QFileInfo(folder).fileName();
    return name.isEmpty() ? folder : name;
}

void SessionModel::openGallery(const service::GalleryRequest& request, GroundTruthUse use) {
    if (m_opening.isRunning()) return;
    m_request = request;
    m_opening.start(
        [open = m_services.openGallery, request, use](const JobContext& job) -> Opened {
            auto gallery = open(request, job);
            if (gallery || gallery.error().isCancelled() || !request.groundTruth ||
                use == GroundTruthUse::Required)
                return {std::move(gallery), std::nullopt};
            service::GalleryRequest without = request;
            without.groundTruth.reset();
            auto second = open(without, job);
            return {std::move(second), std::move(gallery.error())};
        },
        [this](Opened opened) {
            const bool open = opened.gallery.has_value();
            takeGallery(std::move(opened.gallery));
            if (open && opened.groundTruthProblem)
                Q_EMIT problem(tr("The ground truth beside the pictures could not be used. %1")
                                   .arg(errorText(*opened.groundTruthProblem)));
        });
    setStage(Stage::Opening);
}

void SessionModel::openDemo(const fs::path& folder, const service::GalleryRequest& settings) {
    if (m_opening.isRunning()) return;
    m_request = settings;
    m_request.folder = folder;
    m_opening.start(
        [services = m_services, folder, settings](const JobContext& job) -> Result<std::shared_ptr<Gallery>> {
            service::GalleryRequest request = settings;
            request.folder = folder;
            request.groundTruth = folder / "ground-truth.json";
            // The ground truth is written last, so it tells whether the rendering was finished.
            std::error_code ignored;
            if (!fs::exists(*request.groundTruth, ignored)) {
                const auto rendered = services.renderDemo(folder, job);
                if (!rendered) return fail(rendered.error());
                request.groundTruth = rendered->groundTruth;
            }
            return services.openGallery(request, job);
        },
        [this](Result<std::shared_ptr<Gallery>> opened) { takeGallery(std::move(opened)); });
    setStage(Stage::Opening);
}

void SessionModel::cancelOpening() {
    m_opening.cancel();
}

void SessionModel::takeGallery(Result<std::shared_ptr<Gallery>> opened) {
    if (!opened) {
        if (m_gallery) m_request = m_gallery->request();
        setStage(m_gallery ? Stage::Open : Stage::Start);
        if (opened.error().isCancelled())
            Q_EMIT openingStopped(m_opening.progress().done);
        else
            Q_EMIT problem(errorText(opened.error()));
        return;
    }
    const bool sameFolder = m_gallery && m_gallery->request().folder == (*opened)->request().folder;
    for (auto* worker : {&m_loading, &m_search, &m_output}) worker->cancel();
    if (!sameFolder) {
        m_preview.cancel();
        clearQuery();
    }
    takeComparison(nullptr, {});  // its numbers are those of the gallery before
    const std::vector<std::string> before = std::exchange(m_shownModels, {});
    const std::vector<std::string> wanted = sameFolder ? before : shownAtFirst((*opened)->models());
    for (const auto& model : (*opened)->models())
        if (std::find(wanted.begin(), wanted.end(), model.id) != wanted.end())
            m_shownModels.push_back(model.id);
    // None of those that were shown describes the gallery any more.
    if (m_shownModels.empty() && !before.empty()) m_shownModels = shownAtFirst((*opened)->models());
    m_gallery = std::move(*opened);
    m_request = m_gallery->request();
    setStage(Stage::Open);
    Q_EMIT galleryChanged();
    Q_EMIT shownModelsChanged();
    if (hasPicture()) startSearch();
}

void SessionModel::closeGallery() {
    for (auto* worker : {&m_loading, &m_search, &m_preview, &m_output}) worker->cancel();
    clearQuery();
    if (m_gallery) {
        m_gallery.reset();
        m_shownModels.clear();
        Q_EMIT galleryChanged();
    }
    setStage(Stage::Start);
}

void SessionModel::clearQuery() {
    m_undo.clear();
    m_query = {};
    m_picture = {};
    m_cleanCrop = {};
    m_degradedCrop = {};
    m_cleanPixels.release();
    m_degradedPixels.release();
    m_comparison.reset();
    m_comparedQuery = {};
    // Also without a picture: damage may have been chosen already.
    Q_EMIT pictureChanged();
    Q_EMIT boxChanged();
    Q_EMIT recipeChanged();
    Q_EMIT compensationChanged();
    Q_EMIT previewChanged();
    Q_EMIT comparisonChanged();
}

SessionModel::PictureResult SessionModel::withPyramid(Result<service::Query> loaded) {
    if (!loaded) return fail(std::move(loaded.error()));
    auto pyramid = PicturePyramid::make(loaded->image->rgb);
    return State{std::move(*loaded), std::move(pyramid)};
}

void SessionModel::chooseGalleryPicture(std::size_t image) {
    if (!m_gallery) return;
    m_loading.request(
        [gallery = m_gallery, image](const std::stop_token&) {
            return withPyramid(gallery->queryFromGallery(image).map([](const auto& loaded) {
                return service::Query{loaded, std::nullopt, {}};
            }));
        },
        [this](PictureResult loaded) { takePicture(std::move(loaded)); });
}

void SessionModel::chooseGroundTruthQuery(std::size_t query) {
    if (!m_gallery) return;
    m_loading.request([gallery = m_gallery, query](
                          const std::stop_token&) { return withPyramid(gallery->groundTruthQuery(query)); },
                      [this](PictureResult loaded) { takePicture(std::move(loaded)); });
}

void SessionModel::choosePictureFile(const QString& file) {
    const fs::path path(QFile::encodeName(file).toStdString());
    m_loading.request(
        [load = m_services.loadPicture, path](const std::stop_token&) {
            return withPyramid(load(path).map([](service::QueryImage&& loaded) {
                return service::Query{
                    std::make_shared<const service::QueryImage>(std::move(loaded)), std::nullopt, {}};
            }));
        },
        [this](PictureResult loaded) { takePicture(std::move(loaded)); });
}

void SessionModel::choosePixels(const QImage& picture) {
    m_loading.request(
        [wrap = m_services.pictureFromPixels, picture](const std::stop_token&) -> PictureResult {
            const cv::Mat rgb = toRgbMat(picture);
            if (rgb.empty()) return fail(ErrorCode::BadInput, "the clipboard holds no picture");
            return withPyramid(
                service::Query{std::make_shared<const service::QueryImage>(wrap(rgb)), std::nullopt, {}});
        },
        [this](PictureResult loaded) { takePicture(std::move(loaded)); });
}

void SessionModel::takePicture(PictureResult loaded) {
    if (!loaded) {
        Q_EMIT problem(errorText(loaded.error()));
        return;
    }
    State next = std::move(*loaded);
    next.query.recipe = m_query.recipe;  // the damage stays while one looks at picture after picture
    next.query.compensation = m_query.compensation;
    // A double click asks twice for the same.
    if (hasPicture() && next.query.image->contentHash == m_query.image->contentHash &&
        next.query.image->path == m_query.image->path && next.query.box == m_query.box)
        return;
    limitUndo(next);
    edit(tr("Choose picture"), std::move(next), 0);
}

void SessionModel::limitUndo(const State& next) {
    std::set<const service::QueryImage*> pictures;
    std::size_t bytes = 0;
    const auto count = [&](const State& state) {
        if (!state.query.image || !pictures.insert(state.query.image.get()).second) return;
        const cv::Mat& rgb = state.query.image->rgb;
        bytes += rgb.total() * rgb.elemSize();
        if (state.picture) bytes += state.picture->byteCount();
    };
    count(next);
    // What could be redone goes with the next step anyway.
    for (int i = 0; i < m_undo.index(); ++i) {
        const auto* step = static_cast<const QueryCommand*>(m_undo.command(i));
        count(step->before());
        count(step->after());
    }
    if (pictures.size() > kUndoPictures || bytes > kUndoBytes) m_undo.clear();
}

void SessionModel::setBox(std::optional<image::Box> box, Gesture gesture) {
    if (!hasPicture()) return;
    if (box) {
        const auto clamped = image::clampBox(*box, m_query.image->rgb.cols, m_query.image->rgb.rows);
        if (clamped)
            box = *clamped;
        else
            box.reset();
    }
    if (box == m_query.box) return;
    State next{m_query, m_picture};
    next.query.box = box;
    edit(tr("Change box"), std::move(next), gesture);
}

void SessionModel::setRecipe(const degrade::Recipe& recipe, Gesture gesture) {
    if (recipe == m_query.recipe) return;
    State next{m_query, m_picture};
    next.query.recipe = recipe;
    edit(tr("Change degradation"), std::move(next), gesture);
}

void SessionModel::setCompensation(bool on) {
    if (on == m_query.compensation) return;
    State next{m_query, m_picture};
    next.query.compensation = on;
    edit(on ? tr("Switch compensation on") : tr("Switch compensation off"), std::move(next), 0);
}

image::Box SessionModel::effectiveBox() const {
    if (!hasPicture()) return {};
    return m_query.box.value_or(image::Box{0, 0, m_query.image->rgb.cols, m_query.image->rgb.rows});
}

void SessionModel::edit(const QString& text, State next, Gesture gesture) {
    m_undo.push(new QueryCommand(this, text, State{m_query, m_picture}, std::move(next), gesture));
}

void SessionModel::takeState(const State& state) {
    const service::Query& query = state.query;
    const bool otherPicture = query.image != m_query.image;
    const bool otherBox = otherPicture || query.box != m_query.box;
    const bool otherRecipe = !(query.recipe == m_query.recipe);
    const bool otherCompensation = query.compensation != m_query.compensation;
    m_query = query;
    if (otherPicture) {
        m_picture = state.picture;
        // While a box or a slider moves, the running search is shown: always stopping it would show nothing
        // until the hand rests. Answers for another picture are of no use.
        m_search.drop();
        m_preview.drop();
        Q_EMIT pictureChanged();
        takeComparison(nullptr, {});
    }
    if (otherBox) Q_EMIT boxChanged();
    if (otherRecipe) Q_EMIT recipeChanged();
    if (otherCompensation) Q_EMIT compensationChanged();
    startPreview();
    startSearch();
    checkIdle();
}

void SessionModel::startPreview() {
    if (!hasPicture()) {
        m_preview.cancel();
        m_cleanCrop = {};
        m_degradedCrop = {};
        m_cleanPixels.release();
        m_degradedPixels.release();
        Q_EMIT previewChanged();
        return;
    }
    m_preview.request([query = m_query](const std::stop_token&) { return makeCrops(query); },
                      [this](Crops crops) {
                          if (!crops.error.isEmpty()) Q_EMIT problem(crops.error);
                          m_cleanCrop = crops.clean;
                          m_degradedCrop = crops.degraded;
                          m_cleanPixels = crops.cleanPixels;
                          m_degradedPixels = crops.degradedPixels;
                          Q_EMIT previewChanged();
                      });
}

void SessionModel::startSearch() {
    // A query without models would be ranked with all of them.
    if (!hasPicture() || !m_gallery || m_shownModels.empty()) {
        m_search.cancel();
        takeComparison(nullptr, {});
        return;
    }
    service::Query asked = m_query;
    asked.models = m_shownModels;
    m_search.request(
        [gallery = m_gallery, query = std::move(asked), topK = m_topK](const std::stop_token& stop) {
            const auto start = std::chrono::steady_clock::now();
            auto comparison = gallery->search(query, topK, JobContext{stop});
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
            return Timed{std::move(comparison), query, took.count()};
        },
        [this](Timed answer) {
            if (!answer.comparison) {
                if (!answer.comparison.error().isCancelled()) failSearch(answer.comparison.error());
                return;
            }
            m_lastSearchMs = answer.ms;
            takeComparison(std::make_shared<const service::Comparison>(std::move(*answer.comparison)),
                           std::move(answer.query));
        });
}

void SessionModel::takeComparison(std::shared_ptr<const service::Comparison> comparison,
                                  service::Query query) {
    m_comparison = std::move(comparison);
    m_comparedQuery = std::move(query);
    Q_EMIT comparisonChanged();
}

void SessionModel::failSearch(const Error& error) {
    // An older ranking beside this query would be taken for its answer.
    takeComparison(nullptr, {});
    Q_EMIT problem(errorText(error));
}

void SessionModel::setTopK(int topK) {
    if (topK == m_topK || topK < 1) return;
    m_topK = topK;
    startSearch();
}

void SessionModel::setShownModels(std::vector<std::string> models) {
    if (models == m_shownModels) return;
    m_shownModels = std::move(models);
    Q_EMIT shownModelsChanged();
    if (isAnswered())
        Q_EMIT comparisonChanged();
    else
        startSearch();
}

// The newest comparison answers the query for every shown model.
bool SessionModel::isAnswered() const {
    if (!m_comparison || isSearching() || m_shownModels.empty()) return false;
    if (m_comparedQuery.image != m_query.image || m_comparedQuery.box != m_query.box ||
        !(m_comparedQuery.recipe == m_query.recipe) || m_comparedQuery.compensation != m_query.compensation)
        return false;
    return std::all_of(m_shownModels.begin(), m_shownModels.end(), [this](const std::string& id) {
        return std::any_of(m_comparison->models.begin(), m_comparison->models.end(),
                           [&](const auto& ranking) { return ranking.model == id; });
    });
}

std::shared_ptr<const service::Comparison> SessionModel::shownComparison() const {
    if (!m_comparison) return nullptr;
    const auto shown = [this](const service::ModelRanking& ranking) {
        return std::find(m_shownModels.begin(), m_shownModels.end(), ranking.model) != m_shownModels.end();
    };
    if (std::all_of(m_comparison->models.begin(), m_comparison->models.end(), shown)) return m_comparison;
    auto part = std::make_shared<service::Comparison>(*m_comparison);
    std::erase_if(part->models, [&](const auto& ranking) { return !shown(ranking); });
    return part;
}

void SessionModel::requestCommand() {
    if (!m_gallery || !hasPicture()) return;
    service::Query query = m_query;
    query.models = m_shownModels;
    m_output.request(
        [gallery = m_gallery, keep = m_services.keepPasted, query = std::move(query),
         topK = m_topK](const std::stop_token&) {
            return withFile(query, keep).map([&](const service::Query& named) {
                return gallery->searchCommand(named, topK);
            });
        },
        [this](const Result<std::string>& command) {
            if (command)
                Q_EMIT commandReady(QString::fromStdString(*command));
            else
                Q_EMIT problem(errorText(command.error()));
        });
}

void SessionModel::requestRecord() {
    const auto shown = shownComparison();
    if (!m_gallery || !shown) return;
    service::Query query = m_comparedQuery;
    query.models = m_shownModels;
    m_output.request(
        [gallery = m_gallery, keep = m_services.keepPasted, query = std::move(query),
         shown](const std::stop_token&) {
            return withFile(query, keep).map([&](const service::Query& named) {
                return std::make_shared<const report::RunRecord>(gallery->makeRecord(named, *shown));
            });
        },
        [this](const Result<std::shared_ptr<const report::RunRecord>>& record) {
            if (record)
                Q_EMIT recordReady(*record);
            else
                Q_EMIT problem(errorText(record.error()));
        });
}

bool SessionModel::isIdle() const {
    return !m_opening.isRunning() && !m_loading.isBusy() && !m_preview.isBusy() && !m_search.isBusy() &&
           !m_output.isBusy();
}

void SessionModel::checkIdle() {
    const bool idle = isIdle();
    if (idle == m_wasIdle) return;
    m_wasIdle = idle;
    Q_EMIT idleChanged(idle);
}

}  // namespace adapnet::ui
