// Pairs and recordings: kept at once, whole or not at all, never lost.
#include "core/audio/wav_writer.h"
#include "core/library/indexer.h"
#include "core/library/library.h"
#include "core/library/pair_names.h"
#include "support/need.h"
#include "support/tiny_jpeg.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace saysee;
using namespace saysee::library;
using test::need;

class TstPairs : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Library> m_library;

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    std::filesystem::path sound(const std::string& name, float level, std::size_t samples = 1600) const
    {
        need(audio::writeClip(at(name), std::vector<float>(samples, level)));
        return at(name);
    }

    base::PhotoId photo(const std::string& name)
    {
        std::filesystem::create_directories(at("photos"));
        std::ofstream(at("photos/" + name), std::ios::binary) << test::tinyJpeg(name);
        need(m_library->folders().add(at("photos")));
        const IndexTarget target {{"cafe"}, 1, {}, [](std::span<const image::PixelTensor> pixels) {
                                      return std::vector<base::Embedding>(
                                          pixels.size(), *base::Embedding::normalised({1}, {"cafe"}));
                                  }};
        const auto indexer = need(Indexer::start(*m_library, target));
        need(indexer->scan());
        need(runToEnd(*indexer, {}));
        return *need(m_library->photos().at(at("photos/" + name)));
    }

    Pair spoken(base::PhotoId of, const std::filesystem::path& file)
    {
        Pair pair;
        pair.photo = of;
        pair.recording = need(m_library->pairs().addRecording(file));
        pair.heard = "a beech";
        pair.corrected = "a beach";
        pair.speaker = "Ada";
        pair.language = "en";
        pair.verdict = PairVerdict::Accepted;
        pair.leadSeconds = 3.25;
        return pair;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = need(Library::open(at("library"), Library::Mode::ReadWrite));
    }
    void cleanup() { m_library.reset(); }

    void recordings_areCopiedOnce_underTheirContent()
    {
        const Recording one = need(m_library->pairs().addRecording(sound("a.wav", 0.1F)));
        std::filesystem::remove(at("a.wav"));
        QVERIFY(std::filesystem::exists(one.file));
        QCOMPARE(one.seconds, 0.1);
        QVERIFY(one.file.filename().string().starts_with(one.sha256));
        QCOMPARE(need(m_library->pairs().addRecording(sound("same.wav", 0.1F))).id, one.id);
        QVERIFY(need(m_library->pairs().addRecording(sound("b.wav", 0.2F))).id != one.id);
        std::filesystem::remove(one.file);  // lost, and given again
        QCOMPARE(need(m_library->pairs().addRecording(sound("again.wav", 0.1F))).id, one.id);
        QVERIFY(std::filesystem::exists(one.file));
    }

    void whatIsNoSound_isNoRecording()
    {
        std::ofstream(at("no.wav")) << "no sound at all";
        QVERIFY(!m_library->pairs().addRecording(at("no.wav")));
        QCOMPARE(m_library->pairs().addRecording(at("absent.wav")).error().code, base::ErrorCode::NotFound);
        QVERIFY(!std::filesystem::exists(at("library/recordings")));
    }

    void pair_comesBackWhole_andCanBeCorrected()
    {
        const base::PhotoId of = photo("beach.jpg");
        const base::PairId id = need(m_library->pairs().add(spoken(of, sound("a.wav", 0.1F))));
        Pair read = need(m_library->pairs().get(id));
        QCOMPARE(*read.photo, of);
        QCOMPARE(read.photoPath, std::string("beach.jpg"));
        QCOMPARE(read.photoSha256, need(m_library->photos().get(of)).sha256);
        QCOMPARE(read.text(), std::string("a beach"));
        QCOMPARE(read.heard, std::string("a beech"));
        QCOMPARE(read.leadSeconds, 3.25);
        QVERIFY(read.createdAt > 1'700'000'000);
        read.corrected.reset();
        read.verdict = PairVerdict::ListenAgain;
        need(m_library->pairs().update(read));
        QCOMPARE(need(m_library->pairs().get(id)).text(), std::string("a beech"));
        PairFilter wanted;
        wanted.verdict = PairVerdict::ListenAgain;
        QCOMPARE(need(m_library->pairs().list(wanted)).size(), std::size_t(1));
        wanted.verdict = PairVerdict::Accepted;
        QVERIFY(need(m_library->pairs().list(wanted)).empty());
    }

    void marking_changesTheVerdictAlone_ofAllOrNone()
    {
        const base::PhotoId of = photo("beach.jpg");
        std::vector<base::PairId> ids;
        for (const float level : {0.1F, 0.2F, 0.3F}) {
            Pair pair = spoken(of, sound("a.wav", level));
            pair.verdict = level < 0.25F ? PairVerdict::Unchecked : PairVerdict::Rejected;
            ids.push_back(need(m_library->pairs().add(pair)));
        }
        const auto verdict = [&](std::size_t i) { return need(m_library->pairs().get(ids[i])).verdict; };
        // As the window does it while the command line marks.
        Pair corrected = need(m_library->pairs().get(ids[0]));
        corrected.corrected = "put right meanwhile";
        need(need(Library::open(at("library"), Library::Mode::ReadWrite))->pairs().update(corrected));
        QCOMPARE(m_library->pairs().mark(std::vector {ids[0], base::PairId {99}}, PairVerdict::Accepted).error().code,
                 base::ErrorCode::NotFound);
        QCOMPARE(verdict(0), PairVerdict::Unchecked);
        QCOMPARE(need(m_library->pairs().mark({}, PairVerdict::Accepted)), (std::vector {ids[0], ids[1]}));
        QCOMPARE(verdict(0), PairVerdict::Accepted);
        QCOMPARE(verdict(2), PairVerdict::Rejected);
        QCOMPARE(need(m_library->pairs().get(ids[0])).text(), std::string("put right meanwhile"));
        need(m_library->pairs().mark(std::span(&ids[2], 1), PairVerdict::ListenAgain));
        QCOMPARE(verdict(2), PairVerdict::ListenAgain);
        QCOMPARE(verdict(1), PairVerdict::Accepted);
    }

    void verdictsAndOrigins_areCalledByName()
    {
        static_assert(nameOf(PairVerdict::ListenAgain) == "listen-again");
        static_assert(nameOf(PairOrigin::ThisIsTheOne) == "this-is-the-one");
        for (const auto name : kVerdictNames)
            QCOMPARE(nameOf(*verdictCalled(name)), name);
        for (const auto name : kOriginNames)
            QCOMPARE(nameOf(*originCalled(name)), name);
        for (const char* wrong : {"", "Accepted", "accept", "labelled "}) {
            QVERIFY2(!verdictCalled(wrong), wrong);
            QVERIFY2(!originCalled(wrong), wrong);
        }
    }

    void captionsAndSoundAlone_arePairsToo_nothingIsNot()
    {
        const base::PhotoId of = photo("beach.jpg");
        Pair caption;
        caption.photo = of;
        caption.heard = "a beach";
        QVERIFY(m_library->pairs().add(caption).has_value());
        Pair sound_only = spoken(of, sound("a.wav", 0.1F));
        sound_only.heard.clear();
        sound_only.corrected.reset();
        QVERIFY(m_library->pairs().add(sound_only).has_value());
        QCOMPARE(m_library->pairs().add(Pair {}).error().code, base::ErrorCode::InvalidArgument);
        caption.photo = base::PhotoId {99};
        QCOMPARE(m_library->pairs().add(caption).error().code, base::ErrorCode::NotFound);
        sound_only.recording->id = base::RecordingId {99};
        QCOMPARE(m_library->pairs().add(sound_only).error().code, base::ErrorCode::NotFound);
        QCOMPARE(m_library->pairs().get(base::PairId {99}).error().code, base::ErrorCode::NotFound);
        QCOMPARE(m_library->pairs().remove(base::PairId {99}).error().code, base::ErrorCode::NotFound);
        const PairCounts counts = need(m_library->pairs().counts());
        QCOMPARE(counts.all, std::uint64_t(2));
        QCOMPARE(counts.today, std::uint64_t(2));
        QCOMPARE(counts.photos, std::uint64_t(1));
        QCOMPARE(counts.speakers, std::uint64_t(1));
    }

    void removing_takesTheRecordingOnlyWithItsLastPair()
    {
        const base::PhotoId of = photo("beach.jpg");
        const Pair pair = spoken(of, sound("a.wav", 0.1F));
        const base::PairId one = need(m_library->pairs().add(pair));
        const base::PairId two = need(m_library->pairs().add(pair));
        need(m_library->pairs().remove(one));
        QVERIFY(std::filesystem::exists(pair.recording->file));
        need(m_library->pairs().remove(two));
        QVERIFY(!std::filesystem::exists(pair.recording->file));
        QVERIFY(!need(m_library->pairs().recordingBySha256(pair.recording->sha256)));
    }

    void pairsOutliveTheirPhotos_andFindThemAgain()
    {
        const base::PhotoId of = photo("beach.jpg");
        const base::PairId id = need(m_library->pairs().add(spoken(of, sound("a.wav", 0.1F))));
        const auto folders = need(m_library->folders().list());
        need(m_library->folders().remove(folders[0].id));
        QVERIFY(!need(m_library->pairs().get(id)).photo);
        QCOMPARE(need(m_library->pairs().get(id)).photoPath, std::string("beach.jpg"));
        const base::PhotoId again = photo("beach.jpg");  // indexed once more
        QCOMPARE(need(m_library->pairs().get(id)).photo, std::optional(again));
        QCOMPARE(need(m_library->pairs().relink()), std::uint64_t(0));
    }

    // As libraries have them in which nothing was joined yet: there is nothing to index.
    void lostPairs_areFound_evenWhenNoPhotoIsNew()
    {
        const base::PhotoId of = photo("beach.jpg");
        const base::PairId id = need(m_library->pairs().add(spoken(of, sound("a.wav", 0.1F))));
        need(need(m_library->database().prepare("UPDATE pairs SET photo_id = NULL")).run());
        photo("beach.jpg");
        QCOMPARE(need(m_library->pairs().get(id)).photo, std::optional(of));
    }

    void aPhotoThatIsThere_isPreferredToOneThatIsGone()
    {
        const base::PhotoId of = photo("beach.jpg");
        const base::PairId id = need(m_library->pairs().add(spoken(of, sound("a.wav", 0.1F))));
        auto& database = m_library->database();
        need(need(database.prepare("UPDATE photos SET state = 2")).run());
        need(need(database.prepare("UPDATE pairs SET photo_id = NULL")).run());
        need(need(database.prepare("INSERT INTO photos (folder_id, path, size, mtime_ns, inode, sha256) SELECT "
                                   "folder_id, x'6363', size, mtime_ns, inode + 1, sha256 FROM photos"))
                 .run());
        const base::PhotoId copy {database.lastInsertId()};
        QCOMPARE(need(m_library->pairs().relink()), std::uint64_t(1));
        QCOMPARE(need(m_library->pairs().get(id)).photo, std::optional(copy));
    }

    // A labelling session that is killed: every pair that was said to be saved is there, with its recording.
    void killedWhileLabelling_nothingSavedIsLost()
    {
        const base::PhotoId of = photo("beach.jpg");
        m_library.reset();  // SQLite's connections must not be forked
        for (int i = 0; i < 40; ++i)
            sound("take" + std::to_string(i) + ".wav", 0.01F * float(i + 1), 160);
        std::mt19937 random(11);
        const int kills =
            qEnvironmentVariableIntValue("SAYSEE_KILLS") > 0 ? qEnvironmentVariableIntValue("SAYSEE_KILLS") : 6;
        std::uint64_t before = 0;
        for (int round = 0; round < kills; ++round) {
            int saved[2];
            QCOMPARE(::pipe(saved), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                m_library = need(Library::open(at("library"), Library::Mode::ReadWrite));
                for (int i = 0; i < 40; ++i) {
                    need(m_library->pairs().add(spoken(of, at("take" + std::to_string(i) + ".wav"))));
                    if (::write(saved[1], "x", 1) != 1)
                        ::_exit(1);
                }
                ::_exit(0);
            }
            ::close(saved[1]);
            std::this_thread::sleep_for(std::chrono::microseconds(20'000 + random() % 200'000));
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            std::uint64_t promised = 0;
            char byte = 0;
            while (::read(saved[0], &byte, 1) == 1)
                ++promised;
            ::close(saved[0]);

            const pid_t checker = ::fork();
            if (checker == 0) {
                const auto library = need(Library::open(at("library"), Library::Mode::ReadWrite));
                const auto pairs = need(library->pairs().list());
                bool right = pairs.size() >= before + promised && need(library->verify()).empty();
                for (const Pair& pair : pairs)
                    right = right && pair.recording && std::filesystem::file_size(pair.recording->file) > 300;
                std::ofstream(at("count")) << pairs.size();
                ::_exit(right ? 0 : 1);
            }
            int status = -1;
            ::waitpid(checker, &status, 0);
            QCOMPARE(status, 0);
            std::ifstream(at("count")) >> before;
        }
        QVERIFY2(before > 0, "every session was killed before it saved anything");
    }
};

QTEST_GUILESS_MAIN(TstPairs)
#include "tst_pairs.moc"
