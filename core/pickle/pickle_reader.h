// Reads Python pickles without running anything: a stack machine for the instructions that carry data, with
// an allow-list of names. It opens weight files and ground truths from strangers. Everything that is not
// allowed is an error, and a file can neither make it hold more than three times its own size (plus 64 KiB;
// with the file itself in memory that makes four times) nor build a tree that is deeper than kMaxDepth,
// contains itself, or grows when it is written out.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/pickle/value.h"

namespace adapnet::pickle {

struct AllowedGlobal {
    std::string_view module;
    std::string_view name;
    bool mayBeCalled = false;  // as the head of an Object; otherwise only a name
    bool mayHaveState = false;
};

struct ReadOptions {
    std::span<const AllowedGlobal> globals = {};  // owned by the caller, for the time of the call
    bool persistentIds = false;
};

class PickleReader {
  public:
    static constexpr std::size_t kMaxBytes = std::size_t{1} << 29;
    static constexpr int kMaxDepth = 64;
    static constexpr std::size_t kMaxNameLength = 128;
    static constexpr std::size_t kMemoryFactor = 3;
    static constexpr std::size_t kMemoryFloor = std::size_t{64} << 10;

    explicit PickleReader(ReadOptions options = {}) : m_options(options) {}

    // Reads one pickle from the start of `bytes` up to its end mark; more may follow. `bytes` must outlive
    // the document. Errors: BadInput, in one sentence that says what is wrong and at which byte.
    //
    // "collections OrderedDict" called without arguments becomes a Dict when it is among the allowed names;
    // a state set on a Dict is dropped, as it holds no entries. Other calls stay Objects.
    Result<Document> read(std::span<const std::byte> bytes) const;

  private:
    ReadOptions m_options;
};

}  // namespace adapnet::pickle
