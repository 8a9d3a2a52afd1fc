#include "core/audio/level_meter.h"
#include "core/audio/sounds.h"

#include <QTest>

using namespace saysee;

class TestLevelMeter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decibels()
    {
        QCOMPARE(audio::toDbfs(1.0), 0.0F);
        QVERIFY(std::abs(audio::toDbfs(0.1) + 20.0F) < 1e-4F);
        QCOMPARE(audio::toDbfs(0.0), audio::kSilenceDbfs);
        QCOMPARE(audio::toDbfs(std::nan("")), audio::kSilenceDbfs);
        QCOMPARE(audio::rms({}), 0.0);
    }

    void aToneReadsAsItsLevelWhateverTheBlocks()
    {
        const auto samples = test::tone(1.0, 440, 0.1);
        audio::LevelMeter whole;
        whole.add(samples);
        QVERIFY(std::abs(whole.level().rmsDbfs + 23.0F) < 0.2F);
        QVERIFY(std::abs(whole.level().peakDbfs + 20.0F) < 0.2F);
        QVERIFY(!whole.level().clipped);
        audio::LevelMeter pieces;
        for (std::size_t i = 0; i < samples.size(); i += 100)
            pieces.add(std::span(samples).subspan(i, 100));
        QCOMPARE(pieces.level().rmsDbfs, whole.level().rmsDbfs);
    }

    void silenceReadsAsSilence()
    {
        audio::LevelMeter meter;
        QCOMPARE(meter.level().peakDbfs, audio::kSilenceDbfs);
        meter.add(std::vector<float>(16000));
        QCOMPARE(meter.level().rmsDbfs, audio::kSilenceDbfs);
    }

    void thePeakFallsAndClippingIsForgotten()
    {
        audio::LevelMeter meter;
        meter.add(std::vector<float> {1.0F});
        QVERIFY(meter.level().clipped);
        meter.add(std::vector<float>(8000));
        QVERIFY(std::abs(meter.level().peakDbfs + 10.0F) < 0.1F);  // 20 dB a second
        QVERIFY(meter.level().clipped);
        meter.add(std::vector<float>(8001));
        QVERIFY(!meter.level().clipped);
    }

    void theBarCoversSixtyDecibels()
    {
        QCOMPARE(audio::meterPosition(0.0F), 1.0F);
        QCOMPARE(audio::meterPosition(6.0F), 1.0F);
        QCOMPARE(audio::meterPosition(-30.0F), 0.5F);
        QCOMPARE(audio::meterPosition(-60.0F), 0.0F);
        QCOMPARE(audio::meterPosition(audio::kSilenceDbfs), 0.0F);
    }
};

QTEST_GUILESS_MAIN(TestLevelMeter)
#include "tst_level_meter.moc"
