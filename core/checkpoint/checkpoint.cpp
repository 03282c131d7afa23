#include "core/checkpoint/checkpoint.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/checkpoint/zip_archive.h"
#include "core/pickle/pickle_reader.h"

namespace adapnet::checkpoint {

namespace {

using pickle::AllowedGlobal;
using pickle::Kind;
using pickle::Value;

constexpr std::array kGlobals{
    AllowedGlobal{"collections", "OrderedDict", true},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", true},
    AllowedGlobal{"torch._utils", "_rebuild_parameter", true},
    AllowedGlobal{"torch", "FloatStorage"},
    AllowedGlobal{"torch", "DoubleStorage"},
    AllowedGlobal{"torch", "HalfStorage"},
    AllowedGlobal{"torch", "BFloat16Storage"},
    AllowedGlobal{"torch", "LongStorage"},
    AllowedGlobal{"torch", "IntStorage"},
    AllowedGlobal{"torch", "ShortStorage"},
    AllowedGlobal{"torch", "CharStorage"},
    AllowedGlobal{"torch", "ByteStorage"},
    AllowedGlobal{"torch", "BoolStorage"},
    AllowedGlobal{"numpy.core.multiarray", "_reconstruct", true, true},
    AllowedGlobal{"numpy", "ndarray"},
    AllowedGlobal{"numpy", "dtype", true, true},
    AllowedGlobal{"_codecs", "encode", true},
};

// Little-endian bytes of 0x1950a86a20f9469cfc6c, the first pickle of the older container.
constexpr std::array<unsigned char, 10> kMagic{0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};
constexpr std::int64_t kLegacyProtocol = 1001;

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Model, "the weight file is damaged: " + what);
}

bool startsWith(std::span<const std::byte> bytes, std::string_view text) {
    return bytes.size() >= text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin(),
                      [](char a, std::byte b) { return static_cast<std::byte>(a) == b; });
}

std::int64_t readInt64(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return static_cast<std::int64_t>(value);
}

Result<pickle::Document> readPickle(std::span<const std::byte> bytes) {
    auto document = pickle::PickleReader({kGlobals, true}).read(bytes);
    if (!document) return fail(ErrorCode::Model, document.error().detail);
    return document;
}

// What a persistent id says: ("storage", class, key, device, number of values[, view]).
struct StorageId {
    ScalarType type = ScalarType::F32;
    std::string_view key;
    std::int64_t elements = 0;
    // Of a view into another view's storage (older container).
    std::int64_t viewOffset = 0;
    std::optional<std::int64_t> viewElements;
};

Result<StorageId> storageId(const Value& reference) {
    const Value id = reference.persistentId();
    StorageId storage;
    std::size_t place = 0;
    bool isRight =
        reference.kind() == Kind::Persistent && id.kind() == Kind::Tuple && id.size() >= 5 && id.size() <= 6;
    for (const Value part : id.items()) {
        switch (place++) {
            case 0:
                isRight = isRight && part.text() == "storage";
                break;
            case 1: {
                const auto type = part.module() == "torch" ? storageType(part.name()) : std::nullopt;
                isRight = isRight && type;
                storage.type = type.value_or(ScalarType::F32);
                break;
            }
            case 2:
                isRight = isRight && part.text();
                storage.key = part.text().value_or("");
                break;
            case 4:
                isRight = isRight && part.integer() && *part.integer() >= 0;
                storage.elements = part.integer().value_or(0);
                break;
            case 5:
                if (part.isNone()) break;
                isRight = isRight && part.kind() == Kind::Tuple && part.size() == 3;
                if (!isRight) break;
                {
                    auto it = ++part.items().begin();
                    const auto offset = (*it).integer();
                    const auto count = (*++it).integer();
                    isRight = offset && count && *offset >= 0 && *count >= 0;
                    if (!isRight) break;
                    storage.viewOffset = *offset;
                    storage.viewElements = *count;
                }
                break;
            default:
                break;
        }
    }
    if (!isRight) return broken("a tensor does not say where its values are");
    return storage;
}

}  // namespace

