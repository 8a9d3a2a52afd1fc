// wav_writer.h: the file is valid at every moment, exact, and never silently short.
#include "core/audio/decode.h"
#include "core/audio/sounds.h"
#include "core/audio/wav_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

using namespace saysee;
using base::ErrorCode;

namespace {

// Files of this process cannot grow beyond `bytes` while this lives: what a full disk looks like to a writer.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit {bytes, m_before.rlim_max};
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before {};
    void (*m_handler)(int) = SIG_DFL;
};

}  // namespace

class TestWavWriter : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void theFileIsValidAfterEveryWrite()
    {
        auto writer = audio::WavWriter::create(at("growing.wav"));
        QVERIFY(writer);
        const auto samples = test::tone(1.0);
        for (std::size_t done = 0; done < samples.size(); done += 1600) {
            QVERIFY(writer->write(std::span(samples).subspan(done, 1600)));
            const auto clip = audio::decodeFile(at("growing.wav"));  // while it is still open
            QVERIFY2(clip, clip ? "" : clip.error().message.c_str());
            QCOMPARE(clip->samples.size(), done + 1600);
        }
        QVERIFY(writer->close());
        QCOMPARE(audio::decodeFile(at("growing.wav"))->samples.size(), samples.size());
    }

    void floatsAreExact()
    {
        auto writer = audio::WavWriter::create(at("exact.wav"), audio::SampleFormat::Float32);
        QVERIFY(writer);
        const auto samples = test::tone(0.3, 700, 1.7);
        QVERIFY(writer->write(samples));
        QVERIFY(writer->close());
        QVERIFY(audio::decodeFile(at("exact.wav"))->samples == samples);
    }

    // Without care a sample just above full scale becomes one just above the lowest.
    void tooLoudIsLimitedNotWrapped()
    {
        const std::vector<float> samples = {0.5F, 1.0F, 1.01F, 40.0F, -1.0F, -1.2F, -40.0F};
        QVERIFY(audio::writeClip(at("loud.wav"), samples));
        const auto clip = audio::decodeFile(at("loud.wav"));
        QVERIFY(clip);
        for (std::size_t i = 0; i < samples.size(); ++i)
            QVERIFY(std::abs(clip->samples[i] - std::clamp(samples[i], -1.0F, 1.0F)) < 1e-4F);
    }

    void existingFilesAreNotOverwritten()
    {
        QVERIFY(audio::writeClip(at("kept.wav"), test::tone(0.1)));
        QCOMPARE(audio::WavWriter::create(at("kept.wav")).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(audio::decodeFile(at("kept.wav"))->samples.size(), std::size_t(1600));
    }

    void badPathsAreErrors()
    {
        QCOMPARE(audio::WavWriter::create(at("no/such/folder/a.wav")).error().code, ErrorCode::Io);
        QCOMPARE(audio::writeClip(at("no/such/folder/a.wav"), test::tone(0.1)).error().code, ErrorCode::Io);
        QCOMPARE(audio::writeClip(at("a.mp3"), test::tone(0.1)).error().code, ErrorCode::InvalidArgument);
    }

    void aFullDiskIsReportedAndWhatWasWrittenStays()
    {
        auto writer = audio::WavWriter::create(at("full.wav"));
        QVERIFY(writer);
        QVERIFY(writer->write(test::tone(1.0)));
        {
            const FileSizeLimit limit(44 + 2 * 20'000);
            const auto status = writer->write(test::tone(1.0));
            QVERIFY(!status);
            QCOMPARE(status.error().code, ErrorCode::Io);
            QVERIFY(status.error().message.find("full.wav") != std::string::npos);
        }
        const auto clip = audio::decodeFile(at("full.wav"));
        QVERIFY(clip && clip->samples.size() >= 16'000);
    }

    void aFullDiskLeavesTheOldClip()
    {
        QVERIFY(audio::writeClip(at("old.flac"), test::tone(0.1)));
        {
            const FileSizeLimit limit(2000);
            QCOMPARE(audio::writeClip(at("old.flac"), test::whiteNoise(2.0, 0.1F)).error().code, ErrorCode::Io);
        }
        QCOMPARE(audio::decodeFile(at("old.flac"))->samples.size(), std::size_t(1600));
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
            QVERIFY2(entry.path().string().find("old.flac.") == std::string::npos,
                     "a temporary file was left behind");
    }

    void flacHoldsTheSameSamplesAsWav()
    {
        const auto samples = test::whiteNoise(0.5, 0.1F);
        QVERIFY(audio::writeClip(at("a.wav"), samples));
        QVERIFY(audio::writeClip(at("a.flac"), samples));
        const auto wav = audio::decodeFile(at("a.wav"));
        const auto flac = audio::decodeFile(at("a.flac"));
        QVERIFY(wav && flac);
        QCOMPARE(flac->samples.size(), wav->samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i)  // to the last bit of 16
            QVERIFY(std::abs(wav->samples[i] - flac->samples[i]) < 1.01F / 32768);
        const auto speechLike = test::tone(2.0, 150, 0.2);
        QVERIFY(audio::writeClip(at("b.flac"), speechLike));
        QVERIFY(std::filesystem::file_size(at("b.flac")) < speechLike.size() * 2 / 2);
    }
};

QTEST_GUILESS_MAIN(TestWavWriter)
#include "tst_wav_writer.moc"
