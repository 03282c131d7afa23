// A drawn gallery with its ground truth: view 0 of every object asks, the other views are the gallery.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/ground_truth.h"
#include "tests/support/pictures.h"

namespace adapnet::test {

struct DrawnTruth {
    int objects = 3;
    int views = 3;
    // What the other views of its object are to a query; those not named here are wrong answers.
    std::vector<int> easy{1};
    std::vector<int> hard{};
    std::vector<int> junk{};
    std::optional<std::array<double, 4>> box = std::array<double, 4>{8, 4, 150, 118};
    int first = 0;  // so many objects are of the subset "first", the others of "rest"; 0: no subsets
};

// Writes FOLDER/photos (drawGallery) and FOLDER/truth.json, and returns what stands in the latter.
inline eval::GroundTruth drawWithTruth(const fs::path& folder, const DrawnTruth& drawn) {
    drawGallery(folder / "photos", drawn.objects, drawn.views);
    eval::GroundTruth truth;
    truth.name = "drawn";
    for (int object = 0; object < drawn.objects; ++object) {
        const auto view = [&](int number) {
            return "object" + std::to_string(object) + "/view" + std::to_string(number) + ".png";
        };
        const auto views = [&](const std::vector<int>& numbers) {
            std::vector<std::string> names;
            for (const int number : numbers) names.push_back(view(number));
            return names;
        };
        for (int number = 1; number < drawn.views; ++number) truth.gallery.push_back(view(number));
        std::string subset;
        if (drawn.first > 0) subset = object < drawn.first ? "first" : "rest";
        truth.queries.push_back(
            {view(0), drawn.box, subset, views(drawn.easy), views(drawn.hard), views(drawn.junk)});
    }
    writeText(folder / "truth.json", eval::groundTruthToJson(truth));
    return truth;
}

}  // namespace adapnet::test
