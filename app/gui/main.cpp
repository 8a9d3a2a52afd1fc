// The window. `saysee-gui --help` lists its few options; `saysee` is the same program for terminals.
#include "app/gui/composition.h"
#include "ui/bridge/text.h"

#include <QApplication>
#include <QCommandLineParser>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    saysee::gui::prepare(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Find photos in your own library by voice."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption library(QStringLiteral("library"), QApplication::translate("main", "Library folder."),
                                     QStringLiteral("folder"));
    const QCommandLineOption pack(QStringLiteral("pack"), QApplication::translate("main", "Model pack to use."),
                                  QStringLiteral("name or folder"));
    parser.addOptions({library, pack});
    parser.process(application);

    saysee::gui::Options options;
    options.library = saysee::ui::toPath(parser.value(library));
    options.pack = saysee::ui::fromQt(parser.value(pack));
    saysee::gui::Composition composition(application, std::move(options));
    composition.window().show();
    return QApplication::exec();
}
