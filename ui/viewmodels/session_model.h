// All state of one window: the opened gallery, the query (picture, box, recipe: one value, so undo is a list
// of values), the preview of the degraded crop and the newest comparison. No widget knows another widget;
// they change this model and follow its signals. Belongs to the window's thread; opening, decoding, preview
// and search run on workers. Previews and rankings follow the hand: the one being made is shown, then the
// newest. An answer for another picture or gallery is never shown.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QUndoStack>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/service/workbench.h"
#include "ui/common/picture_pyramid.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/latest_only.h"
#include "ui/viewmodels/session_services.h"

namespace adapnet::ui {

class SessionModel : public QObject {
    Q_OBJECT
  public:
    enum class Stage { Start, Opening, Open };
    // Edits of one gesture (one drag, one slider movement) are one step of undo.
    using Gesture = std::uint64_t;
    static constexpr int kDefaultTopK = 100;

    explicit SessionModel(SessionServices services, QObject* parent = nullptr);
    ~SessionModel() override;

    const SessionServices& services() const { return m_services; }

    // --- gallery
    Stage stage() const { return m_stage; }
    // A ground truth that nobody named, only found beside the pictures, may fail: the folder is opened
    // without it then, and `problem` says why. The gallery that is open stays until the new one is: when
    // opening fails or is stopped, nothing is lost. The same folder again (with another ground truth, on
    // another device) keeps the query and its undo steps.
    enum class GroundTruthUse { Required, Optional };
    void openGallery(const service::GalleryRequest& request, GroundTruthUse use = GroundTruthUse::Required);
    void openDemo(const fs::path& folder, const service::GalleryRequest& settings);
    void cancelOpening();
    void closeGallery();
    const std::shared_ptr<Gallery>& gallery() const { return m_gallery; }
    // The folder that is open or being opened.
    QString galleryName() const;
    const JobRunner& opening() const { return m_opening; }

    // --- query
    const service::Query& query() const { return m_query; }
    bool hasPicture() const { return m_query.image != nullptr; }
    // For painting; null without a picture.
    const std::shared_ptr<const PicturePyramid>& picture() const { return m_picture; }
    void chooseGalleryPicture(std::size_t image);
    void chooseGroundTruthQuery(std::size_t query);
    void choosePictureFile(const QString& file);
    void choosePixels(const QImage& picture);
    bool isLoadingPicture() const { return m_loading.isBusy(); }

    Gesture newGesture() { return ++m_lastGesture; }
    // Clamped to the picture; nothing (the whole picture) for a box that leaves nothing.
    void setBox(std::optional<image::Box> box, Gesture gesture = 0);
    void setRecipe(const degrade::Recipe& recipe, Gesture gesture = 0);
    // False: networks describe the query without their Quality Compensation Block; a step of undo.
    void setCompensation(bool on);
    // Never empty with a picture: the box, or the whole picture.
    image::Box effectiveBox() const;
    QUndoStack& undoStack() { return m_undo; }
    // A step of undo keeps its decoded picture; beyond this the earlier steps are forgotten.
    static constexpr std::size_t kUndoPictures = 10;
    static constexpr std::size_t kUndoBytes = std::size_t{256} << 20;

    // --- preview of the crop, at most kPreviewSide on its longer side
    static constexpr int kPreviewSide = 1200;
    QImage cleanCrop() const { return m_cleanCrop; }
    QImage degradedCrop() const { return m_degradedCrop; }
    // The same crops pixel for pixel, shared and never written to; empty without a picture.
    const cv::Mat& cleanPixels() const { return m_cleanPixels; }
    const cv::Mat& degradedPixels() const { return m_degradedPixels; }

    // --- answer
    int topK() const { return m_topK; }
    void setTopK(int topK);
    const std::shared_ptr<const service::Comparison>& comparison() const { return m_comparison; }
    // The query that gave `comparison`; behind `query` while a search runs.
    const service::Query& comparedQuery() const { return m_comparedQuery; }
    bool isSearching() const { return m_search.isBusy(); }
    std::uint64_t newestRequest() const { return m_search.newestRequest(); }
    double lastSearchMs() const { return m_lastSearchMs; }

    // Models that rank the query, by identifier; the others are not computed.
    const std::vector<std::string>& shownModels() const { return m_shownModels; }
    void setShownModels(std::vector<std::string> models);
    // The comparison with the rows of the shown models only.
    std::shared_ptr<const service::Comparison> shownComparison() const;

    // Both work aside and end in their signal, or in `problem`. A pasted picture is first kept as a file, so
    // that the command works as it stands.
    void requestCommand();  // the command that prints the ranking of the query
    void requestRecord();   // what a report says about the comparison on the screen

    // Nothing is being opened, decoded, previewed or searched.
    bool isIdle() const;

  Q_SIGNALS:
    void stageChanged();
    void openingProgress();
    void galleryChanged();
    void pictureChanged();  // another query picture; the box and recipe may have changed too
    void boxChanged();
    void recipeChanged();
    void compensationChanged();
    void previewChanged();
    void comparisonChanged();
    void shownModelsChanged();
    void searchingChanged(bool searching);
    void idleChanged(bool idle);
    // Worth a line in the notice bar, never a dialog.
    void problem(const QString& text);
    void openingStopped(qint64 finishedPictures);
    void commandReady(const QString& command);
    void recordReady(const std::shared_ptr<const adapnet::report::RunRecord>& record);

  private:
    friend class QueryCommand;
    struct State {
        service::Query query;
        std::shared_ptr<const PicturePyramid> picture;
    };
    using PictureResult = Result<State>;
    static PictureResult withPyramid(Result<service::Query> loaded);

    void setStage(Stage stage);
    void edit(const QString& text, State next, Gesture gesture);
    void takeState(const State& state);
    void takePicture(PictureResult loaded);
    void takeGallery(Result<std::shared_ptr<Gallery>> opened);
    void takeComparison(std::shared_ptr<const service::Comparison> comparison, service::Query query);
    void failSearch(const Error& error);
    void limitUndo(const State& next);
    bool isAnswered() const;
    void startPreview();
    void startSearch();
    void checkIdle();
    void clearQuery();

    SessionServices m_services;
    Stage m_stage = Stage::Start;
    service::GalleryRequest m_request;
    std::shared_ptr<Gallery> m_gallery;
    service::Query m_query;
    std::shared_ptr<const PicturePyramid> m_picture;
    QImage m_cleanCrop;
    QImage m_degradedCrop;
    cv::Mat m_cleanPixels;
    cv::Mat m_degradedPixels;
    int m_topK = kDefaultTopK;
    std::shared_ptr<const service::Comparison> m_comparison;
    service::Query m_comparedQuery;
    double m_lastSearchMs = 0;
    std::vector<std::string> m_shownModels;
    Gesture m_lastGesture = 0;
    bool m_wasIdle = true;
    QUndoStack m_undo;

    // Workers last: they stop before the state goes.
    JobRunner m_opening;
    LatestOnly m_loading;
    LatestOnly m_preview;
    LatestOnly m_search;
    LatestOnly m_output;  // commands and reports
};

}  // namespace adapnet::ui
