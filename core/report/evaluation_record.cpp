#include "core/report/evaluation_record.h"

#include <algorithm>
#include <functional>

namespace adapnet::report {

std::string nameInReport(const RecordModel& model) {
    return model.displayName.empty() ? model.id : model.displayName;
}

std::vector<const EvaluationQueryRecord*> worstQueries(const EvaluationRecord& record, std::size_t model) {
    std::vector<const EvaluationQueryRecord*> queries;
    for (const EvaluationQueryRecord& query : record.queries)
        if (model < query.answers.size() && query.answers[model].medium) queries.push_back(&query);
    std::stable_sort(queries.begin(), queries.end(), [&](const auto* a, const auto* b) {
        return *a->answers[model].medium < *b->answers[model].medium;
    });
    if (queries.size() > kWorstInReport) queries.resize(kWorstInReport);
    return queries;
}

SvgChart precisionChart(const EvaluationRecord& record) {
    constexpr std::size_t kMostMarks = 40;
    SvgChart chart;
    chart.title = "Average precision (medium) of every query, from the best to the worst of each model";
    chart.horizontal = "queries";
    chart.vertical = "AP";
    for (std::size_t m = 0; m < record.models.size(); ++m) {
        std::vector<double> values;
        for (const EvaluationQueryRecord& query : record.queries)
            if (m < query.answers.size() && query.answers[m].medium)
                values.push_back(*query.answers[m].medium);
        std::sort(values.begin(), values.end(), std::greater<>());
        SvgLine line;
        line.name = nameInReport(record.models[m].facts);
        line.hasMarks = values.size() <= kMostMarks;
        for (std::size_t i = 0; i < values.size(); ++i)
            line.points.push_back({static_cast<double>(i + 1), values[i], true});
        chart.lines.push_back(std::move(line));
    }
    return chart;
}

std::string normalisationNote(const EvaluationRecord& record) {
    if (record.normalisation == "none") return {};
    std::size_t background = 0;
    for (const EvaluationRecordModel& model : record.models)
        if (model.copies) background = model.copies->background;
    return "Scores normalised (" + record.normalisation + ") with " + std::to_string(background) +
           " pictures of the gallery, which are taken out of these figures. The rules of the challenge that "
           "the figures come from forbid that.";
}

}  // namespace adapnet::report
