#include "core/pickle/pickle_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "core/base/files.h"
#include "core/pickle/instructions.h"

namespace adapnet::pickle {

// One run over one pickle. Stops at the first error and keeps its text.
class Machine {
  public:
    Machine(std::span<const std::byte> bytes, const ReadOptions& options)
        : m_document(bytes), m_bytes(bytes), m_options(options) {}

    Result<Document> run() {
        while (!m_failed && !m_stopped) {
            m_begin = m_at;
            if (m_at >= m_bytes.size()) {
                refuse("it ends in the middle");
                break;
            }
            step(m_bytes[m_at++]);
            if (!m_failed && held() > allowed()) refuse("it asks for far more memory than its size");
        }
        if (!m_failed) finish();
        if (m_failed) return fail(ErrorCode::BadInput, std::move(m_error));
        return std::move(m_document);
    }

  private:
    using Handle = std::uint32_t;
    using Node = Document::Node;
    using NodeKind = Document::NodeKind;
    using Visit = Document::Visit;

    // --- errors and limits ---

    void refuse(const std::string& what) {
        if (m_failed) return;
        m_failed = true;
        m_error = "the pickle cannot be read: " + what + " (byte " + std::to_string(m_begin) + ")";
    }

    // Bytes held for the tree and the machine.
    std::uint64_t held() const {
        return sizeof(Node) * std::uint64_t{m_document.m_nodes.size()} +
               sizeof(Handle) * (std::uint64_t{m_document.m_pool.size()} + m_stack.size() + m_marks.size() +
                                 m_memo.size());
    }
    // A little below the promised factor: deques keep one pointer for every block of 512 bytes.
    std::uint64_t allowed() const {
        constexpr std::uint64_t kBookkeeping = 32;
        const std::uint64_t granted =
            PickleReader::kMemoryFactor * std::uint64_t{m_at} + PickleReader::kMemoryFloor;
        return granted - granted / kBookkeeping;
    }

    // --- the input ---

    bool has(std::size_t count) {
        if (m_bytes.size() - m_at >= count) return true;
        refuse("it ends in the middle");
        return false;
    }

    std::uint32_t number(std::size_t count) {
        if (!has(count)) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= std::to_integer<std::uint32_t>(m_bytes[m_at + i]) << (8 * i);
        m_at += count;
        return value;
    }

    std::optional<std::string_view> line() {
        const auto* text = reinterpret_cast<const char*>(m_bytes.data()) + m_at;
        const std::size_t longest = std::min(m_bytes.size() - m_at, PickleReader::kMaxNameLength + 1);
        const std::string_view head(text, longest);
        const auto end = head.find('\n');
        if (end == std::string_view::npos) {
            refuse("a name in it is too long or cut off");
            return std::nullopt;
        }
        m_at += end + 1;
        return head.substr(0, end);
    }

    // --- the stack ---

    // The value is the instruction that is being read.
    void pushHere() { m_stack.push_back(Document::kInFile | static_cast<Handle>(m_begin)); }

    void pushNode(const Node& node) {
        m_stack.push_back(static_cast<Handle>(m_document.m_nodes.size()));
        m_document.m_nodes.push_back(node);
    }

    // Values above the last mark, or all of them.
    std::size_t available() const { return m_stack.size() - (m_marks.empty() ? 0 : m_marks.back()); }

    bool needs(std::size_t count) {
        if (available() >= count) return true;
        refuse("an instruction lacks its values");
        return false;
    }

    Handle pop() {
        const Handle top = m_stack.back();
        m_stack.pop_back();
        return top;
    }

    bool isNode(Handle handle, NodeKind kind) const {
        return (handle & Document::kInFile) == 0 && m_document.m_nodes[handle].kind == kind;
    }

    Value view(Handle handle) const { return {&m_document, handle}; }

    // Moves the `count` topmost values to the pool in their order.
    std::uint32_t toPool(std::size_t count) {
        const auto first = static_cast<std::uint32_t>(m_document.m_pool.size());
        for (std::size_t i = m_stack.size() - count; i < m_stack.size(); ++i)
            m_document.m_pool.push_back(m_stack[i]);
        m_stack.resize(m_stack.size() - count);
        return first;
    }

    void makeTuple(std::size_t count) {
        if (!needs(count)) return;
        Node node{.kind = NodeKind::Tuple};
        node.first = toPool(count);
        node.count = static_cast<std::uint32_t>(count);
        pushNode(node);
    }

    std::optional<std::size_t> popMark() {
        if (m_marks.empty()) {
            refuse("an instruction lacks its mark");
            return std::nullopt;
        }
        const std::size_t count = available();
        m_marks.pop_back();
        return count;
    }

