// A network with filled weights in a temporary folder: everything but the knowledge.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/nn/architecture.h"
#include "core/nn/manifest.h"
#include "tests/core/nn/filler.h"

namespace adapnet::nn::test {

class TemporaryFolder {
  public:
    explicit TemporaryFolder(const std::string& name)
        : m_path(fs::temp_directory_path() / ("adapnet-nn-" + name + "-" + std::to_string(::getpid()))) {
        fs::create_directories(m_path);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    fs::path operator/(const std::string& name) const { return m_path / name; }
    const fs::path& path() const { return m_path; }

  private:
    fs::path m_path;
};

// Weights of `architecture` and its manifest; returns what listModels would.
inline ModelInfo writeSmallModel(const TemporaryFolder& folder, const std::string& architecture,
                                 const std::string& id, int dimension = 32,
                                 std::optional<Preprocessing> input = {}) {
    auto file = fromTensors(filled(architectureShapes(architecture, dimension)), at::kHalf);
    const auto bytes = formatSafetensors(file);
    EXPECT_TRUE(writeFileSafely(folder / (id + ".safetensors"), bytes));
    ManifestDraft draft;
    draft.id = id;
    draft.displayName = "Small " + id;
    draft.architecture = architecture;
    draft.dimension = dimension;
    draft.input.scales = {0.5, 1.0};
    if (input) draft.input = *input;
    draft.checksum = sha256Hex(bytes);
    draft.trainingJson = "{}";
    EXPECT_TRUE(writeManifest(draft, folder / (id + ".json")));
    const auto manifest = readManifest(folder / (id + ".json"));
    EXPECT_TRUE(manifest);
    return manifest->info;
}

}  // namespace adapnet::nn::test
