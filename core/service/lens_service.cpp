#include "core/service/lens_service.h"

#include <utility>

#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

// What the lens looks at: a gallery, or networks alone.
struct View {
    const Workbench::Impl* gallery = nullptr;  // null: no ranks, descriptors as they are
    QueryDescriber* describer = nullptr;
    std::optional<Targets> targets;
};

Result<std::vector<cv::Mat>> restoreAll(const cv::Mat& degraded, const std::vector<Restorer>& restorers,
                                        const JobContext& job) {
    std::vector<cv::Mat> restored;
    for (const Restorer& restorer : restorers) {
        if (job.stopRequested()) return fail(Error::cancelled());
        auto picture = restorer.restore(degraded);
        if (!picture) return fail(picture.error().whileDoing("restoring the crop with " + restorer.id));
        if (picture->size() != degraded.size() || picture->type() != CV_8UC3)
            return fail(ErrorCode::Internal, "'" + restorer.id + "' gave back a picture of another shape");
        restored.push_back(std::move(*picture));
    }
    return restored;
}

// The answers of one model to all crops; every descriptor that the lens needs is computed here once.
class ModelLens {
  public:
    ModelLens(const View& view, std::size_t model, const Lens& lens)
        : m_view(view), m_model(model), m_lens(lens) {}

    Result<LensModel> look(const std::vector<Restorer>& restorers) {
        LensModel out;
        out.hasCompensation = m_view.describer->hasCompensation(m_model);
        std::vector<cv::Mat> plainCrops{m_lens.clean, m_lens.degraded};
        plainCrops.insert(plainCrops.end(), m_lens.restored.begin(), m_lens.restored.end());
        auto plain = m_view.describer->describeAll(m_model, std::move(plainCrops), false);
        if (!plain) return fail(plain.error());
        // Without a block both ways are one.
        std::vector<DescribedQuery> helped(plain->begin(), plain->begin() + 2);
        if (out.hasCompensation) {
            auto described = m_view.describer->describeAll(m_model, {m_lens.clean, m_lens.degraded}, true);
            if (!described) return fail(described.error());
            helped = std::move(*described);
        }
        out.cleanGate = helped[0].gate;
        out.gate = helped[1].gate;
        m_reference = inSpace(helped[0].descriptor);

        const auto add = [&](LensRoute route, const std::string& restorer,
                             const DescribedQuery& query) -> Result<void> {
            auto answer = answerOf(route, restorer, query);
            if (!answer) return fail(answer.error());
            out.routes.push_back(std::move(*answer));
            return {};
        };
        if (auto done = add(LensRoute::NoHelp, {}, (*plain)[1]); !done) return fail(done.error());
        if (out.hasCompensation)
            if (auto done = add(LensRoute::Compensated, {}, helped[1]); !done) return fail(done.error());
        for (std::size_t i = 0; i < restorers.size(); ++i)
            if (auto done = add(LensRoute::Restored, restorers[i].id, (*plain)[2 + i]); !done)
                return fail(done.error());
        auto clean =
            answerOf(out.hasCompensation ? LensRoute::Compensated : LensRoute::NoHelp, {}, helped[0]);
        if (!clean) return fail(clean.error());
        out.clean = std::move(*clean);
        out.clean.cosineToClean = 1;  // it is the reference itself
        if (!out.hasCompensation) return out;
        auto cleanNoHelp = answerOf(LensRoute::NoHelp, {}, (*plain)[0]);
        if (!cleanNoHelp) return fail(cleanNoHelp.error());
        out.cleanNoHelp = std::move(*cleanNoHelp);
        const auto& with = out.clean.positives;
        const auto& without = out.cleanNoHelp->positives;
        if (with && without && with->averagePrecision && without->averagePrecision)
            out.hurtsClean = *with->averagePrecision < *without->averagePrecision;
        return out;
    }

  private:
    std::vector<float> inSpace(std::vector<float> descriptor) const {
        if (m_view.gallery != nullptr) m_view.gallery->models[m_model].gallery.space.apply(descriptor);
        return descriptor;
    }

