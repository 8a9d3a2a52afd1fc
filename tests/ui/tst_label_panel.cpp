// Labelling by keyboard alone, offscreen, with a microphone made of a sample query.
#include "core/audio/decode.h"
#include "core/session/workspace.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "ui/panels/label/label_panel.h"
#include "ui/panels/label/waveform.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>
#include <set>

using namespace saysee;
using ui::LabelController;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 60'000;  // milliseconds; the machine may be busy

fs::path sample() { return test::sourceDirectory() / "resources/sample"; }

// A library of a few photos of the sample.
void makeLibrary(const fs::path& library, const fs::path& photos)
{
    fs::create_directories(photos);
    int left = 8;
    for (const auto& entry : fs::recursive_directory_iterator(sample() / "photos"))
        if (entry.path().extension() == ".jpg" && left-- > 0)
            fs::copy(entry.path(), photos / entry.path().filename());
    session::WorkspaceConfig config;
    config.library = library;
    config.engine.pack = test::sourceDirectory() / "models/picturebook";
    auto workspace = session::Workspace::open(config).value();
    QVERIFY(workspace->library().folders().add(photos));
    auto target = workspace->indexTarget();
    QVERIFY2(target.has_value(), target ? "" : target.error().message.c_str());
    const auto indexer = library::Indexer::start(workspace->library(), std::move(*target)).value();
    QVERIFY(indexer->scan());
    QVERIFY(library::runToEnd(*indexer, {}));
}

test::FakeMicrophoneScript speaking()
{
    test::FakeMicrophoneScript script;
    script.sound = audio::decodeFile(sample() / "queries/query-01.flac").value().samples;
    script.realTime = true;
    return script;
}

test::FakeMicrophoneScript silent()
{
    test::FakeMicrophoneScript script;
    script.sound.assign(16'000, 0.0F);
    script.realTime = true;
    return script;
}

}  // namespace

class TestLabelPanel : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    std::unique_ptr<test::OffscreenWindow> m_offscreen;
    ui::LabelPanel* m_panel = nullptr;

    [[nodiscard]] fs::path libraryPath() const { return m_home.path() / "library"; }
    [[nodiscard]] LabelController& controller() const { return m_panel->controller(); }

    [[nodiscard]] std::vector<library::Pair> pairs() const
    {
        return library::Library::open(libraryPath(), library::Library::Mode::ReadOnly)
            .value()
            ->pairs()
            .list()
            .value();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(m_panel, key, modifiers);
    }

    [[nodiscard]] bool waitFor(LabelController::State state) const
    {
        return QTest::qWaitFor([&] { return controller().state() == state; }, kPatience);
    }

    void keepScreenshot(const char* name) const
    {
        const QDir folder(qEnvironmentVariable("SAYSEE_BINARY_DIR", QDir::tempPath())
                          + QStringLiteral("/screenshots"));
        folder.mkpath(QStringLiteral("."));
        m_offscreen->window().grab().save(folder.filePath(QString::fromUtf8(name)));
    }

