#include "core/nn/packed_backbone.h"

#ifdef ADAPNET_HAS_ONEDNN

#include <ATen/Parallel.h>
#include <omp.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <dnnl.hpp>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace adapnet::nn {

namespace {

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;

// Galleries hold pictures of many sizes. A plan is some hundred kilobytes of machine code; the oldest go.
constexpr std::size_t kMaxPlans = 48;
// Two threads gain little on one picture, and each of its 58 steps waits for the slower one.
constexpr int kLeastThreadsForOne = 3;

// Where a step reads and writes. Blocks alternate between the two maps; what is inside a block is wide.
enum Place { kPixels, kMapA, kMapB, kWideA, kWideB, kResult, kPlaces };

// The number of OpenMP threads of this thread for a while. oneDNN fixes it when a primitive is made.
class ThreadLimit {
  public:
    explicit ThreadLimit(int threads) : m_before(omp_get_max_threads()) { omp_set_num_threads(threads); }
    ~ThreadLimit() { omp_set_num_threads(m_before); }
    ThreadLimit(const ThreadLimit&) = delete;
    ThreadLimit& operator=(const ThreadLimit&) = delete;

  private:
    int m_before;
};

// Threads that sleep between jobs. OpenMP's wait by spinning and take the processor from the decoders.
class Helpers {
  public:
    explicit Helpers(int count) {
        for (int i = 0; i < count; ++i) m_threads.emplace_back([this, i] { serve(i + 1); });
    }
    ~Helpers() {
        {
            const std::lock_guard lock(m_mutex);
            m_ends = true;
        }
        m_wake.notify_all();
        for (std::thread& thread : m_threads) thread.join();
    }
    Helpers(const Helpers&) = delete;
    Helpers& operator=(const Helpers&) = delete;

    // Calls work(0) here and, at the same time, work(1), work(2), ... in the helpers that wake up before it
    // has returned: `work` takes pieces until none is left. The first exception is thrown again here.
    void run(const std::function<void(std::size_t)>& work) {
        {
            const std::lock_guard lock(m_mutex);
            m_job = &work;
            ++m_round;
            m_failure = nullptr;
        }
        m_wake.notify_all();
        std::exception_ptr failure;
        try {
            work(0);
        } catch (...) {
            failure = std::current_exception();
        }
        std::unique_lock lock(m_mutex);
        m_job = nullptr;
        m_idle.wait(lock, [this] { return m_active == 0; });
        if (!failure) failure = m_failure;
        if (failure) std::rethrow_exception(failure);
    }

