// The manifest of a folder of degraded queries: what each picture was made from, with which key, and the
// hashes that prove it. From it and the clean pictures the folder can be rebuilt bit by bit.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace adapnet::protocol {

inline constexpr const char* kManifestName = "manifest.json";

struct DegradedFile {
    std::string file;  // relative to the manifest's folder
    std::string kind;
    int severity = 0;
    std::string key;         // of the stream
    std::string pixelsHash;  // protocol::pixelsHash
    std::string fileHash;    // SHA-256 of the PNG
    bool operator==(const DegradedFile&) const = default;
};

struct ManifestQuery {
    std::size_t number = 0;         // in the ground truth, from 0
    std::string image;              // the clean picture, relative to the gallery folder
    std::string name;               // as in the keys
    std::string sourceHash;         // SHA-256 of the clean picture's file
    std::optional<image::Box> box;  // cut out before degrading, inside the picture
    std::string mixKind;            // its kind in the mixed setting
    std::vector<DegradedFile> files;
    bool operator==(const ManifestQuery&) const = default;
};

struct Manifest {
    std::string dataset;
    std::string program;  // version that wrote it
    int rotation = 0;     // of the mixed setting
    std::vector<ManifestQuery> queries;
    bool operator==(const Manifest&) const = default;
};

// {"format":"adapnet-benchmark","version":1,"protocol":"noiser-v1",...}, one query a line.
std::string manifestToJson(const Manifest& manifest);
// Strict: files must stay below the folder, kinds and severities must exist. BadInput says what is wrong.
Result<Manifest> manifestFromJson(std::string_view json);
Result<Manifest> loadManifest(const fs::path& file);

}  // namespace adapnet::protocol
