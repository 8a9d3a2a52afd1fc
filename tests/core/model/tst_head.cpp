#include "core/model/head/head.h"

#include "core/model/checkpoint/safetensors.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::model;

namespace {

HeadSpec smallSpec(FusionKind fusion = FusionKind::Gated)
{
    HeadSpec spec;
    spec.channel = {.recogniserWidth = 6, .width = 8, .dimension = 5, .attentionHeads = 2, .feedForward = 12};
    spec.prompts = 3;
    spec.fusion = fusion;
    return spec;
}

Head smallHead(FusionKind fusion = FusionKind::Gated) { return Head::random(smallSpec(fusion), 1).value(); }

}  // namespace

class TestHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void maskedPadding_equalsTheClipCutToItsLength()
    {
        const Head head = smallHead();
        const at::Tensor states = at::randn({1, 7, 6});
        const at::Tensor longer = at::cat({states, at::randn({1, 4, 6})}, 1);
        const at::Tensor padding = at::cat({at::zeros({1, 7}), at::ones({1, 4})}, 1).to(at::kBool);
        QVERIFY(at::allclose(head.sound(states, {}), head.sound(longer, padding), 1e-5, 1e-6));
        QVERIFY(!at::allclose(head.sound(states, {}), head.sound(longer, {}), 1e-5, 1e-6));
    }

    void clipWithoutFrames_isANumber()
    {
        const Head head = smallHead();
        QVERIFY(allFinite(head.sound(at::empty({1, 0, 6}), {})));
        QVERIFY(allFinite(head.sound(at::randn({1, 3, 6}), at::ones({1, 3}, at::kBool))));
    }

    void untrainedGate_leavesTheWordsAsTheyAre()
    {
        const Head head = smallHead();
        const at::Tensor words = at::randn({4, 5});
        for (const double confidence : {0.01, 0.5, 1.0}) {
            const auto fused = head.fuse(words, at::randn({4, 5}), at::full({4}, confidence));
            QVERIFY(at::allclose(fused.vector, unitLength(words), 1e-5, 1e-6));
            QCOMPARE(fused.soundShare.abs().max().item<float>(), 0.0F);
        }
    }

    void trainedGate_leansOnTheSoundWhenTheWordsAreUnsure()
    {
        const Head head = smallHead();
        head.tensors().at("gate.trust").fill_(0.5);
        const at::Tensor words = at::randn({1, 5});
        const at::Tensor sound = at::randn({1, 5});
        const double sure = head.fuse(words, sound, at::ones({1})).soundShare.item<double>();
        const double unsure = head.fuse(words, sound, at::full({1}, 0.1)).soundShare.item<double>();
        QVERIFY2(sure < unsure, qPrintable(QStringLiteral("%1, %2").arg(sure).arg(unsure)));
        const auto alone = head.fuse(at::zeros({1, 5}), sound, at::zeros({1}));
        QVERIFY(at::allclose(alone.vector, unitLength(sound), 1e-5, 1e-6));
        QCOMPARE(alone.soundShare.item<double>(), 1.0);
    }

    void hypotheses_countMoreWhereTheSoundAgrees()
    {
        const at::Tensor hypotheses = at::eye(2, 5);  // two that have nothing in common
        const at::Tensor probability = at::tensor({0.6F, 0.4F});
        const at::Tensor second = hypotheses.narrow(0, 1, 1);
        const at::Tensor mean = at::matmul(probability, hypotheses).unsqueeze(0);
        QVERIFY(at::allclose(confirmedWords(hypotheses, probability, second, 0.0), mean));
        const auto partOfSecond = [&](double share) {
            return confirmedWords(hypotheses, probability, second, share)[0][1].item<double>();
        };
        QVERIFY2(partOfSecond(0.1) > 0.5, "the sound does not decide between hypotheses of like probability");
        QVERIFY(partOfSecond(0.3) > partOfSecond(0.1));
        const at::Tensor other = at::full({1, 5}, 1.0);  // agrees with both alike
        QVERIFY(at::allclose(confirmedWords(hypotheses, probability, other, 0.5), mean));
        QVERIFY(allFinite(confirmedWords(hypotheses, probability, at::zeros({1, 5}), 0.5)));
        QVERIFY(at::allclose(confirmedWords(second, at::tensor({0.1F}), other, 0.5), second));
    }

    void neitherChannel_isZeroNotNaN()
    {
        const at::Tensor nothing = at::zeros({1, 5});
        for (const FusionKind fusion : {FusionKind::Sum, FusionKind::Gated}) {
            const auto fused = smallHead(fusion).fuse(nothing, nothing, at::zeros({1}));
            QCOMPARE(fused.vector.abs().max().item<float>(), 0.0F);
            QVERIFY(allFinite(fused.soundShare));
        }
    }

    void savedHead_comesBack_data()
    {
        QTest::addColumn<bool>("gated");
        QTest::newRow("sum") << false;
        QTest::newRow("gated") << true;
    }
    void savedHead_comesBack()
    {
        QFETCH(bool, gated);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("head.safetensors")).toStdString();
        const Head head = smallHead(gated ? FusionKind::Gated : FusionKind::Sum);
        QVERIFY(head.save(file).has_value());
        const auto loaded = Head::load(file);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(loaded->spec() == head.spec());
        for (const auto& [name, tensor] : head.tensors())
            QVERIFY2(at::equal(tensor, loaded->tensors().at(name)), name.c_str());
    }

    void damagedFiles_areRefused_data()
    {
        QTest::addColumn<QString>("change");
        for (const char* change : {"no metadata", "newer format", "unknown fusion", "heads do not divide",
                                   "tensor missing", "tensor surplus", "wrong shape", "not a number"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }
    void damagedFiles_areRefused()
    {
        QFETCH(QString, change);
        TensorMap tensors = smallHead().tensors();
        std::map<std::string, std::string> metadata = {
            {"saysee.head", "1"}, {"fusion", "gated"}, {"attention_heads", "2"}};
        if (change == QStringLiteral("no metadata"))
            metadata.clear();
        if (change == QStringLiteral("newer format"))
            metadata["saysee.head"] = "9";
        if (change == QStringLiteral("unknown fusion"))
            metadata["fusion"] = "blend";
        if (change == QStringLiteral("heads do not divide"))
            metadata["attention_heads"] = "3";
        if (change == QStringLiteral("tensor missing"))
            tensors.erase("out.bias");
        if (change == QStringLiteral("tensor surplus"))
            tensors["extra"] = at::zeros({1});
        if (change == QStringLiteral("wrong shape"))
            tensors["norm.weight"] = at::ones({9});
        if (change == QStringLiteral("not a number"))
            tensors["cls"] = at::full({1, 1, 8}, std::numeric_limits<float>::quiet_NaN());
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("head.safetensors")).toStdString();
        QVERIFY(writeSafetensors(file, tensors, metadata).has_value());
        const auto loaded = Head::load(file);
        QVERIFY(!loaded.has_value());
        QVERIFY2(loaded.error().message.find("head.safetensors") != std::string::npos || change.contains(u"fusion"),
                 loaded.error().message.c_str());
    }

    void senselessSizes_areRefused()
    {
        HeadSpec spec = smallSpec();
        spec.channel.attentionHeads = 3;
        QVERIFY(!Head::random(spec, 1).has_value());
        spec = smallSpec();
        spec.prompts = 0;
        QVERIFY(!Head::random(spec, 1).has_value());
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_head.moc"
