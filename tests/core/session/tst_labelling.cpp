// What is to be judged before anything new is described, and takes that are kept or not.
#include "core/audio/decode.h"
#include "core/audio/wav_writer.h"
#include "core/session/labelling.h"
#include "support/fake_audio_input.h"
#include "support/need.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>
#include <future>

using namespace saysee;
using library::Pair;
using library::PairOrigin;
using library::PairVerdict;
using session::HearingReason;
using test::need;

namespace {

Pair pairOf(std::int64_t id, PairVerdict verdict, PairOrigin origin = PairOrigin::Labelled)
{
    Pair pair;
    pair.id = base::PairId {id};
    pair.photo = base::PhotoId {id};
    pair.recording = library::Recording {};
    pair.verdict = verdict;
    pair.origin = origin;
    return pair;
}

// Their numbers; those that are doubtful as negative ones.
std::vector<std::int64_t> planOf(const std::vector<Pair>& pairs, std::size_t mostWaiting = 100)
{
    std::vector<std::int64_t> numbers;
    for (const auto& [pair, reason] : session::planHearing(pairs, mostWaiting))
        numbers.push_back(reason == HearingReason::Waits ? pair.id.value : -pair.id.value);
    return numbers;
}

}  // namespace

class TstLabelling : public QObject {
    Q_OBJECT

    using Numbers = std::vector<std::int64_t>;

private Q_SLOTS:
    void pairsThatWait_comeFirst_onesOwnBeforeImportedOnes()
    {
        std::vector<Pair> pairs = {
            pairOf(1, PairVerdict::Unchecked, PairOrigin::Imported),     pairOf(2, PairVerdict::Accepted),
            pairOf(3, PairVerdict::Unchecked, PairOrigin::ThisIsTheOne), pairOf(4, PairVerdict::Rejected),
            pairOf(5, PairVerdict::Unchecked, PairOrigin::Imported),     pairOf(6, PairVerdict::ListenAgain)};
        pairs[0].recording.reset();
        pairs[0].heard = "a caption";
        QCOMPARE(planOf(pairs), (Numbers {3, 6, 5, 1}));
        QCOMPARE(planOf(pairs, 2), (Numbers {3, 6}));
        QCOMPARE(planOf(pairs, 0), Numbers());
        QCOMPARE(planOf({}), Numbers());
    }

    void whatNobodyCanJudge_isNotOffered()
    {
        Pair withoutPhoto = pairOf(1, PairVerdict::Unchecked);
        withoutPhoto.photo.reset();
        Pair empty = pairOf(2, PairVerdict::Unchecked);
        empty.recording.reset();
        QCOMPARE(planOf({withoutPhoto, empty}), Numbers());
    }

    void doubtfulPairs_followOnce()
    {
        std::vector<Pair> pairs;
        for (std::int64_t i = 1; i <= 12; ++i) {
            pairs.push_back(pairOf(i, PairVerdict::Accepted));
            session::setRank(pairs.back(), 1);
        }
        session::setRank(pairs[3], 400);
        session::setRank(pairs[5], 500);
        session::setRank(pairs[7], 600);
        session::setHeardAgain(pairs[5]);
        session::setRank(pairs[8], 0);
        pairs[8].photo.reset();
        session::setRank(pairs[9], 700);
        pairs[9].verdict = PairVerdict::Unchecked;  // waits, and is not offered twice
        QCOMPARE(planOf(pairs), (Numbers {10, -8, -4}));
    }

    void aRank_isANumberOrNotKnown()
    {
        Pair pair;
        QVERIFY(!session::rankOf(pair));
        for (const char* extra : {"{\"rank\":\"3\"}", "{\"rank\":-1}", "{\"rank\":null}", "[3]", "no JSON", ""}) {
            pair.extra = extra;
            QVERIFY2(!session::rankOf(pair), extra);
        }
        pair.extra = "{\"camera\":\"x\"}";
        session::setRank(pair, 3);
        QCOMPARE(session::rankOf(pair), std::optional<std::size_t>(3));
        QVERIFY(pair.extra.find("camera") != std::string::npos);
    }

