// What a pickle holds, as a tree that is looked at and never run. A Value is a small handle into a Document;
// the Document keeps pointers into the bytes it was read from, so both must outlive every Value and every
// text taken from it. Reading from several threads at once is safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

namespace adapnet::pickle {

enum class Kind : std::uint8_t {
    None,
    Boolean,
    Integer,
    Real,
    Text,  // UTF-8 as it stands in the file; not checked
    Bytes,
    List,
    Tuple,
    Dict,
    Global,     // an allowed name such as "torch FloatStorage"; nothing is looked up
    Object,     // an allowed callable, its arguments and its state; nothing is called
    Persistent  // a reference to something beside the pickle, by its id
};
const char* kindName(Kind kind);  // "a list", "a text", for messages

class Document;
class Items;
class Entries;

class Value {
  public:
    Kind kind() const;
    bool isNone() const { return kind() == Kind::None; }

    // The scalar, or nothing when the value is of another kind (Booleans are no integers) or outside int64.
    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer() const;
    std::optional<double> real() const;  // of an Integer too
    std::optional<std::string_view> text() const;
    std::optional<std::span<const std::byte>> bytes() const;
    // Little-endian two's complement of an Integer, also of one beyond int64.
    std::optional<std::span<const std::byte>> integerBytes() const;

    // Members of a List or Tuple, pairs of a Dict; 0 for the others.
    std::size_t size() const;
    // Members of a List or Tuple in order; empty for the others.
    Items items() const;
    // Pairs of a Dict in file order, equal keys included; empty for the others.
    Entries entries() const;
    // The value of the last entry with this text as its key; linear in the size. Nothing for other kinds.
    std::optional<Value> find(std::string_view key) const;

    // A Global's two names.
    std::string_view module() const;
    std::string_view name() const;
    bool isGlobal(std::string_view moduleName, std::string_view globalName) const {
        return kind() == Kind::Global && module() == moduleName && name() == globalName;
    }

    // Of an Object; a state that was never set is None, and so are all parts of values that have none.
    Value callable() const;
    Value arguments() const;
    Value state() const;
    // Of a Persistent.
    Value persistentId() const;

    // Two values with the same identity are the same object of the pickle (shared through its memo).
    std::uint32_t identity() const { return m_handle; }

  private:
    friend class Document;
    friend class Items;
    friend class Entries;
    friend class Machine;
    Value(const Document* document, std::uint32_t handle) : m_document(document), m_handle(handle) {}
    Value member(std::size_t index) const;

    const Document* m_document;
    // Top bit set: the instruction at that place of the file is the value. Otherwise the number of a node.
    std::uint32_t m_handle;
};

// Values of one container: an input range.
class Items {
  public:
    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Value;
        Value operator*() const;
        Iterator& operator++();
        bool operator==(const Iterator& other) const { return m_at == other.m_at && m_next == other.m_next; }

      private:
        friend class Document;
        void settle();
        const Document* m_document = nullptr;
        std::uint32_t m_at = 0, m_end = 0;  // in the document's pool
        std::uint32_t m_next = 0;           // the segment after this one
    };
    Iterator begin() const { return m_begin; }
    Iterator end() const { return {}; }

  private:
    friend class Value;
    friend class Document;
    Iterator m_begin;
};

struct Entry {
    Value key;
    Value value;
};

class Entries {
  public:
    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Entry;
        Entry operator*() const;
        Iterator& operator++();
        bool operator==(const Iterator& other) const { return m_key == other.m_key; }

      private:
        friend class Entries;
        Items::Iterator m_key;
    };
    Iterator begin() const {
        Iterator it;
        it.m_key = m_items.begin();
        return it;
    }
    Iterator end() const { return {}; }

  private:
    friend class Value;
    Items m_items;
};

// Owner of the tree. Moves, but is not copied; a moved document leaves its Values dangling.
class Document {
  public:
    explicit Document(std::span<const std::byte> bytes);
    Document(Document&&) noexcept = default;
    Document& operator=(Document&&) noexcept = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    Value root() const { return {this, m_root}; }
    // Length of the pickle, its end mark included; what follows belongs to somebody else.
    std::size_t bytesRead() const { return m_bytesRead; }

  private:
    friend class Value;
    friend class Items;
    friend class Items::Iterator;
    friend class Machine;

    // Sixteen bytes, because a hostile pickle makes one from every three bytes or so.
    enum class NodeKind : std::uint8_t { List, Dict, Tuple, Object, Persistent, Segment };
    enum class Visit : std::uint8_t { New, Open, Done };
    struct Node {
        NodeKind kind = NodeKind::List;
        Visit visit = Visit::New;
        std::uint16_t height = 0;
        std::uint32_t first = 0;   // pool index; List and Dict: number of the first segment
        std::uint32_t count = 0;   // pool entries; List and Dict: number of the last segment
        std::uint32_t weight = 0;  // size when written out in full; Segment: number of the next one
    };
    static constexpr std::uint32_t kInFile = 0x80000000U;
    static constexpr std::uint32_t kNoSegment = 0xFFFFFFFFU;
    static constexpr std::uint32_t kAbsent = 0xFFFFFFFFU;  // the handle of a None that the file does not hold

    const Node& node(std::uint32_t handle) const { return m_nodes[handle]; }
    Items itemsOf(std::uint32_t handle) const;

    std::span<const std::byte> m_bytes;
    std::deque<Node> m_nodes;  // deques: no copy while growing, so the peak is what is held
    std::deque<std::uint32_t> m_pool;
    std::uint32_t m_root = 0;
    std::size_t m_bytesRead = 0;
};

}  // namespace adapnet::pickle
