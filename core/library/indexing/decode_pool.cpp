#include "core/library/indexing/decode_pool.h"

#include "core/image/decode.h"
#include "core/library/indexing/scanner.h"

#include <algorithm>

namespace saysee::library {

namespace {

base::Status refuseHuge(const std::filesystem::path& file)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size > kLargestPhotoFile)
        return base::fail(base::ErrorCode::InvalidArgument, file.string() + " is larger than 1 GiB; it is not read.");
    return {};
}

base::Result<PhotoContent> readContent(const ReadTask& task, const base::TaskContext& context)
{
    PhotoContent content;
    content.sha256 = task.sha256;
    content.sidecarNs = task.sidecarNs;
    if (content.sha256.empty()) {
        SAYSEE_ASSIGN(content.sha256, contentHash(task.file, {context.stop, {}}));
    }
    SAYSEE_ASSIGN(content.metadata, image::readMetadata(task.file));
    return content;
}

base::Result<image::PixelTensor> readPixels(const std::filesystem::path& file,
                                            const image::PreprocessSpec& preprocess)
{
    SAYSEE_ASSIGN(const image::RgbImage picture,
                  image::decodeFile(file, {.shorterSide = image::encoderShorterSide(preprocess.size)}));
    return image::preprocess(picture, preprocess);
}

base::Status readInto(ReadPhoto& photo, const image::PreprocessSpec& preprocess, const base::TaskContext& context)
{
    SAYSEE_TRY(refuseHuge(photo.task.file));
    if (photo.task.want != Want::Pixels) {
        SAYSEE_ASSIGN(photo.content, readContent(photo.task, context));
    }
    if (photo.task.want != Want::Content) {
        SAYSEE_ASSIGN(photo.pixels, readPixels(photo.task.file, preprocess));
    }
    return {};
}

}  // namespace

ReadPhoto readPhoto(ReadTask task, const image::PreprocessSpec& preprocess, const base::TaskContext& context)
{
    ReadPhoto photo;
    photo.task = std::move(task);
    if (const auto status = readInto(photo, preprocess, context); !status) {
        photo.problem = status.error();
        photo.content.reset();
        photo.pixels.reset();
    }
    return photo;
}

DecodePool::DecodePool(int threads, image::PreprocessSpec preprocess) : m_preprocess(std::move(preprocess))
{
    for (int i = 0; i < std::max(1, threads); ++i)
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

DecodePool::~DecodePool()
{
    for (auto& thread : m_threads)
        thread.request_stop();
}

void DecodePool::add(ReadTask task)
{
    ++m_inside;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(task));
    }
    m_added.notify_one();
}

std::vector<ReadPhoto> DecodePool::take(std::size_t count, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(m_mutex);
    const std::size_t wanted = std::min(count, m_inside);
    m_finished.wait_until(lock, deadline, [&] { return m_done.size() >= wanted; });
    m_finished.wait(lock, [&] { return !m_done.empty(); });
    const auto taken = static_cast<std::ptrdiff_t>(std::min(count, m_done.size()));
    std::vector<ReadPhoto> result(std::make_move_iterator(m_done.begin()),
                                  std::make_move_iterator(m_done.begin() + taken));
    m_done.erase(m_done.begin(), m_done.begin() + taken);
    m_inside -= result.size();
    return result;
}

void DecodePool::work(const std::stop_token& stop)
{
    while (true) {
        ReadTask task;
        {
            std::unique_lock lock(m_mutex);
            if (!m_added.wait(lock, stop, [&] { return !m_waiting.empty(); }) || stop.stop_requested())
                return;
            task = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        ReadPhoto photo = readPhoto(std::move(task), m_preprocess, {stop, {}});
        const std::lock_guard lock(m_mutex);
        m_done.push_back(std::move(photo));
        m_finished.notify_one();
    }
}

}  // namespace saysee::library
