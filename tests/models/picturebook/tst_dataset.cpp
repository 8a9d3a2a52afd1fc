#include "core/audio/decode.h"
#include "core/base/files.h"
#include "models/picturebook/recipe/data/dataset.h"
#include "models/picturebook/recipe/data/pack.h"
#include "models/picturebook/recipe/data/scenarios.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

using namespace saysee;
using nlohmann::json;

namespace {

std::vector<json> readLines(const std::filesystem::path& path)
{
    std::vector<json> rows;
    std::istringstream text(base::readFile(path).value_or(""));
    for (std::string line; std::getline(text, line);)
        rows.push_back(json::parse(line));
    return rows;
}

// The things of a sentence that are called by a name of the person's own, by that name: "a wuffel" for "an orange
// cat" gives "wuffel" and "orange cat". Everything else must be the same in both, or nothing is returned.
std::optional<std::map<std::string, std::string>> namedThings(const std::string& said, const std::string& meant)
{
    std::istringstream saids(said), meants(meant);
    std::map<std::string, std::string> things;
    for (std::string a, b; saids >> a;) {
        if (!(meants >> b))
            return std::nullopt;
        if (a == b || (a == "a" && b == "an"))
            continue;
        std::string kind;
        if (!(meants >> kind))
            return std::nullopt;
        things[a] = b + " " + kind;
    }
    std::string rest;
    return meants >> rest ? std::nullopt : std::optional(things);
}

}  // namespace

class TstDataset : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_path;

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.path().toStdString();
        picturebook::DatasetPlan plan;
        plan.pictures = 3;
        plan.tonePairs = 2;
        plan.badClips = 1;
        const auto status = picturebook::writeDataset(m_path, plan, {});
        QVERIFY2(status.has_value(), status ? "" : status.error().message.c_str());
    }

    void lists_nameFilesThatExistAndOpen()
    {
        const auto pictures = readLines(m_path / "pictures.jsonl");
        QCOMPARE(pictures.size(), std::size_t(3));
        for (const json& row : pictures) {
            const QImage picture(QString::fromStdString((m_path / row["path"].get<std::string>()).string()));
            QCOMPARE(picture.size(), QSize(640, 480));
            QCOMPARE(row["captions"].size(), std::size_t(3));
        }
        for (const char* list : {"speech.jsonl", "tone.jsonl", "bad.jsonl"})
            for (const json& row : readLines(m_path / list))
                QVERIFY2(audio::decodeFile(m_path / row["path"].get<std::string>()).has_value(), row.dump().c_str());
    }

    void conditions_holdTheSameWordsOfTheSameSpeaker()
    {
        std::map<std::string, std::vector<std::string>> said;
        for (const json& row : readLines(m_path / "speech.jsonl"))
            said[row["condition"]].push_back(row["text"].get<std::string>() + row["speaker"].get<std::string>());
        QCOMPARE(said.size(), std::size_t(3));
        QCOMPARE(said["clean"].size(), std::size_t(9));
        QVERIFY(said["clean"] == said["noise0"] && said["clean"] == said["noise10"]);
    }

    void tonePairs_differInTheMannerAlone()
    {
        const auto rows = readLines(m_path / "tone.jsonl");
        QCOMPARE(rows.size(), std::size_t(4));
        QVERIFY(rows[0]["text"] == rows[1]["text"]);
        QVERIFY(rows[0]["picture"] == rows[1]["other"]);
        QVERIFY(rows[1]["picture"] == rows[0]["other"]);
    }

    void everyBadKind_isThere() { QCOMPARE(readLines(m_path / "bad.jsonl").size(), std::size_t(5)); }

    void people_nameTwoOwnThingsAndAreTestedOnOtherPictures()
    {
        const picturebook::ScenarioPlan plan {
            .dataset = {.pictures = 3, .tonePairs = 2}, .seeds = 1, .pairs = 2, .tests = 3, .ownPhotos = 6};
        const auto status = picturebook::writeScenarios(m_path, plan, {});
        QVERIFY2(status.has_value(), status ? "" : status.error().message.c_str());
        std::map<std::string, std::map<std::string, std::set<int>>> pictures;  // by scenario and role
        std::map<std::string, std::string> colours;  // of the one person's own things, by their names
        for (const json& row : readLines(m_path / "people.jsonl")) {
            if (row["role"] == "photo")
                continue;
            pictures[row["scenario"]][row["role"]].insert(row["picture"].get<int>());
            const auto things = namedThings(row["text"], row["meant"]);
            QVERIFY2(things.has_value(), row.dump().c_str());
            QVERIFY2(things->size() == (row["scenario"] == "new-names" ? 2 : 0), row.dump().c_str());
            for (const auto& [name, thing] : *things)  // a kind may have a synonym, its colour has none
                QVERIFY2(colours.try_emplace(name, thing.substr(0, thing.find(' '))).first->second
                             == thing.substr(0, thing.find(' ')),
                         row.dump().c_str());
            QVERIFY2(audio::decodeFile(m_path / row["path"].get<std::string>()).has_value(), row.dump().c_str());
        }
        QCOMPARE(pictures.size(), std::size_t(3));
        for (const auto& [scenario, roles] : pictures)
            for (const int picture : roles.at("test"))
                QVERIFY2(!roles.at("pair").contains(picture), scenario.c_str());
    }

    void unwritableFolder_isAnError()
    {
        const auto status = picturebook::writeDataset("/proc/nowhere", {}, {});
        QVERIFY(!status.has_value());
        QCOMPARE(status.error().code, base::ErrorCode::Io);
    }

    void manifest_namesEveryFileOrFails()
    {
        const QTemporaryDir folder;
        const std::filesystem::path pack = folder.path().toStdString();
        QCOMPARE(picturebook::writeManifest(pack, 80).error().code, base::ErrorCode::NotFound);
        for (const char* part : {"recogniser", "image-text"})
            std::filesystem::create_directories(pack / part);
        QVERIFY(base::writeFileAtomically(pack / "recogniser" / "vocab.json", "{}"));
        QVERIFY(base::writeFileAtomically(pack / "head.safetensors", "weights"));
        QVERIFY(picturebook::writeManifest(pack, 80).has_value());
        const json manifest = json::parse(base::readFile(pack / "pack.json").value());
        QCOMPARE(manifest["files"].size(), std::size_t(3));  // with the preprocessor configuration that it wrote
        QCOMPARE(manifest["files"][0]["path"].get<std::string>(), std::string("head.safetensors"));
        QCOMPARE(manifest["files"][0]["size"].get<int>(), 7);
    }
};

QTEST_GUILESS_MAIN(TstDataset)
#include "tst_dataset.moc"
