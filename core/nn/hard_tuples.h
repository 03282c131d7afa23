// CFCD's second stage: which pictures make up the batches. A tuple is an anchor, a positive of its class and
// six negatives; some of the negatives are hard, because the starting network takes them for the anchor's
// class or the anchor for theirs. Source: the published sampler's rules, written from their description. A
// value without LibTorch; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"

namespace adapnet::nn {

constexpr std::int64_t kTupleNegatives = 6;
constexpr std::int64_t kTuplePictures = 2 + kTupleNegatives;  // anchor, positive, negatives

// An endless sequence of tuples. Within a round each picture comes at most once; a round ends when no class
// is left that has two unused pictures and enough others for the negatives, which are of six classes (of all
// others when there are fewer).
class HardTupleSampler {
  public:
    // classes, predicted: the true and the predicted class of every picture, 0 and up; -1: none. Pictures
    // without a true class are never drawn. Errors: BadInput (too few pictures or classes for a single
    // tuple).
    static Result<HardTupleSampler> make(std::vector<std::int64_t> classes,
                                         std::vector<std::int64_t> predicted, std::uint64_t seed);

    // The tuples first .. first + count - 1 of the sequence, one behind the other: anchor, positive,
    // negatives. They depend on these two numbers and on what the sampler was made of, not on earlier calls;
    // going on is cheap, going back begins at the first tuple again.
    std::vector<std::int64_t> tuples(std::int64_t first, std::int64_t count);

  private:
    // The pictures of a class, and those of other classes that are predicted as it.
    struct Group {
        std::vector<std::int64_t> members, mistaken;
        std::int64_t unused = 0;
    };

    HardTupleSampler(std::vector<std::int64_t> classes, std::vector<std::int64_t> predicted,
                     std::uint64_t seed);
    void beginRound(std::int64_t round);
    std::vector<std::int64_t> anchorClasses() const;
    std::vector<std::int64_t> openClasses() const;
    template <class Wanted>
    std::int64_t takeWhere(const std::vector<std::int64_t>& pictures, Wanted&& wanted);
    std::int64_t take(const std::vector<std::int64_t>& pictures);
    std::int64_t takeHardNegative(std::int64_t anchor);
    void appendTuple(std::vector<std::int64_t>& out);

    std::vector<std::int64_t> m_classes, m_predicted;
    std::uint64_t m_seed;
    std::vector<Group> m_groups;  // by class
    std::vector<bool> m_used;     // by picture, in this round
    RandomStream m_stream{std::uint64_t{0}};
    std::int64_t m_round = 0;
    std::int64_t m_next = 0;  // number of the tuple that comes next
};

}  // namespace adapnet::nn
