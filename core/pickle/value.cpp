#include "core/pickle/value.h"

#include <bit>
#include <cstring>

#include "core/pickle/instructions.h"

namespace adapnet::pickle {

namespace {

std::uint8_t byteAt(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<std::uint8_t>(bytes[at]);
}

std::uint32_t littleEndian32(std::span<const std::byte> bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{byteAt(bytes, at + i)} << (8 * i);
    return value;
}

// The bytes of a text, byte string or whole number that stands at `at`; the reader has checked its length.
std::span<const std::byte> payload(std::span<const std::byte> bytes, std::size_t at) {
    switch (static_cast<Instruction>(byteAt(bytes, at))) {
        case Instruction::BinInt1:
            return bytes.subspan(at + 1, 1);
        case Instruction::BinInt2:
            return bytes.subspan(at + 1, 2);
        case Instruction::BinInt:
            return bytes.subspan(at + 1, 4);
        case Instruction::Long1:
        case Instruction::ShortBinUnicode:
        case Instruction::ShortBinBytes:
        case Instruction::ShortBinString:
            return bytes.subspan(at + 2, byteAt(bytes, at + 1));
        case Instruction::BinUnicode:
        case Instruction::BinBytes:
        case Instruction::BinString:
            return bytes.subspan(at + 5, littleEndian32(bytes, at + 1));
        default:
            return {};
    }
}

std::string_view asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Line `number` (from 0) of the text that starts at `at`, without its line feed.
std::string_view line(std::span<const std::byte> bytes, std::size_t at, int number) {
    std::string_view rest = asText(bytes.subspan(at));
    for (int i = 0; i < number; ++i) rest.remove_prefix(rest.find('\n') + 1);
    return rest.substr(0, rest.find('\n'));
}

}  // namespace

const char* kindName(Kind kind) {
    switch (kind) {
        case Kind::None:
            return "nothing";
        case Kind::Boolean:
            return "a yes-or-no value";
        case Kind::Integer:
            return "a whole number";
        case Kind::Real:
            return "a number";
        case Kind::Text:
            return "a text";
        case Kind::Bytes:
            return "raw bytes";
        case Kind::List:
            return "a list";
        case Kind::Tuple:
            return "a tuple";
        case Kind::Dict:
            return "a dictionary";
        case Kind::Global:
            return "a name";
        case Kind::Object:
            return "an object";
        case Kind::Persistent:
            return "a reference";
    }
    return "something else";
}

Document::Document(std::span<const std::byte> bytes) : m_bytes(bytes) {}

Items Document::itemsOf(std::uint32_t handle) const {
    Items items;
    const Node& container = node(handle);
    items.m_begin.m_document = this;
    items.m_begin.m_next = kNoSegment;
    if (container.kind == NodeKind::List || container.kind == NodeKind::Dict) {
        items.m_begin.m_next = container.first;
    } else {
        items.m_begin.m_at = container.first;
        items.m_begin.m_end = container.first + container.count;
    }
    items.m_begin.settle();
    return items;
}

Kind Value::kind() const {
    if (m_handle == Document::kAbsent) return Kind::None;
    if ((m_handle & Document::kInFile) == 0) {
        switch (m_document->node(m_handle).kind) {
            case Document::NodeKind::Dict:
                return Kind::Dict;
            case Document::NodeKind::Tuple:
                return Kind::Tuple;
            case Document::NodeKind::Object:
                return Kind::Object;
            case Document::NodeKind::Persistent:
                return Kind::Persistent;
            default:
                return Kind::List;
        }
    }
    switch (static_cast<Instruction>(byteAt(m_document->m_bytes, m_handle & ~Document::kInFile))) {
        case Instruction::NewTrue:
        case Instruction::NewFalse:
            return Kind::Boolean;
        case Instruction::BinInt:
        case Instruction::BinInt1:
        case Instruction::BinInt2:
        case Instruction::Long1:
            return Kind::Integer;
        case Instruction::BinFloat:
            return Kind::Real;
        case Instruction::BinUnicode:
        case Instruction::ShortBinUnicode:
            return Kind::Text;
        case Instruction::BinBytes:
        case Instruction::ShortBinBytes:
        case Instruction::BinString:
        case Instruction::ShortBinString:
            return Kind::Bytes;
        case Instruction::EmptyTuple:
            return Kind::Tuple;
        case Instruction::Global:
            return Kind::Global;
        default:
            return Kind::None;
    }
}

std::optional<bool> Value::boolean() const {
    if (kind() != Kind::Boolean) return std::nullopt;
    return byteAt(m_document->m_bytes, m_handle & ~Document::kInFile) ==
           static_cast<std::uint8_t>(Instruction::NewTrue);
}

std::optional<std::span<const std::byte>> Value::integerBytes() const {
    if (kind() != Kind::Integer) return std::nullopt;
    return payload(m_document->m_bytes, m_handle & ~Document::kInFile);
}

std::optional<std::int64_t> Value::integer() const {
    const auto digits = integerBytes();
    if (!digits || digits->size() > 8) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < digits->size(); ++i) value |= std::uint64_t{byteAt(*digits, i)} << (8 * i);
    const auto instruction =
        static_cast<Instruction>(byteAt(m_document->m_bytes, m_handle & ~Document::kInFile));
    const bool hasSign = instruction == Instruction::BinInt || instruction == Instruction::Long1;
    if (hasSign && !digits->empty() && digits->size() < 8 &&
        (byteAt(*digits, digits->size() - 1) & 0x80) != 0)
        value |= ~std::uint64_t{0} << (8 * digits->size());
    return static_cast<std::int64_t>(value);
}

