// Pairs, runs and versions through the command line, in process, on the sample library and the pack that ships.
#include "support/cli_run.h"
#include "support/shared_data.h"

#include "core/audio/wav_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace saysee;
using nlohmann::json;
using test::contains;
using test::Outcome;
using test::run;
namespace fs = std::filesystem;

namespace {

fs::path sample() { return test::sourceDirectory() / "resources/sample"; }

}  // namespace

#define SUCCEEDS(expression)                                                                                         \
    do {                                                                                                             \
        const Outcome done = (expression);                                                                           \
        QVERIFY2(done.code == cli::kOk, (done.err + done.out).c_str());                                              \
    } while (false)

class TestTuningCli : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    json m_manifest;
    fs::path m_library;

    [[nodiscard]] fs::path home() const { return m_home.path().toStdString(); }
    [[nodiscard]] std::string photo(std::size_t number) const
    {
        return (m_library / "sample" / m_manifest["photos"][number]["path"].get<std::string>()).string();
    }

    // A library whose photos are indexed, without pairs.
    [[nodiscard]] std::string emptyLibrary(const char* name) const
    {
        const fs::path copy = home() / name;
        fs::copy(m_library, copy, fs::copy_options::recursive);
        return copy.string();
    }

    Outcome addCaption(const std::string& library, std::size_t number, const std::string& text) const
    {
        return run({"pair", "add", "--library", library, "--image", photo(number), "--text", text});
    }

    // The sample's spoken questions, with what was said in them or as they are heard.
    void addQuestions(const std::string& library, bool corrected) const
    {
        for (const json& query : m_manifest["queries"]) {
            const auto clip = sample() / query["path"].get<std::string>();
            const auto about = m_library / "sample" / query["photo"].get<std::string>();
            std::vector<std::string> words = {"pair",          "add",          "-q",      "--library",   library,
                                              "--image",       about.string(), "--audio", clip.string(), "--speaker",
                                              query["speaker"]};
            if (corrected)
                words.insert(words.end(), {"--text", query["text"]});
            SUCCEEDS(run(words));
        }
    }

    void moves(const std::string& library, const std::string& number);

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
            qputenv(variable, m_home.path().toUtf8());
        m_manifest = json::parse(std::ifstream(sample() / "manifest.json"));
        m_library = home() / "base";
        SUCCEEDS(run({"sample", "--library", m_library.string(), "--quiet"}));
    }

    void fewPairs_areRefusedWithWhatIsMissing()
    {
        const std::string library = emptyLibrary("few");
        const std::vector<std::string> start = {"train", "start",   "--library",      library,
                                                "-q",    "--scope", "prompts+channel"};
        Outcome outcome = run(start);
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, "there are 0"), outcome.err.c_str());
        SUCCEEDS(addCaption(library, 0, "a rabbit"));
        outcome = run(start);
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, "there are 1"), outcome.err.c_str());
        for (int i = 0; i < 12; ++i)
            SUCCEEDS(addCaption(library, 0, "wording " + std::to_string(i)));
        outcome = run(start);
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, "at least five"), outcome.err.c_str());

        // Nobody can be heard in written pairs, however many there are.
        outcome = run({"train", "start", "--library", library, "--scope", "voice"});
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, "with a recording; there are 0"), outcome.err.c_str());
        QVERIFY2(contains(outcome.err, "13 more pairs have no recording"), outcome.err.c_str());
        QCOMPARE(run({"train", "start", "--library", library, "--scope", "everything"}).code, cli::kUsage);
    }

    void badPairs_areNamed()
    {
        const std::string library = emptyLibrary("bad pairs");
        const auto silence = (home() / "silence.wav").string();
        QVERIFY(audio::writeClip(silence, std::vector<float>(32'000)).has_value());
        QCOMPARE(run({"pair", "add", "--library", library, "--image", photo(0)}).code, cli::kUsage);
        QCOMPARE(run({"pair", "add", "--library", library, "--image", "/no/such.jpg", "--text", "x"}).code,
                 cli::kFailure);
        const Outcome silent =
            run({"pair", "add", "--library", library, "--image", photo(0), "--audio", silence, "-q"});
        QVERIFY2(silent.code == cli::kAudioUnusable, silent.err.c_str());
        QVERIFY2(!fs::exists(fs::path(library) / "recordings"), "a recording that was refused is kept");
        // Without the model silence gets in, and the check finds it.
        SUCCEEDS(run({"pair", "add", "--library", library, "--image", photo(0), "--audio", silence, "--no-model"}));
        const Outcome check = run({"pair", "check", "--library", library, "-q"});
        QCOMPARE(check.code, cli::kSomeFilesFailed);
        QVERIFY2(contains(check.out, "Pair 1"), check.out.c_str());
    }

    void oneRecordingOfTwoPhotos_contradictsItself()
    {
        const std::string library = emptyLibrary("contradiction");
        const std::string clip = (sample() / m_manifest["queries"][0]["path"].get<std::string>()).string();
        for (const std::size_t number : {3U, 4U})
            SUCCEEDS(
                run({"pair", "add", "--library", library, "--image", photo(number), "--audio", clip, "--no-model"}));
        const Outcome check = run({"pair", "check", "--library", library, "-q"});
        for (const char* pair : {"Pair 1: the same recording", "Pair 2: the same recording"})
            QVERIFY2(contains(check.out, pair), check.out.c_str());
        // What is rejected contradicts nothing.
        SUCCEEDS(run({"pair", "mark", "rejected", "2", "--library", library}));
        SUCCEEDS(run({"pair", "check", "--library", library, "-q"}));
    }

    void deletedPhotos_areNamed()
    {
        // Nothing else is in this library: a pair whose photo is there a second time keeps it.
        const std::string library = (home() / "deleted").string();
        const fs::path photos = home() / "photos to delete";
        fs::create_directories(photos);
        for (std::size_t i = 0; i < 9; ++i)
            fs::copy_file(photo(i), photos / fs::path(photo(i)).filename());
        SUCCEEDS(run({"index", "add", photos.string(), "--library", library, "-q"}));
        for (const auto& copy : fs::directory_iterator(photos))
            SUCCEEDS(run({"pair", "add", "--library", library, "--image", copy.path().string(), "--text", "words"}));
        // What a deleted photo looked like is known: its description can still be learned from.
        fs::remove(fs::directory_iterator(photos)->path());
        SUCCEEDS(run({"index", "update", "--library", library, "-q"}));
        SUCCEEDS(run({"pair", "check", "--library", library, "-q"}));
        // Until it is forgotten.
        SUCCEEDS(run({"index", "remove", photos.string(), "--library", library, "-q"}));
        QCOMPARE(run({"pair", "check", "--library", library, "-q"}).code, cli::kSomeFilesFailed);
        const Outcome outcome = run({"train", "start", "--library", library, "-q", "--scope", "prompts+channel"});
        QCOMPARE(outcome.code, cli::kUsage);
        QVERIFY2(contains(outcome.err, "there are 0"), outcome.err.c_str());
        QVERIFY2(contains(outcome.err, "Left out: Pair 9: its photo"), outcome.err.c_str());
        const Outcome pairs = run({"pair", "list", "--library", library, "--json"});
        QCOMPARE(pairs.document()["pairs"].size(), 9U);  // kept all the same
    }

    void aPhotoThatIsALink_canBeDescribed()
    {
        const std::string library = (home() / "links").string();
        fs::create_directories(home() / "photos and links");
        const fs::path link = home() / "photos and links" / "link.jpg";
        fs::create_symlink(photo(0), link);
        SUCCEEDS(run({"index", "add", link.parent_path().string(), "--library", library, "-q"}));
        SUCCEEDS(run({"pair", "add", "--library", library, "--image", link.string(), "--text", "words"}));
    }

    // Each other than the next, so that none contradicts another.
    void silentRecordings_leaveNoRunBehind()
    {
        const std::string library = emptyLibrary("silent");
        for (std::size_t i = 0; i < 9; ++i) {
            const auto clip = (home() / ("quiet " + std::to_string(i) + ".wav")).string();
            QVERIFY(audio::writeClip(clip, std::vector<float>(16'000 + 100 * i)).has_value());
            SUCCEEDS(run({"pair", "add", "--library", library, "--image", photo(i), "--audio", clip, "--no-model"}));
        }
        for (int attempt = 0; attempt < 2; ++attempt) {
            const Outcome outcome = run({"train", "start", "--library", library, "-q"});
            QVERIFY2(outcome.code == cli::kUsage, outcome.err.c_str());
            QVERIFY2(contains(outcome.err, "there are 0") && contains(outcome.err, "9 recordings"),
                     outcome.err.c_str());
            QVERIFY(contains(run({"train", "status", "--library", library}).out, "No run"));
        }
    }

    // Captions and all spoken queries; a short run; the version's whole life.
    void aRun_makesAVersionThatCanBeUsedAndMoved()
    {
        const std::string library = emptyLibrary("whole");
        addQuestions(library, false);
        for (std::size_t i = 0; i < 24; ++i)
            SUCCEEDS(addCaption(library, 5 * i, m_manifest["photos"][5 * i]["captions"][1]));
        const Outcome pairs = run({"pair", "list", "--library", library, "--json"});
        QCOMPARE(pairs.document()["accepted"].get<int>(), 36);
        QVERIFY(!pairs.document()["pairs"][0]["heard"].get<std::string>().empty());

        const Outcome trained = run({"train", "start", "--library", library, "--json", "--scope", "prompts+channel",
                                     "--epochs", "8", "--learning-rate", "0.002", "--keep-only"});
        SUCCEEDS(trained);
        const json made = trained.document();
        QVERIFY2(made["metrics"]["curve"].size() > 2, trained.out.c_str());
        QVERIFY(made["metrics"]["held_out"]["before"]["recall_5"].contains("low"));
        QVERIFY(made["metrics"]["probe"]["queries"].get<int>() > 100);
        QVERIFY(!made["in_use"].get<bool>());
        QVERIFY(contains(run({"train", "status", "--library", library}).out, "No run"));

        const std::string number = std::to_string(made["version"].get<int>());
        const Outcome used = run({"version", "use", number, "--library", library, "--json"});
        QCOMPARE(used.document().value("in_use", 0), made["version"].get<int>());
        const auto search = [&] {
            return run({"search", "--library", library, "--text", "a dog in the snow", "--json"}).document()["hits"];
        };
        const json tuned = search();
        const Outcome renamed = run({"version", "rename", number, "mine", "--library", library});
        QVERIFY2(contains(renamed.out, "called \"mine\""), renamed.out.c_str());
        const json listed = run({"version", "list", "--library", library, "--json"}).document()["versions"][0];
        QCOMPARE(listed["name"].get<std::string>(), std::string("mine"));
        QVERIFY(listed["in_use"].get<bool>());
        QVERIFY(fs::exists(listed["file"].get<std::string>()));
        SUCCEEDS(run({"version", "use", "none", "--library", library}));
        const json untuned = search();
        QCOMPARE(tuned.size(), untuned.size());
        if (made["metrics"]["best_epoch"].get<int>() > 0)
            QVERIFY2(tuned != untuned, "the version in use changes no score");
        else
            QVERIFY2(contains(made["reason"], "changes nothing"), trained.out.c_str());
        QVERIFY(!run({"version", "list", "--library", library, "--json"})
                     .document()["versions"][0]["in_use"]
                     .get<bool>());

        moves(library, number);
    }

    void aVoice_isLearnedFromRecordings()
    {
        const std::string library = emptyLibrary("voice");
        addQuestions(library, true);
        for (std::size_t i = 0; i < 5; ++i)
            SUCCEEDS(addCaption(library, 5 * i, m_manifest["photos"][5 * i]["captions"][1]));
        const Outcome trained =
            run({"train", "start", "--library", library, "--json", "--epochs", "3", "--keep-only"});
        SUCCEEDS(trained);
        QVERIFY2(contains(trained.err, "5 more pairs have no recording"), trained.err.c_str());
        const json made = trained.document();
        QCOMPARE(made["metrics"]["curve"].size(), 4U);
        for (const json& point : made["metrics"]["curve"])
            QVERIFY2(point["stopping"] > 0.0 && point["stopping"] <= 1.0, "no share of what is written down right");
        const json version = run({"version", "list", "--library", library, "--json"}).document()["versions"][0];
        QCOMPARE(version["settings"]["scope"].get<std::string>(), std::string("voice"));

        const std::string number = std::to_string(made["version"].get<int>());
        const std::string clip = (sample() / m_manifest["queries"][0]["path"].get<std::string>()).string();
        const auto search = [&](const char* kind, const std::string& what) {
            return run({"search", "--library", library, kind, what, "--json"}).document()["hits"];
        };
        const json spoken = search("--audio", clip);
        const json written = search("--text", "a dog in the snow");
        SUCCEEDS(run({"version", "use", number, "--library", library}));
        QVERIFY(!search("--audio", clip).empty());
        if (made["metrics"]["best_epoch"].get<int>() > 0)
            QVERIFY2(search("--audio", clip) != spoken, "the voice in use changes no score");
        QVERIFY2(search("--text", "a dog in the snow") == written, "a voice changes what is typed");
        SUCCEEDS(run({"version", "use", "none", "--library", library}));
        QVERIFY(search("--audio", clip) == spoken);
        moves(library, number);
    }

    void pairs_leaveAndComeBackTheSame()
    {
        const std::string library = emptyLibrary("exchange");
        SUCCEEDS(addCaption(library, 1, "=1+1, \"quoted\"\tÄpfel"));
        SUCCEEDS(addCaption(library, 1, "a second wording"));
        const auto first = (home() / "out 1").string(), second = (home() / "out 2").string();
        SUCCEEDS(run({"pair", "export", "csv", first, "--library", library, "-q"}));
        const std::string other = emptyLibrary("exchange back");
        SUCCEEDS(run({"pair", "import", "csv", first, "--library", other, "-q"}));
        SUCCEEDS(run({"pair", "export", "csv", second, "--library", other, "-q"}));
        const auto content = [](const std::string& folder) {
            for (const auto& entry : fs::directory_iterator(folder))
                if (entry.path().extension() == ".csv") {
                    std::ostringstream text;
                    text << std::ifstream(entry.path()).rdbuf();
                    return text.str();
                }
            return std::string();
        };
        QVERIFY(!content(first).empty());
        QCOMPARE(content(second), content(first));
        QCOMPARE(run({"pair", "export", "csv", first, "--library", library}).code, cli::kUsage);

        fs::rename(photo(1), photo(1) + ".away");
        const auto lost = run({"pair", "export", "csv", (home() / "out 3").string(), "--library", library, "-q"});
        fs::rename(photo(1) + ".away", photo(1));
        QCOMPARE(lost.code, cli::kSomeFilesFailed);
        QVERIFY2(contains(lost.out, "2 pairs exported") && contains(lost.out, "only its name is written"),
                 lost.out.c_str());
        QVERIFY2(!contains(lost.out, "Left out"), lost.out.c_str());
        QCOMPARE(run({"pair", "import", "no-format", first, "--library", library}).code, cli::kUsage);
    }

    void everyCommand_answersWithOneDocument()
    {
        const std::string library = emptyLibrary("documents");
        for (const std::size_t number : {1U, 2U, 3U})
            SUCCEEDS(addCaption(library, number, "a caption of its own"));
        using Words = std::vector<std::string>;
        for (const Words& words :
             {Words {"pair", "list"}, Words {"pair", "check"}, Words {"pair", "mark", "unchecked", "1", "2"},
              Words {"pair", "mark", "accepted"}, Words {"pair", "remove", "3"}, Words {"train", "status"},
              Words {"version", "list"}, Words {"version", "use", "none"}, Words {"model", "list"},
              Words {"model", "path"}, Words {"model", "use", "picturebook"}, Words {"index", "verify"},
              Words {"index", "remove", (m_library / "sample" / "photos").string()}}) {
            Words arguments = words;
            arguments.insert(arguments.end(), {"--json", "--library", library});
            const Outcome outcome = run(arguments);
            SUCCEEDS(outcome);
            QVERIFY2(outcome.document().is_object() && outcome.document().value("schema", 0) == 1,
                     (words[0] + ' ' + words[1] + ": " + outcome.out).c_str());
            QVERIFY2(outcome.err.empty(), outcome.err.c_str());
        }
    }

    void aWrongNumber_changesNothing()
    {
        const std::string library = emptyLibrary("wrong number");
        SUCCEEDS(addCaption(library, 1, "a caption of its own"));
        for (const std::vector<std::string>& words :
             {std::vector<std::string> {"pair", "mark", "rejected", "1", "99"},
              {"pair", "remove", "1", "99"},
              {"index", "remove", (m_library / "sample" / "photos").string(), "/none"}}) {
            std::vector<std::string> arguments = words;
            arguments.insert(arguments.end(), {"--library", library});
            QCOMPARE(run(arguments).code, cli::kFailure);
        }
        const json pairs = run({"pair", "list", "--library", library, "--json"}).document()["pairs"];
        QCOMPARE(pairs.size(), 1U);
        QCOMPARE(pairs[0]["verdict"].get<std::string>(), std::string("accepted"));
        QVERIFY(!pairs[0]["photo"].is_null());
    }

    void unknownVersions_areNamed()
    {
        for (const std::vector<std::string>& words : {std::vector<std::string> {"version", "use", "99"},
                                                      {"version", "remove", "99"},
                                                      {"version", "rename", "99", "x"},
                                                      {"version", "diff", "98", "99"},
                                                      {"version", "export", "99", "/tmp/x"}}) {
            std::vector<std::string> arguments = words;
            arguments.insert(arguments.end(), {"--library", m_library.string()});
            const Outcome outcome = run(arguments);
            QCOMPARE(outcome.code, cli::kFailure);
            QVERIFY2(contains(outcome.err, "9"), outcome.err.c_str());
        }
        QCOMPARE(run({"version", "use", "the best", "--library", m_library.string()}).code, cli::kUsage);
        QCOMPARE(run({"train", "resume", "--library", m_library.string()}).code, cli::kFailure);
        QCOMPARE(run({"train", "stop", "--library", m_library.string()}).code, cli::kFailure);
    }
};

void TestTuningCli::moves(const std::string& library, const std::string& number)
{
    const std::string file = (home() / "mine.safetensors").string();
    QCOMPARE(run({"version", "export", number, file, "--library", library, "--json"}).document().value("file", ""),
             file);
    const std::string other = emptyLibrary(("other than " + fs::path(library).filename().string()).c_str());
    const Outcome imported = run({"version", "import", file, "--library", other, "--json"});
    SUCCEEDS(imported);
    QCOMPARE(run({"version", "list", "--library", other, "--json"}).document()["versions"].size(), 1U);
    QCOMPARE(run({"version", "remove", "1", "--library", other, "--json"}).document().value("removed", 0), 1);
    QVERIFY(run({"version", "list", "--library", other, "--json"}).document()["versions"].empty());

    // Damaged, no tune at all, of another model.
    std::ostringstream content;
    content << std::ifstream(file).rdbuf();
    const std::string bytes = content.str();
    std::ofstream(file + ".cut") << bytes.substr(0, bytes.size() / 2);
    std::string foreign = bytes;
    const auto model = foreign.find("\"model\":\"") + 9;
    foreign[model] = foreign[model] == 'a' ? 'b' : 'a';
    std::ofstream(file + ".foreign") << foreign;
    for (const std::string& wrong :
         {file + ".cut", file + ".foreign", (sample() / "manifest.json").string(), std::string("/no/such/file")}) {
        const Outcome refused = run({"version", "import", wrong, "--library", other});
        QVERIFY2(refused.code == cli::kFailure && contains(refused.err, wrong.c_str()), refused.err.c_str());
    }
}

QTEST_GUILESS_MAIN(TestTuningCli)
#include "tst_tuning_cli.moc"