  private:
    void serve(int lane) {
        omp_set_num_threads(1);
        std::uint64_t seen = 0;
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [&] { return m_ends || (m_job != nullptr && m_round != seen); });
            if (m_ends) return;
            seen = m_round;
            const auto* job = m_job;
            ++m_active;
            lock.unlock();
            std::exception_ptr failure;
            try {
                (*job)(static_cast<std::size_t>(lane));
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            if (failure && !m_failure) m_failure = failure;
            if (--m_active == 0) m_idle.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    const std::function<void(std::size_t)>* m_job = nullptr;
    std::uint64_t m_round = 0;
    int m_active = 0;
    bool m_ends = false;
    std::exception_ptr m_failure;
    std::vector<std::thread> m_threads;
};

struct Edges {
    std::int64_t out = 0, before = 0, after = 0;
};

// TensorFlow's "SAME" along one axis: the smaller half of the padding comes first.
Edges sameEdges(std::int64_t n, const ConvLayer& layer) {
    const auto out = (n + layer.stride - 1) / layer.stride;
    const auto total = std::max<std::int64_t>((out - 1) * layer.stride + layer.kernel - n, 0);
    return {out, total / 2, total - total / 2};
}

// One convolution with the layouts that its primitive wants.
struct Step {
    dnnl::convolution_forward primitive;
    memory::desc source, target, scratch;
    memory weights, bias;
    Place from = kPixels, to = kResult;
};

// What a step is made from.
struct Convolution {
    const ConvLayer* layer = nullptr;
    bool addsTarget = false;
    std::int64_t height = 0, width = 0;  // of its input
    Edges rows, columns;
    Place from = kPixels, to = kResult;
};

// The buffers of one thread at work, shared by all plans.
struct Lane {
    std::array<at::Tensor, kPlaces> places;
    at::Tensor scratch;
};

// All convolutions for pictures of one size, one picture at a time.
struct Plan {
    std::vector<Step> steps;
    std::vector<std::vector<Arguments>> bound;  // per lane and step
    std::array<std::size_t, kPlaces> bytes{};
    std::size_t scratchBytes = 0;
    std::size_t localStep = 0;  // writes FeatureMaps::local
    std::array<std::int64_t, 2> localSize{}, globalSize{};
    std::uint64_t lastUse = 0;
};

class OneDnnBackbone : public PackedBackbone {
  public:
    OneDnnBackbone(const TensorMap& weights, at::ScalarType type)
        : m_type(type),
          m_dataType(type == at::kBFloat16 ? memory::data_type::bf16 : memory::data_type::f32),
          m_engine(dnnl::engine::kind::cpu, 0),
          m_threads(at::get_num_threads()),
          m_lanes(static_cast<std::size_t>(m_threads)),
          m_helpers(m_threads - 1) {
        for (const Block& block : mobileNetEdgeTpu())
            for (const ConvLayer& layer : block.layers)
                m_layers.push_back(
                    {plain(weights.at(layer.name + ".weight")), plain(weights.at(layer.name + ".bias")), {}});
    }

    FeatureMaps forward(const at::Tensor& pixels) override {
        try {
            return run(pixels.to(m_type).contiguous(at::MemoryFormat::ChannelsLast));
        } catch (const dnnl::error& error) {
            if (error.status == dnnl_out_of_memory) throw std::bad_alloc();
            throw;
        }
    }

  private:
    struct PackedLayer {
        at::Tensor weight, bias;     // float32
        std::vector<memory> packed;  // as the primitives so far wanted them: mostly one
    };

    static at::Tensor plain(const at::Tensor& tensor) {
        return tensor.to(at::kCPU, at::kFloat).contiguous(at::MemoryFormat::Contiguous);
    }

    FeatureMaps run(const at::Tensor& pixels) {
        const auto count = static_cast<std::size_t>(pixels.size(0));
        const int threads = count == 1 && m_threads >= kLeastThreadsForOne ? m_threads : 1;
        const ThreadLimit limit(threads);
        Plan& plan = planFor(pixels.size(2), pixels.size(3), threads);
        const auto options = at::TensorOptions().dtype(m_type).memory_format(at::MemoryFormat::ChannelsLast);
        FeatureMaps maps;
        maps.local =
            at::empty({pixels.size(0), kLocalChannels, plan.localSize[0], plan.localSize[1]}, options);
        maps.global =
            at::empty({pixels.size(0), kGlobalChannels, plan.globalSize[0], plan.globalSize[1]}, options);
        const auto part = [count](const at::Tensor& tensor, std::size_t i) {
            return static_cast<std::byte*>(tensor.data_ptr()) + i * (tensor.nbytes() / count);
        };
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) prepareLane(plan, lane);
        std::atomic<std::size_t> next{0};
        const auto work = [&](std::size_t lane) {
            dnnl::stream stream(m_engine);
            for (std::size_t i = next++; i < count; i = next++)
                runPicture(plan, lane, stream, part(pixels, i), part(maps.local, i), part(maps.global, i));
        };
        if (count == 1)
            work(0);
        else
            m_helpers.run(work);
        return maps;
    }