struct Checkpoint::State {
    struct Storage {
        std::string_view key;
        std::uint64_t begin = 0;
        std::uint64_t size = 0;
    };

    std::vector<std::byte> bytes;
    Container container = Container::Zip;
    std::optional<ZipArchive> archive;
    std::string_view top;
    std::optional<pickle::Document> document;
    std::vector<Storage> storages;  // of the older container, ordered by key

    Result<void> readZip();
    Result<void> readLegacy();
    Result<void> placeStorages(const pickle::Document& keys, std::uint64_t at);
    Result<void> collectTypes(const Value& value,
                              std::vector<std::pair<std::string_view, ScalarType>>& types) const;
    Result<std::span<const std::byte>> storage(const StorageId& id) const;
    Result<TensorView> tensor(const Value& value) const;
    Result<std::optional<Value>> stateDictionary() const;
};

Result<void> Checkpoint::State::readZip() {
    container = Container::Zip;
    auto opened = ZipArchive::open(bytes);
    if (!opened) return fail(opened.error());
    archive = std::move(*opened);
    if (auto sound = archive->checkSums(); !sound) return sound;
    top = archive->topFolder();
    if (top.empty())
        return fail(ErrorCode::Model,
                    "the file is an archive, but not one of PyTorch: it needs one data.pkl");
    const std::string prefix(top);
    if (archive->contains(prefix + "/constants.pkl") || archive->contains(prefix + "/code/__torch__.py"))
        return fail(
            ErrorCode::Model,
            "the file is a TorchScript program, not weights; save the state_dict of the model instead");
    if (archive->contains(prefix + "/byteorder")) {
        const auto order = archive->member(prefix + "/byteorder");
        if (!order) return fail(order.error());
        if (!startsWith(*order, "little"))
            return fail(ErrorCode::Model,
                        "the weights are stored in big-endian order, which is not supported");
    }
    const auto data = archive->member(prefix + "/data.pkl");
    if (!data) return fail(data.error());
    auto read = readPickle(*data);
    if (!read) return fail(read.error());
    document = std::move(*read);
    return {};
}

Result<void> Checkpoint::State::readLegacy() {
    container = Container::Legacy;
    std::size_t at = 0;
    const auto next = [&]() -> Result<pickle::Document> {
        auto read = readPickle(std::span<const std::byte>(bytes).subspan(at));
        if (read) at += read->bytesRead();
        return read;
    };
    const auto magic = next();
    if (!magic) return fail(magic.error());
    const auto protocol = next();
    if (!protocol) return fail(protocol.error());
    if (protocol->root().integer() != kLegacyProtocol)
        return fail(ErrorCode::Model, "the weight file has a version that this program does not know");
    const auto system = next();
    if (!system) return fail(system.error());
    if (const auto little = system->root().find("little_endian"); little && little->boolean() == false)
        return fail(ErrorCode::Model, "the weights are stored in big-endian order, which is not supported");
    auto object = next();
    if (!object) return fail(object.error());
    document = std::move(*object);
    const auto keys = next();
    if (!keys) return fail(keys.error());
    return placeStorages(*keys, at);
}

// Lists key and type of every storage that the tree refers to. The reader has limited depth and size.
Result<void> Checkpoint::State::collectTypes(
    const Value& value, std::vector<std::pair<std::string_view, ScalarType>>& types) const {
    const auto into = [&](const Value& part) { return collectTypes(part, types); };
    if (value.kind() == Kind::Persistent) {
        const auto id = storageId(value);
        if (!id) return fail(id.error());
        if (types.size() >= kMaxStorages) return broken("it has too many tensors");
        types.emplace_back(id->key, id->type);
        return {};
    }
    if (value.kind() == Kind::Object) return into(value.arguments());
    for (const Value member : value.items())
        if (auto done = into(member); !done) return done;
    for (const pickle::Entry entry : value.entries())
        if (auto done = into(entry.value); !done) return done;
    return {};
}