private:
    void open(test::FakeMicrophoneScript script, LabelController::State state = LabelController::State::Ready)
    {
        m_offscreen.reset();
        m_offscreen = std::make_unique<test::OffscreenWindow>(std::move(script), libraryPath());
        m_offscreen->window().resize(1024, 720);
        m_offscreen->window().show();
        m_offscreen->window().showPanel(QStringLiteral("label"));
        m_panel = m_offscreen->window().findChild<ui::LabelPanel*>();
        QVERIFY(m_panel != nullptr);
        QVERIFY(waitFor(state));
    }

    // Accepted pairs of one photo, all with the same sound; the last one came 500th.
    void addPairsWithADoubtfulOne() const
    {
        auto library = library::Library::open(libraryPath(), library::Library::Mode::ReadWrite).value();
        const auto recording = library->pairs().addRecording(sample() / "queries/query-01.flac").value();
        const auto photo = library->photos().at(controller().item()->path).value();
        for (std::size_t i = 0; i < 9; ++i) {
            library::Pair pair;
            pair.photo = photo;
            pair.recording = recording;
            pair.heard = "something";
            pair.verdict = library::PairVerdict::Accepted;
            session::setRank(pair, i == 8 ? 500 : 1 + i % 3);
            QVERIFY(library->pairs().add(pair));
        }
    }

    // A pair that waits to be accepted: spoken, or written alone.
    base::PairId addWaiting(const char* heard, std::optional<std::string> corrected, library::PairOrigin origin,
                            bool spoken = true) const
    {
        auto library = library::Library::open(libraryPath(), library::Library::Mode::ReadWrite).value();
        library::Pair pair;
        pair.photo = library->photos().at(controller().item()->path).value();
        if (spoken)
            pair.recording = library->pairs().addRecording(sample() / "queries/query-01.flac").value();
        pair.heard = heard;
        pair.corrected = std::move(corrected);
        pair.origin = origin;
        return library->pairs().add(pair).value();
    }

    [[nodiscard]] std::optional<library::PairVerdict> verdictOf(base::PairId id) const
    {
        for (const auto& pair : pairs())
            if (pair.id == id)
                return pair.verdict;
        return std::nullopt;
    }
    [[nodiscard]] bool becomes(base::PairId id, std::optional<library::PairVerdict> verdict) const
    {
        return QTest::qWaitFor([&] { return verdictOf(id) == verdict; }, kPatience);
    }

    [[nodiscard]] QString text() const
    {
        for (const auto* field : m_panel->findChildren<QLineEdit*>())
            if (field->accessibleName() == QLatin1String("What you said"))
                return field->text();
        return {};
    }

    // Records until there is something to hear.
    void speak() const
    {
        press(Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return m_offscreen->context().voice.recorder().seconds() > 1.5; }, kPatience));
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Review));
    }

    [[nodiscard]] std::ptrdiff_t takesOnDisk() const
    {
        const auto& takes = m_offscreen->context().takes;
        return fs::exists(takes) ? std::distance(fs::directory_iterator(takes), fs::directory_iterator()) : 0;
    }

