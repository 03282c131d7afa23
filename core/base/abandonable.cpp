#include "core/base/abandonable.h"

#include <vector>

namespace adapnet {

namespace {

class Abandoned {
  public:
    ~Abandoned() {
        for (auto& entry : m_entries) entry.thread.join();
    }

    void take(std::thread thread, std::shared_ptr<const AbandonableState> state) {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_entries, [](Entry& entry) {
            if (!entry.state->hasEnded) return false;
            entry.thread.join();
            return true;
        });
        m_entries.push_back({std::move(thread), std::move(state)});
    }

  private:
    struct Entry {
        std::thread thread;
        std::shared_ptr<const AbandonableState> state;
    };
    std::mutex m_mutex;
    std::vector<Entry> m_entries;
};

}  // namespace

void leaveToItself(std::thread thread, std::shared_ptr<const AbandonableState> state) {
    static Abandoned all;
    all.take(std::move(thread), std::move(state));
}

}  // namespace adapnet