    Result<LensAnswer> answerOf(LensRoute route, const std::string& restorer,
                                const DescribedQuery& query) const {
        LensAnswer answer{route, restorer, 1, {}};
        if (!m_view.targets) {
            answer.cosineToClean = dot(inSpace(query.descriptor), m_reference);
            return answer;
        }
        const auto ranking = m_view.gallery->rankDescribed(m_model, query, m_view.gallery->depthFor(1, true));
        if (!ranking) return fail(ranking.error());
        answer.cosineToClean = dot(ranking->descriptor, m_reference);
        answer.positives = ranksOf(ranking->order, *m_view.targets);
        return answer;
    }

    const View& m_view;
    const std::size_t m_model;
    const Lens& m_lens;
    std::vector<float> m_reference;
};

// `ids`: every model of the view by position; `chosen`: those to look with.
Result<Lens> look(const View& view, const std::vector<std::string>& ids,
                  const std::vector<std::size_t>& chosen, const LensRequest& request, const JobContext& job) {
    auto crop = cropQuery(request.query);
    if (!crop) return fail(crop.error());
    Lens lens;
    lens.clean = crop->clean;
    lens.degraded = crop->degraded;
    lens.box = crop->box;
    if (view.targets) lens.positives = view.targets->paths;
    auto restored = restoreAll(lens.degraded, request.restorers, job);
    if (!restored) return fail(restored.error());
    lens.restored = std::move(*restored);
    ProgressMeter meter(job.progress, "lens", static_cast<std::int64_t>(chosen.size()));
    for (const std::size_t model : chosen) {
        if (job.stopRequested()) return fail(Error::cancelled());
        auto answers = ModelLens(view, model, lens).look(request.restorers);
        if (!answers) return fail(answers.error().whileDoing("looking through '" + ids[model] + "'"));
        answers->model = ids[model];
        lens.models.push_back(std::move(*answers));
        meter.advance();
    }
    meter.finish();
    return lens;
}

}  // namespace

const char* lensRouteName(LensRoute route) {
    switch (route) {
        case LensRoute::NoHelp:
            return "no_help";
        case LensRoute::Compensated:
            return "compensated";
        case LensRoute::Restored:
            return "restored";
    }
    return "no_help";
}

Result<Lens> lookThroughLens(const Workbench& workbench, const LensRequest& request, const JobContext& job) {
    const Workbench::Impl& impl = workbench.state();
    if (request.query.image == nullptr || request.query.image->rgb.empty())
        return fail(ErrorCode::BadInput, "there is no picture to search with");
    if (impl.images.empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    View view;
    view.gallery = &impl;
    view.describer = impl.describer.get();
    // A lens without anything to find still tells cosines; pictures to follow that are wrong are an error.
    auto targets = targetsOf(impl, request.query, request.follow);
    if (targets)
        view.targets = std::move(*targets);
    else if (!request.follow.empty())
        return fail(targets.error());
    const auto chosen = impl.chosenModels(request.query);
    if (!chosen) return fail(chosen.error());
    std::vector<std::string> ids;
    for (const auto& info : impl.infos) ids.push_back(info.id);
    auto lens = look(view, ids, *chosen, request, job);
    if (!lens) return fail(lens.error());
    for (const std::size_t model : *chosen)
        lens->meanRemoved = lens->meanRemoved || impl.models[model].gallery.space.removesMean();
    return lens;
}

Result<Lens> lookThroughLens(const std::vector<std::string>& models, const nn::NetworkOptions& options,
                             const LensRequest& request, const JobContext& job) {
    const auto infos = resolveModels(models);
    if (!infos) return fail(infos.error());
    std::vector<LoadedModel> loaded;
    std::vector<std::string> ids;
    std::vector<std::size_t> all;
    for (const auto& info : *infos) {
        if (job.stopRequested()) return fail(Error::cancelled());
        auto model = loadModel(info, options);
        if (!model) return fail(model.error());
        all.push_back(loaded.size());
        ids.push_back(info.id);
        loaded.push_back(std::move(*model));
    }
    QueryDescriber describer(std::move(loaded));
    View view;
    view.describer = &describer;
    return look(view, ids, all, request, job);
}

}  // namespace adapnet::service
