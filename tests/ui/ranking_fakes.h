// Comparisons written down in a few lines of text, and thumbnails without files, for the tests of the
// rankings.
#pragma once

#include <QPixmap>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "core/service/workbench.h"
#include "ui/common/thumbnail_provider.h"

namespace adapnet::ui::test {

// A line "model NAME [ap=0.5] [clean=0.6] [cosine=0.9] [gate=0.1,0.7,...]" opens a ranking. Below it one line
// per result, best first: "PATH SCORE LABEL CLEAN", where LABEL is + - o ? and CLEAN the rank with the clean
// query, "new", or "?" while unknown. "lost PATH NOW WAS LABEL" names a lost result. Equal paths are the same
// picture.
inline std::shared_ptr<service::Comparison> comparisonFrom(const std::string& text) {
    auto out = std::make_shared<service::Comparison>();
    std::map<std::string, std::size_t> images;
    const auto imageOf = [&](const std::string& path) {
        return images.emplace(path, images.size()).first->second;
    };
    const auto labelFrom = [](const std::string& sign) {
        return sign == "+"   ? eval::Label::Positive
               : sign == "-" ? eval::Label::Negative
               : sign == "o" ? eval::Label::Junk
                             : eval::Label::Unknown;
    };
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        if (!(words >> first)) continue;
        if (first == "model") {
            service::ModelRanking ranking;
            words >> ranking.model;
            for (std::string word; words >> word;) {
                const std::size_t equals = word.find('=');
                const std::string key = word.substr(0, equals);
                std::istringstream values(word.substr(equals + 1));
                std::string value;
                while (std::getline(values, value, ',')) {
                    if (key == "ap") ranking.averagePrecision = std::stod(value);
                    if (key == "clean") ranking.cleanAveragePrecision = std::stod(value);
                    if (key == "cosine") ranking.cosineToClean = std::stod(value);
                    if (key == "gate") ranking.gate.push_back(std::stof(value));
                }
            }
            out->models.push_back(ranking);
            continue;
        }
        service::ModelRanking& ranking = out->models.back();
        service::RankedResult result;
        std::string label, clean;
        if (first == "lost") {
            words >> result.path >> result.rank >> result.cleanRank >> label;
        } else {
            result.path = first;
            result.rank = static_cast<int>(ranking.results.size()) + 1;
            words >> result.score >> label >> clean;
            result.isNew = clean == "new";
            if (!result.isNew && clean != "?") result.cleanRank = std::stoi(clean);
            result.moved = result.cleanRank > 0 ? result.cleanRank - result.rank : 0;
        }
        result.image = imageOf(result.path);
        result.label = labelFrom(label);
        (first == "lost" ? ranking.lost : ranking.results).push_back(result);
    }
    return out;
}

// `count` results "NAME_001.jpg" ... without ground truth and without a clean ranking.
inline std::string plainResults(const std::string& name, int count) {
    std::string out;
    for (int i = 1; i <= count; ++i) {
        const std::string digits = std::to_string(1000 + i).substr(1);
        out += name + "_" + digits + ".jpg 0." + std::to_string(999 - i) + " ? ?\n";
    }
    return out;
}

// Every thumbnail is there at once and has one flat colour.
class FlatThumbnails : public ThumbnailProvider {
  public:
    QPixmap thumbnail(std::size_t) override {
        if (m_pixmap.isNull()) {
            m_pixmap = QPixmap(64, 64);
            m_pixmap.fill(QColor(40, 90, 160));
        }
        return m_pixmap;
    }

  private:
    QPixmap m_pixmap;
};

}  // namespace adapnet::ui::test
