#include "core/training/features/feature_set.h"

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::training;

namespace {

// Two descriptions of 2 and 3 frames of one picture, the second one without words.
FeatureSet twoDescriptions()
{
    return {at::arange(10, at::kFloat).reshape({5, 2}).to(at::kHalf),
            at::tensor({2, 3}, at::kLong),
            at::tensor({5, 6, 7, 5, 7, 0}, at::kLong).reshape({2, 3}),
            at::tensor({0.5F, 0.0F}),
            at::eye(4).narrow(0, 0, 1),
            at::tensor({0, 0}, at::kLong)};
}

}  // namespace

class TestFeatureSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batch_padsAndMasks()
    {
        const FeatureReader reader(twoDescriptions());
        const std::vector<std::int64_t> rows = {1, 0};
        const FeatureBatch batch = reader.batch(rows, at::kCPU);
        QCOMPARE(batch.states.size(1), 3);
        QVERIFY(at::equal(batch.states[1].narrow(0, 0, 2), at::arange(4, at::kFloat).reshape({2, 2})));
        QCOMPARE(batch.states[0][2][1].item<float>(), 9.0F);
        QVERIFY(at::equal(batch.padding, at::tensor({0, 0, 0, 0, 0, 1}).reshape({2, 3}).to(at::kBool)));
        QVERIFY(at::equal(batch.confidence, at::tensor({0.0F, 0.5F})));
        QVERIFY(at::equal(batch.group, at::tensor({0, 0}, at::kLong)));
    }

    void join_countsPicturesOn()
    {
        auto wider = twoDescriptions();
        wider.tokens = at::ones({2, 5}, at::kLong);
        const std::vector<FeatureSet> parts = {twoDescriptions(), wider};
        const FeatureSet all = join(parts);
        QVERIFY(at::equal(all.pictureOf, at::tensor({0, 0, 1, 1}, at::kLong)));
        QCOMPARE(all.tokens.size(1), 5);
        QCOMPARE(all.tokens[0][4].item<std::int64_t>(), 0);
        QCOMPARE(all.states.size(0), 10);
    }

    // Each pair brings a picture of its own; two descriptions of one photo are no negatives of each other all the
    // same.
    void descriptionsOfOnePhoto_areOneGroup()
    {
        std::vector<FeatureSet> parts;
        for (int i = 0; i < 4; ++i) {
            parts.push_back(twoDescriptions());
            parts.back().pictureOf = at::tensor({0, 0}, at::kLong);
        }
        FeatureSet all = join(parts);
        sharePictures(all, std::vector<std::int64_t> {7, 7, 9, 9, 7, 7, -1, -1});
        QVERIFY(at::equal(all.pictureOf, at::tensor({0, 0, 1, 1, 0, 0, 3, 3}, at::kLong)));
        const FeatureBatch batch = FeatureReader(all).batch(std::vector<std::int64_t> {1, 3, 5}, at::kCPU);
        QVERIFY(batch.group[0].equal(batch.group[2]) && !batch.group[0].equal(batch.group[1]));
        QVERIFY(batch.pictures[0].equal(batch.pictures[2]));
    }

    void file_comesBack_andOnlyForItsKey()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
        QVERIFY(saveFeatures(file, twoDescriptions(), "networks 1").has_value());
        const auto loaded = loadFeatures(file, "networks 1");
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(at::equal(loaded->states, twoDescriptions().states));
        const auto other = loadFeatures(file, "networks 2");
        QVERIFY(!other && other.error().code == base::ErrorCode::VersionMismatch);
    }

    void inconsistentFile_isRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
        auto broken = twoDescriptions();
        broken.frames = at::tensor({2, 4}, at::kLong);
        QVERIFY(saveFeatures(file, broken, "k").has_value());
        QVERIFY(!loadFeatures(file, "k"));
        broken = twoDescriptions();
        broken.pictureOf = at::tensor({0, 1}, at::kLong);
        QVERIFY(saveFeatures(file, broken, "k").has_value());
        QVERIFY(!loadFeatures(file, "k"));
    }
};

QTEST_GUILESS_MAIN(TestFeatureSet)
#include "tst_feature_set.moc"
