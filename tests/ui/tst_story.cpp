// The searcher's story from beginning to end: start, press, speak, release, see. With a virtual microphone that
// really speaks, and with every way in which it can go wrong. Screenshots lie in tests/screens of the build folder.
#include "core/model/pack.h"
#include "core/session/sample_library.h"
#include "support/memory.h"
#include "support/sanitizer.h"
#include "support/shared_data.h"
#include "support/virtual_microphone.h"
#include "tests/ui/loop_probe.h"
#include "tests/ui/story.h"
#include "ui/bridge/text.h"
#include "ui/controllers/search_controller.h"
#include "ui/item_models/answer_text.h"
#include "ui/item_models/result_model.h"
#include "ui/panels/photo/photo_panel.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/photo_grid.h"

#include <QAccessible>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <fstream>

using namespace saysee;
using namespace saysee::ui;
using namespace saysee::test;

namespace {

// Of a WAV file with 16-bit samples, mono, 16 kHz, and so many bytes of them.
std::string pcmHeader(std::uint32_t bytes)
{
    const auto number = [](std::uint32_t value, int width) {
        std::string text;
        for (int i = 0; i < width; ++i)
            text += static_cast<char>(value >> (8 * i) & 255U);
        return text;
    };
    return "RIFF" + number(bytes + 36, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) + number(1, 2)
        + number(16'000, 4) + number(32'000, 4) + number(2, 2) + number(16, 2) + "data" + number(bytes, 4);
}

}  // namespace

