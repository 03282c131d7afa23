#include "core/nn/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/files.h"
#include "core/base/sha256.h"

namespace adapnet::nn {

namespace {

constexpr std::uint64_t kMaxHeader = 16 << 20;

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Model, "the weight file is damaged: " + what);
}

}  // namespace

std::size_t typeSize(const std::string& type) {
    if (type == "F16" || type == "BF16") return 2;
    if (type == "F32") return 4;
    if (type == "I64") return 8;
    return 0;
}

Result<SafetensorsFile> parseSafetensors(std::span<const std::byte> bytes) {
    if (bytes.size() < 8) return broken("shorter than its header");
    std::uint64_t headerSize = 0;
    for (std::size_t i = 0; i < 8; ++i)
        headerSize |= static_cast<std::uint64_t>(std::to_integer<unsigned char>(bytes[i])) << (8 * i);
    if (headerSize > kMaxHeader || headerSize > bytes.size() - 8) return broken("the header length is wrong");
    const char* text = reinterpret_cast<const char*>(bytes.data()) + 8;
    const auto header = nlohmann::json::parse(text, text + headerSize, nullptr, false);
    if (!header.is_object()) return broken("the header is not a JSON object");
    const auto body = bytes.subspan(8 + static_cast<std::size_t>(headerSize));

    SafetensorsFile file;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> used;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") {
            if (!entry.is_object()) return broken("the metadata is not an object");
            for (const auto& [key, value] : entry.items())
                if (value.is_string()) file.metadata[key] = value.get<std::string>();
            continue;
        }
        const auto typeField = entry.is_object() ? entry.find("dtype") : entry.end();
        const auto shapeField = entry.is_object() ? entry.find("shape") : entry.end();
        const auto offsets = entry.is_object() ? entry.find("data_offsets") : entry.end();
        if (!entry.is_object() || typeField == entry.end() || !typeField->is_string() ||
            shapeField == entry.end() || !shapeField->is_array() || offsets == entry.end() ||
            !offsets->is_array() || offsets->size() != 2 || !(*offsets)[0].is_number_unsigned() ||
            !(*offsets)[1].is_number_unsigned())
            return broken("the entry of '" + name + "' is incomplete");
        RawTensor tensor;
        tensor.type = typeField->get<std::string>();
        const std::size_t size = typeSize(tensor.type);
        if (size == 0) return broken("'" + name + "' has the unknown type " + tensor.type);
        const auto begin = (*offsets)[0].get<std::uint64_t>();
        const auto end = (*offsets)[1].get<std::uint64_t>();
        if (begin > end || end > body.size()) return broken("'" + name + "' lies outside the file");
        std::uint64_t expected = size;
        for (const auto& side : *shapeField) {
            if (!side.is_number_unsigned()) return broken("the shape of '" + name + "' is wrong");
            const auto length = side.get<std::uint64_t>();
            if (length != 0 && expected > body.size() / length) return broken("'" + name + "' is too large");
            expected *= length;
            tensor.shape.push_back(static_cast<std::int64_t>(length));
        }
        if (expected != end - begin) return broken("'" + name + "' has the wrong number of bytes");
        const auto part =
            body.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
        tensor.bytes.assign(part.begin(), part.end());
        if (begin < end) used.emplace_back(begin, end);
        file.tensors.emplace(name, std::move(tensor));
    }
    std::sort(used.begin(), used.end());
    for (std::size_t i = 1; i < used.size(); ++i)
        if (used[i].first < used[i - 1].second) return broken("two tensors overlap");
    file.checksum = sha256Hex(bytes);
    return file;
}

Result<SafetensorsFile> readSafetensors(const std::filesystem::path& path) {
    const auto bytes = readFile(path);
    if (!bytes) return fail(bytes.error());
    auto file = parseSafetensors(*bytes);
    if (!file) return fail(file.error().whileDoing("reading '" + displayPath(path) + "'"));
    return file;
}

std::vector<std::byte> formatSafetensors(const SafetensorsFile& file) {
    nlohmann::json header = nlohmann::json::object();
    if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : file.tensors) {
        header[name] = {{"dtype", tensor.type},
                        {"shape", tensor.shape},
                        {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the values start aligned
    std::vector<std::byte> bytes(8 + text.size());
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>((text.size() >> (8 * i)) & 0xFF);
    std::memcpy(bytes.data() + 8, text.data(), text.size());
    for (const auto& [name, tensor] : file.tensors)
        bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
    return bytes;
}

Result<void> writeSafetensors(const SafetensorsFile& file, const std::filesystem::path& path) {
    return writeFileSafely(path, formatSafetensors(file));
}

}  // namespace adapnet::nn