    Plan& planFor(std::int64_t height, std::int64_t width, int threads) {
        const auto key = std::tuple(height, width, threads);
        auto found = m_plans.find(key);
        if (found == m_plans.end()) {
            if (m_plans.size() >= kMaxPlans)
                m_plans.erase(std::min_element(m_plans.begin(), m_plans.end(), [](auto& a, auto& b) {
                    return a.second.lastUse < b.second.lastUse;
                }));
            found = m_plans.emplace(key, makePlan(height, width, threads)).first;
        }
        found->second.lastUse = ++m_uses;
        return found->second;
    }

    Plan makePlan(std::int64_t height, std::int64_t width, int threads) {
        Plan plan;
        std::vector<Convolution> all;
        Place input = kPixels;  // of the current block
        const auto blocks = mobileNetEdgeTpu();
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            Place from = input;
            const auto& layers = blocks[b].layers;
            for (std::size_t j = 0; j < layers.size(); ++j) {
                Place to = j % 2 == 0 ? kWideA : kWideB;
                const bool last = j + 1 == layers.size();
                if (last && b + 1 == blocks.size())
                    to = kResult;
                else if (last)
                    to = blocks[b].residual ? input : input == kMapA ? kMapB : kMapA;
                const auto rows = sameEdges(height, layers[j]);
                const auto columns = sameEdges(width, layers[j]);
                all.push_back(
                    {&layers[j], last && blocks[b].residual, height, width, rows, columns, from, to});
                height = rows.out;
                width = columns.out;
                from = to;
            }
            input = from;
            if (b == kLocalBlock) {
                plan.localStep = all.size() - 1;
                plan.localSize = {height, width};
            }
        }
        plan.globalSize = {height, width};
        plan.steps.resize(all.size());
        // Making the machine code costs as much as a picture or two: every thread helps.
        std::atomic<std::size_t> next{0};
        m_helpers.run([&](std::size_t) {
            const ThreadLimit limit(threads);
            for (std::size_t i = next++; i < all.size(); i = next++)
                plan.steps[i] = makeStep(m_layers[i], all[i]);
        });
        for (const Step& step : plan.steps) {
            plan.bytes[step.to] = std::max(plan.bytes[step.to], step.target.get_size());
            plan.scratchBytes = std::max(plan.scratchBytes, step.scratch.get_size());
        }
        return plan;
    }

