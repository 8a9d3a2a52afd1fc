// The window. `saysee-gui --help` lists its few options; `saysee` is the same program for terminals.
#include "app/gui/desktop_link.h"
#include "app/gui/screenshots.h"
#include "app/gui/single_instance.h"
#include "app/gui/start_clock.h"
#include "core/base/blas_kernels.h"
#include "ui/bridge/text.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QMessageBox>
#include <cstdio>

namespace {

using saysee::session::WindowRequest;

struct Main {
    Q_DECLARE_TR_FUNCTIONS(main)
};

struct CommandLine {
    saysee::gui::Options options;
    WindowRequest request;
    QString screenshots;  // where to save them; empty: an ordinary start
    bool measureStart = false;
};

CommandLine readCommandLine(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Main::tr("Find photos in your own library by voice."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption library(QStringLiteral("library"), Main::tr("Library folder."),
                                     QStringLiteral("folder"));
    const QCommandLineOption pack(QStringLiteral("pack"), Main::tr("Model pack to use."),
                                  QStringLiteral("name or folder"));
    const QCommandLineOption screenshots(
        QStringLiteral("screenshots"), Main::tr("Save a picture of each panel, and quit."), QStringLiteral("folder"));
    const QCommandLineOption measureStart(QStringLiteral("measure-start"),
                                          Main::tr("Say how long the window took to come, and quit."));
    const QCommandLineOption voice(QStringLiteral("voice"),
                                   Main::tr("Start listening, in the window that runs or in a new one."));
    parser.addOptions({library, pack, voice, screenshots, measureStart});
    parser.addPositionalArgument(QStringLiteral("files"),
                                 Main::tr("Folders to add, a picture or a sound to search with."),
                                 QStringLiteral("[files]"));
    parser.process(application);

    CommandLine line;
    line.options.library = saysee::ui::toPath(parser.value(library));
    line.options.pack = saysee::ui::fromQt(parser.value(pack));
    line.screenshots = parser.value(screenshots);
    line.measureStart = parser.isSet(measureStart);
    for (const QString& argument : parser.positionalArguments()) {
        const QUrl url = QUrl::fromUserInput(argument, QDir::currentPath(), QUrl::AssumeLocalFile);
        if (url.isLocalFile())
            line.request.files.push_back(saysee::ui::toPath(url));
    }
    if (!line.request.files.empty())
        line.request.kind = WindowRequest::Kind::Open;
    else if (parser.isSet(voice))
        line.request.kind = WindowRequest::Kind::ToggleVoice;
    return line;
}

int takeScreenshots(QApplication& application, CommandLine line)
{
    saysee::gui::Composition composition(application, std::move(line.options));
    saysee::gui::Screenshots camera(composition, line.screenshots);
    QObject::connect(&camera, &saysee::gui::Screenshots::finished, &application,
                     [](bool allSaved) { QApplication::exit(allSaved ? 0 : 1); });
    QTimer::singleShot(0, &camera, &saysee::gui::Screenshots::start);
    return QApplication::exec();
}

void sayAndQuit(double passed, double processor)
{
    std::printf("window on the screen after %.0f ms, %.0f ms of processor time\n", passed, processor);
    QApplication::quit();
}

}  // namespace

int main(int argc, char** argv)
{
    saysee::base::beginWithFittingBlasKernels(argv);
    QApplication application(argc, argv);
    saysee::gui::prepare(application);
    CommandLine line = readCommandLine(application);

    if (!line.screenshots.isEmpty())
        return takeScreenshots(application, std::move(line));

    saysee::gui::SingleInstance instance;
    const auto claim = instance.claim(line.request);
    if (claim && *claim == saysee::gui::SingleInstance::Claim::HandedOver)
        return 0;
    if (!claim && claim.error().code == saysee::base::ErrorCode::Busy) {
        QMessageBox::warning(nullptr, QApplication::applicationDisplayName(),
                             saysee::ui::toQt(claim.error().message));
        return 1;
    }

    saysee::gui::Composition composition(application, std::move(line.options));
    saysee::gui::DesktopLink desktop(composition, QDBusConnection::sessionBus());
    QObject::connect(&instance, &saysee::gui::SingleInstance::requested, &desktop, &saysee::gui::DesktopLink::handle);
    saysee::gui::StartClock clock(composition.window());
    if (line.measureStart)
        QObject::connect(&clock, &saysee::gui::StartClock::painted, &application, sayAndQuit);
    desktop.handle(line.request);
    if (!claim)
        Q_EMIT composition.context().bus.statusMessage(saysee::ui::inWords(claim.error()));
    return QApplication::exec();
}