    // The `count` topmost values become members of the list or dictionary below them.
    void extend(std::size_t count, NodeKind kind) {
        if (!needs(count + 1)) return;
        const Handle container = m_stack[m_stack.size() - count - 1];
        if (!isNode(container, kind)) return refuse("values are added to something that holds none");
        if (kind == NodeKind::Dict) {
            if (count % 2 != 0) return refuse("a key lacks its value");
            for (std::size_t i = m_stack.size() - count; i < m_stack.size(); i += 2)
                if (isNode(m_stack[i], NodeKind::List) || isNode(m_stack[i], NodeKind::Dict))
                    return refuse("a list or dictionary is used as a key");
        }
        if (count == 0) return;
        auto& nodes = m_document.m_nodes;
        const std::uint32_t first = toPool(count);
        const std::uint32_t last = nodes[container].count;
        if (last != Document::kNoSegment && nodes[last].first + nodes[last].count == first) {
            nodes[last].count += static_cast<std::uint32_t>(count);
            return;
        }
        const auto segment = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back({.kind = NodeKind::Segment,
                         .first = first,
                         .count = static_cast<std::uint32_t>(count),
                         .weight = Document::kNoSegment});
        (last == Document::kNoSegment ? nodes[container].first : nodes[last].weight) = segment;
        nodes[container].count = segment;
    }

    // --- the memo ---

    void put(std::uint64_t index) {
        if (!needs(1)) return;
        // Every entry costs an instruction, so an honest number is below the place in the file.
        if (index >= m_at) return refuse("a memo number is out of range");
        if (index >= m_memo.size()) m_memo.resize(static_cast<std::size_t>(index) + 1, Document::kAbsent);
        m_memo[static_cast<std::size_t>(index)] = m_stack.back();
    }

    void get(std::uint32_t index) {
        if (m_failed) return;
        if (index >= m_memo.size() || m_memo[index] == Document::kAbsent)
            return refuse("it uses a memo entry that was never set");
        m_stack.push_back(m_memo[index]);
    }

    // --- names and calls ---

    const AllowedGlobal* allowedGlobal(std::string_view module, std::string_view name) const {
        const auto found = std::find_if(
            m_options.globals.begin(), m_options.globals.end(),
            [&](const AllowedGlobal& global) { return global.module == module && global.name == name; });
        return found == m_options.globals.end() ? nullptr : &*found;
    }

    void global() {
        const auto module = line();
        if (!module) return;
        const auto name = line();
        if (!name) return;
        if (allowedGlobal(*module, *name) == nullptr)
            return refuse("it asks for '" + validUtf8(*module) + "." + validUtf8(*name) +
                          "', which is not allowed, so nothing of it was run");
        pushHere();
    }

    void reduce() {
        if (!needs(2)) return;
        const Value arguments = view(m_stack[m_stack.size() - 1]);
        const Value callable = view(m_stack[m_stack.size() - 2]);
        if (callable.kind() != Kind::Global || arguments.kind() != Kind::Tuple)
            return refuse("it calls something that cannot be called");
        const AllowedGlobal* called = allowedGlobal(callable.module(), callable.name());
        if (called == nullptr || !called->mayBeCalled)
            return refuse("it calls '" + validUtf8(callable.name()) + "', which is not allowed");
        if (callable.isGlobal("collections", "OrderedDict")) {
            if (arguments.size() != 0) return refuse("an ordered dictionary is made from arguments");
            m_stack.resize(m_stack.size() - 2);
            return pushNode(emptyContainer(NodeKind::Dict));
        }
        Node node{.kind = NodeKind::Object};
        node.first = toPool(2);
        node.count = 3;
        m_document.m_pool.push_back(Document::kAbsent);
        pushNode(node);
    }

    void build() {
        if (!needs(2)) return;
        const Handle state = pop();
        const Handle target = m_stack.back();
        if (isNode(target, NodeKind::Dict)) return;
        if (!isNode(target, NodeKind::Object)) return refuse("a state is set on something that has none");
        const Value callable = view(target).callable();
        const AllowedGlobal* made = allowedGlobal(callable.module(), callable.name());
        if (made == nullptr || !made->mayHaveState)
            return refuse("a state is set on something that has none");
        m_document.m_pool[m_document.m_nodes[target].first + 2] = state;
    }

    void persistentId() {
        if (!m_options.persistentIds) return refuse("it refers to data outside itself");
        if (!needs(1)) return;
        Node node{.kind = NodeKind::Persistent};
        node.first = toPool(1);
        node.count = 1;
        pushNode(node);
    }

    static Node emptyContainer(NodeKind kind) {
        return {.kind = kind, .first = Document::kNoSegment, .count = Document::kNoSegment};
    }

    // A scalar of `size` bytes after its instruction.
    void scalar(std::size_t size) {
        if (!has(size)) return;
        m_at += size;
        pushHere();
    }

    void counted(std::size_t lengthBytes) {
        const std::uint32_t length = number(lengthBytes);
        if (!m_failed) scalar(length);
    }

