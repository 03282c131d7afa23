#include "core/protocol/small_norb.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <system_error>

#include "core/base/random.h"
#include "core/degrade/filters.h"
#include "core/degrade/normal_numbers.h"

namespace adapnet::protocol {

namespace {

static_assert(std::endian::native == std::endian::little, "the matrix files are little endian");

constexpr std::uint32_t kBytes = 0x1E3D4C55;
constexpr std::uint32_t kInts = 0x1E3D4C54;
constexpr int kMaxDimensions = 8;
constexpr std::int32_t kMaxSide = 4096;

struct MatrixHead {
    std::vector<std::int32_t> sizes;
    std::streamoff firstByte = 0;
    std::uint64_t values() const {
        std::uint64_t count = 1;
        for (const std::int32_t size : sizes) count *= static_cast<std::uint64_t>(size);
        return count;
    }
};

std::int32_t readInt(std::istream& stream) {
    std::array<char, 4> bytes{};
    stream.read(bytes.data(), bytes.size());
    std::int32_t value = 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    return value;
}

tl::unexpected<Error> badFile(const fs::path& file, const std::string& reason) {
    return fail(ErrorCode::BadInput, "'" + displayPath(file) + "' is no matrix file of smallNORB: " + reason);
}

Result<void> openFile(const fs::path& file, std::ifstream& stream) {
    stream.open(file, std::ios::binary);
    if (stream) return {};
    std::error_code error;
    fs::path packed = file;
    packed += ".gz";
    return fail(ErrorCode::NotFound, fs::exists(packed, error)
                                         ? "unpack '" + displayPath(packed) + "' first (gunzip)"
                                         : "there is no file '" + displayPath(file) + "'");
}

// Reads and checks the head; the values must fill the rest of the file exactly.
Result<MatrixHead> readHead(std::istream& stream, const fs::path& file, std::uint32_t magic, int dimensions) {
    const auto found = static_cast<std::uint32_t>(readInt(stream));
    if (!stream || found != magic) return badFile(file, "it does not begin with the expected number");
    const std::int32_t count = readInt(stream);
    if (!stream || count < 1 || count > kMaxDimensions || count != dimensions)
        return badFile(file, "it should have " + std::to_string(dimensions) + " dimensions");
    MatrixHead head;
    for (int i = 0; i < std::max(3, count); ++i) {
        const std::int32_t size = readInt(stream);
        if (!stream) return badFile(file, "it is cut off");
        if (i >= count) continue;
        if (size < 1 || (i > 0 && size > kMaxSide)) return badFile(file, "a size is out of range");
        head.sizes.push_back(size);
    }
    head.firstByte = stream.tellg();
    std::error_code error;
    const std::uint64_t bytes = fs::file_size(file, error);
    const std::uint64_t width = magic == kInts ? 4 : 1;
    if (error || bytes != static_cast<std::uint64_t>(head.firstByte) + head.values() * width)
        return badFile(file, "its length does not fit its sizes");
    return head;
}

Result<std::vector<std::int32_t>> readInts(const fs::path& file, int dimensions,
                                           std::vector<std::int32_t>& sizes) {
    std::ifstream stream;
    if (auto opened = openFile(file, stream); !opened) return fail(opened.error());
    const auto head = readHead(stream, file, kInts, dimensions);
    if (!head) return fail(head.error());
    std::vector<std::int32_t> values(head->values());
    stream.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * 4));
    if (!stream) return fail(ErrorCode::Io, "cannot read '" + displayPath(file) + "'");
    sizes = head->sizes;
    return values;
}

fs::path fileOf(const fs::path& folder, NorbSplit split, const std::string& part) {
    const std::string instances = split == NorbSplit::Training ? "46789" : "01235";
    return folder /
           ("smallnorb-5x" + instances + "x9x18x6x2x96x96-" + norbSplitName(split) + '-' + part + ".mat");
}

cv::Mat noisy(const cv::Mat& grey, const std::string& key) {
    constexpr std::array kChoices{"gaussian", "salt_and_pepper", "speckle"};
    const std::size_t choice = RandomStream(std::string_view(key)).below(kChoices.size());
    const std::string ownKey = key + '|' + kChoices[choice];
    const RandomStream stream{std::string_view(ownKey)};
    cv::Mat result = grey.clone();
    std::vector<double> normals(choice == 0 ? grey.total() : 0);
    degrade::fillNormals(stream, 0, normals);
    for (std::size_t i = 0; i < grey.total(); ++i) {
        double& value = result.ptr<double>()[i];
        if (choice == 0)
            value += 0.1 * normals[i];
        else if (choice == 1 && stream.at(2 * i) < 0.1)
            value = stream.at(2 * i + 1) < 0.5 ? 0 : 1;
        else if (choice == 2)
            value *= 1 + 0.1 * (2 * stream.at(i) - 1);
    }
    return result;
}

