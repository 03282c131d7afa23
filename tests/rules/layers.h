// The folders of the program from bottom to top, on one page: what each is for and what it may include.
// A new folder needs a row here; the test fails without one.
#pragma once

#include <string_view>
#include <vector>

namespace adapnet::rules {

struct Layer {
    std::string_view folder;
    std::string_view purpose;
    // Folders (their sub-folders too) or single headers, besides the folder's own.
    std::vector<std::string_view> mayInclude;
    // Entries of kHeavyLibraries.
    std::vector<std::string_view> libraries = {};
};

// Libraries that stay at home, by how their headers begin. Everything not named here may be used anywhere.
struct HeavyLibrary {
    std::string_view name;
    std::vector<std::string_view> headers;
};

inline const std::vector<HeavyLibrary>& heavyLibraries() {
    static const std::vector<HeavyLibrary> all{
        {"torch", {"torch/", "ATen/", "c10/", "caffe2/"}},
        {"hnswlib", {"hnswlib/"}},
        {"sqlite", {"sqlite3.h", "SQLiteCpp/"}},
        {"qt", {"Q", "qt"}},  // every public header of Qt
        {"cli11", {"CLI/"}},
        {"jpeg", {"jpeglib.h", "jerror.h", "turbojpeg.h"}},
        {"opencv", {"opencv2/"}},
        {"test", {"gtest/", "gmock/", "benchmark/"}},
    };
    return all;
}

inline const std::vector<Layer>& layers() {
    static const std::vector<Layer> all{
        {"core/base", "results, files, hashes, random streams, queues, progress", {}},
        {"core/pickle", "pickles read as data, never run", {"core/base"}},
        {"core/checkpoint", "weight files of others and their names", {"core/base", "core/pickle"}},
        {"core/image", "decoding with limits, crops, writing", {"core/base"}, {"opencv", "jpeg"}},
        {"core/degrade", "degradations, recipes", {"core/base", "core/image"}, {"opencv"}},
        {"core/nn", "networks, losses, training, weights", {"core/base"}, {"torch"}},
        {"core/catalog", "the SQLite cache and project", {"core/base", "core/image"}, {"sqlite", "opencv"}},
        {"core/features",
         "from pictures to vectors",
         {"core/base", "core/image", "core/nn", "core/catalog"},
         {"opencv"}},
        {"core/index", "exact and HNSW search", {"core/base"}, {"hnswlib"}},
        {"core/rerank", "second looks at a ranking", {"core/base"}},
        {"core/eval", "ground truth, metrics, comparisons, intervals", {"core/base", "core/pickle"}},
        {"core/explain", "why a picture was found", {"core/base", "core/image", "core/features"}, {"opencv"}},
        {"core/demo", "rendered scenes", {"core/base", "core/image"}, {"opencv"}},
        {"core/protocol",
         "noisy benchmarks and their manifests",
         {"core/base", "core/image", "core/degrade"},
         {"opencv"}},
        {"core/report",
         "the record of one comparison and its files",
         {"core/base", "core/image", "core/degrade", "core/eval"},
         {"opencv"}},
        {"core/service",
         "the use cases behind both programs",
         {"core/base", "core/image", "core/degrade", "core/nn", "core/catalog", "core/features", "core/index",
          "core/rerank", "core/eval", "core/explain", "core/demo", "core/protocol", "core/report",
          "core/checkpoint"},
         {"opencv"}},
        // The window calls services and uses plain values of core; no repository, index or extractor.
        {"ui",
         "screens, view-models, words",
         {"core/base", "core/image", "core/degrade", "core/eval", "core/report", "core/service",
          "core/demo/scenes.h", "core/nn/network.h"},
         {"qt", "opencv"}},
        {"app/cli",
         "the command line",
         {"core/base", "core/image", "core/degrade", "core/eval", "core/report", "core/service",
          "core/demo/scenes.h", "core/nn/network.h", "ui/reports/pdf_report.h", "ui/reports/figure.h"},
         {"cli11", "qt", "opencv"}},
        {"app/gui",
         "the window's composition root",
         {"core/base", "core/image", "core/degrade", "core/service", "core/nn/network.h", "ui"},
         {"qt", "opencv"}},
    };
    return all;
}

}  // namespace adapnet::rules
