#include "core/nn/hard_tuples.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/shuffle.h"

namespace adapnet::nn {

namespace {

// How often a tuple gets a picture that is taken for the anchor's class, by whether the anchor itself is
// recognised; and how often otherwise one of the class that a missed anchor is taken for.
constexpr double kMistakenForRecognised = 0.5;
constexpr double kMistakenForMissed = 0.33;
constexpr double kOfPredictedClass = 0.5;

constexpr std::int64_t kNone = -1;

// Whatever order an earlier round has left.
void shuffleAnew(std::vector<std::int64_t>& pictures, RandomStream& stream) {
    std::sort(pictures.begin(), pictures.end());
    shuffle(pictures, stream);
}

}  // namespace

HardTupleSampler::HardTupleSampler(std::vector<std::int64_t> classes, std::vector<std::int64_t> predicted,
                                   std::uint64_t seed)
    : m_classes(std::move(classes)), m_predicted(std::move(predicted)), m_seed(seed) {
    std::int64_t last = kNone;
    for (const auto* list : {&m_classes, &m_predicted})
        for (const std::int64_t c : *list) last = std::max(last, c);
    m_groups.resize(static_cast<std::size_t>(last + 1));
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        const auto picture = static_cast<std::int64_t>(i);
        if (m_classes[i] < 0) continue;
        m_groups[static_cast<std::size_t>(m_classes[i])].members.push_back(picture);
        if (m_predicted[i] >= 0 && m_predicted[i] != m_classes[i])
            m_groups[static_cast<std::size_t>(m_predicted[i])].mistaken.push_back(picture);
    }
    beginRound(0);
}

Result<HardTupleSampler> HardTupleSampler::make(std::vector<std::int64_t> classes,
                                                std::vector<std::int64_t> predicted, std::uint64_t seed) {
    if (classes.size() != predicted.size())
        return fail(ErrorCode::BadInput, "hard tuples need one predicted class for every picture");
    HardTupleSampler sampler(std::move(classes), std::move(predicted), seed);
    if (sampler.anchorClasses().empty())
        return fail(ErrorCode::BadInput, "hard tuples need a class with two pictures and " +
                                             std::to_string(kTupleNegatives) + " pictures of other classes");
    return sampler;
}

// A round depends on the seed and its number only.
void HardTupleSampler::beginRound(std::int64_t round) {
    m_round = round;
    m_stream = RandomStream("adapnet|tuples|" + std::to_string(m_seed) + "|" + std::to_string(round));
    m_used.assign(m_classes.size(), false);
    for (Group& group : m_groups) {
        shuffleAnew(group.members, m_stream);
        shuffleAnew(group.mistaken, m_stream);
        group.unused = static_cast<std::int64_t>(group.members.size());
    }
}

std::vector<std::int64_t> HardTupleSampler::openClasses() const {
    std::vector<std::int64_t> open;
    for (std::size_t c = 0; c < m_groups.size(); ++c)
        if (m_groups[c].unused > 0) open.push_back(static_cast<std::int64_t>(c));
    return open;
}

// Classes whose next tuple can be completed.
std::vector<std::int64_t> HardTupleSampler::anchorClasses() const {
    const auto open = openClasses();
    const auto others = std::count_if(m_groups.begin(), m_groups.end(),
                                      [](const Group& group) { return !group.members.empty(); }) -
                        1;
    std::int64_t unused = 0;
    for (const std::int64_t c : open) unused += m_groups[static_cast<std::size_t>(c)].unused;
    std::vector<std::int64_t> anchors;
    if (static_cast<std::int64_t>(open.size()) - 1 < std::min<std::int64_t>(kTupleNegatives, others))
        return anchors;
    for (const std::int64_t c : open) {
        const std::int64_t own = m_groups[static_cast<std::size_t>(c)].unused;
        if (own >= 2 && unused - own >= kTupleNegatives) anchors.push_back(c);
    }
    return anchors;
}

// The first unused picture that is wanted, which is then used; kNone without any.
template <class Wanted>
std::int64_t HardTupleSampler::takeWhere(const std::vector<std::int64_t>& pictures, Wanted&& wanted) {
    const auto found = std::find_if(pictures.begin(), pictures.end(), [&](std::int64_t picture) {
        return !m_used[static_cast<std::size_t>(picture)] && wanted(picture);
    });
    if (found == pictures.end()) return kNone;
    const auto index = static_cast<std::size_t>(*found);
    m_used[index] = true;
    --m_groups[static_cast<std::size_t>(m_classes[index])].unused;
    return *found;
}

std::int64_t HardTupleSampler::take(const std::vector<std::int64_t>& pictures) {
    return takeWhere(pictures, [](std::int64_t) { return true; });
}

std::int64_t HardTupleSampler::takeHardNegative(std::int64_t anchor) {
    const std::int64_t truth = m_classes[static_cast<std::size_t>(anchor)];
    const std::int64_t predicted = m_predicted[static_cast<std::size_t>(anchor)];
    const bool recognised = predicted == truth;
    if (m_stream.uniform() < (recognised ? kMistakenForRecognised : kMistakenForMissed))
        return take(m_groups[static_cast<std::size_t>(truth)].mistaken);
    if (!recognised && predicted >= 0 && m_stream.uniform() < kOfPredictedClass)
        return take(m_groups[static_cast<std::size_t>(predicted)].members);
    return kNone;
}

void HardTupleSampler::appendTuple(std::vector<std::int64_t>& out) {
    auto anchors = anchorClasses();
    if (anchors.empty()) {
        beginRound(m_round + 1);
        anchors = anchorClasses();
    }
    const std::int64_t c = anchors[m_stream.below(anchors.size())];
    const auto& members = m_groups[static_cast<std::size_t>(c)].members;
    const auto isRecognised = [&](std::int64_t picture) {
        return m_predicted[static_cast<std::size_t>(picture)] == c;
    };
    const std::int64_t anchor = take(members);
    // A missed anchor is drawn to a picture that the network knows already.
    std::int64_t positive = isRecognised(anchor) ? kNone : takeWhere(members, isRecognised);
    if (positive == kNone) positive = take(members);
    out.insert(out.end(), {anchor, positive});

    const std::int64_t hard = takeHardNegative(anchor);
    auto open = openClasses();
    std::erase(open, c);
    std::int64_t missing = kTupleNegatives;
    if (hard != kNone) {
        out.push_back(hard);
        --missing;
        std::erase(open, m_classes[static_cast<std::size_t>(hard)]);
    }
    for (; missing > 0; --missing) {
        if (open.empty()) {  // fewer classes than negatives
            open = openClasses();
            std::erase(open, c);
        }
        const auto place = static_cast<std::size_t>(m_stream.below(open.size()));
        out.push_back(take(m_groups[static_cast<std::size_t>(open[place])].members));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(place));
    }
}

std::vector<std::int64_t> HardTupleSampler::tuples(std::int64_t first, std::int64_t count) {
    if (first < m_next) {
        beginRound(0);
        m_next = 0;
    }
    std::vector<std::int64_t> out;
    for (; m_next < first + count; ++m_next) {
        if (m_next <= first) out.clear();  // what came before is made only to go on from it
        appendTuple(out);
    }
    return out;
}

}  // namespace adapnet::nn
