#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/index/dot.h"
#include "core/index/search_index.h"

namespace adapnet::index {

namespace {

using Graph = hnswlib::HierarchicalNSW<float>;
using LinkCount = hnswlib::linklistsizeint;

// The frame in front of the body, little-endian, without padding.
constexpr char kMagic[8] = {'A', 'D', 'N', 'H', 'N', 'S', 'W', '\n'};
constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kHashSize = 64;  // hexadecimal digits
// Every node draws its level from an exponential law; with M >= 2 this one is never reached honestly.
constexpr int kMaxLevel = 64;

Error fileError(std::string detail) {
    return {ErrorCode::IndexFile, std::move(detail), {}};
}

// Appends plain values to a byte string.
class ByteWriter {
  public:
    template <class T>
    void value(T v) {
        bytes(&v, sizeof v);
    }
    void bytes(const void* data, std::size_t size) {
        const auto* begin = static_cast<const std::byte*>(data);
        m_bytes.insert(m_bytes.end(), begin, begin + size);
    }
    void text(std::string_view text) {
        value(static_cast<std::uint32_t>(text.size()));
        bytes(text.data(), text.size());
    }
    void reserve(std::size_t size) { m_bytes.reserve(size); }
    std::vector<std::byte>& all() { return m_bytes; }

  private:
    std::vector<std::byte> m_bytes;
};

// Reads them back; every read is checked against what is left.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_left(bytes) {}
    template <class T>
    bool value(T& v) {
        return bytes(&v, sizeof v);
    }
    bool bytes(void* data, std::size_t size) {
        if (size > m_left.size()) return false;
        std::memcpy(data, m_left.data(), size);
        m_left = m_left.subspan(size);
        return true;
    }
    bool text(std::string& text) {
        std::uint32_t size = 0;
        if (!value(size) || size > m_left.size()) return false;
        text.assign(reinterpret_cast<const char*>(m_left.data()), size);
        m_left = m_left.subspan(size);
        return true;
    }
    std::span<const std::byte> left() const { return m_left; }

  private:
    std::span<const std::byte> m_left;
};

class HnswIndex final : public SearchIndex {
  public:
    HnswIndex(std::size_t rows, std::size_t dimension, const HnswParams& params, std::string key)
        : m_dimension(dimension),
          m_params(params),
          m_key(std::move(key)),
          m_space(dimension),
          m_graph(&m_space, std::max<std::size_t>(rows, 1), static_cast<std::size_t>(params.neighbours),
                  static_cast<std::size_t>(params.buildWidth), params.seed) {
        m_graph.setEf(static_cast<std::size_t>(params.searchWidth));
    }

    const std::string& kind() const override {
        static const std::string name = "hnsw";
        return name;
    }
    std::size_t size() const override { return m_graph.cur_element_count; }
    std::size_t dimension() const override { return m_dimension; }
    const HnswParams& params() const { return m_params; }
    const std::string& key() const { return m_key; }

