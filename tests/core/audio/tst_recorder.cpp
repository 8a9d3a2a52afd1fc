// recorder.h with a fake microphone: what ends up in a take, what the file holds, and every way a take can end.
// Called with --record-until-killed FOLDER it is the victim of its own kill test.
#include "core/audio/decode.h"
#include "core/audio/microphone.h"
#include "core/audio/recorder.h"
#include "support/fake_audio_input.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <cstdio>
#include <cstring>

using namespace saysee;
using audio::RecorderState;
using base::ErrorCode;
using namespace std::chrono_literals;

namespace {

// Collects what the recorder says; read on the test's thread.
class Journal {
public:
    audio::RecorderListener listener()
    {
        return {[this](RecorderState state) { add(m_states, state); },
                [this](audio::Take take) { add(m_takes, std::move(take)); },
                [this](base::Error error) { add(m_errors, std::move(error)); }};
    }
    std::vector<RecorderState> states() const { return copy(m_states); }
    std::vector<audio::Take> takes() const { return copy(m_takes); }
    std::vector<base::Error> errors() const { return copy(m_errors); }

private:
    template <class T>
    void add(std::vector<T>& list, T value)
    {
        const std::scoped_lock lock(m_mutex);
        list.push_back(std::move(value));
    }
    template <class T>
    std::vector<T> copy(const std::vector<T>& list) const
    {
        const std::scoped_lock lock(m_mutex);
        return list;
    }

    mutable std::mutex m_mutex;
    std::vector<RecorderState> m_states;
    std::vector<audio::Take> m_takes;
    std::vector<base::Error> m_errors;
};

base::Error noMicrophone() { return {ErrorCode::AudioUnusable, "No microphone was found.", {}}; }

// Writes how many samples the take holds, about every 5 ms, until somebody kills the process.
int recordUntilKilled(const char* folder)
{
    test::FakeMicrophoneScript script;
    script.realTime = true;
    test::FakeAudioInput input(script);
    audio::RecorderOptions options;
    options.directory = folder;
    audio::Recorder recorder(input, options);
    recorder.start();
    for (;;) {
        std::this_thread::sleep_for(5ms);
        std::printf("%zu\n", recorder.samplesSince(0).size());
        std::fflush(stdout);
    }
}

}  // namespace

