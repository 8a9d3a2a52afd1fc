#include "core/session/bench_library.h"

#include "core/base/hash.h"
#include "core/library/indexer.h"

#include <fstream>
#include <random>

namespace saysee::session {

namespace {

namespace fs = std::filesystem;
using library::Library;

library::PhotoContent contentOf(std::size_t number, std::uint32_t seed)
{
    std::mt19937 random(seed + static_cast<std::uint32_t>(number));
    library::PhotoContent content;
    content.sha256 = base::sha256(std::to_string(number)).substr(0, 32);  // 32 bytes, one of a kind
    const std::int64_t day =
        BenchLibrary::kFirstDay + static_cast<std::int64_t>(random()) % BenchLibrary::kDays * 86'400;
    content.metadata.taken = image::CaptureTime {(day + static_cast<std::int64_t>(random() % 86'400)) * 1000, {}};
    if (random() % 10 == 0)
        content.metadata.keywords = {BenchLibrary::kWords[random() % BenchLibrary::kWords.size()], "holiday"};
    return content;
}

}  // namespace

BenchLibrary::BenchLibrary(BenchLibraryOptions options, const fs::path& root)
    : m_options(std::move(options)), m_root(root)
{
}

base::Status BenchLibrary::writeFiles(const base::TaskContext& task) const
{
    constexpr std::size_t kInFolder = 500;
    for (std::size_t i = 0; i < m_options.photos; ++i) {
        const fs::path inside = photos() / std::to_string(2000 + i / kInFolder % 25) / std::to_string(i / kInFolder);
        if (i % kInFolder == 0) {
            if (task.stopRequested())
                return base::cancelled();
            task.progress({"Writing files", i, m_options.photos});
            std::error_code error;
            fs::create_directories(inside, error);
        }
        const fs::path path = inside / ("IMG_" + std::to_string(i) + ".jpg");
        std::ofstream file(path);
        if (!(file << "photo " << i).flush())
            return base::fail(base::ErrorCode::Io, "Cannot write " + path.string() + "; is the disk full?");
    }
    return {};
}

base::Status BenchLibrary::scan(const base::TaskContext& task) const
{
    SAYSEE_ASSIGN(const auto library, Library::open(folder(), Library::Mode::ReadWrite));
    SAYSEE_TRY(library->folders().add(photos()));
    const auto never = [](std::span<const image::PixelTensor>) -> base::Result<std::vector<base::Embedding>> {
        return base::fail(base::ErrorCode::Internal, "The bench encodes nothing.");
    };
    SAYSEE_ASSIGN(const auto indexer,
                  library::Indexer::start(*library, {m_options.space, m_options.dimension, {}, never}));
    SAYSEE_TRY(indexer->scan(task));
    return {};
}

base::Status BenchLibrary::describeAll(const base::TaskContext& task) const
{
    constexpr std::size_t kTogether = 2000;
    SAYSEE_ASSIGN(const auto library, Library::open(folder(), Library::Mode::ReadWrite));
    SAYSEE_ASSIGN(auto vectors, library->vectors(m_options.space, m_options.dimension));
    SAYSEE_ASSIGN(const auto ids, library->photos().select({}));
    for (std::size_t begin = 0; begin < ids.size(); begin += kTogether) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Describing photos", begin, ids.size()});
        SAYSEE_ASSIGN(auto transaction, store::Transaction::begin(library->database()));
        for (std::size_t i = begin; i < std::min(begin + kTogether, ids.size()); ++i) {
            SAYSEE_TRY(library->photos().setContent(ids[i], contentOf(i, m_options.seed)));
            SAYSEE_ASSIGN(const auto vector, vectorOf(i));
            SAYSEE_TRY(vectors.put(ids[i], vector));
        }
        SAYSEE_TRY(transaction.commit());
    }
    return {};
}

base::Result<base::Embedding> BenchLibrary::vectorOf(std::size_t number) const
{
    std::seed_seq seed {m_options.seed, static_cast<std::uint32_t>(number)};
    std::mt19937 random(seed);
    std::vector<float> values(static_cast<std::size_t>(m_options.dimension));
    for (float& value : values)
        value = static_cast<float>(random()) - 0x1p31F;
    return base::Embedding::normalised(std::move(values), m_options.space);
}

}  // namespace saysee::session