class TstStory : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    std::filesystem::path m_library;

    std::unique_ptr<OffscreenWindow> openWith(test::FakeMicrophoneScript script)
    {
        script.realTime = true;
        return std::make_unique<OffscreenWindow>(std::move(script), m_library);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_library = m_home.path() / "library";
        session::WorkspaceConfig config;
        config.library = m_library;
        const auto pack = model::findPack("picturebook");
        QVERIFY2(pack, pack ? "" : pack.error().message.c_str());
        config.engine.pack = pack->folder;
        auto workspace = session::Workspace::open(config);
        QVERIFY2(workspace, workspace ? "" : workspace.error().message.c_str());
        const auto installed = session::installSample(**workspace);
        QVERIFY2(installed, installed ? "" : installed.error().message.c_str());
    }

    void speaking_findsThePicture()
    {
        if (const QString missing = test::VirtualMicrophone::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        test::VirtualMicrophone microphone;
        QVERIFY2(microphone.start(), qPrintable(microphone.error()));
        gui::Options options;
        options.library = m_library;
        QElapsedTimer clock;
        clock.start();
        gui::Composition composition(*qApp, std::move(options));
        Story story(composition);
        QVERIFY(QTest::qWaitForWindowExposed(&story.window));
        qInfo("window shown after %lld ms", clock.elapsed());
        QTest::qWait(2000);  // the model loads
        story.saveScreen("start");

        auto& probe = static_cast<test::ProbedApplication&>(*qApp);
        probe.startProbe();
        // On a busy machine the sound server leaves gaps in what it plays: then it is said again, as people do.
        for (int attempt = 0; attempt < 3 && !story.firstHeadingIsBest(); ++attempt)
            speak(story, composition.context().voice, microphone);
        const test::LoopGaps gaps = probe.stopProbe();
        // Single events: between them this test saves pictures and starts programs, which keeps the loop as well.
        QVERIFY2(test::kSanitized || gaps.event < 50, qPrintable(QString::number(gaps.event)));
        QVERIFY(story.firstHeadingIsBest());
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
        QVERIFY(!story.panel.query().words().text().isEmpty());
        QTest::qWait(500);  // thumbnails
        story.saveScreen("found");
    }

    void tapping_doesTheSameAsHolding()
    {
        const auto offscreen = openWith(hearing(spokenQuery()));
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QCOMPARE(story.panel.controller().state(), SearchController::State::Listening);
        QTRY_VERIFY_WITH_TIMEOUT(offscreen->context().voice.recorder().seconds() > 5, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void leavingThePanel_asksWhatWasSaid()
    {
        const auto offscreen = openWith(hearing(spokenQuery()));
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(offscreen->context().voice.recorder().seconds() > 5, kPatience);
        story.window.showPanel(QStringLiteral("jobs"));
        QVERIFY(story.panel.controller().state() != SearchController::State::Listening);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QVERIFY(!offscreen->context().voice.isTaking());
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void screenReaders_readWhatWasFound()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.panel.controller().searchWords(QString::fromLatin1(kWords), SearchController::Words::Entered);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QStringList read;
        for (QLabel* label : story.panel.results().findChildren<QLabel*>())
            read << QAccessible::queryAccessibleInterface(label)->text(QAccessible::Name);
        QVERIFY(read.contains(summaryText(story.panel.results().model().answer())));
    }

    void escape_throwsTheTakeAway()
    {
        const auto offscreen = openWith(hearing(spokenQuery()));
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(offscreen->context().voice.recorder().seconds() > 0.5, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Escape);
        QCOMPARE(story.panel.controller().state(), SearchController::State::Idle);
        QTRY_VERIFY(!offscreen->context().voice.isTaking());
        QTest::qWait(200);
        QCOMPARE(story.searched.size(), 0);
        QVERIFY(std::filesystem::is_empty(offscreen->context().takes));
    }

    void typing_finds()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        QTest::keyClicks(&story.panel.query().microphone(), QStringLiteral("a"));  // typing begins anywhere
        QTest::keyClicks(&story.panel.query().words(), QString::fromLatin1(kWords).mid(1));
        QTest::keyClick(&story.panel.query().words(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void droppedClip_isSearchedWith_andItsWordsCanBeCorrected()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.drop({toUrl(sample("queries/query-02.flac"))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QVERIFY(story.firstPhoto() != QString::fromLatin1(kRightPhoto));
        story.panel.query().words().setText(QString::fromLatin1(kWords));
        QTest::keyClick(&story.panel.query().words(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 2, kPatience);
        const auto query = qvariant_cast<PastQuery>(story.searched.last().front());
        QCOMPARE(query.words, QString::fromLatin1(kWords));
        QVERIFY(query.heard != query.words);
        auto* balance = story.panel.findChild<QSlider*>();
        QVERIFY(balance->isVisible());
        QSignalSpy answered(&story.panel.controller(), &SearchController::answered);
        balance->setValue(0);  // words alone
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void droppedPicture_findsItself()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.drop({toUrl(sample("photos/2021/PB_0021.jpg"))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QStringLiteral("PB_0021.jpg"));
    }

    void aPhoto_opensLarge_andBecomesAPair()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.window.makeRemainingPanels();
        story.drop({toUrl(sample(kQuery))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        PhotoGrid& grid = story.panel.results().grid();
        grid.setFocus();
        QTest::keyClick(&grid, Qt::Key_Home);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(story.window.currentPanel(), QStringLiteral("photo"));
        auto& photo = *story.window.findChild<PhotoPanel*>();
        QTRY_VERIFY_WITH_TIMEOUT(photo.similar().rowCount() > 0, kPatience);
        QTest::qWait(500);
        story.saveScreen("photo");
        QCOMPARE(photo.row().current, std::size_t(0));
        QTest::keyClick(&photo, Qt::Key_Right);
        QCOMPARE(photo.row().current, std::size_t(1));
        QTest::keyClick(&photo, Qt::Key_Left);

        QSignalSpy changed(&offscreen->context().bus, &WindowBus::libraryChanged);
        QTest::mouseClick(&photo.theOne(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, kPatience);
        QCOMPARE(pairs(*offscreen), 1);
        QTest::mouseClick(&photo.theOne(), Qt::LeftButton);  // it is an undo now
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, kPatience);
        QCOMPARE(pairs(*offscreen), 0);
        QTest::keyClick(&photo, Qt::Key_Escape);
        QCOMPARE(story.window.currentPanel(), QStringLiteral("search"));
    }

    void silence_isNoQuestion()
    {
        const auto offscreen = openWith(hearing(std::vector<float>(16'000, 0.0F)));
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(offscreen->context().voice.recorder().seconds() > 1.5, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.failed.size(), 1, kPatience);
        QVERIFY(!story.panel.notice().sentence().isEmpty());
        QCOMPARE(story.panel.controller().state(), SearchController::State::Idle);
        story.saveScreen("silence");
        QVERIFY2(story.panel.controller().clipLabel().isEmpty(), "the silence would be searched with again");
        QTest::keyClicks(&story.panel.query().words(), QString::fromLatin1(kWords));
        QTest::keyClick(&story.panel.query().words(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void noMicrophone_isSaidInWords()
    {
        test::FakeMicrophoneScript script;
        script.openError = base::Error {base::ErrorCode::AudioUnusable, "No microphone was found.", {}};
        const auto offscreen = openWith(script);
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.panel.notice().sentence(), QStringLiteral("No microphone was found."),
                                  kPatience);
        QCOMPARE(story.panel.controller().state(), SearchController::State::Idle);
        story.saveScreen("no-microphone");
    }

    void lostDevice_stillSearchesWithWhatCameBefore()
    {
        test::FakeMicrophoneScript script;
        script.sound = spokenQuery();
        script.vanishesAfter = 6 * 16'000;
        const auto offscreen = openWith(script);
        Story story(*offscreen);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QVERIFY(!story.panel.notice().sentence().isEmpty());
        QVERIFY(story.panel.results().model().rowCount() > 0);
    }

    void anInterruptedTake_isOffered()
    {
        std::filesystem::path unfinished;
        {
            const auto offscreen = openWith(hearing(spokenQuery()));
            Story story(*offscreen);
            QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
            QTRY_VERIFY_WITH_TIMEOUT(offscreen->context().voice.recorder().seconds() > 5, kPatience);
        }  // the program ends in the middle of the take
        const auto offscreen = openWith({});
        Story story(*offscreen);
        QTRY_VERIFY_WITH_TIMEOUT(!story.panel.notice().sentence().isEmpty(), kPatience);
        auto* use = story.panel.notice().findChild<QPushButton*>();
        QVERIFY(use != nullptr);
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
    }

    void badFiles_areAnsweredInWords_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("vanished") << QStringLiteral("/nowhere/at/all.jpg");
        QTest::newRow("vanished sound") << QStringLiteral("/nowhere/at/all.flac");
    }

    void badFiles_areAnsweredInWords()
    {
        QFETCH(QString, path);
        const auto offscreen = openWith({});
        Story story(*offscreen);
        if (path.endsWith(QLatin1String("flac")))
            Q_EMIT offscreen->context().bus.searchClip(toPath(path));
        else
            Q_EMIT offscreen->context().bus.searchPicture(toPath(path));
        QTRY_VERIFY_WITH_TIMEOUT(!story.panel.notice().sentence().isEmpty(), kPatience);
        QVERIFY2(story.panel.notice().sentence().contains(path), qPrintable(story.panel.notice().sentence()));
        QCOMPARE(story.panel.controller().state(), SearchController::State::Idle);
    }

    void aThreeHourRecording_isRefusedInWords_withoutReadingIt()
    {
        const auto file = m_home.path() / "lecture.wav";
        constexpr std::uint32_t bytes = 3 * 3600 * 16'000 * 2;
        std::ofstream(file, std::ios::binary) << pcmHeader(bytes);
        std::filesystem::resize_file(file, bytes + 44);
        const auto offscreen = openWith({});
        Story story(*offscreen);
        const qint64 before = test::residentKilobytes();
        story.drop({toUrl(file)});
        QTRY_COMPARE_WITH_TIMEOUT(story.failed.size(), 1, kPatience);
        QVERIFY2(story.panel.notice().sentence().contains(QLatin1String("lecture.wav")),
                 qPrintable(story.panel.notice().sentence()));
        QCOMPARE(story.panel.controller().state(), SearchController::State::Idle);
        QVERIFY2(test::kSanitized || test::residentKilobytes() - before < 100 * 1024, "it was read all the same");
    }

private:
    static void speak(Story& story, VoiceRecorder& voice, test::VirtualMicrophone& microphone)
    {
        QSignalSpy heard(&story.panel.controller(), &SearchController::heard);
        const auto before = story.searched.size();
        QTest::keyPress(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(voice.recorder().state(), audio::RecorderState::Recording, 10'000);
        qInfo("key to first sample: %.0f ms", voice.recorder().startLatency()->count() * 1e3);
        QVERIFY(microphone.play(QString::fromStdString(sample(kQuery).string())));
        QTRY_VERIFY_WITH_TIMEOUT(!microphone.isPlaying(), kPatience);
        story.saveScreen("listening");
        const auto whileSpeaking = heard.size();
        QElapsedTimer clock;
        clock.start();
        QTest::keyRelease(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), before + 1, kPatience);
        story.window.grab();
        qInfo("release to painted results: %lld ms; %lld answers while speaking", clock.elapsed(),
              static_cast<long long>(whileSpeaking));
    }
};

int main(int argc, char** argv)
{
    test::ProbedApplication application(argc, argv);
    TstStory test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_story.moc"