    // False when it was asked to stop.
    bool insert(std::span<const float> values, const std::stop_token& stop) {
        for (std::size_t row = 0; row * m_dimension < values.size(); ++row) {
            if (stop.stop_requested()) return false;
            m_graph.addPoint(values.data() + row * m_dimension, row);
        }
        return true;
    }

    Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t k) const override {
        if (auto valid = checkQuery(query, m_dimension); !valid) return fail(valid.error());
        k = std::min(k, size());
        if (k == 0) return std::vector<Neighbour>();
        try {
            // The library looks at max(search width, k) candidates.
            auto found = m_graph.searchKnn(query.data(), k);
            std::vector<Neighbour> best;
            best.reserve(found.size());
            for (; !found.empty(); found.pop()) {
                const auto row = static_cast<std::uint32_t>(found.top().second);
                // Scores as the exact search gives them, whatever the library's arithmetic is.
                best.push_back({row, dot(query.data(), vectorOf(row), m_dimension)});
            }
            std::sort(best.begin(), best.end(), [](const Neighbour& a, const Neighbour& b) {
                return a.score != b.score ? a.score > b.score : a.row < b.row;
            });
            return best;
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "not enough memory to search");
        } catch (const std::exception& exception) {
            return fail(ErrorCode::Internal, validUtf8(exception.what()));
        }
    }

    // The body of the file: levels, entry point, base layer, upper layers.
    void serialise(ByteWriter& out) const {
        const std::size_t rows = size();
        out.value(static_cast<std::int32_t>(m_graph.maxlevel_));
        out.value(static_cast<std::uint32_t>(m_graph.enterpoint_node_));
        for (std::size_t row = 0; row < rows; ++row)
            out.value(static_cast<std::int32_t>(m_graph.element_levels_[row]));
        out.bytes(m_graph.data_level0_memory_, rows * m_graph.size_data_per_element_);
        for (std::size_t row = 0; row < rows; ++row)
            out.bytes(m_graph.linkLists_[row], upperSize(m_graph.element_levels_[row]));
    }
    std::size_t serialisedSize() const {
        std::size_t size = 8 + this->size() * (4 + m_graph.size_data_per_element_);
        for (std::size_t row = 0; row < this->size(); ++row) size += upperSize(m_graph.element_levels_[row]);
        return size;
    }

    // Fills an empty graph. Every number that the library would follow blindly is checked against its bounds,
    // although the checksum has been.
    Result<void> restore(std::span<const std::byte> body, std::size_t rows) {
        ByteReader in(body);
        std::int32_t maxLevel = 0;
        std::uint32_t entry = 0;
        std::vector<std::int32_t> levels(rows);
        if (!in.value(maxLevel) || !in.value(entry) || !in.bytes(levels.data(), rows * sizeof(std::int32_t)))
            return fail(fileError("the index ends too early"));
        const std::int32_t highest = rows == 0 ? -1 : *std::max_element(levels.begin(), levels.end());
        std::size_t expected = rows * m_graph.size_data_per_element_;
        for (const std::int32_t level : levels) {
            if (level < 0 || level > kMaxLevel) return fail(fileError("the index names an impossible level"));
            expected += upperSize(level);
        }
        if (in.left().size() != expected) return fail(fileError("the index has a wrong length"));
        if (maxLevel != highest || (rows > 0 && (entry >= rows || levels[entry] != maxLevel)))
            return fail(fileError("the index has no valid entry point"));

        in.bytes(m_graph.data_level0_memory_, rows * m_graph.size_data_per_element_);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto id = static_cast<hnswlib::tableint>(row);
            if (m_graph.getExternalLabel(id) != row) return fail(fileError("the index names a wrong row"));
            if (!linksAreValid(m_graph.get_linklist0(id), m_graph.maxM0_, rows, levels, 0))
                return fail(fileError("the index names a neighbour that is not there"));
        }
        for (std::size_t row = 0; row < rows; ++row) {
            // From here on the graph's destructor knows and frees this block.
            const std::size_t bytes = upperSize(levels[row]);
            if (bytes > 0) {
                m_graph.linkLists_[row] = static_cast<char*>(std::malloc(bytes));
                if (m_graph.linkLists_[row] == nullptr) throw std::bad_alloc();
            } else {
                m_graph.linkLists_[row] = nullptr;
            }
            m_graph.element_levels_[row] = levels[row];
            m_graph.cur_element_count = row + 1;
            in.bytes(m_graph.linkLists_[row], bytes);
            for (int level = 1; level <= levels[row]; ++level) {
                if (!linksAreValid(m_graph.get_linklist(static_cast<hnswlib::tableint>(row), level),
                                   m_graph.maxM_, rows, levels, level))
                    return fail(fileError("the index names a neighbour that is not there"));
            }
            m_graph.label_lookup_[row] = static_cast<hnswlib::tableint>(row);
        }
        m_graph.maxlevel_ = maxLevel;
        m_graph.enterpoint_node_ = entry;
        return {};
    }

  private:
    std::size_t upperSize(int level) const {
        return level > 0 ? m_graph.size_links_per_element_ * static_cast<std::size_t>(level) : 0;
    }

    static bool linksAreValid(const LinkCount* list, std::size_t most, std::size_t rows,
                              const std::vector<std::int32_t>& levels, int level) {
        // The count takes two bytes, the two above it hold a deletion mark that we never set.
        const LinkCount count = *list;
        if (count > most) return false;
        for (LinkCount i = 0; i < count; ++i) {
            const hnswlib::tableint link = list[1 + i];
            if (link >= rows || levels[link] < level) return false;
        }
        return true;
    }

    const float* vectorOf(std::uint32_t row) const {
        return reinterpret_cast<const float*>(m_graph.getDataByInternalId(row));
    }

    const std::size_t m_dimension;
    const HnswParams m_params;
    const std::string m_key;
    hnswlib::InnerProductSpace m_space;  // outlives the graph
    Graph m_graph;
};

