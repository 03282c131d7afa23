#include "core/base/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace adapnet {
namespace {

TEST(BoundedQueue, GivesItemsInOrder) {
    BoundedQueue<int> queue(10);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.push(i));
    EXPECT_EQ(queue.size(), 5U);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(queue.pop(), i);
    EXPECT_EQ(queue.tryPop(), std::nullopt);
}

TEST(BoundedQueue, NeverHoldsMoreThanItsWeight) {
    constexpr std::size_t kBound = 100;
    BoundedQueue<std::size_t> queue(kBound);
    std::atomic<std::size_t> inside{0};
    std::atomic<std::size_t> most{0};
    std::thread producer([&] {
        for (std::size_t i = 0; i < 2000; ++i) {
            const std::size_t weight = 1 + i % 37;
            queue.push(weight, weight);
            // Counted after the push, so the true weight may be smaller than what is seen here, never larger
            // than the bound plus the one item that is just being taken.
            const std::size_t now = inside += weight;
            most = std::max(most.load(), now);
        }
        queue.close();
    });
    std::size_t taken = 0;
    while (const auto weight = queue.pop()) {
        inside -= *weight;
        ++taken;
    }
    producer.join();
    EXPECT_EQ(taken, 2000U);
    EXPECT_EQ(inside.load(), 0U);
    EXPECT_LE(most.load(), kBound + 37);
}

TEST(BoundedQueue, BlocksAFullPushUntilThereIsRoom) {
    BoundedQueue<int> queue(2);
    queue.push(1);
    queue.push(2);
    std::promise<void> pushed;
    std::thread producer([&] {
        queue.push(3);
        pushed.set_value();
    });
    auto waiting = pushed.get_future();
    EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(30)), std::future_status::timeout);
    EXPECT_EQ(queue.pop(), 1);
    waiting.get();
    producer.join();
    EXPECT_EQ(queue.size(), 2U);
}

TEST(BoundedQueue, LetsAnItemHeavierThanTheBoundPassAlone) {
    BoundedQueue<int> queue(10);
    EXPECT_TRUE(queue.push(1, 1000));
    EXPECT_EQ(queue.pop(), 1);
}

TEST(BoundedQueue, DrainsAfterCloseAndRefusesNewItems) {
    BoundedQueue<int> queue(10);
    queue.push(1);
    queue.push(2);
    queue.close();
    EXPECT_FALSE(queue.push(3));
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), 2);
    EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, WakesEveryWaiterOnCloseAndOnAbandon) {
    for (const bool abandon : {false, true}) {
        BoundedQueue<int> empty(1);
        BoundedQueue<int> full(1);
        full.push(1);
        std::vector<std::thread> waiters;
        std::atomic<int> refused{0};
        for (int i = 0; i < 3; ++i) {
            waiters.emplace_back([&] { refused += empty.pop() ? 0 : 1; });
            waiters.emplace_back([&] { refused += full.push(2) ? 0 : 1; });
        }
        abandon ? empty.abandon() : empty.close();
        abandon ? full.abandon() : full.close();
        for (std::thread& waiter : waiters) waiter.join();
        EXPECT_EQ(refused.load(), 6);
        EXPECT_EQ(full.size(), abandon ? 0U : 1U);
    }
}

TEST(BoundedQueue, LosesAndDoublesNothingBetweenManyThreads) {
    BoundedQueue<std::unique_ptr<int>> queue(7);
    constexpr int kPerProducer = 5000;
    std::atomic<std::int64_t> sum{0};
    std::atomic<int> count{0};
    std::vector<std::thread> producers;
    for (int p = 0; p < 3; ++p) {
        producers.emplace_back([&, p] {
            for (int i = 0; i < kPerProducer; ++i) queue.push(std::make_unique<int>(p * kPerProducer + i));
        });
    }
    std::vector<std::thread> consumers;
    for (int c = 0; c < 3; ++c) {
        consumers.emplace_back([&] {
            while (const auto item = queue.pop()) {
                sum += **item;
                ++count;
            }
        });
    }
    for (std::thread& producer : producers) producer.join();
    queue.close();
    for (std::thread& consumer : consumers) consumer.join();
    const std::int64_t n = 3 * kPerProducer;
    EXPECT_EQ(count.load(), n);
    EXPECT_EQ(sum.load(), n * (n - 1) / 2);
}

}  // namespace
}  // namespace adapnet
