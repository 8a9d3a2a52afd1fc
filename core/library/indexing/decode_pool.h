// Threads that read photos ahead of the encoder: content hash, metadata, pixels.
#pragma once

#include "core/base/ids.h"
#include "core/base/task.h"
#include "core/image/preprocess.h"
#include "core/library/photos.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace saysee::library {

enum class Want : std::uint8_t { Pixels, Content, Both };

struct ReadTask {
    base::PhotoId photo;
    base::FolderId folder;
    std::filesystem::path file;
    Want want = Want::Both;
    std::string sha256 = {};  // 32 bytes; empty: to be read. Known where only what is said about the photo is stale
    std::int64_t sidecarNs = 0;  // as in FoundFile
};

struct ReadPhoto {
    ReadTask task;
    std::optional<base::Error> problem;  // then nothing else is there
    std::optional<PhotoContent> content;
    std::optional<image::PixelTensor> pixels;
};

// Reads one photo, on the calling thread.
ReadPhoto readPhoto(ReadTask task, const image::PreprocessSpec& preprocess, const base::TaskContext& context = {});

// Threading: add() and take() from one thread. Destruction drops what waits and ends within one photo.
class DecodePool {
public:
    DecodePool(int threads, image::PreprocessSpec preprocess);
    ~DecodePool();
    DecodePool(const DecodePool&) = delete;
    DecodePool& operator=(const DecodePool&) = delete;

    void add(ReadTask task);
    // What was added and not yet taken.
    [[nodiscard]] std::size_t inside() const { return m_inside; }

    // Up to `count` finished photos, in any order. Waits until so many are finished, or all are, or `patience` is
    // over and at least one is. Requires: inside() > 0.
    std::vector<ReadPhoto> take(std::size_t count, std::chrono::milliseconds patience);

private:
    void work(const std::stop_token& stop);

    const image::PreprocessSpec m_preprocess;
    std::size_t m_inside = 0;  // of the adding thread

    std::mutex m_mutex;
    std::condition_variable_any m_added;
    std::condition_variable m_finished;
    std::deque<ReadTask> m_waiting;  // guarded by m_mutex
    std::vector<ReadPhoto> m_done;  // guarded by m_mutex
    std::vector<std::jthread> m_threads;  // last: they use everything above
};

}  // namespace saysee::library