// What stands in the frame; every field is compared with what the caller expects.
struct Frame {
    std::uint32_t version = kFormatVersion;
    std::string key;
    std::uint64_t rows = 0;
    std::uint64_t dimension = 0;
    std::uint64_t neighbours = 0;
    std::uint64_t buildWidth = 0;
    std::uint64_t seed = 0;
    std::uint64_t bodySize = 0;
    std::string bodyHash;
};

void writeFrame(ByteWriter& out, const Frame& frame) {
    out.bytes(kMagic, sizeof kMagic);
    out.value(frame.version);
    out.text(frame.key);
    for (const std::uint64_t number :
         {frame.rows, frame.dimension, frame.neighbours, frame.buildWidth, frame.seed, frame.bodySize})
        out.value(number);
    out.text(frame.bodyHash);
}

Result<Frame> readFrame(ByteReader& in) {
    char magic[sizeof kMagic];
    Frame frame;
    if (!in.bytes(magic, sizeof magic) || std::memcmp(magic, kMagic, sizeof magic) != 0)
        return fail(fileError("it is no index of this program"));
    if (!in.value(frame.version)) return fail(fileError("the index ends too early"));
    if (frame.version != kFormatVersion)
        return fail(fileError("the index has format " + std::to_string(frame.version) +
                              ", this program reads " + std::to_string(kFormatVersion)));
    bool complete = in.text(frame.key);
    for (std::uint64_t* number :
         {&frame.rows, &frame.dimension, &frame.neighbours, &frame.buildWidth, &frame.seed, &frame.bodySize})
        complete = complete && in.value(*number);
    if (!complete || !in.text(frame.bodyHash) || frame.bodyHash.size() != kHashSize)
        return fail(fileError("the index ends too early"));
    return frame;
}

// Runs `body`; the library's exceptions become Errors.
template <class Body>
std::invoke_result_t<Body> guarded(Body&& body) {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the search index");
    } catch (const std::exception& exception) {
        // The library reports a failed allocation of its own as a runtime error.
        const std::string text = validUtf8(exception.what());
        return fail(text.starts_with("Not enough memory") ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                    text);
    }
}

}  // namespace

