// Scans and indexing of real files in a temporary folder: new, changed, moved, gone, unreadable.
#include "core/library/exchange.h"
#include "core/library/indexer.h"
#include "support/need.h"
#include "support/tiny_jpeg.h"

#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

using namespace saysee;
using namespace saysee::library;
using test::need;

namespace {

const base::SpaceId kSpace {"cafe"};

using Ids = std::vector<base::PhotoId>;

}  // namespace

class TstIndexer : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Library> m_library;
    std::size_t m_encoded = 0;  // pictures given to the encoder

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    void write(const std::string& path, const std::string& content) const
    {
        std::filesystem::create_directories(at(path).parent_path());
        std::ofstream(at(path), std::ios::binary) << content;
    }
    void photo(const std::string& path, std::string_view comment) const { write(path, test::tinyJpeg(comment)); }

    // Makes the file old by so many days, so that its time is known and differs.
    void age(const std::string& path, int days) const
    {
        const auto now = std::filesystem::file_time_type::clock::now();
        std::filesystem::last_write_time(at(path), now - std::chrono::hours(24 * days));
    }

    IndexTarget target()
    {
        image::PreprocessSpec spec;
        spec.size = 16;
        return {kSpace, 4, spec, [this](std::span<const image::PixelTensor> pixels) {
                    std::vector<base::Embedding> vectors;
                    for (std::size_t i = 0; i < pixels.size(); ++i)
                        vectors.push_back(*base::Embedding::normalised({1, 2, 3, float(++m_encoded)}, kSpace));
                    return base::Result<std::vector<base::Embedding>>(std::move(vectors));
                }};
    }

    std::unique_ptr<Indexer> indexer(const IndexerOptions& options = {})
    {
        return need(Indexer::start(*m_library, target(), options));
    }

    // Scans and indexes everything; returns what the scan found.
    ScanSummary update()
    {
        m_encoded = 0;
        const auto run = indexer();
        const ScanSummary summary = need(run->scan());
        need(runToEnd(*run, {}));
        return summary;
    }

    Vectors vectors() { return need(m_library->vectors(kSpace, 4)); }
    base::PhotoId id(const std::string& path)
    {
        return need(m_library->photos().at(at(path))).value_or(base::PhotoId {});
    }
    LibraryStatus status() { return need(m_library->status(kSpace)); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = need(Library::open(at("library"), Library::Mode::ReadWrite));
        for (int i = 0; i < 10; ++i)
            photo("photos/" + std::to_string(i) + ".jpg", std::to_string(i));
        need(m_library->folders().add(at("photos")));
    }
    void cleanup()
    {
        QVERIFY(need(m_library->verify()).empty());
        m_library.reset();
    }

    void everything_isIndexedOnce()
    {
        QCOMPARE(update().added, std::uint64_t(10));
        QCOMPARE(m_encoded, std::size_t(10));
        QCOMPARE(status().searchable, std::uint64_t(10));
        QCOMPARE(status().pending, std::uint64_t(0));
        QCOMPARE(update().unchanged, std::uint64_t(10));
        QCOMPARE(m_encoded, std::size_t(0));
    }

    void renamedAndMoved_keepTheirIdsAndCostNoEncoding()
    {
        std::filesystem::create_directories(at("other"));
        need(m_library->folders().add(at("other")));
        // Written in the same tick of the clock, two photos of one size would differ in nothing that a scan looks at.
        std::filesystem::last_write_time(at("photos/3.jpg"),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
        update();
        const base::PhotoId one = id("photos/1.jpg");
        const base::PhotoId two = id("photos/2.jpg");
        const base::PhotoId three = id("photos/3.jpg");
        std::filesystem::rename(at("photos/1.jpg"), at("photos/renamed beach.jpg"));
        std::filesystem::copy_file(at("photos/2.jpg"), at("other/2.jpg"));  // as a move to another disk does it
        std::filesystem::remove(at("photos/2.jpg"));
        std::filesystem::rename(at("photos/3.jpg"), at("swap"));
        std::filesystem::rename(at("photos/4.jpg"), at("photos/3.jpg"));
        std::filesystem::rename(at("swap"), at("photos/4.jpg"));
        const ScanSummary summary = update();
        QCOMPARE(summary.moved, std::uint64_t(4));
        QCOMPARE(summary.added + summary.gone + summary.changed, std::uint64_t(0));
        QCOMPARE(m_encoded, std::size_t(0));
        QCOMPARE(id("photos/renamed beach.jpg"), one);
        QCOMPARE(id("other/2.jpg"), two);
        QCOMPARE(id("photos/4.jpg"), three);
        QCOMPARE(need(m_library->photos().findText("beach", 5)).size(), std::size_t(1));
    }

    void editedFile_getsANewVector_touchedOneDoesNot()
    {
        update();
        const base::PhotoId edited = id("photos/1.jpg");
        const auto before = *need(vectors().get(edited));
        photo("photos/1.jpg", "quite different");
        age("photos/2.jpg", 5);
        const ScanSummary summary = update();
        QCOMPARE(summary.changed, std::uint64_t(1));
        QCOMPARE(m_encoded, std::size_t(1));
        QCOMPARE(id("photos/1.jpg"), edited);
        QVERIFY(need(vectors().get(edited))->values()[3] != before.values()[3]);
    }

    // As when a photo is tagged and rated in another program, which leaves the file itself alone.
    void sidecars_areReadAgainWhenTheyChange()
    {
        const auto sidecar = [&](const std::string& path, const std::string& keyword, int days) {
            write(path,
                  R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF)"
                  R"( xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="")"
                  R"( xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/")"
                  R"( xmp:Rating="4"><dc:subject><rdf:Bag><rdf:li>)"
                      + keyword + "</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>");
            age(path, days);
        };
        const auto found = [&](const char* word) { return need(m_library->photos().findText(word, 5)).size(); };
        sidecar("photos/1.xmp", "lighthouse", 9);
        update();
        QCOMPARE(found("lighthouse"), std::size_t(1));
        QCOMPARE(update().unchanged, std::uint64_t(10));
        const std::string content = need(m_library->photos().get(id("photos/1.jpg"))).sha256;

        sidecar("photos/1.xmp", "windmill", 8);
        sidecar("photos/2.jpg.xmp", "windmill", 8);
        {
            m_encoded = 0;
            const auto run = indexer();
            const ScanSummary summary = need(run->scan());
            QCOMPARE(summary.changed + summary.added + summary.gone, std::uint64_t(0));
            QCOMPARE(found("lighthouse"), std::size_t(1));  // known until it is read anew
            QVERIFY(need(m_library->verify()).empty());
            need(runToEnd(*run, {}));
            QCOMPARE(run->progress().done, std::uint64_t(2));
        }
        QCOMPARE(m_encoded, std::size_t(0));
        QCOMPARE(found("lighthouse"), std::size_t(0));
        QCOMPARE(found("windmill"), std::size_t(2));
        QCOMPARE(need(m_library->photos().select({.lowestRating = 4})).size(), std::size_t(2));
        QCOMPARE(need(m_library->photos().get(id("photos/1.jpg"))).sha256, content);
        QCOMPARE(update().unchanged, std::uint64_t(10));

        std::filesystem::remove(at("photos/1.xmp"));
        update();
        QCOMPARE(found("windmill"), std::size_t(1));
    }

    void goneFile_isNoResult_andComesBackForFree()
    {
        update();
        const base::PhotoId gone = id("photos/1.jpg");
        std::filesystem::rename(at("photos/1.jpg"), at("aside"));
        QCOMPARE(update().gone, std::uint64_t(1));
        QCOMPARE(need(vectors().ids()).size(), std::size_t(9));
        QVERIFY(need(m_library->photos().findText("1.jpg", 5)).empty());
        QVERIFY(!id("photos/1.jpg").valid());
        photo("photos/1.jpg", "somebody else");  // takes its name meanwhile
        QCOMPARE(update().added, std::uint64_t(1));
        QVERIFY(id("photos/1.jpg") != gone);
        QCOMPARE(need(m_library->photos().get(gone)).path, at("photos/1.jpg"));  // what it was called
        std::filesystem::rename(at("aside"), at("photos/back.jpg"));
        QCOMPARE(update().moved, std::uint64_t(1));
        QCOMPARE(m_encoded, std::size_t(0));
        QCOMPARE(id("photos/back.jpg"), gone);
    }

    // The description of a photo never goes along with the picture that took its name.
    void goneFile_isNotExchangedForTheOneThatTookItsName()
    {
        update();
        Pair pair;
        pair.photo = id("photos/1.jpg");
        pair.corrected = "the first one";
        need(m_library->pairs().add(pair));
        std::filesystem::remove(at("photos/1.jpg"));
        update();
        photo("photos/1.jpg", "somebody else");
        update();
        const auto report = need(exportPairs(*m_library, "jsonl", at("out"), Media::Copy));
        QCOMPARE(report.pairs, std::uint64_t(1));
        QCOMPARE(report.withoutPhoto, std::uint64_t(1));
        QCOMPARE(report.notes.size(), std::size_t(1));
        QVERIFY2(report.notes[0].find("1.jpg is gone") != std::string::npos, report.notes[0].c_str());
        QVERIFY(!std::filesystem::exists(at("out/images")));
    }

    void longGonePhotos_areForgotten()
    {
        update();
        std::filesystem::remove(at("photos/1.jpg"));
        update();
        QCOMPARE(status().gone, std::uint64_t(1));
        need(m_library->database().execute("UPDATE photos SET gone_since = 1 WHERE state = 2"));
        update();
        QCOMPARE(status().gone, std::uint64_t(0));
    }

    void copies_shareTheirVector()
    {
        update();
        std::filesystem::copy_file(at("photos/1.jpg"), at("photos/copy.jpg"));
        QCOMPARE(update().added, std::uint64_t(1));
        QCOMPARE(m_encoded, std::size_t(0));
        QCOMPARE(status().searchable, std::uint64_t(11));
    }

    void brokenFiles_areListedWithTheReason_andRetriedOnRequest()
    {
        write("photos/broken.jpg", "no picture at all");
        write("photos/empty.jpg", "");
        update();
        auto problems = need(m_library->photos().problems());
        QCOMPARE(problems.size(), std::size_t(2));
        for (const PhotoProblem& problem : problems)
            QVERIFY2(!problem.reason.empty(), problem.path.c_str());
        QCOMPARE(status().searchable, std::uint64_t(10));

        const auto run = indexer();
        need(run->scan());
        QVERIFY(!need(run->step()));  // not tried again by itself
        need(m_library->photos().retry());
        need(run->scan());
        QVERIFY(need(run->step()));  // tried, in vain
        QCOMPARE(need(m_library->photos().problems()).size(), std::size_t(2));
        photo("photos/broken.jpg", "repaired");
        need(run->scan());
        need(runToEnd(*run, {}));
        QCOMPARE(need(m_library->photos().problems()).size(), std::size_t(1));
    }

    void fileThatVanishedSinceTheScan_isNoProblem()
    {
        const auto run = indexer();
        need(run->scan());
        std::filesystem::remove(at("photos/1.jpg"));
        need(runToEnd(*run, {}));
        QVERIFY(need(m_library->photos().problems()).empty());
        QCOMPARE(status().pending, std::uint64_t(1));
        QCOMPARE(need(run->scan()).gone, std::uint64_t(1));
    }

    // The disk fails, not the file.
    void fileThatTheDiskRefuses_isListed_andReadAgainAfterEachScan()
    {
        std::filesystem::create_symlink("/proc/self/mem", at("photos/refused.jpg"));  // its reading fails
        for (int round = 0; round < 2; ++round) {
            const auto run = indexer();
            need(run->scan());
            need(runToEnd(*run, {}));
            QCOMPARE(run->progress().done, std::uint64_t(round == 0 ? 11 : 1));
            QCOMPARE(need(m_library->photos().problems()).size(), std::size_t(1));
            QCOMPARE(status().unreadable, std::uint64_t(0));
            QCOMPARE(status().pending, std::uint64_t(1));
        }
        std::filesystem::remove(at("photos/refused.jpg"));
        photo("photos/refused.jpg", "on a disk that works");
        update();
        QVERIFY(need(m_library->photos().problems()).empty());
        QCOMPARE(status().searchable, std::uint64_t(11));
    }

    void fileOfFourGigabytes_isRefusedUnread()
    {
        write("photos/huge.jpg", "");
        std::filesystem::resize_file(at("photos/huge.jpg"), std::uintmax_t(4) << 30U);
        update();
        const auto problems = need(m_library->photos().problems());
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems[0].reason.find("1 GiB") != std::string::npos);
    }

    void rawFileBesideItsPicture_isKnownButNotEncoded()
    {
        write("photos/1.CR2", "raw data");
        update();
        QCOMPARE(m_encoded, std::size_t(10));
        const Photo raw = need(m_library->photos().get(id("photos/1.CR2")));
        QCOMPARE(raw.stackKind, StackKind::RawBesideJpeg);
        QCOMPARE(*raw.stackLeader, id("photos/1.jpg"));
        QCOMPARE(raw.state, PhotoState::Present);
        QCOMPARE(status().shown, std::uint64_t(10));
        QCOMPARE(status().pending, std::uint64_t(0));
        std::filesystem::remove(at("photos/1.jpg"));
        write("photos/1.CR2", "raw data that changed");
        update();
        QCOMPARE(need(m_library->photos().problems()).size(),
                 std::size_t(1));  // now it is shown itself, and cannot be
    }

    void unpluggedInTheMiddle_losesNothing()
    {
        const auto run = indexer({.decodeThreads = 1, .batchSize = 1});
        need(run->scan());
        need(run->step());
        std::filesystem::rename(at("photos"), at("unplugged"));
        need(runToEnd(*run, {}));
        QVERIFY(need(m_library->photos().problems()).empty());
        QCOMPARE(status().offlineFolders, std::uint64_t(1));
        QCOMPARE(status().photos, std::uint64_t(10));
        QCOMPARE(need(run->scan()).offlineFolders, std::uint64_t(1));
        QCOMPARE(status().gone, std::uint64_t(0));
        std::filesystem::rename(at("unplugged"), at("photos"));
        need(run->scan());
        need(runToEnd(*run, {}));
        QCOMPARE(status().searchable, std::uint64_t(10));
        QCOMPARE(status().offlineFolders, std::uint64_t(0));
        QCOMPARE(m_encoded, std::size_t(10));
    }

    // The folder is there, but it is the empty place where a disk used to be mounted.
    void emptyMountPoint_isOffline_emptiedFolderIsNot()
    {
        update();
        for (int i = 0; i < 10; ++i)
            std::filesystem::remove(at("photos/" + std::to_string(i) + ".jpg"));
        need(m_library->database().execute("UPDATE folders SET device = device + 1"));
        QCOMPARE(update().offlineFolders, std::uint64_t(1));
        QCOMPARE(status().gone, std::uint64_t(0));
        need(m_library->database().execute("UPDATE folders SET device = device - 1"));
        QCOMPARE(update().gone, std::uint64_t(10));
    }

    void newestComeFirst_preferredFoldersBeforeThem()
    {
        for (int i = 0; i < 10; ++i)
            age("photos/" + std::to_string(i) + ".jpg", i + 1);
        photo("photos/shown/old.jpg", "old");
        age("photos/shown/old.jpg", 1000);
        const auto run = indexer({.decodeThreads = 1, .batchSize = 1});
        need(run->scan());
        run->prefer(at("photos/shown"));
        Ids order;
        Ids before;
        while (need(run->step())) {
            const Ids now = need(vectors().ids());
            std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::back_inserter(order));
            before = now;
        }
        QCOMPARE(order.size(), std::size_t(11));
        QCOMPARE(order.front(), id("photos/shown/old.jpg"));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(order[std::size_t(i) + 1], id("photos/" + std::to_string(i) + ".jpg"));
    }

    void stopped_keepsWhatWasFinished_andGoesOn()
    {
        std::stop_source stop;
        {
            const auto run = indexer({.decodeThreads = 2, .batchSize = 3});
            need(run->scan());
            const base::TaskContext task {stop.get_token(), [&](const base::Progress& progress) {
                                              if (progress.done >= 3)
                                                  stop.request_stop();
                                          }};
            QCOMPARE(runToEnd(*run, task).error().code, base::ErrorCode::Cancelled);
        }
        const std::uint64_t finished = status().searchable;
        QVERIFY(finished >= 1 && finished < 10);
        const auto reader = need(Library::open(at("library"), Library::Mode::ReadOnly));
        QCOMPARE(need(reader->status(kSpace)).searchable, finished);  // search works meanwhile
        update();
        QCOMPARE(m_encoded, std::size_t(10 - finished));
        QCOMPARE(need(reader->status(kSpace)).searchable, std::uint64_t(10));
    }

    void progress_countsToTheEnd()
    {
        const auto run = indexer({.decodeThreads = 2, .batchSize = 4});
        need(run->scan());
        QVERIFY(need(run->step()));
        QCOMPARE(run->progress().total, std::uint64_t(10));
        need(runToEnd(*run, {}));
        QCOMPARE(run->progress().done, std::uint64_t(10));
        QCOMPARE(run->progress().total, std::uint64_t(10));
    }

    void failingEncoder_leavesNothingHalfDone()
    {
        IndexTarget failing = target();
        failing.encode = [](std::span<const image::PixelTensor>) -> base::Result<std::vector<base::Embedding>> {
            return base::fail(base::ErrorCode::Device, "The GPU went away.");
        };
        {
            const auto run = need(Indexer::start(*m_library, failing));
            need(run->scan());
            QCOMPARE(runToEnd(*run, {}).error().code, base::ErrorCode::Device);
        }
        QCOMPARE(status().searchable, std::uint64_t(0));
        QCOMPARE(status().unreadable, std::uint64_t(0));
        failing.encode = [](std::span<const image::PixelTensor>) { return std::vector<base::Embedding>(); };
        {
            const auto run = need(Indexer::start(*m_library, failing));
            QCOMPARE(run->step().error().code, base::ErrorCode::Internal);
        }
        update();
        QCOMPARE(status().searchable, std::uint64_t(10));
    }

    void removedFolder_isNoErrorForABatchUnderWay()
    {
        const auto run = indexer({.decodeThreads = 1, .batchSize = 2});
        need(run->scan());
        need(run->step());
        const auto folders = need(m_library->folders().list());
        need(m_library->folders().remove(folders[0].id));
        need(runToEnd(*run, {}));
        QCOMPARE(status().photos, std::uint64_t(0));
    }

    // A person goes on working while a slow disk is looked at.
    void folderRemovedDuringTheScan_isNoError()
    {
        photo("other/new.jpg", "new");
        const auto other = need(m_library->folders().add(at("other")));
        bool removed = false;
        const auto run = indexer();
        need(run->scan({{}, [&](const base::Progress&) {
                            if (!std::exchange(removed, true))
                                need(m_library->folders().remove(other));
                        }}));
        need(runToEnd(*run, {}));
        QVERIFY(removed);
        QCOMPARE(status().searchable, std::uint64_t(10));
    }

    void secondSpace_isFilledBesideTheFirst()
    {
        update();
        IndexTarget other = target();
        other.space = {"beef"};
        other.dimension = 2;
        other.encode = [](std::span<const image::PixelTensor> pixels) {
            return std::vector<base::Embedding>(pixels.size(), *base::Embedding::normalised({1, 1}, {"beef"}));
        };
        const auto run = need(Indexer::start(*m_library, other));
        need(runToEnd(*run, {}));
        QCOMPARE(need(m_library->status({"beef"})).searchable, std::uint64_t(10));
        QCOMPARE(status().searchable, std::uint64_t(10));
    }

    void onlyOneIndexes_andOnlyWhoMayWrite()
    {
        const auto first = indexer();
        const auto second = need(Library::open(at("library"), Library::Mode::ReadWrite));
        QCOMPARE(Indexer::start(*second, target()).error().code, base::ErrorCode::Busy);
        const auto reader = need(Library::open(at("library"), Library::Mode::ReadOnly));
        QCOMPARE(Indexer::start(*reader, target()).error().code, base::ErrorCode::InvalidArgument);
        IndexTarget none;
        QCOMPARE(Indexer::start(*second, none).error().code, base::ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstIndexer)
#include "tst_indexer.moc"
