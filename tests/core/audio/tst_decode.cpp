// decode.h: every kind of sound file that the libraries read, and every way a file can be wrong.
#include "core/audio/decode.h"
#include "core/audio/level_meter.h"
#include "core/audio/sounds.h"
#include "core/audio/wav_writer.h"
#include "core/base/files.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <limits>

using namespace saysee;
using base::ErrorCode;

namespace {

base::Result<audio::Clip> decode(const std::string& bytes, const audio::DecodeLimits& limits = {},
                                 const base::TaskContext& task = {})
{
    return audio::decodeMemory(std::as_bytes(std::span(bytes)), "voice.wav", limits, task);
}

std::filesystem::path fixture(const char* name) { return test::sourceDirectory() / "tests/data/audio" / name; }

std::string bytesOf(const std::filesystem::path& path) { return base::readFile(path).value_or(std::string()); }

const char* const kFixtures[] = {"tone.m4a", "tone.aac", "tone.webm", "tone.wma", "tone-no-xing.mp3"};

// The error of `result` for a failure message; QVERIFY2 asks for it on success as well.
QString text(const base::Result<audio::Clip>& result)
{
    if (result)
        return QStringLiteral("no error");
    const base::Error& error = result.error();
    return QString::fromStdString(std::string(base::codeName(error.code)) + ": " + error.message + " "
                                  + error.detail);
}

}  // namespace

#define EXPECT_ERROR(expression, expected)                                                                           \
    do {                                                                                                             \
        const auto& outcome = (expression);                                                                          \
        QVERIFY2(!outcome, "an error was expected");                                                                 \
        QVERIFY2(outcome.error().code == (expected), qPrintable(text(outcome)));                                     \
        QVERIFY2(outcome.error().message.find("voice.wav") != std::string::npos,                                     \
                 "the message does not name the file");                                                              \
    } while (false)

class TestDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClipAtSixteenKilohertzIsUntouched()
    {
        const auto samples = test::whiteNoise(0.7, 0.2F);
        const auto clip = decode(test::floatWav(16000, 1, samples));
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY(clip->samples == samples);
    }

    void otherRatesKeepDurationPitchAndTime_data()
    {
        QTest::addColumn<int>("rate");
        for (const int rate : {8000, 11025, 22050, 44100, 48000, 96000, 384000})
            QTest::addRow("%d Hz", rate) << rate;
    }
    void otherRatesKeepDurationPitchAndTime()
    {
        QFETCH(int, rate);
        const auto clip = decode(test::floatWav(rate, 1, test::tone(1.0, 440, 0.5, rate)));
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY2(std::abs(static_cast<double>(clip->samples.size()) - 16000.0) <= 1, "the duration changed");
        const auto ideal = test::tone(1.0);
        double error = 0;
        for (std::size_t i = 1600; i < 14400; ++i)
            error = std::max(error, std::abs(static_cast<double>(clip->samples[i] - ideal[i])));
        QVERIFY2(error < 1e-3, qPrintable(QStringLiteral("largest difference %1").arg(error)));
    }

    void channelsAreAveraged()
    {
        std::vector<float> interleaved;
        for (const float sample : test::tone(0.2)) {
            interleaved.push_back(sample);
            interleaved.push_back(0);
        }
        const auto clip = decode(test::floatWav(16000, 2, interleaved));
        QVERIFY2(clip, qPrintable(text(clip)));
        QCOMPARE(clip->samples.size(), std::size_t(3200));
        QVERIFY(std::abs(audio::rms(clip->samples) - 0.25 / std::sqrt(2.0)) < 1e-3);
    }

    void compressedFilesAreRead_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : kFixtures)
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void compressedFilesAreRead()
    {
        QFETCH(QString, name);
        const auto clip = audio::decodeFile(fixture(name.toLatin1().constData()));
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY2(std::abs(clip->seconds() - 1.0) < 0.11, qPrintable(QString::number(clip->seconds())));
        const auto middle = clip->view().subspan(4000, 8000);
        QVERIFY2(std::abs(test::frequencyOf(middle) - 440) < 1,
                 qPrintable(QString::number(test::frequencyOf(middle))));
        QVERIFY2(std::abs(audio::rms(middle) - 0.5 / std::sqrt(2.0)) < 0.03,
                 qPrintable(QString::number(audio::rms(middle))));
    }

    void realSpeechIsRead()
    {
        const auto path = test::sharedDirectory() / "data/speech/LJ001-0066.wav";
        SAYSEE_NEEDS(path);
        const auto clip = audio::decodeFile(path);
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY(std::abs(clip->seconds() - 10.29) < 0.01);
    }

    void whatIsNoSoundFileIsRefused()
    {
        EXPECT_ERROR(decode("This is a letter that somebody renamed."), ErrorCode::UnsupportedFormat);
        EXPECT_ERROR(decode(std::string(200'000, 'a')), ErrorCode::UnsupportedFormat);
        EXPECT_ERROR(decode(""), ErrorCode::Corrupt);
        std::string random(100'000, '\0');
        std::mt19937 generator(3);
        for (char& byte : random)
            byte = static_cast<char>(generator());
        EXPECT_ERROR(decode(random), ErrorCode::UnsupportedFormat);
    }

    // Playlists name further files and addresses; a sound file must not be able to make us open them.
    void playlistsAreRefused()
    {
        const std::string target = fixture("tone.m4a").string();
        EXPECT_ERROR(decode("ffconcat version 1.0\nfile '" + target + "'\n"), ErrorCode::UnsupportedFormat);
        EXPECT_ERROR(decode("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1.0,\n" + target + "\n#EXT-X-ENDLIST\n"),
                     ErrorCode::UnsupportedFormat);
    }

    void pathsThatAreNoFilesAreRefused()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(audio::decodeFile(path / "voice.wav").error().code == ErrorCode::NotFound);
        QVERIFY(audio::decodeFile(path).error().code == ErrorCode::Io);
        QVERIFY(audio::decodeFile("/dev/zero").error().code == ErrorCode::Io);
    }

    void tooFewSamples()
    {
        EXPECT_ERROR(decode(test::floatWav(16000, 1, {})), ErrorCode::AudioUnusable);
        const std::vector<float> one = {0.25F};
        const auto clip = decode(test::floatWav(16000, 1, one));
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY(clip->samples == one);
        EXPECT_ERROR(decode(test::floatWav(96000, 1, one)),
                     ErrorCode::AudioUnusable);  // less than one sample remains
    }

    void samplesThatAreNoNumbersAreRefused()
    {
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e30F}) {
            auto samples = test::tone(0.5, 440, 0.5, 48000);
            samples[20'000] = bad;
            EXPECT_ERROR(decode(test::floatWav(48000, 1, samples)), ErrorCode::Corrupt);
        }
    }

    void louderThanFullScaleIsKept()
    {
        const auto samples = test::tone(0.1, 440, 3.0);
        const auto clip = decode(test::floatWav(16000, 1, samples));
        QVERIFY(clip && clip->samples == samples);
    }

    void unreasonableFormatsAreRefused()
    {
        const std::vector<float> samples(6400, 0.1F);
        EXPECT_ERROR(decode(test::floatWav(16000, 64, samples)), ErrorCode::UnsupportedFormat);
        EXPECT_ERROR(decode(test::floatWav(1, 1, samples)), ErrorCode::UnsupportedFormat);
        EXPECT_ERROR(decode(test::floatWav(2'000'000'000, 1, samples)), ErrorCode::UnsupportedFormat);
        QVERIFY(decode(test::floatWav(16000, 8, samples)));
    }

    void tenHoursAreRefusedByTheHeaderAlone()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "voice.wav";
        const std::uint32_t bytes = 10U * 3600 * 16000 * 4;  // a sparse file: no disk is used
        std::ofstream(path, std::ios::binary) << test::floatWav(16000, 1, {}, bytes);
        std::filesystem::resize_file(path, 44 + std::uint64_t {bytes});
        const auto clip = audio::decodeFile(path);
        EXPECT_ERROR(clip, ErrorCode::AudioUnusable);
        QVERIFY2(clip.error().message.find("1 h") != std::string::npos, clip.error().message.c_str());
    }

    // A length that is not in the header is noticed while reading.
    void tooLongIsNoticedWhileReading()
    {
        for (const char* name : {"tone.m4a", "tone-no-xing.mp3"}) {
            const auto clip = decode(bytesOf(fixture(name)), {.maxDuration = std::chrono::seconds(0)});
            EXPECT_ERROR(clip, ErrorCode::AudioUnusable);
        }
    }

    void aHeaderThatPromisesMoreIsNotBelieved()
    {
        const auto samples = test::tone(0.5);
        const auto clip = decode(test::floatWav(16000, 1, samples, 0x7FFFFFFFU));
        QVERIFY2(clip, qPrintable(text(clip)));
        QVERIFY(clip->samples == samples);
    }

    // Broken in every way that a tenth of the file or a few wrong bytes can be: a clip or a plain error, nothing
    // else.
    void damagedFilesNeverCrash_data() { compressedFilesAreRead_data(); }
    void damagedFilesNeverCrash()
    {
        QFETCH(QString, name);
        const std::string whole = bytesOf(fixture(name.toLatin1().constData()));
        QVERIFY(whole.size() > 1000);
        for (std::size_t tenth = 1; tenth < 10; ++tenth) {
            const auto clip = decode(whole.substr(0, whole.size() * tenth / 10));
            QVERIFY(clip ? !clip->samples.empty() : clip.error().message.find("voice.wav") != std::string::npos);
        }
        std::mt19937 generator(7);
        for (int round = 0; round < 60; ++round) {
            std::string broken = whole;
            for (int i = 0; i < 8; ++i)
                broken[generator() % (round % 2 == 0 ? 200 : broken.size())] = static_cast<char>(generator());
            const auto clip = decode(broken, {.maxDuration = std::chrono::seconds(60)});
            if (clip)
                QVERIFY(std::all_of(clip->samples.begin(), clip->samples.end(),
                                    [](float s) { return std::isfinite(s); }));
            else
                QVERIFY(clip.error().message.find("voice.wav") != std::string::npos);
        }
    }

    void canBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        for (const char* name : kFixtures) {
            const auto clip = decode(bytesOf(fixture(name)), {}, {.stop = stop.get_token(), .report = {}});
            QVERIFY2(!clip && clip.error().code == ErrorCode::Cancelled, name);
        }
    }

    void reportsProgress()
    {
        std::uint64_t done = 0;
        std::uint64_t total = 0;
        base::TaskContext task;
        task.report = [&](const base::Progress& progress) {
            QVERIFY(progress.done > done);
            done = progress.done;
            total = progress.total;
        };
        QVERIFY(decode(test::floatWav(16000, 1, test::tone(3.0)), {}, task));
        QCOMPARE(done, std::uint64_t {48000});
        QCOMPARE(total, done);
    }

    void extensionsForDialogs()
    {
        const auto extensions = audio::supportedExtensions();
        for (const char* expected : {"wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "m4a", "aac", "webm"})
            QVERIFY2(std::find(extensions.begin(), extensions.end(), expected) != extensions.end(), expected);
        QVERIFY(std::find(extensions.begin(), extensions.end(), "raw") == extensions.end());
        QVERIFY(std::is_sorted(extensions.begin(), extensions.end()));
        QVERIFY(std::adjacent_find(extensions.begin(), extensions.end()) == extensions.end());
    }
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