std::optional<double> Value::real() const {
    if (const auto whole = integer()) return static_cast<double>(*whole);
    if (kind() != Kind::Real) return std::nullopt;
    const std::size_t at = m_handle & ~Document::kInFile;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = (bits << 8) | byteAt(m_document->m_bytes, at + 1 + i);
    return std::bit_cast<double>(bits);
}

std::optional<std::string_view> Value::text() const {
    if (kind() != Kind::Text) return std::nullopt;
    return asText(payload(m_document->m_bytes, m_handle & ~Document::kInFile));
}

std::optional<std::span<const std::byte>> Value::bytes() const {
    if (kind() != Kind::Bytes) return std::nullopt;
    return payload(m_document->m_bytes, m_handle & ~Document::kInFile);
}

std::size_t Value::size() const {
    if ((m_handle & Document::kInFile) != 0) return 0;
    const Document::Node& node = m_document->node(m_handle);
    if (node.kind == Document::NodeKind::Tuple) return node.count;
    if (node.kind != Document::NodeKind::List && node.kind != Document::NodeKind::Dict) return 0;
    std::size_t total = 0;
    for (std::uint32_t at = node.first; at != Document::kNoSegment; at = m_document->node(at).weight)
        total += m_document->node(at).count;
    return node.kind == Document::NodeKind::Dict ? total / 2 : total;
}

Items Value::items() const {
    const Kind which = kind();
    if ((m_handle & Document::kInFile) != 0 || (which != Kind::List && which != Kind::Tuple)) return {};
    return m_document->itemsOf(m_handle);
}

Entries Value::entries() const {
    Entries entries;
    if (kind() == Kind::Dict) entries.m_items = m_document->itemsOf(m_handle);
    return entries;
}

std::optional<Value> Value::find(std::string_view key) const {
    std::optional<Value> found;
    for (const Entry& entry : entries())
        if (entry.key.text() == key) found = entry.value;
    return found;
}

std::string_view Value::module() const {
    if (kind() != Kind::Global) return {};
    return line(m_document->m_bytes, (m_handle & ~Document::kInFile) + 1, 0);
}

std::string_view Value::name() const {
    if (kind() != Kind::Global) return {};
    return line(m_document->m_bytes, (m_handle & ~Document::kInFile) + 1, 1);
}

Value Value::member(std::size_t index) const {
    return {m_document, m_document->m_pool[m_document->node(m_handle).first + index]};
}

Value Value::callable() const {
    return kind() == Kind::Object ? member(0) : Value(m_document, Document::kAbsent);
}

Value Value::arguments() const {
    return kind() == Kind::Object ? member(1) : Value(m_document, Document::kAbsent);
}

Value Value::state() const {
    return kind() == Kind::Object ? member(2) : Value(m_document, Document::kAbsent);
}

Value Value::persistentId() const {
    return kind() == Kind::Persistent ? member(0) : Value(m_document, Document::kAbsent);
}

Value Items::Iterator::operator*() const {
    return {m_document, m_document->m_pool[m_at]};
}

Items::Iterator& Items::Iterator::operator++() {
    ++m_at;
    settle();
    return *this;
}

// Moves on to the next segment that has something; becomes equal to end() where there is none.
void Items::Iterator::settle() {
    while (m_at == m_end && m_next != Document::kNoSegment) {
        const Document::Node& segment = m_document->node(m_next);
        m_at = segment.first;
        m_end = segment.first + segment.count;
        m_next = segment.weight;
    }
    if (m_at == m_end) *this = {};
}

Entry Entries::Iterator::operator*() const {
    Items::Iterator second = m_key;
    ++second;
    return {*m_key, *second};
}

Entries::Iterator& Entries::Iterator::operator++() {
    ++m_key;
    ++m_key;
    return *this;
}

}  // namespace adapnet::pickle
