// What the desktop reads of SaySee: the desktop file, the metainfo, the icons.
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QMimeDatabase>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>

namespace {

const auto kId = QStringLiteral("io.github.saysee.SaySee");

QString resource(const QString& path)
{
    return QString::fromStdString((saysee::test::sourceDirectory() / "resources").string()) + QLatin1Char('/') + path;
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The output of a validator when it complains, else "".
QString complaints(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.waitForFinished(60'000);
    const QString output = QString::fromUtf8(process.readAll());
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0 ? QString()
                                                                                   : output + QLatin1Char('!');
}

// How many pixels are drawn on.
int inkOf(const QByteArray& svg, int side)
{
    QSvgRenderer renderer(svg);
    QImage image(side, side, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    int ink = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            ink += qAlpha(image.pixel(x, y)) > 127 ? 1 : 0;
    return ink;
}

}  // namespace

class TstDesktopFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void desktopFile_isValid()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("desktop-file-validate")).isEmpty())
            QSKIP("needs desktop-file-validate");
        const QString found = complaints(QStringLiteral("desktop-file-validate"),
                                         {resource(QStringLiteral("desktop/%1.desktop").arg(kId))});
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    void desktopFile_namesWhatIsThere()
    {
        const QString text = QString::fromUtf8(content(resource(QStringLiteral("desktop/%1.desktop").arg(kId))));
        QVERIFY(text.contains(QStringLiteral("Icon=%1\n").arg(kId)));
        QVERIFY(QFile::exists(resource(QStringLiteral("icons/%1.svg").arg(kId))));
        // Listens whether a window runs or not; the command line's "voice" needs one.
        QVERIFY2(text.contains(QLatin1String("\nExec=saysee-gui --voice\n")), "the action lost its command");
        const QRegularExpression types(QStringLiteral("^MimeType=(.*)$"), QRegularExpression::MultilineOption);
        const QStringList names = types.match(text).captured(1).split(QLatin1Char(';'), Qt::SkipEmptyParts);
        QVERIFY(names.size() > 5);
        for (const QString& name : names)
            QVERIFY2(QMimeDatabase().mimeTypeForName(name).isValid(), qPrintable(name));
    }

    void metainfo_isValid_andBelongsToTheDesktopFile()
    {
        const QString file = resource(QStringLiteral("desktop/%1.metainfo.xml").arg(kId));
        const QString text = QString::fromUtf8(content(file));
        QVERIFY(text.contains(QStringLiteral("<id>%1</id>").arg(kId)));
        QVERIFY(text.contains(QStringLiteral("<launchable type=\"desktop-id\">%1.desktop</launchable>").arg(kId)));
        if (QStandardPaths::findExecutable(QStringLiteral("appstreamcli")).isEmpty())
            QSKIP("needs appstreamcli");
        const QString found = complaints(QStringLiteral("appstreamcli"),
                                         {QStringLiteral("validate"), QStringLiteral("--no-net"), file});
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    void icons_canBeDrawn_smallAndLarge_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& folder : {QStringLiteral("icons"), QStringLiteral("icons/ui")})
            for (const QString& name : QDir(resource(folder)).entryList({QStringLiteral("*.svg")}))
                QTest::newRow(qPrintable(folder + QLatin1Char('/') + name)) << folder + QLatin1Char('/') + name;
    }
    void icons_canBeDrawn_smallAndLarge()
    {
        QFETCH(QString, path);
        QByteArray svg = content(resource(path));
        QVERIFY2(!svg.contains("<script") && !svg.contains("http://www.w3.org/1999/xlink"),
                 "only drawings belong here");
        if (path.startsWith(QLatin1String("icons/ui/"))) {
            QVERIFY2(svg.contains("currentColor"), "it would not follow the theme");
            QVERIFY2(
                !QRegularExpression(QStringLiteral("(fill|stroke)=\"#")).match(QString::fromUtf8(svg)).hasMatch(),
                "it has a colour of its own");
            QVERIFY2(content(resource(QStringLiteral("icons/ui/icons.qrc")))
                         .contains(path.section(QLatin1Char('/'), -1).toUtf8()),
                     "icons.qrc does not list it");
            svg.replace("currentColor", "#000000");
        }
        QVERIFY(QSvgRenderer(svg).isValid());
        QVERIFY2(inkOf(svg, 16) > 2, "nothing is left of it at 16 pixels");
        QVERIFY(inkOf(svg, 256) > 256);
    }
};

QTEST_MAIN(TstDesktopFiles)
#include "tst_desktop_files.moc"
