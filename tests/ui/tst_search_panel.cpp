// What becomes of questions: those that are cancelled, or in which nothing is heard, those whose photos are opened,
// kept as pairs, or asked again.
#include "core/session/sample_library.h"
#include "tests/ui/story.h"
#include "ui/bridge/text.h"
#include "ui/controllers/history_controller.h"
#include "ui/panels/photo/photo_panel.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace saysee;
using namespace saysee::ui;
using namespace saysee::test;

class TstSearchPanel : public QObject {
    Q_OBJECT

    OwnHome m_home;
    std::filesystem::path m_library;

    std::unique_ptr<OffscreenWindow> openWith(FakeMicrophoneScript script)
    {
        return std::make_unique<OffscreenWindow>(std::move(script), m_library);
    }
    // Newest first.
    static std::vector<library::PastQuery> history(OffscreenWindow& offscreen)
    {
        return askLibrary<std::vector<library::PastQuery>>(
            offscreen, [](library::Library& library) { return library.history().list(); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_library = m_home.path() / "library";
        session::WorkspaceConfig config;
        config.library = m_library;
        config.engine.pack = sourceDirectory() / "models/picturebook";
        const auto workspace = session::Workspace::open(config).value();
        const auto installed = session::installSample(*workspace);
        QVERIFY2(installed, installed ? "" : installed.error().message.c_str());
    }

    void aPictureAndASound_droppedTogether_areBothSearchedWith()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.drop({toUrl(sample("photos/2021/PB_0021.jpg")), toUrl(sample(kQuery))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        const auto query = qvariant_cast<PastQuery>(story.searched.last().front());
        QCOMPARE(query.picture.filename().string(), std::string("PB_0021.jpg"));
        QCOMPARE(query.clip.string(), sample(kQuery).string());
        QVERIFY(!query.words.isEmpty());
    }

    void aFilterSetMeanwhile_losesNoFileThatIsBeingRead()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        Q_EMIT offscreen->context().bus.searchPicture(sample("photos/2021/PB_0021.jpg"));
        FilterChoice filter;
        filter.from = QStringLiteral("2020");
        story.panel.controller().setFilter(filter);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QCOMPARE(qvariant_cast<PastQuery>(story.searched.last().front()).filter.from, filter.from);
    }

    void aPair_isOfOnePhotoAndOneQuestion()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.window.makeRemainingPanels();
        const auto photos = askLibrary<std::vector<base::PhotoId>>(
            *offscreen, [](library::Library& library) { return library.photos().select({}); });
        PhotoRow first;
        first.photos = {{photos.front(), "a.jpg", {}}};
        first.query.clip = sample(kQuery);
        PhotoRow second = first;
        second.query.clip = sample("queries/query-02.flac");
        const int before = pairs(*offscreen);
        WindowBus& bus = offscreen->context().bus;
        int made = 0;
        int undone = 0;
        connect(&bus, &WindowBus::statusMessage, &story.window, [&](const QString& sentence) {
            made += sentence.startsWith(QLatin1String("What you said now")) ? 1 : 0;
            undone += sentence.startsWith(QLatin1String("Undone")) ? 1 : 0;
        });
        QPushButton& theOne = story.window.findChild<PhotoPanel*>()->theOne();
        const QString make = QStringLiteral("This is the one");

        Q_EMIT bus.showPhoto(first);
        QTest::mouseClick(&theOne, Qt::LeftButton);
        QTest::mouseClick(&theOne, Qt::LeftButton);  // before the first one is answered: an undo all the same
        QTRY_COMPARE_WITH_TIMEOUT(undone, 1, kPatience);
        QCOMPARE(pairs(*offscreen), before);
        QCOMPARE(theOne.text(), make);
        QTest::mouseClick(&theOne, Qt::LeftButton);
        Q_EMIT bus.showPhoto(second);
        QCOMPARE(theOne.text(), make);
        QTest::mouseClick(&theOne, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(made, 3, kPatience);
        QCOMPARE(pairs(*offscreen), before + 2);
        QTest::mouseClick(&theOne, Qt::LeftButton);
        Q_EMIT bus.showPhoto(first);
        QVERIFY(theOne.text() != make);
        QTest::mouseClick(&theOne, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(undone, 3, kPatience);
        QCOMPARE(pairs(*offscreen), before);
    }

    void theField_keepsWhatIsTyped_butNoWordsThatAreNotAskedWith()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.drop({toUrl(sample(kQuery))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QLineEdit& words = story.panel.query().words();
        const QString heard = words.text();
        QSignalSpy answered(&story.panel.controller(), &SearchController::answered);
        QTest::keyClicks(&words, QStringLiteral(" "));  // the next word follows after a pause
        QTRY_VERIFY_WITH_TIMEOUT(!answered.isEmpty(), kPatience);
        QCOMPARE(words.text(), heard + QLatin1Char(' '));

        PhotoGrid& grid = story.panel.results().grid();
        Q_EMIT grid.customContextMenuRequested(grid.visualRect(grid.model()->index(1, 0)).center());
        auto* menu = story.panel.results().findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        const auto actions = menu->actions();
        const auto similar = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
            return action->text() == QLatin1String("Similar photos");
        });
        QVERIFY(similar != actions.end());
        (*similar)->trigger();
        menu->close();
        QVERIFY2(words.text().isEmpty(), qPrintable(words.text()));
        QVERIFY(story.panel.controller().pictureLabel().contains(QString::fromLatin1(kRightPhoto)));
    }

    void conditionsAlone_areSaidToBeNoQuestion()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        const auto said = [&story] {
            QStringList all;
            for (const auto* label : story.panel.results().findChildren<QLabel*>())
                if (label->isVisible())
                    all << label->text();
            return all;
        };
        const QStringList before = said();
        FilterChoice filter;
        filter.from = QStringLiteral("2021");
        story.panel.controller().setFilter(filter);
        QVERIFY2(said() != before, "there are no photos, and no word why");
        story.panel.controller().setFilter({});
        QCOMPARE(said(), before);
    }

    void askingAgain_asksThatAndNothingElse()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.window.makeRemainingPanels();
        const std::size_t before = history(*offscreen).size();
        FilterChoice filter;
        filter.without = QStringLiteral("snow");
        story.panel.controller().setFilter(filter);
        story.drop({toUrl(sample("photos/2021/PB_0021.jpg"))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        story.panel.controller().setFilter({});
        story.drop({toUrl(sample(kQuery))});  // beside the picture
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 2, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(history(*offscreen).size(), before + 2, kPatience);
        const PastQuery picture = asAsked(history(*offscreen)[1]);

        Q_EMIT offscreen->context().bus.askAgain(picture);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 3, kPatience);
        const auto again = qvariant_cast<PastQuery>(story.searched.last().front());
        QCOMPARE(again.picture.string(), sample("photos/2021/PB_0021.jpg").string());
        QVERIFY(again.clip.empty());
        QCOMPARE(again.filter.without, QStringLiteral("snow"));
        QVERIFY2(story.panel.query().words().text().isEmpty(), "old words are left");
    }

    void anOpenedPhoto_belongsToTheQuestionThatFoundIt()
    {
        const auto offscreen = openWith({});
        Story story(*offscreen);
        story.window.makeRemainingPanels();
        const std::size_t before = history(*offscreen).size();
        story.drop({toUrl(sample(kQuery))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(history(*offscreen).size(), before + 1, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Escape);
        QSignalSpy answered(&story.panel.controller(), &SearchController::answered);
        QTest::keyClicks(&story.panel.query().words(), QStringLiteral("a red bus"));  // and no Enter
        QTRY_VERIFY_WITH_TIMEOUT(!answered.isEmpty(), kPatience);
        QCOMPARE(story.searched.size(), 1);
        story.openFirstPhoto();
        QCOMPARE(story.searched.size(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(history(*offscreen).front().outcome, library::QueryOutcome::Opened, kPatience);
        auto asked = history(*offscreen);
        QCOMPARE(asked.size(), before + 2);
        QCOMPARE(asked.front().text, std::string("a red bus"));
        QVERIFY2(asked[1].outcome != library::QueryOutcome::Opened, "it was credited to the question before");

        // What looks like a photo was not asked for in words.
        const auto chosen = asked.front().chosen;
        const auto* hit = story.panel.results().model().hit(story.panel.results().model().index(1));
        answered.clear();
        Q_EMIT offscreen->context().bus.searchSimilar(hit->photo.value, hit->path);
        QTRY_VERIFY_WITH_TIMEOUT(!answered.isEmpty(), kPatience);
        story.openFirstPhoto();
        QCOMPARE(story.searched.size(), 2);
        asked = history(*offscreen);
        QCOMPARE(asked.size(), before + 2);
        QCOMPARE(asked.front().chosen, chosen);
    }

    void aSilentTake_leavesTheQuestionBefore_andItsRecording()
    {
        const auto offscreen = openWith(hearing(spokenQuery()));
        Story story(*offscreen);
        auto& recorder = offscreen->context().voice.recorder();
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.seconds() > 5, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        const PastQuery before = story.panel.controller().query();

        offscreen->microphone().setScript(hearing(std::vector<float>(16'000, 0.0F)));
        recorder.disarm();  // it is opened anew
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.seconds() > 1.5, kPatience);
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(story.failed.size(), 1, kPatience);
        QCOMPARE(story.panel.query().words().text(), before.words);
        QCOMPARE(story.panel.controller().query().clip.string(), before.clip.string());
        QVERIFY2(std::filesystem::exists(before.clip), "the photos shown could not become pairs any more");

        Q_EMIT offscreen->context().bus.searchText(QString::fromLatin1(kWords));
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 2, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(offscreen->context().takes), kPatience);
    }

    void whatIsFoundWhileSpeaking_carriesNoQuestion_andEscapeBringsTheLastOneBack()
    {
        const auto offscreen = openWith(hearing(spokenQuery("queries/query-02.flac")));
        Story story(*offscreen);
        story.drop({toUrl(sample(kQuery))});
        QTRY_COMPARE_WITH_TIMEOUT(story.searched.size(), 1, kPatience);
        const QString words = story.panel.query().words().text();
        QSignalSpy answered(&story.panel.controller(), &SearchController::answered);
        offscreen->context().voice.recorder().disarm();  // speech begins when the microphone is opened
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!answered.isEmpty(), kPatience);
        QVERIFY2(story.panel.controller().query().clip.empty(), "it would be paired with the question before");
        QTest::keyClick(&story.panel.query().microphone(), Qt::Key_Escape);
        QCOMPARE(story.panel.query().words().text(), words);
        QCOMPARE(story.firstPhoto(), QString::fromLatin1(kRightPhoto));
        QCOMPARE(story.panel.controller().query().clip.string(), sample(kQuery).string());
    }
};

QTEST_MAIN(TstSearchPanel)
#include "tst_search_panel.moc"
