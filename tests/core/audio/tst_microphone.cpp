// microphone.h on a real PortAudio: a virtual microphone that really speaks, one that is pulled out, and none at all.
#include "core/audio/clip_quality.h"
#include "core/audio/decode.h"
#include "core/audio/microphone.h"
#include "core/audio/record_bench.h"
#include "core/audio/recorder.h"
#include "core/audio/voice_activity.h"
#include "support/virtual_microphone.h"

#include <QTest>
#include <mutex>
#include <optional>

using namespace saysee;
using audio::RecorderState;
using base::ErrorCode;
using namespace std::chrono_literals;

namespace {

struct Outcome {
    std::mutex mutex;
    std::optional<audio::Take> take;
    std::optional<base::Error> error;

    audio::RecorderListener listener()
    {
        return {{},
                [this](audio::Take finished) {
                    const std::scoped_lock lock(mutex);
                    take = std::move(finished);
                },
                [this](base::Error failure) {
                    const std::scoped_lock lock(mutex);
                    error = std::move(failure);
                }};
    }
    bool hasTake()
    {
        const std::scoped_lock lock(mutex);
        return take.has_value();
    }
    bool hasError()
    {
        const std::scoped_lock lock(mutex);
        return error.has_value();
    }
};

}  // namespace

class TestMicrophone : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::VirtualMicrophone> m_virtual;

    audio::RecorderOptions options() const
    {
        audio::RecorderOptions result;
        result.directory = m_folder->path().toStdString();
        return result;
    }
    bool startVirtualMicrophone()
    {
        m_virtual = std::make_unique<test::VirtualMicrophone>();
        return m_virtual->start();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString missing = test::VirtualMicrophone::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_virtual.reset(); }

    void theDeviceIsListedByName()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        const auto devices = microphone.devices();
        QVERIFY(devices);
        QCOMPARE(devices->size(), std::size_t(1));
        const audio::InputDevice& device = devices->front();
        QCOMPARE(device.name.hostApi, std::string("ALSA"));
        QCOMPARE(device.name.name, std::string("default"));
        QVERIFY(device.isDefault && device.nativeRate > 0 && device.channels > 0);
        const auto byName = microphone.open(device.name, {});
        QVERIFY2(byName, byName ? "" : byName.error().message.c_str());
        QCOMPARE(microphone.devices().error().code, ErrorCode::Busy);
        QCOMPARE(microphone.open({}, {}).error().code, ErrorCode::Busy);
    }

    void spokenWordsAreRecorded()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        Outcome outcome;
        audio::Recorder recorder(microphone, options(), outcome.listener());
        recorder.start();
        QTRY_COMPARE(recorder.state(), RecorderState::Recording);
        QTest::qWait(400);
        QVERIFY2(m_virtual->speak(QStringLiteral("A brown dog runs along the beach")),
                 qPrintable(m_virtual->error()));
        float loudest = audio::kSilenceDbfs;
        while (m_virtual->isPlaying()) {
            QTest::qWait(20);
            loudest = std::max(loudest, recorder.level().rmsDbfs);
        }
        QTest::qWait(400);
        recorder.stop();
        QTRY_VERIFY(outcome.hasTake());
        QVERIFY2(!outcome.take->error, outcome.take->error ? outcome.take->error->message.c_str() : "");
        QCOMPARE(outcome.take->droppedFrames, std::uint64_t(0));
        QVERIFY2(loudest > -40.0F, qPrintable(QStringLiteral("level meter: %1 dBFS").arg(double(loudest))));

        const auto clip = audio::decodeFile(outcome.take->file);
        QVERIFY(clip && clip->samples.size() == outcome.take->clip.samples.size());
        const auto activity = audio::detectSpeech(clip->samples);
        QVERIFY(activity && activity->hasSpeech());
        QVERIFY2(activity->speechSeconds() > 1.2 && activity->speechSeconds() < 3.5,
                 qPrintable(QString::number(activity->speechSeconds())));
        const auto quality = audio::assessClip(clip->samples, *activity);
        QVERIFY2(quality.usable() && !quality.has(audio::ClipFault::CutOffAtStart), audio::describe(quality).c_str());
    }

    void silenceIsRecordedAsNoSpeech()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        Outcome outcome;
        audio::Recorder recorder(microphone, options(), outcome.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 1.0);
        recorder.stop();
        QTRY_VERIFY(outcome.hasTake());
        const auto& samples = outcome.take->clip.samples;
        const auto activity = audio::detectSpeech(samples);
        QVERIFY(activity && !activity->hasSpeech());
        QVERIFY(!audio::assessClip(samples, *activity).usable());
        QCOMPARE(audio::trimToSpeech(outcome.take->clip).error().code, ErrorCode::AudioUnusable);
    }

    void theMicrophoneIsPulledOutWhileRecording()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        Outcome outcome;
        audio::Recorder recorder(microphone, options(), outcome.listener());
        recorder.start();
        QTRY_VERIFY(recorder.seconds() > 0.7);
        const double before = recorder.seconds();
        m_virtual->kill();
        QTRY_VERIFY(outcome.hasTake());
        QVERIFY(outcome.take->error && outcome.take->error->code == ErrorCode::Device);
        QVERIFY(outcome.take->clip.seconds() >= before);
        QVERIFY(audio::decodeFile(outcome.take->file));
        QTRY_COMPARE(recorder.state(), RecorderState::Failed);

        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));  // and plugged in again
        recorder.start();
        QTRY_VERIFY(recorder.state() == RecorderState::Recording && recorder.seconds() > 0.3);
    }

    void thereIsNoMicrophone()
    {
        m_virtual = std::make_unique<test::VirtualMicrophone>();
        QVERIFY2(m_virtual->startWithoutDevice(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        const auto devices = microphone.devices();
        QVERIFY(devices && devices->empty());
        const auto stream = microphone.open({}, {});
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, ErrorCode::AudioUnusable);
        Outcome outcome;
        audio::Recorder recorder(microphone, options(), outcome.listener());
        recorder.start();
        QTRY_VERIFY(outcome.hasError());
        QCOMPARE(outcome.error->code, ErrorCode::AudioUnusable);
        QTRY_COMPARE(recorder.state(), RecorderState::Failed);
    }

    void alsaHasNoConfiguration()
    {
        qputenv("ALSA_CONFIG_PATH", "/nowhere/alsa.conf");
        audio::Microphone microphone;
        const auto devices = microphone.devices();
        qunsetenv("ALSA_CONFIG_PATH");
        QVERIFY(!devices && devices.error().code == ErrorCode::Device);
    }

    void aMicrophoneThatIsNotConnectedIsNamed()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        const auto stream = microphone.open({"ALSA", "Headset of yesterday"}, {});
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, ErrorCode::AudioUnusable);
        QVERIFY(stream.error().message.find("Headset of yesterday") != std::string::npos);
    }

    void theBenchMeasuresRealTakes()
    {
        QVERIFY2(startVirtualMicrophone(), qPrintable(m_virtual->error()));
        audio::Microphone microphone;
        const auto bench = audio::benchRecord(microphone, {.device = {}, .takes = 2, .takeDuration = 1s});
        QVERIFY2(bench, bench ? "" : bench.error().message.c_str());
        qInfo("key to first sample %.0f ms (worst %.0f), drain %.0f ms, dropped %llu, CPU %.1f %%",
              bench->keyToFirstSampleMs, bench->keyToFirstSampleWorstMs, bench->drainLatencyMs,
              static_cast<unsigned long long>(bench->droppedFrames), 100 * bench->cpuShare);
        QVERIFY(bench->recordedSeconds > 2.0 && bench->recordedSeconds < 4.0);
        QVERIFY(bench->keyToFirstSampleMs > 0 && bench->keyToFirstSampleWorstMs >= bench->keyToFirstSampleMs);
    }
};

QTEST_GUILESS_MAIN(TestMicrophone)
#include "tst_microphone.moc"
