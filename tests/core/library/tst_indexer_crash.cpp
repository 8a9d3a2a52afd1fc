// kill -9 at random moments of indexing: no photo is lost, none is there twice, and the rest is done afterwards.
// SAYSEE_KILLS sets how often (default 8; the slow run 200).
#include "core/library/indexer.h"
#include "support/tiny_jpeg.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace saysee;
using namespace saysee::library;

namespace {

constexpr int kPhotos = 60;
const base::SpaceId kSpace {"cafe"};

// What a child does; its exit code says how it went. The parent opens no database, as SQLite's must not be forked.
enum ChildResult { Finished = 0, FailedWithDiskError = 3, Wrong = 4, ToldToWait = 5 };

ChildResult outcome(const base::Status& status)
{
    if (status)
        return Finished;
    return status.error().code == base::ErrorCode::Io  ? FailedWithDiskError
        : status.error().code == base::ErrorCode::Busy ? ToldToWait
                                                       : Wrong;
}

ChildResult indexAll(const std::filesystem::path& root)
{
    auto library = Library::open(root / "library", Library::Mode::ReadWrite);
    if (!library)
        return outcome(tl::unexpected(library.error()));
    if (const auto folder = (*library)->folders().add(root / "photos"); !folder)
        return outcome(tl::unexpected(folder.error()));
    image::PreprocessSpec spec;
    spec.size = 16;
    const ImageEncoder encode = [](std::span<const image::PixelTensor> pixels) {
        return std::vector<base::Embedding>(pixels.size(), *base::Embedding::normalised({1, 2, 3, 4}, kSpace));
    };
    auto indexer = Indexer::start(**library, {kSpace, 4, spec, encode}, {.decodeThreads = 2, .batchSize = 2});
    if (!indexer)
        return outcome(tl::unexpected(indexer.error()));
    const auto scan = (*indexer)->scan();
    return scan ? outcome(runToEnd(**indexer, {})) : outcome(tl::unexpected(scan.error()));
}

// Whether the library contradicts itself nowhere; `searchable` photos must have a vector.
ChildResult check(const std::filesystem::path& root, std::optional<std::uint64_t> searchable)
{
    auto library = Library::open(root / "library", Library::Mode::ReadWrite);
    if (!library)
        return Wrong;
    const auto complaints = (*library)->verify();
    const auto status = (*library)->status(kSpace);
    auto vectors = (*library)->vectors(kSpace, 4);
    const auto ids = vectors->ids();
    const bool right = complaints && complaints->empty() && status && ids && status->searchable == ids->size()
        && status->photos <= kPhotos && status->unreadable == 0 && status->gone == 0
        && (!searchable || (status->searchable == *searchable && status->photos == kPhotos));
    return right ? Finished : Wrong;
}

template <class Work>
pid_t inChild(const Work& work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    return child;
}

int resultOf(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

class TstIndexerCrash : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path root() const { return m_folder->path().toStdString(); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        std::filesystem::create_directories(root() / "photos");
        for (int i = 0; i < kPhotos; ++i)
            std::ofstream(root() / "photos" / (std::to_string(i) + ".jpg")) << test::tinyJpeg(std::to_string(i));
    }

    void killedAtRandom_nothingIsLostOrDoubled()
    {
        const int kills =
            qEnvironmentVariableIntValue("SAYSEE_KILLS") > 0 ? qEnvironmentVariableIntValue("SAYSEE_KILLS") : 8;
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(resultOf(inChild([&] { return indexAll(root()); })), int(Finished));
        const auto whole = std::max<qint64>(20, timer.elapsed());  // milliseconds
        std::mt19937 random(5);
        int killed = 0;
        for (int round = 0; round < kills; ++round) {
            std::filesystem::remove_all(root() / "library");
            const pid_t child = inChild([&] { return indexAll(root()); });
            std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<unsigned>(whole * 1000)));
            ::kill(child, SIGKILL);
            killed += resultOf(child) == -SIGKILL ? 1 : 0;
            if (std::filesystem::exists(root() / "library/library.db"))
                QCOMPARE(resultOf(inChild([&] { return check(root(), std::nullopt); })), int(Finished));
            QCOMPARE(resultOf(inChild([&] { return indexAll(root()); })), int(Finished));
            QCOMPARE(resultOf(inChild([&] { return check(root(), kPhotos); })), int(Finished));
        }
        QVERIFY2(killed > 0, "every run ended before it was killed");
    }

    // A limit on the size of files stands in for a disk without space.
    void fullDisk_isAClearError_andTheRestIsDoneLater()
    {
        int refused = 0;
        for (rlim_t limit = 40'000; limit < 900'000; limit += 150'000) {
            std::filesystem::remove_all(root() / "library");
            const int result = resultOf(inChild([&] {
                ::signal(SIGXFSZ, SIG_IGN);
                const rlimit sizes {limit, limit};
                ::setrlimit(RLIMIT_FSIZE, &sizes);
                return indexAll(root());
            }));
            QVERIFY2(result == Finished || result == FailedWithDiskError,
                     qPrintable(QStringLiteral("result %1 at %2 bytes").arg(result).arg(limit)));
            refused += result == FailedWithDiskError ? 1 : 0;
            QCOMPARE(resultOf(inChild([&] { return indexAll(root()); })), int(Finished));
            QCOMPARE(resultOf(inChild([&] { return check(root(), kPhotos); })), int(Finished));
        }
        QVERIFY2(refused > 0, "no limit was small enough");
    }

    void processesAtOnce_oneIndexes_theOthersAreTold()
    {
        std::array<pid_t, 4> children {};
        for (pid_t& child : children)
            child = inChild([&] { return indexAll(root()); });
        int finished = 0;
        for (const pid_t child : children) {
            const int result = resultOf(child);
            QVERIFY2(result == Finished || result == ToldToWait, qPrintable(QString::number(result)));
            finished += result == Finished ? 1 : 0;
        }
        QVERIFY(finished > 0);
        QCOMPARE(resultOf(inChild([&] { return indexAll(root()); })), int(Finished));
        QCOMPARE(resultOf(inChild([&] { return check(root(), kPhotos); })), int(Finished));
    }
};

QTEST_GUILESS_MAIN(TstIndexerCrash)
#include "tst_indexer_crash.moc"
