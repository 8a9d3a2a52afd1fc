// Recording a question on the command line, with a fake microphone: how it ends, and what is said then.
#include "app/cli/inputs.h"
#include "support/fake_audio_input.h"

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <sstream>
#include <thread>
#include <unistd.h>

using namespace saysee;
using base::ErrorCode;

class TstRecordClip : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::stop_source m_stop;
    std::istringstream m_in;
    std::ostringstream m_out;
    std::ostringstream m_err;
    std::array<int, 2> m_terminal {-1, -1};

    [[nodiscard]] std::filesystem::path takes() const { return m_folder->path().toStdString() + "/takes"; }
    [[nodiscard]] std::size_t files() const
    {
        std::error_code none;
        const std::filesystem::directory_iterator found(takes(), none);
        return static_cast<std::size_t>(std::distance(begin(found), end(found)));
    }
    base::Result<audio::Clip> record(test::FakeAudioInput& input, std::optional<int> terminal)
    {
        const cli::Context context({m_in, m_out, m_err, false}, m_stop.get_token());
        return cli::recordClip(input, takes(), terminal, context);
    }
    void type() const { QCOMPARE(::write(m_terminal[1], "\n", 1), ssize_t(1)); }
    // Does something once the take has begun.
    template <class Act>
    std::jthread whenRecording(Act act) const
    {
        return std::jthread([this, act](const std::stop_token& over) {
            while (files() == 0 && !over.stop_requested())
                std::this_thread::yield();
            act();
        });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_stop = {};
        QCOMPARE(::pipe(m_terminal.data()), 0);
    }
    void cleanup()
    {
        ::close(m_terminal[0]);
        ::close(m_terminal[1]);
    }

    void enterEndsTheQuestion()
    {
        test::FakeAudioInput input;
        const auto typing = whenRecording([this] { type(); });
        const auto clip = record(input, m_terminal[0]);
        QVERIFY2(clip, clip ? "" : clip.error().message.c_str());
        QVERIFY(clip->seconds() > 0 && clip->seconds() < 29);
        QCOMPARE(files(), std::size_t(0));
    }

    // A desktop key, or `</dev/null`: there is nobody to press Enter.
    void withoutATerminal_itListensForHalfAMinute()
    {
        test::FakeMicrophoneScript script;
        script.framesPerRead = 16'000;
        test::FakeAudioInput input(script);
        const auto clip = record(input, std::nullopt);
        QVERIFY2(clip, clip ? "" : clip.error().message.c_str());
        QVERIFY(clip->seconds() >= 29);
    }

    void enterBeforeTheMicrophoneDelivers_isTooShort()
    {
        test::FakeMicrophoneScript script;
        script.vanishesAfter = 0;
        test::FakeAudioInput input(script);
        type();
        const auto clip = record(input, m_terminal[0]);
        QVERIFY(!clip && clip.error().code == ErrorCode::AudioUnusable);
        QVERIFY2(clip.error().message.find("too short") != std::string::npos, clip.error().message.c_str());
    }

    void interrupted_isNoFailure_data()
    {
        QTest::addColumn<bool>("delivers");
        QTest::newRow("while a headset opens") << false;
        QTest::newRow("while it records") << true;
    }
    void interrupted_isNoFailure()
    {
        QFETCH(bool, delivers);
        test::FakeMicrophoneScript script;
        if (!delivers)
            script.vanishesAfter = 0;
        test::FakeAudioInput input(script);
        std::optional<std::jthread> interrupting;
        if (delivers)
            interrupting = whenRecording([this] { m_stop.request_stop(); });
        else
            m_stop.request_stop();
        const auto clip = record(input, m_terminal[0]);
        QVERIFY(!clip && clip.error().code == ErrorCode::Cancelled);
        QCOMPARE(files(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TstRecordClip)
#include "tst_record_clip.moc"