class TestRecorder : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path directory() const { return m_folder->path().toStdString() + "/takes"; }
    audio::RecorderOptions options() const
    {
        audio::RecorderOptions result;
        result.directory = directory();
        result.watchdog = 200ms;
        result.openPatience = 200ms;
        return result;
    }
    std::size_t filesInDirectory() const
    {
        std::error_code none;
        const std::filesystem::directory_iterator files(directory(), none);
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aTakeHoldsEverythingFromOpeningToTail()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.3);
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const audio::Take take = journal.takes().front();
        QVERIFY(!take.error);
        QCOMPARE(take.droppedFrames, std::uint64_t(0));
        for (std::size_t i = 0; i < take.clip.samples.size(); ++i)
            QCOMPARE(take.clip.samples[i], static_cast<float>(i) / (1 << 20));  // no sample lost, none twice
        QTRY_COMPARE(recorder.state(), RecorderState::Idle);
        QTRY_COMPARE(input.openNow(), 0);
        const std::vector expected {RecorderState::Opening, RecorderState::Recording, RecorderState::Draining,
                                    RecorderState::Idle};
        QCOMPARE(journal.states(), expected);
        QVERIFY(recorder.startLatency() && recorder.startLatency()->count() >= 0);
    }

    void theFileHoldsTheTake()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.1);
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const audio::Take take = journal.takes().front();
        const auto clip = audio::decodeFile(take.file);
        QVERIFY(clip);
        QCOMPARE(clip->samples.size(), take.clip.samples.size());
        for (std::size_t i = 0; i < clip->samples.size(); ++i)
            QVERIFY(std::abs(clip->samples[i] - take.clip.samples[i]) < 1e-4F);
        QCOMPARE(filesInDirectory(), std::size_t(1));
    }

    // Whoever ends between the release of the key and the pair that is made of the take must find it again.
    void aTakeIsFoundAgain_untilSomebodyKeepsIt()
    {
        test::FakeAudioInput input;
        Journal journal;
        {
            audio::Recorder recorder(input, options(), journal.listener());
            recorder.start();
            QTRY_VERIFY(recorder.seconds() > 0.1);
            recorder.stop();
            QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        }
        const audio::Take take = journal.takes().front();
        QCOMPARE(*audio::findUnfinishedTakes(directory()), std::vector {take.file});
        const auto kept = audio::adoptTake(take.file);
        QVERIFY(kept && std::filesystem::exists(*kept));
        QVERIFY(audio::findUnfinishedTakes(directory())->empty());
    }

    void theTailIsKept()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::RecorderOptions chosen = options();
        chosen.tail = 500ms;
        audio::Recorder recorder(input, chosen, journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.05);
        recorder.stop();
        const double atStop = recorder.seconds();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const double kept = journal.takes().front().clip.seconds() - atStop;
        QVERIFY2(kept >= 0.49 && kept < 0.8, qPrintable(QString::number(kept)));
    }

    void anArmedRecorderKeepsWhatCameBeforeTheKey()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.arm();
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);
        QTest::qWait(600);  // more than the pre-roll passes by
        QCOMPARE(filesInDirectory(), std::size_t(0));  // nothing is written while only listening
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.4);
        QCOMPARE(recorder.startLatency()->count(), 0.0);
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const audio::Clip clip = journal.takes().front().clip;
        QVERIFY2(clip.samples.front() > 0.0F, "the pre-roll grew without bound");
        for (std::size_t i = 1; i < clip.samples.size(); ++i)
            QVERIFY2(clip.samples[i] > clip.samples[i - 1], "a gap or a repetition between pre-roll and take");
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);
        QCOMPARE(input.timesOpened(), 1);
        recorder.disarm();
        QTRY_COMPARE(input.openNow(), 0);
        QCOMPARE(recorder.level().peakDbfs, audio::kSilenceDbfs);
    }

    void otherRatesAndChannelsBecomeSixteenKilohertzMono()
    {
        test::FakeMicrophoneScript script;
        script.format = {48000, 2};
        script.framesPerRead = 480;
        script.sound = {0.5F, 0.1F};
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.3);
        QVERIFY(std::abs(recorder.level().rmsDbfs - audio::toDbfs(0.3)) < 1.0F);
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const std::vector<float> samples = journal.takes().front().clip.samples;
        QVERIFY(samples.size() > 3200);
        for (std::size_t i = 1000; i < samples.size(); ++i)
            QVERIFY2(std::abs(samples[i] - 0.3F) < 1e-3F,
                     qPrintable(QString::number(static_cast<double>(samples[i]))));
    }

    void theChosenChannelIsHeardAlone()
    {
        test::FakeMicrophoneScript script;
        script.format = {16000, 4};
        script.mixesDown = true;
        script.sound = {0.1F, 0.2F, 0.4F, 0.8F};
        test::FakeAudioInput input(script);
        audio::Recorder recorder(input, options());
        const auto hears = [&](float amplitude) {
            return std::abs(recorder.level().rmsDbfs - audio::toDbfs(amplitude)) < 0.1F;
        };
        recorder.arm();
        QTRY_VERIFY(hears(0.375F));
        recorder.setChannel(3);  // while it is open
        QTRY_VERIFY(hears(0.8F));
        recorder.setChannel(0);
        QTRY_VERIFY(hears(0.1F));
        recorder.setChannel(0);
        recorder.setChannel(std::nullopt);
        QTRY_VERIFY(hears(0.375F));
        QCOMPARE(input.timesOpened(), 4);
        QCOMPARE(input.openNow(), 1);
    }

    void aDeviceIsOpenedWithTheChosenChannel()
    {
        using Counts = std::vector<int>;
        QCOMPARE(audio::channelCountsToTry(1, {}), (Counts {1}));
        QCOMPARE(audio::channelCountsToTry(8, {}), (Counts {1, 2}));
        QCOMPARE(audio::channelCountsToTry(2, 0), (Counts {2, 1}));
        QCOMPARE(audio::channelCountsToTry(8, 4), (Counts {5, 8, 1, 2}));
        QCOMPARE(audio::channelCountsToTry(2, 5), (Counts {1, 2}));
        QVERIFY(audio::channelCountsToTry(0, 0).empty());
    }

    void theRunningTakeCanBeRead()
    {
        test::FakeAudioInput input;
        audio::Recorder recorder(input, options());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.1);
        const auto first = recorder.samplesSince(0);
        QTRY_VERIFY(recorder.seconds() * audio::kSampleRate > static_cast<double>(first.size()));
        const auto rest = recorder.samplesSince(first.size());
        QVERIFY(!rest.empty());
        QCOMPARE(rest.front(), static_cast<float>(first.size()) / (1 << 20));
        QVERIFY(recorder.samplesSince(1'000'000'000).empty());
        const auto unfinished = audio::findUnfinishedTakes(directory());
        QVERIFY2(unfinished && unfinished->empty(), "a running take was taken for an abandoned one");
    }

    void cancellingLeavesNothing()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.1);
        QCOMPARE(filesInDirectory(), std::size_t(1));
        recorder.cancel();
        QTRY_COMPARE(recorder.state(), RecorderState::Idle);
        QTRY_COMPARE(input.openNow(), 0);
        QCOMPARE(filesInDirectory(), std::size_t(0));
        QVERIFY(journal.takes().empty() && journal.errors().empty());
    }

    void aTakeStopsAtItsLongest()
    {
        test::FakeMicrophoneScript script;
        script.framesPerRead = 4000;
        test::FakeAudioInput input(script);
        Journal journal;
        audio::RecorderOptions chosen = options();
        chosen.maxDuration = 1s;
        audio::Recorder recorder(input, chosen, journal.listener());
        recorder.start();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const double seconds = journal.takes().front().clip.seconds();
        QVERIFY2(seconds >= 1.0 && seconds <= 1.5, qPrintable(QString::number(seconds)));
    }

    void withoutAMicrophoneItSaysSo()
    {
        test::FakeMicrophoneScript script;
        script.openError = noMicrophone();
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_COMPARE(journal.errors().size(), std::size_t(1));
        QCOMPARE(journal.errors().front().message, noMicrophone().message);
        QCOMPARE(recorder.state(), RecorderState::Failed);
        QVERIFY(journal.takes().empty());
        input.setScript({});  // somebody plugs one in
        recorder.start();
        QTRY_COMPARE(recorder.state(), RecorderState::Recording);
    }

    void aVanishedMicrophoneEndsTheTakeButKeepsIt()
    {
        test::FakeMicrophoneScript script;
        script.vanishesAfter = 8000;
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        const audio::Take take = journal.takes().front();
        QVERIFY(take.error && take.error->code == ErrorCode::Device);
        QCOMPARE(take.clip.samples.size(), std::size_t(8000));
        QCOMPARE(audio::decodeFile(take.file)->samples.size(), std::size_t(8000));
        QCOMPARE(recorder.state(), RecorderState::Failed);
        QVERIFY2(journal.errors().empty(), "one take, one answer");
    }

    void aMicrophoneThatVanishesWhileArmedIsReported()
    {
        test::FakeMicrophoneScript script;
        script.vanishesAfter = 8000;
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.arm();
        QTRY_COMPARE(journal.errors().size(), std::size_t(1));
        QCOMPARE(recorder.state(), RecorderState::Failed);
        QVERIFY(journal.takes().empty());
    }

    void aMicrophoneThatNeverDeliversIsReported()
    {
        test::FakeMicrophoneScript script;
        script.vanishesAfter = 0;
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_COMPARE(journal.errors().size(), std::size_t(1));
        QVERIFY(journal.takes().empty());
    }

    void lostSamplesAreCounted()
    {
        test::FakeMicrophoneScript script;
        script.dropped = 17;
        test::FakeAudioInput input(script);
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.05);
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        QCOMPARE(journal.takes().front().droppedFrames, std::uint64_t(17));
    }

    void aFolderThatCannotBeWrittenIsReported()
    {
        QFile file(m_folder->path() + QStringLiteral("/takes"));  // a file where the folder should be
        QVERIFY(file.open(QIODevice::WriteOnly));
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.start();
        QTRY_COMPARE(journal.errors().size(), std::size_t(1));
        QCOMPARE(journal.errors().front().code, ErrorCode::Io);
        QTRY_COMPARE(input.openNow(), 0);
    }

    void commandsThatMakeNoSenseAreIgnored()
    {
        test::FakeAudioInput input;
        Journal journal;
        audio::Recorder recorder(input, options(), journal.listener());
        recorder.stop();
        recorder.cancel();
        recorder.disarm();
        recorder.start();
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.05);
        recorder.start();
        recorder.stop();
        recorder.stop();
        QTRY_COMPARE(journal.takes().size(), std::size_t(1));
        QTRY_COMPARE(recorder.state(), RecorderState::Idle);
        QCOMPARE(input.timesOpened(), 1);
    }

    void anotherDeviceIsOpened()
    {
        test::FakeAudioInput input;
        audio::Recorder recorder(input, options());
        recorder.arm();
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);
        const audio::DeviceName other {"Fake", "other"};
        recorder.setDevice(other);
        QTRY_COMPARE(input.timesOpened(), 2);
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);
        QCOMPARE(input.lastOpened(), other);
        QCOMPARE(input.openNow(), 1);
    }

    void devicesAreListedWhileArmedButNotDuringATake()
    {
        test::FakeAudioInput input;
        audio::Recorder recorder(input, options());
        std::atomic<int> answers {0};
        std::atomic<bool> listed {false};
        const auto answer = [&](const base::Result<std::vector<audio::InputDevice>>& devices) {
            listed = devices && devices->size() == 1;
            ++answers;
        };
        recorder.arm();
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);
        recorder.listDevices(answer);
        QTRY_COMPARE(answers.load(), 1);
        QVERIFY(listed);
        QTRY_COMPARE(recorder.state(), RecorderState::Armed);  // open again
        recorder.start();
        QTRY_COMPARE(recorder.state(), RecorderState::Recording);
        recorder.listDevices(answer);
        QTRY_COMPARE(answers.load(), 2);
        QVERIFY(!listed);
        QCOMPARE(recorder.state(), RecorderState::Recording);
    }

    void aDestroyedRecorderLeavesTheTakeToBeFound()
    {
        test::FakeAudioInput input;
        {
            audio::Recorder recorder(input, options());
            recorder.start();
            QTRY_VERIFY(recorder.seconds() > 0.1);
        }
        QCOMPARE(input.openNow(), 0);
        const auto unfinished = audio::findUnfinishedTakes(directory());
        QVERIFY(unfinished);
        QCOMPARE(unfinished->size(), std::size_t(1));
        const auto adopted = audio::adoptTake(unfinished->front());
        QVERIFY(adopted);
        QVERIFY(audio::decodeFile(*adopted)->seconds() > 0.1);
        QVERIFY(audio::findUnfinishedTakes(directory())->empty());
        QVERIFY(!audio::adoptTake(*adopted));
    }

    void thereAreNoUnfinishedTakesWhereThereIsNoFolder()
    {
        const auto none = audio::findUnfinishedTakes(directory() / "absent");
        QVERIFY(none && none->empty());
    }

    // kill -9 in the middle of a take: what it had a tenth of a second before must be in the file.
    void aKilledProcessLosesATenthOfASecondAtMost()
    {
        QProcess victim;
        victim.start(QCoreApplication::applicationFilePath(),
                     {QStringLiteral("--record-until-killed"), QString::fromStdString(directory().string())});
        QVERIFY(victim.waitForStarted());
        std::size_t samples = 0;
        while (samples < 16'000) {
            QVERIFY2(victim.waitForReadyRead(10'000), "the child records nothing");
            while (victim.canReadLine())
                samples = victim.readLine().trimmed().toULongLong();
        }
        ::kill(static_cast<pid_t>(victim.processId()), SIGKILL);
        QVERIFY(victim.waitForFinished());
        for (const QByteArray& line : victim.readAllStandardOutput().trimmed().split('\n'))
            samples = std::max(samples, static_cast<std::size_t>(line.toULongLong()));

        const auto unfinished = audio::findUnfinishedTakes(directory());
        QVERIFY(unfinished);
        QCOMPARE(unfinished->size(), std::size_t(1));
        const auto clip = audio::decodeFile(unfinished->front());
        QVERIFY2(clip, "the file left behind is not valid");
        QVERIFY2(clip->samples.size() + audio::kSampleRate / 10 >= samples,
                 qPrintable(QStringLiteral("%1 samples were taken in, %2 are in the file")
                                .arg(samples)
                                .arg(clip->samples.size())));
        for (std::size_t i = 0; i < clip->samples.size(); ++i)
            QVERIFY(std::abs(clip->samples[i] - static_cast<float>(i) / (1 << 20)) < 1e-4F);
    }
};

int main(int argc, char** argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--record-until-killed") == 0)
        return recordUntilKilled(argv[2]);
    QCoreApplication app(argc, argv);
    TestRecorder test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_recorder.moc"