Result<void> Checkpoint::State::placeStorages(const pickle::Document& keys, std::uint64_t at) {
    if (keys.root().kind() != Kind::List) return broken("the list of its storages is missing");
    if (keys.root().size() > kMaxStorages) return broken("it has too many tensors");
    std::vector<std::pair<std::string_view, ScalarType>> types;
    if (auto done = collectTypes(document->root(), types); !done) return done;
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    storages.reserve(types.size());
    for (const Value member : keys.root().items()) {
        const auto key = member.text();
        if (!key) return broken("the list of its storages is wrong");
        const auto found = std::lower_bound(types.begin(), types.end(), std::pair{*key, ScalarType::F16});
        if (found == types.end() || found->first != *key)
            return broken("it holds values that no tensor uses");
        if (std::next(found) != types.end() && std::next(found)->first == *key)
            return broken("two tensors see the same values as different kinds of numbers");
        if (bytes.size() - at < 8) return broken("it ends in the middle, as after a stopped download");
        const std::int64_t count =
            readInt64(std::span<const std::byte>(bytes).subspan(static_cast<std::size_t>(at), 8));
        at += 8;
        const std::uint64_t size = scalarSize(found->second);
        if (count < 0 || static_cast<std::uint64_t>(count) > (bytes.size() - at) / size)
            return broken("it ends in the middle, as after a stopped download");
        if (storages.size() >= types.size()) return broken("the list of its storages is wrong");
        storages.push_back({found->first, at, static_cast<std::uint64_t>(count) * size});
        at += static_cast<std::uint64_t>(count) * size;
    }
    std::sort(storages.begin(), storages.end(),
              [](const Storage& a, const Storage& b) { return a.key < b.key; });
    for (std::size_t i = 1; i < storages.size(); ++i)
        if (storages[i - 1].key == storages[i].key) return broken("the list of its storages is wrong");
    return {};
}

Result<std::span<const std::byte>> Checkpoint::State::storage(const StorageId& id) const {
    const std::uint64_t size = scalarSize(id.type);
    std::span<const std::byte> data;
    if (container == Container::Zip) {
        const auto member = archive->member(std::string(top) + "/data/" + std::string(id.key));
        if (!member) return fail(ErrorCode::Model, member.error().detail);
        data = *member;
    } else {
        const auto found =
            std::lower_bound(storages.begin(), storages.end(), id.key,
                             [](const Storage& storage, std::string_view key) { return storage.key < key; });
        if (found == storages.end() || found->key != id.key) return broken("values of a tensor are missing");
        data = std::span<const std::byte>(bytes).subspan(static_cast<std::size_t>(found->begin),
                                                         static_cast<std::size_t>(found->size));
    }
    if (data.size() % size != 0 || data.size() / size != static_cast<std::uint64_t>(id.elements))
        return broken("a tensor has another number of values than its data");
    if (!id.viewElements) return data;
    const auto offset = static_cast<std::uint64_t>(id.viewOffset);
    const auto count = static_cast<std::uint64_t>(*id.viewElements);
    const std::uint64_t held = data.size() / size;
    if (offset > held || count > held - offset) return broken("a tensor lies outside its data");
    return data.subspan(static_cast<std::size_t>(offset * size), static_cast<std::size_t>(count * size));
}

Result<TensorView> Checkpoint::State::tensor(const Value& value) const {
    Value object = value;
    if (object.callable().isGlobal("torch._utils", "_rebuild_parameter")) {
        if (object.arguments().size() < 1) return broken("a parameter lacks its tensor");
        object = *object.arguments().items().begin();
    }
    const Value arguments = object.arguments();
    if (!object.callable().isGlobal("torch._utils", "_rebuild_tensor_v2") || arguments.size() < 4)
        return broken("a tensor is incomplete");
    auto part = arguments.items().begin();
    const auto id = storageId(*part);
    if (!id) return fail(id.error());
    const auto offset = (*++part).integer();
    const Value sizes = *++part;
    const Value steps = *++part;
    if (!offset || sizes.kind() != Kind::Tuple || steps.kind() != Kind::Tuple ||
        sizes.size() > TensorView::kMaxRank || steps.size() > TensorView::kMaxRank)
        return broken("a tensor has a wrong shape");
    std::array<std::int64_t, TensorView::kMaxRank> shape{};
    std::array<std::int64_t, TensorView::kMaxRank> strides{};
    const auto fill = [](const Value& from, std::span<std::int64_t> to) {
        std::size_t d = 0;
        for (const Value side : from.items()) {
            if (!side.integer()) return false;
            to[d++] = *side.integer();
        }
        return true;
    };
    if (!fill(sizes, shape) || !fill(steps, strides)) return broken("a tensor has a wrong shape");
    const auto data = storage(*id);
    if (!data) return fail(data.error());
    return TensorView::make(id->type, *data, *offset, {shape.data(), sizes.size()},
                            {strides.data(), steps.size()});
}