private Q_SLOTS:
    void initTestCase() { makeLibrary(libraryPath(), m_home.path() / "photos"); }

    void init() { open(speaking()); }

    void cleanup()
    {
        m_offscreen.reset();
        auto library = library::Library::open(libraryPath(), library::Library::Mode::ReadWrite).value();
        const auto all = library->pairs().list().value();
        for (const auto& pair : all)
            QVERIFY(library->pairs().remove(pair.id));
    }

    void doubtfulPair_isOfferedOnce_andSkippingKeepsIt()
    {
        addPairsWithADoubtfulOne();
        open(speaking(), LabelController::State::Review);
        QCOMPARE(controller().take()->rank, std::optional<std::size_t>(500));
        keepScreenshot("label-again.png");
        press(Qt::Key_Right);
        QVERIFY(waitFor(LabelController::State::Ready));
        QCOMPARE(pairs().size(), 9U);

        open(speaking(), LabelController::State::Review);
        press(Qt::Key_Space);  // kept
        QVERIFY(waitFor(LabelController::State::Ready));
        const auto heardAgain = [&] {
            const auto all = pairs();
            return std::any_of(all.begin(), all.end(), [](const library::Pair& pair) {
                return pair.extra.find("heard_again") != std::string::npos;
            });
        };
        QVERIFY(QTest::qWaitFor(heardAgain, kPatience));
        QCOMPARE(pairs().size(), 9U);
        open(speaking());  // and not offered again
    }

    void pairsThatWait_areJudgedFirst_andUndoTakesItBack()
    {
        using library::PairOrigin;
        using library::PairVerdict;
        const auto caption = addWaiting("a caption", {}, PairOrigin::Imported, false);
        const auto spoken = addWaiting("a wrong word", "the right word", PairOrigin::ThisIsTheOne);
        open(speaking(), LabelController::State::Review);
        QCOMPARE(controller().take()->pair.id, spoken);
        QCOMPARE(text(), QStringLiteral("the right word"));
        QVERIFY(!controller().take()->speech.samples.empty());
        keepScreenshot("label-waiting.png");
        // The model listens too, and leaves the words as they came.
        QVERIFY(QTest::qWaitFor([&] { return controller().take()->rank.has_value(); }, kPatience));
        QCOMPARE(controller().take()->pair.heard, std::string("a wrong word"));
        // Playing starts where the waveform is clicked, on a machine without a loudspeaker says so, and judges nothing.
        auto* waveform = m_panel->findChild<ui::Waveform*>();
        Q_EMIT waveform->seeked(0.25);
        QCOMPARE(waveform->position(), 0.25);
        press(Qt::Key_P);
        press(Qt::Key_P);
        QCOMPARE(controller().state(), LabelController::State::Review);
        controller().correct(QStringLiteral("better words"));
        press(Qt::Key_Space);
        QVERIFY(becomes(spoken, PairVerdict::Accepted));
        QCOMPARE(pairs().back().text(), std::string("better words"));
        QCOMPARE(pairs().back().heard, std::string("a wrong word"));

        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, caption);
        QCOMPARE(text(), QStringLiteral("a caption"));
        press(Qt::Key_P);  // there is nothing to play
        press(Qt::Key_Delete);
        QVERIFY(becomes(caption, PairVerdict::Rejected));
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(becomes(caption, PairVerdict::Unchecked));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, caption);
        press(Qt::Key_Space);
        QVERIFY(becomes(caption, PairVerdict::Accepted));
        QVERIFY(waitFor(LabelController::State::Ready));

        open(speaking());  // and not offered again
        QVERIFY(!controller().item()->again);
    }

    void again_keepsTheEarlierPair_untilANewTakeIsAccepted()
    {
        using library::PairVerdict;
        const auto earlier = addWaiting("something", {}, library::PairOrigin::ThisIsTheOne);
        open(speaking(), LabelController::State::Review);
        press(Qt::Key_Backspace);
        QVERIFY(waitFor(LabelController::State::Recording));
        press(Qt::Key_Escape);
        QVERIFY(waitFor(LabelController::State::Review));  // of the earlier one
        QCOMPARE(controller().take()->pair.id, earlier);
        QCOMPARE(text(), QStringLiteral("something"));
        QVERIFY(becomes(earlier, PairVerdict::Unchecked));

        press(Qt::Key_Backspace);
        QTest::qWait(2000);
        press(Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return controller().take() != nullptr && !controller().take()->earlier; },
                                kPatience));
        const auto anew = controller().take()->pair.id;
        QCOMPARE(pairs().size(), 2U);
        press(Qt::Key_Delete);  // not better
        QVERIFY(becomes(anew, std::nullopt));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, earlier);

        press(Qt::Key_Backspace);
        QTest::qWait(2000);
        press(Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return controller().take() != nullptr && !controller().take()->earlier; },
                                kPatience));
        const auto better = controller().take()->pair.id;
        press(Qt::Key_Space);
        QVERIFY(becomes(earlier, PairVerdict::Rejected));
        QVERIFY(becomes(better, PairVerdict::Accepted));
        QCOMPARE(pairs().size(), 2U);

        controller().undo();  // both recordings are there to choose from again
        QVERIFY(becomes(better, PairVerdict::Unchecked));
        QVERIFY(becomes(earlier, PairVerdict::Unchecked));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, better);
        press(Qt::Key_Delete);
        QVERIFY(becomes(better, PairVerdict::Rejected));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, earlier);
    }

    void again_withoutAWord_leavesTheEarlierPair()
    {
        const auto earlier = addWaiting("something", {}, library::PairOrigin::ThisIsTheOne);
        open(silent(), LabelController::State::Review);
        press(Qt::Key_Backspace);
        QTest::qWait(1000);
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Saving));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, earlier);
        QVERIFY(!controller().message().isEmpty());
        QVERIFY(becomes(earlier, library::PairVerdict::Unchecked));
        QCOMPARE(takesOnDisk(), 0);
    }

    // Pairs of which the sound was lost can still be described anew.
    void aLostRecording_isSaid()
    {
        addWaiting("something", {}, library::PairOrigin::ThisIsTheOne);
        const auto file = pairs().front().recording->file;
        fs::rename(file, file.string() + ".away");
        open(speaking(), LabelController::State::Ready);
        QVERIFY(QTest::qWaitFor([&] { return !controller().message().isEmpty(); }, kPatience));
        QVERIFY(controller().item()->again.has_value());
        QVERIFY(controller().state() == LabelController::State::Ready);
        fs::rename(file.string() + ".away", file);
    }

    void switchingPanels_whileTheQueueIsMade_offersEachPhotoOnce()
    {
        m_offscreen.reset();
        m_offscreen = std::make_unique<test::OffscreenWindow>(speaking(), libraryPath());
        m_offscreen->window().show();
        for (int i = 0; i < 3; ++i)
            for (const char* id : {"label", "search"})
                m_offscreen->window().showPanel(QString::fromLatin1(id));
        m_panel = m_offscreen->window().findChild<ui::LabelPanel*>();
        QVERIFY(controller().state() == LabelController::State::Loading);
        m_offscreen->window().showPanel(QStringLiteral("label"));
        QVERIFY(waitFor(LabelController::State::Ready));
        QTest::qWait(500);  // for an answer that would come too often
        std::set<base::PhotoId> seen;
        std::size_t count = 0;
        for (; controller().state() == LabelController::State::Ready; ++count) {
            seen.insert(controller().item()->photo);
            press(Qt::Key_Right);
        }
        QCOMPARE(count, seen.size());
        // It looks for more, and finds what was skipped alone.
        QVERIFY(waitFor(LabelController::State::Empty));
        QVERIFY(controller().hasSkipped());
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Ready));
        QVERIFY(seen.contains(controller().item()->photo));
    }

    void chosenPhotos_comeNext_andATakeStaysWithItsPhoto()
    {
        press(Qt::Key_Right);
        const auto chosen = controller().next()->photo;
        press(Qt::Key_Left);
        const auto first = controller().item()->photo;
        m_offscreen->window().showPanel(QStringLiteral("search"));
        Q_EMIT m_offscreen->context().bus.labelPhotos({chosen.value});
        QCOMPARE(m_offscreen->window().currentPanel(), QStringLiteral("label"));
        QVERIFY(QTest::qWaitFor([&] { return controller().item()->photo == chosen; }, kPatience));
        press(Qt::Key_Left);
        QVERIFY(controller().item()->photo == first);

        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Recording));
        Q_EMIT m_offscreen->context().bus.labelPhotos({first.value, chosen.value});
        QVERIFY(QTest::qWaitFor([&] { return controller().next()->photo == first; }, kPatience));
        QTest::qWait(1500);
        QVERIFY(controller().state() == LabelController::State::Recording);
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Review));
        QVERIFY(controller().take()->pair.photo == first);
    }

    // Space speaks, stops and accepts; the pair is there before it is accepted.
    void oneKey_makesPairs()
    {
        const auto first = controller().item()->photo;
        QElapsedTimer clock;
        clock.start();
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Recording));
        QTest::qWait(2500);
        keepScreenshot("label-recording.png");
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(pairs().size(), 1U);
        QVERIFY(pairs().front().verdict == library::PairVerdict::Unchecked);
        QVERIFY(fs::exists(pairs().front().recording->file));
        const auto overhead = clock.elapsed() - 2500;
        qInfo("one pair: %lld ms beyond speaking until it can be accepted", static_cast<long long>(overhead));
        QVERIFY(QTest::qWaitFor([&] { return controller().take()->rank.has_value(); }, kPatience));
        keepScreenshot("label-review.png");
        press(Qt::Key_Space);
        QVERIFY(controller().state() == LabelController::State::Ready);
        QVERIFY(controller().item()->photo != first);
        QVERIFY(
            QTest::qWaitFor([&] { return pairs().front().verdict == library::PairVerdict::Accepted; }, kPatience));
        const auto pair = pairs().front();
        QVERIFY(pair.photo == first && pair.leadSeconds > 2 && !pair.heard.empty());
        QVERIFY(session::rankOf(pair) && *session::rankOf(pair) <= 8);
    }

    void again_recordsAtOnce_andLeavesNothing()
    {
        press(Qt::Key_Space);
        QTest::qWait(1500);
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Review));
        press(Qt::Key_Backspace);
        QVERIFY(controller().state() == LabelController::State::Recording);
        QVERIFY(QTest::qWaitFor([&] { return pairs().empty(); }, kPatience));
        press(Qt::Key_Escape);
        QVERIFY(waitFor(LabelController::State::Ready));
    }

    void skip_dropsTheRunningTake_backReturns()
    {
        const auto first = controller().item()->photo;
        press(Qt::Key_Space);
        QTest::qWait(1000);
        press(Qt::Key_Right);
        QVERIFY(controller().item()->photo != first);
        QVERIFY(QTest::qWaitFor([&] { return !m_offscreen->context().voice.isTaking(); }, kPatience));
        QVERIFY(controller().state() == LabelController::State::Ready);
        press(Qt::Key_Left);
        QVERIFY(controller().item()->photo == first);
        QVERIFY(pairs().empty());
    }

    void undo_reviewsTheSameTakeAgain()
    {
        using library::PairVerdict;
        const auto first = controller().item()->photo;
        speak();
        const auto pair = controller().take()->pair.id;
        controller().correct(QStringLiteral("my words"));
        press(Qt::Key_Space);
        QVERIFY(becomes(pair, PairVerdict::Accepted));
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(controller().item()->photo == first);
        QVERIFY(becomes(pair, PairVerdict::Unchecked));
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, pair);
        QCOMPARE(text(), QStringLiteral("my words"));
        QVERIFY(fs::exists(pairs().front().recording->file));
        press(Qt::Key_Space);  // the redo
        QVERIFY(becomes(pair, PairVerdict::Accepted));
        QCOMPARE(pairs().size(), 1U);
    }

    // What was said is never lost by looking at another photo.
    void leavingAReview_keepsTheTake()
    {
        speak();
        const auto pair = controller().take()->pair.id;
        press(Qt::Key_Right);
        QVERIFY(controller().item()->photo != pairs().front().photo);
        press(Qt::Key_Left);
        QVERIFY(waitFor(LabelController::State::Review));
        QCOMPARE(controller().take()->pair.id, pair);
        press(Qt::Key_Right);
        QVERIFY(becomes(pair, library::PairVerdict::Unchecked));
        open(speaking(), LabelController::State::Review);  // and offered on another day
        QCOMPARE(controller().take()->pair.id, pair);
    }

    void leavingThePanel_endsTheTake()
    {
        press(Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return m_offscreen->context().voice.recorder().seconds() > 1.5; }, kPatience));
        m_offscreen->window().showPanel(QStringLiteral("jobs"));
        QVERIFY(waitFor(LabelController::State::Review));
        QVERIFY(!m_offscreen->context().voice.isTaking());
        QCOMPARE(pairs().size(), 1U);
    }

    void silence_isSaidAndNotKept()
    {
        open(silent());  // the pre-roll listens from the start, so a script for the next opening comes too late
        press(Qt::Key_Space);
        QTest::qWait(1000);
        press(Qt::Key_Space);
        QVERIFY(waitFor(LabelController::State::Saving));
        QVERIFY(waitFor(LabelController::State::Ready));
        QVERIFY(!controller().message().isEmpty());
        QVERIFY(pairs().empty());
        QCOMPARE(takesOnDisk(), 0);
    }

    void waveform_seeksExactly()
    {
        ui::Waveform waveform;
        waveform.resize(400, 60);
        waveform.setSamples(std::vector<float>(32'000, 0.5F), 16'000);
        QCOMPARE(waveform.secondsAt(200), 1.0);
        QCOMPARE(waveform.secondsAt(-5), 0.0);
        QCOMPARE(waveform.secondsAt(4000), 2.0);
        const std::vector<float> samples = {0, -0.9F, 0.1F, 0.2F};
        QCOMPARE(ui::peaksOf(samples, 2), (std::vector<float> {0.9F, 0.2F}));
        QVERIFY(ui::peaksOf({}, 10).empty());
    }
};

QTEST_MAIN(TestLabelPanel)
#include "tst_label_panel.moc"