    void step(std::byte code) {
        switch (static_cast<Instruction>(code)) {
            case Instruction::Proto:
                if (number(1) > 5) refuse("it has a newer protocol than this program knows");
                return;
            case Instruction::Frame:
                if (has(8)) m_at += 8;  // a hint for reading ahead
                return;
            case Instruction::Mark:
                m_marks.push_back(static_cast<std::uint32_t>(m_stack.size()));
                return;
            case Instruction::None:
            case Instruction::NewTrue:
            case Instruction::NewFalse:
            case Instruction::EmptyTuple:
                return pushHere();
            case Instruction::BinInt1:
                return scalar(1);
            case Instruction::BinInt2:
                return scalar(2);
            case Instruction::BinInt:
                return scalar(4);
            case Instruction::BinFloat:
                return scalar(8);
            case Instruction::Long1:
            case Instruction::ShortBinUnicode:
            case Instruction::ShortBinBytes:
            case Instruction::ShortBinString:
                return counted(1);
            case Instruction::BinUnicode:
            case Instruction::BinBytes:
            case Instruction::BinString:
                return counted(4);
            case Instruction::EmptyDict:
                return pushNode(emptyContainer(NodeKind::Dict));
            case Instruction::EmptyList:
                return pushNode(emptyContainer(NodeKind::List));
            case Instruction::Tuple1:
                return makeTuple(1);
            case Instruction::Tuple2:
                return makeTuple(2);
            case Instruction::Tuple3:
                return makeTuple(3);
            case Instruction::Tuple:
                if (const auto count = popMark()) makeTuple(*count);
                return;
            case Instruction::Append:
                return extend(1, NodeKind::List);
            case Instruction::Appends:
                if (const auto count = popMark()) extend(*count, NodeKind::List);
                return;
            case Instruction::SetItem:
                return extend(2, NodeKind::Dict);
            case Instruction::SetItems:
                if (const auto count = popMark()) extend(*count, NodeKind::Dict);
                return;
            case Instruction::BinPut:
                return put(number(1));
            case Instruction::LongBinPut:
                return put(number(4));
            case Instruction::Memoize:
                return put(m_memo.size());
            case Instruction::BinGet:
                return get(number(1));
            case Instruction::LongBinGet:
                return get(number(4));
            case Instruction::Global:
                return global();
            case Instruction::Reduce:
                return reduce();
            case Instruction::Build:
                return build();
            case Instruction::BinPersId:
                return persistentId();
            case Instruction::Stop:
                m_stopped = true;
                return;
        }
        std::array<char, 8> text{};
        std::snprintf(text.data(), text.size(), "0x%02x", std::to_integer<unsigned>(code));
        refuse(std::string("it holds the instruction ") + text.data() + ", which is not allowed");
    }

    // --- the end ---

    void finish() {
        if (m_stack.size() != 1 || !m_marks.empty()) return refuse("it does not end with one value");
        m_document.m_root = m_stack.back();
        m_document.m_bytesRead = m_at;
        m_memo.clear();
        measure(m_document.m_root, 1);
    }

    // Size of the value when it is written out in full, with every shared part as often as it is used:
    // whoever copies the tree needs about that much. Recursion ends at kMaxDepth.
    std::uint64_t measure(Handle handle, int depth) {
        if (m_failed || handle == Document::kAbsent) return 1;
        if ((handle & Document::kInFile) != 0) {
            const Value value = view(handle);
            if (const auto text = value.text()) return 1 + text->size();
            if (const auto bytes = value.bytes()) return 1 + bytes->size();
            return 1;
        }
        Node& node = m_document.m_nodes[handle];
        if (depth + node.height > PickleReader::kMaxDepth) {
            refuse("its values are nested too deeply");
            return 1;
        }
        if (node.visit == Visit::Done) return node.weight;
        if (node.visit == Visit::Open) {
            refuse("a value contains itself");
            return 1;
        }
        node.visit = Visit::Open;
        std::uint64_t weight = 1;
        std::uint16_t height = 0;
        const Items items = m_document.itemsOf(handle);
        for (auto it = items.begin(); it != items.end() && !m_failed; ++it) {
            const Handle member = (*it).identity();
            weight += measure(member, depth + 1);
            if (weight > allowed()) refuse("its shared values grow when they are written out");
            if ((member & Document::kInFile) == 0)
                height = std::max<std::uint16_t>(
                    height, static_cast<std::uint16_t>(m_document.m_nodes[member].height + 1));
        }
        node.visit = Visit::Done;
        node.height = height;
        node.weight = static_cast<std::uint32_t>(weight);
        return weight;
    }

    Document m_document;
    std::span<const std::byte> m_bytes;
    ReadOptions m_options;
    std::size_t m_at = 0;     // the next byte
    std::size_t m_begin = 0;  // the instruction being read
    std::deque<Handle> m_stack;
    std::deque<std::uint32_t> m_marks;  // stack heights
    std::deque<Handle> m_memo;
    bool m_stopped = false;
    bool m_failed = false;
    std::string m_error;
};

Result<Document> PickleReader::read(std::span<const std::byte> bytes) const {
    return Machine(bytes.first(std::min(bytes.size(), kMaxBytes)), m_options).run();
}

}  // namespace adapnet::pickle