Result<std::optional<Value>> Checkpoint::State::stateDictionary() const {
    const Value root = document->root();
    if (root.kind() != Kind::Dict)
        return fail(ErrorCode::Model, std::string("the file holds ") + pickle::kindName(root.kind()) +
                                          " where a dictionary of tensors was expected");
    for (const std::string_view key : {"model_state", "state_dict", "model"})
        if (const auto found = root.find(key); found && found->kind() == Kind::Dict) return found;
    return root;
}

Checkpoint::Checkpoint(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Checkpoint::Checkpoint(Checkpoint&&) noexcept = default;
Checkpoint& Checkpoint::operator=(Checkpoint&&) noexcept = default;
Checkpoint::~Checkpoint() = default;

Container Checkpoint::container() const {
    return m_state->container;
}

std::size_t Checkpoint::fileSize() const {
    return m_state->bytes.size();
}

std::string Checkpoint::hash() const {
    return sha256Hex(m_state->bytes);
}

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& path) {
    auto bytes = readFile(path);
    if (!bytes) return fail(bytes.error());
    auto checkpoint = read(std::move(*bytes));
    if (!checkpoint) return fail(checkpoint.error().whileDoing("reading '" + displayPath(path) + "'"));
    return checkpoint;
}

Result<Checkpoint> Checkpoint::read(std::vector<std::byte> bytes) {
    auto state = std::make_unique<State>();
    state->bytes = std::move(bytes);
    const std::span<const std::byte> all = state->bytes;
    Result<void> done;
    if (startsWith(all, "PK\x03\x04")) {
        done = state->readZip();
    } else if (startsWith(all, "\x80")) {
        // The magic number decides between weights and any other pickle.
        const std::string_view magic(reinterpret_cast<const char*>(kMagic.data()), kMagic.size());
        const std::span<const std::byte> head = all.subspan(std::min<std::size_t>(all.size(), 4));
        if (!startsWith(head, magic))
            return fail(ErrorCode::Model, "the file is a Python pickle, but not a weight file of PyTorch");
        done = state->readLegacy();
    } else {
        return fail(ErrorCode::Model,
                    "the file is not a weight file of PyTorch (.pth, .pyth, .pt or .pkl); is it a stopped "
                    "download or a web page");
    }
    if (!done) return fail(done.error());
    return Checkpoint(std::move(state));
}

Result<void> Checkpoint::forEachTensor(const Visit& visit) const {
    const auto dictionary = m_state->stateDictionary();
    if (!dictionary) return fail(dictionary.error());
    std::size_t count = 0;
    for (const pickle::Entry entry : (*dictionary)->entries()) {
        if (entry.value.kind() != Kind::Object || !entry.key.text()) continue;
        if (entry.value.callable().module() != "torch._utils") continue;
        if (++count > kMaxTensors) return broken("it has too many tensors");
        const auto tensor = m_state->tensor(entry.value);
        if (!tensor)
            return fail(
                tensor.error().whileDoing("reading the tensor '" + validUtf8(*entry.key.text()) + "'"));
        if (auto done = visit(*entry.key.text(), *tensor); !done) return done;
    }
    if (count == 0) return fail(ErrorCode::Model, "the file holds no tensors");
    return {};
}

std::optional<Value> Checkpoint::meta() const {
    const auto found = m_state->document->root().find("meta");
    return found && found->kind() == Kind::Dict ? found : std::nullopt;
}

}  // namespace adapnet::checkpoint
