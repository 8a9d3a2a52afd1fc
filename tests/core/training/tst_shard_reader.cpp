#include "core/training/pretrain/shard_reader.h"

#include "core/base/files.h"

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::training;

namespace {

// Two scenes of 2 x 2 pixels and one utterance of three samples.
struct SmallSet {
    shard::SetHeader header {shard::kFormat, 2, 2, 1, 0, {3}};
    std::vector<shard::Scene> scenes = {{1, {"a dog"}, {0}}, {2, {"a cat", "one cat"}, {-1}}};
    std::vector<shard::Utterance> utterances = {{1, "a cat", "voice", "clean", 1, 3}};
    std::string pictures = std::string(12, '\1') + std::string(12, '\2');
    std::string speech = std::string(8, '\0');

    void write(const std::filesystem::path& folder) const
    {
        const auto lines = [](const auto& rows) {
            std::string text;
            for (const auto& row : rows)
                text += nlohmann::json(row).dump() + "\n";
            return text;
        };
        QVERIFY(base::writeFileAtomically(folder / shard::kScenesFile, lines(scenes)));
        QVERIFY(base::writeFileAtomically(folder / shard::kSpeechFile, lines(utterances)));
        QVERIFY(base::writeFileAtomically(folder / shard::kPicturesFile, pictures));
        QVERIFY(base::writeFileAtomically(folder / shard::kSpeechSamplesFile, speech));
        QVERIFY(base::writeFileAtomically(folder / shard::kHeaderFile, nlohmann::json(header).dump()));
    }
};

}  // namespace

class TestShardReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rows_comeBack()
    {
        const QTemporaryDir folder;
        SmallSet().write(folder.path().toStdString());
        const auto reader = ShardReader::open(folder.path().toStdString());
        QVERIFY2(reader.has_value(), reader ? "" : reader.error().message.c_str());
        const std::vector<std::int64_t> rows = {1, 0};
        const at::Tensor pictures = reader->pictures(rows);
        QVERIFY((pictures.sizes() == at::IntArrayRef {2, 3, 2, 2}));
        QCOMPARE(pictures[0].max().item<int>(), 2);
        QCOMPARE(reader->samples(reader->utterances()[0]).size(), 3U);
    }

    void folderWithoutHeader_isNotComplete()
    {
        const QTemporaryDir folder;
        SmallSet().write(folder.path().toStdString());
        std::filesystem::remove(std::filesystem::path(folder.path().toStdString()) / shard::kHeaderFile);
        QVERIFY(!ShardReader::open(folder.path().toStdString()));
    }

    void damagedSets_areRefused_data()
    {
        QTest::addColumn<QString>("change");
        for (const char* change :
             {"picture missing", "utterance past the end", "negative offset", "scene out of range",
              "attribute out of range", "no caption", "rows not counted", "newer format"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }
    void damagedSets_areRefused()
    {
        QFETCH(QString, change);
        SmallSet set;
        if (change == QStringLiteral("picture missing"))
            set.pictures.resize(23);
        if (change == QStringLiteral("utterance past the end"))
            set.utterances[0].samples = 4;
        if (change == QStringLiteral("negative offset"))
            set.utterances[0].offset = -1;
        if (change == QStringLiteral("scene out of range"))
            set.utterances[0].scene = 2;
        if (change == QStringLiteral("attribute out of range"))
            set.scenes[0].attributes = {3};
        if (change == QStringLiteral("no caption"))
            set.scenes[0].captions.clear();
        if (change == QStringLiteral("rows not counted"))
            set.header.scenes = 3;
        if (change == QStringLiteral("newer format"))
            set.header.format = 99;
        const QTemporaryDir folder;
        set.write(folder.path().toStdString());
        const auto reader = ShardReader::open(folder.path().toStdString());
        QVERIFY(!reader.has_value());
        QVERIFY2(reader.error().message.ends_with('.'), reader.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestShardReader)
#include "tst_shard_reader.moc"