    Step makeStep(PackedLayer& packed, const Convolution& c) {
        const ConvLayer& layer = *c.layer;
        const memory::dims weightDims =
            layer.groups > 1 ? memory::dims{layer.groups, layer.out / layer.groups, layer.in / layer.groups,
                                            layer.kernel, layer.kernel}
                             : memory::dims{layer.out, layer.in, layer.kernel, layer.kernel};
        const memory::desc source({1, layer.in, c.height, c.width}, m_dataType, memory::format_tag::nhwc);
        const memory::desc target({1, layer.out, c.rows.out, c.columns.out}, m_dataType,
                                  memory::format_tag::nhwc);
        dnnl::post_ops after;
        if (layer.relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
        if (c.addsTarget) after.append_sum(1);
        dnnl::primitive_attr attributes;
        attributes.set_post_ops(after);
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        const dnnl::convolution_forward::desc description(
            dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, source,
            memory::desc(weightDims, m_dataType, memory::format_tag::any),
            memory::desc({layer.out}, memory::data_type::f32, memory::format_tag::a), target,
            {layer.stride, layer.stride}, {c.rows.before, c.columns.before}, {c.rows.after, c.columns.after});
        const dnnl::convolution_forward::primitive_desc chosen(description, attributes, m_engine);
        return {dnnl::convolution_forward(chosen),
                source,
                target,
                chosen.scratchpad_desc(),
                packedWeights(packed, weightDims, chosen.weights_desc()),
                memory(chosen.bias_desc(), m_engine, packed.bias.data_ptr()),
                c.from,
                c.to};
    }

    memory packedWeights(PackedLayer& layer, const memory::dims& dims, const memory::desc& wanted) {
        for (const memory& made : layer.packed)
            if (made.get_desc() == wanted) return made;
        memory unpacked({dims, memory::data_type::f32,
                         dims.size() == 5 ? memory::format_tag::goihw : memory::format_tag::oihw},
                        m_engine, layer.weight.data_ptr());
        memory made(wanted, m_engine);
        dnnl::stream stream(m_engine);
        dnnl::reorder(unpacked, made).execute(stream, unpacked, made);
        stream.wait();
        layer.packed.push_back(made);
        return made;
    }

    // Buffers large enough, and the plan's arguments for this lane.
    void prepareLane(Plan& plan, std::size_t index) {
        const auto grow = [](at::Tensor& buffer, std::size_t bytes) {
            if (!buffer.defined() || buffer.nbytes() < bytes)
                buffer = at::empty({static_cast<std::int64_t>(bytes)}, at::kByte);
        };
        Lane& lane = m_lanes[index];
        for (const Place place : {kMapA, kMapB, kWideA, kWideB}) grow(lane.places[place], plan.bytes[place]);
        grow(lane.scratch, std::max<std::size_t>(plan.scratchBytes, 1));
        while (plan.bound.size() <= index) {
            auto& steps = plan.bound.emplace_back();
            for (const Step& step : plan.steps)
                steps.push_back({{DNNL_ARG_SRC, memory(step.source, m_engine, nullptr)},
                                 {DNNL_ARG_WEIGHTS, step.weights},
                                 {DNNL_ARG_BIAS, step.bias},
                                 {DNNL_ARG_DST, memory(step.target, m_engine, nullptr)},
                                 {DNNL_ARG_SCRATCHPAD, memory(step.scratch, m_engine, nullptr)}});
        }
    }

    // pixels, local and global: this picture's part of the batch.
    void runPicture(Plan& plan, std::size_t index, dnnl::stream& stream, void* pixels, void* local,
                    void* global) {
        const Lane& lane = m_lanes[index];
        std::array<void*, kPlaces> at{};
        for (const Place place : {kMapA, kMapB, kWideA, kWideB}) at[place] = lane.places[place].data_ptr();
        at[kPixels] = pixels;
        at[kResult] = global;
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            const Step& step = plan.steps[i];
            Arguments& arguments = plan.bound[index][i];
            arguments.at(DNNL_ARG_SRC).set_data_handle(at[step.from]);
            arguments.at(DNNL_ARG_DST).set_data_handle(at[step.to]);
            arguments.at(DNNL_ARG_SCRATCHPAD).set_data_handle(lane.scratch.data_ptr());
            step.primitive.execute(stream, arguments);
            if (i == plan.localStep) std::memcpy(local, at[step.to], step.target.get_size());
        }
        stream.wait();
    }

    at::ScalarType m_type;
    memory::data_type m_dataType;
    dnnl::engine m_engine;
    std::vector<PackedLayer> m_layers;
    std::map<std::tuple<std::int64_t, std::int64_t, int>, Plan> m_plans;  // height, width, threads
    std::uint64_t m_uses = 0;
    const int m_threads;
    std::vector<Lane> m_lanes;  // per thread
    Helpers m_helpers;          // last: its threads use the others
};

}  // namespace

OneThread::OneThread() : m_before(omp_get_max_threads()) {
    omp_set_num_threads(1);
}
OneThread::~OneThread() {
    omp_set_num_threads(m_before);
}

std::unique_ptr<PackedBackbone> packBackbone(const TensorMap& weights, at::ScalarType type) {
    return std::make_unique<OneDnnBackbone>(weights, type);
}

}  // namespace adapnet::nn

#else

namespace adapnet::nn {

OneThread::OneThread() = default;
OneThread::~OneThread() = default;

std::unique_ptr<PackedBackbone> packBackbone(const TensorMap&, at::ScalarType) {
    return nullptr;
}

}  // namespace adapnet::nn

#endif
