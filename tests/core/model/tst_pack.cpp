// Pack manifests: what they say, what they may not say, and what identifies their weights.
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/model/engine.h"
#include "core/model/pack.h"
#include "core/model/packs/fingerprint.h"
#include "core/model/packs/preprocess_json.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace saysee;
using nlohmann::json;

class TestPack : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    static json manifest()
    {
        const json file = {{"path", "clip/model.safetensors"}, {"size", 5}, {"sha256", base::sha256("hello")}};
        return {{"schema", 1},         {"name", "small"}, {"licence", "MIT"},       {"languages", {"en"}},
                {"imageText", "clip"}, {"files", {file}}, {"recogniser", "speech"}, {"head", "head.safetensors"}};
    }

    std::filesystem::path write(const json& content, const char* name = "pack") const
    {
        const auto pack = folder() / name;
        std::filesystem::create_directories(pack / "clip");
        if (!base::writeFileAtomically(pack / "pack.json", content.dump())
            || !base::writeFileAtomically(pack / "clip" / "model.safetensors", "hello"))
            qFatal("cannot write the test pack");
        return pack;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", (m_folder.path() + QStringLiteral("/cache")).toUtf8());
        qputenv("XDG_CONFIG_HOME", (m_folder.path() + QStringLiteral("/config")).toUtf8());
        qputenv("XDG_DATA_HOME", (m_folder.path() + QStringLiteral("/data")).toUtf8());
    }

    void manifestIsRead()
    {
        const auto pack = model::readPack(write(manifest()));
        QVERIFY2(pack, pack ? "" : pack.error().message.c_str());
        QCOMPARE(pack->name, std::string("small"));
        QCOMPARE(pack->imageText, folder() / "pack" / "clip");
        QCOMPARE(pack->bytes(), std::uint64_t(5));
        QVERIFY(!pack->preprocess);
        QVERIFY(model::checkPack(*pack));
        QVERIFY(model::verifyPack(*pack));
    }

    void damagedFilesAreNamed()
    {
        const auto pack = model::readPack(write(manifest()));
        const auto file = folder() / "pack" / "clip" / "model.safetensors";
        QVERIFY(base::writeFileAtomically(file, "hallo"));
        QVERIFY(model::checkPack(*pack));
        const auto changed = model::verifyPack(*pack);
        QVERIFY(!changed && changed.error().code == base::ErrorCode::ModelMissing);
        QVERIFY(base::writeFileAtomically(file, "hell"));
        const auto shorter = model::checkPack(*pack);
        QVERIFY(!shorter && QByteArray::fromStdString(shorter.error().message).contains("4 bytes instead of 5"));
        std::filesystem::remove(file);
        const auto absent = model::checkPack(*pack);
        QVERIFY(!absent && QByteArray::fromStdString(absent.error().message).contains("model.safetensors"));
    }

    void badManifestsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("patch");
        const auto row = [](const char* name, const char* patch) {
            QTest::newRow(name) << QByteArray(patch).replace("HASH", QByteArray(64, 'a'));
        };
        row("newer", R"({"schema": 2})");
        row("no schema", R"({"schema": null})");
        row("name with a slash", R"({"name": "../small"})");
        row("hidden name", R"({"name": ".small"})");
        row("part outside", R"({"imageText": "../clip"})");
        row("absolute part", R"({"head": "/etc/passwd"})");
        row("climbing part", R"({"recogniser": "a/../../b"})");
        row("part is a number", R"({"head": 3})");
        row("no files", R"({"files": null})");
        row("file outside", R"({"files": [{"path": "../x", "size": 1, "sha256": "HASH"}]})");
        row("no hash", R"({"files": [{"path": "x", "size": 1}]})");
        row("negative size", R"({"files": [{"path": "x", "size": -1, "sha256": "HASH"}]})");
        row("files are numbers", R"({"files": [1, 2]})");
        row("languages are numbers", R"({"languages": [1]})");
        row("preprocess", R"({"preprocess": {"size": 0}})");
        row("deviation of zero", R"({"preprocess": {"deviation": [1, 0, 1]}})");
        row("unknown fit", R"({"preprocess": {"fit": "stretch"}})");
    }
    void badManifestsAreRefused()
    {
        QFETCH(QByteArray, patch);
        json changed = manifest();
        changed.merge_patch(json::parse(patch.toStdString()));
        const auto pack = model::readPack(write(changed, "bad"));
        QVERIFY(!pack);
        QVERIFY2(QByteArray::fromStdString(pack.error().message).contains("pack.json"), pack.error().message.c_str());
    }

    void insecureAddressesAreRefused()
    {
        json changed = manifest();
        changed["files"][0]["url"] = "http://example.org/model.safetensors";
        const auto pack = model::readPack(write(changed, "bad"));
        QVERIFY(!pack && QByteArray::fromStdString(pack.error().message).contains("https"));
    }

    void listingSkipsTheUnreadable()
    {
        write(manifest(), "list/one");
        json second = manifest();
        second["name"] = "other";
        write(second, "list/two");
        write(json::array(), "list/broken");
        write(manifest(), "again/one");
        const auto packs = model::listPacks({folder() / "list", folder() / "absent", folder() / "again"});
        QCOMPARE(packs.size(), std::size_t(2));
        QCOMPARE(packs[0].folder, folder() / "list" / "one");
        QCOMPARE(packs[1].name, std::string("other"));
    }

    void choiceIsKept()
    {
        QCOMPARE(model::chosenPack(), std::string("picturebook"));
        QVERIFY(!model::choosePack("no-such-pack"));
        const auto pack = write(manifest(), "chosen");
        QVERIFY(model::choosePack(pack.string()));
        QCOMPARE(model::findPack(model::chosenPack())->folder, pack);
    }

    void fingerprintsComeFromTheManifestWhileSizesMatch()
    {
        const auto pack = model::readPack(write(manifest()));
        const auto file = folder() / "pack" / "clip" / "model.safetensors";
        QVERIFY(base::writeFileAtomically(file, "hallo"));
        QCOMPARE(*model::fingerprint(file, &*pack), base::sha256("hello"));
        QVERIFY(base::writeFileAtomically(file, "longer"));
        QCOMPARE(*model::fingerprint(file, &*pack), base::sha256("longer"));
    }

    void looseFilesAreHashedAgainWhenTheyChange()
    {
        const auto file = folder() / "loose.safetensors";
        QVERIFY(base::writeFileAtomically(file, "one"));
        QCOMPARE(*model::fingerprint(file, nullptr), base::sha256("one"));
        QCOMPARE(*model::fingerprint(file, nullptr), base::sha256("one"));
        QVERIFY(base::writeFileAtomically(file, "three"));
        QCOMPARE(*model::fingerprint(file, nullptr), base::sha256("three"));
        QVERIFY(!model::fingerprint(folder() / "absent", nullptr));
    }

    void damagedMemoryOfHashesIsIgnored()
    {
        const auto file = folder() / "loose2.safetensors";
        QVERIFY(base::writeFileAtomically(file, "one"));
        QVERIFY(base::writeFileAtomically(folder() / "cache" / "saysee" / "file-hashes.json", "[]"));
        QCOMPARE(*model::fingerprint(file, nullptr), base::sha256("one"));
    }

    void huggingFacePreprocessing()
    {
        const auto read = [](const char* text) { return model::preprocessFromHuggingFace(json::parse(text), "p"); };
        const auto clip =
            read(R"({"size": {"shortest_edge": 64}, "crop_size": {"height": 64, "width": 64}, "resample": 3})");
        QVERIFY(clip && clip->size == 64 && clip->fit == image::Fit::ShortestSideThenCrop);
        QVERIFY(read(R"({"size": 224, "crop_size": 224})"));
        const auto squash = read(
            R"({"size": {"height": 256, "width": 256}, "do_center_crop": false, "resample": 2, "image_mean": [0.5, 0.5, 0.5]})");
        QVERIFY(squash && squash->fit == image::Fit::Squash && squash->mean[0] == 0.5F);
        QVERIFY(squash->interpolation == image::Interpolation::Bilinear);
        QVERIFY(!read(R"({"size": 256, "crop_size": 224})"));
        QVERIFY(!read(R"({"size": {"height": 256, "width": 224}})"));
        QVERIFY(!read(R"({"size": 224, "resample": 0})"));
        QVERIFY(!read(R"({"image_std": [1, 2]})"));
        QVERIFY(!read("[]"));
    }

    void balanceMovesFromWordsToSound()
    {
        const base::SpaceId space {"s"};
        const auto vector = [&](float x, float y) { return *base::Embedding::normalised({x, y}, space); };
        model::SpeechQuery query {
            {}, model::TextQuery {vector(1, 0), {}, {}, {}, {}}, vector(0, 1), {0, 1}, vector(1, 1), 0.5, {}};
        const auto first = [&](double balance) { return model::balanced(query, balance)->values()[0]; };
        QCOMPARE(first(0.0), 1.0F);
        QCOMPARE(first(1.0), 0.0F);
        QCOMPARE(first(0.5), vector(1, 1).values()[0]);
        QVERIFY(first(0.25) > first(0.5) && first(0.5) > first(0.75));
        QVERIFY(!model::balanced(query, 1.5));
        QVERIFY(!model::balanced(query, std::numeric_limits<double>::quiet_NaN()));
        query.sound.reset();
        QCOMPARE(first(1.0), first(0.5));
    }

    void confidenceIsThatOfTheBestHypothesis()
    {
        model::Transcript transcript;
        QCOMPARE(transcript.confidence(), 0.0);
        transcript.hypotheses.push_back({"a dog", {}, -0.5, 0.0});
        QCOMPARE(transcript.confidence(), std::exp(-0.5));
        transcript.noSpeech = true;
        QCOMPARE(transcript.confidence(), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestPack)
#include "tst_pack.moc"
