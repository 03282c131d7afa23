// Reads every include line of the program against the table in layers.h.
#include <gtest/gtest.h>

#include <set>

#include "tests/rules/layers.h"
#include "tests/rules/source_files.h"

namespace adapnet::rules {
namespace {

bool isInside(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

const Layer* layerOf(std::string_view path) {
    for (const Layer& layer : layers()) {
        if (isInside(path, layer.folder)) return &layer;
    }
    return nullptr;
}

bool mayInclude(const Layer& layer, std::string_view header) {
    const auto allows = [&](std::string_view allowed) { return isInside(header, allowed); };
    return allows(layer.folder) || std::ranges::any_of(layer.mayInclude, allows);
}

bool belongsTo(const HeavyLibrary& library, std::string_view header) {
    return std::ranges::any_of(library.headers,
                               [&](std::string_view start) { return header.starts_with(start); });
}

// One sentence for every include line of `file` that the table forbids.
std::vector<std::string> violations(const SourceFile& file) {
    const Layer* layer = layerOf(file.path);
    if (layer == nullptr) return {file.path + ": its folder has no row in tests/rules/layers.h"};
    std::vector<std::string> found;
    for (const Include& include : includesOf(file.text)) {
        const bool ours = include.header.starts_with("core/") || include.header.starts_with("ui/") ||
                          include.header.starts_with("app/");
        if (ours && !mayInclude(*layer, include.header)) {
            found.push_back(file.path + ": " + std::string(layer->folder) + " may not include " +
                            include.header);
        }
        // What moc writes is included by its bare name; everything else is named from the root.
        if (!ours && include.quoted && !include.header.ends_with(".moc")) {
            found.push_back(file.path + ": \"" + include.header + "\" is not named from the project's root");
        }
        if (ours || include.quoted) continue;
        if (include.header.starts_with("opencv2/highgui"))
            found.push_back(file.path + ": highgui brings Qt 5");
        for (const HeavyLibrary& library : heavyLibraries()) {
            const bool allowed = std::ranges::find(layer->libraries, library.name) != layer->libraries.end();
            if (!allowed && belongsTo(library, include.header)) {
                found.push_back(file.path + ": " + std::string(library.name) + " (" + include.header +
                                ") does not belong into " + std::string(layer->folder));
            }
        }
    }
    return found;
}

TEST(IncludeDirection, IsKeptByEverySourceFile) {
    const auto files = sourceFiles({"core", "ui", "app"}, {".h", ".cpp"});
    EXPECT_GT(files.size(), 50U);
    for (const SourceFile& file : files) {
        for (const std::string& violation : violations(file)) ADD_FAILURE() << violation;
    }
}

TEST(IncludeDirection, EveryFolderOfCoreAndAppHasARow) {
    for (const std::string top : {"core", "app"}) {
        for (const auto& entry : fs::directory_iterator(fs::path(ADAPNET_SOURCE_DIR) / top)) {
            if (!entry.is_directory()) continue;
            const std::string folder = top + "/" + entry.path().filename().string();
            EXPECT_NE(layerOf(folder), nullptr) << folder << " has no row in tests/rules/layers.h";
        }
    }
}

TEST(IncludeDirection, TableGoesFromBottomToTop) {
    std::set<std::string_view> below;
    for (const Layer& layer : layers()) {
        EXPECT_FALSE(layer.purpose.empty());
        for (const std::string_view allowed : layer.mayInclude) {
            const Layer* target = layerOf(allowed);
            ASSERT_NE(target, nullptr) << allowed << " is no folder of the table";
            EXPECT_TRUE(below.contains(target->folder))
                << layer.folder << " includes " << allowed << " above it";
        }
        for (const std::string_view library : layer.libraries) {
            EXPECT_TRUE(std::ranges::any_of(heavyLibraries(), [&](const auto& known) {
                return known.name == library;
            })) << library;
        }
        EXPECT_TRUE(below.insert(layer.folder).second) << layer.folder << " has two rows";
    }
}

TEST(IncludeDirection, RecognisesEveryKindOfViolation) {
    const auto count = [](const std::string& path, const std::string& text) {
        return violations({path, text}).size();
    };
    EXPECT_EQ(count("core/image/a.cpp", "#include \"core/base/result.h\"\n#include <vector>\n"), 0U);
    EXPECT_EQ(count("core/base/a.cpp", "#include \"core/image/image.h\"\n"), 1U);
    EXPECT_EQ(count("core/image/a.cpp", "#include <vector>\n  #  include \"core/degrade/degradation.h\"\n"),
              1U);
    EXPECT_EQ(count("core/features/a.h", "#include <torch/torch.h>\n"), 1U);
    EXPECT_EQ(count("core/nn/a.cpp", "#include <torch/torch.h>\n#include <ATen/ATen.h>\n"), 0U);
    EXPECT_EQ(count("core/service/a.cpp", "#include <hnswlib/hnswlib.h>\n#include <sqlite3.h>\n"), 2U);
    EXPECT_EQ(count("core/eval/a.cpp", "#include <QString>\n"), 1U);
    EXPECT_EQ(count("core/eval/a.cpp", "#include <gtest/gtest.h>\n"), 1U);
    EXPECT_EQ(count("ui/query/a.cpp", "#include \"core/index/search_index.h\"\n"), 1U);
    EXPECT_EQ(count("ui/query/a.cpp", "#include \"core/nn/trainer.h\"\n"), 1U);
    EXPECT_EQ(count("core/image/a.cpp", "#include \"image.h\"\n"), 1U);
    EXPECT_EQ(count("core/image/a.cpp", "#include \"tests/support/x.h\"\n"), 1U);
    EXPECT_EQ(count("core/image/a.cpp", "#include <opencv2/highgui.hpp>\n"), 1U);
    EXPECT_EQ(count("core/unheard_of/a.cpp", ""), 1U);
    EXPECT_EQ(count("core/imagery/a.cpp", ""), 1U);
}

}  // namespace
}  // namespace adapnet::rules