    // Ranks that were lost on the way are no reason to doubt every pair.
    void ranksThatAreNoNumbers_areLeftOut()
    {
        std::vector<Pair> pairs;
        for (std::int64_t i = 1; i <= 20; ++i) {
            pairs.push_back(pairOf(i, PairVerdict::Accepted));
            if (i <= 12)
                session::setRank(pairs.back(), 1);
            else
                pairs.back().extra = "{\"rank\":\"1\"}";
        }
        QVERIFY(session::suspiciousPairs(pairs).empty());
    }

    // Comparing grows with the square of the number, and no search runs meanwhile.
    void photosToCompare_areFewHoweverManyWereDescribed()
    {
        std::set<base::PhotoId> described;
        std::vector<base::PhotoId> sample;
        for (std::int64_t i = 1; i <= 20'000; ++i) {
            sample.push_back({i});
            if (i % 2 == 0)
                described.insert({i});
        }
        const auto photos = session::photosToCompare(described, sample);
        QVERIFY2(photos.size() <= 3000, qPrintable(QString::number(photos.size())));
        const auto undescribed =
            std::count_if(photos.begin(), photos.end(), [&](const auto photo) { return !described.contains(photo); });
        QVERIFY2(undescribed >= 1000, "nothing is left to be offered");
        QVERIFY(std::any_of(photos.begin(), photos.end(), [](const auto photo) { return photo.value > 19'900; }));
        QCOMPARE(session::photosToCompare({{2}}, {{1}, {2}, {3}}).size(), std::size_t(3));
    }

    // A library that cannot be written to (busy, disk full) must not cost the only copy of what was said.
    void aTakeThatCannotBeStored_isFoundAgain()
    {
        const auto spoken = test::sourceDirectory() / "resources/sample/queries/query-01.flac";
        const QTemporaryDir folder;
        const std::filesystem::path place = folder.path().toStdString();
        const auto library = need(library::Library::open(place / "library", library::Library::Mode::ReadWrite));
        test::FakeMicrophoneScript script;
        script.sound = need(audio::decodeFile(spoken)).samples;
        script.framesPerRead = audio::kSampleRate;
        test::FakeAudioInput microphone(script);
        std::promise<audio::Take> recorded;
        audio::RecorderListener listener;
        listener.finished = [&](audio::Take take) { recorded.set_value(std::move(take)); };
        audio::Recorder recorder(microphone, {.directory = place / "takes"}, listener);
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 2);
        recorder.stop();
        const audio::Take take = recorded.get_future().get();
        Pair draft;
        draft.photo = base::PhotoId {4711};  // not in this library
        QVERIFY(!session::saveTake(*library, take, draft));
        QCOMPARE(need(audio::findUnfinishedTakes(place / "takes")), std::vector {take.file});
        draft.photo.reset();
        draft.photoPath = "a.jpg";
        need(session::saveTake(*library, take, draft));
        QVERIFY(std::filesystem::is_empty(place / "takes"));
    }

    void aSilentTake_leavesNothingBehind()
    {
        const QTemporaryDir folder;
        const auto at = [&](const char* name) { return std::filesystem::path(folder.path().toStdString()) / name; };
        const auto library = need(library::Library::open(at("library"), library::Library::Mode::ReadWrite));
        audio::Take take;
        take.clip.samples.assign(32'000, 0.0F);
        take.file = at("take.wav");
        need(audio::writeClip(take.file, take.clip.view()));
        Pair draft;
        draft.photoPath = "a.jpg";
        const auto saved = session::saveTake(*library, take, draft);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, base::ErrorCode::AudioUnusable);
        QVERIFY(!std::filesystem::exists(take.file));
        QVERIFY(!std::filesystem::exists(at("library/recordings")));
        QVERIFY(need(library->pairs().list()).empty());
    }
};

QTEST_GUILESS_MAIN(TstLabelling)
#include "tst_labelling.moc"
