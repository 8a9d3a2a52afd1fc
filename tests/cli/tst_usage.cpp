// Completions and the manual page name all that there is; and what the program itself does with its output.
#include "support/cli_run.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

using namespace saysee;
using test::contains;
using test::run;

namespace {

QByteArray output(const std::vector<std::string>& words) { return QByteArray::fromStdString(run(words).out); }

// What `--help` says, from command to command.
void collect(const std::vector<std::string>& command, QStringList& commands, QStringList& options)
{
    std::vector<std::string> asked = command;
    asked.emplace_back("--help");
    const QString help = QString::fromUtf8(output(asked));
    static const QRegularExpression option(QStringLiteral("^  (?:-\\w,)?--([a-z][a-z-]*)"),
                                           QRegularExpression::MultilineOption);
    for (auto match = option.globalMatch(help); match.hasNext();)
        options.append(match.next().captured(1));
    const auto begin = help.indexOf(QStringLiteral("\nSubcommands:\n"));
    if (begin < 0)
        return;
    static const QRegularExpression word(QStringLiteral("^  ([a-z-]+) "), QRegularExpression::MultilineOption);
    const auto end = help.indexOf(QStringLiteral("\n\n"), begin + 1);
    for (auto match = word.globalMatch(help.mid(begin, end - begin)); match.hasNext();) {
        std::vector<std::string> next = command;
        next.push_back(match.next().captured(1).toStdString());
        commands.append(QString::fromStdString(next.back()));
        collect(next, commands, options);
    }
}

}  // namespace

class TstUsage : public QObject {
    Q_OBJECT

    // What the shell answers after the completion script and this line.
    static QByteArray bash(const char* line)
    {
        QTemporaryFile script;
        if (!script.open())
            return "no file";
        script.write(output({"completion", "bash"}) + line);
        script.flush();
        QProcess shell;
        shell.start(QStringLiteral("bash"), {script.fileName()});
        shell.waitForFinished();
        return shell.readAllStandardError() + shell.readAllStandardOutput().trimmed();
    }
    static QProcess& program(QProcess& process, const QString& line)
    {
        const QString binary = qEnvironmentVariable("SAYSEE_BINARY_DIR") + QStringLiteral("/bin/saysee");
        process.start(QStringLiteral("bash"),
                      {QStringLiteral("-c"), QStringLiteral("set -o pipefail; '%1' %2").arg(binary, line)});
        process.waitForFinished();
        return process;
    }

private Q_SLOTS:
    void everyCommandAndOption_isThere_data()
    {
        QTest::addColumn<QString>("option");  // how it is written there
        QTest::newRow("bash") << QStringLiteral("--%1");
        QTest::newRow("zsh") << QStringLiteral("'--%1:");
        QTest::newRow("fish") << QStringLiteral(" -l %1 ");
        QTest::newRow("man") << QStringLiteral("\\-\\-%1\\fR");
    }
    void everyCommandAndOption_isThere()
    {
        QFETCH(QString, option);
        QStringList commands;
        QStringList options;
        collect({}, commands, options);
        QVERIFY(commands.size() > 40);
        QVERIFY(options.size() > 60);
        const std::string kind = QTest::currentDataTag();
        const QString text = QString::fromUtf8(output({"completion", kind}));
        for (const QString& command : commands)
            QVERIFY2(text.contains(command), qPrintable(command));
        for (QString name : options) {
            if (kind == "man")
                name.replace(QLatin1Char('-'), QStringLiteral("\\-"));
            QVERIFY2(text.contains(option.arg(name)), qPrintable(name));
        }
        QVERIFY2(!contains(run({"--help"}).out, "completion"), "it is not for people");
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QByteArray>("typed");  // the last word is being typed
        QTest::addColumn<QByteArray>("offered");
        QTest::newRow("a command") << QByteArray("saysee ind") << QByteArray("index");
        QTest::newRow("its own commands") << QByteArray("saysee index up") << QByteArray("update");
        QTest::newRow("an option") << QByteArray("saysee train start --keep") << QByteArray("--keep-only");
        QTest::newRow("a common option") << QByteArray("saysee train start --js") << QByteArray("--json");
        QTest::newRow("a choice") << QByteArray("saysee train start --scope pro")
                                  << QByteArray("prompts prompts+channel");
        QTest::newRow("a file") << QByteArray("saysee search --image ho") << QByteArray();
    }
    void bashCompletes()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, offered);
        const QByteArray line = "\nCOMP_WORDS=(" + typed
            + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_saysee\n"
              "echo \"${COMPREPLY[@]}\"\n";
        QCOMPARE(bash(line.constData()), offered);
    }

    void scripts_areWellFormed_data()
    {
        QTest::addColumn<QString>("shell");
        for (const char* shell : {"bash", "zsh", "fish"})
            QTest::newRow(shell) << QString::fromUtf8(shell);
    }
    void scripts_areWellFormed()
    {
        QFETCH(QString, shell);
        QTemporaryFile script;
        QVERIFY(script.open());
        script.write(output({"completion", shell.toStdString()}));
        script.flush();
        QProcess process;
        process.start(shell, {QStringLiteral("-n"), script.fileName()});
        if (!process.waitForStarted())
            QSKIP(qPrintable(QStringLiteral("needs %1").arg(shell)));
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QCOMPARE(process.exitCode(), 0);
    }

    void version_saysWhichBuildItIs()
    {
        QCOMPARE(output({"--version"}).trimmed().count('\n'), 1);
        QVERIFY(output({"--version"}).contains("built by"));
    }

    void lostOutput_isAFailure()
    {
        QProcess full;
        QCOMPARE(program(full, QStringLiteral("--help > /dev/full")).exitCode(), 1);
        QVERIFY2(full.readAllStandardError().contains("could not be written"), "nothing was said about it");
        QProcess closed;
        QCOMPARE(program(closed, QStringLiteral("--version >&-")).exitCode(), 1);
    }

    void readerThatHasEnough_isNone()
    {
        QProcess head;
        QCOMPARE(program(head, QStringLiteral("completion man | true")).exitCode(), 0);
        QCOMPARE(head.readAllStandardError(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TstUsage)
#include "tst_usage.moc"
