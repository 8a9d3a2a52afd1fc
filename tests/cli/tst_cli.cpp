// The command line as a person types it, in process: words, typos, exit codes, documents.
#include "app/cli/progress_line.h"
#include "app/cli/suggestion.h"
#include "support/cli_run.h"
#include "support/shared_data.h"

#include "core/audio/wav_writer.h"
#include "core/library/library.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

using namespace saysee;
using nlohmann::json;
using test::contains;
using test::Outcome;
using test::run;

namespace {

constexpr const char* kCommands[] = {"index",   "search", "transcribe", "embed", "model", "pair", "train",
                                     "version", "sample", "doctor",     "bench", "eval",  "voice"};

}  // namespace

class TstCli : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
            qputenv(variable, m_home.path().toUtf8());
    }

    void help_namesEveryCommandOnALineOfItsOwn()
    {
        const Outcome outcome = run({"--help"});
        QCOMPARE(outcome.code, 0);
        for (const std::string command : kCommands)
            QVERIFY2(contains(outcome.out, ("\n  " + command + " ").c_str()), command.c_str());
        QVERIFY(contains(run({"--version"}).out, "saysee"));
    }

    void help_ofEveryCommandSaysHowItIsCalled()
    {
        for (const std::string command : kCommands) {
            const Outcome outcome = run({command, "--help"});
            QCOMPARE(outcome.code, 0);
            QVERIFY2(contains(outcome.out, ("Usage: saysee " + command).c_str()), outcome.out.c_str());
            QVERIFY2(contains(outcome.out, "'saysee --help' lists"), outcome.out.c_str());
            QVERIFY2(!contains(outcome.out, "install the sample library"), "the examples of the whole program");
        }
    }

    void modelGet_namesWhatCannotBeFetched_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("no address") << QByteArray() << cli::kModelMissing << QByteArray("no address for w.bin");
        QTest::newRow("nobody answers") << QByteArray("https://127.0.0.1:1/w.bin") << cli::kFailure
                                        << QByteArray("Cannot fetch https://127.0.0.1:1/w.bin");
        QTest::newRow("not https") << QByteArray("http://127.0.0.1:1/w.bin") << cli::kFailure << QByteArray("https");
    }

    void modelGet_namesWhatCannotBeFetched()
    {
        QFETCH(QByteArray, address);
        QFETCH(int, code);
        QFETCH(QByteArray, said);
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        const json file = {
            {"path", "w.bin"}, {"size", 1}, {"sha256", std::string(64, 'a')}, {"url", address.toStdString()}};
        std::ofstream(place + "/pack.json") << json {{"schema", 1}, {"name", "far"}, {"files", json::array({file})}};
        const Outcome outcome = run({"model", "get", place});
        QVERIFY2(contains(outcome.err, said.constData()), outcome.err.c_str());
        QCOMPARE(outcome.code, code);
    }

    void modelGet_leavesAPackThatCanBeVerified()
    {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        std::ofstream(place + "/pack.json") << json {{"schema", 1}, {"name", "near"}, {"files", json::array()}};
        const Outcome outcome = run({"model", "get", place, "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        QCOMPARE(json::parse(outcome.out)["name"].get<std::string>(), std::string("near"));
        QCOMPARE(run({"model", "verify", "near"}).code, 0);
    }

    void typos_areAnsweredWithWhatWasMeant_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("meant");
        QTest::newRow("command") << QStringList {QStringLiteral("serach"), QStringLiteral("--text"),
                                                 QStringLiteral("x")}
                                 << QByteArray("'search'");
        QTest::newRow("option") << QStringList {QStringLiteral("search"), QStringLiteral("--txet"),
                                                QStringLiteral("x")}
                                << QByteArray("'--text'");
        QTest::newRow("subcommand") << QStringList {QStringLiteral("index"), QStringLiteral("udpate")}
                                    << QByteArray("'update'");
        QTest::newRow("neighbours swapped")
            << QStringList {QStringLiteral("idnex"), QStringLiteral("status")} << QByteArray("'index'");
        QTest::newRow("short word") << QStringList {QStringLiteral("index"), QStringLiteral("ad")}
                                    << QByteArray("'add'");
        QTest::newRow("five letters") << QStringList {QStringLiteral("train"), QStringLiteral("strat")}
                                      << QByteArray("'start'");
        QTest::newRow("bare words") << QStringList {QStringLiteral("search"), QStringLiteral("dog")}
                                    << QByteArray("--text \"dog\"");
        QTest::newRow("nothing near") << QStringList {QStringLiteral("search"), QStringLiteral("--zoom"),
                                                      QStringLiteral("2")}
                                      << QByteArray("no '--zoom' here.\nRun 'saysee search --help'");
        QTest::newRow("no command at all") << QStringList {QStringLiteral("conquer")} << QByteArray("no 'conquer'");
    }

    void typos_areAnsweredWithWhatWasMeant()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, meant);
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Outcome outcome = run(words);
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, meant.constData()), outcome.err.c_str());
        QVERIFY(outcome.out.empty());
    }

    void wrongUse_exitsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* line) {
            QTest::newRow(line) << QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        };
        row("search");
        row("search --text x -k 0");
        row("search --text x -k many");
        row("search --text x --balance 2");
        row("search --text x --after yesterday");
        row("search --text x --before 2023-02-30");
        row("search --text x --in /no/such/folder");
        row("search --text x --device gpu");
        row("transcribe");
        row("embed");
        row("index");
        row("bench");
    }

    void wrongUse_exitsWithTwo()
    {
        QFETCH(QStringList, arguments);
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Outcome outcome = run(words);
        QVERIFY2(outcome.code == cli::kUsage, outcome.err.c_str());
        QVERIFY2(!outcome.err.empty(), "nothing was said about it");
    }

    void emptyAndEndlessQueries_areRefusedWithoutAModel()
    {
        QTemporaryDir library;
        const std::string folder = library.path().toStdString();
        QVERIFY(library::Library::open(folder, library::Library::Mode::ReadWrite).has_value());
        for (const std::string& text : {std::string(), std::string(" \t"), std::string(100'000, 'a')}) {
            const Outcome outcome = run({"search", "--library", folder, "--text", text});
            QVERIFY2(outcome.code == cli::kUsage, outcome.err.c_str());
            QVERIFY2(outcome.err.size() < 200, "the whole query is repeated");
        }
    }

    void benchModel_measuresLoadingToo()
    {
        const Outcome outcome =
            run({"bench", "model", "--recogniser-shape", "tiny", "--runs", "1", "--threads", "1", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        const json figures = outcome.document();
        for (const char* part : {"recogniser", "image_text"})
            for (const auto& [name, value] : figures[part].items())
                if (value.is_number())
                    QVERIFY2(value.get<double>() > 0, (std::string(part) + " " + name).c_str());
        // Half precision: half of what ViT-B/32 takes as floats.
        const json& pictures = figures["image_text"];
        const double share = pictures["load_mb"].get<double>() / pictures["weights_mb"].get<double>();
        QVERIFY2(std::abs(share - 0.5) < 0.01, outcome.out.c_str());
        QCOMPARE(run({"bench", "model", "--recogniser-shape", "enormous"}).code, cli::kUsage);
    }

    void benchSearch_measuresASmallLibrary()
    {
        const Outcome outcome = run({"bench", "search", "--photos", "40", "--dim", "16", "--queries", "3", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        const json figures = json::parse(outcome.out);
        for (const auto& [name, value] : figures.items())
            QVERIFY2(value.get<double>() > 0, name.c_str());
        QVERIFY(figures.contains("cold_search_ms") && figures.contains("rescan_s"));
        QCOMPARE(run({"bench", "search", "--photos", "0"}).code, cli::kUsage);
    }

    void benchIndex_readsPhotosToo()
    {
        const Outcome outcome =
            run({"bench", "index", "--vectors", "300", "--dim", "16", "--queries", "3", "--photos", "2", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        const json figures = json::parse(outcome.out);
        QCOMPARE(figures["recall"].get<double>(), 1.0);
        QVERIFY(figures["reading"]["photos_per_second"].get<double>() > 0);
        QVERIFY(figures["reading"]["photo_mb"].get<double>() > 2);
    }

    void missingModel_exitsWithFour()
    {
        const Outcome outcome = run({"search", "--text", "x", "--pack", "no-such-pack"});
        QVERIFY2(outcome.code == cli::kModelMissing, outcome.err.c_str());
        QVERIFY2(contains(outcome.err, "no-such-pack"), outcome.err.c_str());
    }

    void missingAndBrokenAudio_areNamed()
    {
        QVERIFY(contains(run({"transcribe", "/no/such/file.wav"}).err, "/no/such/file.wav"));
        const Outcome outcome = run({"transcribe", "-"}, "this is no sound");
        QCOMPARE(outcome.code, cli::kFailure);
        QVERIFY2(contains(outcome.err, "standard input"), outcome.err.c_str());
    }

    // The main job on the sample library that ships: install, ask by text, ask by voice.
    void sampleLibrary_answersTextAndSpeech()
    {
        const Outcome installed = run({"sample", "--json"});
        QVERIFY2(installed.code == 0, installed.err.c_str());
        const json sample = json::parse(installed.out);
        QCOMPARE(sample["schema"].get<int>(), 1);
        QCOMPARE(sample["photos"].get<int>(), 240);

        const auto manifestFile = test::sourceDirectory() / "resources/sample/manifest.json";
        const json manifest = json::parse(std::ifstream(manifestFile));
        const json& photo = manifest["photos"][20];
        const auto name = std::filesystem::path(photo["path"].get<std::string>()).filename().string();
        const Outcome byText =
            run({"search", "--json", "-k", "20", "--text", photo["captions"][0].get<std::string>()});
        QVERIFY2(byText.code == 0, byText.err.c_str());
        QVERIFY2(contains(byText.out, name.c_str()), byText.out.c_str());

        const json& query = manifest["queries"][0];
        const auto clip = test::sourceDirectory() / "resources/sample" / query["path"].get<std::string>();
        const Outcome byVoice = run({"search", "--json", "--audio", clip.string()});
        QVERIFY2(byVoice.code == 0, byVoice.err.c_str());
        const json answer = json::parse(byVoice.out);
        QVERIFY(!answer["queries"][0]["transcript"]["text"].get<std::string>().empty());
        QVERIFY(!answer["hits"].empty());
        QCOMPARE(answer["hits"][0]["rank"].get<int>(), 1);

        const Outcome checked = run({"index", "verify"});
        QVERIFY2(checked.code == 0, checked.out.c_str());
    }

    // 2 would say that the command was typed wrongly.
    void hugePicture_isAFileThatCannotBeRead()
    {
        const QByteArray declares60000 = QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAIAAAAPsOIVAA"
                                                                "AADElEQVR4nGNgoD0AAABkAAGGZDw1AAAAAElFTkSuQmCC");
        const Outcome outcome = run({"search", "--image", "-"}, declares60000.toStdString());
        QVERIFY2(contains(outcome.err, "60000 x 60000"), outcome.err.c_str());
        QCOMPARE(outcome.code, cli::kFailure);
    }

    void damagedModel_exitsWithFour()
    {
        const QTemporaryDir folder;
        const std::string broken = folder.path().toStdString() + "/broken";
        std::filesystem::create_directories(broken);
        std::ofstream(broken + "/pack.json") << "{";
        for (const std::vector<std::string>& words : {std::vector<std::string> {"search", "--text", "x"},
                                                      {"doctor", "--json"},
                                                      {"model", "verify", broken}}) {
            std::vector<std::string> with = words;
            with.insert(with.end(), {"--pack", broken});
            const Outcome outcome = run(with);
            QVERIFY2(outcome.code == cli::kModelMissing, (words.front() + ": " + outcome.err).c_str());
        }
        // A pack that is chosen and lacks a file, beside one that is complete.
        const std::string incomplete = folder.path().toStdString() + "/incomplete";
        std::filesystem::create_directories(incomplete);
        const json file = {{"path", "w.bin"}, {"size", 1}, {"sha256", std::string(64, 'a')}};
        std::ofstream(incomplete + "/pack.json")
            << json {{"schema", 1}, {"name", "incomplete"}, {"files", json::array({file})}};
        const Outcome outcome = run({"doctor", "--json", "--pack", incomplete});
        QCOMPARE(outcome.code, cli::kModelMissing);
        QVERIFY2(contains(outcome.document()["pack"]["error"].dump(), "w.bin"), outcome.out.c_str());
        const auto whole = (test::sourceDirectory() / "models/picturebook").string();
        QCOMPARE(run({"doctor", "--json", "--pack", whole}).code, 0);
    }

    void discardingARunThatGoesOn_isRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path tuning = folder.path().toStdString() + "/tuning";
        std::filesystem::create_directories(tuning);
        const int lock = ::open((tuning / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QVERIFY(lock >= 0 && ::flock(lock, LOCK_EX) == 0);
        const std::vector<std::string> words = {"train", "stop", "--discard", "--library",
                                                folder.path().toStdString()};
        const Outcome outcome = run(words);
        QCOMPARE(outcome.code, cli::kFailure);
        QVERIFY2(contains(outcome.err, "going on"), outcome.err.c_str());
        QVERIFY2(!std::filesystem::exists(tuning / "stop"), "it was asked to end, and its best would be kept");
        ::close(lock);
        QVERIFY2(contains(run(words).err, "no run"), "nothing is left to discard");
    }

    void voice_withoutAWindow_saysSo()
    {
        const QTemporaryDir runtime;
        qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
        const Outcome nobody = run({"voice", "--toggle"});
        QCOMPARE(nobody.code, 1);
        QVERIFY2(nobody.err.find("saysee-gui") != std::string::npos, nobody.err.c_str());
        QCOMPARE(run({"voice"}).code, 2);
    }

    void silence_isNoQuestion()
    {
        const auto file = m_home.filePath(QStringLiteral("silence.wav")).toStdString();
        QVERIFY(audio::writeClip(file, std::vector<float>(32'000)).has_value());
        const Outcome outcome = run({"search", "--audio", file});
        QVERIFY2(outcome.code == cli::kAudioUnusable, outcome.err.c_str());
        QCOMPARE(run({"transcribe", file}).code, cli::kAudioUnusable);
    }

    void progress_readsWell()
    {
        base::PaceMeter pace;
        const base::PaceMeter::Clock::time_point start {};
        for (int second = 0; second <= 10; ++second)
            pace.update(start + std::chrono::seconds(second), static_cast<std::uint64_t>(second) * 5);
        QCOMPARE(cli::progressText({"Reading photos", 50, 200}, pace),
                 std::string("Reading photos: 50 of 200 (25 %), 5 a second, 30 s left"));
        QCOMPARE(cli::progressText({"Looking", 0, 0}, {}), std::string("Looking"));
    }

    void editDistance_countsEdits()
    {
        QCOMPARE(cli::editDistance("search", "search"), std::size_t(0));
        QCOMPARE(cli::editDistance("serach", "search"), std::size_t(1));  // neighbours swapped are one slip
        QCOMPARE(cli::editDistance("idnex", "index"), std::size_t(1));
        QCOMPARE(cli::editDistance("kitten", "sitting"), std::size_t(3));
        QCOMPARE(cli::editDistance("", "abc"), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
