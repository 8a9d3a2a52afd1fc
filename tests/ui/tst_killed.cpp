// kill -9 in the middle of a take, with the real program and a microphone that really speaks: nothing said is lost.
#include "core/base/paths.h"
#include "core/session/sample_library.h"
#include "core/session/window_request.h"
#include "support/shared_data.h"
#include "support/virtual_microphone.h"
#include "tests/ui/offscreen_window.h"
#include "ui/controllers/search_controller.h"
#include "ui/panels/search/search_panel.h"
#include "ui/widgets/notice.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace saysee;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 60'000;  // milliseconds: a busy machine is no failure
constexpr std::uintmax_t kThreeSeconds = 3 * 16'000 * 2;  // bytes of 16-bit samples

}  // namespace

class TstKilled : public QObject {
    Q_OBJECT

    test::OwnHome m_home;

    [[nodiscard]] fs::path takes() const { return base::stateDirectory() / "takes"; }
    [[nodiscard]] fs::path library() const { return m_home.path() / "library"; }

    std::unique_ptr<QProcess> startProgram() const
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(qEnvironmentVariable("SAYSEE_BINARY_DIR") + QStringLiteral("/bin/saysee-gui"),
                       {QStringLiteral("--library"), QString::fromStdString(library().string())});
        return process;
    }
    static bool reaches(const session::WindowRequest& request)
    {
        return QTest::qWaitFor([&] { return session::sendToWindow(request).has_value(); }, kPatience);
    }
    [[nodiscard]] std::uintmax_t recorded() const
    {
        std::uintmax_t bytes = 0;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(takes(), ignored))
            bytes = std::max(bytes, entry.is_regular_file() ? entry.file_size(ignored) : 0);
        return bytes;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", m_home.path().string().c_str());  // its own socket
        session::WorkspaceConfig config;
        config.library = library();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        const auto workspace = session::Workspace::open(config).value();
        QVERIFY(session::installSample(*workspace));
    }

    void aKilledTake_isOfferedAndSearchedWith()
    {
        if (const QString missing = test::VirtualMicrophone::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        test::VirtualMicrophone microphone;
        QVERIFY2(microphone.start(), qPrintable(microphone.error()));
        {
            const auto program = startProgram();
            QVERIFY(reaches({session::WindowRequest::Kind::ToggleVoice, {}}));
            const auto query = test::sourceDirectory() / "resources/sample/queries/query-01.flac";
            QVERIFY(microphone.play(QString::fromStdString(query.string())));
            QTRY_VERIFY_WITH_TIMEOUT(recorded() > kThreeSeconds, kPatience);
            program->kill();  // SIGKILL
            QVERIFY(program->waitForFinished(kPatience));
            QCOMPARE(program->exitStatus(), QProcess::CrashExit);
        }
        QVERIFY(recorded() > kThreeSeconds);
        {
            // What it left behind does not keep the next one from starting.
            const auto program = startProgram();
            QVERIFY(reaches({}));
            program->terminate();
            QVERIFY(program->waitForFinished(kPatience));
        }
        test::OffscreenWindow offscreen({}, library());
        offscreen.window().show();
        auto* panel = offscreen.window().findChild<ui::SearchPanel*>();
        QSignalSpy searched(&offscreen.context().bus, &ui::WindowBus::searched);
        QTRY_VERIFY_WITH_TIMEOUT(!panel->notice().sentence().isEmpty(), kPatience);
        auto* use = panel->notice().findChild<QPushButton*>();
        QVERIFY(use != nullptr);
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, kPatience);
        QVERIFY(!qvariant_cast<ui::PastQuery>(searched.front().front()).words.isEmpty());
        QVERIFY2(audio::findUnfinishedTakes(takes()).value().empty(), "it would be offered again");
    }
};

QTEST_MAIN(TstKilled)
#include "tst_killed.moc"