Result<void> HnswParams::check() const {
    if (neighbours < 2 || neighbours > 256)
        return fail(ErrorCode::BadInput, "the number of neighbours must be between 2 and 256");
    if (buildWidth < neighbours || buildWidth > 10'000)
        return fail(ErrorCode::BadInput,
                    "the build width must be between the number of neighbours and 10000");
    if (searchWidth < 1 || searchWidth > 1'000'000)
        return fail(ErrorCode::BadInput, "the search width must be between 1 and 1000000");
    return {};
}

std::string indexKey(const std::string& featureKey, std::span<const std::string> contentHashes) {
    Sha256 hash;
    hash.update(featureKey);
    for (const std::string& picture : contentHashes) hash.update("\n").update(picture);
    return hash.hexDigest();
}

Result<std::unique_ptr<SearchIndex>> buildHnsw(std::span<const float> values, std::size_t dimension,
                                               const HnswParams& params, const std::string& key,
                                               const std::stop_token& stop) {
    if (auto valid = params.check(); !valid) return fail(valid.error());
    if (auto valid = checkRows(values, dimension); !valid) return fail(valid.error());
    return guarded([&]() -> Result<std::unique_ptr<SearchIndex>> {
        auto index = std::make_unique<HnswIndex>(values.size() / dimension, dimension, params, key);
        if (!index->insert(values, stop)) return fail(Error::cancelled());
        return index;
    });
}

Result<void> saveHnsw(const SearchIndex& index, const std::filesystem::path& path) {
    const auto* hnsw = dynamic_cast<const HnswIndex*>(&index);
    if (hnsw == nullptr) return fail(ErrorCode::Internal, "only an HNSW index can be saved");
    return guarded([&]() -> Result<void> {
        ByteWriter body;
        body.reserve(hnsw->serialisedSize());
        hnsw->serialise(body);
        if (body.all().size() != hnsw->serialisedSize())
            return fail(ErrorCode::Internal, "the index has a wrong length before it is written");
        Frame frame;
        frame.key = hnsw->key();
        frame.rows = hnsw->size();
        frame.dimension = hnsw->dimension();
        frame.neighbours = static_cast<std::uint64_t>(hnsw->params().neighbours);
        frame.buildWidth = static_cast<std::uint64_t>(hnsw->params().buildWidth);
        frame.seed = hnsw->params().seed;
        frame.bodySize = body.all().size();
        frame.bodyHash = sha256Hex(body.all());
        ByteWriter file;
        writeFrame(file, frame);
        file.all().insert(file.all().end(), body.all().begin(), body.all().end());
        return writeFileSafely(path, file.all()).map_error([](const Error& error) {
            return error.whileDoing("saving the search index");
        });
    });
}

Result<std::unique_ptr<SearchIndex>> loadHnsw(const std::filesystem::path& path, const std::string& key,
                                              std::size_t rows, std::size_t dimension,
                                              const HnswParams& params) {
    const auto during = [&](const Error& error) {
        return error.whileDoing("opening the search index '" + displayPath(path) + "'");
    };
    if (auto valid = params.check(); !valid) return fail(during(valid.error()));
    if (dimension == 0) return fail(during({ErrorCode::BadInput, "an index needs a dimension", {}}));
    const auto bytes = readFile(path, std::uint64_t{1} << 40);
    if (!bytes) return fail(during(bytes.error()));
    return guarded([&]() -> Result<std::unique_ptr<SearchIndex>> {
               ByteReader in(*bytes);
               const auto frame = readFrame(in);
               if (!frame) return fail(frame.error());
               if (frame->key != key)
                   return fail(
                       fileError("the index was built for another model, other settings or other pictures"));
               if (frame->rows != rows || frame->dimension != dimension)
                   return fail(fileError("the index has another size"));
               if (frame->neighbours != static_cast<std::uint64_t>(params.neighbours) ||
                   frame->buildWidth != static_cast<std::uint64_t>(params.buildWidth) ||
                   frame->seed != params.seed)
                   return fail(fileError("the index was built with other parameters"));
               if (frame->bodySize != in.left().size())
                   return fail(fileError("the index has a wrong length"));
               if (sha256Hex(in.left()) != frame->bodyHash) return fail(fileError("the index is damaged"));
               // Rows are not yet believed: memory is asked for only if the body can hold them.
               if (rows > in.left().size() / (dimension * sizeof(float)))
                   return fail(fileError("the index has a wrong length"));
               auto index = std::make_unique<HnswIndex>(rows, dimension, params, key);
               if (auto done = index->restore(in.left(), rows); !done) return fail(done.error());
               return index;
           })
        .map_error(during);
}

}  // namespace adapnet::index
