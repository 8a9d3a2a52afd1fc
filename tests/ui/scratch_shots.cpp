#include "tests/support/shared_data.h"
#include "tests/support/tiny_jpeg.h"
#include "tests/ui/offscreen_window.h"
#include "ui/item_models/job_list.h"
#include "ui/panels/library/library_panel.h"
#include "ui/theme/theme_switcher.h"
#include <QTest>
#include <fstream>
using namespace saysee;
int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    gui::prepare(app);
    test::OwnHome home;
    QString mode = app.arguments().value(1);
    if (mode == QLatin1String("large")) { QFont f = app.font(); f.setPointSizeF(f.pointSizeF()*2); app.setFont(f); }
    if (mode == QLatin1String("rtl")) app.setLayoutDirection(Qt::RightToLeft);
    QDir().mkpath(QString::fromStdString(home.path().string()) + QStringLiteral("/XDG_CONFIG_HOME/saysee"));
    { std::ofstream o(home.path().string() + "/XDG_CONFIG_HOME/saysee/window.ini"); o << "[General]\nlanguage=" << (mode==QLatin1String("german")?"de":"en") << "\n"; }
    test::OffscreenWindow w({}, home.path() / "lib");
    if (mode == QLatin1String("dark")) w.context().theme.setChoice(ui::ThemeChoice::Dark); else w.context().theme.setChoice(ui::ThemeChoice::Light);
    w.window().resize(mode == QLatin1String("wide") ? QSize(1920,1080) : QSize(1024,600));
    w.window().show();
    QTest::qWait(500);
    const auto dir = home.path() / "My photos"; std::filesystem::create_directories(dir);
    for (int i=0;i<5;++i) std::ofstream(dir / (std::to_string(i)+".jpg"), std::ios::binary) << test::tinyJpeg(std::to_string(i));
    std::ofstream(dir/"broken.jpg") << "x"; std::ofstream(dir/"IMG_2204.heic") << "y";
    auto* lib = w.window().findChild<ui::LibraryPanel*>();
    const QString out = QStringLiteral("/tmp/w/pn/shots/");
    auto shot = [&](const QString& p){ w.window().showPanel(p); QTest::qWait(800); w.window().grab().save(out + p + QLatin1Char('-') + mode + QStringLiteral(".png")); };
    shot(QStringLiteral("welcome"));
    Q_EMIT w.context().bus.addFolders({dir});
    for (int i=0;i<300 && (!lib || lib->controller().problems().rowCount()==0);++i) QTest::qWait(200);
    QTest::qWait(3000);
    const auto clip = test::sourceDirectory() / "resources/sample/queries/query-01.flac";
    Q_EMIT w.context().bus.searched({QStringLiteral("a red kite over the beach"), {}, clip, {}, 3, 9});
    Q_EMIT w.context().bus.searched({QStringLiteral("the dog in the snow"), {}, {}, {}, 0, 0});
    Q_EMIT w.context().bus.searched({QStringLiteral("two boats at night"), {}, {}, {}, 0, 4});
    QTest::qWait(2000);
    ui::Job j; j.title=QStringLiteral("Indexing photos"); j.detail=QStringLiteral("1,200 of 10,000 photos, 14.2 a second, 10 minutes left"); j.share=0.12; j.cancel=[]{}; j.pause=[](bool){};
    w.context().jobs.add(j);
    for (auto p : {"library","history","jobs","settings"}) shot(QString::fromLatin1(p));
    return 0;
}