cv::Mat lowResolved(const cv::Mat& grey, const std::string& key) {
    const int level = RandomStream(std::string_view(key)).at(0) < 0.5 ? 1 : 2;
    cv::Mat grey32;
    grey.convertTo(grey32, CV_32F);
    const cv::Mat band = degrade::haarApproximation(grey32, level);
    cv::Mat result(grey.size(), CV_64F);
    for (int y = 0; y < grey.rows; ++y) {
        for (int x = 0; x < grey.cols; ++x)
            result.at<double>(y, x) = static_cast<double>(band.at<float>(y >> level, x >> level));
    }
    return result;
}

cv::Mat moved(const cv::Mat& grey, const std::string& key) {
    std::array<double, 2> normals{};
    degrade::fillNormals(RandomStream(std::string_view(key)), 0, normals);
    return degrade::filterMotion(grey, {1, 0.05 * normals[0], 0.05 * normals[1], true});
}

}  // namespace

const char* norbSplitName(NorbSplit split) {
    return split == NorbSplit::Training ? "training" : "testing";
}

const char* norbDegradationName(NorbDegradation kind) {
    switch (kind) {
        case NorbDegradation::Noise:
            return "noise";
        case NorbDegradation::LowResolution:
            return "low_resolution";
        case NorbDegradation::Motion:
            return "motion";
        case NorbDegradation::None:
            break;
    }
    return "clean";
}

Result<SmallNorb> SmallNorb::open(const fs::path& folder, NorbSplit split) {
    SmallNorb norb;
    norb.m_split = split;
    std::vector<std::int32_t> sizes;
    auto categories = readInts(fileOf(folder, split, "cat"), 1, sizes);
    if (!categories) return fail(categories.error());
    if (!std::ranges::all_of(*categories, [](std::int32_t c) { return c >= 0 && c < kCategories; }))
        return badFile(fileOf(folder, split, "cat"), "a category is not 0 to 4");
    norb.m_categories = std::move(*categories);
    const auto info = readInts(fileOf(folder, split, "info"), 2, sizes);
    if (!info) return fail(info.error());
    if (sizes[1] != 4 || static_cast<std::size_t>(sizes[0]) != norb.m_categories.size())
        return badFile(fileOf(folder, split, "info"), "it should have four numbers for each pair");
    for (std::size_t i = 0; i < info->size(); i += 4)
        norb.m_info.push_back({(*info)[i], (*info)[i + 1], (*info)[i + 2], (*info)[i + 3]});

    norb.m_file = fileOf(folder, split, "dat");
    if (auto opened = openFile(norb.m_file, norb.m_pictures); !opened) return fail(opened.error());
    const auto head = readHead(norb.m_pictures, norb.m_file, kBytes, 4);
    if (!head) return fail(head.error());
    if (head->sizes[1] != 2 || static_cast<std::size_t>(head->sizes[0]) != norb.m_categories.size())
        return badFile(norb.m_file, "it should have two pictures for each category");
    norb.m_pictureSize = {head->sizes[3], head->sizes[2]};
    norb.m_firstByte = head->firstByte;
    return norb;
}

Result<cv::Mat> SmallNorb::picture(std::size_t number) {
    if (number >= size()) return fail(ErrorCode::NotFound, "smallNORB has no picture with this number");
    cv::Mat bytes(m_pictureSize, CV_8U);
    m_pictures.clear();
    m_pictures.seekg(m_firstByte + static_cast<std::streamoff>(number * bytes.total()));
    m_pictures.read(reinterpret_cast<char*>(bytes.data), static_cast<std::streamsize>(bytes.total()));
    if (!m_pictures) return fail(ErrorCode::Io, "cannot read '" + displayPath(m_file) + "'");
    cv::Mat grey;
    bytes.convertTo(grey, CV_64F, 1.0 / 255);
    return grey;
}

cv::Mat norbDegrade(const cv::Mat& grey, NorbDegradation kind, std::string_view split, std::size_t picture) {
    const std::string key =
        "norb-v1|" + std::string(split) + '|' + std::to_string(picture) + '|' + norbDegradationName(kind);
    switch (kind) {
        case NorbDegradation::Noise:
            return noisy(grey, key);
        case NorbDegradation::LowResolution:
            return lowResolved(grey, key);
        case NorbDegradation::Motion:
            return moved(grey, key);
        case NorbDegradation::None:
            break;
    }
    return grey.clone();
}

cv::Mat stretched(const cv::Mat& grey) {
    double low = 0;
    double high = 0;
    cv::minMaxLoc(grey, &low, &high);
    // Rounding leaves a constant picture a little away from constant.
    constexpr double kNoContrast = 1e-9;
    if (!(high - low > kNoContrast)) return cv::Mat::zeros(grey.size(), CV_64F);
    return (grey - low) / (high - low);
}

cv::Mat norbInput(const cv::Mat& grey) {
    const cv::Mat values = stretched(grey);
    cv::Mat rgb(grey.size(), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const double* in = values.ptr<double>(y);
        auto* out = rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x) out[x] = cv::Vec3b::all(degrade::toGreyLevel(in[x]));
    }
    return rgb;
}

}  // namespace adapnet::protocol
