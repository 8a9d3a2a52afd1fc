// What past queries keep, and for how long.
#include "core/audio/wav_writer.h"
#include "core/library/library.h"
#include "support/need.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::library;
using test::need;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

class TstHistory : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Library> m_library;

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    Recording recording(float level)
    {
        need(audio::writeClip(at("take.wav"), std::vector<float>(16'000, level)));
        return need(m_library->pairs().addRecording(at("take.wav")));
    }

    QueryId asked(const std::string& text, std::int64_t when, std::optional<Recording> spoken = {},
                  Keep keep = Keep::ForAWhile)
    {
        PastQuery query;
        query.text = text;
        query.askedAt = when;
        query.recording = std::move(spoken);
        query.keep = keep;
        return need(m_library->history().add(query));
    }

    Texts texts(std::string_view words = {})
    {
        Texts found;
        for (const PastQuery& query : need(m_library->history().list(words)))
            found.push_back(query.text);
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = need(Library::open(at("library"), Library::Mode::ReadWrite));
    }
    void cleanup() { m_library.reset(); }

    void queries_comeBackWhole_newestFirst()
    {
        asked("older", 100);
        PastQuery query;
        query.askedAt = 200;
        query.text = "a red kite";
        query.recording = recording(0.1F);
        query.request = R"({"balance":0.25})";
        query.best = 3;
        query.maybe = 12;
        query.outcome = QueryOutcome::NothingMatched;
        query.keep = Keep::Always;
        query.id = need(m_library->history().add(query));

        const auto listed = need(m_library->history().list());
        QCOMPARE(listed.size(), std::size_t(2));
        QCOMPARE(listed[1].text, std::string("older"));
        const PastQuery& back = listed[0];
        QCOMPARE(back.id.value, query.id.value);
        QCOMPARE(back.askedAt, query.askedAt);
        QCOMPARE(back.text, query.text);
        QCOMPARE(back.request, query.request);
        QCOMPARE(back.best, query.best);
        QCOMPARE(back.maybe, query.maybe);
        QVERIFY(back.outcome == query.outcome && back.keep == query.keep && !back.chosen);
        QVERIFY(back.recording && std::filesystem::exists(back.recording->file));
        QCOMPARE(back.recording->seconds, 1.0);
        const HistoryCounts counts = need(m_library->history().counts());
        QCOMPARE(counts.queries, std::uint64_t(2));
        QCOMPARE(counts.kept, std::uint64_t(1));
        QCOMPARE(counts.spokenSeconds, 1.0);
    }

    void words_areLookedUpLiterally()
    {
        asked("two Dogs in snow", 3);
        asked("100% cotton", 2);
        asked("snow_man", 1);
        QCOMPARE(texts("snow dogs"), Texts {"two Dogs in snow"});
        QCOMPARE(texts("  "), (Texts {"two Dogs in snow", "100% cotton", "snow_man"}));
        QCOMPARE(texts("%"), Texts {"100% cotton"});
        QCOMPARE(texts("w_m"), Texts {"snow_man"});
        QCOMPARE(texts("o_t"), Texts {});
        QCOMPARE(need(m_library->history().list("", 1)).size(), std::size_t(1));
    }

    void expiring_sparesWhatIsKept()
    {
        const QueryId kept = asked("kept", 10, recording(0.1F), Keep::Always);
        const QueryId old = asked("old", 10, recording(0.2F));
        asked("recent", 100);
        const auto oldFile = need(m_library->history().list("old"))[0].recording->file;
        QCOMPARE(need(m_library->history().expire(100)), std::uint64_t(1));
        QCOMPARE(texts(), (Texts {"recent", "kept"}));
        QVERIFY2(!std::filesystem::exists(oldFile), "the sound of an expired query stayed on the disk");
        need(m_library->history().setKeep(kept, Keep::ForAWhile));
        QCOMPARE(need(m_library->history().expire(100)), std::uint64_t(1));
        QCOMPARE(m_library->history().setKeep(old, Keep::Always).error().code, base::ErrorCode::NotFound);
        QVERIFY(need(m_library->verify()).empty());
    }

    void aSharedRecording_livesAsLongAsOneUsesIt()
    {
        const Recording shared = recording(0.3F);
        const QueryId first = asked("first", 1, shared);
        const QueryId second = asked("second", 2, shared);
        Pair pair;
        pair.photoPath = "elsewhere.jpg";
        pair.recording = shared;
        const base::PairId labelled = need(m_library->pairs().add(pair));

        const std::vector<QueryId> both {first, second, first};  // twice is once
        need(m_library->history().remove(both));
        QVERIFY(texts().empty());
        QVERIFY2(std::filesystem::exists(shared.file), "a pair lost its recording with the query");
        const QueryId third = asked("third", 3, shared);
        need(m_library->pairs().remove(labelled));
        QVERIFY2(std::filesystem::exists(shared.file), "a query lost its recording with the pair");
        need(m_library->history().remove(std::vector {third}));
        QVERIFY(!std::filesystem::exists(shared.file));
    }

    void openedPhotos_areNoted()
    {
        const QueryId query = asked("a lake", 1);
        auto& database = m_library->database();
        std::filesystem::create_directories(at("photos"));
        const auto folder = need(m_library->folders().add(at("photos")));
        auto insert = need(database.prepare("INSERT INTO photos (folder_id, path, size, mtime_ns, inode) VALUES (?, "
                                            "CAST('a.jpg' AS BLOB), 1, 0, 1)"));
        need(insert.bind({folder.value}).run());
        const base::PhotoId photo {database.lastInsertId()};
        need(m_library->history().noteOpened(query, photo));
        QVERIFY(need(m_library->history().list())[0].chosen == photo);
        QVERIFY(need(m_library->history().list())[0].outcome == QueryOutcome::Opened);
        need(m_library->folders().remove(folder));
        QVERIFY(!need(m_library->history().list())[0].chosen);
        QCOMPARE(m_library->history().noteOpened(QueryId {99}, photo).error().code, base::ErrorCode::NotFound);
    }

    void emptyAndForeignQueries_areRefused()
    {
        QCOMPARE(m_library->history().add({}).error().code, base::ErrorCode::InvalidArgument);
        PastQuery query;
        query.recording = Recording {base::RecordingId {77}, {}, {}, 1, 0};
        QCOMPARE(m_library->history().add(query).error().code, base::ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TstHistory)
#include "tst_history.moc"
