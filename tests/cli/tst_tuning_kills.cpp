// The program is killed again and again while it labels and trains; nothing is lost, and the resumed run is the same.
// SAYSEE_KILLS: how often (default 4).
#include "support/shared_data.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

using namespace saysee;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

int kills() { return qEnvironmentVariableIsSet("SAYSEE_KILLS") ? qEnvironmentVariableIntValue("SAYSEE_KILLS") : 4; }

QString program() { return qEnvironmentVariable("SAYSEE_BINARY_DIR") + QStringLiteral("/bin/saysee"); }

fs::path sample() { return test::sourceDirectory() / "resources/sample"; }

constexpr int kPatience = 300'000;  // milliseconds; the machine may be busy

}  // namespace

class TestTuningKills : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    json m_manifest;
    QRandomGenerator m_random {1};

    // Runs to the end. Its exit code; what it printed goes to `out`.
    int run(const QString& library, QStringList words, QByteArray* out = nullptr) const
    {
        QProcess process;
        words << QStringLiteral("--library") << library;
        process.start(program(), words);
        if (!process.waitForFinished(kPatience))
            return -1;
        if (out != nullptr)
            *out = process.readAllStandardOutput();
        return process.exitCode();
    }

    // Killed after a random time of up to `longest` milliseconds; true when it had ended before.
    bool runAndKill(const QString& library, QStringList words, int longest)
    {
        QProcess process;
        words << QStringLiteral("--library") << library;
        process.start(program(), words);
        const bool ended = process.waitForFinished(m_random.bounded(longest));
        process.kill();
        process.waitForFinished();
        return ended && process.exitStatus() == QProcess::NormalExit;
    }

    // Trains, is killed after a random time and goes on until the version is kept. How often it was killed, at most
    // `most` times.
    int trainThroughKills(const QString& library, const QStringList& start, int usual, int most)
    {
        const QStringList resume = {QStringLiteral("train"), QStringLiteral("resume"), QStringLiteral("-q")};
        for (int killed = 0;; ++killed) {
            // Killed before it had frozen its pairs, there is nothing to resume yet; after it had kept its version,
            // there is nothing left to do.
            const bool begun = fs::exists(library.toStdString() + "/tuning/run.json");
            const bool kept = !begun && !listed(library, QStringLiteral("version"))["versions"].empty();
            if (kept)
                return killed;
            const QStringList& words = begun ? resume : start;
            if (killed == most)
                run(library, words);
            if (killed == most || runAndKill(library, words, usual))
                return killed;
        }
    }

    static QString copyOf(const QString& library, const QString& suffix)
    {
        const QString copy = library + suffix;
        fs::copy(library.toStdString(), copy.toStdString(), fs::copy_options::recursive);
        return copy;
    }

    [[nodiscard]] QString path(const char* name) const { return m_home.filePath(QString::fromUtf8(name)); }

    json listed(const QString& library, const QString& what)
    {
        QByteArray out;
        const int code = run(library, {what, QStringLiteral("list"), QStringLiteral("--json")}, &out);
        return code == 0 ? json::parse(out.toStdString()) : json();
    }

    // A spoken question, and what was said.
    QStringList questionWords(const QString& library, int number) const
    {
        const json& query = m_manifest["queries"][static_cast<std::size_t>(number)];
        const fs::path image = fs::path(library.toStdString()) / "sample" / query["photo"].get<std::string>();
        const fs::path clip = sample() / query["path"].get<std::string>();
        return {QStringLiteral("pair"),
                QStringLiteral("add"),
                QStringLiteral("--no-model"),
                QStringLiteral("--image"),
                QString::fromStdString(image.string()),
                QStringLiteral("--audio"),
                QString::fromStdString(clip.string()),
                QStringLiteral("--text"),
                QString::fromStdString(query["text"].get<std::string>())};
    }

    QStringList captionWords(const QString& library, int number) const
    {
        const json& photo = m_manifest["photos"][static_cast<std::size_t>(number)];
        const fs::path image = fs::path(library.toStdString()) / "sample" / photo["path"].get<std::string>();
        return {QStringLiteral("pair"),    QStringLiteral("add"),
                QStringLiteral("--image"), QString::fromStdString(image.string()),
                QStringLiteral("--text"),  QString::fromStdString(photo["captions"][0].get<std::string>())};
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
            qputenv(variable, m_home.path().toUtf8());
        m_manifest = json::parse(std::ifstream(sample() / "manifest.json"));
        QCOMPARE(run(path("library"), {QStringLiteral("sample"), QStringLiteral("-q")}), 0);
    }

    // A checkpoint that cannot be written ends the run with a sentence, and what it had can be gone on with.
    void fullDisk_leavesARunToResume()
    {
        const QString library = path("full");
        QCOMPARE(run(library, {QStringLiteral("sample"), QStringLiteral("-q")}), 0);
        for (int i = 0; i < 12; ++i)
            QCOMPARE(run(library, captionWords(library, 7 * i)), 0);
        QProcess process;
        process.setChildProcessModifier([] {
            constexpr rlim_t smallerThanACheckpoint = 4'000'000;
            const rlimit limit {smallerThanACheckpoint, smallerThanACheckpoint};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::signal(SIGXFSZ, SIG_IGN);
        });
        process.start(program(),
                      {QStringLiteral("train"), QStringLiteral("start"), QStringLiteral("-q"),
                       QStringLiteral("--scope"), QStringLiteral("prompts+channel"), QStringLiteral("--epochs"),
                       QStringLiteral("2"), QStringLiteral("--library"), library});
        QVERIFY(process.waitForFinished(kPatience));
        const QByteArray said = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(said.contains("checkpoint"), said.constData());
        QCOMPARE(run(library, {QStringLiteral("train"), QStringLiteral("resume"), QStringLiteral("-q")}), 0);
        QCOMPARE(listed(library, QStringLiteral("version"))["versions"].size(), std::size_t(1));
    }

    void labelling_losesNoPair()
    {
        const QString library = path("library");
        const auto clip = sample() / m_manifest["queries"][0]["path"].get<std::string>();
        const auto words = [&](int photo) {
            return captionWords(library, photo % 200)
                << QStringLiteral("--audio") << QString::fromStdString(clip.string()) << QStringLiteral("--no-model");
        };
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(run(library, words(0)), 0);
        const auto usual = static_cast<int>(timer.elapsed());
        int finished = 1;
        for (int killed = 0; killed < kills();)
            ++(runAndKill(library, words(finished + killed), usual) ? finished : killed);
        const json pairs = listed(library, QStringLiteral("pair"));
        QVERIFY2(pairs["pairs"].size() >= static_cast<std::size_t>(finished), pairs.dump().c_str());
        for (const json& pair : pairs["pairs"])
            QVERIFY2(fs::exists(pair["recording"].get<std::string>()), pair.dump().c_str());
        QCOMPARE(run(library, {QStringLiteral("index"), QStringLiteral("verify")}), 0);
    }

    void training_resumesToTheSameVersion_data()
    {
        QTest::addColumn<QString>("scope");
        QTest::newRow("head") << QStringLiteral("prompts+channel");
        QTest::newRow("voice") << QStringLiteral("voice");
    }
    void training_resumesToTheSameVersion()
    {
        QFETCH(QString, scope);
        const QString library = m_home.filePath(scope);
        QCOMPARE(run(library, {QStringLiteral("sample"), QStringLiteral("-q")}), 0);
        const bool voice = scope == QStringLiteral("voice");
        for (int i = 0; i < (voice ? 12 : 24); ++i)
            QCOMPARE(run(library, voice ? questionWords(library, i) : captionWords(library, 200 + i)), 0);
        const QStringList start = {QStringLiteral("train"),
                                   QStringLiteral("start"),
                                   QStringLiteral("-q"),
                                   QStringLiteral("--epochs"),
                                   QStringLiteral("6"),
                                   QStringLiteral("--name"),
                                   QStringLiteral("x"),
                                   QStringLiteral("--batch"),
                                   QStringLiteral("4"),
                                   QStringLiteral("--scope"),
                                   scope};
        const QString whole = copyOf(library, QStringLiteral(" in one go"));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(run(whole, start), 0);
        const auto usual = static_cast<int>(timer.elapsed());
        const json expected = listed(whole, QStringLiteral("version"))["versions"];
        int rounds = 0;
        for (int killed = 0; killed < kills(); ++rounds) {
            const QString torn = copyOf(library, QStringLiteral(" torn"));
            killed += trainThroughKills(torn, start, usual, kills() - killed);
            const json versions = listed(torn, QStringLiteral("version"))["versions"];
            QCOMPARE(versions.size(), std::size_t(1));
            QCOMPARE(versions[0]["metrics"]["curve"].dump(), expected[0]["metrics"]["curve"].dump());
            QVERIFY(fs::exists(versions[0]["file"].get<std::string>()));
            fs::remove_all(torn.toStdString());
        }
        qInfo("%d kills in %d runs of usually %d ms", kills(), rounds, usual);
    }
};

QTEST_GUILESS_MAIN(TestTuningKills)
#include "tst_tuning_kills.moc"
